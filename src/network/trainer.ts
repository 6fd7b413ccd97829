import { seed as checkSeed, finite, integer, oneOf, options } from '../engine/check.js';
import { ArgumentError } from '../engine/errors.js';
import type { Seed } from '../engine/random.js';
import { Resource } from '../engine/resource.js';
import { enumMember } from './activation.js';
import type { Dataset } from './dataset.js';
import { type LossName, lossId } from './loss.js';
import type { Network } from './network.js';

export type OptimizerName = 'sgd' | 'momentum' | 'nesterov' | 'rmsprop' | 'adam' | 'adamw';
export const optimizerNames = ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const;

/** An update rule; the formulas are PyTorch's and stand in assembly/optimizer.ts. */
export interface Optimizer {
  /** `sgd` unless said. */
  readonly name?: OptimizerName;
  /** 0.05 unless said. */
  readonly learningRate?: number;
  /** Of momentum and nesterov: 0.9 unless said. */
  readonly momentum?: number;
  /** Of rmsprop, how much of the mean square is kept: 0.99 unless said. */
  readonly decay?: number;
  /** Of adam and adamw: 0.9 and 0.999 unless said. */
  readonly beta1?: number;
  readonly beta2?: number;
  /** Of rmsprop, adam and adamw: 1e-8 unless said. */
  readonly epsilon?: number;
  /** 0 unless said. Added to the gradient, but for adamw, which shrinks the parameters themselves. */
  readonly weightDecay?: number;
  /** Largest Euclidean norm of the whole gradient; longer ones are scaled down to it. */
  readonly clipNorm?: number;
}

/** How the learning rate changes from update to update, after a linear warm-up of `warmup` updates (0 unless said). */
export type Schedule =
  | { readonly name: 'constant'; readonly warmup?: number }
  /** Times `factor` (0.1 unless said) at every `every`-th update. */
  | { readonly name: 'step'; readonly every: number; readonly factor?: number; readonly warmup?: number }
  /** Half a cosine down to the share `final` (0 unless said) after `over` updates (the run's steps unless said). */
  | { readonly name: 'cosine'; readonly over?: number; readonly final?: number; readonly warmup?: number };

export interface TrainerOptions {
  readonly data: Dataset;
  readonly loss: LossName;
  /** Samples a step, or `full`. 32 unless said; more than there are is `full`. */
  readonly batch?: number | 'full';
  readonly optimizer?: Optimizer;
  readonly schedule?: Schedule;
  /** Of the order in which samples are taken; 0 unless said. */
  readonly seed?: Seed;
}

export interface TrainOptions extends TrainerOptions {
  /** Updates to make. */
  readonly steps: number;
}

/** A training that ended, or one whose loss stopped being finite: a result, not an error. */
export type TrainResult =
  | { readonly status: 'completed'; readonly steps: number; readonly losses: Float64Array }
  /**
   * The loss of step `step` (0-based) was not finite and nothing was updated by it; `layer` is the first whose activations were not (-1: the loss
   * alone). `Network.train` also finds parameters that its last update made non-finite: `step` is then the number of steps, `layer` theirs.
   */
  | { readonly status: 'diverged'; readonly step: number; readonly layer: number; readonly losses: Float64Array };

/** Most steps of one call. */
export const mostSteps = 2 ** 26;

const trainerKeys = ['data', 'loss', 'batch', 'optimizer', 'schedule', 'seed'];
const optimizerKeys = ['name', 'learningRate', 'momentum', 'decay', 'beta1', 'beta2', 'epsilon', 'weightDecay', 'clipNorm'];
const scheduleKeys = { constant: ['name', 'warmup'], step: ['name', 'every', 'factor', 'warmup'], cosine: ['name', 'over', 'final', 'warmup'] };

/** A whole training; `Network.train` says what it does. */
export function train(network: Network, given: TrainOptions): TrainResult {
  const { steps, ...rest } = options('options', given, ['steps', ...trainerKeys]);
  integer('steps', steps, 0, mostSteps);
  const trainer = new Trainer(network, rest, steps);
  try {
    const result = trainer.run(steps);
    const layer = result.status === 'completed' ? network.firstNonFiniteLayer() : -1;
    return layer < 0 ? result : { status: 'diverged', step: steps, layer, losses: result.losses };
  } finally {
    trainer.dispose();
  }
}

/** A training that can be run a few steps at a time; the bits are those of one long run. */
export class Trainer extends Resource {
  readonly #network: Network;
  readonly #data: Dataset;
  readonly #address: number;
  readonly #batch: number;
  #step = 0;
  #divergence: { readonly step: number; readonly layer: number } | undefined;

