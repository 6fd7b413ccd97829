/**
 * Copies of operands, dense and in the order in which the tile reads them. Rows a power of two apart share a few sets of the first-level
 * cache and evict each other there; copies do not. All strides in bytes.
 */
import { Simd } from "../simd";
import { MC, PANEL } from "./workspace";

/** Columns of b, 1 <= columns <= 2 * lanes, as a panel: row i at panel + i * PANEL, zero in the columns that b lacks. */
export function packPanel<T extends number>(k: i32, columns: i32, b: usize, rowStride: usize, columnStride: usize, panel: usize): void {
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
    for (let i = 0; i < done; i += Simd.lanes<T>()) {
      transpose<T>(b, columnStride, panel);
      transpose<T>(b + <usize>Simd.lanes<T>() * columnStride, columnStride, panel + 16);
      b += 16;
      panel += PANEL * Simd.lanes<T>();
    }
  }
  for (let i = done; i < k; i++) {
    let from = b;
    for (let j = 0; j < 2 * Simd.lanes<T>(); j++) {
      store<T>(panel, j < columns ? load<T>(from) : <T>0);
      from += columnStride;
      panel += sizeof<T>();
    }
    b += rowStride;
  }
}

/** Up to MC rows of a, column after column: element (r, i) at block + (i * MC + r) elements. */
export function packBlock<T extends number>(rows: i32, k: i32, a: usize, rowStride: usize, columnStride: usize, block: usize): void {
  for (let i = 0; i < k; i++) {
    if (rows == MC && rowStride == sizeof<T>()) {
      for (let r: usize = 0; r < Simd.offset<T>(MC); r += 16) v128.store(block + r, v128.load(a + r));
    } else {
      let from = a;
      for (let r: usize = 0; r < Simd.offset<T>(rows); r += sizeof<T>()) {
        store<T>(block + r, load<T>(from));
        from += rowStride;
      }
    }
    a += columnStride;
    block += Simd.offset<T>(MC);
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
