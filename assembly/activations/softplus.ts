import { Exp } from "../math/exp";
import { Log1p } from "../math/log1p";
import { Simd } from "../simd";
import { Logistic } from "./logistic";
import { Activation } from "./activation";

/**
 * ln(1 + e^z) = max(z, 0) + ln(1 + e^-|z|); the slope is the sigmoid.
 */
@final
export class Softplus<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    const tail = Log1p.unit<T>(Exp.nonPositive<T>(v128.neg<T>(v128.abs<T>(z)), Exp.unit<T>()));
    return v128.add<T>(v128.pmax<T>(z, Simd.constant<T>(0)), tail);
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    return Logistic.value<T>(z);
  }
}
