import { finite } from '../engine/check.js';
import { ArgumentError } from '../engine/errors.js';
import type { FloatArray } from '../engine/memory.js';
import { type ActivationName, activations } from '../network/activation.js';
import { type Layer, Network } from '../network/network.js';
import { dyadic } from './dyadic.js';
import type { Rational } from './rational.js';

/**
 * A network restricted to a line: x(t) = from + t (to - from) without any rounding, so that t = 0 is `from` and t = 1 is `to`.
 * What takes a network of one input takes a segment of any network, too.
 */
export interface Segment {
  readonly network: Network;
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/** A function that is piecewise linear in one variable: a network of one input, or one of many along a segment. */
export type PiecewiseLinear = Network | Segment;

/**
 * The restriction of a network to the segment between two points, in the variable t.
 *
 * @throws {ArgumentError} naming the point that does not fit.
 * @example
 * countPieces(alongSegment(network, [0, 0], [1, 1]), [0, 1]).count
 */
export function alongSegment(network: Network, from: FloatArray | readonly number[], to: FloatArray | readonly number[]): Segment {
  checkIsNetwork('network', network);
  const inputs = network.widths[0] as number;
  const point = (argument: string, given: unknown): Float64Array => {
    if (!Array.isArray(given) && !(given instanceof Float64Array) && !(given instanceof Float32Array)) {
      throw new ArgumentError(argument, `${inputs} numbers`, given);
    }
    if (given.length !== inputs) throw new ArgumentError(`${argument}.length`, `${inputs} (the network's inputs)`, given.length);
    return Float64Array.from(given, (value, index) => finite(`${argument}[${index}]`, value));
  };
  const segment = { network, from: point('from', from), to: point('to', to) };
  if (segment.from.every((value, index) => value === segment.to[index])) throw new ArgumentError('to', 'a point other than `from`', to);
  return Object.freeze(segment);
}

/** A continuous piecewise-linear function of one number: on segment k it is (slope z + offset) / denominator, and knots part the segments. */
export interface ActivationPieces {
  readonly knots: readonly bigint[];
  readonly segments: readonly { readonly slope: bigint; readonly offset: bigint }[];
  readonly denominator: bigint;
}

/** The pieces of an activation over the reals: hard-sigmoid has slope 1/6 exactly, where the engine rounds. */
export function activationPieces(name: ActivationName, alpha: number): ActivationPieces {
  const line = (slope: bigint, offset: bigint) => ({ slope, offset });
  switch (name) {
    case 'identity':
      return { knots: [], segments: [line(1n, 0n)], denominator: 1n };
    case 'relu':
      return { knots: [0n], segments: [line(0n, 0n), line(1n, 0n)], denominator: 1n };
    case 'leaky-relu': {
      const { mantissa, exponent } = dyadic(alpha); // alpha is at most 1, so that the exponent is at most 0
      const denominator = 1n << BigInt(-exponent);
      return { knots: [0n], segments: [line(mantissa, 0n), line(denominator, 0n)], denominator };
    }
    case 'abs':
      return { knots: [0n], segments: [line(-1n, 0n), line(1n, 0n)], denominator: 1n };
    case 'hard-tanh':
      return { knots: [-1n, 1n], segments: [line(0n, -1n), line(1n, 0n), line(0n, 1n)], denominator: 1n };
    case 'hard-sigmoid':
      return { knots: [-3n, 3n], segments: [line(0n, 0n), line(1n, 3n), line(0n, 6n)], denominator: 6n };
    default:
      throw new TypeError(`${name} has no linear pieces`);
  }
}

/** What the counting works on: the weights as stored, and where the variable starts. */
export interface Task {
  readonly network: Network;
  readonly layers: readonly Layer[];
  readonly lo: number;
  readonly hi: number;
  /** Where the line starts and ends, t = 0 and t = 1; undefined for the plain variable x. */
  readonly segment: { readonly from: Float64Array; readonly to: Float64Array } | undefined;
}

/** Checks a function and an interval whole. */
export function checkTask(argument: string, given: PiecewiseLinear, interval: unknown): Task {
  const [network, segment] = given instanceof Network ? [given, undefined] : [given?.network, given];
  checkIsNetwork(argument, network);
  network.alive();
  if (segment === undefined && network.widths[0] !== 1) {
    throw new ArgumentError(`${argument}.widths[0]`, 'one input (or a segment, see alongSegment)', network.widths[0]);
  }
  const last = network.widths.length - 1;
  if (network.widths[last] !== 1) throw new ArgumentError(`${argument}.widths[${last}]`, 'one output', network.widths[last]);
  network.activations.forEach(({ activation }, layer) => {
    if (!activations[activation].piecewiseLinear) {
      throw new ArgumentError(`${argument}.activations[${layer}]`, 'a piecewise-linear activation', activation);
    }
  });
  const [lo, hi] = checkInterval(interval);
  network.engine.requireTheory('counting pieces');
  return { network, layers: storedLayers(argument, network), lo, hi, segment };
}

function checkInterval(interval: unknown): readonly [number, number] {
  if (!Array.isArray(interval) || interval.length !== 2) throw new ArgumentError('interval', 'two numbers: [lo, hi]', interval);
  const lo = finite('interval[0]', interval[0]);
  const hi = finite('interval[1]', interval[1]);
  if (!(lo < hi)) throw new ArgumentError('interval[1]', `a number above interval[0], ${lo}`, hi);
  return [lo, hi];
}

function checkIsNetwork(argument: string, network: unknown): asserts network is Network {
  if (!(network instanceof Network)) throw new ArgumentError(argument, 'a Network, or a segment of one', network);
}

/** The layers as the engine has them, alpha in the network's own precision; refuses a weight that is no number. */
function storedLayers(argument: string, network: Network): readonly Layer[] {
  return network.layers.map((layer, index) => {
    const { data, columns } = layer.weights;
    const bad = (values: FloatArray | readonly number[]) => values.findIndex((value) => !Number.isFinite(value));
    const weight = bad(data);
    if (weight >= 0) {
      const [row, column] = [Math.floor(weight / columns), weight % columns];
      throw new ArgumentError(`${argument}.layers[${index}].weights[${row}][${column}]`, 'a finite number', data[weight]);
    }
    const bias = bad(layer.bias);
    if (bias >= 0) throw new ArgumentError(`${argument}.layers[${index}].bias[${bias}]`, 'a finite number', layer.bias[bias]);
    return { ...layer, alpha: network.precision === 'f32' ? Math.fround(layer.alpha) : layer.alpha };
  });
}

/** Where a piece ends, exactly. */
export type Point = Rational;
