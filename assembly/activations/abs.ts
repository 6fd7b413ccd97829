import { Simd } from "../simd";
import { Activation } from "./activation";

/**
 * |z|: max(z, 0) + max(-z, 0), two ReLU units in one. The slope is the sign of z, 0 at the kink.
 */
@final
export class Abs<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    return v128.abs<T>(z);
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    const zero = Simd.constant<T>(0);
    const up = v128.and(v128.gt<T>(z, zero), Simd.constant<T>(1));
    const down = v128.and(v128.lt<T>(z, zero), Simd.constant<T>(-1));
    return v128.bitselect(z, v128.or(up, down), v128.ne<T>(z, z)); // NaN stays
  }
}
