import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { loadEngine } from '../engine/engine.js';
import { renderSvg } from '../plot/svg.js';
import type { RunRecord } from '../sweep/configuration.js';
import { Grid, type GridSpecification } from '../sweep/grid.js';
import { ResultLog } from '../sweep/log.js';
import { parseInteger } from '../sweep/numbers.js';
import { pictureOf, sharedText } from '../sweep/pictures.js';
import { type RunFailure, runSweep, type SweepOutcome } from '../sweep/runner.js';
import { summarize } from '../sweep/summary.js';
import { exitCodes, systemReason } from './failure.js';
import { checkDistinct, checkOutput, shown, writeWhole } from './files.js';
import { listenForInterrupt } from './interrupt.js';
import { addTrainingOptions, optionText, type RawOptions, readBuild, readGrid, refuseRepeats } from './options.js';
import { tablesOf, toCsv, toJsonLines } from './report-sweep.js';
import { lineWidth, print, say, startProgress, wrap } from './terminal.js';

const example = `
Every combination of the listed values is one run. Ranges a:b and a:b:step include their ends.

Example:
  fathom sweep --depth 1:20 --width 32 --activation relu,sigmoid --init he,xavier --seed 0:2 --out depth.jsonl --svg depth.svg`;

/** `fathom sweep`: trains a grid of networks and tells what depth did to them. */
export function sweepCommand(): Command {
  const command = new Command('sweep')
    .summary('train every combination of depths, widths, activations, ...')
    .description('Trains one network for every combination of the given values, and compares them by depth.')
    .option('--depth <n>', 'hidden layers; ranges a:b and a:b:step, lists by commas (default: 1:10)')
    .option('--width <n>', 'units of each hidden layer; ranges and lists (default: 32)');
  addTrainingOptions(command, true)
    .option('--out <file>', 'result log: JSON lines, one appended as each run ends')
    .option('--overwrite', 'replace a result log that is there')
    .option('--csv <file>', 'results as comma-separated values, in the order of the grid')
    .option('--svg <file>', 'plot of accuracy and gradient ratio by depth')
    .option('--json', 'print the results as JSON lines, in the order of the grid, instead of tables')
    .option('--jobs <n>', 'worker threads, or auto: one a processor (default: auto)')
    .addHelpText('after', example)
    .action(async (raw: RawOptions) => {
      process.exitCode = await sweep(raw);
    });
  refuseRepeats(command);
  return command;
}

async function sweep(raw: RawOptions): Promise<number> {
  const { specification, notes } = readGrid(raw);
  const grid = new Grid(specification);
  const jobs = readJobs(optionText(raw, 'jobs') ?? 'auto');
  const build = readBuild(raw);
  const [out, csv, svg] = ['out', 'csv', 'svg'].map((flag) => optionText(raw, flag));
  const overwrite = raw['overwrite'] === true;
  checkDistinct({ '--out': out, '--csv': csv, '--svg': svg });
  if (out !== undefined) checkOutput('--out', out, overwrite ? 'replace' : 'refuse');
  if (csv !== undefined) checkOutput('--csv', csv, 'replace');
  if (svg !== undefined) checkOutput('--svg', svg, 'replace');
  for (const note of [...notes, ...jobs.notes]) say(`note: ${note}`);

  const { outcome, exitCode, version } = await runGrid({
    grid,
    jobs: jobs.count,
    build,
    log: out,
    overwrite,
    keepGoing: out !== undefined || csv !== undefined || svg !== undefined,
  });
  const { records } = outcome;
  if (csv !== undefined) writeWhole(csv, toCsv(records));
  const cells = summarize(records);
  if (svg !== undefined) writeWhole(svg, renderSvg(pictureOf(specification, cells, titleOf(specification))));
  if (raw['json'] === true) await print(toJsonLines(records));
  else if (records.length > 0) await print(`${tablesOf(specification, cells, lineWidth())}\n${wrap(provenance(specification, grid, version, build))}`);
  for (const [flag, path] of [
    ['results', out],
    ['table', csv],
    ['plot', svg],
  ] as const)
    if (path !== undefined) say(`${flag}: ${shown(path)}`);
  return exitCode;
}

