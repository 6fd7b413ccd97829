import { DoubleDouble, scale } from './double-double.js';
import type { Precision } from './engines.js';

const formats = {
  f32: { digits: 24, least: -126, most: 127 },
  f64: { digits: 53, least: -1022, most: 1023 },
} as const;

/**
 * Error in units in the last place of the precision at the true value (a subnormal's unit is the least subnormal number).
 * Infinity where the two are of different kinds: NaN or not, the wrong zero, a zero of the wrong sign. An overflow counts as the power
 * of two that it stands for.
 */
export const ulpError = (given: number, truth: DoubleDouble | number, precision: Precision, floor = 0): number => {
  const { digits, least, most } = formats[precision];
  const t = typeof truth === 'number' ? (Number.isFinite(truth) ? DoubleDouble.from(truth) : undefined) : truth;
  if (t === undefined) return Object.is(given, truth) ? 0 : Number.POSITIVE_INFINITY;
  if (Number.isNaN(given) || Number.isNaN(t.high)) return Number.isNaN(given) === Number.isNaN(t.high) ? 0 : Number.POSITIVE_INFINITY;
  if (t.high === 0) return Object.is(given, t.high) || (floor > 0 && given === 0) ? 0 : Number.POSITIVE_INFINITY;
  if (given === 0 && floor === 0 && Object.is(given, -0) !== t.high < 0) return Number.POSITIVE_INFINITY;
  const binade = binadeOf(t.high) + t.exponent;
  if (binade > most) return given === (t.high < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) ? 0 : Number.POSITIVE_INFINITY;
  const unit = Math.max(binade, least, floor > 0 ? binadeOf(floor) : least) - digits + 1;
  const shifted = Number.isFinite(given) ? scale(given, -unit) : Math.sign(given) * 2 ** (most + 1 - unit);
  return Math.abs(shifted - scale(t.high, t.exponent - unit) - scale(t.low, t.exponent - unit));
};

/** floor(log2 |x|) of a normal number. */
const binadeOf = (x: number): number => {
  word[0] = x;
  return ((bits[1]! >>> 20) & 0x7ff) - 1023;
};
const word = new Float64Array(1);
const bits = new Int32Array(word.buffer);
