import { Simd } from "../simd";

/**
 * The pieces of e^x = 2^n e^r, x = n ln 2 + r, |r| <= ln(2)/2, for those who need them apart: the product is left to the
 * caller, who multiplies by the power of two last, so that a subnormal result is rounded once and never flushed.
 *
 * Adding a large constant rounds x log2(e) to n and leaves n in the low bits, already biased: the scale is one shift.
 * Only n from -158 to 95 (f32) and from -1086 to 959 (f64) has a scale here. Nothing in
 * this class tests its argument; NaN goes through `remainder` into the result.
 */
export class Exp {
  /**
   * e^x in every lane, at most 1 ulp off, subnormal results included; e^-inf = 0, e^inf = inf, NaN stays NaN.
   * The split of the scale depends on the sign: down to 2^-150 on the left, up to 2^128 on the right.
   */
  @inline static value<T extends number>(x: v128): v128 {
    const left = v128.lt<T>(x, Simd.constant<T>(0));
    const y = v128.pmin<T>(Exp.bounded<T>(x), Simd.constant<T>(sizeof<T>() == 4 ? 89.0 : 710.0));
    const rounder = v128.bitselect(Exp.rounder<T>(Exp.offset<T>()), Exp.rounder<T>(Exp.bias<T>() - 1), left);
    const exponent = Simd.mulAdd<T>(y, Simd.constant<T>(1.4426950408889634074), rounder);
    const r = Exp.remainder<T>(y, v128.sub<T>(exponent, rounder));
    const unit = v128.bitselect(Exp.unit<T>(), Simd.constant<T>(2), left);
    return v128.mul<T>(Simd.mulAdd<T>(Exp.growth<T>(r), unit, unit), Exp.scale<T>(exponent));
  }

  /** Bits by which `fraction` is scaled down and `scale` up, so that the scale of the least subnormal result is still normal. */
  @inline static guard<T extends number>(): i32 { return sizeof<T>() == 4 ? 32 : 64; }

  /** 2^-guard */
  @inline static unit<T extends number>(): v128 { return Simd.constant<T>(sizeof<T>() == 4 ? 2.3283064365386963e-10 : 5.421010862427522e-20); }

  /** Largest exponent of the precision, which is also the bias of its bit pattern. */
  @inline static bias<T extends number>(): i32 { return sizeof<T>() == 4 ? 127 : 1023; }

  /** 1.5 * 2^23 or 1.5 * 2^52: the unit in the last place is 1 there. */
  @inline static rounder<T extends number>(offset: i32): v128 {
    return Simd.constant<T>((sizeof<T>() == 4 ? 12582912.0 : 6755399441055744.0) + <f64>offset);
  }

  /** x no less than where e^x has become 0 by rounding; NaN stays. */
  @inline static bounded<T extends number>(x: v128): v128 {
    return v128.pmax<T>(x, Exp.leftEnd<T>());
  }

  /** From here to the left e^x is 0, and so is -x e^x. */
  @inline static leftEnd<T extends number>(): v128 { return Simd.constant<T>(sizeof<T>() == 4 ? -109.0 : -752.0); }

  /** n = round(x / ln 2), held as rounder(offset) + n. */
  @inline static exponent<T extends number>(x: v128, offset: i32): v128 {
    return Simd.mulAdd<T>(x, Simd.constant<T>(1.4426950408889634074), Exp.rounder<T>(offset));
  }

  /** n itself. */
  @inline static integer<T extends number>(exponent: v128, offset: i32): v128 {
    return v128.sub<T>(exponent, Exp.rounder<T>(offset));
  }

  /** r = x - n ln 2 (Cody and Waite: n times the high part of ln 2 is exact, so is its difference from x). */
  @inline static remainder<T extends number>(x: v128, n: v128): v128 {
    const high = Simd.mulAdd<T>(n, Simd.constant<T>(sizeof<T>() == 4 ? -6.9314575195e-1 : -6.93147180369123816490e-1), x);
    return Simd.mulAdd<T>(n, Simd.constant<T>(sizeof<T>() == 4 ? -1.4286067653e-6 : -1.90821492927058770002e-10), high);
  }

