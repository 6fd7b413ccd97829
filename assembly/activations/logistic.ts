import { Exp } from "../math/exp";
import { Table } from "../math/table";
import { Simd } from "../simd";

/**
 * What sigmoid, tanh, softplus, silu and gelu-tanh share: s(w) = 1 / (1 + e^-w) in terms of e = e^-|w|, which never overflows.
 * Where a result is a product with e, the power of two of e comes in last (or meets a number that it cannot push out of range), so
 * that a result is rounded once even if e is subnormal.
 */
export class Logistic {
  /** s(w): e / (1 + e) on the left and 1 minus that on the right. */
  @inline static value<T extends number>(w: v128): v128 {
    const one = Table.one<T>();
    const e = Exp.nonPositive<T>(v128.neg<T>(v128.abs<T>(w)), Exp.unit<T>());
    const tail = v128.div<T>(e, v128.add<T>(e, one));
    return v128.bitselect(tail, v128.sub<T>(one, tail), v128.lt<T>(w, Simd.constant<T>(0)));
  }

  /** s(w) s(-w) = e / (1 + e (2 + e)), never more than 1/4. */
  @inline static slope<T extends number>(w: v128): v128 {
    const one = Table.one<T>();
    const e = Exp.nonPositive<T>(v128.neg<T>(v128.abs<T>(w)), Exp.unit<T>());
    return v128.div<T>(e, v128.add<T>(v128.mul<T>(e, v128.add<T>(e, Table.two<T>())), one));
  }

  /** z s(w), for w of the sign of z and e^-|w| given by its exponent and fraction. */
  @inline static gated<T extends number>(z: v128, exponent: v128, fraction: v128): v128 {
    const one = Table.one<T>();
    const left = v128.lt<T>(z, Simd.constant<T>(0));
    const scale = Exp.scale<T>(exponent);
    const base = v128.add<T>(one, v128.mul<T>(fraction, scale));
    const lead = v128.mul<T>(v128.pmax<T>(z, Exp.leftEnd<T>()), v128.bitselect(scale, one, left));
    return v128.mul<T>(lead, v128.div<T>(v128.bitselect(fraction, one, left), base));
  }

  /** s(w) (1 + g s(-w)): the slope of z s(w), where g = z w'(z), of the sign of z and given by its magnitude. */
  @inline static gatedSlope<T extends number>(z: v128, g: v128, exponent: v128, fraction: v128): v128 {
    const one = Table.one<T>();
    const left = v128.lt<T>(z, Simd.constant<T>(0));
    const scale = Exp.scale<T>(exponent);
    const e = v128.mul<T>(fraction, scale);
    const inverse = v128.div<T>(one, v128.add<T>(one, e));
    const other = v128.mul<T>(v128.bitselect(one, e, left), inverse);
    const signed = v128.or(g, v128.and(z, Table.sign<T>()));
    const factor = v128.add<T>(one, v128.mul<T>(signed, other));
    const sigmoid = v128.mul<T>(v128.bitselect(fraction, one, left), inverse);
    return v128.mul<T>(v128.mul<T>(sigmoid, factor), v128.bitselect(scale, one, left));
  }
}
