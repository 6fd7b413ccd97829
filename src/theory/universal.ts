import type { Engine } from '../engine/engine.js';
import { activationId } from '../network/activation.js';
import type { LayerInput } from '../network/specification.js';
import { bestFit, encloseTarget, evaluateTarget, largestDerivative, type Target, work } from './approximation.js';

/** One hidden layer on [0, 1]: constant + sum v_i s(w_i x + b_i). */
export interface OneHiddenLayer {
  readonly activation: 'sigmoid' | 'tanh' | 'relu';
  readonly w: readonly number[];
  readonly b: readonly number[];
  readonly v: readonly number[];
  readonly constant: number;
}

/** What the certificate says of one network: max |net - f| over [0, 1] is below `bound`, rounding included; or where it is not below eps. */
export interface Certificate {
  readonly certified: boolean;
  readonly bound: number;
  /** Where the bound, or the failure, is. */
  readonly at: number;
  readonly evaluations: number;
  /** The part of the bound that is for rounding errors. */
  readonly rounding: number;
}

/**
 * The interpolant at n + 1 evenly spaced points, as n ReLU units: unit i bends at i / n by the change of slope there.
 */
export function interpolant(engine: Engine, f: Target, n: number): OneHiddenLayer {
  const values = samples(engine, f, n);
  const slopes = values.slice(1).map((value, i) => (value - (values[i] as number)) * n);
  return {
    activation: 'relu',
    w: slopes.map(() => 1),
    b: slopes.map((_, i) => (i === 0 ? 0 : -i / n)),
    v: slopes.map((slope, i) => slope - (slopes[i - 1] ?? 0)),
    constant: values[0] as number,
  };
}

/**
 * n steps of a smooth staircase: sum (f(x_(i+1)) - f(x_i)) s(k (x - m_i)), m_i the middle of [x_i, x_(i+1)], k = steepness n. It is f smoothed by the bell s', whose width is that of a few
 * steps: the error is about f'' times the bell's variance, pi^2 / (6 k^2) of it for the sigmoid, and a ripple that falls as e^(-2 pi^2 / steepness). Beyond both ends f goes on by odd
 * reflection, for as many steps as the bell is wide. tanh(z) = 2 sigmoid(2 z) - 1 makes the same function of tanh units.
 */
function staircase(engine: Engine, f: Target, activation: 'sigmoid' | 'tanh', n: number, steepness: number): OneHiddenLayer {
  const values = samples(engine, f, n);
  const beyond = Math.min(n, reachBeyond(steepness));
  const [first, last] = [values[0] as number, values[n] as number];
  const reflected = (i: number): number =>
    i < 0 ? 2 * first - (values[-i] as number) : i > n ? 2 * last - (values[2 * n - i] as number) : (values[i] as number);
  const steps = Array.from({ length: n + 2 * beyond }, (_, i) => i - beyond);
  const jumps = steps.map((i) => reflected(i + 1) - reflected(i));
  const [left, right] = [reflected(-beyond), reflected(n + beyond)];
  const halves = activation === 'tanh' ? 2 : 1;
  return {
    activation,
    w: steps.map(() => (steepness * n) / halves),
    b: steps.map((i) => (-steepness * (i + 0.5)) / halves),
    v: jumps.map((jump) => jump / halves),
    constant: activation === 'tanh' ? (left + right) / 2 : left,
  };
}

/** Whether max |net - f| < eps on all of [0, 1], by intervals (assembly/approximation/certificate.ts). `lipschitz` bounds |f'|. */
export function certify(engine: Engine, network: OneHiddenLayer, f: Target, lipschitz: number, eps: number): Certificate {
  const { exports, memory } = engine;
  const q = (network.w.length + 1) & ~1;
  return work(engine, f, [q, q, q, q, 5], (target, [w, b, v, z, result]) => {
    for (const [pointer, values] of [
      [w, network.w],
      [b, network.b],
      [v, network.v],
    ] as const)
      memory.floats('f64', pointer, q).fill(0).set(values);
    const activation = activationId(engine, network.activation);
    engine.run('certify', () => exports.certify(activation, q, w, b, v, network.constant, target, lipschitz, eps, z, result));
    const [certified, bound, at, evaluations, rounding] = memory.floats('f64', result, 5) as unknown as [number, number, number, number, number];
    return { certified: certified === 1, bound, at, evaluations, rounding };
  });
}

/** A bound on |f'| over the interval, by intervals. */
export function lipschitzConstant(engine: Engine, f: Target): number {
  return largestDerivative(engine, f, 1);
}

