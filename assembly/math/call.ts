import { Erfcx } from "./erfcx";
import { Exp } from "./exp";
import { Expm1 } from "./expm1";
import { Log1p } from "./log1p";
import { Trigonometric } from "./sin";

/**
 * The longer functions, and what they share in double precision, as calls: their bodies stand once in the module. In single precision, where a
 * vector holds twice the numbers and polynomials are half as long, a call would be felt: there the pieces are inlined.
 */
export class Call {
  /** e^x in every lane. */
  static exp<T extends number>(x: v128): v128 {
    return Exp.value<T>(x);
  }

  /** log(1 + x) in every lane. */
  static log1p<T extends number>(x: v128): v128 {
    return Log1p.value<T>(x);
  }

  /** e^x for x <= 0, times factor / unit, see Exp. */
  static expNonPositive(x: v128, factor: v128): v128 {
    return Exp.nonPositiveInline<f64>(x, factor);
  }

  /** factor e^(high + low - n ln 2) */
  static fractionOfSum(high: v128, low: v128, n: v128, factor: v128): v128 {
    return Exp.fractionOfSumInline<f64>(high, low, n, factor);
  }

  /** gauge (e^x - 1), see Expm1. */
  static expm1(x: v128, rounder: v128, gauge: v128): v128 {
    return Expm1.kernelInline<f64>(x, rounder, gauge);
  }

  /** e^(y^2) erfc(y), see Erfcx. */
  static erfcx(y: v128): v128 {
    return Erfcx.valueInline<f64>(y);
  }

  /** ln(1 + f) - f + low, see Log1p. */
  static logCorrection(f: v128, low: v128): v128 {
    return Log1p.correctionInline<f64>(f, low);
  }

  /** sin(r + low + quadrant pi/2), see Trigonometric. */
  static sine(r: v128, low: v128, quadrant: v128): v128 {
    return Trigonometric.kernelInline<f64>(r, low, quadrant);
  }
}
