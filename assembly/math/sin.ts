import { Simd } from "../simd";
import { Call } from "./call";
import { Reduction } from "./reduction";
import { Table } from "./table";

const sin32 = memory.data<f32>([-0.16666664, 0.008332714, -0.00019583132]);
const sin64 = memory.data<f64>([
  -0.16666666666666666, 0.008333333333332913, -0.00019841269840724818, 2.755731892018563e-6, -2.505202571206005e-8, 1.6048128948867236e-10,
  -7.069802465350615e-13,
]);
const cos32 = memory.data<f32>([0.041666664, -0.001388827, 2.45433e-5]);
const cos64 = memory.data<f64>([
  0.041666666666666664, -0.0013888888888887842, 2.4801587300233543e-5, -2.7557318473353485e-7, 2.087655446746964e-9, -1.1444453697534975e-11,
  3.453717102448077e-14,
]);

const TWO_OVER_PI = 0;
const ROUNDER = 1; // 1.5 * 2^52
const HALF_PI_HIGH = 2;
const HALF_PI_REST = 3; // all of the rest, for single precision
const HALF_PI_MIDDLE = 4;
const HALF_PI_LOW = 5;
const reduction = memory.data<f64>([
  0.6366197723675814, 6755399441055744.0, 1.57079632673412561417, 6.07710050650619224932e-11, 6.0771005063039659766e-11, 2.02226624879595063154e-21,
]);

/** The largest |x| that is reduced in vectors: n = 2|x| / pi stays under 2^20. */
const reach = memory.data<f64>([1048576.0]);

/**
 * sin and cos of n pi/2 + r, |r| <= pi/4. r comes from Cody and Waite's reduction, done in double precision for both precisions
 * (two parts of pi/2 for f32, three for f64, 33 bits a part, so that n times a part is exact); lanes beyond its reach are reduced one by one
 * by Payne and Hanek's method. NaN at the infinities.
 */
export class Trigonometric {
  /** sin x; sin(-0) = -0. About 55 operations in f32, 69 in f64. */
  @inline static sin<T extends number>(x: v128): v128 {
    const sign = v128.and(x, Table.sign<T>());
    return v128.xor(Trigonometric.shifted<T>(v128.xor(x, sign), 0), sign);
  }

  @inline static cos<T extends number>(x: v128): v128 {
    return Trigonometric.shifted<T>(v128.abs<T>(x), 1);
  }

  /** sin(y + turn pi/2), y >= 0 */
  @inline static shifted<T extends number>(y: v128, turn: i32): v128 {
    const fast = Trigonometric.moderate<T>(y, turn);
    const beyond = v128.gt<T>(y, sizeof<T>() == 4 ? f32x4.splat(1048576) : v128.load64_splat(reach));
    return v128.any_true(beyond) ? v128.bitselect(lanewise<T>(y, turn), fast, beyond) : fast;
  }

