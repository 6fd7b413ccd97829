import { Table } from "../math/table";
import { Simd } from "../simd";
import { Activation } from "./activation";

/**
 * z for z > 0, alpha z else (any alpha, as PyTorch); the slope at 0 is alpha.
 */
@final
export class LeakyRelu<T extends number> extends Activation<T> {
  @inline value(z: v128, alpha: v128): v128 {
    return v128.bitselect(z, v128.mul<T>(z, alpha), v128.gt<T>(z, Simd.constant<T>(0)));
  }

  @inline slope(z: v128, _a: v128, alpha: v128): v128 {
    const slope = v128.bitselect(Table.one<T>(), alpha, v128.gt<T>(z, Simd.constant<T>(0)));
    return v128.bitselect(slope, z, v128.eq<T>(z, z));
  }
}
