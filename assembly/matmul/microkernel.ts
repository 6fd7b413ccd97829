/**
 * The register tile that every dense product is made of, and its sweep down the rows.
 *
 *   c[r][j] = start + sum over i of a[r][i] b[i][j],   0 <= r < rows, j over one or two vectors
 *
 * One accumulator an element, one ascending chain of multiply-adds: the bits depend on neither the tile nor the blocking.
 * a is read one element at a time by splat loads and never packed: every row has its own pointer, or four rows come from one where columns are
 * contiguous. Full tiles know at compile time which of the two it is, the fewer tiles at the edges take either, for the module's sake.
 * b and c have whole vectors, rows `bStride` and `cStride` bytes apart.
 * start is c itself (`resume`), else start[r * startStride], a bias or a zero. c overlaps nothing.
 *
 * 4 rows x 2 vectors: 8 accumulators, 2 vectors of b, a splat and a product fill 12 of the 15 vector registers that V8 hands out on x86-64.
 */
import { Simd } from "../simd";

class Tile {
  @inline static run<T extends number>(
    rows: i32,
    vectors: i32,
    columnMajor: bool,
    k: i32,
    a: usize,
    aRow: usize,
    aColumn: usize,
    b: usize,
    bStride: usize,
    c: usize,
    cStride: usize,
    start: usize,
    startStride: usize,
    resume: bool,
  ): void {
    const c1 = c + cStride;
    const c2 = c1 + cStride;
    const c3 = c2 + cStride;
    let c00: v128, c01: v128, c10: v128, c11: v128, c20: v128, c21: v128, c30: v128, c31: v128;
    if (resume) {
      c00 = v128.load(c);
      c01 = vectors > 1 ? v128.load(c, 16) : c00;
      c10 = rows > 1 ? v128.load(c1) : c00;
      c11 = rows > 1 && vectors > 1 ? v128.load(c1, 16) : c00;
      c20 = rows > 2 ? v128.load(c2) : c00;
      c21 = rows > 2 && vectors > 1 ? v128.load(c2, 16) : c00;
      c30 = rows > 2 ? v128.load(c3) : c00;
      c31 = rows > 2 && vectors > 1 ? v128.load(c3, 16) : c00;
    } else {
      c00 = v128.load_splat<T>(start);
      c01 = c00;
      c10 = rows > 1 ? v128.load_splat<T>(start + startStride) : c00;
      c11 = c10;
      c20 = rows > 2 ? v128.load_splat<T>(start + 2 * startStride) : c00;
      c21 = c20;
      c30 = rows > 2 ? v128.load_splat<T>(start + 3 * startStride) : c00;
      c31 = c30;
    }
    let a1 = a + aRow;
    let a2 = a1 + aRow;
    let a3 = a2 + aRow;
    for (; k > 0; k--) {
      const b0 = v128.load(b);
      const b1 = vectors > 1 ? v128.load(b, 16) : b0;
      let s = v128.load_splat<T>(a);
      c00 = Simd.mulAdd<T>(s, b0, c00);
      if (vectors > 1) c01 = Simd.mulAdd<T>(s, b1, c01);
      if (rows > 1) {
        s = columnMajor ? v128.load_splat<T>(a, sizeof<T>()) : v128.load_splat<T>(a1);
        c10 = Simd.mulAdd<T>(s, b0, c10);
        if (vectors > 1) c11 = Simd.mulAdd<T>(s, b1, c11);
      }
      if (rows > 2) {
        s = columnMajor ? v128.load_splat<T>(a, 2 * sizeof<T>()) : v128.load_splat<T>(a2);
        c20 = Simd.mulAdd<T>(s, b0, c20);
        if (vectors > 1) c21 = Simd.mulAdd<T>(s, b1, c21);
        s = columnMajor ? v128.load_splat<T>(a, 3 * sizeof<T>()) : v128.load_splat<T>(a3);
        c30 = Simd.mulAdd<T>(s, b0, c30);
        if (vectors > 1) c31 = Simd.mulAdd<T>(s, b1, c31);
      }
      b += bStride;
      a += aColumn;
      if (!columnMajor) {
        a1 += aColumn;
        a2 += aColumn;
        a3 += aColumn;
      }
    }
    v128.store(c, c00);
    if (vectors > 1) v128.store(c, c01, 16);
    if (rows > 1) {
      v128.store(c1, c10);
      if (vectors > 1) v128.store(c1, c11, 16);
    }
    if (rows > 2) {
      v128.store(c2, c20);
      if (vectors > 1) v128.store(c2, c21, 16);
      v128.store(c3, c30);
      if (vectors > 1) v128.store(c3, c31, 16);
    }
  }

