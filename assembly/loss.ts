/**
 * Losses with their gradients, over outputs and targets in the network's own layout: [outputs][ld], batch along the lanes.
 *
 * Each returns the SUM over the batch's samples of the loss of a sample, in double precision, and writes dL/d(output) * scale, where
 * L is that sum. Padded lanes (b >= batch) add nothing and get gradient 0. Targets are read up to ld.
 *
 *   mse            L = sum_o (a - y)^2 / O                              a: outputs
 *   bce            L = sum_o log(1 + e^-|z|) + max(z, 0) - z y, over O  z: logits, y in [0, 1]
 *   cross-entropy  L = sum_o y_o (log sum_j e^z_j - z_o)                z: logits, y one-hot or probabilities
 *
 * A sample whose logits are all -Infinity, or one of which is Infinity, has loss NaN: a training then ends as diverged.
 * Stable forms: nothing overflows for finite logits, and no gradient is the difference of two numbers near 1.
 */
import { Call } from "./math/call";
import { Simd } from "./simd";

export enum LossId {
  Mse,
  Bce,
  CrossEntropy,
}

export function lossGradient<T extends number>(loss: i32, outputs: i32, batch: i32, ld: i32, a: usize, y: usize, scale: f64, d: usize): f64 {
  switch (loss) {
    case LossId.Mse:
      return meanSquaredError<T>(outputs, batch, ld, a, y, scale, d);
    case LossId.Bce:
      return binaryCrossEntropy<T>(outputs, batch, ld, a, y, scale, d);
    case LossId.CrossEntropy:
      return crossEntropy<T>(outputs, batch, ld, a, y, scale, d);
    default:
      return unreachable();
  }
}

function meanSquaredError<T extends number>(outputs: i32, batch: i32, ld: i32, a: usize, y: usize, scale: f64, d: usize): f64 {
  const factor = Simd.constant<T>((2 * scale) / <f64>outputs);
  let sum = f64x2.splat(0);
  for (let b = 0; b < ld; b += Simd.lanes<T>()) {
    const inside = Lanes.below<T>(batch - b);
    for (let o = 0; o < outputs; o++) {
      const at = Simd.offset<T>(o * ld + b);
      const difference = v128.and(v128.sub<T>(v128.load(a + at), v128.load(y + at)), inside);
      sum = Lanes.addSquares<T>(sum, difference);
      v128.store(d + at, v128.mul<T>(difference, factor));
    }
  }
  return Simd.sum<f64>(sum) / <f64>outputs;
}

/** The gradient sigma(z) - y is formed as (1 - y) sigma(z) - y sigma(-z), which keeps its digits when sigma(z) is near y = 1. */
function binaryCrossEntropy<T extends number>(outputs: i32, batch: i32, ld: i32, z: usize, y: usize, scale: f64, d: usize): f64 {
  const factor = Simd.constant<T>(scale / <f64>outputs);
  const zero = Simd.constant<T>(0);
  const one = Simd.constant<T>(1);
  let sum = f64x2.splat(0);
  for (let b = 0; b < ld; b += Simd.lanes<T>()) {
    const inside = Lanes.below<T>(batch - b);
    for (let o = 0; o < outputs; o++) {
      const at = Simd.offset<T>(o * ld + b);
      const logit = v128.load(z + at);
      const target = v128.load(y + at);
      const rest = v128.sub<T>(one, target);
      const e = Call.exp<T>(v128.neg<T>(v128.abs<T>(logit)));
      const large = v128.div<T>(one, v128.add<T>(one, e)); // sigma(|z|)
      const small = v128.mul<T>(e, large); // sigma(-|z|)
      const negative = v128.lt<T>(logit, zero);
      const up = v128.bitselect(small, large, negative); // sigma(z)
      const down = v128.bitselect(large, small, negative); // sigma(-z)
      const linear = v128.bitselect(v128.mul<T>(v128.neg<T>(logit), target), v128.mul<T>(logit, rest), negative);
      sum = Lanes.add<T>(sum, v128.and(v128.add<T>(Call.log1p<T>(e), linear), inside));
      const gradient = v128.sub<T>(v128.mul<T>(rest, up), v128.mul<T>(target, down));
      v128.store(d + at, v128.and(v128.mul<T>(gradient, factor), inside));
    }
  }
  return Simd.sum<f64>(sum) / <f64>outputs;
}

