import { Table } from "../math/table";
import { Activation } from "./activation";

/**
 * z itself; the slope is 1, and NaN at NaN.
 */
@final
export class Identity<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    return z;
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    return v128.bitselect(Table.one<T>(), z, v128.eq<T>(z, z));
  }
}
