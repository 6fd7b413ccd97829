import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { Command } from 'commander';
import { type Engine, loadEngine } from '../engine/engine.js';
import { type Experiment, experiments, type Outcome } from '../experiments/index.js';
import { renderSvg } from '../plot/svg.node.js';
import { encode } from '../sweep/codec.js';
import type { ExperimentNews, ExperimentRequest } from '../sweep/experiment.js';
import { createPool } from '../sweep/pool.js';
import type { Refusal } from '../sweep/worker.js';
import { flagOf, helpOf, readFlags } from './experiment-options.js';
import { exitCodes, systemReason, UsageError } from './failure.js';
import { shown, writeWhole } from './files.js';
import { listenForInterrupt } from './interrupt.js';
import { optionText, type RawOptions, refuseRepeats } from './options.js';
import { csvOf, reportOf } from './report-experiment.js';
import { print, say, startProgress } from './terminal.js';

/** `fathom run <experiment>`: one topic of the lecture; its parameters are flags. */
export function runExperimentCommand(): Command {
  const run = new Command('run').summary('an experiment of the lecture').description('Runs one experiment of the lecture and checks its claims.');
  for (const experiment of experiments) run.addCommand(commandOf(experiment).copyInheritedSettings(run));
  return run;
}

function commandOf(experiment: Experiment): Command {
  const { name, title, question, parameters } = experiment;
  const command = new Command(name).summary(title).description(`${title}. ${question}`);
  for (const [key, parameter] of Object.entries(parameters)) command.option(`--${flagOf(key)} <value>`, helpOf(parameter));
  command
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
  const parameters = readFlags(experiment.parameters, raw);
  const directory = optionText(raw, 'svg');
  if (directory !== undefined) makeDirectory(directory);

  const engine = await loadEngine({ theory: true });
  using interrupt = listenForInterrupt('stopping; Ctrl-C again ends at once');
  const outcome = await runInWorker(engine, { name: experiment.name, parameters }, interrupt.signal);
  if (outcome === null) return interrupt.exitCode ?? exitCodes.failed;
  const made = { version: engine.version, build: engine.build };
  if (raw['json'] === true) await print(encode({ ...made, ...outcome }));
  else if (raw['csv'] === true) await print(csvOf(outcome));
  else await print(`${reportOf(outcome)}\nfathom ${made.version} (${made.build}), ${experiment.name} with ${encode(outcome.parameters)}`);
  if (directory !== undefined) writePlots(directory, outcome);
  const failed = outcome.claims.filter(({ holds }) => !holds).length;
  if (failed > 0) say(`${failed} of ${outcome.claims.length} claims do not hold`);
  return failed > 0 ? exitCodes.failed : exitCodes.done;
}

/** Runs on a worker thread; the main thread shows progress and hears signals. A worker that does not stop within two seconds is ended. */
async function runInWorker({ module }: Engine, request: ExperimentRequest, signal: AbortSignal): Promise<Outcome | null> {
  const pool = createPool(module, 1);
  const { port1, port2 } = new MessageChannel();
  const progress = startProgress(1000, '‰');
  port1.on('message', ({ done, of }: ExperimentNews) => progress.update(Math.floor((1000 * done) / Math.max(1, of))));
  const stopped = new Promise<null>((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        port1.postMessage('stop');
        setTimeout(() => resolve(null), 2000).unref();
      },
      { once: true },
    );
  });
  try {
    const task: Promise<Outcome | null | Refusal> = pool.run({ request, line: { port: port2 } }, { name: 'experiment', transferList: [port2] });
    const result = await Promise.race([task, stopped]);
    if (result !== null && 'refusal' in result) throw new UsageError(result.refusal);
    return result;
  } finally {
    port1.close();
    progress.stop();
    await pool.destroy();
  }
}

export function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UsageError(`--svg: cannot make the directory ${shown(path)}: ${systemReason(error)}`, { cause: error });
  }
}

export function writePlots(directory: string, { experiment, plots }: Outcome): void {
  for (const [index, plot] of plots.entries()) {
    const path = join(directory, `${experiment}${plots.length > 1 ? `-${index + 1}` : ''}.svg`);
    writeWhole(path, renderSvg(plot));
    say(`plot: ${shown(path)}`);
  }
}
