import { Simd } from "../simd";
import { Activation } from "./activation";

/**
 * max(z, 0): NaN stays NaN, so that divergence is never hidden (`pmax` with z first), and -0 becomes 0 (by adding 0; `max` does both, in four times
 * the instructions). The slope at 0 is 0, as in the lecture.
 */
@final
export class Relu<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    const zero = Simd.constant<T>(0);
    return v128.add<T>(v128.pmax<T>(z, zero), zero);
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    const zero = Simd.constant<T>(0);
    const step = v128.and(v128.gt<T>(z, zero), Simd.constant<T>(1));
    return v128.or(step, v128.andnot(z, v128.eq<T>(z, z))); // NaN keeps its bits
  }
}
