import { finite, oneOf } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import { type ActivationName, activationId, activationNames, checkAlpha } from '../network/activation.js';
import { logarithms } from './slope.js';

/** Expectations over a pre-activation u = sqrt(q) g, g ~ N(0, 1). */
export interface Moments {
  /** E f(u) */
  readonly mean: number;
  /** E f(u)^2 */
  readonly square: number;
  /** E f'(u)^2 */
  readonly slope: number;
  /** d/dq of E f(u)^2 */
  readonly growth: number;
}

/** Variances of weights (times fan-in) and biases. */
export interface Variances {
  readonly weights: number;
  readonly biases: number;
}

/** A variance that a layer hands on unchanged. */
export interface FixedPoint {
  readonly q: number;
  /** sigma_w^2 E f'^2: what a squared gradient is multiplied by from layer to layer. */
  readonly chi: number;
  /** Slope of the variance map: below 1 the point is stable. */
  readonly growth: number;
}

/** A point of the critical line, where chi is 1. */
export interface CriticalPoint extends Variances, FixedPoint {
  /** `any`: every variance is a fixed point there (homogeneous activations); `limit`: q tends to 0; `point`: this one. */
  readonly kind: 'any' | 'limit' | 'point';
}

/** What two inputs' pre-activations have in common from layer to layer. */
export interface CorrelationFixedPoint {
  readonly c: number;
  /** Slope of the correlation map there. */
  readonly slope: number;
}

/** Variances between which fixed points are looked for, four a factor 10. */
const exponents = { from: -32, to: 24 } as const;
/** Stands for the limit q = 0. */
const vanishing = 1e-200;
/** The largest variances; for sin every period takes its time. */
const mostVariance = 1e100;
const mostOfSin = 1e8;
/** Relative error of a moment, with room to spare: less than this is 0. */
const tiny = 1e-12;
const bisections = 100;

/**
 * Signal propagation through wide random networks of one activation (Poole et al. 2016, arXiv 1606.05340; Schoenholz et al. 2017, arXiv 1611.01232):
 * z^l = W^l f(z^(l-1)) + b^l with Var W = weights / fan-in and Var b = biases. Expectations are quadratures in the module (assembly/mean-field.ts).
 *
 * @throws {ArgumentError} naming the activation.
 */
export class MeanField {
  readonly activation: ActivationName;
  readonly #engine: Engine;
  readonly #id: number;
  readonly #alpha: number;

  constructor(engine: Engine, activation: ActivationName) {
    this.activation = oneOf('activation', activation, activationNames);
    engine.requireTheory('mean-field theory');
    this.#engine = engine;
    this.#id = activationId(engine, activation);
    this.#alpha = checkAlpha('alpha', activation, undefined, 'f64');
  }

