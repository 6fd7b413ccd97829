import { Simd } from "../simd";
import { Call } from "./call";
import { Table } from "./table";

const LOG2_E = 0;
const MINUS_LN2_HIGH = 1;
const MINUS_LN2_LOW = 2;
const LEFT_END = 3;
const RIGHT_END = 4;
const UNIT = 5;
const GUARDED = 6;
const BIASED = 7;
const BIASED_LESS_ONE = 8;
const scalar32 = memory.data<f32>([
  1.4426950408889634, -6.9314575195e-1, -1.4286067653e-6, -114.0, 89.0, 9.094947017729282e-13, 12583079.0, 12583039.0, 12583038.0,
]);
const scalar64 = memory.data<f64>([
  1.4426950408889634, -6.9314718036912381649e-1, -1.90821492927058770002e-10, -760.0, 710.0, 8.271806125530277e-25, 6755399441056847.0, 6755399441056767.0,
  6755399441056766.0,
]);

const curvature32 = memory.data<f32>([0.4999999, 0.16666518, 0.041668944, 0.008369028, 0.0013784986]);
const curvature64 = memory.data<f64>([
  0.5000000000000011, 0.166666666666664, 0.0416666666665251, 0.008333333333501251, 0.00138888889451746, 0.00019841269495770837, 2.480149131538475e-5,
  2.7557592440567553e-6, 2.7630940751675816e-7, 2.4999291936725995e-8,
]);

/**
 * The pieces of e^x = 2^n e^r, x = n ln 2 + r, |r| <= ln(2)/2, for those who need them apart: the product is left to the
 * caller, who multiplies by the power of two last, so that a subnormal result is rounded once and never flushed.
 *
 * Adding a large constant (1.5 * 2^23 or 1.5 * 2^52, where the unit in the last place is 1) rounds x log2(e) to n. That "rounder"
 * also holds the bias of the exponent, so that the scale is the sum's lowest bits, shifted. The guarded rounder makes the scale
 * 2^(n + 40) (f32) or 2^(n + 80) (f64), normal for every n down to the least subnormal's and some more, and `unit` is what it owes: 2^-40 or 2^-80.
 */
export class Exp {
  @inline static scalar<T extends number>(i: i32): v128 {
    return Table.at<T>(sizeof<T>() == 4 ? scalar32 : scalar64, i);
  }

  /** From here to the left e^x is 0, and so is 4 x e^x. */
  @inline static leftEnd<T extends number>(): v128 {
    return Exp.scalar<T>(LEFT_END);
  }
  @inline static unit<T extends number>(): v128 {
    return Exp.scalar<T>(UNIT);
  }

  /** For n from -166 to 87 (f32), -1102 to 943 (f64). */
  @inline static guarded<T extends number>(): v128 {
    return Exp.scalar<T>(GUARDED);
  }

  /** The scale is 2^n itself, for n from -126 to 127 (f32), -1022 to 1023 (f64). */
  @inline static biased<T extends number>(): v128 {
    return Exp.scalar<T>(BIASED);
  }

  /** The scale is 2^(n - 1). */
  @inline static halved<T extends number>(): v128 {
    return Exp.scalar<T>(BIASED_LESS_ONE);
  }

  /** x, no less than leftEnd; NaN stays. */
  @inline static bounded<T extends number>(x: v128): v128 {
    return v128.pmax<T>(x, Exp.leftEnd<T>());
  }

  /** n = round(x / ln 2), held as rounder + n. */
  @inline static exponent<T extends number>(x: v128, rounder: v128): v128 {
    return Simd.mulAdd<T>(x, Exp.scalar<T>(LOG2_E), rounder);
  }

  /** r = x - n ln 2 (Cody and Waite: n times the high part of ln 2 is exact, and so is its difference from x). */
  @inline static remainder<T extends number>(x: v128, n: v128): v128 {
    return Simd.mulAdd<T>(n, Exp.scalar<T>(MINUS_LN2_LOW), Simd.mulAdd<T>(n, Exp.scalar<T>(MINUS_LN2_HIGH), x));
  }

