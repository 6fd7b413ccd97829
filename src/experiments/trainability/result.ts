import type { ActivationName } from '../../network/activation.js';
import type { Initializer } from '../../network/initializer.js';
import { median } from '../../theory/median.js';

/**
 * Initial weights that need no parameter, with the variance of the weights times the fan-in between layers of n units, which is what mean-field
 * theory asks for. `gaussian` is the lecture's "zero mean and small variance": with certainty for all purposes |w| <= 1.
 */
export const initializers = {
  'he-normal': { init: 'he-normal', variance: () => 2 },
  'he-uniform': { init: 'he-uniform', variance: () => 2 },
  'xavier-normal': { init: 'xavier-normal', variance: () => 1 },
  'xavier-uniform': { init: 'xavier-uniform', variance: () => 1 },
  'lecun-normal': { init: 'lecun-normal', variance: () => 1 },
  'lecun-uniform': { init: 'lecun-uniform', variance: () => 1 },
  heuristic: { init: 'heuristic', variance: () => 1 / 3 },
  orthogonal: { init: 'orthogonal', variance: () => 1 },
  gaussian: { init: { name: 'normal', sigma: 0.1 }, variance: (n) => 0.01 * n },
} as const satisfies Record<string, { readonly init: Initializer; readonly variance: (n: number) => number }>;

export type InitializerChoice = keyof typeof initializers;
export const initializerChoices = Object.keys(initializers) as InitializerChoice[];

/** One training. */
export interface Run {
  readonly depth: number;
  readonly seed: number;
  /** dL/dz at the first hidden layer over the last, root mean squares, before training. */
  readonly gradientRatio: number;
  readonly diverged: boolean;
  /** NaN if it diverged. */
  readonly testLoss: number;
  readonly testAccuracy: number;
}

/** An activation with its initial weights, over all depths and seeds. */
export interface Curve {
  readonly activation: ActivationName;
  readonly init: InitializerChoice;
  /** Depth to which mean-field theory lets a network be trained: six depth scales of the gradient or of the correlation; Infinity at criticality. */
  readonly limit: number;
  readonly runs: readonly Run[];
}

export interface TrainabilityResult {
  readonly depths: readonly number[];
  readonly width: number;
  readonly seeds: number;
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  /** Accuracy of a guess. */
  readonly chance: number;
  readonly curves: readonly Curve[];
}

export const nameOf = ({ activation, init }: Pick<Curve, 'activation' | 'init'>): string => `${activation} from ${init}`;

/** Mean over the seeds with the range. Loss is over the runs that did not diverge; NaN where none is left. */
export interface Spread {
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

export const accuracyAt = (curve: Curve, depth: number): Spread => spread(runsAt(curve, depth).map(({ testAccuracy }) => testAccuracy));
export const lossAt = (curve: Curve, depth: number): Spread => spread(runsAt(curve, depth).map(({ testLoss }) => testLoss));
/** The geometric mean would be 0 for one underflow: the middle is the median. */
export const ratioAt = (curve: Curve, depth: number): Spread => {
  const values = runsAt(curve, depth).map((run) => run.gradientRatio);
  return { ...spread(values), middle: median(values) };
};

/** The greatest of the depths at which the mean accuracy is at least `learned`; 0 if there is none. */
export function deepestThatLearns(curve: Curve, depths: readonly number[], learned: number): number {
  return Math.max(0, ...depths.filter((depth) => accuracyAt(curve, depth).middle >= learned));
}

const runsAt = ({ runs }: Curve, depth: number): readonly Run[] => runs.filter((run) => run.depth === depth);

function spread(values: readonly number[]): Spread {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return { middle: Number.NaN, low: Number.NaN, high: Number.NaN };
  return { middle: known.reduce((a, b) => a + b, 0) / known.length, low: Math.min(...known), high: Math.max(...known) };
}
