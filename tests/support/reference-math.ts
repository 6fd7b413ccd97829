import { DoubleDouble } from './double-double.js';

/**
 * The functions of assembly/math to about 100 bits, by other methods than the engine's: Taylor series, Newton's iteration, a continued
 * fraction, and for the reduction of angles whole numbers. Arguments are finite.
 */

const one = new DoubleDouble(1);
const two = new DoubleDouble(2);
const zero = new DoubleDouble(0);
const ln2 = new DoubleDouble(Math.LN2, 2.3190468138462996e-17);
const sqrtPi = new DoubleDouble(1.772453850905516, -7.666586499825799e-17);
const twoOverSqrtPi = new DoubleDouble(1.1283791670955126, 1.533545961316588e-17);

/** floor(2^1280 pi) */
const piBits = BigInt(
  '0x3243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89452821e638d01377be5466cf34e90c6cc0ac29b7c97c5' +
    '0dd3f84d5b5b54709179216d5d98979fb1bd1310ba698dfb5ac2ffd72dbd01adfb7b8e1afed6a267e96ba7c9045f12c7f9924a19947b39' +
    '16cf70801f2e2858efc16636920d871574e69a458fea3f4933d7e0d95748f728eb658718bcd5882154aee7b54a41dc25a59b5',
);

const reciprocals = Array.from({ length: 200 }, (_, k) => one.over(new DoubleDouble(k)));

/** sum of x^k / k! for k = 1, 2, ... in steps of `stride`, from `start`, with alternating signs if asked. */
const taylor = (x: DoubleDouble, start: number, stride: number, alternate: boolean): DoubleDouble => {
  let term = one;
  let sum = zero;
  for (let k = 1; k < 200; k++) {
    term = term.times(x).times(reciprocals[k]!);
    if (k < start || (k - start) % stride !== 0) continue;
    const next = sum.plus(alternate && ((k - start) / stride) % 2 === 1 ? term.negated : term);
    if (k > start + 8 && next.high === sum.high && next.low === sum.low) return next;
    if (term.high === 0) return next;
    sum = next;
  }
  return sum;
};

/** x = n ln 2 + r */
const reduced = (x: DoubleDouble) => {
  const n = Math.max(-1e6, Math.min(1e6, Math.round(x.toNumber() / Math.LN2)));
  // so far out only the exponent counts, and it says 0 or infinity
  return { n, r: Math.abs(n) > 1e5 ? zero : x.minus(ln2.times(new DoubleDouble(n))) };
};

export const exp = (x: DoubleDouble): DoubleDouble => {
  const { n, r } = reduced(x);
  return one.plus(taylor(r, 1, 1, false)).shifted(n);
};

export const expm1 = (x: DoubleDouble): DoubleDouble => {
  const { n, r } = reduced(x);
  if (n === 0) return taylor(x, 1, 1, false);
  return one
    .plus(taylor(r, 1, 1, false))
    .shifted(n)
    .minus(one);
};

/** x > -1; one Newton step from the nearest double squares its error. */
export const log1p = (x: DoubleDouble): DoubleDouble => {
  const size = x.toNumber();
  if (size > 2 ** 300) {
    const half = Math.floor(Math.log2(size));
    return log1p(x.shifted(-half).minus(one)).plus(ln2.times(new DoubleDouble(half)));
  }
  const start = DoubleDouble.from(Math.log1p(size));
  if (size > 1) return start.plus(one.plus(x).times(exp(start.negated)).minus(one));
  const back = expm1(start.negated);
  return start.plus(x.plus(back).plus(x.times(back)));
};

export const tanh = (x: DoubleDouble): DoubleDouble => {
  const m = expm1(x.shifted(1));
  return x.toNumber() > 300 ? one : m.over(m.plus(two));
};

/** 2/sqrt(pi) e^(-x^2) times the sum of 2^n x^(2n+1) / (2n+1)!!, whose terms are all of one sign. */
export const erf = (x: DoubleDouble): DoubleDouble => {
  if (Math.abs(x.toNumber()) > 7) return x.high < 0 ? one.negated : one;
  const square = x.times(x);
  let term = x;
  let sum = x;
  for (let k = 1; k < 400; k++) {
    term = term
      .times(square)
      .times(two)
      .over(new DoubleDouble(2 * k + 1));
    const next = sum.plus(term);
    if (next.high === sum.high && next.low === sum.low) break;
    sum = next;
  }
  return twoOverSqrtPi.times(exp(square.negated)).times(sum);
};

/** 1 - erf x; from 2.5 on by Laplace's continued fraction, which keeps relative accuracy. */
export const erfc = (x: DoubleDouble): DoubleDouble => {
  const size = x.toNumber();
  if (size < 2.5) return one.minus(erf(x));
  let fraction = x;
  for (let k = size < 5 ? 160 : 60; k > 0; k--) fraction = x.plus(new DoubleDouble(k / 2).over(fraction));
  return exp(x.times(x).negated).over(sqrtPi.times(fraction));
};

/** The quadrant of x and what is left of it, |r| <= pi/4: exact in whole numbers of 2^-1200. */
const quarterTurns = (x: number) => {
  if (Math.abs(x) < 0.75) return { quadrant: 0, r: DoubleDouble.from(x) };
  const exponent = Math.floor(Math.log2(Math.abs(x))) - 60;
  // x = mantissa 2^exponent with a whole mantissa
  const mantissa = BigInt(Math.abs(x) * 2 ** -exponent);
  const width = 1200n;
  const unit = width + BigInt(exponent);
  const value = unit >= 0n ? mantissa << unit : mantissa >> -unit;
  const quarter = piBits >> (1280n - width + 1n);
  let turns = value / quarter;
  let rest = value - turns * quarter;
  if (rest * 2n > quarter) {
    turns += 1n;
    rest = value - turns * quarter;
  }
  // the part of pi below 2^-1200 counts once it is multiplied by the turns
  rest -= (turns * (piBits - (quarter << (1280n - width + 1n)))) >> (1280n - width + 1n);
  if (x < 0) {
    turns = -turns;
    rest = -rest;
  }
  return { quadrant: Number(((turns % 4n) + 4n) % 4n), r: fromFixed(rest, Number(width)) };
};

/** value * 2^-width as the sum of two doubles. */
const fromFixed = (value: bigint, width: number): DoubleDouble => {
  const size = value < 0n ? -value : value;
  const bits = size.toString(2).length;
  const shift = Math.max(0, bits - 106);
  const kept = size >> BigInt(shift);
  const low = kept & ((1n << 53n) - 1n);
  const sum = new DoubleDouble(Number(kept - low)).plus(new DoubleDouble(Number(low))).shifted(shift - width);
  return value < 0n ? sum.negated : sum;
};

const sinCos = (x: number, turn: number): DoubleDouble => {
  const { quadrant, r } = quarterTurns(x);
  const phase = (quadrant + turn) % 4;
  const value = phase % 2 === 0 ? taylor(r, 1, 2, true) : one.minus(taylor(r, 2, 2, true));
  return phase < 2 ? value : value.negated;
};

export const sin = (x: number): DoubleDouble => sinCos(x, 0);
export const cos = (x: number): DoubleDouble => sinCos(x, 1);
