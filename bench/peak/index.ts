/**
 * The multiply-add rate of this machine with nothing in the way: twelve chains c = c * x + y in registers, no memory.
 * With |x| < 1 the chains settle at y / (1 - x), so that they stay normal numbers. Two shapes of loop, since neither is the faster on every processor.
 */
import { Simd } from '../../assembly/simd';

export const CHAINS: i32 = 12;

class Chains {
  @inline static run<T extends number>(iterations: i32, steps: i32, x: T, y: T): T {
    const s = v128.splat<T>(x);
    const t = v128.splat<T>(y);
    let c0 = v128.splat<T>(<T>0),
      c1 = v128.splat<T>(<T>1),
      c2 = v128.splat<T>(<T>2),
      c3 = v128.splat<T>(<T>3);
    let c4 = v128.splat<T>(<T>4),
      c5 = v128.splat<T>(<T>5),
      c6 = v128.splat<T>(<T>6),
      c7 = v128.splat<T>(<T>7);
    let c8 = v128.splat<T>(<T>8),
      c9 = v128.splat<T>(<T>9),
      c10 = v128.splat<T>(<T>10),
      c11 = v128.splat<T>(<T>11);
    for (let i = 0; i < iterations; i++) {
      c0 = Simd.mulAdd<T>(c0, s, t);
      c1 = Simd.mulAdd<T>(c1, s, t);
      c2 = Simd.mulAdd<T>(c2, s, t);
      c3 = Simd.mulAdd<T>(c3, s, t);
      c4 = Simd.mulAdd<T>(c4, s, t);
      c5 = Simd.mulAdd<T>(c5, s, t);
      c6 = Simd.mulAdd<T>(c6, s, t);
      c7 = Simd.mulAdd<T>(c7, s, t);
      c8 = Simd.mulAdd<T>(c8, s, t);
      c9 = Simd.mulAdd<T>(c9, s, t);
      c10 = Simd.mulAdd<T>(c10, s, t);
      c11 = Simd.mulAdd<T>(c11, s, t);
      if (steps > 1) {
        c0 = Simd.mulAdd<T>(c0, s, t);
        c1 = Simd.mulAdd<T>(c1, s, t);
        c2 = Simd.mulAdd<T>(c2, s, t);
        c3 = Simd.mulAdd<T>(c3, s, t);
        c4 = Simd.mulAdd<T>(c4, s, t);
        c5 = Simd.mulAdd<T>(c5, s, t);
        c6 = Simd.mulAdd<T>(c6, s, t);
        c7 = Simd.mulAdd<T>(c7, s, t);
        c8 = Simd.mulAdd<T>(c8, s, t);
        c9 = Simd.mulAdd<T>(c9, s, t);
        c10 = Simd.mulAdd<T>(c10, s, t);
        c11 = Simd.mulAdd<T>(c11, s, t);
      }
    }
    const sum03 = v128.add<T>(v128.add<T>(c0, c1), v128.add<T>(c2, c3));
    const sum47 = v128.add<T>(v128.add<T>(c4, c5), v128.add<T>(c6, c7));
    const sum811 = v128.add<T>(v128.add<T>(c8, c9), v128.add<T>(c10, c11));
    return Simd.sum<T>(v128.add<T>(v128.add<T>(sum03, sum47), sum811));
  }
}

/** One step of every chain in an iteration. */
export function single_f32(iterations: i32, x: f32, y: f32): f32 {
  return Chains.run<f32>(iterations, 1, x, y);
}
export function single_f64(iterations: i32, x: f64, y: f64): f64 {
  return Chains.run<f64>(iterations, 1, x, y);
}

/** Two steps of every chain in an iteration. */
export function double_f32(iterations: i32, x: f32, y: f32): f32 {
  return Chains.run<f32>(iterations, 2, x, y);
}
export function double_f64(iterations: i32, x: f64, y: f64): f64 {
  return Chains.run<f64>(iterations, 2, x, y);
}
