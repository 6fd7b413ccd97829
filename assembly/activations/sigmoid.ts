import { Logistic } from "./logistic";
import { Activation } from "./activation";

/**
 * 1 / (1 + e^-z), never by e^|z|, so nothing overflows; the slope is s(z) s(-z) = e / (1 + e)^2, e = e^-|z|: unlike s (1 - s) it keeps its
 * digits where s is near 1.
 */
@final
export class Sigmoid<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    return Logistic.value<T>(z);
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    return Logistic.slope<T>(z);
  }
}
