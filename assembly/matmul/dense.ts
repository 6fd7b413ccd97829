/**
 * The three products of a dense layer, with the batch along the lanes and the weights never packed.
 *   w [outputs][inputs]; x, dx [inputs][ld]; z, dz [outputs][ld]; bias, db [outputs]
 * ld is the batch rounded up to whole vectors; rows of x, z, dx, dz begin at multiples of 16 bytes, and all ld lanes are computed.
 * Every element is one chain of multiply-adds in ascending order, so its bits depend neither on its tile nor on ld.
 */
import { Simd } from "../simd";

/** z[o][b] = bias[o] + sum over i of w[o][i] x[i][b]; the sum starts at the bias. z overlaps nothing. */
export function denseForward<T extends number>(outputs: i32, inputs: i32, ld: i32, w: usize, bias: usize, x: usize, z: usize): void {
  product<T>(outputs, inputs, ld, w, Simd.offset<T>(inputs), Simd.offset<T>(1), bias, x, z);
}

/** dx[i][b] = sum over o of w[o][i] dz[o][b]; the sum starts at zero. dx overlaps nothing. */
export function denseBackwardInputs<T extends number>(outputs: i32, inputs: i32, ld: i32, w: usize, dz: usize, dx: usize): void {
  product<T>(inputs, outputs, ld, w, Simd.offset<T>(1), Simd.offset<T>(inputs), 0, dz, dx);
}

/**
 * dw[o][i] = sum over b of dz[o][b] x[i][b]; db[o] = sum over b of dz[o][b]. Lanes past the batch are zero in dz.
 * Each vector lane is summed in ascending order, then the lanes pairwise as in `Simd.sum`. dw and db overlap nothing.
 */
export function denseBackwardWeights<T extends number>(outputs: i32, inputs: i32, ld: i32, dz: usize, x: usize, dw: usize, db: usize): void {
  assert(ld % Simd.lanes<T>() == 0, "denseBackwardWeights: ld must be whole vectors");
  const row = Simd.offset<T>(ld);
  for (let o = 0; o < outputs; o++) {
    const d = dz + <usize>o * row;
    let sum = v128.splat<T>(<T>0);
    for (let b: usize = 0; b < row; b += 16) sum = v128.add<T>(sum, v128.load(d + b));
    store<T>(db + Simd.offset<T>(o), Simd.sum<T>(sum));
    for (let i = 0; i < inputs; i++) {
      const s = x + <usize>i * row;
      let dot = v128.splat<T>(<T>0);
      for (let b: usize = 0; b < row; b += 16) dot = Simd.mulAdd<T>(v128.load(d + b), v128.load(s + b), dot);
      store<T>(dw + ((<usize>o * <usize>inputs + <usize>i) << alignof<T>()), Simd.sum<T>(dot));
    }
  }
}

/** c[r][b] = bias[r] (or 0) + sum over j of a[r][j] b[j][b], strides of a in bytes. */
function product<T extends number>(rows: i32, k: i32, ld: i32, a: usize, aRow: usize, aColumn: usize, bias: usize, b: usize, c: usize): void {
  assert(ld % Simd.lanes<T>() == 0, "dense: ld must be whole vectors");
  const row = Simd.offset<T>(ld);
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const bias0 = bias == 0 ? <T>0 : load<T>(bias + Simd.offset<T>(r));
    const bias1 = bias == 0 ? <T>0 : load<T>(bias + Simd.offset<T>(r + 1));
    const bias2 = bias == 0 ? <T>0 : load<T>(bias + Simd.offset<T>(r + 2));
    const bias3 = bias == 0 ? <T>0 : load<T>(bias + Simd.offset<T>(r + 3));
    for (let j: usize = 0; j < row; j += 16) {
      let c0 = v128.splat<T>(bias0);
      let c1 = v128.splat<T>(bias1);
      let c2 = v128.splat<T>(bias2);
      let c3 = v128.splat<T>(bias3);
      let p = a + <usize>r * aRow;
      let q = b + j;
      for (let i = 0; i < k; i++) {
        const b0 = v128.load(q);
        c0 = Simd.mulAdd<T>(v128.load_splat<T>(p), b0, c0);
        c1 = Simd.mulAdd<T>(v128.load_splat<T>(p + aRow), b0, c1);
        c2 = Simd.mulAdd<T>(v128.load_splat<T>(p + 2 * aRow), b0, c2);
        c3 = Simd.mulAdd<T>(v128.load_splat<T>(p + 3 * aRow), b0, c3);
        p += aColumn;
        q += row;
      }
      const o = c + <usize>r * row + j;
      v128.store(o, c0);
      v128.store(o + row, c1);
      v128.store(o + 2 * row, c2);
      v128.store(o + 3 * row, c3);
    }
  }
  for (; r < rows; r++) {
    const bias0 = bias == 0 ? <T>0 : load<T>(bias + Simd.offset<T>(r));
    for (let j: usize = 0; j < row; j += 16) {
      let c0 = v128.splat<T>(bias0);
      let p = a + <usize>r * aRow;
      let q = b + j;
      for (let i = 0; i < k; i++) {
        c0 = Simd.mulAdd<T>(v128.load_splat<T>(p), v128.load(q), c0);
        p += aColumn;
        q += row;
      }
      v128.store(c + <usize>r * row + j, c0);
    }
  }
}
