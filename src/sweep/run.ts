import { type DataSet, loadDataSet } from '../data/index.js';
import type { Engine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import type { ActivationName } from '../network/activation.js';
import { Dataset } from '../network/dataset.js';
import { gradientRatio } from '../network/gradient-ratio.js';
import { Network } from '../network/network.js';
import type { Optimizer } from '../network/trainer.js';
import type { RunConfiguration, RunResult } from './configuration.js';
import { readInitializer } from './initializers.js';

/** The rows of the training set over which gradients are measured. */
export const probeRows = 128;

/** A data set in the engine's memory, shared by the runs that use it. */
export interface LoadedData {
  readonly set: DataSet;
  readonly train: Dataset;
  readonly test: Dataset;
  /** The first rows of the training set, for gradient norms. */
  readonly probe: Dataset;
}

/** Builds the network, measures its gradients, trains it and tests it. A pure function of the configuration. */
export function run(engine: Engine, configuration: RunConfiguration, data: LoadedData): RunResult {
  const network = createNetwork(engine, configuration, data.set);
  try {
    const before = gradientRatio(network, data.probe);
    const result = network.train({
      data: data.train,
      loss: 'cross-entropy',
      steps: configuration.steps,
      batch: configuration.batch,
      optimizer: optimizerOf(configuration),
      seed: configuration.seed,
    });
    // The last update is followed by no step whose loss would show that it went too far: the loss over the training set does.
    const trainLoss = result.status === 'completed' ? network.evaluate({ data: data.train, loss: 'cross-entropy' }).loss : Number.NaN;
    const completed = Number.isFinite(trainLoss);
    const test = completed ? network.evaluate({ data: data.test, loss: 'cross-entropy' }) : undefined;
    return {
      status: completed ? 'completed' : 'diverged',
      divergedAt: completed ? null : result.status === 'diverged' ? result.step : result.steps,
      trainLoss: completed ? trainLoss : Number.NaN,
      testLoss: test?.loss ?? Number.NaN,
      testAccuracy: test?.accuracy ?? Number.NaN,
      gradientRatio: before,
      gradientUnderflow: before === 0 && !canBeZero(configuration),
      gradientRatioAfter: completed ? gradientRatio(network, data.probe) : Number.NaN,
      weightsHash: network.fingerprint(),
    };
  } finally {
    network.dispose();
  }
}

/** The network that a configuration describes, with its initial weights. */
export function createNetwork(engine: Engine, configuration: RunConfiguration, set: DataSet): Network {
  const { precision, activation, depth, width, init, seed, alpha } = configuration;
  const widths = [set.features, ...Array.from({ length: depth }, () => width), set.classes];
  return new Network(engine, { widths, precision, activation, init: readInitializer('init', init), seed, ...(alpha === undefined ? {} : { alpha }) });
}

/** The update rule with those of its parameters that were given. */
export function optimizerOf(configuration: Pick<RunConfiguration, 'optimizer' | 'learningRate' | 'momentum' | 'weightDecay' | 'clipNorm'>): Optimizer {
  const { optimizer, learningRate, momentum, weightDecay, clipNorm } = configuration;
  const given = Object.entries({ momentum, weightDecay, clipNorm }).filter(([, value]) => value !== undefined);
  return { name: optimizer, learningRate, ...Object.fromEntries(given) };
}

/** The part of a configuration that decides its data. */
export type DataConfiguration = Pick<RunConfiguration, 'data' | 'samples' | 'noise' | 'dataSeed' | 'precision'>;

/**
 * Data sets by what makes them, so that runs which differ in the network alone share one copy in the engine's memory.
 * The few that were used last are kept: the data is the slowest axis of a grid.
 */
export class DataStore {
  private readonly loaded = new Map<string, Promise<LoadedData>>();

  constructor(
    private readonly engine: Engine,
    private readonly capacity = 4,
  ) {}

  async get(configuration: DataConfiguration): Promise<LoadedData> {
    const { data, samples, noise, dataSeed, precision } = configuration;
    const key = JSON.stringify([data, samples, noise, dataSeed, precision]);
    const entry = this.loaded.get(key) ?? this.load(configuration);
    this.loaded.delete(key);
    this.loaded.set(key, entry); // the last used stands last
    if (this.loaded.size > this.capacity) await this.drop(this.loaded.keys().next().value!);
    return entry;
  }

  private async load({ data, samples, noise, dataSeed, precision }: DataConfiguration): Promise<LoadedData> {
    const set = await loadDataSet(this.engine, data, { samples, noise, seed: dataSeed, precision });
    const { inputs, labels } = set.train;
    const rows = Math.min(probeRows, inputs.rows);
    const first = { inputs: { rows, columns: inputs.columns, data: inputs.data.subarray(0, rows * inputs.columns) }, labels: labels.subarray(0, rows) };
    const place = (split: typeof first) => new Dataset(this.engine, { ...split, classes: set.classes, precision });
    return { set, train: place(set.train), test: place(set.test), probe: place(first) };
  }

  private async drop(key: string): Promise<void> {
    const entry = this.loaded.get(key);
    this.loaded.delete(key);
    const data = await entry;
    data?.train.dispose();
    data?.test.dispose();
    data?.probe.dispose();
  }
}

/** Activations whose slope is nowhere zero: with random weights the first layer's gradient is then 0 only by underflow. */
const neverFlat: readonly ActivationName[] = ['identity', 'leaky-relu', 'elu', 'selu', 'celu', 'sigmoid', 'tanh', 'softplus', 'softsign'];

function canBeZero({ activation, alpha, init }: RunConfiguration): boolean {
  const isRandom = init !== 'zeros' && !/^(constant|uniform|normal)=-?0$/.test(init) && !init.startsWith('mean-field=0/');
  return !neverFlat.includes(activation) || (activation === 'leaky-relu' && alpha === 0) || !isRandom;
}

/** An error that a run's configuration causes, in words for the log. */
export function describeFailure(error: unknown): string {
  if (error instanceof ArgumentError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
