import { Erfcx } from "../math/erfcx";
import { Exp } from "../math/exp";
import { Table } from "../math/table";
import { Simd } from "../simd";
import { Activation } from "./activation";

const END = 0;
const ROOT_HALF = 1;
const ROOT_TWO_OVER_PI = 2;
const MINUS_HALF = 3;
const scalar32 = memory.data<f32>([14.56, 0.7071067811865476, 0.7978845608028654, -0.5]);
const scalar64 = memory.data<f64>([38.7, 0.7071067811865476, 0.7978845608028654, -0.5]);

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
    const half = Exp.fractionOfSum<T>(high, low, v128.sub<T>(exponent, rounder), v128.mul<T>(Exp.unit<T>(), Table.half<T>()));
    const weight = v128.mul<T>(half, Erfcx.value<T>(v128.mul<T>(y, Gelu.scalar<T>(ROOT_HALF))));
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
    const half = Exp.fractionOfSum<T>(high, low, v128.sub<T>(exponent, rounder), v128.mul<T>(Exp.unit<T>(), Table.half<T>()));
    const mean = Erfcx.value<T>(v128.mul<T>(y, Gelu.scalar<T>(ROOT_HALF)));
    // Q(y) - y phi(y), where 2 / sqrt(2 pi) goes with the half that is in the exponential
    const weight = v128.sub<T>(mean, v128.mul<T>(y, Gelu.scalar<T>(ROOT_TWO_OVER_PI)));
    const tail = v128.mul<T>(v128.mul<T>(half, weight), Exp.scale<T>(exponent));
    return v128.bitselect(tail, v128.sub<T>(Table.one<T>(), tail), left);
  }

  @inline static scalar<T extends number>(i: i32): v128 {
    return Table.at<T>(sizeof<T>() == 4 ? scalar32 : scalar64, i);
  }

  /** |z|, no more than where the tail has become 0 by rounding; NaN stays. */
  @inline static bounded<T extends number>(z: v128): v128 {
    return v128.pmin<T>(v128.abs<T>(z), Gelu.scalar<T>(END));
  }

  /** y with the lower half of its digits cleared: its square is exact. */
  @inline static head<T extends number>(y: v128): v128 {
    return v128.and(y, sizeof<T>() == 4 ? i32x4.splat(0xfffff000) : i64x2.splat(0xfffffffff8000000));
  }

  /** -y^2 / 2, its exact part. */
  @inline static squareHigh<T extends number>(y: v128): v128 {
    const head = Gelu.head<T>(y);
    return v128.mul<T>(v128.mul<T>(head, head), Gelu.scalar<T>(MINUS_HALF));
  }

  /** -y^2 / 2, the rest. */
  @inline static squareLow<T extends number>(y: v128): v128 {
    const head = Gelu.head<T>(y);
    return v128.mul<T>(v128.mul<T>(v128.sub<T>(y, head), v128.add<T>(y, head)), Gelu.scalar<T>(MINUS_HALF));
  }
}
