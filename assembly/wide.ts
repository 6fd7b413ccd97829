import { DoubleDouble } from "./double-double";

/**
 * A number of about 100 bits in memory, high + low, changed in place: the few elementary functions that the activations' true values need, by plain series. Relative error below 2^-90
 * for arguments up to a few hundred in size; nothing may overflow or come near 2^-900.
 */
@unmanaged
export class Wide {
  high: f64;
  low: f64;

  /** The i-th number of a block. */
  @inline static at(block: usize, i: i32): Wide {
    return changetype<Wide>(block + ((<usize>i) << 4));
  }

  set(high: f64, low: f64 = 0): Wide {
    this.high = high;
    this.low = low;
    return this;
  }

  copy(y: Wide): Wide {
    return this.set(y.high, y.low);
  }

  negate(): Wide {
    return this.set(-this.high, -this.low);
  }

  /** Times a power of two. */
  scale(power: f64): Wide {
    return this.set(this.high * power, this.low * power);
  }

  plus(high: f64, low: f64 = 0): Wide {
    this.load();
    DoubleDouble.add(high, low);
    return this.store();
  }

  times(high: f64, low: f64 = 0): Wide {
    this.load();
    DoubleDouble.multiply(high, low);
    return this.store();
  }

  add(y: Wide): Wide {
    return this.plus(y.high, y.low);
  }

  multiply(y: Wide): Wide {
    return this.times(y.high, y.low);
  }

  /** Three quotients of doubles, each of what the ones before leave. */
  over(high: f64, low: f64 = 0): Wide {
    const first = this.high / high;
    this.subtractProduct(high, low, first);
    const second = this.high / high;
    this.subtractProduct(high, low, second);
    const third = this.high / high;
    return this.set(first).plus(second).plus(third);
  }

  divide(y: Wide): Wide {
    return this.over(y.high, y.low);
  }

  /** e^x - 1, with a work number: the series at x / 256 after whole powers of two, then m (m + 2) eight times. */
  expm1(work: Wide): Wide {
    const n = nearest(this.high * 1.4426950408889634); // 1 / ln 2
    work.set(0.6931471805599453, 2.3190468138462996e-17).times(n); // ln 2
    this.plus(-work.high, -work.low).scale(0.00390625);
    const r = this.high;
    const rest = this.low;
    this.set(0);
    for (let k = 11; k > 0; k--)
      this.plus(1)
        .times(r, rest)
        .over(<f64>k);
    for (let doubling = 0; doubling < 8; doubling++) {
      work.copy(this).plus(2);
      this.multiply(work);
    }
    if (n == 0) return this;
    return this.plus(1)
      .scale(power(<i32>n))
      .plus(-1);
  }

  /** e^x */
  exp(work: Wide): Wide {
    const n = nearest(this.high * 1.4426950408889634);
    work.set(0.6931471805599453, 2.3190468138462996e-17).times(n);
    this.plus(-work.high, -work.low); // |x| <= ln 2 / 2: expm1 takes no power of two off
    return this.expm1(work)
      .plus(1)
      .scale(power(<i32>n));
  }

  /** ln(1 + x) for 0 < x <= 1: 2 artanh(x / (2 + x)), whose argument is at most 1/3. */
  log1p(work: Wide, square: Wide): Wide {
    work.copy(this).plus(2);
    this.divide(work);
    square.copy(this).multiply(this);
    work.set(0);
    for (let k = 65; k > 0; k -= 2) {
      work.multiply(square);
      const high = work.high;
      const low = work.low;
      work
        .set(1)
        .over(<f64>k)
        .plus(high, low);
    }
    return this.multiply(work).scale(2);
  }

  private load(): void {
    DoubleDouble.high = this.high;
    DoubleDouble.low = this.low;
  }

  private store(): Wide {
    return this.set(DoubleDouble.high, DoubleDouble.low);
  }

  private subtractProduct(high: f64, low: f64, factor: f64): void {
    const ownHigh = this.high;
    const ownLow = this.low;
    this.set(high, low).times(-factor).plus(ownHigh, ownLow);
  }
}

/** 2^n for n to 1023; 2^-1022 for n below -1022. */
export function power(n: i32): f64 {
  return reinterpret<f64>((<u64>(max(n, -1022) + 1023)) << 52);
}
