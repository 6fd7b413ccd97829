import { finite } from '../engine/check.js';
import { arctangent } from './arctangent.js';

/** How a network's weights are drawn: N(0, weightVariance / fan-in), and its biases: N(0, biasVariance). He: 2. */
export interface GaussianWeights {
  readonly weightVariance: number;
  readonly biasVariance: number;
}

/**
 * The expected number of pieces of a wide random ReLU network on [low, high] (infinite ends allowed).
 *
 * The pre-activation of a unit of layer l is a Gaussian process with variance A_l + B_l x^2 and slope variance B_l: A_1 = b, B_1 = w,
 * A_{l+1} = b + (w/2) A_l, B_{l+1} = (w/2) B_l. By Rice's formula its zeros have the density of a Cauchy law of scale sqrt(A_l / B_l), one a unit on the whole line:
 * 1 + the number of units, whatever the depth (Hanin and Rolnick 2019). Narrow deep networks have fewer on an interval.
 */
export function expectedPieces(widths: readonly number[], { weightVariance, biasVariance }: GaussianWeights, [low, high]: readonly [number, number]): number {
  finite('weightVariance', weightVariance, 'a number above 0', (x) => x > 0);
  finite('biasVariance', biasVariance, 'a number above 0', (x) => x > 0);
  let value = biasVariance;
  let slope = weightVariance;
  let pieces = 1;
  for (const width of widths) {
    const scale = Math.sqrt(value / slope);
    pieces += (width * (arctangent(high / scale) - arctangent(low / scale))) / Math.PI;
    value = biasVariance + (weightVariance / 2) * value;
    slope *= weightVariance / 2;
  }
  return pieces;
}
