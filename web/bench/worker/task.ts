import type { Matrix } from '../../../src/engine/matrix.js';
import type { LossName } from '../../../src/network/loss.js';

/** What a network of the bench is trained and tested on. */
export interface Task {
  readonly features: number;
  /** Of the network. */
  readonly outputs: number;
  /** 0 where the targets are values. */
  readonly classes: number;
  readonly loss: LossName;
  readonly train: TaskExamples;
  readonly test: TaskExamples;
}

/** Labels are classes, or values in a column. */
export interface TaskExamples {
  readonly inputs: Matrix;
  readonly labels: ArrayLike<number>;
}

export const mostSamples = 10_000;

/** One output for two classes, by the sign of its logit; for more, one each. */
export function classified({ classes, train, test }: { readonly classes: number; readonly train: TaskExamples; readonly test: TaskExamples }): Task {
  const features = train.inputs.columns;
  return classes === 2
    ? { features, outputs: 1, classes, loss: 'bce', train, test }
    : { features, outputs: classes, classes, loss: 'cross-entropy', train, test };
}
