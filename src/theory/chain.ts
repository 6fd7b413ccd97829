import { seed as checkSeed } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import type { Precision } from '../engine/memory.js';
import type { Seed } from '../engine/random.js';
import { type ActivationName, activationId, enumMember } from '../network/activation.js';
import { power } from './power.js';

/** One layer of the lecture's chain: u = w (activation before), its activation, the slope there, and dy/dw. */
export interface ChainLayer {
  readonly u: number;
  readonly activation: number;
  readonly slope: number;
  readonly weight: number;
  readonly gradient: number;
}

export interface ChainTape {
  readonly layers: readonly ChainLayer[];
  /** dy/dw_1 as the lecture's product, from the left; `layers[0].gradient` is the same by the chain rule from the output. */
  readonly product: number;
}

/** Numbers of single layers are a few: what a value and slope at one point need. */
const pointNumbers = 6;

/** The chain y = f(w_L ... f(w_2 f(w_1 x))), every number of it, forward and back, in f64. */
export function chainTape(engine: Engine, name: ActivationName, alpha: number, weights: readonly number[], x: number): ChainTape {
  const { exports, memory } = engine;
  const count = weights.length;
  return memory.scratch('a chain', 8 * (6 * count + 1 + pointNumbers), (given) => {
    memory.floats('f64', given, count).set(weights);
    const out = given + 8 * count;
    const scratch = out + 8 * (5 * count + 1);
    engine.run('chainTape', () => exports.chainTape(activationId(engine, name), alpha, count, given, x, out, scratch));
    const numbers = [...memory.floats('f64', out, 5 * count + 1)] as number[];
    const layers = weights.map((_, l): ChainLayer => {
      const [u, activation, slope, weight, gradient] = numbers.slice(5 * l, 5 * l + 5) as [number, number, number, number, number];
      return { u, activation, slope, weight, gradient };
    });
    return { layers, product: numbers[5 * count] as number };
  });
}

/** Random chains of one length. */
export interface ChainLength {
  readonly length: number;
  /** Chains with |w_2|, ..., |w_L| <= 1 and |dy/dw_1| above most^L |x|. */
  readonly above: number;
  /** Chains whose product of slopes is below least^L. */
  readonly below: number;
  /** Chains with some |w_2|, ..., |w_L| > 1. */
  readonly outside: number;
  /** Chains whose dy/dw_1 is 0, and chains whose product of slopes is not. */
  readonly zeros: number;
  readonly alive: number;
  /** Of |dy/dw_1| / |x|: the greatest of the chains in the box, mean and median of all. */
  readonly greatest: number;
  readonly mean: number;
  readonly median: number;
}

export interface ChainSweep {
  readonly activation: ActivationName;
  readonly alpha: number;
  readonly precision: Precision;
  readonly length: number;
  readonly draws: number;
  /** Weights uniform in [-1, 1), N(0, sigma^2), or all 1. */
  readonly weights: 'uniform' | 'normal' | 'ones';
  readonly sigma: number;
  readonly x: number;
  readonly seed: Seed;
  /** Greatest and least slope. */
  readonly most: number;
  readonly least: number;
}

/** Random chains of every length from 1 to `length`: the first l layers of a chain are the chain of length l. */
export function sweepChains(engine: Engine, sweep: ChainSweep): ChainLength[] {
  const { exports, memory } = engine;
  const { length, draws, sigma, x, most, least } = sweep;
  const { low, high } = checkSeed('seed', sweep.seed);
  const row = exports.chainNumbers();
  const law = enumMember(exports.ChainWeights, sweep.weights);
  const id = activationId(engine, sweep.activation);
  return memory.scratch(`${draws} chains`, 8 * row * length + exports.chainSweepBytes(draws), (out) => {
    const { chainSweep } = engine.kernels(sweep.precision);
    engine.run('chainSweep', () => chainSweep(id, sweep.alpha, length, draws, law, sigma, x, low, high, most, least, out, out + 8 * row * length));
    const numbers = [...memory.floats('f64', out, row * length)] as number[];
    return Array.from({ length }, (_, l): ChainLength => {
      const [above, below, outside, zeros, alive, greatest, mean, median] = numbers.slice(row * l, row * l + row) as Eight;
      return { length: l + 1, above, below, outside, zeros, alive, greatest, mean, median };
    });
  });
}

type Eight = [number, number, number, number, number, number, number, number];

/** A chain whose |dy/dw_1| / |x| is as great as was found. */
export interface ChainSupremum {
  readonly length: number;
  /** By the dynamic programme on its grid, linear in between: near the chain's own, on either side. */
  readonly grid: number;
  readonly attained: number;
  readonly u1: number;
  /** w_2, ..., w_L */
  readonly weights: readonly number[];
}

/** The supremum of |dy/dw_1| / |x| over all w_1 and |w_2|, ..., |w_L| <= reach, for each of some lengths; `values` is where the activation's own lie. */
export function chainSuprema(
  engine: Engine,
  name: ActivationName,
  values: readonly [number, number],
  reach: number,
  lengths: readonly number[],
): readonly ChainSupremum[] {
  const { exports, memory } = engine;
  const id = activationId(engine, name);
  const [low, high] = values;
  const longest = Math.max(...lengths);
  const bytes = exports.chainSupremumBytes(longest);
  return memory.scratch('a search of chains', bytes + 8 * (longest + 2 + pointNumbers), (work) => {
    const parameters = work + bytes;
    const result = parameters + 8 * longest;
    engine.run('chainSearch', () => exports.chainSearch(id, 0, longest, reach, low, high, work));
    return lengths.map((length) => {
      engine.run('chainClimb', () => exports.chainClimb(id, 0, length, reach, low, high, work, parameters, result, result + 16));
      const [u1, ...weights] = memory.floats('f64', parameters, length) as unknown as [number, ...number[]];
      const [grid, attained] = memory.floats('f64', result, 2) as unknown as [number, number];
      return { length, grid, attained, u1, weights };
    });
  });
}

/** E |dy/dw_1| / |x| of a ReLU chain of length L with weights N(0, sigma^2): half the first layer's inputs pass, and E max(w, 0) = sigma / sqrt(2 pi) for each further weight. */
export function expectedReluGradient(length: number, sigma: number): { readonly mean: number; readonly relativeVariance: number } {
  const perLayer = sigma / Math.sqrt(2 * Math.PI);
  // E max(w, 0)^2 = sigma^2 / 2, so that the second moment over the squared mean is pi a layer, and 2 for the first
  return { mean: 0.5 * power(perLayer, length - 1), relativeVariance: 2 * power(Math.PI, length - 1) - 1 };
}

/**
 * With all weights at -1 (which is where suprema are found) activations tend to a* = s(-a*): the sigmoid's slope there, a* (1 - a*), is the supremum's factor a layer, against the
 * bound's 1/4. With all weights at 1 they tend to a = s(a), with a smaller factor.
 */
export const sigmoidFactors = { steepest: 0.24021050785325257, ones: 0.22470434812414652 } as const;

/** The supremum for three sigmoid layers, by an independent optimiser: 0.9095 of the bound 1/64, at w_2 = w_3 = -1. */
export const supremumOfThree = 0.014210221412745059;

/**
 * The weight's size from which a sigmoid chain can grow without bound: at w = -|w| the activations have a fixed point a = s(w a) whose factor |w| s'(w a) = |u| s(|u|), u = w a, is 1 for
 * |u| = 1.27846..., a root; then |w| = |u| / s(-|u|). Below 4 it cannot (|w| / 4 < 1), between 4 and here the bound does not say.
 */
export const explosionReach = 5.869586019429696;
