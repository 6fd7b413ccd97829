/**
 * Numbers of about 106 bits, the unevaluated sum of two doubles (Dekker 1971), with a binary exponent of their own, so that nothing
 * on the way to a result overflows or underflows: (high + low) * 2^exponent. The oracle for double precision.
 */
export class DoubleDouble {
  constructor(
    readonly high: number,
    readonly low = 0,
    readonly exponent = 0,
  ) {}

  /** Exactly x; the extremes are brought near 1, where products of parts are exact. */
  static from(x: number): DoubleDouble {
    const size = Math.abs(x);
    if (size > 2 ** 400) return new DoubleDouble(x * 2 ** -600, 0, 600);
    if (size < 2 ** -400 && x !== 0) return new DoubleDouble(x * 2 ** 600, 0, -600);
    return new DoubleDouble(x);
  }

  get negated(): DoubleDouble {
    return new DoubleDouble(-this.high, -this.low, this.exponent);
  }

  /** The nearest double, or a neighbour of it; below the least normal it is rounded twice. */
  toNumber(): number {
    return scale(this.high + this.low, this.exponent);
  }

  /** This times 2^k. */
  shifted(k: number): DoubleDouble {
    return new DoubleDouble(this.high, this.low, this.exponent + k);
  }

  plus(that: DoubleDouble): DoubleDouble {
    if (this.high === 0) return that;
    if (that.high === 0) return this;
    const gap = that.exponent - this.exponent;
    if (gap > 0) return that.plus(this);
    const factor = gap < -1000 ? 0 : 2 ** gap;
    const b = that.high * factor;
    const sum = this.high + b;
    const part = sum - this.high;
    const error = this.high - (sum - part) + (b - part);
    const d = that.low * factor;
    const lows = this.low + d;
    const lowPart = lows - this.low;
    const lowError = this.low - (lows - lowPart) + (d - lowPart);
    const high = sum + (error + lows);
    const rest = sum - high + (error + lows) + lowError;
    return renormalized(high, rest, this.exponent);
  }

  minus(that: DoubleDouble): DoubleDouble {
    return this.plus(that.negated);
  }

  times(that: DoubleDouble): DoubleDouble {
    const product = this.high * that.high;
    const error = productError(this.high, that.high, product) + (this.high * that.low + this.low * that.high);
    return renormalized(product, error, this.exponent + that.exponent);
  }

  over(that: DoubleDouble): DoubleDouble {
    const first = new DoubleDouble(this.high / that.high, 0, this.exponent - that.exponent);
    const left = this.minus(that.times(first));
    const second = new DoubleDouble(left.high / that.high, 0, left.exponent - that.exponent);
    const rest = left.minus(that.times(second));
    return first.plus(second).plus(new DoubleDouble(rest.high / that.high, 0, rest.exponent - that.exponent));
  }
}

/** x * 2^k for any integer k, rounded once unless the result is subnormal. */
export const scale = (x: number, k: number): number => {
  let y = x;
  let left = Math.max(-3000, Math.min(3000, k));
  while (left > 1000) {
    y *= 2 ** 1000;
    left -= 1000;
  }
  while (left < -1000) {
    y *= 2 ** -1000;
    left += 1000;
  }
  return y * 2 ** left;
};

const renormalized = (high: number, low: number, exponent: number) => {
  const sum = high + low;
  const rest = low - (sum - high);
  const size = Math.abs(sum);
  if (size < 2 ** 300 && size > 2 ** -300) return new DoubleDouble(sum, rest, exponent);
  if (sum === 0) return new DoubleDouble(0);
  const shift = size > 1 ? -300 : 300;
  return new DoubleDouble(sum * 2 ** shift, rest * 2 ** shift, exponent - shift);
};

/** a * b - product, exactly (Veltkamp's splitting). */
const productError = (a: number, b: number, product: number) => {
  const ta = 134217729 * a;
  const aHigh = ta - (ta - a);
  const aLow = a - aHigh;
  const tb = 134217729 * b;
  const bHigh = tb - (tb - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
};
