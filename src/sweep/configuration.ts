import { type DataSetName, dataSets } from '../data/index.js';
import type { Precision } from '../engine/memory.js';
import { type ActivationName, activations } from '../network/activation.js';
import type { OptimizerName } from '../network/trainer.js';

/** Everything that decides a run. The same configuration gives the same record, bit for bit, alone or in any sweep. */
export interface RunConfiguration {
  readonly data: DataSetName;
  /** Training points of a generated set, and as many test points; undefined for images. */
  readonly samples: number | undefined;
  /** Standard deviation of the noise of a generated set. */
  readonly noise: number | undefined;
  readonly dataSeed: number | string;
  readonly precision: Precision;
  /** Hidden layers. */
  readonly depth: number;
  /** Units of each hidden layer. */
  readonly width: number;
  readonly activation: ActivationName;
  /** The leaky slope or ELU scale; undefined: the activation's own. */
  readonly alpha: number | undefined;
  /** Canonical word, for example `he-normal` or `normal=0.1`. */
  readonly init: string;
  /** Of the initial weights and of the order of batches. */
  readonly seed: number | string;
  readonly steps: number;
  readonly batch: number | 'full';
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly momentum: number | undefined;
  readonly weightDecay: number | undefined;
  readonly clipNorm: number | undefined;
}

/** What `complete` fills in; undefined for what the data, activation or optimiser does not have. */
type Implied = 'samples' | 'noise' | 'alpha' | 'momentum' | 'weightDecay';

/** Writes out every parameter that stands for itself when it is not given, and drops those that have no effect: a record tells what was used. */
export function complete<T extends Pick<RunConfiguration, Implied | 'data' | 'optimizer'>>(given: T, activation: ActivationName): T {
  const generated = dataSets[given.data].defaults;
  const facts: { readonly formula: string; readonly alpha?: { readonly default: number } } = activations[activation];
  const hasMomentum = given.optimizer === 'momentum' || given.optimizer === 'nesterov';
  return {
    ...given,
    samples: generated && (given.samples ?? generated.samples),
    noise: generated && (given.noise ?? generated.noise),
    alpha: facts.alpha && (given.alpha ?? facts.alpha.default),
    momentum: hasMomentum ? (given.momentum ?? 0.9) : undefined,
    weightDecay: given.weightDecay ?? 0,
  };
}

/** What a run measured. All of it is reproducible; times are not, and are nowhere in it. */
export interface RunResult {
  readonly status: 'completed' | 'diverged';
  /** The step whose loss was not finite, or the number of steps if it is the loss after the last that is not; null for a completed run. */
  readonly divergedAt: number | null;
  /** Cross-entropy over the whole training set after the last step; NaN after divergence. */
  readonly trainLoss: number;
  readonly testLoss: number;
  /** Share of the test set that is classified correctly; NaN after divergence. */
  readonly testAccuracy: number;
  /** RMS of dL/dz of the first hidden layer over that of the last, before training; NaN without hidden layers or where the last is 0. */
  readonly gradientRatio: number;
  /** The first layer's gradient is 0 in this precision though it cannot be 0 in exact arithmetic. */
  readonly gradientUnderflow: boolean;
  /** The same ratio after training; NaN after divergence. */
  readonly gradientRatioAfter: number;
  /** Hash of the trained parameters' bits. */
  readonly weightsHash: string;
}

/** One line of a result log: where the run stood in its grid, what made it, what came out. */
export interface RunRecord extends RunConfiguration, RunResult {
  readonly index: number;
  readonly build: string;
  readonly version: string;
  /** The random number generator. */
  readonly prng: string;
}
