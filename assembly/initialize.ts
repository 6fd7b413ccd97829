/**
 * Initialisers: a layer's weights [outputs][inputs] and bias [outputs], drawn in double precision and rounded once.
 * Weight (o, i) is number o * inputs + i of the stream `layer`: f32 and f64 networks of one seed agree up to rounding.
 */
import { bytes, write } from "./element";
import { normal, Purpose, uniform } from "./random";

export enum InitializerId {
  Zeros,
  Constant,
  Uniform,
  Normal,
  LecunUniform,
  LecunNormal,
  XavierUniform,
  XavierNormal,
  HeUniform,
  HeNormal,
  Heuristic,
  Orthogonal,
  LooksLinear,
  MeanField,
}

/**
 * Fills one layer of `layers` with numbers of `size` bytes. The two parameters are the scheme's: constant (value), uniform (limit), normal (sigma), orthogonal and
 * looks-linear (gain), mean-field (sigma_w, sigma_b). Biases are zero but for mean-field.
 *
 * Variances: LeCun 1/inputs (LeCun et al., "Efficient BackProp", 1998); Xavier 2/(inputs + outputs) and the heuristic
 * U(-1/sqrt(inputs), 1/sqrt(inputs)) (Glorot and Bengio 2010, eqs. 16 and 1); He 2/inputs (He et al. 2015, eq. 10);
 * orthogonal (Saxe et al. 2014); looks-linear (Balduzzi et al. 2017, section 4); mean-field sigma_w^2/inputs, sigma_b^2 (Poole et al. 2016).
 */
export function initialize(
  size: i32,
  scheme: i32,
  layer: i32,
  layers: i32,
  outputs: i32,
  inputs: i32,
  parameter0: f64,
  parameter1: f64,
  seedLow: u32,
  seedHigh: u32,
  weights: usize,
  bias: usize,
): void {
  const fanIn = <f64>inputs;
  const fans = fanIn + <f64>outputs;
  memory.fill(bias, 0, bytes(size, outputs));
  switch (scheme) {
    case InitializerId.Zeros:
      constant(size, outputs, inputs, 0, weights);
      break;
    case InitializerId.Constant:
      constant(size, outputs, inputs, parameter0, weights);
      break;
    case InitializerId.Uniform:
      symmetric(size, outputs, inputs, parameter0, layer, seedLow, seedHigh, weights);
      break;
    case InitializerId.Normal:
      gaussian(size, outputs, inputs, parameter0, layer, seedLow, seedHigh, weights);
      break;
    case InitializerId.LecunUniform:
      symmetric(size, outputs, inputs, Math.sqrt(3 / fanIn), layer, seedLow, seedHigh, weights);
      break;
    case InitializerId.LecunNormal:
      gaussian(size, outputs, inputs, Math.sqrt(1 / fanIn), layer, seedLow, seedHigh, weights);
      break;
    case InitializerId.XavierUniform:
      symmetric(size, outputs, inputs, Math.sqrt(6 / fans), layer, seedLow, seedHigh, weights);
      break;
    case InitializerId.XavierNormal:
      gaussian(size, outputs, inputs, Math.sqrt(2 / fans), layer, seedLow, seedHigh, weights);
      break;
    case InitializerId.HeUniform:
      symmetric(size, outputs, inputs, Math.sqrt(6 / fanIn), layer, seedLow, seedHigh, weights);
      break;
    case InitializerId.HeNormal:
      gaussian(size, outputs, inputs, Math.sqrt(2 / fanIn), layer, seedLow, seedHigh, weights);
      break;
    case InitializerId.Heuristic:
      symmetric(size, outputs, inputs, Math.sqrt(1 / fanIn), layer, seedLow, seedHigh, weights);
      break;
    case InitializerId.Orthogonal:
      orthogonal(size, outputs, inputs, parameter0, false, false, layer, seedLow, seedHigh, weights);
      break;
    case InitializerId.LooksLinear:
      orthogonal(size, outputs, inputs, parameter0, layer < layers - 1, layer > 0, layer, seedLow, seedHigh, weights);
      break;
    case InitializerId.MeanField: {
      gaussian(size, outputs, inputs, parameter0 / Math.sqrt(fanIn), layer, seedLow, seedHigh, weights);
      for (let o = 0; o < outputs; o++) {
        write(size, bias + bytes(size, o), parameter1 * normal(seedLow, seedHigh, Purpose.Biases, layer, o));
      }
      break;
    }
    default:
      unreachable();
  }
}