  /** At a variance q; 0 is the limit. */
  moments(q: number): Moments {
    const most = this.activation === 'sin' ? mostOfSin : mostVariance;
    const variance = Math.max(
      vanishing,
      finite('q', q, `a number from 0 to ${most}`, (value) => value >= 0 && value <= most),
    );
    const [mean, square, slope, growth] = this.#quadrature(4, 'gaussianMoments', (result, work) =>
      this.#engine.exports.gaussianMoments(this.#id, this.#alpha, variance, result, work),
    ) as [number, number, number, number];
    return { mean, square, slope, growth: growth / Math.sqrt(variance) };
  }

  /** E f(u) f(v) and E f'(u) f'(v) for two pre-activations of variance q > 0 and correlation c. */
  pair(q: number, c: number): { readonly value: number; readonly slope: number } {
    finite('q', q, 'a number above 0, to 1e6', (value) => value > 0 && value <= 1e6);
    finite('c', c, 'a number from -1 to 1', (value) => value >= -1 && value <= 1);
    const [value, slope] = this.#quadrature(2, 'pairMoments', (result, work) =>
      this.#engine.exports.pairMoments(this.#id, this.#alpha, q, c, result, work),
    ) as [number, number];
    return { value, slope };
  }

  /** The variance map: what the next layer's variance is. */
  next(q: number, { weights, biases }: Variances): number {
    return weights * this.moments(q).square + biases;
  }

  fixedPoint(q: number, { weights }: Pick<Variances, 'weights'>): FixedPoint {
    const { slope, growth } = this.moments(q);
    return { q, chi: weights * slope, growth: weights * growth };
  }

  /**
   * The fixed point to which the variance tends from `start`: the map is ascending, so it goes to the nearest one on the side to which it moves.
   * That is found by bisection, not by iteration, which may take for ever. Undefined if the variance grows without bound.
   */
  limit(start: number, variances: Variances): FixedPoint | undefined {
    const rise = (q: number) => {
      const difference = this.next(q, variances) - q;
      return Math.abs(difference) <= tiny * q ? 0 : Math.sign(difference);
    };
    const direction = rise(start);
    if (direction === 0) return this.fixedPoint(start, variances);
    let inner = start;
    for (const outer of ladder()
      .filter((q) => (direction > 0 ? q > start : q < start))
      .sort((a, b) => direction * (a - b))) {
      if (rise(outer) !== direction)
        return this.fixedPoint(
          bisect(inner, outer, (q) => rise(q) === direction),
          variances,
        );
      inner = outer;
    }
    return direction < 0 ? this.fixedPoint(0, variances) : undefined;
  }

  /** The point of the critical line whose fixed point is q: sigma_w^2 = 1 / E f'^2. Its `biases` are negative where no variance of the biases does it. */
  critical(q: number): CriticalPoint {
    const { square, slope, growth } = this.moments(q);
    const weights = 1 / slope;
    const biases = q - weights * square;
    return { kind: 'point', q, weights, biases: Math.abs(biases) <= tiny * q ? 0 : biases, chi: 1, growth: weights * growth };
  }

  /** Every critical point with that variance of the biases, by its q. */
  criticalAt(biases: number): readonly CriticalPoint[] {
    const line = ladder().map((q) => this.critical(q));
    if (line.every((point) => point.biases === 0)) return biases === 0 ? [{ ...this.critical(1), kind: 'any' }] : [];
    const above = (point: CriticalPoint) => point.biases > biases;
    const points = line.slice(1).flatMap((high, index): CriticalPoint[] => {
      const low = line[index] as CriticalPoint;
      if (above(low) === above(high) || low.q < 1e-3 * biases) return [];
      const q = bisect(low.q, high.q, (middle) => above(this.critical(middle)) === above(low));
      return [{ ...this.critical(q), biases }];
    });
    if (biases > 0) return points;
    const { square, slope, growth } = this.moments(0);
    const atZero: CriticalPoint[] =
      square <= vanishing * 1e3 && slope > 0.001 ? [{ kind: 'limit', q: 0, weights: 1 / slope, biases: 0, chi: 1, growth: growth / slope }] : [];
    return [...atZero, ...points.filter((point) => point.q > 1e-3)];
  }

  /** The correlation map at a fixed point q of the variance map. */
  correlate(c: number, q: number, { weights, biases }: Variances): CorrelationFixedPoint {
    const { value, slope } = this.pair(q, c);
    return { c: (weights * value + biases) / q, slope: weights * slope };
  }

  /**
   * The correlation to which two inputs tend: 1 unless the map is steeper than 1 there. The map is convex from 0 to 1 (its Taylor coefficients are
   * squares), so Newton's method from 0 ascends to the smallest fixed point.
   */
  correlation(q: number, variances: Variances): CorrelationFixedPoint {
    const { chi } = this.fixedPoint(q, variances);
    if (chi <= 1 + tiny) return { c: 1, slope: chi };
    let c = 0;
    for (let step = 0; step < bisections; step++) {
      const { c: next, slope } = this.correlate(c, q, variances);
      if (slope >= 1 || next - c <= 1e-12) break;
      c = Math.min(1, c + (next - c) / (1 - slope));
    }
    return { c, slope: this.correlate(c, q, variances).slope };
  }

  /** Variances and slopes layer by layer: layers l = 1 to `layers`, whose first reads inputs of mean square 1. Fewer if the variance passes 1e100. */
  layers(layers: number, variances: Variances): readonly FixedPoint[] {
    const rows: FixedPoint[] = [];
    let q = variances.weights + variances.biases;
    for (let layer = 0; layer < layers && q <= mostVariance; layer++) {
      rows.push(this.fixedPoint(q, variances));
      q = this.next(q, variances);
    }
    return rows;
  }

  #quadrature(count: number, name: string, call: (result: number, work: number) => void): readonly number[] {
    const { exports, memory } = this.#engine;
    return memory.scratch('a quadrature', 8 * (count + exports.meanFieldNumbers()), (result) => {
      this.#engine.run(name, () => call(result, result + 8 * count));
      return Array.from(memory.floats('f64', result, count));
    });
  }
}

/** Layers in which a difference shrinks by e where each multiplies it by `rate`: -1 / ln(rate), positive on both sides of 1, infinite at 1. */
export function depthScale(engine: Engine, rate: number): number {
  if (rate <= 0) return 0;
  const [logarithm] = logarithms(engine, [rate]) as [number];
  return Math.abs(logarithm) <= tiny ? Number.POSITIVE_INFINITY : Math.abs(1 / logarithm);
}

/** log10 of the product of numbers: of E |delta^1|^2 / E |delta^L|^2 from the slopes chi of layers 1 to L - 1. */
export function log10Product(engine: Engine, values: readonly number[]): number {
  if (values.length === 0) return 0;
  return logarithms(engine, values).reduce((sum, value) => sum + value, 0) / Math.LN10;
}

function ladder(): number[] {
  return Array.from(
    { length: exponents.to - exponents.from + 1 },
    (_, index) => 10 ** Math.floor((exponents.from + index) / 4) * ([1, 1.75, 3.2, 5.6][index % 4] as number),
  );
}

/** Where what holds at `holds` ceases to on the way to `fails`. */
function bisect(holds: number, fails: number, test: (q: number) => boolean): number {
  let [inner, outer] = [holds, fails];
  for (let step = 0; step < bisections; step++) {
    const middle = (inner + outer) / 2;
    if (middle === inner || middle === outer) break;
    if (test(middle)) inner = middle;
    else outer = middle;
  }
  return (inner + outer) / 2;
}
