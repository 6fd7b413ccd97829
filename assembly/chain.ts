/**
 * The lecture's chain: u_1 = w_1 x, a_l = f(u_l), u_{l+1} = w_{l+1} a_l, y = a_L, one unit a layer, no bias; |dy/dw_1| = |x| prod |f'(u_l)| prod_{l > 1} |w_l|.
 */
import { activate, multiplyBySlope } from "./activations/index";
import { Purpose, normal, uniform } from "./random";
import { Simd } from "./simd";
import { sortBytes, sortedOrder } from "./sort";

/** What weights are drawn from. */
export enum ChainWeights {
  /** [-1, 1) */
  Uniform,
  /** N(0, sigma^2) */
  Normal,
  /** All are 1. */
  Ones,
}

/** Numbers of a layer of the tape: u, f(u), f'(u), w, dy/dw. */
const TAPE: i32 = 5;

/** Numbers of a length in a sweep's result, see sweep(). */
export function chainNumbers(): i32 {
  return 8;
}

/**
 * One chain, forward and back: out has TAPE numbers a layer, then dy/dw_1 once more, as the product of its factors from the left. The weights (f64) stand in `weights`;
 * scratch has room for 6 numbers.
 */
export function tape(id: i32, alpha: f64, layers: i32, weights: usize, x: f64, out: usize, scratch: usize): void {
  let a = x;
  let product: f64 = x;
  for (let l = 0; l < layers; l++) {
    const row = out + ((<usize>(l * TAPE)) << 3);
    const w = load<f64>(weights + ((<usize>l) << 3));
    const u = w * a;
    a = value(id, alpha, u, scratch);
    const slope = load<f64>(scratch, 32);
    if (l > 0) product *= w;
    product *= slope;
    store<f64>(row, u);
    store<f64>(row, a, 8);
    store<f64>(row, slope, 16);
    store<f64>(row, w, 24);
  }
  store<f64>(out + ((<usize>(layers * TAPE)) << 3), product);
  let delta: f64 = 1;
  for (let l = layers - 1; l >= 0; l--) {
    const row = out + ((<usize>(l * TAPE)) << 3);
    delta *= load<f64>(row, 16);
    store<f64>(row, delta * (l == 0 ? x : load<f64>(row - (TAPE << 3), 8)), 32);
    delta *= load<f64>(row, 24);
  }
}

/** Bytes of a sweep's work. */
export function sweepBytes(draws: i32): usize {
  const n = (<usize>draws + 3) & ~3;
  return 8 * 6 * n + 4 * n + sortBytes(draws);
}

/**
 * `draws` random chains; the first l layers of one are the chain of length l, for every l to `layers`. A row of chainNumbers() f64 a length:
 * chains in the box |w_2..w_l| <= 1 whose |dy/dw_1| > most^l |x|; those of all whose product of slopes is below least^l; chains outside the box; those whose dy/dw_1 is 0;
 * those with a product of slopes other than 0; the greatest |dy/dw_1| / |x| in the box; mean and median of |dy/dw_1| / |x| over all.
 *
 * Rounding cannot violate a bound: |fl(g w)| <= |g| for |w| <= 1, and with most a power of two most^l |x| is exact; slopes multiply in the same order as `least` does.
 */
export function sweep<T extends number>(
  id: i32,
  alpha: f64,
  layers: i32,
  draws: i32,
  law: i32,
  sigma: f64,
  x: f64,
  seedLow: u32,
  seedHigh: u32,
  most: f64,
  least: f64,
  out: usize,
  work: usize,
): void {
  const n = Simd.padded<T>(draws);
  const block = (<usize>((draws + 3) & ~3)) << 3;
  const z = work;
  const a = z + block;
  const g = a + block;
  const slopes = g + block;
  const widest = slopes + block;
  const sizes = widest + block;
  const order = sizes + block;
  const sorting = order + (block >> 1);
  let bound = abs(x);
  let floor: f64 = 1;
  for (let i = 0; i < n; i++) {
    put<T>(a, i, x);
    put<T>(g, i, x);
    put<T>(slopes, i, 1);
    put<T>(widest, i, 0);
  }
  for (let l = 0; l < layers; l++) {
    for (let i = 0; i < n; i++) {
      const w = <f64>(<T>weight(law, sigma, seedLow, seedHigh, l, i));
      put<T>(z, i, w * get<T>(a, i));
      if (l == 0) continue;
      put<T>(g, i, w * get<T>(g, i));
      put<T>(widest, i, max(get<T>(widest, i), abs(w)));
    }
    activate<T>(id, n, <T>alpha, z, a);
    multiplyBySlope<T>(id, n, <T>alpha, z, a, g);
    multiplyBySlope<T>(id, n, <T>alpha, z, a, slopes);
    bound *= most;
    floor = <f64>(<T>(floor * least));

    let above = 0;
    let below = 0;
    let outside = 0;
    let zeros = 0;
    let alive = 0;
    let greatest: f64 = 0;
    let sum: f64 = 0;
    for (let i = 0; i < draws; i++) {
      const gradient = abs(get<T>(g, i));
      const size = gradient / abs(x);
      store<f64>(sizes + ((<usize>i) << 3), size);
      sum += size;
      if (gradient == 0) zeros++;
      if (get<T>(slopes, i) != 0) alive++;
      if (get<T>(slopes, i) < floor) below++;
      if (get<T>(widest, i) > 1) {
        outside++;
      } else {
        greatest = max(greatest, size);
        if (gradient > bound) above++;
      }
    }
    sortedOrder(draws, sizes, order, sorting);
    const middle = load<f64>(sizes + ((<usize>load<u32>(order + ((<usize>(draws >> 1)) << 2))) << 3));
    const row = out + ((<usize>(l * chainNumbers())) << 3);
    store<f64>(row, <f64>above);
    store<f64>(row, <f64>below, 8);
    store<f64>(row, <f64>outside, 16);
    store<f64>(row, <f64>zeros, 24);
    store<f64>(row, <f64>alive, 32);
    store<f64>(row, greatest, 40);
    store<f64>(row, sum / <f64>draws, 48);
    store<f64>(row, middle, 56);
  }
}

/** The product of an f32 is exact in f64, and rounded once when it is stored. */
function get<T extends number>(array: usize, i: i32): f64 {
  return <f64>load<T>(array + Simd.offset<T>(i));
}

function put<T extends number>(array: usize, i: i32, value: f64): void {
  store<T>(array + Simd.offset<T>(i), <T>value);
}

function weight(law: i32, sigma: f64, seedLow: u32, seedHigh: u32, layer: i32, draw: i32): f64 {
  if (law == ChainWeights.Ones) return 1;
  if (law == ChainWeights.Normal) return sigma * normal(seedLow, seedHigh, Purpose.Data, layer, draw);
  return 2 * uniform(seedLow, seedHigh, Purpose.Data, layer, draw) - 1;
}

/** f(u), and f'(u) to scratch[4]; scratch has room for 6 numbers. */
export function value(id: i32, alpha: f64, u: f64, scratch: usize): f64 {
  store<f64>(scratch, u);
  store<f64>(scratch, u, 8);
  activate<f64>(id, 2, alpha, scratch, scratch + 16);
  store<f64>(scratch, 1, 32);
  store<f64>(scratch, 1, 40);
  multiplyBySlope<f64>(id, 2, alpha, scratch, scratch + 16, scratch + 32);
  return load<f64>(scratch, 16);
}
