import { MessageChannel } from 'node:worker_threads';
import { Command } from 'commander';
import { loadEngine } from '../engine/engine.js';
import { generator } from '../engine/random.js';
import { encode } from '../sweep/codec.js';
import { createPool } from '../sweep/pool.js';
import { networkFormats, type TrainingNews, type TrainingRequest, type TrainingResult } from '../sweep/single.js';
import type { Refusal } from '../sweep/worker.js';
import { UsageError } from './failure.js';
import { checkOutput, shown, writeWhole } from './files.js';
import { listenForInterrupt } from './interrupt.js';
import { addTrainingOptions, optionText, type RawOptions, readBuild, readTraining, refuseRepeats } from './options.js';
import { print, say, startProgress } from './terminal.js';

const example = `
The file is fathom-network/1 (JSON), safetensors (.safetensors), an ONNX model (.onnx) or a PyTorch script (.py), by its ending; the first two
can be read again. Ctrl-C saves the network as it is then.

Example:
  fathom train --data moons --widths 16,16 --activation tanh --steps 2000 --save model.json`;

/** `fathom train`: one network, trained and saved. */
export function trainCommand(): Command {
  const command = new Command('train')
    .summary('train one network and save it')
    .description('Trains one network on a data set, tells how good it is, and saves it.')
    .option('--widths <list>', 'hidden widths by commas, first layer first; none for an affine map (default: 32,32)');
  addTrainingOptions(command, false)
    .option('--save <file>', "the trained network's file: .json, .safetensors, .onnx or .py")
    .option('--json', 'print the result as one JSON object')
    .addHelpText('after', example)
    .action(async (raw: RawOptions) => {
      process.exitCode = await train(raw);
    });
  refuseRepeats(command);
  return command;
}

async function train(raw: RawOptions): Promise<number> {
  const save = optionText(raw, 'save');
  const format = networkFormats.find((name) => save?.endsWith(`.${name}`));
  if (save !== undefined && format === undefined)
    throw new UsageError(`--save: expected a name that ends in .json, .safetensors, .onnx or .py, got ${shown(save)}`);
  const request: TrainingRequest = { ...readTraining(raw), format };
  const build = readBuild(raw);
  if (save !== undefined) checkOutput('--save', save, 'replace');

  const engine = await loadEngine({ build });
  using interrupt = listenForInterrupt('stopping after the steps under way; Ctrl-C again ends at once');
  const result = await runTraining(engine.module, request, interrupt.signal);
  const { file, ...measured } = result;
  if (save !== undefined && file !== undefined) writeWhole(save, file);
  const { format: _, ...made } = request;
  if (raw['json'] === true)
    await print(encode({ ...made, requestedSteps: made.steps, ...measured, build: engine.build, version: engine.version, prng: generator }));
  else await print(`${toText(measured)}\nfathom ${engine.version} (${engine.build}), seed ${request.seed}`);
  if (save !== undefined) say(`network: ${shown(save)}`);
  return result.status === 'stopped' ? (interrupt.exitCode ?? 0) : 0;
}

/** Trains on a worker thread; the main thread shows progress and hears signals. */
async function runTraining(module: WebAssembly.Module, request: TrainingRequest, signal: AbortSignal): Promise<TrainingResult> {
  const pool = createPool(module, 1);
  const { port1, port2 } = new MessageChannel();
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const progress = startProgress(request.steps, 'steps');
  const abort = () => {
    progress.stop(); // the bar goes before the words come
    Atomics.store(stop, 0, 1);
  };
  signal.addEventListener('abort', abort, { once: true });
  port1.on('message', ({ step, loss }: TrainingNews) => progress.update(step, `, loss ${loss.toPrecision(3)}`));
  try {
    const result: TrainingResult | Refusal = await pool.run({ request, line: { port: port2, stop } }, { name: 'training', transferList: [port2] });
    if ('refusal' in result) throw new UsageError(result.refusal);
    return result;
  } finally {
    port1.close();
    progress.stop();
    await pool.destroy();
  }
}

function toText(result: Omit<TrainingResult, 'file'>): string {
  const percent = (share: number) => (Number.isNaN(share) ? '-' : `${(100 * share).toFixed(2)} %`);
  return [
    `status      ${result.status} after ${result.steps} steps`,
    `parameters  ${result.parameters}`,
    `train       loss ${result.trainLoss.toPrecision(6)}, accuracy ${percent(result.trainAccuracy)}`,
    `test        loss ${result.testLoss.toPrecision(6)}, accuracy ${percent(result.testAccuracy)}`,
    `weights     ${result.weightsHash}`,
  ].join('\n');
}
