import { Table } from "../math/table";
import { Simd } from "../simd";
import { Activation } from "./activation";

/**
 * clamp(z / 6 + 1/2, 0, 1), PyTorch's; the slope is 1/6 inside (-3, 3) and 0 at both kinks.
 */
@final
export class HardSigmoid<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    const line = v128.add<T>(v128.div<T>(z, Simd.constant<T>(6)), Table.half<T>());
    return v128.pmin<T>(v128.pmax<T>(line, Simd.constant<T>(0)), Table.one<T>());
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    const inside = v128.lt<T>(v128.abs<T>(z), Simd.constant<T>(3));
    const slope = v128.and(inside, Simd.constant<T>(0.16666666666666666667));
    return v128.bitselect(slope, z, v128.eq<T>(z, z));
  }
}
