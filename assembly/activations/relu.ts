import { Simd } from "../simd";
import { Activation } from "./activation";

/** max(z, 0): NaN stays NaN and -0 becomes 0 (`max`, not `pmax`, so that divergence is never hidden). The slope at 0 is 0, as in the lecture. */
@final
export class Relu<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    return v128.max<T>(z, Simd.constant<T>(0));
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    const zero = Simd.constant<T>(0);
    const step = v128.and(v128.gt<T>(z, zero), Simd.constant<T>(1));
    return v128.or(step, v128.andnot(z, v128.eq<T>(z, z))); // NaN keeps its bits
  }
}
