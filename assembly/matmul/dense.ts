/**
 * The three products of a dense layer, with the batch along the lanes and the weights never packed while they fit the cache.
 *   w, dw [outputs][inputs]; x, dx [inputs][ld]; z, dz [outputs][ld]; bias, db [outputs]
 * ld is the batch rounded up to whole vectors. All ld lanes are computed, and what is in a padding lane of x or dz reaches no other lane of z or dx.
 * Every element of z, dx and dw is one chain of multiply-adds in ascending order, so its bits depend neither on its tile nor on ld:
 * a sample gives the same result alone as in any batch. Outputs overlap nothing. Nothing is skipped: 0 times infinity is NaN.
 */
import { Simd } from "../simd";
import { blocked } from "./blocked";
import { zero } from "./workspace";

/** z[o][b] = bias[o] + sum over i of w[o][i] x[i][b]; the chain starts at the bias. */
export function denseForward<T extends number>(outputs: i32, inputs: i32, ld: i32, w: usize, bias: usize, x: usize, z: usize): void {
  assert(outputs > 0 && inputs > 0 && ld > 0, "denseForward: sizes must be positive");
  assert(ld % Simd.lanes<T>() == 0, "denseForward: ld must be whole vectors");
  const row = Simd.offset<T>(ld);
  blocked<T>(outputs, ld, inputs, <T>1, w, Simd.offset<T>(inputs), sizeof<T>(), x, row, sizeof<T>(), <T>0, z, row, sizeof<T>(), bias, sizeof<T>());
}

/** dx[i][b] = sum over o of w[o][i] dz[o][b]; the chain starts at zero. */
export function denseBackwardInputs<T extends number>(outputs: i32, inputs: i32, ld: i32, w: usize, dz: usize, dx: usize): void {
  assert(outputs > 0 && inputs > 0 && ld > 0, "denseBackwardInputs: sizes must be positive");
  assert(ld % Simd.lanes<T>() == 0, "denseBackwardInputs: ld must be whole vectors");
  const row = Simd.offset<T>(ld);
  blocked<T>(inputs, ld, outputs, <T>1, w, sizeof<T>(), Simd.offset<T>(inputs), dz, row, sizeof<T>(), <T>0, dx, row, sizeof<T>(), zero, 0);
}

/**
 * dw[o][i] = sum over b of dz[o][b] x[i][b], ascending from zero; db[o] = sum over b of dz[o][b], lane by lane and then as `Simd.sum`.
 * Padding lanes are zero in dz and finite in x. Panels of x are transposed, so that the batch is the chain and no sum crosses lanes.
 */
export function denseBackwardWeights<T extends number>(outputs: i32, inputs: i32, ld: i32, dz: usize, x: usize, dw: usize, db: usize): void {
  assert(outputs > 0 && inputs > 0 && ld > 0, "denseBackwardWeights: sizes must be positive");
  assert(ld % Simd.lanes<T>() == 0, "denseBackwardWeights: ld must be whole vectors");
  const row = Simd.offset<T>(ld);
  blocked<T>(outputs, inputs, ld, <T>1, dz, row, sizeof<T>(), x, sizeof<T>(), row, <T>0, dw, Simd.offset<T>(inputs), sizeof<T>(), zero, 0);
  for (let o = 0; o < outputs; o++) {
    let sum = v128.splat<T>(<T>0);
    for (let b: usize = 0; b < row; b += 16) sum = v128.add<T>(sum, v128.load(dz + b));
    store<T>(db + Simd.offset<T>(o), Simd.sum<T>(sum));
    dz += row;
  }
}
