import { Simd } from "../simd";

/** The logarithm's kernel, and ln(1 + x) on [0, 1], which is all that softplus asks for. */
export class Log1p {
  /**
   * ln(1 + x) in every lane: 1 + x = 2^k (1 + f), 1 + f in [3/4, 3/2), and what the sum 1 + x lost by rounding is put back into f.
   * log1p(-0) = -0, log1p(-1) = -inf, NaN below, log1p(inf) = inf.
   */
  @inline static value<T extends number>(x: v128): v128 {
    const one = Simd.constant<T>(1);
    const u = v128.add<T>(x, one);
    const away = v128.sub<T>(u, x);
    const lost = v128.add<T>(v128.sub<T>(one, away), v128.sub<T>(x, v128.sub<T>(u, away)));
    let k: v128, fraction: v128, shrink: v128; // u = 2^k fraction; shrink = 2^(1 - k), 0 for the largest k, where nothing of what was lost counts
    if (sizeof<T>() == 4) {
      const biased = i32x4.shr_u(i32x4.add(u, i32x4.splat(0x3f800000 - 0x3f400000)), 23);
      const exponent = i32x4.sub(biased, i32x4.splat(127));
      k = f32x4.convert_i32x4_s(exponent);
      fraction = i32x4.sub(u, i32x4.shl(exponent, 23));
      shrink = i32x4.shl(i32x4.sub(i32x4.splat(255), biased), 23);
    } else {
      const biased = i64x2.shr_u(i64x2.add(u, i64x2.splat(0x3ff0000000000000 - 0x3fe8000000000000)), 52);
      fraction = i64x2.sub(u, i64x2.shl(i64x2.sub(biased, i64x2.splat(1023)), 52));
      k = f64x2.sub(v128.or(biased, i64x2.splat(0x4330000000000000)), f64x2.splat(4503599627370496.0 + 1023.0));
      shrink = i64x2.shl(i64x2.sub(i64x2.splat(2047), biased), 52);
    }
    const f = v128.add<T>(v128.sub<T>(fraction, one), v128.mul<T>(v128.mul<T>(lost, Simd.constant<T>(0.5)), shrink));
    const low = v128.mul<T>(k, Simd.constant<T>(sizeof<T>() == 4 ? 1.4286067653e-6 : 1.90821492927058770002e-10));
    const high = v128.mul<T>(k, Simd.constant<T>(sizeof<T>() == 4 ? 6.9314575195e-1 : 6.93147180369123816490e-1));
    const y = v128.add<T>(high, v128.add<T>(f, Log1p.correction<T>(f, low)));
    // the ends: x itself for inf, NaN and whatever is so small that ln(1 + x) rounds to x (that keeps -0); NaN below -1, -inf at it
    const inside = v128.and(
      v128.lt<T>(x, Simd.constant<T>(Infinity)),
      v128.gt<T>(v128.abs<T>(x), Simd.constant<T>(sizeof<T>() == 4 ? 2.9802322387695312e-8 : 5.551115123125783e-17)),
    );
    const below = v128.bitselect(Simd.constant<T>(-Infinity), Simd.constant<T>(NaN), v128.eq<T>(u, Simd.constant<T>(0)));
    return v128.bitselect(below, v128.bitselect(y, x, inside), v128.le<T>(x, Simd.constant<T>(-1)));
  }

  /**
   * ln(1 + f) - f for f in [-1/4, 1/2): with s = f / (2 + f), ln(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)), where
   * R(z) = 2z/3 + 2z^2/5 + ... (fdlibm's e_log.c). R by Sollya's fpminimax on z in [0, 0.0401]: degree 4 and absolute
   * error 2^-31.6 in f32, degree 8 and 2^-59.8 in f64. `low` is added where it counts, beside f.
   */
  @inline static correction<T extends number>(f: v128, low: v128): v128 {
    const half = v128.mul<T>(v128.mul<T>(f, f), Simd.constant<T>(0.5));
    const s = v128.div<T>(f, v128.add<T>(f, Simd.constant<T>(2)));
    const z = v128.mul<T>(s, s);
    const inner = Simd.mulAdd<T>(s, Simd.mulAdd<T>(z, Log1p.series<T>(z), half), low);
    return v128.sub<T>(inner, half);
  }

  /** R(z) / z */
  @inline static series<T extends number>(z: v128): v128 {
    if (sizeof<T>() == 4) {
      let p = Simd.mulAdd<T>(Simd.constant<T>(0.2341541), z, Simd.constant<T>(0.28556147));
      p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.3999984));
      return Simd.mulAdd<T>(p, z, Simd.constant<T>(0.6666667));
    }
    let p = Simd.mulAdd<T>(Simd.constant<T>(0.1361895228013905), z, Simd.constant<T>(0.1320823930788722));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.15388954543253452));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.18181735027891213));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.22222223089826973));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.28571428566938484));
    p = Simd.mulAdd<T>(p, z, Simd.constant<T>(0.4000000000000914));
    return Simd.mulAdd<T>(p, z, Simd.constant<T>(0.6666666666666666));
  }

  /** ln(1 + x) for x in [0, 1]; from 1/2 on it is ln 2 + ln(1 + (x - 1) / 2), where the difference is exact. */
  @inline static unit<T extends number>(x: v128): v128 {
    const upper = v128.ge<T>(x, Simd.constant<T>(0.5));
    const f = v128.bitselect(v128.mul<T>(v128.sub<T>(x, Simd.constant<T>(1)), Simd.constant<T>(0.5)), x, upper);
    const high = v128.and(upper, Simd.constant<T>(sizeof<T>() == 4 ? 6.9314575195e-1 : 6.93147180369123816490e-1));
    const low = v128.and(upper, Simd.constant<T>(sizeof<T>() == 4 ? 1.4286067653e-6 : 1.90821492927058770002e-10));
    return v128.add<T>(high, v128.add<T>(f, Log1p.correction<T>(f, low)));
  }
}
