import { Erfcx } from "../math/erfcx";
import { Exp } from "../math/exp";
import { Table } from "../math/table";
import { Simd } from "../simd";
import { Activation } from "./activation";

/**
 * z Phi(z), Phi the normal distribution. Its tail Q(y) = erfc(y / sqrt 2) / 2, y = |z|, is e^(-y^2/2) times a slow function, so that z Q keeps
 * its digits far to the left, where z (1 + erf) / 2 has none; z^2 is formed in two parts because e^(-z^2/2) magnifies its error by z^2 / 2.
 * The slope is Phi(z) + z phi(z). -0 at -inf.
 */
@final
export class Gelu<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    const left = v128.lt<T>(z, Simd.constant<T>(0));
    const y = Gelu.bounded<T>(z);
    const low = Gelu.squareLow<T>(y);
    const high = Gelu.squareHigh<T>(y);
    const rounder = Exp.guarded<T>();
    const exponent = Exp.exponent<T>(v128.add<T>(high, low), rounder);
    const r = v128.add<T>(Exp.remainder<T>(high, v128.sub<T>(exponent, rounder)), low);
    const half = Exp.fraction<T>(r, v128.mul<T>(Exp.unit<T>(), Table.half<T>()));
    const weight = v128.mul<T>(half, Erfcx.value<T>(v128.mul<T>(y, Simd.constant<T>(0.7071067811865475244))));
    const tail = v128.mul<T>(v128.mul<T>(v128.bitselect(v128.neg<T>(y), y, left), Exp.scale<T>(exponent)), weight);
    return v128.bitselect(tail, v128.sub<T>(z, tail), left);
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    const left = v128.lt<T>(z, Simd.constant<T>(0));
    const y = Gelu.bounded<T>(z);
    const low = Gelu.squareLow<T>(y);
    const high = Gelu.squareHigh<T>(y);
    const rounder = Exp.guarded<T>();
    const exponent = Exp.exponent<T>(v128.add<T>(high, low), rounder);
    const r = v128.add<T>(Exp.remainder<T>(high, v128.sub<T>(exponent, rounder)), low);
    const half = Exp.fraction<T>(r, v128.mul<T>(Exp.unit<T>(), Table.half<T>()));
    const mean = Erfcx.value<T>(v128.mul<T>(y, Simd.constant<T>(0.7071067811865475244)));
    // Q(y) - y phi(y), where 2 / sqrt(2 pi) goes with the half that is in the exponential
    const weight = v128.sub<T>(mean, v128.mul<T>(y, Simd.constant<T>(0.79788456080286535588)));
    const tail = v128.mul<T>(v128.mul<T>(half, weight), Exp.scale<T>(exponent));
    return v128.bitselect(tail, v128.sub<T>(Table.one<T>(), tail), left);
  }

  /** |z|, no more than where the tail has become 0 by rounding; NaN stays. */
  @inline static bounded<T extends number>(z: v128): v128 {
    return v128.pmin<T>(v128.abs<T>(z), Simd.constant<T>(sizeof<T>() == 4 ? 14.56 : 38.7));
  }

  /** y with the lower half of its digits cleared: its square is exact. */
  @inline static head<T extends number>(y: v128): v128 {
    return v128.and(y, sizeof<T>() == 4 ? i32x4.splat(0xfffff000) : i64x2.splat(0xfffffffff8000000));
  }

  /** -y^2 / 2, its exact part. */
  @inline static squareHigh<T extends number>(y: v128): v128 {
    const head = Gelu.head<T>(y);
    return v128.mul<T>(v128.mul<T>(head, head), Simd.constant<T>(-0.5));
  }

  /** -y^2 / 2, the rest. */
  @inline static squareLow<T extends number>(y: v128): v128 {
    const head = Gelu.head<T>(y);
    return v128.mul<T>(v128.mul<T>(v128.sub<T>(y, head), v128.add<T>(y, head)), Simd.constant<T>(-0.5));
  }
}
