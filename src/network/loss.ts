import { oneOf } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import { enumMember } from './activation.js';

/**
 * `mse` mean over samples and outputs of (output - target)^2; `bce` binary cross-entropy of logits, mean over samples and outputs, targets
 * in [0, 1]; `cross-entropy` softmax cross-entropy of logits, mean over samples, targets one-hot or probabilities.
 * An infinite logit makes the loss NaN where the formula has no value; a training then ends as diverged.
 */
export type LossName = 'mse' | 'bce' | 'cross-entropy';
export const lossNames = ['mse', 'bce', 'cross-entropy'] as const;

/** The module's id of a loss. */
export function lossId(engine: Engine, loss: LossName): number {
  return enumMember(engine.exports.LossId, oneOf('loss', loss, lossNames));
}
