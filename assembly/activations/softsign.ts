import { Table } from "../math/table";
import { Simd } from "../simd";
import { Activation } from "./activation";

/**
 * z / (1 + |z|), +-1 at the infinities; the slope is 1 / (1 + |z|)^2, computed as a quotient twice, so that it does not underflow early.
 */
@final
export class Softsign<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    const one = Table.one<T>();
    const y = v128.abs<T>(z);
    const quotient = v128.div<T>(z, v128.add<T>(one, y));
    const limit = v128.or(one, v128.and(z, Table.sign<T>()));
    return v128.bitselect(limit, quotient, v128.eq<T>(y, Simd.constant<T>(Infinity)));
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    const one = Table.one<T>();
    const base = v128.add<T>(one, v128.abs<T>(z));
    return v128.div<T>(v128.div<T>(one, base), base);
  }
}
