/**
 * The same product as `matmul` in three plain loops: the oracle of the tests, and the contract in code.
 * Each sum is one ascending chain from zero, then c = alpha sum + beta c.
 */
import { Simd } from "../simd";

export function matmulReference<T extends number>(
  m: i32,
  n: i32,
  k: i32,
  alpha: T,
  a: usize,
  rowStrideA: i32,
  columnStrideA: i32,
  b: usize,
  rowStrideB: i32,
  columnStrideB: i32,
  beta: T,
  c: usize,
  rowStrideC: i32,
  columnStrideC: i32,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const to = c + Simd.offset<T>(i * rowStrideC + j * columnStrideC);
      let result = <T>0;
      if (alpha != <T>0) {
        for (let l = 0; l < k; l++) {
          const x = load<T>(a + Simd.offset<T>(i * rowStrideA + l * columnStrideA));
          const y = load<T>(b + Simd.offset<T>(l * rowStrideB + j * columnStrideB));
          result = <T>(x * y + result);
        }
        if (k > 0) result = <T>(alpha * result);
      }
      if (beta != <T>0) result = <T>(result + beta * load<T>(to));
      store<T>(to, result);
    }
  }
}
