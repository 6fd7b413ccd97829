/**
 * Forward-mode differentiation of a small network with dual numbers a + b e, e^2 = 0: an oracle for backpropagation that shares no idea with it
 * (it runs forwards, one direction at a time). Finite differences cannot do this job: on deep sigmoid networks they are all rounding.
 */
import type { ActivationName, LossName } from '../../src/index.js';

export interface DualLayer {
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
  readonly activation: ActivationName;
  readonly alpha: number;
}

/** Value and derivative of an activation, written from its formula in plain double precision. */
function dualActivation(name: ActivationName, alpha: number, z: number): readonly [number, number] {
  const sigmoid = (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
  const sech2 = (x: number) => 4 / (Math.exp(x) + Math.exp(-x)) ** 2;
  switch (name) {
    case 'identity':
      return [z, 1];
    case 'relu':
      return z > 0 ? [z, 1] : [0, 0];
    case 'leaky-relu':
      return z > 0 ? [z, 1] : [alpha * z, alpha];
    case 'elu':
      return z > 0 ? [z, 1] : [alpha * Math.expm1(z), alpha * Math.exp(z)];
    case 'celu':
      return z > 0 ? [z, 1] : [alpha * Math.expm1(z / alpha), Math.exp(z / alpha)];
    case 'sigmoid':
      return [sigmoid(z), sigmoid(z) * sigmoid(-z)];
    case 'tanh':
      return [Math.tanh(z), sech2(z)];
    case 'softplus':
      return [Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), sigmoid(z)];
    case 'softsign':
      return [z / (1 + Math.abs(z)), 1 / (1 + Math.abs(z)) ** 2];
    case 'silu':
      return [z * sigmoid(z), sigmoid(z) * (1 + z * sigmoid(-z))];
    case 'sin':
      return [Math.sin(z), Math.cos(z)];
    case 'square':
      return [z * z, 2 * z];
    default:
      throw new Error(`no dual form of ${name}`);
  }
}

export const dualActivations = ['identity', 'relu', 'leaky-relu', 'elu', 'celu', 'sigmoid', 'tanh', 'softplus', 'softsign', 'silu', 'sin', 'square'] as const;

/** What is moved: entry `index` of the weights (row by row) or of the bias of `layer`, or of the inputs of sample `layer`. */
export interface Direction {
  readonly of: 'weights' | 'bias' | 'inputs';
  readonly layer: number;
  readonly index: number;
}

/** Loss of a batch and its derivative in one direction. */
export function dualLoss(
  layers: readonly DualLayer[],
  inputs: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
  loss: LossName,
  direction: Direction,
): readonly [number, number] {
  let value = 0;
  let derivative = 0;
  inputs.forEach((sample, number) => {
    let x = [...sample];
    let dx: number[] = sample.map((_, i) => (direction.of === 'inputs' && direction.layer === number && direction.index === i ? 1 : 0));
    layers.forEach(({ weights, bias, activation, alpha }, l) => {
      const moved = direction.layer === l;
      const pairs = weights.map((row, o) => {
        let z = bias[o] as number;
        let dz = direction.of === 'bias' && moved && direction.index === o ? 1 : 0;
        row.forEach((w, i) => {
          z += w * (x[i] as number);
          dz += w * (dx[i] as number);
          if (direction.of === 'weights' && moved && direction.index === o * row.length + i) dz += x[i] as number;
        });
        const [a, slope] = dualActivation(activation, alpha, z);
        return [a, slope * dz] as const;
      });
      x = pairs.map(([a]) => a);
      dx = pairs.map(([, da]) => da);
    });
    const [l, dl] = sampleLoss(loss, x, dx, targets[number] as readonly number[]);
    value += l / inputs.length;
    derivative += dl / inputs.length;
  });
  return [value, derivative];
}

function sampleLoss(loss: LossName, x: readonly number[], dx: readonly number[], y: readonly number[]): readonly [number, number] {
  const sum = (terms: readonly number[]) => terms.reduce((a, b) => a + b, 0);
  const target = (i: number) => y[i] as number;
  const moved = (i: number) => dx[i] as number;
  if (loss === 'mse') return [sum(x.map((a, i) => (a - target(i)) ** 2)) / x.length, sum(x.map((a, i) => 2 * (a - target(i)) * moved(i))) / x.length];
  if (loss === 'bce') {
    const terms = x.map((z, i) => Math.max(z, 0) - z * target(i) + Math.log1p(Math.exp(-Math.abs(z))));
    const pull = (z: number, y: number) => (1 - y) / (1 + Math.exp(-z)) - y / (1 + Math.exp(z)); // sigma(z) - y, without cancellation
    return [sum(terms) / x.length, sum(x.map((z, i) => pull(z, target(i)) * moved(i))) / x.length];
  }
  const most = Math.max(...x);
  const exponentials = x.map((z) => Math.exp(z - most));
  const total = sum(exponentials);
  const value = sum(x.map((z, i) => target(i) * (Math.log(total) + most - z)));
  // sum_j p_j dz_j - sum_i y_i dz_i, as differences within the sum: p - y loses every digit when the right class has p near 1
  const derivative = sum(x.map((_, i) => target(i) * sum(exponentials.map((e, j) => (e / total) * (moved(j) - moved(i))))));
  return [value, derivative];
}
