import { Trigonometric } from "../math/sin";
import { Activation } from "./activation";

/**
 * sin z; the slope is cos z. NaN at the infinities.
 */
@final
export class Sin<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    return Trigonometric.sin<T>(z);
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    return Trigonometric.cos<T>(z);
  }
}
