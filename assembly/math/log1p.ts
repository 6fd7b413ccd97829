import { Simd } from "../simd";
import { Call } from "./call";
import { Table } from "./table";

const LN2_HIGH = 0;
const LN2_LOW = 1;
const TINY = 2;
const scalar32 = memory.data<f32>([6.9314575195e-1, 1.4286067653e-6, 2.9802322387695312e-8]);
const scalar64 = memory.data<f64>([6.9314718036912381649e-1, 1.90821492927058770002e-10, 5.551115123125783e-17]);

const series32 = memory.data<f32>([0.6666667, 0.3999984, 0.28556147, 0.2341541]);
const series64 = memory.data<f64>([
  0.6666666666666666, 0.4000000000000914, 0.28571428566938484, 0.22222223089826973, 0.18181735027891213, 0.15388954543253452, 0.1320823930788722,
  0.1361895228013905,
]);

/** ln(1 + x), and the same on [0, 1], which is all that softplus asks for. */
export class Log1p {
  @inline static scalar<T extends number>(i: i32): v128 {
    return Table.at<T>(sizeof<T>() == 4 ? scalar32 : scalar64, i);
  }

  /**
   * ln(1 + f) - f + low for f in [-1/4, 1/2): with s = f / (2 + f), ln(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)), where
   * R(z) = 2z/3 + 2z^2/5 + ... (fdlibm's e_log.c). R by Sollya's fpminimax on z in [0, 0.0401]: degree 4 and absolute
   * error 2^-31.6 in f32, degree 8 and 2^-59.8 in f64, which is a call.
   */
  @inline static correction<T extends number>(f: v128, low: v128): v128 {
    return sizeof<T>() == 4 ? Log1p.correctionInline<T>(f, low) : Call.logCorrection(f, low);
  }

  @inline static correctionInline<T extends number>(f: v128, low: v128): v128 {
    const half = v128.mul<T>(v128.mul<T>(f, f), Table.half<T>());
    const s = v128.div<T>(f, v128.add<T>(f, Table.two<T>()));
    const z = v128.mul<T>(s, s);
    const series = sizeof<T>() == 4 ? Table.horner3<T>(series32, z) : Table.split7<T>(series64, z);
    return v128.sub<T>(Simd.mulAdd<T>(s, Simd.mulAdd<T>(z, series, half), low), half);
  }

  /** ln(1 + x) for x in [0, 1]; from 1/2 on it is ln 2 + ln(1 + (x - 1) / 2), where the difference is exact. 24 operations in f32, 32 in f64, one of them a division. */
  @inline static unit<T extends number>(x: v128): v128 {
    const half = Table.half<T>();
    const upper = v128.ge<T>(x, half);
    const f = v128.bitselect(v128.mul<T>(v128.sub<T>(x, Table.one<T>()), half), x, upper);
    const high = v128.and(upper, Log1p.scalar<T>(LN2_HIGH));
    const low = v128.and(upper, Log1p.scalar<T>(LN2_LOW));
    return v128.add<T>(high, v128.add<T>(f, Log1p.correction<T>(f, low)));
  }

  /**
   * ln(1 + x): 1 + x = 2^k (1 + f), 1 + f in [3/4, 3/2), and what the sum 1 + x lost by rounding is put back into f.
   * log1p(-0) = -0, log1p(-1) = -inf, NaN below, log1p(inf) = inf. 48 operations in f32, 57 in f64.
   */
  @inline static value<T extends number>(x: v128): v128 {
    const one = Table.one<T>();
    const u = v128.add<T>(x, one);
    const away = v128.sub<T>(u, x);
    const lost = v128.add<T>(v128.sub<T>(one, away), v128.sub<T>(x, v128.sub<T>(u, away)));
    // u = 2^k fraction; shrink = 2^(1 - k), and 0 for the largest k, where nothing of what was lost counts
    let k: v128, fraction: v128, shrink: v128;
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
    const f = v128.add<T>(v128.sub<T>(fraction, one), v128.mul<T>(v128.mul<T>(lost, Table.half<T>()), shrink));
    const tail = v128.add<T>(f, Log1p.correction<T>(f, v128.mul<T>(k, Log1p.scalar<T>(LN2_LOW))));
    const y = v128.add<T>(v128.mul<T>(k, Log1p.scalar<T>(LN2_HIGH)), tail);
    // the ends: x itself for inf, NaN and whatever is so small that ln(1 + x) rounds to x (that keeps -0); NaN below -1, -inf at it
    const inside = v128.and(v128.lt<T>(x, Simd.constant<T>(Infinity)), v128.gt<T>(v128.abs<T>(x), Log1p.scalar<T>(TINY)));
    const below = v128.bitselect(Simd.constant<T>(-Infinity), Simd.constant<T>(NaN), v128.eq<T>(u, Simd.constant<T>(0)));
    return v128.bitselect(below, v128.bitselect(y, x, inside), v128.le<T>(x, v128.neg<T>(one)));
  }
}