  /** sin(y + turn pi/2), 0 <= y <= reach */
  @inline static moderate<T extends number>(y: v128, turn: i32): v128 {
    let r: v128, low: v128, quadrant: v128;
    if (sizeof<T>() == 4) {
      const front = f64x2.promote_low_f32x4(y);
      const back = f64x2.promote_low_f32x4(i8x16.shuffle(y, y, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15));
      const frontTurns = Trigonometric.turns(front);
      const backTurns = Trigonometric.turns(back);
      r = i8x16.shuffle(
        f32x4.demote_f64x2_zero(Trigonometric.remainder(front, frontTurns)),
        f32x4.demote_f64x2_zero(Trigonometric.remainder(back, backTurns)),
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        16,
        17,
        18,
        19,
        20,
        21,
        22,
        23,
      );
      low = Simd.constant<T>(0);
      quadrant = i8x16.shuffle(frontTurns, backTurns, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
      if (turn) quadrant = i32x4.add(quadrant, i32x4.splat(turn));
    } else {
      quadrant = Trigonometric.turns(y);
      const n = f64x2.sub(quadrant, Table.at<f64>(reduction, ROUNDER));
      const a = f64x2.sub(y, f64x2.mul(n, Table.at<f64>(reduction, HALF_PI_HIGH)));
      const b = f64x2.mul(n, Table.at<f64>(reduction, HALF_PI_MIDDLE));
      const rough = f64x2.sub(a, b);
      const rest = f64x2.sub(f64x2.sub(f64x2.sub(a, rough), b), f64x2.mul(n, Table.at<f64>(reduction, HALF_PI_LOW)));
      r = f64x2.add(rough, rest);
      low = f64x2.add(f64x2.sub(rough, r), rest);
      if (turn) quadrant = i64x2.add(quadrant, i64x2.splat(turn));
    }
    return Trigonometric.kernel<T>(r, low, quadrant);
  }

  /** sin(r + low + quadrant pi/2); low only counts in f64, which is a call. */
  @inline static kernel<T extends number>(r: v128, low: v128, quadrant: v128): v128 {
    return sizeof<T>() == 4 ? Trigonometric.kernelInline<T>(r, low, quadrant) : Call.sine(r, low, quadrant);
  }

  @inline static kernelInline<T extends number>(r: v128, low: v128, quadrant: v128): v128 {
    const z = v128.mul<T>(r, r);
    let rest = v128.mul<T>(v128.mul<T>(r, z), Trigonometric.sinSeries<T>(z));
    if (sizeof<T>() == 8) rest = v128.add<T>(rest, low);
    const sin = v128.add<T>(r, rest);
    // 1 - z/2 with its rounding error put back
    const one = Table.one<T>();
    const half = v128.mul<T>(z, Table.half<T>());
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
    return f64x2.add(f64x2.mul(y, Table.at<f64>(reduction, TWO_OVER_PI)), Table.at<f64>(reduction, ROUNDER));
  }

  /** y - n pi/2 in double precision, for single. */
  @inline static remainder(y: v128, turns: v128): v128 {
    const n = f64x2.sub(turns, Table.at<f64>(reduction, ROUNDER));
    return f64x2.sub(f64x2.sub(y, f64x2.mul(n, Table.at<f64>(reduction, HALF_PI_HIGH))), f64x2.mul(n, Table.at<f64>(reduction, HALF_PI_REST)));
  }

  /** (sin(r) / r - 1) / r^2 in z = r^2, |r| <= 1.002 pi/4 (Sollya, fpminimax): degree 2 and error 2^-26.3 in f32, degree 6 and 2^-61 in f64. */
  @inline static sinSeries<T extends number>(z: v128): v128 {
    return sizeof<T>() == 4 ? Table.horner2<T>(sin32, z) : Table.split6<T>(sin64, z);
  }

  /** (cos(r) - 1 + r^2/2) / r^4 in z = r^2 (the same): degree 2 and error 2^-30.3 in f32, degree 6 and 2^-63.7 in f64. */
  @inline static cosSeries<T extends number>(z: v128): v128 {
    return sizeof<T>() == 4 ? Table.horner2<T>(cos32, z) : Table.split6<T>(cos64, z);
  }
}

function lanewise<T extends number>(y: v128, turn: i32): v128 {
  if (sizeof<T>() == 4) {
    return f32x4(
      <f32>huge(f32x4.extract_lane(y, 0), turn),
      <f32>huge(f32x4.extract_lane(y, 1), turn),
      <f32>huge(f32x4.extract_lane(y, 2), turn),
      <f32>huge(f32x4.extract_lane(y, 3), turn),
    );
  }
  return f64x2(huge(f64x2.extract_lane(y, 0), turn), huge(f64x2.extract_lane(y, 1), turn));
}

/** sin(y + turn pi/2) of one number; what is within reach anyway is left to the vectors. */
function huge(y: f64, turn: i32): f64 {
  if (!(y >= 1048576)) return 0;
  if (y == Infinity) return NaN;
  const upper = Reduction.upper(y);
  const lower = Reduction.lower(y);
  // two bits of quadrant, rounded; what is left, from -1/2 to 1/2, in 62 + 64 bits
  const quadrant = (upper + 0x2000000000000000) >> 62;
  const fraction = <i64>((upper << 2) | (lower >> 62));
  const head = fraction & ~(<i64>0x7ff);
  const high = <f64>head * 5.421010862427522e-20; // 2^-64
  const low = (<f64>(fraction - head) + <f64>(lower << 2) * 5.421010862427522e-20) * 5.421010862427522e-20;
  // the first 20 bits times the first 33 of pi/2 are exact
  const first = <f64>(head & ~(<i64>0x7ffffffffff)) * 5.421010862427522e-20;
  const exact = first * 1.57079632673412561417;
  const rest = (high - first) * 1.57079632673412561417 + (low * 1.57079632679489661923 + high * 6.07710050650619224932e-11);
  const r = exact + rest;
  const turns = i64x2.splat(<i64>quadrant + turn);
  return f64x2.extract_lane(Trigonometric.kernel<f64>(f64x2.splat(r), f64x2.splat(exact - r + rest), turns), 0);
}