  /**
   * (e^r - 1 - r) / r^2 on |r| <= 1.005 ln(2)/2, made with Sollya's fpminimax(exp(x), [|2...d|], relative, 1 + x):
   * degree 6 and relative error 2^-28.1 of e^r in f32, degree 11 and 2^-57.8 in f64.
   */
  @inline static curvature<T extends number>(r: v128): v128 {
    if (sizeof<T>() == 4) {
      let p = Simd.mulAdd<T>(Simd.constant<T>(1.378498622216284275054931640625e-3), r, Simd.constant<T>(8.369027636945247650146484375e-3));
      p = Simd.mulAdd<T>(p, r, Simd.constant<T>(4.1668944060802459716796875e-2));
      p = Simd.mulAdd<T>(p, r, Simd.constant<T>(0.16666518151760101318359375));
      return Simd.mulAdd<T>(p, r, Simd.constant<T>(0.4999999105930328369140625));
    }
    let p = Simd.mulAdd<T>(Simd.constant<T>(2.499929193672599511971490235211215e-8), r, Simd.constant<T>(2.763094075167581617300395068620444e-7));
    p = Simd.mulAdd<T>(p, r, Simd.constant<T>(2.755759244056755348473933958652885e-6));
    p = Simd.mulAdd<T>(p, r, Simd.constant<T>(2.480149131538475073079953736598924e-5));
    p = Simd.mulAdd<T>(p, r, Simd.constant<T>(1.984126949577083749709505156033629e-4));
    p = Simd.mulAdd<T>(p, r, Simd.constant<T>(1.388888894517459901903344565710086e-3));
    p = Simd.mulAdd<T>(p, r, Simd.constant<T>(8.333333333501250980712704574671079e-3));
    p = Simd.mulAdd<T>(p, r, Simd.constant<T>(4.166666666652509704042745171675756e-2));
    p = Simd.mulAdd<T>(p, r, Simd.constant<T>(0.16666666666666399287));
    return Simd.mulAdd<T>(p, r, Simd.constant<T>(0.50000000000000111022));
  }

  /** e^r - 1 */
  @inline static growth<T extends number>(r: v128): v128 {
    return Simd.mulAdd<T>(v128.mul<T>(r, r), Exp.curvature<T>(r), r);
  }

  /** unit e^r */
  @inline static fraction<T extends number>(r: v128, unit: v128): v128 {
    return Simd.mulAdd<T>(Exp.growth<T>(r), unit, unit);
  }

  /** 2^n out of the bits of an exponent whose offset holds the bias. */
  @inline static scale<T extends number>(exponent: v128): v128 {
    return sizeof<T>() == 4 ? i32x4.shl(exponent, 23) : i64x2.shl(exponent, 52);
  }

  /** The offset with which `scale` is 2^(n + guard), so that fraction * scale = e^x. */
  @inline static offset<T extends number>(): i32 { return Exp.bias<T>() + Exp.guard<T>(); }

  /** e^x for x <= 0, or as many times that as unit is more than 2^-guard: 19 operations and a shift in f32, 29 in f64. At most 0.9 ulp. */
  @inline static nonPositive<T extends number>(x: v128, unit: v128): v128 {
    const y = Exp.bounded<T>(x);
    const exponent = Exp.exponent<T>(y, Exp.offset<T>());
    return v128.mul<T>(Exp.fraction<T>(Exp.remainder<T>(y, Exp.integer<T>(exponent, Exp.offset<T>())), unit), Exp.scale<T>(exponent));
  }

  /** e^x where neither x nor e^x is extreme: |x| <= 87 (f32), |x| <= 708 (f64). */
  @inline static moderate<T extends number>(x: v128): v128 {
    const exponent = Exp.exponent<T>(x, Exp.bias<T>());
    const growth = Exp.growth<T>(Exp.remainder<T>(x, Exp.integer<T>(exponent, Exp.bias<T>())));
    return v128.mul<T>(v128.add<T>(growth, Simd.constant<T>(1)), Exp.scale<T>(exponent));
  }
}
