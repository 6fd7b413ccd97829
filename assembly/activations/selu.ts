import { Exp } from "../math/exp";
import { Expm1 } from "../math/expm1";
import { Simd } from "../simd";
import { Activation } from "./activation";

/**
 * scale z for z > 0, scale alpha (e^z - 1) else, with the constants of Klambauer et al. 2017 (arXiv 1706.02515), which keep mean 0 and
 * variance 1 from layer to layer; the slope of the left side holds at 0.
 */
@final
export class Selu<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    const positive = v128.gt<T>(z, Simd.constant<T>(0));
    const right = v128.mul<T>(z, Simd.constant<T>(1.0507009873554804934));
    return v128.bitselect(right, v128.mul<T>(Expm1.nonPositive<T>(z), Simd.constant<T>(1.75809934084737686)), positive);
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    const positive = v128.gt<T>(z, Simd.constant<T>(0));
    const left = Exp.nonPositive<T>(z, v128.mul<T>(Exp.unit<T>(), Simd.constant<T>(1.75809934084737686)));
    return v128.bitselect(Simd.constant<T>(1.0507009873554804934), left, positive);
  }
}
