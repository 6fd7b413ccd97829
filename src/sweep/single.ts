import type { MessagePort } from 'node:worker_threads';
import type { Engine } from '../engine/engine.js';
import type { Matrix } from '../engine/matrix.js';
import type { FloatArray, Precision } from '../engine/memory.js';
import type { LossName } from '../network/loss.js';
import { Network } from '../network/network.js';
import { Trainer } from '../network/trainer.js';
import type { RunConfiguration } from './configuration.js';
import { readInitializer } from './initializers.js';
import { type DataStore, optimizerOf } from './run.js';

/** The endings of the files that a network is saved in, and how each is written; `training` is what the JSON tells of how it was trained. */
const writers = {
  json: (network: Network, training: object) => network.save(training),
  safetensors: (network: Network) => network.saveSafetensors(),
  onnx: (network: Network) => network.saveOnnx(),
  py: (network: Network) => network.savePyTorch(),
} as const;

export type NetworkFormat = keyof typeof writers;
export const networkFormats = Object.keys(writers) as NetworkFormat[];

/** One training, of a network with a width and, if wanted, an activation of its own for every hidden layer. */
export interface TrainingRequest extends Omit<RunConfiguration, 'depth' | 'width' | 'activation'> {
  readonly hidden: readonly number[];
  /** One for all hidden layers, or one each. */
  readonly activations: readonly RunConfiguration['activation'][];
  readonly format: NetworkFormat | undefined;
}

/** What the main thread shares with a training: where news of it goes, and a word that stops it when it is no longer 0. */
export interface TrainingLine {
  readonly port: MessagePort;
  readonly stop: Int32Array;
}

export interface TrainingNews {
  readonly step: number;
  readonly loss: number;
}

export interface TrainingResult {
  readonly status: 'completed' | 'diverged' | 'stopped';
  /** Updates made. */
  readonly steps: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
  readonly parameters: number;
  readonly weightsHash: string;
  /** The network's file. */
  readonly file: string | Uint8Array | undefined;
}

/** News are sent about this often. */
const newsMilliseconds = 100;

/** Trains a network in stretches, so that it can be watched and stopped; the bits are those of one long run. */
export async function trainOne(engine: Engine, store: DataStore, request: TrainingRequest, { port, stop }: TrainingLine): Promise<TrainingResult> {
  const data = await store.get(request);
  const activation = request.activations.length === 1 ? request.activations[0]! : request.activations;
  using network = new Network(engine, {
    widths: [data.set.features, ...request.hidden, data.set.classes],
    precision: request.precision,
    activation,
    init: readInitializer('init', request.init),
    seed: request.seed,
    ...(request.alpha === undefined ? {} : { alpha: request.alpha }),
  });
  using trainer = new Trainer(
    network,
    { data: data.train, loss: 'cross-entropy', batch: request.batch, optimizer: optimizerOf(request), seed: request.seed },
    request.steps,
  );
  let status: TrainingResult['status'] = 'completed';
  for (let stretch = 1; trainer.step < request.steps && status === 'completed'; ) {
    const start = performance.now();
    const result = trainer.run(Math.min(stretch, request.steps - trainer.step));
    status = result.status === 'diverged' ? 'diverged' : Atomics.load(stop, 0) !== 0 && trainer.step < request.steps ? 'stopped' : 'completed';
    port.postMessage({ step: trainer.step, loss: result.losses.at(-1) ?? Number.NaN } satisfies TrainingNews);
    const share = newsMilliseconds / Math.max(performance.now() - start, 0.01);
    stretch = Math.max(1, Math.min(2 ** 16, Math.floor(stretch * Math.min(share, 4))));
  }
  const measure = (set: typeof data.train) => (status === 'diverged' ? { loss: Number.NaN } : network.evaluate({ data: set, loss: 'cross-entropy' }));
  const [train, test] = [measure(data.train), measure(data.test)];
  if (!Number.isFinite(train.loss)) status = 'diverged'; // with the last update, which no later step has seen
  const { hidden: _, format, ...training } = request;
  return {
    status,
    steps: trainer.step,
    trainLoss: train.loss,
    trainAccuracy: train.accuracy ?? Number.NaN,
    testLoss: test.loss,
    testAccuracy: test.accuracy ?? Number.NaN,
    parameters: network.parameterCount,
    weightsHash: network.fingerprint(),
    file: format === undefined ? undefined : writers[format](network, { ...training, steps: trainer.step }),
  };
}

/** Inputs for a network from a file, with what is wanted of them. Numbers are doubles, rounded once where the network is f32. */
export interface EvaluationRequest {
  readonly model: string | Uint8Array;
  readonly inputs: Matrix;
  readonly target: Matrix | undefined;
  readonly loss: LossName | undefined;
  readonly gradients: boolean;
}

export interface EvaluationResult {
  readonly precision: Precision;
  readonly widths: readonly number[];
  readonly outputs: Matrix;
  readonly loss: number | undefined;
  readonly accuracy: number | undefined;
  readonly gradients: { readonly weights: readonly Matrix[]; readonly biases: readonly FloatArray[]; readonly inputs: Matrix } | undefined;
}

/** Outputs of a network and, where a target is given, its loss and every gradient. */
export function evaluateOne(engine: Engine, { model, inputs, target, loss, gradients }: EvaluationRequest): EvaluationResult {
  using network = Network.load(engine, model);
  const { precision, widths } = network;
  const rounded = (matrix: Matrix): Matrix => (precision === 'f64' ? matrix : { ...matrix, data: Float32Array.from(matrix.data) });
  const given = rounded(inputs);
  const outputs = network.forward(given);
  const plain = { precision, widths, outputs, loss: undefined, accuracy: undefined, gradients: undefined };
  if (target === undefined || loss === undefined) return plain;
  const classes = widths.at(-1)!;
  const areLabels = loss === 'cross-entropy' && target.columns === 1 && classes > 1;
  const measurement = { inputs: given, loss, ...(areLabels ? { labels: target.data, classes } : { targets: rounded(target) }) };
  const measured = network.evaluate(measurement);
  if (!gradients) return { ...plain, loss: measured.loss, accuracy: measured.accuracy };
  const { loss: value, ...all } = network.gradients(measurement);
  return { ...plain, loss: value, accuracy: measured.accuracy, gradients: all };
}
