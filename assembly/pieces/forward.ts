/**
 * z = W h + b at all points, in double-double, with bounds. Two points a vector; the units that are not 0 there are packed first, so that
 * dead ones cost nothing. Every product and every sum of high words is exact in two words; only the sum of the low words rounds. If all low
 * words are 0, nothing rounded, and the bound is what came in: 0 stays 0.
 */
import { matmul } from "../matmul/matmul";
import { LARGEST, LEAST_BOUND, outside, SMALLEST, UP } from "./double";
import { State } from "./state";

/** A packed unit: its weights' offset (16 bytes for alignment), then h, its two halves and its low word. */
const PACKED: usize = 80;

/** Bytes of scratch that the forward pass takes: halves of the weights, norms of their rows, packed units. */
export function forwardScratch(outputs: i32, inputs: i32): usize {
  return (<usize>(2 * outputs * inputs + outputs + 1) << 3) + PACKED * <usize>inputs + 16;
}

/** Whether all could be done; false where a number is out of range. `norm` bounds the spectral norm of w; bias and w are f64. */
export function forward(outputs: i32, inputs: i32, points: i32, ld: i32, w: usize, bias: usize, norm: f64, from: usize, to: usize, scratch: usize): bool {
  assert((ld & 1) == 0 && points <= ld, "pieces.forward: ld must be even, and hold all points");
  const count = outputs * inputs;
  const row = (<usize>ld) << 3;
  const norms = scratch + ((<usize>count) << 4);
  const packed = (norms + ((<usize>outputs) << 3) + 15) & ~15;
  if (!splitWeights(outputs, inputs, w, bias, scratch, norms)) return false;

  const inPlane = State.plane(inputs, ld);
  const outPlane = State.plane(outputs, ld);
  const inSpread = State.spread(from, inputs, ld);
  const outSpread = State.spread(to, outputs, ld);
  for (let plane = 0; plane < 3; plane++) {
    memory.copy(to + <usize>plane * outPlane + <usize>outputs * row, from + <usize>plane * inPlane + <usize>inputs * row, row); // x
  }
  const zero = f64x2.splat(0);
  const splitter = f64x2.splat(134217729);
  let bad = zero;
  for (let p: usize = 0; p < (<usize>points) << 3; p += 16) {
    let end = packed;
    let alive = zero;
    for (let i = 0; i < inputs; i++) {
      const at = from + <usize>i * row + p;
      const h = v128.load(at);
      const nonzero = f64x2.ne(h, zero);
      if (!v128.any_true(nonzero)) continue;
      alive = v128.or(alive, nonzero);
      const t = f64x2.mul(h, splitter);
      const upper = f64x2.sub(t, f64x2.sub(t, h));
      store<usize>(end, (<usize>i) << 3);
      v128.store(end, h, 16);
      v128.store(end, upper, 32);
      v128.store(end, f64x2.sub(h, upper), 48);
      v128.store(end, v128.load(at + inPlane), 64);
      end += PACKED;
    }
    const terms = <f64>((end - packed) / PACKED) + 4;
    const spread = v128.and(v128.load(inSpread + p), alive);
    const charge = f64x2.splat(terms * 1.1102230246251565e-16 * UP); // (k + 4) 2^-53
    let squares = zero;
    for (let j = 0; j < outputs; j++) {
      const weights = w + ((<usize>(j * inputs)) << 3);
      const halves = scratch + ((<usize>(j * inputs)) << 4);
      let total = v128.load64_splat(bias + ((<usize>j) << 3));
      let rest = zero;
      let magnitude = zero;
      for (let at = packed; at < end; at += PACKED) {
        const i = load<usize>(at);
        const weight = v128.load64_splat(weights + i);
        const weightUpper = v128.load64_splat(halves + (i << 1));
        const weightLower = v128.load64_splat(halves + (i << 1), 8);
        const upper = v128.load(at, 32);
        const lower = v128.load(at, 48);
        const product = f64x2.mul(weight, v128.load(at, 16));
        const productLow = f64x2.add(
          f64x2.add(f64x2.add(f64x2.sub(f64x2.mul(upper, weightUpper), product), f64x2.mul(upper, weightLower)), f64x2.mul(lower, weightUpper)),
          f64x2.mul(lower, weightLower),
        );
        const sum = f64x2.add(total, product);
        const part = f64x2.sub(sum, total);
        const sumLow = f64x2.add(f64x2.sub(total, f64x2.sub(sum, part)), f64x2.sub(product, part));
        total = sum;
        const third = f64x2.mul(weight, v128.load(at, 64));
        rest = f64x2.add(rest, f64x2.add(f64x2.add(productLow, sumLow), third));
        magnitude = f64x2.add(magnitude, f64x2.add(f64x2.add(f64x2.abs(productLow), f64x2.abs(sumLow)), f64x2.abs(third)));
      }
      const value = f64x2.add(total, rest);
      const part = f64x2.sub(value, total);
      let valueLow = f64x2.add(f64x2.sub(total, f64x2.sub(value, part)), f64x2.sub(rest, part));
      // A low word that is too small to multiply is dropped, and charged.
      const tiny = v128.and(f64x2.lt(f64x2.abs(valueLow), f64x2.splat(LEAST_BOUND)), f64x2.ne(valueLow, zero));
      valueLow = v128.andnot(valueLow, tiny);
      let local = f64x2.mul(magnitude, charge);
      local = f64x2.add(local, v128.and(tiny, f64x2.splat(LEAST_BOUND)));
      local = raised(local);
      const bound = raised(f64x2.add(local, f64x2.mul(spread, v128.load64_splat(norms + ((<usize>j) << 3)))));
      squares = f64x2.add(squares, f64x2.mul(local, local));
      const size = f64x2.abs(value);
      bad = v128.or(bad, v128.not(f64x2.le(size, f64x2.splat(LARGEST))));
      bad = v128.or(bad, v128.and(f64x2.lt(size, f64x2.splat(SMALLEST)), f64x2.ne(value, zero)));
      const at = to + <usize>j * row + p;
      v128.store(at, value);
      v128.store(at + outPlane, valueLow);
      v128.store(at + 2 * outPlane, bound);
    }
    const grown = f64x2.add(f64x2.mul(spread, f64x2.splat(norm)), f64x2.sqrt(squares));
    v128.store(outSpread + p, raised(f64x2.mul(grown, f64x2.splat(UP))));
  }
  return !v128.any_true(bad);
}

