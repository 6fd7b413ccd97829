/**
 * The pieces of a network on all of R. Far out on either side nothing changes any more: there every unit is one affine function for good, and which
 * one follows from its signs at infinity, layer by layer, in exact arithmetic. The roots of these functions at the activations' knots say how far out
 * is far enough. What lies between is counted as on any interval.
 */
import { EngineError } from '../engine/errors.js';
import { bitLength, dyadic, lowestExponent, scaled } from './dyadic.js';
import { countPieces, type Pieces, type PiecesOptions } from './pieces.js';
import { type ActivationPieces, activationPieces, checkTask, type PiecewiseLinear, type Task } from './piecewise.js';

/** The values of a layer's units as affine functions (slope y + offset) / scale of the distance y from 0, on one side of it. */
interface Ray {
  slopes: bigint[];
  offsets: bigint[];
}

/**
 * The pieces on all of R, as those of an interval [-reach, reach] beyond which no unit bends: the first and the last piece go on for ever.
 *
 * @throws {ArgumentError} as `countPieces`.
 * @throws {EngineError} as `countPieces`, and `too-large` where the network bends, or might bend, beyond the largest double.
 */
export function countPiecesOnLine(network: PiecewiseLinear, options: PiecesOptions = {}): Pieces {
  const reach = 2 ** reachExponent(checkTask('network', network, [-1, 1]));
  if (reach === Number.POSITIVE_INFINITY) throw new EngineError('too-large', 'the network may bend beyond the largest double; count on an interval');
  return countPieces(network, [-reach, reach], options);
}

/** An exponent e, at least 0, such that every unit is affine from 2^e on and up to -2^e. */
function reachExponent(task: Task): number {
  const { rays, scale: first } = start(task);
  let scale = first;
  let exponent = 0;
  for (const { weights, bias, activation, alpha } of task.layers) {
    const shift = Math.max(shiftFor(weights.data), shiftFor(bias));
    const factors = Array.from(weights.data, (weight) => integer(weight, shift));
    const summands = Array.from(bias, (value) => integer(value, shift) * scale);
    scale <<= BigInt(shift);
    const pieces = activationPieces(activation, alpha);
    for (const ray of rays) {
      applyWeights(ray, factors, summands);
      exponent = Math.max(exponent, activate(ray, pieces, scale));
    }
    scale = withoutCommonTwos(rays, scale * pieces.denominator);
  }
  return exponent;
}

/** The inputs to the right and to the left of 0, as functions of the distance from it. */
function start({ segment }: Task): { readonly rays: readonly Ray[]; readonly scale: bigint } {
  const shift = segment === undefined ? 0 : -lowestExponent([...segment.from, ...segment.to]);
  const offsets = segment === undefined ? [0n] : Array.from(segment.from, (value) => scaled(value, shift));
  const slopes = segment === undefined ? [1n] : Array.from(segment.to, (value, index) => scaled(value, shift) - offsets[index]!);
  return {
    rays: [
      { slopes, offsets },
      { slopes: slopes.map((slope) => -slope), offsets },
    ],
    scale: 1n << BigInt(shift),
  };
}

/** At least 0, and such that every value times 2^shift is an integer: at most 53 more than the least of them needs. */
function shiftFor(values: ArrayLike<number>): number {
  let least = 1;
  for (let index = 0; index < values.length; index++) {
    const size = Math.abs(values[index]!);
    if (size !== 0 && size < least) least = size;
  }
  const { mantissa, exponent } = dyadic(least);
  return Math.min(1074, 53 - exponent - bitLength(mantissa)); // 52 places below its highest bit
}

/** value 2^shift, by a product of doubles as long as that is one. */
function integer(value: number, shift: number): bigint {
  const product = value * 2 ** shift;
  return shift < 1024 && Number.isFinite(product) ? BigInt(product) : scaled(value, shift);
}

function applyWeights(ray: Ray, factors: readonly bigint[], summands: readonly bigint[]): void {
  const { slopes, offsets } = ray;
  const inputs = slopes.length;
  const alive = [...slopes.keys()].filter((input) => slopes[input] !== 0n || offsets[input] !== 0n);
  const sum = (values: readonly bigint[], unit: number, from: bigint) =>
    alive.reduce((total, input) => total + factors[unit * inputs + input]! * values[input]!, from);
  ray.slopes = summands.map((_, unit) => sum(slopes, unit, 0n));
  ray.offsets = summands.map((summand, unit) => sum(offsets, unit, summand));
}

/** Puts every unit on the segment of the activation that it ends up on; from 2^result on, each is there. */
function activate(ray: Ray, { knots, segments }: ActivationPieces, scale: bigint): number {
  let exponent = 0;
  for (const [unit, slope] of ray.slopes.entries()) {
    const offset = ray.offsets[unit]!;
    let place = 0;
    for (const knot of knots) {
      const above = offset - knot * scale;
      if (slope > 0n || (slope === 0n && above > 0n)) place++;
      // the knot is passed at -above / slope, if at all: below 2^(bits of above - bits of slope + 1)
      if (slope > 0n !== above > 0n && slope !== 0n) exponent = Math.max(exponent, bits(above) - bits(slope) + 1);
    }
    const segment = segments[place]!;
    ray.slopes[unit] = segment.slope * slope;
    ray.offsets[unit] = segment.slope * offset + segment.offset * scale;
  }
  return exponent;
}

const bits = (value: bigint): number => bitLength(value < 0n ? -value : value);

/** Takes the twos out that all numbers have in common, so that they do not grow without need. */
function withoutCommonTwos(rays: readonly Ray[], scale: bigint): bigint {
  let all = scale;
  for (const { slopes, offsets } of rays) for (const value of [...slopes, ...offsets]) all |= value;
  const zeros = BigInt(bitLength(all & -all) - 1);
  for (const ray of rays) {
    ray.slopes = ray.slopes.map((value) => value >> zeros);
    ray.offsets = ray.offsets.map((value) => value >> zeros);
  }
  return scale >> zeros;
}
