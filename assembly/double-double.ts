/**
 * Numbers of about 106 bits as unevaluated sums high + low of two doubles, |low| at most half a unit in the last place of high (Dekker 1971).
 *
 * The result of an operation stands in the static fields, since AssemblyScript functions return one value. Relative error at most
 * 2^-104 (Joldes, Muller and Popescu, "Tight and rigorous error bounds for basic building blocks of double-word arithmetic", 2017), as long as no part
 * overflows: |x| below 2^996 in a product.
 */
export class DoubleDouble {
  static high: f64 = 0;
  static low: f64 = 0;

  /** a + b for |a| >= |b| or a = 0. */
  @inline static setOrdered(a: f64, b: f64): void {
    const sum = a + b;
    DoubleDouble.low = b - (sum - a);
    DoubleDouble.high = sum;
  }

  /** a + b, exactly. */
  @inline static setSum(a: f64, b: f64): void {
    const sum = a + b;
    const part = sum - a;
    DoubleDouble.low = a - (sum - part) + (b - part);
    DoubleDouble.high = sum;
  }

  /** a b, exactly (Veltkamp's splitting; there is no fused multiply-add). */
  static setProduct(a: f64, b: f64): void {
    const product = a * b;
    const aWide = 134217729 * a; // 2^27 + 1
    const aHigh = aWide - (aWide - a);
    const aLow = a - aHigh;
    const bWide = 134217729 * b;
    const bHigh = bWide - (bWide - b);
    const bLow = b - bHigh;
    DoubleDouble.low = aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
    DoubleDouble.high = product;
  }

  /** Adds (high, low). */
  static add(high: f64, low: f64): void {
    const lows = DoubleDouble.low;
    DoubleDouble.setSum(DoubleDouble.high, high);
    const sum = DoubleDouble.high;
    const error = DoubleDouble.low;
    DoubleDouble.setSum(lows, low);
    const rest = DoubleDouble.low;
    DoubleDouble.setOrdered(sum, error + DoubleDouble.high);
    DoubleDouble.setOrdered(DoubleDouble.high, rest + DoubleDouble.low);
  }

  /** Multiplies by (high, low). */
  static multiply(high: f64, low: f64): void {
    const cross = DoubleDouble.high * low + DoubleDouble.low * high;
    DoubleDouble.setProduct(DoubleDouble.high, high);
    DoubleDouble.setOrdered(DoubleDouble.high, DoubleDouble.low + cross);
  }
}
