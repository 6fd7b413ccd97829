import { Logistic } from "./logistic";
import { Activation } from "./activation";

/**
 * z s(z), s the sigmoid (swish); the slope is s(z) (1 + z s(-z)). -0 at -inf.
 */
@final
export class Silu<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    return Logistic.gated<T>(z, z);
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    return Logistic.gatedSlope<T>(z, z);
  }
}
