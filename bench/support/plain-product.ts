import type { Values } from './operand.js';

/**
 * c = a b in plain TypeScript, b and c with contiguous rows of n: the inner loop runs along rows, four of b at a time, so that c is read and
 * written once for four multiply-adds. Sums are double within an inner step, as every JavaScript number is. a is k x m or m x k by its strides.
 */
export const plainRows = (m: number, n: number, k: number, a: Values, aRow: number, aColumn: number, b: Values, c: Values): void => {
  c.fill(0);
  for (let i = 0; i < m; i++) {
    const row = i * n;
    let l = 0;
    for (; l + 4 <= k; l += 4) {
      const at = i * aRow + l * aColumn;
      const [x0, x1, x2, x3] = [a[at]!, a[at + aColumn]!, a[at + 2 * aColumn]!, a[at + 3 * aColumn]!];
      const [b0, b1, b2, b3] = [l * n, (l + 1) * n, (l + 2) * n, (l + 3) * n];
      for (let j = 0; j < n; j++) c[row + j] = c[row + j]! + x0 * b[b0 + j]! + x1 * b[b1 + j]! + x2 * b[b2 + j]! + x3 * b[b3 + j]!;
    }
    for (; l < k; l++) {
      const x = a[i * aRow + l * aColumn]!;
      for (let j = 0; j < n; j++) c[row + j] = c[row + j]! + x * b[l * n + j]!;
    }
  }
};

/** c = a b^T in plain TypeScript, a and b with contiguous rows of k: four dot products at a time share the loads of a. */
export const plainDots = (m: number, n: number, k: number, a: Values, b: Values, c: Values): void => {
  for (let i = 0; i < m; i++) {
    const row = i * k;
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      const [b0, b1, b2, b3] = [j * k, (j + 1) * k, (j + 2) * k, (j + 3) * k];
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let l = 0; l < k; l++) {
        const x = a[row + l]!;
        s0 += x * b[b0 + l]!;
        s1 += x * b[b1 + l]!;
        s2 += x * b[b2 + l]!;
        s3 += x * b[b3 + l]!;
      }
      c[i * n + j] = s0;
      c[i * n + j + 1] = s1;
      c[i * n + j + 2] = s2;
      c[i * n + j + 3] = s3;
    }
    for (; j < n; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += a[row + l]! * b[j * k + l]!;
      c[i * n + j] = sum;
    }
  }
};
