import type { Engine } from '../../engine/engine.js';
import type { ActivationName } from '../../network/activation.js';
import { type CriticalPoint, log10Product, MeanField } from '../../theory/mean-field.js';
import { power } from '../../theory/power.js';

/** Weight variances, times fan-in, of the lecture's and PyTorch's initialisers. */
export const schemes = [
  { name: 'U(+-1/sqrt n)', weights: 1 / 3 },
  { name: 'LeCun', weights: 1 },
  { name: 'He', weights: 2 },
] as const;

/** Depths over which gradients are followed. */
export const depths = [10, 50] as const;

/** What an initialiser does to an activation: zero biases, inputs of mean square 1. */
export interface SchemeRow {
  readonly activation: ActivationName;
  readonly weights: number;
  /** Where the variance tends; undefined if it grows without bound. */
  readonly q: number | undefined;
  /** chi there. */
  readonly chi: number | undefined;
  /** log10 of E |delta^1|^2 / E |delta^L|^2 for each of the depths; undefined where the variances leave the doubles. */
  readonly ratios: readonly (number | undefined)[];
}

/** An activation's critical points without biases and with the given variance of them. */
export interface CriticalRow {
  readonly activation: ActivationName;
  readonly biases: number;
  readonly points: readonly (CriticalPoint & {
    /** chi where the variance of inputs of mean square 1 tends: 1 if the point attracts. */
    readonly reached: number | undefined;
  })[];
}

export function schemeRow(engine: Engine, activation: ActivationName, weights: number): SchemeRow {
  const field = new MeanField(engine, activation);
  const variances = { weights, biases: 0 };
  const limit = field.limit(weights, variances);
  const rows = field.layers(depths[1], variances);
  const ratios = depths.map((depth) => {
    const seen = rows.slice(0, depth - 1);
    return seen.length < depth - 1 || seen.some(({ q }) => q < 1e-150)
      ? undefined
      : log10Product(
          engine,
          seen.map(({ chi }) => chi),
        );
  });
  return { activation, weights, q: limit?.q, chi: limit?.chi, ratios };
}

export function criticalRows(engine: Engine, activation: ActivationName, biases: number): readonly CriticalRow[] {
  const field = new MeanField(engine, activation);
  return [...new Set([0, biases])].map((variance) => ({
    activation,
    biases: variance,
    points: field.criticalAt(variance).map((point) => ({ ...point, reached: field.limit(point.weights + point.biases, point)?.chi })),
  }));
}

/** Points (sigma_w, sigma_b) of the critical line. */
export function criticalLine(engine: Engine, activation: ActivationName): readonly (readonly [sigmaW: number, sigmaB: number])[] {
  const field = new MeanField(engine, activation);
  return Array.from({ length: 60 }, (_, index) => field.critical(power((index + 1) / 20, 4) / 20))
    .filter(({ biases, weights }) => biases >= 0 && biases <= 1 && weights <= 16)
    .map(({ weights, biases }) => [Math.sqrt(weights), Math.sqrt(biases)] as const);
}
