import { Simd } from "../simd";
import { Logistic } from "./logistic";
import { Activation } from "./activation";

/**
 * z (1 + tanh(c (z + 0.044715 z^3))) / 2, c = sqrt(2 / pi), which is z s(w) with w = 2c (z + 0.044715 z^3). -0 at -inf.
 */
@final
export class GeluTanh<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    return Logistic.gated<T>(z, v128.mul<T>(z, GeluTanh.factor<T>(z)));
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    const square = v128.mul<T>(z, z);
    const growth = v128.add<T>(v128.mul<T>(square, Simd.constant<T>(0.21406444881780073)), Simd.constant<T>(1.5957691216057308));
    return Logistic.gatedSlope<T>(v128.mul<T>(z, growth), v128.mul<T>(z, GeluTanh.factor<T>(z)));
  }

  /** w / z */
  @inline static factor<T extends number>(z: v128): v128 {
    const square = v128.mul<T>(z, z);
    return v128.add<T>(v128.mul<T>(square, Simd.constant<T>(0.07135481627260025)), Simd.constant<T>(1.5957691216057308));
  }
}
