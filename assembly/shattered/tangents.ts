/**
 * Values and tangents of a layer on a batch of inputs: z, dz [units][ld], dz the derivative of z along some direction of the input (forward mode). f64.
 * Normalisation takes mean and deviation over the batch; in the derivative they count as constants ("frozen").
 */
import { Normalization } from "./pieces";

/**
 * h = relu(n), dh = dn where n > 0 and 0 elsewhere, with n = (z - mean) scale and dn = scale dz; `mirrored`: and the same of -n, row after row.
 * Padding lanes get what their z and dz give, and have no part in the mean.
 */
export function rectifyTangents(units: i32, points: i32, ld: i32, z: usize, dz: usize, normalization: i32, mirrored: bool, h: usize, dh: usize): void {
  const row = (<usize>ld) << 3;
  const end = (<usize>points) << 3;
  for (let unit = 0; unit < units; unit++) {
    let mean: f64 = 0;
    let scale: f64 = 1;
    if (normalization != Normalization.None) {
      for (let p: usize = 0; p < end; p += 8) mean += load<f64>(z + p);
      mean /= <f64>points;
    }
    if (normalization == Normalization.Scale) {
      let sum: f64 = 0;
      for (let p: usize = 0; p < end; p += 8) sum += (load<f64>(z + p) - mean) * (load<f64>(z + p) - mean);
      if (sum > 0) scale = Math.sqrt(<f64>points / sum);
    }
    for (let p: usize = 0; p < row; p += 8) {
      const value = (load<f64>(z + p) - mean) * scale;
      const slope = load<f64>(dz + p) * scale;
      store<f64>(h + p, max(value, 0));
      store<f64>(dh + p, value > 0 ? slope : 0);
      if (!mirrored) continue;
      store<f64>(h + row + p, max(-value, 0));
      store<f64>(dh + row + p, value < 0 ? -slope : 0);
    }
    z += row;
    dz += row;
    h += mirrored ? 2 * row : row;
    dh += mirrored ? 2 * row : row;
  }
}

/** Mean, over all pairs of columns of d [rows][ld], of the cosine between them; NaN if a column is zero. */
export function meanCosine(rows: i32, points: i32, ld: i32, d: usize): f64 {
  let total: f64 = 0;
  for (let p = 0; p < points; p++) {
    const square = dot(rows, ld, d, p, p);
    for (let q = 0; q < p; q++) total += dot(rows, ld, d, p, q) / Math.sqrt(square * dot(rows, ld, d, q, q));
  }
  return (2 * total) / (<f64>points * <f64>(points - 1));
}

function dot(rows: i32, ld: i32, d: usize, p: i32, q: i32): f64 {
  let sum: f64 = 0;
  for (let r = 0; r < rows; r++) {
    sum += load<f64>(d + ((<usize>p) << 3)) * load<f64>(d + ((<usize>q) << 3));
    d += (<usize>ld) << 3;
  }
  return sum;
}
