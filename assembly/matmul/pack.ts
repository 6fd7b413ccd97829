/**
 * Copies of operands, dense and in the order in which the tile reads them. Rows a power of two apart share a few sets of the first-level
 * cache and evict each other there; copies do not. All strides in bytes.
 */
import { Simd } from "../simd";
import { MC, PANEL } from "./workspace";

/**
 * Columns of b, 1 <= columns <= 2 * lanes, as a panel: row i at panel + i * PANEL. Vectors that hold none of the columns are left alone;
 * what stands beside the columns in their last vector is an element of the last column or a zero, and is never used.
 */
export function packPanel<T extends number>(k: i32, columns: i32, b: usize, rowStride: usize, columnStride: usize, panel: usize): void {
  const lanes = Simd.lanes<T>();
  if (columnStride == sizeof<T>() && columns % lanes == 0) {
    for (let i = 0; i < k; i++) {
      v128.store(panel, v128.load(b));
      if (columns > lanes) v128.store(panel, v128.load(b, 16), 16);
      b += rowStride;
      panel += PANEL;
    }
    return;
  }
  let done = 0;
  if (rowStride == sizeof<T>()) {
    done = k & -lanes;
    for (let first = 0; first < columns; first += lanes) {
      // Past the last column it is read again, so that no column outside b is touched.
      const some = columns - first;
      const one = some > 1 ? columnStride : 0;
      const two = some > 2 ? columnStride + one : one;
      const three = some > 3 ? columnStride + two : two;
      let from = b + <usize>first * columnStride;
      let to = panel + Simd.offset<T>(first);
      for (let i = 0; i < done; i += lanes) {
        transpose<T>(from, one, two, three, to);
        from += 16;
        to += PANEL * <usize>lanes;
      }
    }
    b += Simd.offset<T>(done);
    panel += PANEL * <usize>done;
  }
  for (let i = done; i < k; i++) {
    let from = b;
    for (let j: usize = 0; j < PANEL; j += sizeof<T>()) {
      store<T>(panel + j, j < Simd.offset<T>(columns) ? load<T>(from) : <T>0);
      from += columnStride;
    }
    b += rowStride;
    panel += PANEL;
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

/** One square of lanes x lanes elements: contiguous columns, at b and so many bytes after it, become rows of the panel. */
function transpose<T extends number>(b: usize, one: usize, two: usize, three: usize, panel: usize): void {
  const x0 = v128.load(b);
  const x1 = v128.load(b + one);
  if (sizeof<T>() == 4) {
    const x2 = v128.load(b + two);
    const x3 = v128.load(b + three);
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
