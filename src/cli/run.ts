import { Command } from 'commander';
import { loadEngine } from '../engine/engine.js';
import { csvOf } from '../experiments/csv.js';
import { type Experiment, experiments } from '../experiments/index.js';
import { encode } from '../sweep/codec.js';
import { runExperiments } from '../sweep/experiments.js';
import { flagOf, helpOf, readFlags } from './experiment-options.js';
import { exitCodes, UsageError } from './failure.js';
import { makeDirectory, shown, writePictures } from './files.js';
import { listenForInterrupt } from './interrupt.js';
import { optionText, type RawOptions, refuseRepeats } from './options.js';
import { reportOf } from './report-experiment.js';
import { print, say, startProgress } from './terminal.js';

/** `fathom run <experiment>`: one topic of the lecture; its parameters are flags. */
export function runExperimentCommand(): Command {
  const run = new Command('run').summary('an experiment of the lecture').description('Runs one experiment of the lecture and checks its claims.');
  for (const experiment of experiments) run.addCommand(commandOf(experiment));
  return run;
}

function commandOf(experiment: Experiment): Command {
  const { name, title, question, parameters } = experiment;
  const command = new Command(name).summary(title).description(`${title}. ${question}`);
  for (const [key, parameter] of Object.entries(parameters)) command.option(`--${flagOf(key)} <value>`, helpOf(parameter));
  command
    .option('--quick', 'smaller parameters: a look that takes about a second; flags go over them')
    .option('--json', 'print one JSON object: parameters, claims, tables, plots and the whole result')
    .option('--csv', 'print the tables as comma-separated values')
    .option('--svg <directory>', 'write the plots there, one file each')
    .action(async (raw: RawOptions) => {
      process.exitCode = await runOne(experiment, raw);
    });
  refuseRepeats(command);
  return command;
}

async function runOne(experiment: Experiment, raw: RawOptions): Promise<number> {
  if (raw['json'] === true && raw['csv'] === true) throw new UsageError('--json and --csv: give one of the two');
  const parameters = { ...(raw['quick'] === true ? experiment.quick : {}), ...readFlags(experiment.parameters, raw) };
  const directory = optionText(raw, 'svg');
  if (directory !== undefined) makeDirectory('--svg', directory);

  const { module, version, build } = await loadEngine({ theory: true });
  using interrupt = listenForInterrupt('stopping; Ctrl-C again ends at once');
  const progress = startProgress(1000, '‰');
  const [end] = await runExperiments({
    module,
    jobs: 1,
    signal: interrupt.signal,
    requests: [{ name: experiment.name, parameters, pictures: directory !== undefined }],
    onProgress: (_, share) => progress.update(Math.floor(1000 * share)),
  }).finally(() => progress.stop());
  if (end === undefined || 'stopped' in end) return interrupt.exitCode ?? exitCodes.failed;
  if ('refusal' in end) throw new UsageError(end.refusal);
  if ('failure' in end) throw new Error(end.failure);
  const { outcome, pictures } = end;
  const made = { version, build };
  if (raw['json'] === true) await print(encode({ ...made, ...outcome }));
  else if (raw['csv'] === true) await print(csvOf(outcome));
  else await print(`${reportOf(outcome)}\nfathom ${made.version} (${made.build}), ${experiment.name} with ${encode(outcome.parameters)}`);
  for (const path of directory === undefined ? [] : writePictures(directory, experiment.name, pictures)) say(`plot: ${shown(path)}`);
  const failed = outcome.claims.filter(({ holds }) => !holds).length;
  if (failed > 0) say(`${failed} of ${outcome.claims.length} claims do not hold`);
  return failed > 0 ? exitCodes.failed : exitCodes.done;
}
