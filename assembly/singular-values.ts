/**
 * Singular values by one-sided Jacobi rotations (Hestenes 1958), in doubles: rows are turned in pairs until all are orthogonal; their norms are the singular values.
 */
import { activate, multiplyBySlope } from "./activations/index";
import { bytes, padded, read } from "./element";
import { layerOf, Network } from "./network";
import { Simd } from "./simd";

/** Rows whose cosine is below this count as orthogonal: a singular value is then good to its square. */
export const ORTHOGONAL: f64 = 1e-8;

/**
 * dz(l + 1) / dz(l) = W f'(z(l)) at one sample of the last pass, [outputs][padded inputs] in doubles, padded with zeros.
 * `work` has room for three rows.
 */
export function layerJacobian(network: Network, l: i32, sample: i32, matrix: usize, work: usize): void {
  assert(l >= 0 && l + 1 < network.layers && sample < network.batch, "layerJacobian: a layer with one above, and a sample of the last pass");
  const size = network.size;
  const below = layerOf(network, l);
  const above = layerOf(network, l + 1);
  const columns = padded(8, below.outputs);
  const z = work;
  const a = z + bytes(8, columns);
  const slopes = a + bytes(8, columns);
  memory.fill(work, 0, 3 * bytes(8, columns));
  for (let i = 0; i < below.outputs; i++) {
    store<f64>(z + bytes(8, i), read(size, below.z + bytes(size, i) * <usize>network.ld + bytes(size, sample)));
    store<f64>(slopes + bytes(8, i), 1);
  }
  activate<f64>(below.activation, columns, below.alpha, z, a);
  multiplyBySlope<f64>(below.activation, columns, below.alpha, z, a, slopes);
  memory.fill(matrix, 0, bytes(8, columns) * <usize>above.outputs);
  for (let o = 0; o < above.outputs; o++) {
    const row = matrix + bytes(8, columns) * <usize>o;
    const weights = above.weights + bytes(size, below.outputs) * <usize>o;
    for (let i = 0; i < below.outputs; i++) store<f64>(row + bytes(8, i), read(size, weights + bytes(size, i)) * load<f64>(slopes + bytes(8, i)));
  }
}

/**
 * Turns the rows of `matrix` [rows][columns], columns even, through one sweep over all pairs, and stores their norms (in no order).
 * Returns the largest cosine met; at or below ORTHOGONAL the norms are the singular values.
 */
export function singularSweep(rows: i32, columns: i32, matrix: usize, norms: usize): f64 {
  assert((columns & 1) == 0, "singularSweep: whole vectors");
  const stride = bytes(8, columns);
  let worst: f64 = 0;
  for (let p = 0; p < rows; p++) {
    for (let q = p + 1; q < rows; q++) worst = max<f64>(worst, turn(stride, matrix + stride * <usize>p, matrix + stride * <usize>q));
  }
  for (let p = 0; p < rows; p++) store<f64>(norms + bytes(8, p), norm(stride, matrix + stride * <usize>p));
  return worst;
}

/** Makes two rows orthogonal; returns the absolute cosine that they had. */
function turn(stride: usize, p: usize, q: usize): f64 {
  let pp = f64x2.splat(0);
  let qq = f64x2.splat(0);
  let pq = f64x2.splat(0);
  for (let at: usize = 0; at < stride; at += 16) {
    const x = v128.load(p + at);
    const y = v128.load(q + at);
    pp = Simd.mulAdd<f64>(x, x, pp);
    qq = Simd.mulAdd<f64>(y, y, qq);
    pq = Simd.mulAdd<f64>(x, y, pq);
  }
  const alpha = Simd.sum<f64>(pp);
  const beta = Simd.sum<f64>(qq);
  const gamma = Simd.sum<f64>(pq);
  const length = Math.sqrt(alpha * beta);
  if (length == 0) return 0;
  const cosine = Math.abs(gamma) / length;
  if (cosine <= ORTHOGONAL) return cosine;
  const zeta = (beta - alpha) / (2 * gamma);
  const t = (zeta < 0 ? -1.0 : 1.0) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  const cosines = f64x2.splat(c);
  const sines = f64x2.splat(c * t);
  for (let at: usize = 0; at < stride; at += 16) {
    const x = v128.load(p + at);
    const y = v128.load(q + at);
    v128.store(p + at, f64x2.sub(f64x2.mul(cosines, x), f64x2.mul(sines, y)));
    v128.store(q + at, f64x2.add(f64x2.mul(sines, x), f64x2.mul(cosines, y)));
  }
  return cosine;
}

function norm(stride: usize, row: usize): f64 {
  let sum = f64x2.splat(0);
  for (let at: usize = 0; at < stride; at += 16) sum = Simd.mulAdd<f64>(v128.load(row + at), v128.load(row + at), sum);
  return Math.sqrt(Simd.sum<f64>(sum));
}
