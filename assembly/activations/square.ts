import { Activation } from "./activation";

/**
 * z^2, the polynomial activation; the slope is 2z.
 */
@final
export class Square<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    return v128.mul<T>(z, z);
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    return v128.add<T>(z, z);
  }
}
