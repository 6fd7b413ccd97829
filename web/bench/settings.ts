import type { ActivationName } from '../../src/network/activation.js';
import type { OptimizerName } from '../../src/network/trainer.js';

/** What the bench trains on. `function`: y = f(x) on an interval; `formula`: points of the plane, labelled by y > f(x); `csv`: one's own. */
export const dataKinds = ['moons', 'circles', 'spirals', 'xor', 'gaussians', 'formula', 'function', 'digits', 'csv'] as const;
export type DataKind = (typeof dataKinds)[number];

/** The whole state of the bench, as it stands in the URL. Seeds are separate, so that each can be changed alone. */
export interface BenchSettings {
  readonly data: DataKind;
  /** Training points of a generated set, and as many test points. */
  readonly samples: number;
  readonly noise: number;
  /** f of `function` and of `formula`. */
  readonly formula: string;
  /** Units of each hidden layer, as many as there are layers: 0 to 50. */
  readonly widths: readonly number[];
  /** One a hidden layer. */
  readonly activations: readonly ActivationName[];
  readonly init: string;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batch: number;
  readonly weightDecay: number;
  readonly initSeed: number;
  readonly dataSeed: number;
  readonly batchSeed: number;
}
