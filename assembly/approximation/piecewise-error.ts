/**
 * The error of a piecewise linear function against a target: sup, L1 and L2, in closed form piece by piece.
 *
 * x[0..n), y[0..n): the knots, x non-decreasing (two knots of one x are a jump). Pieces are cut at the kinks and inflections of f, and where one Taylor series about the middle
 * no longer does: the rest is below 2^-57 of f, by intervals. On a part, scaled to s in [-1, 1], e = f - line is cut where e' = 0, then where e = 0; between these e has one sign and is
 * monotone, so that sup |e| stands at a cut, the integral of |e| is a difference of the antiderivative, and that of e^2 is a sum of products of coefficients.
 * Nothing is sampled: the figures are exact up to rounding (about 1e-16 of f on each point, 1e-13 of the integrals).
 * result: sup, where it is, L1, square of L2. scratch: DEGREE + 1 numbers.
 */
import { Interval } from "./interval";
import { at, coefficient, DEGREE, expandOver, put, taylor } from "./series";
import { cutAt, cutCount, hold, release } from "./stretches";

const REST: f64 = 6.938893903907228e-18; // 2^-57

export function piecewiseError(f: usize, n: i32, x: usize, y: usize, result: usize, scratch: usize): void {
  put(result, 0, 0);
  put(result, 1, at(x, 0));
  put(result, 2, 0);
  put(result, 3, 0);
  const last = max(at(f, 3), at(x, n - 1));
  let cut = 0;
  let stretch = -Infinity;
  let reach = -Infinity;
  for (let i = 1; i < n; i++) {
    const from = at(x, i - 1);
    const to = at(x, i);
    assert(from <= to, "piecewiseError: knots in order");
    if (from == to) continue;
    const base = at(y, i - 1);
    const slope = (at(y, i) - base) / (to - from);
    for (let left = from; left < to; ) {
      if (left >= stretch) {
        while (cut < cutCount(f) && cutAt(f, cut) <= left) cut++;
        stretch = cut < cutCount(f) ? cutAt(f, cut) : last;
        hold(f, left, stretch);
      }
      if (left >= reach) reach = left + reachFrom(f, left, stretch);
      if (!(reach > left)) reach = stretch; // nothing lies between
      const right = min(to, min(stretch, reach));
      part(f, left, right, base + slope * (0.5 * (left + right) - from), slope, result, scratch);
      left = right;
    }
  }
  release();
}

/** How wide a part from `left` one series does for. */
function reachFrom(f: usize, left: f64, stretch: f64): f64 {
  const narrowest = 1e-12 * (stretch - left);
  let width = stretch - left;
  while (width > narrowest) {
    const series = expandOver(f, left, left + width, DEGREE + 1);
    const half = 0.5 * width;
    let rest = Interval.magnitude(coefficient(series, DEGREE + 1));
    for (let k = 0; k <= DEGREE; k++) rest *= half;
    if (rest <= REST * Interval.magnitude(coefficient(series, 0))) break;
    width = half;
  }
  return width;
}

/** Adds the error of f against the line of this height in the middle of [left, right]. */
function part(f: usize, left: f64, right: f64, height: f64, slope: f64, result: usize, scratch: usize): void {
  const middle = 0.5 * (left + right);
  const half = 0.5 * (right - left);
  taylor(f, middle, DEGREE, scratch);
  put(scratch, 0, at(scratch, 0) - height);
  put(scratch, 1, at(scratch, 1) - slope);
  let power = half;
  for (let k = 1; k <= DEGREE; k++) {
    put(scratch, k, at(scratch, k) * power);
    power *= half;
  }
  put(result, 3, at(result, 3) + half * squared(scratch));
  const peak = root(1, scratch, -1, 1);
  monotone(scratch, -1, peak, middle, half, result);
  monotone(scratch, peak, 1, middle, half, result);
}

/** A stretch on which e is monotone: adds to L1, and looks at both ends. */
function monotone(e: usize, l: f64, r: f64, middle: f64, half: f64, result: usize): void {
  if (l == r) return;
  const zero = root(0, e, l, r);
  const centre = antiderivative(e, zero);
  const area = Math.abs(centre - antiderivative(e, l)) + Math.abs(antiderivative(e, r) - centre);
  put(result, 2, at(result, 2) + half * area);
  peakAt(e, l, middle, half, result);
  peakAt(e, r, middle, half, result);
}

function peakAt(e: usize, s: f64, middle: f64, half: f64, result: usize): void {
  const height = Math.abs(derivative(0, e, s));
  if (height <= at(result, 0)) return;
  put(result, 0, height);
  put(result, 1, middle + half * s);
}

/** The zero of the order-th derivative of e in [l, r], where it is monotone; r if its signs at the ends do not differ. */
function root(order: i32, e: usize, l: f64, r: f64): f64 {
  const sign = derivative(order, e, l);
  if (!(sign * derivative(order, e, r) < 0)) return r;
  for (let middle = 0.5 * (l + r); l < middle && middle < r && r - l > 2e-16; middle = 0.5 * (l + r)) {
    if (sign * derivative(order, e, middle) > 0) l = middle;
    else r = middle;
  }
  return r;
}

/** The order-th derivative of e = sum e_k s^k, order 0 or 1. */
function derivative(order: i32, e: usize, s: f64): f64 {
  let value: f64 = 0;
  for (let k = DEGREE; k >= order; k--) {
    value = value * s + <f64>(order == 0 ? 1 : k) * at(e, k);
  }
  return value;
}

function antiderivative(e: usize, s: f64): f64 {
  let value: f64 = 0;
  for (let k = DEGREE; k >= 0; k--) value = value * s + at(e, k) / <f64>(k + 1);
  return value * s;
}

/** The integral of e^2 over [-1, 1]. */
function squared(e: usize): f64 {
  let sum: f64 = 0;
  for (let i = DEGREE; i >= 0; i--) {
    for (let j = i; j >= 0; j -= 2) sum += ((i == j ? 2 : 4) / <f64>(i + j + 1)) * at(e, i) * at(e, j);
  }
  return sum;
}
