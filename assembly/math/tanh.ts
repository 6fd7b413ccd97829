import { Simd } from "../simd";
import { Exp } from "./exp";

/**
 * tanh |x| = 1 - 2e / (1 + e), e = e^(-2|x|), and near zero, where that cancels, the odd series; the sign is put back at the end,
 * so the function is odd to the bit. Exactly 1 from about 9.01 (f32) and 19.06 (f64) on.
 */
export class Tanh {
  /**
   * (tanh(y) / y - 1) / y^2 as a polynomial in z = y^2 on [0, 0.5625^2] (Sollya, fpminimax): degree 4 and error 2^-27.7 of
   * tanh in f32, degree 10 and 2^-57.9 in f64.
   */
  @inline static series<T extends number>(z: v128): v128 {
    if (sizeof<T>() == 4) {
      let p = Simd.mulAdd<T>(Simd.constant<T>(-0.006524452), z, Simd.constant<T>(0.021261662));
      p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.05390107));
      p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.13333064));
      return Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.3333333));
    }
    let p = Simd.mulAdd<T>(Simd.constant<T>(-2.0028824013751132e-05), z, Simd.constant<T>(8.426585239775009e-05));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.00023410377521263407));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.0005887519958713845));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.0014556232829334703));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.00359210537675114));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.00886323400116185));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.0218694884754194));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.05396825396699666));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.13333333333332276));
    return Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.3333333333333333));
  }

  @inline static value<T extends number>(x: v128): v128 {
    const one = Simd.constant<T>(1);
    const sign = v128.and(x, Simd.constant<T>(-0.0));
    const y = v128.pmin<T>(v128.xor(x, sign), Simd.constant<T>(sizeof<T>() == 4 ? 10.0 : 22.0));
    const e = Exp.moderate<T>(v128.mul<T>(y, Simd.constant<T>(-2)));
    const far = v128.sub<T>(one, v128.div<T>(v128.add<T>(e, e), v128.add<T>(e, one)));
    const z = v128.mul<T>(y, y);
    const near = Simd.mulAdd<T>(v128.mul<T>(y, z), Tanh.series<T>(z), y);
    return v128.or(v128.bitselect(near, far, v128.lt<T>(y, Simd.constant<T>(0.5625))), sign);
  }
}