/** No network of fewer ReLU units in one hidden layer comes within eps: q units make at most q + 1 pieces, and that many straight pieces do not suffice. */
export function fewestReluUnits(engine: Engine, f: Target, eps: number): number {
  const pieces = fewest(1, (count) => bestFit(engine, f, count + f.cuts.length).error <= eps);
  return Math.max(0, pieces - 1);
}

/** Steps of a staircase a bell's scale that are tried. */
const steepnesses = [2, 3, 4, 6];

/** The smallest network of its kind whose error is certified to be below eps. */
export function smallestCertified(engine: Engine, f: Target, activation: OneHiddenLayer['activation'], lipschitz: number, eps: number): OneHiddenLayer {
  const holds = (network: OneHiddenLayer) => certify(engine, network, f, lipschitz, eps).certified;
  if (activation === 'relu')
    return interpolant(
      engine,
      f,
      fewest(1, (n) => holds(interpolant(engine, f, n))),
    );
  let best: OneHiddenLayer | undefined;
  for (const steepness of steepnesses) {
    const make = (n: number) => staircase(engine, f, activation, n, steepness);
    const smaller = best === undefined ? undefined : best.w.length - 1 - 2 * reachBeyond(steepness);
    if (smaller !== undefined && (smaller < 1 || !holds(make(smaller)))) continue;
    best = make(fewest(1, (n) => holds(make(n))));
  }
  return best as OneHiddenLayer;
}

/** The least n from `least` on that satisfies a condition which, once met, stays met; 2^20 at most. */
function fewest(least: number, holds: (n: number) => boolean): number {
  let high = least;
  while (!holds(high) && high < 2 ** 20) high *= 2;
  let low = Math.max(least - 1, high >> 1);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Steps of a staircase beyond each end: sigmoid(-10) is 4.5e-5 of a step. */
const reachBeyond = (steepness: number): number => Math.ceil(10 / steepness);

/** As the layers of a network. */
export function asLayers({ activation, w, b, v, constant }: OneHiddenLayer): LayerInput[] {
  return [
    { weights: w.map((weight) => [weight]), bias: b, activation },
    { weights: [v], bias: [constant] },
  ];
}

/** Four points of [0, 1] and what they prove: no polynomial of degree 2 is closer to f than `bound` on all four. */
export interface PolynomialBound {
  readonly points: readonly number[];
  readonly values: readonly number[];
  readonly bound: number;
}

/**
 * A lower bound on the error of every polynomial of degree 2 (de la Vallee Poussin 1910). The third divided difference sum f(x_i) / omega'(x_i) of such a polynomial is 0; that of f is at
 * most E sum 1 / |omega'(x_i)| if f is within E of one at the four points. The best four of 33 evenly spaced points, less what rounding may have added.
 */
export function quadraticBound(engine: Engine, f: Target): PolynomialBound {
  const n = 32;
  const values = samples(engine, f, n);
  let best = { points: [0, 1, 2, 3], bound: 0 };
  for (let i = 0; i <= n; i++)
    for (let j = i + 1; j <= n; j++)
      for (let k = j + 1; k <= n; k++)
        for (let l = k + 1; l <= n; l++) {
          const points = [i, j, k, l];
          const bound = dividedDifference(points, values);
          if (bound > best.bound) best = { points, bound };
        }
  const size = Math.max(...values.map(Math.abs));
  const chosen = best.points.map((i) => values[i] as number);
  // each value is as far from the true one as its enclosure is wide at most; 64 units for the operations on them
  const enclosed = encloseTarget(engine, f, grid(n));
  const width = Math.max(...values.map((_, i) => (enclosed[2 * i + 1] as number) - (enclosed[2 * i] as number)));
  const rounding = 2 * width + 64 * 2 ** -53 * size;
  return { points: best.points.map((i) => i / n), values: chosen, bound: Math.max(0, best.bound - rounding) };
}

/** |sum f_i / omega'_i| / sum 1 / |omega'_i| at four points of a grid. */
function dividedDifference([i, j, k, l]: number[], values: readonly number[]): number {
  const points = [i, j, k, l] as number[];
  let [sum, weights] = [0, 0];
  for (const a of points) {
    let product = 1;
    for (const b of points) if (b !== a) product *= a - b;
    sum += (values[a] as number) / product;
    weights += 1 / Math.abs(product);
  }
  return Math.abs(sum) / weights;
}

/** f at 0, 1/n, ..., 1. */
const samples = (engine: Engine, f: Target, n: number): number[] => [...evaluateTarget(engine, f, grid(n))];

const grid = (n: number): Float64Array => Float64Array.from({ length: n + 1 }, (_, i) => i / n);