/**
 * With m the largest logit and e_j = exp(z_j - m): rest = sum_j e_j - 1 is summed without the largest term, so that the loss of a confident
 * right answer, log1p(rest), and its gradient, -rest / (1 + rest), keep their digits. A target of 0 contributes exactly 0.
 */
function crossEntropy<T extends number>(outputs: i32, batch: i32, ld: i32, z: usize, y: usize, scale: f64, d: usize): f64 {
  const factor = Simd.constant<T>(scale);
  const zero = Simd.constant<T>(0);
  const one = Simd.constant<T>(1);
  const row = Simd.offset<T>(ld);
  let sum = f64x2.splat(0);
  for (let b = 0; b < ld; b += Simd.lanes<T>()) {
    const inside = Lanes.below<T>(batch - b);
    const first = Simd.offset<T>(b);
    const end = first + <usize>outputs * row;
    let largest = v128.load(z + first);
    for (let at = first + row; at < end; at += row) largest = v128.max<T>(largest, v128.load(z + at));

    let ones = zero; // terms of exactly 1: the largest, and its ties
    let others = zero;
    let mass = zero; // of the targets: 1 unless they are no distribution
    for (let at = first; at < end; at += row) {
      const e = Call.exp<T>(v128.sub<T>(v128.load(z + at), largest));
      const isOne = v128.eq<T>(e, one);
      v128.store(d + at, e);
      ones = v128.add<T>(ones, v128.and(one, isOne));
      others = v128.add<T>(others, v128.andnot(e, isOne));
      mass = v128.add<T>(mass, v128.load(y + at));
    }
    const rest = v128.add<T>(v128.sub<T>(ones, one), others);
    const inverse = v128.div<T>(one, v128.add<T>(one, rest));
    const logarithm = Call.log1p<T>(rest);

    for (let at = first; at < end; at += row) {
      const shifted = v128.sub<T>(v128.load(z + at), largest);
      const target = v128.load(y + at);
      const term = v128.mul<T>(target, v128.sub<T>(logarithm, shifted));
      sum = Lanes.add<T>(sum, v128.and(v128.andnot(term, v128.eq<T>(target, zero)), inside));
      const confident = v128.and(v128.eq<T>(shifted, zero), v128.eq<T>(target, mass));
      const difference = v128.sub<T>(v128.mul<T>(mass, v128.mul<T>(v128.load(d + at), inverse)), target);
      const gradient = v128.bitselect(v128.neg<T>(v128.mul<T>(mass, v128.mul<T>(rest, inverse))), difference, confident);
      v128.store(d + at, v128.and(v128.mul<T>(gradient, factor), inside));
    }
  }
  return Simd.sum<f64>(sum);
}

/** Lanes of a vector of losses: which are samples, and their sum in double precision. */
class Lanes {
  /** All bits set in the first `count` lanes (in all of them if count is larger). */
  @inline static below<T extends number>(count: i32): v128 {
    if (sizeof<T>() == 4) return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
    return i64x2.lt_s(i64x2(0, 1), i64x2.splat(count));
  }

  @inline static add<T extends number>(sum: v128, x: v128): v128 {
    if (sizeof<T>() == 4) return f64x2.add(sum, f64x2.add(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(Lanes.upper(x))));
    return f64x2.add(sum, x);
  }

  @inline static addSquares<T extends number>(sum: v128, x: v128): v128 {
    if (sizeof<T>() == 4) {
      const low = f64x2.promote_low_f32x4(x);
      const high = f64x2.promote_low_f32x4(Lanes.upper(x));
      return f64x2.add(sum, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
    }
    return f64x2.add(sum, f64x2.mul(x, x));
  }

  /** The upper two f32 lanes, moved down. */
  @inline static upper(x: v128): v128 {
    return i8x16.shuffle(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  }
}
