import { Simd } from "../simd";
import { Call } from "./call";
import { Erfcx } from "./erfcx";
import { Table } from "./table";

const RIGHT_END = 0;
const scalar32 = memory.data<f32>([4.5]);
const scalar64 = memory.data<f64>([6.5]);

const series32 = memory.data<f32>([0.12837917, -0.3761263, 0.11283619, -0.026855174, 0.0051908446, -0.0008031836, 7.9241305e-5]);
const series64 = memory.data<f64>([
  0.1283791670955126, -0.37612638903183876, 0.11283791670958783, -0.02686617064563193, 0.005223977629246368, -0.0008548327199419399, 0.00012055338164247336,
  -1.4925748260975493e-5, 1.6463248766607857e-6, -1.6372388792945085e-7, 1.4798478798208046e-8, -1.1877050408904304e-9, 6.763673045041452e-11,
]);

/**
 * erf |x| = y + y P(y^2) for y = |x| < 1, else 1 - e^(-y^2) erfcx(y); the sign is put back at the end, so the function is odd to the bit.
 * 78 operations in f32, 124 in f64.
 */
export class Erf {
  @inline static value<T extends number>(x: v128): v128 {
    const one = Table.one<T>();
    const sign = v128.and(x, Table.sign<T>());
    const y = v128.pmin<T>(v128.xor(x, sign), Table.at<T>(sizeof<T>() == 4 ? scalar32 : scalar64, RIGHT_END));
    const z = v128.mul<T>(y, y);
    const tail = v128.mul<T>(Call.exp<T>(v128.neg<T>(z)), Erfcx.value<T>(y));
    const near = Simd.mulAdd<T>(y, Erf.series<T>(z), y);
    return v128.or(v128.bitselect(near, v128.sub<T>(one, tail), v128.lt<T>(y, one)), sign);
  }

  /** erf(y) / y - 1 as a polynomial in z = y^2 on [0, 1] (Sollya, fpminimax): degree 6 and error 2^-29.5 in f32, degree 12 and 2^-56.2 in f64. */
  @inline static series<T extends number>(z: v128): v128 {
    return sizeof<T>() == 4 ? Table.horner6<T>(series32, z) : Table.split12<T>(series64, z);
  }
}
