/**
 * Copies k rows of up to two vectors of b into a panel: row i stands at panel + i * PANEL, and columns that b lacks are zero.
 * A panel lies dense in the first-level cache, where rows of b a power of two apart would evict each other.
 */
import { Simd } from "../simd";
import { PANEL } from "./microkernel";

/** Strides in bytes; 1 <= columns <= 2 * lanes. Whole vectors are copied, whole transposed panels are turned by shuffles, the rest goes element by element. */
export function pack<T extends number>(k: i32, columns: i32, b: usize, rowStride: usize, columnStride: usize, panel: usize): void {
  const whole = columns == 2 * Simd.lanes<T>();
  if (whole && columnStride == sizeof<T>()) {
    for (let i = 0; i < k; i++) {
      v128.store(panel, v128.load(b));
      v128.store(panel, v128.load(b, 16), 16);
      b += rowStride;
      panel += PANEL;
    }
    return;
  }
  let done = 0;
  if (whole && rowStride == sizeof<T>()) {
    done = k & -Simd.lanes<T>();
    const half = columnStride << (sizeof<T>() == 4 ? 2 : 1);
    for (let i = 0; i < done; i += Simd.lanes<T>()) {
      transpose<T>(b, columnStride, panel);
      transpose<T>(b + half, columnStride, panel + 16);
      b += 16;
      panel += PANEL * Simd.lanes<T>();
    }
  }
  for (let i = done; i < k; i++) {
    for (let j = 0; j < 2 * Simd.lanes<T>(); j++) {
      store<T>(panel + Simd.offset<T>(j), j < columns ? load<T>(b + (<usize>j) * columnStride) : <T>0);
    }
    b += rowStride;
    panel += PANEL;
  }
}

/** One square of lanes x lanes elements: columns `stride` bytes apart become rows of the panel. */
function transpose<T extends number>(b: usize, stride: usize, panel: usize): void {
  const x0 = v128.load(b);
  const x1 = v128.load(b + stride);
  if (sizeof<T>() == 4) {
    const x2 = v128.load(b + 2 * stride);
    const x3 = v128.load(b + 3 * stride);
    const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
    v128.store(panel, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store(panel, v128.shuffle<f64>(low01, low23, 1, 3), PANEL);
    v128.store(panel, v128.shuffle<f64>(high01, high23, 0, 2), 2 * PANEL);
    v128.store(panel, v128.shuffle<f64>(high01, high23, 1, 3), 3 * PANEL);
  } else {
    v128.store(panel, v128.shuffle<f64>(x0, x1, 0, 2));
    v128.store(panel, v128.shuffle<f64>(x0, x1, 1, 3), PANEL);
  }
}
