import { Exp } from "../math/exp";
import { Expm1 } from "../math/expm1";
import { Table } from "../math/table";
import { Simd } from "../simd";
import { Activation } from "./activation";

/**
 * z for z > 0, alpha (e^(z / alpha) - 1) else, alpha > 0: smooth, with slope e^(z / alpha) on the left and 1 at 0 from both sides.
 */
@final
export class Celu<T extends number> extends Activation<T> {
  @inline value(z: v128, alpha: v128): v128 {
    const positive = v128.gt<T>(z, Simd.constant<T>(0));
    return v128.bitselect(z, v128.mul<T>(alpha, Expm1.nonPositive<T>(v128.div<T>(z, alpha))), positive);
  }

  @inline slope(z: v128, _a: v128, alpha: v128): v128 {
    const positive = v128.gt<T>(z, Simd.constant<T>(0));
    const one = Table.one<T>();
    return v128.bitselect(one, Exp.nonPositive<T>(v128.div<T>(z, alpha), Exp.unit<T>()), positive);
  }
}
