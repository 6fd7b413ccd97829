import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { oneOf } from '../engine/check.js';
import { loadEngine } from '../engine/engine.js';
import { type Experiment, experiments, type Outcome } from '../experiments/index.js';
import { reportHtml, type Topic } from '../report/report.js';
import { encode } from '../sweep/codec.js';
import type { ExperimentRequest } from '../sweep/experiment.js';
import { type ExperimentEnd, runExperiments } from '../sweep/experiments.js';
import { parseInteger, parseWords } from '../sweep/numbers.js';
import { commandOf } from './experiment-options.js';
import { exitCodes } from './failure.js';
import { makeDirectory, shown, writePictures, writeWhole } from './files.js';
import { listenForInterrupt } from './interrupt.js';
import { optionText, type RawOptions, refuseRepeats } from './options.js';
import { claimsTable, explain } from './report-lecture.js';
import { print, say, startProgress, wrap } from './terminal.js';

const example = `
Writes index.html, the report that needs no other file; NAME.json, everything that NAME found, and its plots NAME.svg or NAME-1.svg, NAME-2.svg, ...; and claims.json.

Examples:
  fathom lecture --quick
  fathom lecture --only triangle,separation --out report
  fathom lecture --jobs 8 --out report`;

/** These take longest, so they are begun first; the others follow in the lecture's order. */
const longest = ['trainability', 'init', 'gradients', 'shattered', 'activations', 'dead-units', 'capacity', 'boundary'];

/** `fathom lecture`: every experiment, in parallel, and every claim of the lecture beside what was measured. */
export function lectureCommand(): Command {
  const command = new Command('lecture')
    .summary('every experiment of the lecture, and a table of its claims')
    .description("Runs every experiment of the lecture on worker threads and prints each claim with the lecture's figure, the sharp one and the measured one.")
    .option('--quick', 'smaller parameters: half a minute instead of two')
    .option('--only <names>', 'these experiments alone, by commas (default: all; `fathom list` names them)')
    .option('--out <directory>', 'where results and pictures go (default: report)')
    .option('--seed <n>', 'the seed of every experiment that has one (default: its own)')
    .option('--jobs <n>', 'worker threads (default: one a core)')
    .addHelpText('after', example)
    .action(async (raw: RawOptions) => {
      process.exitCode = await lecture(raw);
    });
  refuseRepeats(command);
  return command;
}

async function lecture(raw: RawOptions): Promise<number> {
  const chosen = readExperiments(optionText(raw, 'only'));
  const seedText = optionText(raw, 'seed');
  const seed = seedText === undefined ? undefined : parseInteger('--seed', seedText, 0, 2 ** 32 - 1);
  const jobs = parseInteger('--jobs', optionText(raw, 'jobs') ?? String(availableParallelism()), 1, 1024);
  const directory = optionText(raw, 'out') ?? 'report';
  makeDirectory('--out', directory);

  const { module, version, build } = await loadEngine({ theory: true });
  const made = { version, build };
  const requests = chosen.map((experiment) => requestOf(experiment, raw['quick'] === true, seed));
  const start = performance.now();
  using interrupt = listenForInterrupt('stopping; what is finished is kept; Ctrl-C again ends at once');
  const progress = startProgress(1000, '‰');
  const shares = requests.map(() => 0);
  const ends = await runExperiments({
    requests,
    module,
    jobs,
    signal: interrupt.signal,
    order: beginning(chosen),
    onProgress: (index, share) => {
      shares[index] = share;
      progress.update(Math.floor((1000 * shares.reduce((sum, value) => sum + value, 0)) / shares.length), ` ${nameAt(chosen, index)}`);
    },
    onEnd: (index, end) => {
      shares[index] = 1;
      if ('outcome' in end) {
        writeWhole(join(directory, `${nameAt(chosen, index)}.json`), `${encode({ ...made, seconds: end.seconds, ...end.outcome })}\n`);
        writePictures(directory, nameAt(chosen, index), end.pictures);
      }
    },
  }).finally(() => progress.stop());

  const outcomes = ends.flatMap((end) => ('outcome' in end ? [end.outcome] : []));
  const titles = new Map(chosen.map(({ name, title }) => [name, title]));
  writeWhole(
    join(directory, 'claims.json'),
    `${encode(outcomes.map(({ experiment, parameters, claims }) => ({ ...made, experiment, parameters, claims })))}\n`,
  );
  const command = `fathom lecture${Object.entries(raw)
    .map(([flag, value]) => ` --${flag}${value === true ? '' : ` ${value}`}`)
    .join('')}`;
  writeWhole(join(directory, 'index.html'), reportHtml(topicsOf(chosen, ends), { ...made, command }));
  if (outcomes.length > 0) await print(`${outcomes.map((outcome) => claimsTable(titles.get(outcome.experiment) ?? '', outcome)).join('\n')}`);
  return conclude(chosen, ends, { seconds: (performance.now() - start) / 1000, directory, interrupted: interrupt.exitCode, made });
}