  /**
   * (e^r - 1 - r) / r^2 on |r| <= 1.005 ln(2)/2, made with Sollya's fpminimax(exp(x), [|2...d|], relative, 1 + x):
   * degree 6 and relative error 2^-28.1 of e^r in f32, degree 11 and 2^-57.8 in f64.
   */
  @inline static curvature<T extends number>(r: v128): v128 {
    return sizeof<T>() == 4 ? Table.horner4<T>(curvature32, r) : Table.split9<T>(curvature64, r);
  }

  /** e^r - 1 */
  @inline static growth<T extends number>(r: v128): v128 {
    return Simd.mulAdd<T>(v128.mul<T>(r, r), Exp.curvature<T>(r), r);
  }

  /** factor e^r */
  @inline static scaled<T extends number>(r: v128, factor: v128): v128 {
    return Simd.mulAdd<T>(Exp.growth<T>(r), factor, factor);
  }

  /** factor e^(x - n ln 2) */
  @inline static fraction<T extends number>(x: v128, n: v128, factor: v128): v128 {
    return Exp.scaled<T>(Exp.remainder<T>(x, n), factor);
  }

  /** factor e^(high + low - n ln 2), where low is small. A call in double precision. */
  @inline static fractionOfSum<T extends number>(high: v128, low: v128, n: v128, factor: v128): v128 {
    return sizeof<T>() == 4 ? Exp.fractionOfSumInline<T>(high, low, n, factor) : Call.fractionOfSum(high, low, n, factor);
  }

  @inline static fractionOfSumInline<T extends number>(high: v128, low: v128, n: v128, factor: v128): v128 {
    return Exp.scaled<T>(v128.add<T>(Exp.remainder<T>(high, n), low), factor);
  }

  /** The power of two in the bits of an exponent. */
  @inline static scale<T extends number>(exponent: v128): v128 {
    return sizeof<T>() == 4 ? i32x4.shl(exponent, 23) : i64x2.shl(exponent, 52);
  }

  /** e^x for x <= 0, times factor / unit: 23 operations in f32, 33 in f64, which are a call. */
  @inline static nonPositive<T extends number>(x: v128, factor: v128): v128 {
    return sizeof<T>() == 4 ? Exp.nonPositiveInline<T>(x, factor) : Call.expNonPositive(x, factor);
  }

  @inline static nonPositiveInline<T extends number>(x: v128, factor: v128): v128 {
    const y = Exp.bounded<T>(x);
    const rounder = Exp.guarded<T>();
    const exponent = Exp.exponent<T>(y, rounder);
    return v128.mul<T>(Exp.fraction<T>(y, v128.sub<T>(exponent, rounder), factor), Exp.scale<T>(exponent));
  }

  /** e^x where neither x nor e^x is extreme: |x| <= 87 (f32), |x| <= 708 (f64). */
  @inline static moderate<T extends number>(x: v128): v128 {
    const rounder = Exp.biased<T>();
    const exponent = Exp.exponent<T>(x, rounder);
    const growth = Exp.growth<T>(Exp.remainder<T>(x, v128.sub<T>(exponent, rounder)));
    return v128.mul<T>(v128.add<T>(growth, Table.one<T>()), Exp.scale<T>(exponent));
  }

  /**
   * e^x: subnormal results included; e^-inf = 0, e^inf = inf, NaN stays NaN. The split of the scale depends on the sign: down to the
   * least subnormal on the left, up to overflow on the right. 27 operations in f32, 37 in f64.
   */
  @inline static value<T extends number>(x: v128): v128 {
    const left = v128.lt<T>(x, Simd.constant<T>(0));
    const y = v128.pmin<T>(Exp.bounded<T>(x), Exp.scalar<T>(RIGHT_END));
    const rounder = v128.bitselect(Exp.guarded<T>(), Exp.halved<T>(), left);
    const exponent = Exp.exponent<T>(y, rounder);
    const factor = v128.bitselect(Exp.unit<T>(), Table.two<T>(), left);
    return v128.mul<T>(Exp.fraction<T>(y, v128.sub<T>(exponent, rounder), factor), Exp.scale<T>(exponent));
  }
}
