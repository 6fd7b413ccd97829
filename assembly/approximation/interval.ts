/**
 * Intervals (low, high) in the two lanes of a vector, rounded outwards: the result of an operation holds every value that it has on its operands.
 *
 * An operation rounded to nearest is off by half a unit in the last place: results are widened by a whole one, 2^-52 of themselves, and products by
 * 1e-300 too, for those that underflow. Exact zeros stay exact. What is not known, or not defined, is NaN at both ends; every question here is answered "no" then.
 * The elementary functions of `elementary.ts` are within 2 units in the last place where they were measured (docs/accuracy.md); 16 are allowed.
 */
const UNIT: f64 = 2.220446049250313e-16; // 2^-52
const UNDERFLOW: f64 = 1e-300;

/** What counts as finite. */
const HUGE: f64 = 1e100;

export class Interval {
  @inline static low(a: v128): f64 {
    return f64x2.extract_lane(a, 0);
  }

  @inline static high(a: v128): f64 {
    return f64x2.extract_lane(a, 1);
  }

  @inline static unknown(): v128 {
    return f64x2.splat(NaN);
  }

  /** 1 or -1 if all of it is above or below 0, else 0. */
  static sign(a: v128): i32 {
    if (Interval.low(a) > 0 && Interval.high(a) > 0) return 1;
    return Interval.low(a) < 0 && Interval.high(a) < 0 ? -1 : 0;
  }

  /** Largest |a|. */
  static magnitude(a: v128): f64 {
    return max(abs(Interval.low(a)), abs(Interval.high(a)));
  }

  static isFinite(a: v128): bool {
    return Interval.magnitude(a) <= HUGE;
  }

  /** By this many units in the last place at both ends. */
  @inline static widened(a: v128, units: f64): v128 {
    return f64x2.add(a, f64x2.mul(f64x2.abs(a), f64x2(-UNIT * units, UNIT * units)));
  }

  /** A value of an elementary function, which may have underflowed. */
  static rounded(a: v128): v128 {
    return f64x2.add(Interval.widened(a, 16), f64x2(-UNDERFLOW, UNDERFLOW));
  }

  static neg(a: v128): v128 {
    return f64x2.sub(f64x2.splat(0), swapped(a)); // 0 stays 0
  }

  static add(a: v128, b: v128): v128 {
    if (!v128.any_true(a)) return b;
    return v128.any_true(b) ? Interval.widened(f64x2.add(a, b), 1) : a;
  }

  static mul(a: v128, b: v128): v128 {
    const straight = f64x2.mul(a, b);
    const crossed = f64x2.mul(a, swapped(b));
    if (!v128.any_true(a) || !v128.any_true(b)) return f64x2.add(straight, crossed); // 0, or NaN
    const least = f64x2.min(straight, crossed);
    const most = f64x2.max(straight, crossed);
    const ends = f64x2(min(Interval.low(least), Interval.high(least)), max(Interval.low(most), Interval.high(most)));
    return f64x2.add(Interval.widened(ends, 1), f64x2(-UNDERFLOW, UNDERFLOW));
  }

  static div(a: v128, b: v128): v128 {
    if (Interval.sign(b) == 0) return Interval.unknown();
    return Interval.mul(a, Interval.widened(f64x2.div(f64x2.splat(1), swapped(b)), 1));
  }

  /** Times a number that is not negative. */
  static times(a: v128, factor: f64): v128 {
    return v128.any_true(a) ? Interval.widened(f64x2.mul(a, f64x2.splat(factor)), 1) : a;
  }

  /** Divided by a number above 0. */
  static over(a: v128, divisor: f64): v128 {
    return v128.any_true(a) ? f64x2.add(Interval.widened(f64x2.div(a, f64x2.splat(divisor)), 1), f64x2(-UNDERFLOW, UNDERFLOW)) : a;
  }

  /** No lower than 0: for what is a square. */
  static nonNegative(a: v128): v128 {
    return f64x2.max(a, f64x2.splat(0));
  }

  /** From -|a| to |a|. */
  static symmetric(a: v128): v128 {
    const most = Interval.magnitude(a);
    return f64x2(-most, most);
  }

  /** All values within `spread` of m. */
  static about(m: f64, spread: f64): v128 {
    return Interval.widened(f64x2(m - spread, m + spread), 1);
  }
}

function swapped(a: v128): v128 {
  return i8x16.shuffle(a, a, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
}
