/** The elementary functions of formulas, of numbers (T = f64) and of intervals (T = v128, see interval.ts). */
import { Call } from "../math/call";
import { Trigonometric } from "../math/sin";
import { Tanh } from "../math/tanh";
import { Interval } from "./interval";

const LN2_HIGH: f64 = 6.9314718036912381649e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

/** More than the error of a sine or cosine, which is at most 1. */
const SINE_ERROR: f64 = 1e-15;

export class Elementary {
  static exp<T>(x: T): T {
    if (sizeof<T>() == 8) return f64x2.extract_lane(Call.exp<f64>(f64x2.splat(x)), 0);
    else return Interval.nonNegative(Interval.rounded(Call.exp<f64>(x)));
  }

  static log<T>(x: T): T {
    if (sizeof<T>() == 8) return log(x);
    else return Interval.sign(x) > 0 ? Interval.rounded(f64x2(log(Interval.low(x)), log(Interval.high(x)))) : Interval.unknown();
  }

  static sqrt<T>(x: T): T {
    if (sizeof<T>() == 8) return Math.sqrt(x);
    else return Interval.low(x) >= 0 ? Interval.rounded(f64x2.sqrt(x)) : Interval.unknown();
  }

  static tanh<T>(x: T): T {
    if (sizeof<T>() == 8) return f64x2.extract_lane(tanh(f64x2.splat(x)), 0);
    else return Interval.rounded(tanh(x));
  }

  static atan<T>(x: T): T {
    if (sizeof<T>() == 8) return atan(x);
    else return Interval.rounded(f64x2(atan(Interval.low(x)), atan(Interval.high(x))));
  }

  /** sin(x + turn pi/2), turn 0 or 1. Of m +- r: |sin(m + d) - sin m| <= r |cos m| + r^2 / 2. */
  static sine<T>(x: T, turn: i32): T {
    if (sizeof<T>() == 8) return sine(x, turn);
    else {
      const m = 0.5 * (Interval.low(x) + Interval.high(x));
      // the radius from m as it was rounded
      const r = (1 + 1e-15) * max(Interval.high(x) - m, m - Interval.low(x));
      const spread = (1 + 1e-15) * (r * (abs(sine(m, 1 - turn)) + SINE_ERROR) + 0.5 * r * r) + SINE_ERROR;
      return f64x2.max(f64x2.splat(-1), f64x2.min(f64x2.splat(1), Interval.about(sine(m, turn), spread)));
    }
  }
}

/** x = 2^n m with m from sqrt(1/2) to sqrt(2), where m - 1 is exact. */
function log(x: f64): f64 {
  if (!(x > 0) || x == Infinity) return x == 0 ? -Infinity : x > 0 ? x : NaN;
  if (x < 1e-300) return log(x * 18014398509481984) - 54 * LN2_LOW - 54 * LN2_HIGH; // subnormal or nearly
  const n = (reinterpret<i64>(x) - 0x3fe6a09e667f3bcd) >> 52;
  const m = reinterpret<f64>(reinterpret<i64>(x) - (n << 52));
  return <f64>n * LN2_HIGH + (<f64>n * LN2_LOW + f64x2.extract_lane(Call.log1p<f64>(f64x2.splat(m - 1)), 0));
}

function sine(x: f64, turn: i32): f64 {
  const z = f64x2.splat(x);
  return f64x2.extract_lane(turn == 0 ? Trigonometric.sin<f64>(z) : Trigonometric.cos<f64>(z), 0);
}

function tanh(x: v128): v128 {
  return Tanh.value<f64>(x);
}

function atan(x: f64): f64 {
  return Math.atan(x);
}