/** What failed, in full, and one line that sums up; the exit code. */
export async function conclude(
  chosen: readonly Experiment[],
  ends: readonly ExperimentEnd[],
  { seconds, directory, interrupted, made }: { seconds: number; directory: string; interrupted: number | undefined; made: { version: string; build: string } },
): Promise<number> {
  const outcomes: Outcome[] = [];
  let broken = 0;
  for (const [index, end] of ends.entries()) {
    if ('outcome' in end) outcomes.push(end.outcome);
    else if (!('stopped' in end)) {
      broken++;
      say(`${nameAt(chosen, index)} ended with an error: ${'refusal' in end ? end.refusal : end.failure}`);
    }
  }
  const failed = outcomes.flatMap(({ experiment, claims }) => claims.filter(({ holds }) => !holds).map((claim) => ({ experiment, claim })));
  for (const { experiment, claim } of failed) say(explain(experiment, claim));
  const count = outcomes.reduce((sum, { claims }) => sum + claims.length, 0);
  const verdict = failed.length === 0 ? 'all hold' : `${failed.length} ${failed.length === 1 ? 'does' : 'do'} not hold`;
  const stopped = ends.filter((end) => 'stopped' in end).length;
  await print(
    wrap(
      `${counted(count, 'claim')} of ${counted(outcomes.length, 'experiment')}: ${verdict}. ${stopped > 0 ? `Stopped: ${stopped}. ` : ''}fathom ${made.version} (${made.build}), ${seconds.toFixed(0)} s.`,
    ),
  );
  say(`report: ${shown(join(directory, 'index.html'))}, with every result as JSON and every picture as SVG beside it`);
  if (interrupted !== undefined) return interrupted;
  return failed.length > 0 || broken > 0 ? exitCodes.failed : exitCodes.done;
}

function topicsOf(chosen: readonly Experiment[], ends: readonly ExperimentEnd[]): Topic[] {
  return chosen.flatMap(({ name, title, section, question, parameters }, index) => {
    const end = ends[index]!;
    if (!('outcome' in end)) return [];
    return [{ title, section, question, outcome: end.outcome, pictures: end.pictures, command: commandOf(name, parameters, end.outcome.parameters) }];
  });
}

function readExperiments(only: string | undefined): readonly Experiment[] {
  if (only === undefined) return experiments;
  const names = experiments.map(({ name }) => name);
  const wanted = new Set(parseWords('--only', only, (word) => oneOf('--only', word, names)).values);
  return experiments.filter(({ name }) => wanted.has(name));
}

function requestOf({ name, quick, parameters }: Experiment, isQuick: boolean, seed: number | undefined): ExperimentRequest {
  return { name, pictures: true, parameters: { ...(isQuick ? quick : {}), ...(seed !== undefined && 'seed' in parameters ? { seed } : {}) } };
}

/** Places of the experiments in the order in which they are begun. */
function beginning(chosen: readonly Experiment[]): number[] {
  const rank = ({ name }: Experiment) => (longest.includes(name) ? longest.indexOf(name) : longest.length);
  return [...chosen.keys()].sort((a, b) => rank(chosen[a]!) - rank(chosen[b]!) || a - b);
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const nameAt = (chosen: readonly Experiment[], index: number): string => chosen[index]!.name;
