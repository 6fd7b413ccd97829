/**
 * What an activation and its slope do on the line, by the engine's own f64 kernels: extremes over a grid, refined to the last digits, and how far
 * out the slope is still felt.
 */
import { activate, multiplyBySlope } from "./activations/index";

/** Points evaluated at a time. */
const BLOCK: i32 = 256;
/** Steps of golden section: 0.618^64 of an interval is 4e-14 of it; values are flat at an extremum, to the last digit long before. */
const GOLDEN_STEPS: i32 = 64;
const GOLDEN: f64 = 0.6180339887498949;

/** Numbers of `scratch`: z, values and slopes of a block. */
export function surveyScratch(): i32 {
  return 3 * BLOCK;
}

/** Numbers of a survey's result, see survey(). */
export function surveyNumbers(): i32 {
  return 13;
}

/**
 * Over the points from + i step, i = 0 to count - 1 (exact where both are dyadic), into result: least value and where, greatest value and where, least slope and
 * where, greatest slope and where (the first of equals); the first and the last point with |slope| >= tolerance (NaN if none); points with |slope| >= tolerance; points with the greatest
 * slope; points whose slope is neither `low` nor 1.
 */
export function survey(id: i32, alpha: f64, from: f64, step: f64, count: i32, tolerance: f64, low: f64, result: usize, scratch: usize): void {
  let leastValue: f64 = Infinity;
  let greatestValue: f64 = -Infinity;
  let leastSlope: f64 = Infinity;
  let greatestSlope: f64 = -Infinity;
  let leastValueAt: f64 = NaN;
  let greatestValueAt: f64 = NaN;
  let leastSlopeAt: f64 = NaN;
  let greatestSlopeAt: f64 = NaN;
  let first: f64 = NaN;
  let last: f64 = NaN;
  let felt = 0;
  let greatest = 0;
  let others = 0;
  for (let start = 0; start < count; start += BLOCK) {
    for (let i = 0; i < BLOCK; i++) store<f64>(scratch + ((<usize>i) << 3), from + <f64>(start + i) * step);
    evaluate(id, alpha, BLOCK, scratch);
    const end = min(BLOCK, count - start);
    for (let i = 0; i < end; i++) {
      const at = scratch + ((<usize>i) << 3);
      const z = load<f64>(at);
      const value = load<f64>(at, 8 * BLOCK);
      const slope = load<f64>(at, 16 * BLOCK);
      if (value < leastValue) {
        leastValue = value;
        leastValueAt = z;
      }
      if (value > greatestValue) {
        greatestValue = value;
        greatestValueAt = z;
      }
      if (slope < leastSlope) {
        leastSlope = slope;
        leastSlopeAt = z;
      }
      if (slope > greatestSlope) {
        greatestSlope = slope;
        greatestSlopeAt = z;
        greatest = 0;
      }
      if (slope == greatestSlope) greatest++;
      if (slope != low && slope != 1) others++;
      if (abs(slope) >= tolerance) {
        if (felt == 0) first = z;
        last = z;
        felt++;
      }
    }
  }
  store<f64>(result, leastValue);
  store<f64>(result, leastValueAt, 8);
  store<f64>(result, greatestValue, 16);
  store<f64>(result, greatestValueAt, 24);
  store<f64>(result, leastSlope, 32);
  store<f64>(result, leastSlopeAt, 40);
  store<f64>(result, greatestSlope, 48);
  store<f64>(result, greatestSlopeAt, 56);
  store<f64>(result, first, 64);
  store<f64>(result, last, 72);
  store<f64>(result, <f64>felt, 80);
  store<f64>(result, <f64>greatest, 88);
  store<f64>(result, <f64>others, 96);
}

/** The greatest of sign f (or, with `slopes`, of sign f') between low and high, where it has one peak, by golden section: result holds where, and f or f' there. */
export function peak(id: i32, alpha: f64, slopes: bool, sign: f64, low: f64, high: f64, result: usize, scratch: usize): void {
  let left = high - GOLDEN * (high - low);
  let right = low + GOLDEN * (high - low);
  let atLeft = sign * at(id, alpha, slopes, left, scratch);
  let atRight = sign * at(id, alpha, slopes, right, scratch);
  let best = left;
  let most = atLeft;
  for (let step = 0; step < GOLDEN_STEPS; step++) {
    if (atLeft > most) {
      most = atLeft;
      best = left;
    }
    if (atRight > most) {
      most = atRight;
      best = right;
    }
    if (atLeft >= atRight) {
      high = right;
      right = left;
      atRight = atLeft;
      left = high - GOLDEN * (high - low);
      atLeft = sign * at(id, alpha, slopes, left, scratch);
    } else {
      low = left;
      left = right;
      atLeft = atRight;
      right = low + GOLDEN * (high - low);
      atRight = sign * at(id, alpha, slopes, right, scratch);
    }
  }
  store<f64>(result, best);
  store<f64>(result, sign * most, 8);
}

/** The point between `inside`, where |f'| >= tolerance, and `outside`, where it is not, at which that changes, to the last digit. */
export function saturation(id: i32, alpha: f64, tolerance: f64, inside: f64, outside: f64, scratch: usize): f64 {
  for (let middle = 0.5 * (inside + outside); middle != inside && middle != outside; middle = 0.5 * (inside + outside)) {
    if (abs(at(id, alpha, true, middle, scratch)) >= tolerance) inside = middle;
    else outside = middle;
  }
  return inside;
}

/** f or f' at one point. */
function at(id: i32, alpha: f64, slopes: bool, z: f64, scratch: usize): f64 {
  store<f64>(scratch, z);
  store<f64>(scratch, z, 8);
  evaluate(id, alpha, 2, scratch);
  return load<f64>(scratch + (slopes ? 16 * BLOCK : 8 * BLOCK));
}

/** Values and slopes of the first n points of the block, n even. */
function evaluate(id: i32, alpha: f64, n: i32, scratch: usize): void {
  const values = scratch + 8 * BLOCK;
  const slopes = values + 8 * BLOCK;
  activate<f64>(id, n, alpha, scratch, values);
  for (let i = 0; i < n; i++) store<f64>(slopes + ((<usize>i) << 3), 1);
  multiplyBySlope<f64>(id, n, alpha, scratch, values, slopes);
}
