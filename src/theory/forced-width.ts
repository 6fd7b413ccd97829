import { finite, integer } from '../engine/check.js';
import { rational } from './rational.js';

/** The least width of equal layers that the theorems leave possible. */
export interface ForcedWidth {
  /** By the lecture's error bound, (1/16)(1 - kappa / 2^D), and its bound on the pieces, 2^H w^H. */
  readonly lecture: bigint;
  /** By (1/8)(1 - kappa / 2^D) or (1/4)(1 - 2 (kappa - 1) / 2^D), whichever asks for more pieces, and the sharp (w + 1)^H. */
  readonly sharp: bigint;
  /** The least number of units in layers of any widths, by the same. */
  readonly units: bigint;
}

/** How wide `layers` equal hidden layers must be for an L1 distance of at most `error` from the triangle wave of a depth. Exact. */
export function forcedWidth(depth: number, layers: number, error: number): ForcedWidth {
  integer('depth', depth, 1, 10_000);
  integer('layers', layers, 1, 1000);
  finite('error', error, 'a number from 0 to below 1/4', (x) => x >= 0 && x < 0.25);
  const { numerator, denominator } = rational(error);
  const segments = 1n << BigInt(depth);
  /** The least kappa with kappa >= offset + segments (1 - factor error) / divisor, and at least 1. */
  const pieces = (factor: bigint, divisor = 1n, offset = 0n) => {
    const share = denominator - factor * numerator;
    return share <= 0n ? 1n : offset + ceiling(segments * share, denominator * divisor);
  };
  const corrected = pieces(8n);
  const windows = pieces(4n, 2n, 1n);
  const needed = corrected > windows ? corrected : windows;
  const cuts = most(ceilingRoot(needed, layers), 2n); // width + 1
  return { lecture: ceiling(ceilingRoot(pieces(16n), layers), 2n), sharp: cuts - 1n, units: leastUnits(needed, cuts, layers) };
}

/** Widths that differ by 1 at most have the largest product for their sum: as many of the smaller as the product allows. */
function leastUnits(needed: bigint, cuts: bigint, layers: number): bigint {
  let smaller = 0;
  while (smaller < layers && cuts > 2n && (cuts - 1n) ** BigInt(smaller + 1) * cuts ** BigInt(layers - smaller - 1) >= needed) smaller++;
  return BigInt(layers) * (cuts - 1n) - BigInt(smaller);
}

/** The least integer whose power is at least the value, by bisection. */
export function ceilingRoot(value: bigint, power: number): bigint {
  let low = 0n;
  let high = 1n;
  while (high ** BigInt(power) < value) high *= 2n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** BigInt(power) < value) low = middle;
    else high = middle;
  }
  return high;
}

const ceiling = (dividend: bigint, divisor: bigint): bigint => (dividend + divisor - 1n) / divisor;
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
