/**
 * The three products of a dense layer, with the batch along the lanes and the weights never packed.
 *   w, dw [outputs][inputs]; x, dx [inputs][ld]; z, dz [outputs][ld]; bias, db [outputs]
 * ld is the batch rounded up to whole vectors. All ld lanes are computed, and what is in a padding lane never reaches another.
 * Every element of z, dx and dw is one chain of multiply-adds in ascending order, so its bits depend neither on its tile nor on ld:
 * a sample gives the same result alone as in any batch. Outputs overlap nothing.
 */
import { Simd } from "../simd";
import { PANEL, sweep } from "./microkernel";
import { pack } from "./pack";
import { KC, MC, panel, tile, zero } from "./workspace";

/** Above this many bytes the operand in the lanes is packed panel by panel: it no longer shares the first-level cache with the weights. */
const UNPACKED = 24576;
/** Fewer rows than this cannot repay a packed panel. */
const FEW_ROWS = 8;

/** z[o][b] = bias[o] + sum over i of w[o][i] x[i][b]; the chain starts at the bias. */
export function denseForward<T extends number>(outputs: i32, inputs: i32, ld: i32, w: usize, bias: usize, x: usize, z: usize): void {
  lanesProduct<T>(outputs, inputs, ld, w, Simd.offset<T>(inputs), sizeof<T>(), x, z, bias, sizeof<T>());
}

/** dx[i][b] = sum over o of w[o][i] dz[o][b]; the chain starts at zero. */
export function denseBackwardInputs<T extends number>(outputs: i32, inputs: i32, ld: i32, w: usize, dz: usize, dx: usize): void {
  lanesProduct<T>(inputs, outputs, ld, w, sizeof<T>(), Simd.offset<T>(inputs), dz, dx, zero, 0);
}

/**
 * dw[o][i] = sum over b of dz[o][b] x[i][b], ascending from zero; db[o] = sum over b of dz[o][b], lane by lane and then as `Simd.sum`.
 * Padding lanes are zero in dz and finite in x. Panels of x are transposed, so that the batch is the chain and no sum crosses lanes.
 */
export function denseBackwardWeights<T extends number>(outputs: i32, inputs: i32, ld: i32, dz: usize, x: usize, dw: usize, db: usize): void {
  assert(ld % Simd.lanes<T>() == 0, "denseBackwardWeights: ld must be whole vectors");
  const stride = Simd.offset<T>(ld);
  const dwStride = Simd.offset<T>(inputs);
  const width = 2 * Simd.lanes<T>();
  for (let b = 0; b < ld; b += KC) {
    const k = min(KC, ld - b);
    for (let i = 0; i < inputs; i += width) {
      const columns = min(width, inputs - i);
      pack<T>(k, columns, x + (<usize>i) * stride + Simd.offset<T>(b), sizeof<T>(), stride, panel);
      const d = dz + Simd.offset<T>(b);
      const c = dw + Simd.offset<T>(i);
      if (columns == width) sweep<T>(outputs, k, 2, d, stride, sizeof<T>(), panel, PANEL, c, dwStride, zero, 0, b > 0);
      else narrow<T>(outputs, k, columns, d, stride, c, dwStride, b > 0);
    }
  }
  for (let o = 0; o < outputs; o++) {
    let sum = v128.splat<T>(<T>0);
    for (let b: usize = 0; b < stride; b += 16) sum = v128.add<T>(sum, v128.load(dz + b));
    store<T>(db + Simd.offset<T>(o), Simd.sum<T>(sum));
    dz += stride;
  }
}

/** c[r][b] = start[r] + sum over j of a[r][j] x[j][b]. */
function lanesProduct<T extends number>(
  rows: i32, k: i32, ld: i32, a: usize, aRow: usize, aColumn: usize, x: usize, c: usize, start: usize, startStride: usize,
): void {
  assert(ld % Simd.lanes<T>() == 0, "dense: ld must be whole vectors");
  const stride = Simd.offset<T>(ld);
  if (rows < FEW_ROWS || <u64>k * <u64>stride <= <u64>UNPACKED) {
    let j: usize = 0;
    for (; j + PANEL <= stride; j += PANEL) sweep<T>(rows, k, 2, a, aRow, aColumn, x + j, stride, c + j, stride, start, startStride, false);
    if (j < stride) sweep<T>(rows, k, 1, a, aRow, aColumn, x + j, stride, c + j, stride, start, startStride, false);
    return;
  }
  for (let i = 0; i < k; i += KC) {
    const block = min(KC, k - i);
    const ai = a + (<usize>i) * aColumn;
    const xi = x + (<usize>i) * stride;
    let j: usize = 0;
    for (; j + PANEL <= stride; j += PANEL) {
      pack<T>(block, 2 * Simd.lanes<T>(), xi + j, stride, sizeof<T>(), panel);
      sweep<T>(rows, block, 2, ai, aRow, aColumn, panel, PANEL, c + j, stride, start, startStride, i > 0);
    }
    if (j < stride) sweep<T>(rows, block, 1, ai, aRow, aColumn, xi + j, stride, c + j, stride, start, startStride, i > 0);
  }
}

/** A panel of fewer columns than two vectors, by way of the scratch tile: only the columns that exist are written. */
function narrow<T extends number>(rows: i32, k: i32, columns: i32, a: usize, aRow: usize, c: usize, cStride: usize, resume: bool): void {
  const vectors = columns > Simd.lanes<T>() ? 2 : 1;
  for (let r = 0; r < rows; r += MC) {
    const some = min(MC, rows - r);
    if (resume) copy<T>(some, columns, c, cStride, tile, PANEL);
    sweep<T>(some, k, vectors, a, aRow, sizeof<T>(), panel, PANEL, tile, PANEL, zero, 0, resume);
    copy<T>(some, columns, tile, PANEL, c, cStride);
    a += <usize>MC * aRow;
    c += <usize>MC * cStride;
  }
}

function copy<T extends number>(rows: i32, columns: i32, from: usize, fromStride: usize, to: usize, toStride: usize): void {
  for (let r = 0; r < rows; r++) {
    for (let j: usize = 0; j < Simd.offset<T>(columns); j += sizeof<T>()) store<T>(to + j, load<T>(from + j));
    from += fromStride;
    to += toStride;
  }
}
