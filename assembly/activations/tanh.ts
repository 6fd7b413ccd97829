import { Tanh as Hyperbolic } from "../math/tanh";
import { Simd } from "../simd";
import { Logistic } from "./logistic";
import { Activation } from "./activation";

/**
 * tanh z; the slope is 4e / (1 + e)^2, e = e^(-2|z|), not 1 - a^2, which has lost every digit where a is near 1.
 */
@final
export class Tanh<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    return Hyperbolic.value<T>(z);
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    const slope = Logistic.slope<T>(v128.add<T>(z, z));
    return v128.mul<T>(slope, Simd.constant<T>(4));
  }
}
