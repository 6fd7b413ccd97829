/**
 * Scalar double-double arithmetic: a number is high + low with |low| at most half a unit in the last place of high, about 106 bits. Numbers carry
 * a bound of their absolute error along; the bound 0 says that the number is exact, and what is exact in and loses nothing is exact out.
 * Results of two words are left in `high` and `low`. No operand but 0 is outside RANGE, so that no product loses bits below the smallest normal number.
 * Sources: Dekker 1971 (product), Knuth (sum); each operation here is within 2^-100 of its operands' magnitude, and 2^-98 is what is charged.
 */

/** Magnitudes from SMALLEST to LARGEST, and zero, are safe to multiply. */
export const SMALLEST: f64 = 1e-90;
export const LARGEST: f64 = 1e90;
/** Bounds are squared: no bound but 0 is below this. */
export const LEAST_BOUND: f64 = 1e-150;
/** 2^-98 */
export const ROUNDING: f64 = 3.1554436208840472e-30;
/** Bounds are computed by rounding arithmetic: each is raised by this. */
export const UP: f64 = 1.0000001;
/** What compareProducts returns where the bounds do not tell. */
export const AMBIGUOUS: i32 = 2;

export let high: f64 = 0;
export let low: f64 = 0;

export function setResult(x: f64, xLow: f64): void {
  high = x;
  low = xLow;
}

export function outside(x: f64): bool {
  return !(abs(x) <= LARGEST) || (abs(x) < SMALLEST && x != 0);
}

/** a + b, exactly. */
export function sum(a: f64, b: f64): void {
  high = a + b;
  const part = high - a;
  low = a - (high - part) + (b - part);
}

/** a * b, exactly. */
export function product(a: f64, b: f64): void {
  let t = a * 134217729; // 2^27 + 1
  const aHigh = t - (t - a);
  const aLow = a - aHigh;
  t = b * 134217729;
  const bHigh = t - (t - b);
  const bLow = b - bHigh;
  high = a * b;
  low = aHigh * bHigh - high + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** (a + aLow) (b + bLow) */
function multiply(a: f64, aLow: f64, b: f64, bLow: f64): void {
  product(a, b);
  sum(high, low + (a * bLow + aLow * b));
}

/** (a + aLow) - (b + bLow) */
export function subtract(a: f64, aLow: f64, b: f64, bLow: f64): void {
  sum(a, -b);
  const rest = low;
  sum(high, rest + (aLow - bLow));
}

/** The bound of such a difference, from the bounds of its operands; low words of zero make it exact. */
export function subtractionBound(a: f64, aLow: f64, aBound: f64, b: f64, bLow: f64, bBound: f64): f64 {
  const bound = aBound + bBound;
  return aLow == 0 && bLow == 0 ? bound : bound + ROUNDING * (abs(a) + abs(b));
}

/** The sign of a b - c d, each with its bound; AMBIGUOUS where the bounds leave it open. */
export function compareProducts(
  a: f64,
  aLow: f64,
  aBound: f64,
  b: f64,
  bLow: f64,
  bBound: f64,
  c: f64,
  cLow: f64,
  cBound: f64,
  d: f64,
  dLow: f64,
  dBound: f64,
): i32 {
  multiply(a, aLow, b, bLow);
  const left = high;
  const leftLow = low;
  multiply(c, cLow, d, dLow);
  const right = high;
  const rightLow = low;
  const difference = left - right + (leftLow - rightLow);
  let bound = abs(a) * bBound + abs(b) * aBound + aBound * bBound + (abs(c) * dBound + abs(d) * cBound + cBound * dBound);
  if (bound == 0 && aLow == 0 && bLow == 0 && cLow == 0 && dLow == 0) {
    // Both products are exact. Where the high words differ, the low ones make up for at most all of it: the sign is never wrong, but 0 may be rounded.
    if (difference == 0 && (left != right || leftLow != rightLow)) return AMBIGUOUS;
    return <i32>(difference > 0) - <i32>(difference < 0);
  }
  bound = (bound + ROUNDING * (abs(left) + abs(right))) * UP;
  if (abs(difference) > bound) return difference > 0 ? 1 : -1;
  return bound == 0 ? 0 : AMBIGUOUS;
}

/**
 * (a B + b A) / (A + B) for positive A, B: what goes straight from a to b, where something else passes 0 on its way from -A to B (or A to -B).
 * Returns whether that is exact, given that the operands are.
 */
export function between(a: f64, aLow: f64, b: f64, bLow: f64, A: f64, ALow: f64, B: f64, BLow: f64): bool {
  product(a, B);
  const left = high;
  const leftLow = low;
  product(b, A);
  const right = high;
  const rightLow = low;
  sum(left, right);
  const rest = low;
  let exact = aLow == 0 && bLow == 0 && ALow == 0 && BLow == 0 && leftLow == 0 && rightLow == 0;
  sum(high, rest + (leftLow + rightLow + (a * BLow + aLow * B + (b * ALow + bLow * A))));
  const top = high;
  const topLow = low;
  sum(A, B);
  exact = exact && low == 0;
  const bottomLow = low + (ALow + BLow);
  const bottom = high;
  return divide(top, topLow, bottom, bottomLow) && exact;
}

/** (a + aLow) / (b + bLow). Returns whether the quotient is exactly `high`, where b has no low word. */
export function divide(a: f64, aLow: f64, b: f64, bLow: f64): bool {
  const quotient = a / b;
  product(quotient, b);
  const exact = a == high && aLow == low && bLow == 0;
  const remainder = a - high - low + aLow - quotient * bLow;
  sum(quotient, remainder / b);
  return exact;
}

/** Whether high + low, with an error up to `bound`, rounds to `high` wherever it is. */
export function roundsTo(x: f64, xLow: f64, bound: f64): bool {
  if (bound == 0) return true;
  const reach = bound * UP + abs(xLow) * 1e-15;
  return x + (xLow + reach) == x && x + (xLow - reach) == x;
}
