import { Table } from "../math/table";
import { Simd } from "../simd";
import { Activation } from "./activation";

/**
 * clamp(z, -1, 1); the slope is 1 inside and 0 at both kinks, as PyTorch's.
 */
@final
export class HardTanh<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    return v128.pmin<T>(v128.pmax<T>(z, v128.neg<T>(Table.one<T>())), Table.one<T>());
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    const one = Table.one<T>();
    const slope = v128.and(v128.lt<T>(v128.abs<T>(z), one), one);
    return v128.bitselect(slope, z, v128.eq<T>(z, z));
  }
}
