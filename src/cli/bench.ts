import { cpus } from 'node:os';
import { Command } from 'commander';
import { type Engine, loadEngine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import { activationsExperiment } from '../experiments/activations.js';
import { csvOf } from '../experiments/csv.js';
import type { Experiment, Outcome } from '../experiments/index.js';
import { renderSvg } from '../plot/svg.js';
import { encode } from '../sweep/codec.js';
import { flagOf, helpOf, readFlags } from './experiment-options.js';
import { exitCodes, UsageError } from './failure.js';
import { makeDirectory, shown, writePictures } from './files.js';
import { listenForInterrupt } from './interrupt.js';
import { optionText, type RawOptions, refuseRepeats } from './options.js';
import { reportOf } from './report-experiment.js';
import { print, say, startProgress } from './terminal.js';

const example = `
Times are of the processor, and medians of interleaved rounds: ratios within one run mean more than the figures. Both builds, simd and relaxed, are measured where the runtime has them;
the trainings run on simd. The engine's other suites (products, forward passes, trainings, pieces, loading) belong to its source: npm run bench.

Examples:
  fathom bench activations --quick
  fathom bench activations --activations relu,gelu,mish --lengths 4096 --rounds 21 --svg pictures`;

/** `fathom bench <suite>`: what can be measured of an installed package. */
export function benchCommand(): Command {
  const bench = new Command('bench').summary('how fast and how exact the activations are').description('Measures the engine on this machine.');
  return bench.addCommand(activationsCommand());
}

function activationsCommand(): Command {
  const { title, question, parameters } = activationsExperiment({});
  const command = new Command('activations').summary(title).description(`${title}. ${question}`).addHelpText('after', example);
  for (const [key, parameter] of Object.entries(parameters)) command.option(`--${flagOf(key)} <value>`, helpOf(parameter));
  command
    .option('--quick', 'less of everything, in a few seconds')
    .option('--json', 'print one JSON object: machine, builds, parameters, claims, tables, plots and the whole result')
    .option('--csv', 'print the tables as comma-separated values')
    .option('--svg <directory>', 'write the plots there, one file each')
    .action(async (raw: RawOptions) => {
      process.exitCode = await benchActivations(raw);
    });
  refuseRepeats(command);
  return command;
}

async function benchActivations(raw: RawOptions): Promise<number> {
  if (raw['json'] === true && raw['csv'] === true) throw new UsageError('--json and --csv: give one of the two');
  const directory = optionText(raw, 'svg');
  const engine = await loadEngine({ theory: true });
  const relaxed = await loadRelaxed();
  const others = relaxed === undefined ? [] : [relaxed];
  const experiment = activationsExperiment({ others, clock: processorTime });
  const parameters = { ...(raw['quick'] === true ? experiment.quick : {}), ...readFlags(experiment.parameters, raw) };
  if (directory !== undefined) makeDirectory('--svg', directory);
  using interrupt = listenForInterrupt('stopping; Ctrl-C again ends at once');
  const outcome = await run(experiment, engine, parameters, interrupt.signal);
  if (outcome === undefined) return interrupt.exitCode ?? exitCodes.failed;

  const builds = [engine, ...others].map(({ build }) => build);
  const machine = { version: engine.version, builds, node: process.version, cpu: cpus()[0]?.model ?? 'unknown' };
  if (raw['json'] === true) await print(encode({ ...machine, ...outcome }));
  else if (raw['csv'] === true) await print(csvOf(outcome));
  else
    await print(
      `${reportOf(outcome)}\nfathom ${machine.version} (${builds.join(', ')}), Node ${machine.node}, ${machine.cpu}; activations with ${encode(outcome.parameters)}`,
    );
  for (const path of directory === undefined ? [] : writePictures(directory, outcome.experiment, outcome.plots.map(renderSvg))) say(`plot: ${shown(path)}`);
  const failed = outcome.claims.filter(({ holds }) => !holds).length;
  if (failed > 0) say(`${failed} of ${outcome.claims.length} claims do not hold`);
  return failed > 0 ? exitCodes.failed : exitCodes.done;
}

/** On this thread, which nothing else uses: samples are short, and signals are heard between them. Undefined if it was stopped. */
async function run(experiment: Experiment, engine: Engine, parameters: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Outcome | undefined> {
  const progress = startProgress(1000, '‰');
  try {
    return await experiment.run(engine, parameters, { signal, progress: (done, of) => progress.update(Math.floor((1000 * done) / Math.max(1, of))) });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    progress.stop();
  }
}

/** The build with fused multiply-add, where this runtime can run it. */
async function loadRelaxed(): Promise<Engine | undefined> {
  try {
    return await loadEngine({ build: 'relaxed' });
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    say(`the relaxed build is left out: ${error.message}`);
    return undefined;
  }
}

/** Milliseconds of processor time: on a shared machine those of others do not count. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
