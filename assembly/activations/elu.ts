import { Exp } from "../math/exp";
import { Expm1 } from "../math/expm1";
import { Table } from "../math/table";
import { Simd } from "../simd";
import { Activation } from "./activation";

/**
 * z for z > 0, alpha (e^z - 1) else; the slope of the left side, alpha e^z, holds at 0 too.
 */
@final
export class Elu<T extends number> extends Activation<T> {
  @inline value(z: v128, alpha: v128): v128 {
    const positive = v128.gt<T>(z, Simd.constant<T>(0));
    return v128.bitselect(z, v128.mul<T>(alpha, Expm1.nonPositive<T>(z)), positive);
  }

  @inline slope(z: v128, _a: v128, alpha: v128): v128 {
    const positive = v128.gt<T>(z, Simd.constant<T>(0));
    return v128.bitselect(Table.one<T>(), Exp.nonPositive<T>(z, v128.mul<T>(alpha, Exp.unit<T>())), positive);
  }
}
