import { Simd } from "../simd";
import { Exp } from "./exp";

/**
 * e^x - 1 = (2^n - 1) + 2^n (e^r - 1), with 2^n - 1 + 2^n r summed without error (the first is never the smaller, so the short
 * form of the two-sum serves) and the small rest added last.
 */
export class Expm1 {
  /**
   * e^x - 1 in every lane: -1 at -inf, inf at inf, -0 at -0, NaN stays NaN. Half of the result is computed, so that 2^n does not
   * overflow before e^x does; what is too small to be halved is its own result.
   */
  @inline static value<T extends number>(x: v128): v128 {
    const y = v128.pmin<T>(Expm1.bounded<T>(x), Simd.constant<T>(sizeof<T>() == 4 ? 89.0 : 710.0));
    const exponent = Exp.exponent<T>(y, Exp.bias<T>() - 1);
    const half = Expm1.kernel<T>(y, exponent, Exp.bias<T>() - 1, 0.5);
    const tiny = v128.lt<T>(v128.abs<T>(x), Simd.constant<T>(sizeof<T>() == 4 ? 1.4901161193847656e-8 : 5.551115123125783e-17));
    return v128.bitselect(x, v128.add<T>(half, half), tiny);
  }

  /** gauge (e^x - 1), where `exponent` holds n with the bias of gauge 2^n. Plain operations only where an error is recovered. */
  @inline static kernel<T extends number>(x: v128, exponent: v128, offset: i32, gauge: f64): v128 {
    const n = Exp.integer<T>(exponent, offset);
    const high = Simd.mulAdd<T>(n, Simd.constant<T>(sizeof<T>() == 4 ? -6.9314575195e-1 : -6.93147180369123816490e-1), x);
    const low = v128.mul<T>(n, Simd.constant<T>(sizeof<T>() == 4 ? 1.4286067653e-6 : 1.90821492927058770002e-10));
    const r = v128.sub<T>(high, low);
    const lost = v128.sub<T>(v128.sub<T>(high, r), low);
    const bend = Simd.mulAdd<T>(v128.mul<T>(r, r), Exp.curvature<T>(r), lost);
    const scale = Exp.scale<T>(exponent);
    const a = v128.sub<T>(scale, Simd.constant<T>(gauge));
    const b = v128.mul<T>(scale, r);
    const sum = v128.add<T>(a, b);
    const rest = v128.sub<T>(b, v128.sub<T>(sum, a));
    return v128.add<T>(sum, v128.add<T>(rest, v128.mul<T>(scale, bend)));
  }

  /** x no less than where e^x - 1 has become -1 by rounding; NaN stays. */
  @inline static bounded<T extends number>(x: v128): v128 {
    return v128.pmax<T>(x, Simd.constant<T>(sizeof<T>() == 4 ? -18.0 : -38.0));
  }

  /** e^x - 1 for x <= 0; keeps -0. */
  @inline static nonPositive<T extends number>(x: v128): v128 {
    const y = Expm1.bounded<T>(x);
    const exponent = Exp.exponent<T>(y, Exp.bias<T>());
    return v128.or(Expm1.kernel<T>(y, exponent, Exp.bias<T>(), 1.0), v128.and(x, Simd.constant<T>(-0.0)));
  }
}