/** Bounds that are not 0, at least LEAST_BOUND: their squares do not underflow. */
function raised(bound: v128): v128 {
  return v128.and(f64x2.max(bound, f64x2.splat(LEAST_BOUND)), f64x2.ne(bound, f64x2.splat(0)));
}

/** Halves of 26 bits of every weight, side by side, and the Euclidean norms of the rows; false if a number is out of range. */
function splitWeights(outputs: i32, inputs: i32, w: usize, bias: usize, halves: usize, norms: usize): bool {
  for (let j = 0; j < outputs; j++) {
    if (outside(load<f64>(bias + ((<usize>j) << 3)))) return false;
    let squares: f64 = 0;
    for (let i = 0; i < inputs; i++) {
      const weight = load<f64>(w);
      if (outside(weight)) return false;
      const t = weight * 134217729;
      const upper = t - (t - weight);
      store<f64>(halves, upper);
      store<f64>(halves, weight - upper, 8);
      squares += weight * weight;
      w += 8;
      halves += 16;
    }
    store<f64>(norms + ((<usize>j) << 3), Math.sqrt(squares) * UP);
  }
  return true;
}

/** Bytes of scratch that spectralNorm takes. */
export function normScratch(outputs: i32, inputs: i32): usize {
  return <usize>(outputs * inputs + 2 * inputs * inputs) << 3;
}

/**
 * An upper bound of the spectral norm: with G = W^T W, norm^8 <= the largest row sum of |G^4|; the Frobenius norm where that is less or where W is
 * large. W is divided by its largest entry, so that nothing overflows, and what underflows does not count.
 */
export function spectralNorm(outputs: i32, inputs: i32, w: usize, scratch: usize): f64 {
  const count = outputs * inputs;
  let largest: f64 = 0;
  for (let k = 0; k < count; k++) largest = max(largest, abs(load<f64>(w + ((<usize>k) << 3))));
  if (largest == 0) return 0;
  let squares: f64 = 0;
  for (let k = 0; k < count; k++) {
    const ratio = load<f64>(w + ((<usize>k) << 3)) / largest;
    store<f64>(scratch + ((<usize>k) << 3), ratio);
    squares += ratio * ratio;
  }
  let norm = Math.sqrt(squares);
  if (inputs <= 256 && inputs > 1 && outputs > 1) {
    const gram = scratch + ((<usize>count) << 3);
    const square = gram + ((<usize>(inputs * inputs)) << 3);
    matmul<f64>(inputs, inputs, outputs, 1, scratch, 1, inputs, scratch, inputs, 1, 0, gram, inputs, 1);
    matmul<f64>(inputs, inputs, inputs, 1, gram, inputs, 1, gram, inputs, 1, 0, square, inputs, 1);
    matmul<f64>(inputs, inputs, inputs, 1, square, inputs, 1, square, inputs, 1, 0, gram, inputs, 1);
    let widest: f64 = 0;
    for (let i = 0; i < inputs; i++) {
      let total: f64 = 0;
      for (let k = 0; k < inputs; k++) total += abs(load<f64>(gram + ((<usize>(i * inputs + k)) << 3)));
      widest = max(widest, total);
    }
    norm = min(norm, Math.sqrt(Math.sqrt(Math.sqrt(widest))) * 1.00001);
  }
  return norm * largest * 1.00001;
}