interface GridRun {
  readonly grid: Grid;
  readonly jobs: number;
  readonly build: 'debug' | 'simd' | 'relaxed';
  /** The result log; undefined for none. */
  readonly log: string | undefined;
  /** Whether a log that is there is replaced. */
  readonly overwrite: boolean;
  /** Whether the work has a use even when nobody reads standard output any more. */
  readonly keepGoing: boolean;
}

/** Runs a grid with progress, a log and Ctrl-C. The exit code tells whether every run was done. */
async function runGrid(options: GridRun): Promise<{ outcome: SweepOutcome; exitCode: number; version: string }> {
  const { grid, jobs, build, keepGoing } = options;
  const engine = await loadEngine({ build });
  using interrupt = listenForInterrupt('stopping: no new runs begin, and those under way have two seconds; Ctrl-C again ends at once');
  const log = options.log === undefined ? undefined : ResultLog.create(options.log, { overwrite: options.overwrite });
  const unread = new AbortController();
  if (!keepGoing) process.stdout.once('error', () => unread.abort());
  const progress = startProgress(grid.size, 'runs');
  interrupt.signal.addEventListener('abort', () => progress.stop(), { once: true }); // the bar goes before the words come
  let done = 0;
  let diverged = 0;
  const advance = (record?: RunRecord) => {
    if (record?.status === 'diverged') diverged++;
    progress.update(++done, diverged > 0 ? `, ${diverged} diverged` : '');
  };
  let outcome: SweepOutcome;
  try {
    outcome = await runSweep({
      grid,
      module: engine.module,
      build: engine.build,
      version: engine.version,
      jobs,
      signal: AbortSignal.any([interrupt.signal, unread.signal]),
      onRecord: (record) => {
        if (log !== undefined) append(log, record);
        advance(record);
      },
      onFailure: () => advance(),
    });
  } finally {
    progress.stop();
    log?.close();
  }
  for (const failure of outcome.failures.slice(0, shownFailures)) say(`run ${failure.index} failed (${describe(failure)}): ${failure.reason}`);
  if (outcome.failures.length > shownFailures) say(`and ${outcome.failures.length - shownFailures} more failed`);
  if (outcome.isStopped && interrupt.exitCode !== undefined) {
    say(`stopped: ${outcome.records.length} of ${grid.size} runs are done${options.log === undefined ? '' : ` and stand in ${shown(options.log)}`}`);
  }
  const exitCode = interrupt.exitCode !== undefined && outcome.isStopped ? interrupt.exitCode : outcome.failures.length > 0 ? exitCodes.failed : exitCodes.done;
  return { outcome, exitCode, version: engine.version };
}

const shownFailures = 5;

function append(log: ResultLog, record: RunRecord): void {
  try {
    log.append(record);
  } catch (error) {
    throw new Error(`cannot write ${shown(log.path)}: ${systemReason(error)}; what stands in it is whole`, { cause: error });
  }
}

const describe = ({ configuration: { data, depth, width, activation, init, seed } }: RunFailure): string =>
  `${data}, depth ${depth}, width ${width}, ${activation}, ${init}, seed ${seed}`;

const titleOf = (specification: GridSpecification): string => `What depth does: ${sharedText(specification)}`;

/** The line under the tables that says what made them. */
function provenance(specification: GridSpecification, grid: Grid, version: string, build: string): string {
  const { optimizer, learningRate, batch, precision, seed, width, data, shared } = specification;
  const seeds = seed.length > 4 ? `${seed[0]}..${seed.at(-1)}` : seed.join(',');
  return (
    `fathom ${version} (${build}), ${grid.size} ${grid.size === 1 ? 'run' : 'runs'}: data ${data.join(',')}, width ${width.join(',')}, ${optimizer.join(',')} lr ${learningRate.join(',')}, ` +
    `batch ${batch.join(',')}, ${shared.steps} steps, ${precision.join(',')}, seed ${seeds}`
  );
}

/** `auto` and more than there are: one a processor. */
function readJobs(text: string): { count: number; notes: readonly string[] } {
  const processors = availableParallelism();
  if (text === 'auto') return { count: processors, notes: [] };
  const count = parseInteger('--jobs', text, 1, 1_000_000);
  return count > processors
    ? { count: processors, notes: [`--jobs: ${count} threads are more than the ${processors} processors here; ${processors} are used`] }
    : { count, notes: [] };
}
