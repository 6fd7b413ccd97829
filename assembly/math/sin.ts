import { Simd } from "../simd";

/**
 * sin and cos of n pi/2 + r, |r| <= pi/4. r comes from Cody and Waite's reduction, done in double precision for both precisions
 * (two parts of pi/2 for f32, three for f64); lanes beyond its reach go one by one to the compiler's own sin and cos, which reduce by
 * Payne and Hanek's method.
 */
export class Trigonometric {
  /** sin x in every lane; sin(-0) = -0, NaN at the infinities. */
  @inline static sin<T extends number>(x: v128): v128 {
    const sign = v128.and(x, Simd.constant<T>(-0.0));
    const y = v128.xor(x, sign);
    const fast = Trigonometric.moderate<T>(y, 0);
    const beyond = v128.gt<T>(y, Trigonometric.reach<T>());
    return v128.xor(v128.any_true(beyond) ? v128.bitselect(lanewise<T>(y, 0), fast, beyond) : fast, sign);
  }

  /** cos x in every lane, NaN at the infinities. */
  @inline static cos<T extends number>(x: v128): v128 {
    const y = v128.abs<T>(x);
    const fast = Trigonometric.moderate<T>(y, 1);
    const beyond = v128.gt<T>(y, Trigonometric.reach<T>());
    return v128.any_true(beyond) ? v128.bitselect(lanewise<T>(y, 1), fast, beyond) : fast;
  }