  /** As many rows as fill tiles of four. */
  @inline static fours<T extends number>(
    vectors: i32,
    columnMajor: bool,
    rows: i32,
    k: i32,
    a: usize,
    aRow: usize,
    aColumn: usize,
    b: usize,
    bStride: usize,
    c: usize,
    cStride: usize,
    start: usize,
    startStride: usize,
    resume: bool,
  ): void {
    while (rows >= 4) {
      Tile.run<T>(4, vectors, columnMajor, k, a, aRow, aColumn, b, bStride, c, cStride, start, startStride, resume);
      rows -= 4;
      a += 4 * aRow;
      c += 4 * cStride;
      start += 4 * startStride;
    }
  }

  /** The rows, up to three, that fill none. */
  @inline static rest<T extends number>(
    vectors: i32,
    rows: i32,
    k: i32,
    a: usize,
    aRow: usize,
    aColumn: usize,
    b: usize,
    bStride: usize,
    c: usize,
    cStride: usize,
    start: usize,
    startStride: usize,
    resume: bool,
  ): void {
    if (rows & 2) {
      Tile.run<T>(2, vectors, false, k, a, aRow, aColumn, b, bStride, c, cStride, start, startStride, resume);
      a += 2 * aRow;
      c += 2 * cStride;
      start += 2 * startStride;
    }
    if (rows & 1) Tile.run<T>(1, vectors, false, k, a, aRow, aColumn, b, bStride, c, cStride, start, startStride, resume);
  }
}

/**
 * Every row of one panel of one or two vectors. Strides in bytes: element (r, i) of a stands at a + r * aRow + i * aColumn,
 * and aColumn (rows contiguous) or aRow (columns contiguous) is the size of an element.
 */
export function sweep<T extends number>(
  rows: i32,
  k: i32,
  vectors: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bStride: usize,
  c: usize,
  cStride: usize,
  start: usize,
  startStride: usize,
  resume: bool,
): void {
  assert(aColumn == sizeof<T>() || aRow == sizeof<T>(), "sweep: the rows or the columns of a must be contiguous");
  assert(vectors == 1 || vectors == 2, "sweep: a panel is one or two vectors wide");
  const size: usize = sizeof<T>();
  if (rows & 3) {
    const done = <usize>rows & ~3;
    edge<T>(rows & 3, k, vectors, a + done * aRow, aRow, aColumn, b, bStride, c + done * cStride, cStride, start + done * startStride, startStride, resume);
  }
  if (vectors == 1) Tile.fours<T>(1, false, rows, k, a, aRow, aColumn, b, bStride, c, cStride, start, startStride, resume);
  else if (aColumn == size) Tile.fours<T>(2, false, rows, k, a, aRow, size, b, bStride, c, cStride, start, startStride, resume);
  else Tile.fours<T>(2, true, rows, k, a, size, aColumn, b, bStride, c, cStride, start, startStride, resume);
}

/** Up to three rows. */
function edge<T extends number>(
  rows: i32,
  k: i32,
  vectors: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bStride: usize,
  c: usize,
  cStride: usize,
  start: usize,
  startStride: usize,
  resume: bool,
): void {
  if (vectors == 1) Tile.rest<T>(1, rows, k, a, aRow, aColumn, b, bStride, c, cStride, start, startStride, resume);
  else Tile.rest<T>(2, rows, k, a, aRow, aColumn, b, bStride, c, cStride, start, startStride, resume);
}