function constant(size: i32, outputs: i32, inputs: i32, value: f64, weights: usize): void {
  const count = outputs * inputs;
  for (let i = 0; i < count; i++) write(size, weights + bytes(size, i), value);
}

/** U(-limit, limit): variance limit^2 / 3. */
function symmetric(size: i32, outputs: i32, inputs: i32, limit: f64, layer: i32, seedLow: u32, seedHigh: u32, weights: usize): void {
  const count = outputs * inputs;
  for (let i = 0; i < count; i++) {
    const u = uniform(seedLow, seedHigh, Purpose.Weights, layer, i);
    write(size, weights + bytes(size, i), limit * (2 * u - 1));
  }
}

/** N(0, sigma^2). */
function gaussian(size: i32, outputs: i32, inputs: i32, sigma: f64, layer: i32, seedLow: u32, seedHigh: u32, weights: usize): void {
  const count = outputs * inputs;
  for (let i = 0; i < count; i++) {
    write(size, weights + bytes(size, i), sigma * normal(seedLow, seedHigh, Purpose.Weights, layer, i));
  }
}

/**
 * gain * Q, with Q the orthonormal factor of a Gaussian matrix (rows orthonormal if outputs <= inputs, else columns), uniform over all such:
 * Gram and Schmidt leave a positive diagonal in R, which makes Q Haar-distributed (Mezzadri 2007).
 * Mirrored, it is the looks-linear block [[Q, -Q], [-Q, Q]]: with ReLU, relu(u) - relu(-u) = u, so that the network starts out linear.
 */
function orthogonal(
  size: i32,
  outputs: i32,
  inputs: i32,
  gain: f64,
  mirrorRows: bool,
  mirrorColumns: bool,
  layer: i32,
  seedLow: u32,
  seedHigh: u32,
  weights: usize,
): void {
  const rows = mirrorRows ? outputs >> 1 : outputs;
  const columns = mirrorColumns ? inputs >> 1 : inputs;
  const short = min(rows, columns);
  const long = max(rows, columns);
  const q = heap.alloc((<usize>short * <usize>long) << 3);
  for (let i = 0; i < short * long; i++) store<f64>(q + ((<usize>i) << 3), normal(seedLow, seedHigh, Purpose.Weights, layer, i));
  orthonormalizeRows(short, long, q);
  for (let o = 0; o < outputs; o++) {
    const flippedRow = mirrorRows && o >= rows;
    const row = flippedRow ? o - rows : o;
    for (let i = 0; i < inputs; i++) {
      const flippedColumn = mirrorColumns && i >= columns;
      const column = flippedColumn ? i - columns : i;
      const index = rows <= columns ? <usize>row * <usize>columns + <usize>column : <usize>column * <usize>rows + <usize>row;
      const value = gain * load<f64>(q + (index << 3));
      write(size, weights + bytes(size, o * inputs + i), flippedRow != flippedColumn ? -value : value);
    }
  }
  heap.free(q);
}

/** Modified Gram-Schmidt, each row twice: "twice is enough" for orthogonality to the last bits (Giraud et al. 2005). */
function orthonormalizeRows(rows: i32, columns: i32, q: usize): void {
  const stride = (<usize>columns) << 3;
  for (let i = 0; i < rows; i++) {
    const row = q + <usize>i * stride;
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const other = q + <usize>j * stride;
        const projection = dot(row, other, stride);
        for (let k: usize = 0; k < stride; k += 8) store<f64>(row + k, load<f64>(row + k) - projection * load<f64>(other + k));
      }
    }
    const scale = 1 / Math.sqrt(dot(row, row, stride));
    for (let k: usize = 0; k < stride; k += 8) store<f64>(row + k, load<f64>(row + k) * scale);
  }
}

function dot(x: usize, y: usize, bytes: usize): f64 {
  let sum: f64 = 0;
  for (let k: usize = 0; k < bytes; k += 8) sum += load<f64>(x + k) * load<f64>(y + k);
  return sum;
}
