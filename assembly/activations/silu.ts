import { Exp } from "../math/exp";
import { Logistic } from "./logistic";
import { Activation } from "./activation";

/**
 * z s(z), s the sigmoid (swish); the slope is s(z) (1 + z s(-z)). -0 at -inf.
 */
@final
export class Silu<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    const x = Exp.bounded<T>(v128.neg<T>(v128.abs<T>(z)));
    const exponent = Exp.exponent<T>(x, Exp.guarded<T>());
    return Logistic.gated<T>(z, exponent, Exp.fraction<T>(x, v128.sub<T>(exponent, Exp.guarded<T>()), Exp.unit<T>()));
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    const x = Exp.bounded<T>(v128.neg<T>(v128.abs<T>(z)));
    const exponent = Exp.exponent<T>(x, Exp.guarded<T>());
    const fraction = Exp.fraction<T>(x, v128.sub<T>(exponent, Exp.guarded<T>()), Exp.unit<T>());
    return Logistic.gatedSlope<T>(z, v128.neg<T>(x), exponent, fraction);
  }
}
