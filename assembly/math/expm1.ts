import { Simd } from "../simd";
import { Call } from "./call";
import { Exp } from "./exp";
import { Table } from "./table";

const MINUS_LN2_HIGH = 0;
const LN2_LOW = 1;
const LEFT_END = 2;
const RIGHT_END = 3;
const TINY = 4;
const scalar32 = memory.data<f32>([-6.9314575195e-1, 1.4286067653e-6, -18.0, 89.0, 1.4901161193847656e-8]);
const scalar64 = memory.data<f64>([-6.9314718036912381649e-1, 1.90821492927058770002e-10, -38.0, 710.0, 5.551115123125783e-17]);

/**
 * e^x - 1 = (2^n - 1) + 2^n (e^r - 1), with 2^n - 1 + 2^n r summed without error (the first is never the smaller unless it is 0, so the short
 * form of the two-sum serves) and the small rest added last.
 */
export class Expm1 {
  @inline static scalar<T extends number>(i: i32): v128 {
    return Table.at<T>(sizeof<T>() == 4 ? scalar32 : scalar64, i);
  }

  /** gauge (e^x - 1), where the rounder makes a scale of gauge 2^n. A call in double precision. */
  @inline static kernel<T extends number>(x: v128, rounder: v128, gauge: v128): v128 {
    return sizeof<T>() == 4 ? Expm1.kernelInline<T>(x, rounder, gauge) : Call.expm1(x, rounder, gauge);
  }

  // plain operations only where an error is recovered
  @inline static kernelInline<T extends number>(x: v128, rounder: v128, gauge: v128): v128 {
    const exponent = Exp.exponent<T>(x, rounder);
    const n = v128.sub<T>(exponent, rounder);
    const high = Simd.mulAdd<T>(n, Expm1.scalar<T>(MINUS_LN2_HIGH), x);
    const low = v128.mul<T>(n, Expm1.scalar<T>(LN2_LOW));
    const r = v128.sub<T>(high, low);
    const lost = v128.sub<T>(v128.sub<T>(high, r), low);
    const bend = Simd.mulAdd<T>(v128.mul<T>(r, r), Exp.curvature<T>(r), lost);
    const scale = Exp.scale<T>(exponent);
    const a = v128.sub<T>(scale, gauge);
    const b = v128.mul<T>(scale, r);
    const sum = v128.add<T>(a, b);
    const rest = v128.sub<T>(b, v128.sub<T>(sum, a));
    return v128.add<T>(sum, Simd.mulAdd<T>(scale, bend, rest));
  }

  /** x, no less than where e^x - 1 has become -1 by rounding; NaN stays. */
  @inline static bounded<T extends number>(x: v128): v128 {
    return v128.pmax<T>(x, Expm1.scalar<T>(LEFT_END));
  }

  /** e^x - 1 for x <= 0; keeps -0. 32 operations in f32, 42 in f64. */
  @inline static nonPositive<T extends number>(x: v128): v128 {
    return v128.or(Expm1.kernel<T>(Expm1.bounded<T>(x), Exp.biased<T>(), Table.one<T>()), v128.and(x, Table.sign<T>()));
  }

  /**
   * e^x - 1: -1 at -inf, inf at inf, -0 at -0, NaN stays NaN. Half of the result is computed, so that 2^n does not overflow before
   * e^x does; what is too small to be halved is its own result. 35 operations in f32, 45 in f64.
   */
  @inline static value<T extends number>(x: v128): v128 {
    const y = v128.pmin<T>(Expm1.bounded<T>(x), Expm1.scalar<T>(RIGHT_END));
    const half = Expm1.kernel<T>(y, Exp.halved<T>(), Table.half<T>());
    return v128.bitselect(x, v128.add<T>(half, half), v128.lt<T>(v128.abs<T>(x), Expm1.scalar<T>(TINY)));
  }
}