  /** (sin(r) / r - 1) / r^2 in z = r^2, |r| <= 1.002 pi/4 (Sollya, fpminimax): degree 2 and error 2^-26.3 in f32, degree 6 and 2^-61 in f64. */
  @inline static sinSeries<T extends number>(z: v128): v128 {
    if (sizeof<T>() == 4) {
      let p = Simd.mulAdd<T>(Simd.constant<T>(-0.00019583132), z, Simd.constant<T>(0.008332714));
      return Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.16666664));
    }
    let p = Simd.mulAdd<T>(Simd.constant<T>(-7.069802465350615e-13), z, Simd.constant<T>(1.6048128948867236e-10));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-2.505202571206005e-08));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(2.755731892018563e-06));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.00019841269840724818));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.008333333333332913));
    return Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.16666666666666666));
  }

  /** (cos(r) - 1 + r^2/2) / r^4 in z = r^2 (the same): degree 2 and error 2^-30.3 in f32, degree 6 and 2^-63.7 in f64. */
  @inline static cosSeries<T extends number>(z: v128): v128 {
    if (sizeof<T>() == 4) {
      let p = Simd.mulAdd<T>(Simd.constant<T>(2.45433e-05), z, Simd.constant<T>(-0.001388827));
      return Simd.mulAdd<T>(p, z, Simd.constant<T>(0.041666664));
    }
    let p = Simd.mulAdd<T>(Simd.constant<T>(3.453717102448077e-14), z, Simd.constant<T>(-1.1444453697534975e-11));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(2.087655446746964e-09));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-2.7557318473353485e-07));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(2.4801587300233543e-05));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(-0.0013888888888887842));
    return Simd.mulAdd<T>(p, z, Simd.constant<T>(0.041666666666666664));
  }

  /** sin(y + turn pi/2) for y from 0 to `reach`: 33 bits of pi/2 a part, so that n times a part is exact for n < 2^20. */
  @inline static moderate<T extends number>(y: v128, turn: i32): v128 {
    let r: v128, low: v128, quadrant: v128;
    if (sizeof<T>() == 4) {
      const front = f64x2.promote_low_f32x4(y);
      const back = f64x2.promote_low_f32x4(i8x16.shuffle(y, y, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15));
      const frontTurns = Trigonometric.turns(front);
      const backTurns = Trigonometric.turns(back);
      r = i8x16.shuffle(
        f32x4.demote_f64x2_zero(Trigonometric.remainder(front, frontTurns)), f32x4.demote_f64x2_zero(Trigonometric.remainder(back, backTurns)),
        0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23,
      );
      low = Simd.constant<T>(0);
      quadrant = i8x16.shuffle(frontTurns, backTurns, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
      if (turn) quadrant = i32x4.add(quadrant, i32x4.splat(turn));
    } else {
      quadrant = Trigonometric.turns(y);
      const n = f64x2.sub(quadrant, f64x2.splat(6755399441055744.0));
      const a = f64x2.sub(y, f64x2.mul(n, f64x2.splat(1.57079632673412561417)));
      const b = f64x2.mul(n, f64x2.splat(6.07710050630396597660e-11));
      const rough = f64x2.sub(a, b);
      const rest = f64x2.sub(f64x2.sub(f64x2.sub(a, rough), b), f64x2.mul(n, f64x2.splat(2.02226624879595063154e-21)));
      r = f64x2.add(rough, rest);
      low = f64x2.add(f64x2.sub(rough, r), rest);
      if (turn) quadrant = i64x2.add(quadrant, i64x2.splat(turn));
    }
    const z = v128.mul<T>(r, r);
    let rest = v128.mul<T>(v128.mul<T>(r, z), Trigonometric.sinSeries<T>(z));
    if (sizeof<T>() == 8) rest = v128.add<T>(rest, low);
    const sin = v128.add<T>(r, rest);
    // 1 - z/2 with its rounding error put back
    const one = Simd.constant<T>(1);
    const half = v128.mul<T>(z, Simd.constant<T>(0.5));
    const rough = v128.sub<T>(one, half);
    rest = v128.add<T>(v128.sub<T>(v128.sub<T>(one, rough), half), v128.mul<T>(v128.mul<T>(z, z), Trigonometric.cosSeries<T>(z)));
    if (sizeof<T>() == 8) rest = v128.sub<T>(rest, v128.mul<T>(r, low));
    const cos = v128.add<T>(rough, rest);
    if (sizeof<T>() == 4) {
      const odd = i32x4.neg(v128.and(quadrant, i32x4.splat(1)));
      return v128.xor(v128.bitselect(cos, sin, odd), i32x4.shl(v128.and(quadrant, i32x4.splat(2)), 30));
    }
    const odd = i64x2.neg(v128.and(quadrant, i64x2.splat(1)));
    return v128.xor(v128.bitselect(cos, sin, odd), i64x2.shl(v128.and(quadrant, i64x2.splat(2)), 62));
  }

  /** round(2y / pi), in the low bits of a double. */
  @inline static turns(y: v128): v128 {
    return f64x2.add(f64x2.mul(y, f64x2.splat(0.63661977236758134308)), f64x2.splat(6755399441055744.0));
  }

  /** y - n pi/2 in double precision, for single. */
  @inline static remainder(y: v128, turns: v128): v128 {
    const n = f64x2.sub(turns, f64x2.splat(6755399441055744.0));
    return f64x2.sub(f64x2.sub(y, f64x2.mul(n, f64x2.splat(1.57079632673412561417))), f64x2.mul(n, f64x2.splat(6.07710050650619224932e-11)));
  }

  /** The largest |x| that `moderate` takes. */
  @inline static reach<T extends number>(): v128 { return Simd.constant<T>(1048576); }
}

function lanewise<T extends number>(y: v128, turn: i32): v128 {
  if (sizeof<T>() == 4) {
    return f32x4(
      <f32>scalar(f32x4.extract_lane(y, 0), turn), <f32>scalar(f32x4.extract_lane(y, 1), turn),
      <f32>scalar(f32x4.extract_lane(y, 2), turn), <f32>scalar(f32x4.extract_lane(y, 3), turn),
    );
  }
  return f64x2(scalar(f64x2.extract_lane(y, 0), turn), scalar(f64x2.extract_lane(y, 1), turn));
}

function scalar(y: f64, turn: i32): f64 {
  return turn ? NativeMath.cos(y) : NativeMath.sin(y);
}
