/**
 * The blocked product behind `matmul` and the dense layers, after Goto and van de Geijn, "Anatomy of high-performance matrix multiplication"
 * (ACM TOMS 34:3, 2008), with one level less: a row tile reads a straight from memory, and only what misses the cache is packed.
 *
 *   alpha = 1, beta = 0:  c[r][j] = start[r] + sum over i of a[r][i] b[i][j]   (start: a bias, startStride bytes apart, or a zero at stride 0)
 *   alpha = 1, beta = 1:  c[r][j] = c[r][j]  + sum over i of a[r][i] b[i][j]
 *   otherwise:            c[r][j] = beta c[r][j] + alpha (sum), the sum in blocks of KC, each added to c in ascending order
 *
 * In the first two every element is one ascending chain of multiply-adds over all of k, whatever the tile, the block and the other sizes.
 * beta = 0 never reads c. All strides in bytes; c overlaps nothing; k > 0.
 */
import { Simd } from "../simd";
import { sweep } from "./microkernel";
import { packBlock, packPanel } from "./pack";
import { GROUP, KC, MC, PANEL, block, panels, tile, zero } from "./workspace";

/**
 * Bytes that share the first-level cache with a panel or a row tile. A larger b is packed; rows of a that are together larger
 * go in chunks of MC, so that every panel of a group finds the chunk in the cache.
 */
const SMALL = 24576;
/** Fewer rows than this do not repay the packing of b; chains no longer than this are all stores, and go in chunks of MC rows to stay on their lines of c. */
const FEW = 8;
/** Bytes from the first to the last column of an a whose columns are contiguous, up to which the row tiles that share a line find it cached. */
const SMALL_COLUMNS = 65536;
/** Fewer columns than this do not repay the packing of a. */
const FEW_COLUMNS = 16;

export function blocked<T extends number>(
  m: i32,
  n: i32,
  k: i32,
  alpha: T,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  bColumn: usize,
  beta: T,
  c: usize,
  cRow: usize,
  cColumn: usize,
  start: usize,
  startStride: usize,
): void {
  assert(
    startStride == 0 || (alpha == <T>1 && beta == <T>0 && cColumn == sizeof<T>() && n % Simd.lanes<T>() == 0),
    "blocked: a bias needs rows of whole vectors",
  );
  const size: usize = sizeof<T>();
  const width = 2 * Simd.lanes<T>();
  const chain = alpha == <T>1 && (beta == <T>0 || beta == <T>1);
  const packA = aColumn != size && (aRow != size || (n >= FEW_COLUMNS && <u64>k * <u64>aColumn > <u64>SMALL_COLUMNS));
  const packB = bColumn != size || (m >= FEW && <u64>k * <u64>bRow > <u64>SMALL);
  const tall = <u64>m * <u64>min(k, KC) * <u64>size > <u64>SMALL;
  const short = !packB && k <= FEW;
  const rows = packA || tall || short ? MC : m;
  for (let i = 0; i < k; i += KC) {
    const depth = min(KC, k - i);
    const factor = i > 0 ? <T>1 : beta;
    for (let j = 0; j < n; j += GROUP * width) {
      const end = min(n, j + GROUP * width);
      const bBlock = b + <usize>i * bRow;
      let panel = panels;
      for (let p = j; p < end; p += width) {
        const columns = min(width, end - p);
        if (packB || columns % Simd.lanes<T>() != 0) packPanel<T>(depth, columns, bBlock + <usize>p * bColumn, bRow, bColumn, panel);
        panel += <usize>KC * PANEL;
      }
      for (let r = 0; r < m; r += rows) {
        const some = min(rows, m - r);
        let from = a + <usize>r * aRow + <usize>i * aColumn;
        if (packA) {
          packBlock<T>(some, depth, from, aRow, aColumn, block);
          from = block;
        }
        const fromRow = packA ? size : aRow;
        const fromColumn = packA ? size * <usize>MC : aColumn;
        const first = start + <usize>r * startStride;
        panel = panels;
        for (let p = j; p < end; p += width) {
          const columns = min(width, end - p);
          const vectors = columns > Simd.lanes<T>() ? 2 : 1;
          const whole = columns % Simd.lanes<T>() == 0;
          const packed = packB || !whole;
          const q = packed ? panel : bBlock + <usize>p * bColumn;
          const qRow: usize = packed ? PANEL : bRow;
          const to = c + <usize>r * cRow + <usize>p * cColumn;
          if (chain && whole && cColumn == size) {
            sweep<T>(some, depth, vectors, from, fromRow, fromColumn, q, qRow, to, cRow, first, startStride, factor == <T>1);
          } else {
            merge<T>(some, columns, depth, vectors, chain, from, fromRow, fromColumn, q, qRow, to, cRow, cColumn, alpha, factor);
          }
          panel += <usize>KC * PANEL;
        }
      }
    }
  }
}

/** c = beta c by general strides; beta = 0 never reads c. */
export function scale<T extends number>(m: i32, n: i32, beta: T, c: usize, cRow: usize, cColumn: usize): void {
  for (let r = 0; r < m; r++) {
    let to = c;
    for (let j = 0; j < n; j++) {
      store<T>(to, beta == <T>0 ? <T>0 : <T>(beta * load<T>(to)));
      to += cColumn;
    }
    c += cRow;
  }
}

/** One panel of c by way of the scratch tile: only elements that exist are read and written, with their own strides. */
function merge<T extends number>(
  m: i32,
  columns: i32,
  k: i32,
  vectors: i32,
  chain: bool,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  cColumn: usize,
  alpha: T,
  beta: T,
): void {
  const resume = chain && beta == <T>1;
  for (let r = 0; r < m; r += MC) {
    const rows = min(MC, m - r);
    if (resume) copy<T>(rows, columns, c, cRow, cColumn, tile, PANEL, sizeof<T>());
    sweep<T>(rows, k, vectors, a, aRow, aColumn, b, bRow, tile, PANEL, zero, 0, resume);
    if (chain) copy<T>(rows, columns, tile, PANEL, sizeof<T>(), c, cRow, cColumn);
    else update<T>(rows, columns, alpha, beta, c, cRow, cColumn);
    a += <usize>MC * aRow;
    c += <usize>MC * cRow;
  }
}

/** c = alpha tile + beta c. */
function update<T extends number>(rows: i32, columns: i32, alpha: T, beta: T, c: usize, cRow: usize, cColumn: usize): void {
  let from = tile;
  for (let r = 0; r < rows; r++) {
    let to = c;
    for (let j: usize = 0; j < Simd.offset<T>(columns); j += sizeof<T>()) {
      const product = <T>(alpha * load<T>(from + j));
      store<T>(to, beta == <T>0 ? product : <T>(product + beta * load<T>(to)));
      to += cColumn;
    }
    from += PANEL;
    c += cRow;
  }
}

function copy<T extends number>(rows: i32, columns: i32, from: usize, fromRow: usize, fromColumn: usize, to: usize, toRow: usize, toColumn: usize): void {
  for (let r = 0; r < rows; r++) {
    let p = from;
    let q = to;
    for (let j = 0; j < columns; j++) {
      store<T>(q, load<T>(p));
      p += fromColumn;
      q += toColumn;
    }
    from += fromRow;
    to += toRow;
  }
}
