/**
 * The few vector idioms that every kernel shares, generic in the precision T (f32: 4 lanes, f64: 2 lanes).
 * Static methods rather than functions: `@inline` on a method is plain TypeScript to every tool.
 */
export class Simd {
  /** Lanes of one 128-bit vector. */
  @inline static lanes<T extends number>(): i32 {
    return 16 / <i32>sizeof<T>();
  }

  /** Number of elements rounded up to whole vectors. */
  @inline static padded<T extends number>(n: i32): i32 {
    return (n + Simd.lanes<T>() - 1) & -Simd.lanes<T>();
  }

  /** Bytes from one element to the i-th after it. */
  @inline static offset<T extends number>(i: i32): usize {
    return (<usize>i) << alignof<T>();
  }

  /** All lanes set to a constant that is written in double precision. */
  @inline static constant<T extends number>(x: f64): v128 {
    return v128.splat<T>(<T>x);
  }

  /** x * y + z: rounded twice, or once where the relaxed build runs on hardware with fused multiply-add. */
  @inline static mulAdd<T extends number>(x: v128, y: v128, z: v128): v128 {
    if (ASC_FEATURE_RELAXED_SIMD) {
      return sizeof<T>() == 4 ? f32x4.relaxed_madd(x, y, z) : f64x2.relaxed_madd(x, y, z);
    }
    return v128.add<T>(v128.mul<T>(x, y), z);
  }

  /** Sum of the lanes, pairwise: (x0 + x2) + (x1 + x3) in f32, x0 + x1 in f64. */
  @inline static sum<T extends number>(x: v128): T {
    if (sizeof<T>() == 4) {
      const halves = f32x4.add(x, i8x16.shuffle(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
      return <T>(f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1));
    }
    return <T>(f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1));
  }
}