  /** `steps` is the length of the whole run, for a cosine schedule that does not say its own. */
  constructor(network: Network, given: TrainerOptions, steps?: number) {
    if (!(network instanceof Resource && 'parameterCount' in network)) throw new ArgumentError('network', 'a Network', network);
    network.alive();
    const { engine, precision } = network;
    const { data: examples, loss, batch = 32, optimizer = {}, schedule = { name: 'constant' }, seed = 0 } = options('options', given, trainerKeys);
    const lossNumber = lossId(engine, loss);
    const data = network.checkData(examples, loss);
    const size = batch === 'full' ? data.samples : Math.min(integer('batch', batch, 1, 2 ** 28), data.samples);
    const rule = checkOptimizer(optimizer);
    const plan = checkSchedule(schedule, steps);
    const { low, high } = checkSeed('seed', seed);
    const workspace = network.reserve(size, false);
    const { exports, memory } = engine;
    const { createTrainer, bindNetwork } = engine.kernels(precision);
    const bytes = 512 + 4 * data.samples + 2 * 8 * network.parameterCount;
    memory.fits(`the optimizer's state of ${network.parameterCount} parameters`, bytes);
    memory.attempt(`a batch of ${size}`, workspace, () => bindNetwork(network.address, size, 0));
    const address = memory.attempt('a training', bytes, () =>
      createTrainer(network.address, data.samples, data.inputs, data.targets, lossNumber, size, enumMember(exports.OptimizerId, rule.name), low, high),
    );
    super(engine, 'training', () => exports.freeTrainer(address));
    exports.setOptimizer(address, rule.learningRate, rule.beta1, rule.beta2, rule.epsilon, rule.weightDecay, rule.clipNorm);
    exports.setSchedule(address, enumMember(exports.ScheduleId, plan.name), plan.period, plan.factor, plan.warmup);
    this.#network = network;
    this.#data = data;
    this.#address = address;
    this.#batch = size;
  }

  /** Updates made so far. */
  get step(): number {
    return this.#step;
  }

  /** Makes up to `steps` more updates. A training that has diverged stays where it is. */
  run(steps: number): TrainResult {
    integer('steps', steps, 0, mostSteps);
    this.alive();
    this.#network.alive();
    this.#data.alive();
    if (this.#divergence) return { status: 'diverged', ...this.#divergence, losses: new Float64Array(0) };
    const { engine, precision } = this.#network;
    const { memory } = engine;
    const workspace = this.#network.reserve(this.#batch, false);
    memory.attempt(`a batch of ${this.#batch}`, workspace, () => engine.kernels(precision).bindNetwork(this.#network.address, this.#batch, 0));
    return memory.scratch(`the losses of ${steps} steps`, 8 * steps, (pointer) => {
      const done = engine.run('training', () => engine.kernels(precision).runTrainer(this.#address, steps, pointer));
      this.#step += done;
      const diverged = done < steps;
      const losses = memory.floats('f64', pointer, diverged ? done + 1 : done).slice() as Float64Array;
      if (!diverged) return { status: 'completed', steps: this.#step, losses };
      this.#divergence = { step: this.#step, layer: engine.exports.divergedLayerOf(this.#address) };
      return { status: 'diverged', ...this.#divergence, losses };
    });
  }
}

/** An optimiser with every number filled in, in the module's terms: beta1 is also momentum's and rmsprop's. */
function checkOptimizer(given: Optimizer) {
  const {
    name = 'sgd',
    learningRate = 0.05,
    momentum = 0.9,
    decay = 0.99,
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-8,
    weightDecay = 0,
    clipNorm,
  } = options('optimizer', given, optimizerKeys);
  oneOf('optimizer.name', name, optimizerNames);
  const share = (argument: string, value: unknown) => finite(`optimizer.${argument}`, value, 'a number from 0 to below 1', (x) => x >= 0 && x < 1);
  const notNegative = (argument: string, value: unknown) => finite(`optimizer.${argument}`, value, 'a number from 0', (x) => x >= 0);
  share('momentum', momentum);
  share('decay', decay);
  share('beta1', beta1);
  return {
    name,
    learningRate: notNegative('learningRate', learningRate),
    beta1: name === 'rmsprop' ? decay : name === 'momentum' || name === 'nesterov' ? momentum : beta1,
    beta2: share('beta2', beta2),
    epsilon: notNegative('epsilon', epsilon),
    weightDecay: notNegative('weightDecay', weightDecay),
    clipNorm: clipNorm === undefined ? 0 : finite('optimizer.clipNorm', clipNorm, 'a number above 0', (x) => x > 0),
  };
}

function checkSchedule(written: Schedule, steps: number | undefined) {
  const given = options('schedule', written, ['name', 'warmup', 'every', 'factor', 'over', 'final']);
  const name = oneOf('schedule.name', given.name, ['constant', 'step', 'cosine'] as const);
  options('schedule', given, scheduleKeys[name]);
  const warmup = integer('schedule.warmup', given.warmup ?? 0, 0, 2 ** 26);
  const share = (argument: string, value: unknown) => finite(`schedule.${argument}`, value, 'a number from 0 to 1', (x) => x >= 0 && x <= 1);
  switch (given.name) {
    case 'step':
      return { name, warmup, period: integer('schedule.every', given.every, 1, 2 ** 26), factor: share('factor', given.factor ?? 0.1) };
    case 'cosine':
      return { name, warmup, period: Math.max(1, integer('schedule.over', given.over ?? steps, 0, 2 ** 26)), factor: share('final', given.final ?? 0) };
    default:
      return { name, warmup, period: 1, factor: 1 };
  }
}
