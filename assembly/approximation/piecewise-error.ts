/**
 * The error of a piecewise linear function against a target: sup, L1 and L2, in closed form piece by piece.
 *
 * x[0..n), y[0..n): the knots, x non-decreasing (two knots of one x are a jump). On a part of a piece no wider than REACH, e = f - line is its Taylor polynomial
 * about the middle, scaled to s in [-1, 1]. It is cut where e'' = 0, then where e' = 0, then where e = 0; between cuts e has one sign and is
 * monotone, so that sup |e| stands at a cut, the integral of |e| is a difference of the antiderivative, and that of e^2 is a sum of products of coefficients.
 * Nothing is sampled: the figures are exact up to rounding (about 1e-16 of f on each point, 1e-13 of the integrals).
 * result: sup, where it is, L1, square of L2. scratch: 2 (DEGREE + 1) numbers.
 */
import { at, DEGREE, put, REACH, taylor } from "./target";

export function piecewiseError(id: i32, n: i32, x: usize, y: usize, result: usize, scratch: usize): void {
  put(result, 0, 0);
  put(result, 1, at(x, 0));
  put(result, 2, 0);
  put(result, 3, 0);
  for (let i = 1; i < n; i++) {
    const from = at(x, i - 1);
    const width = at(x, i) - from;
    assert(width >= 0, "piecewiseError: knots in order");
    if (width == 0) continue;
    const base = at(y, i - 1);
    const slope = (at(y, i) - base) / width;
    const parts = <i32>Math.ceil(width / REACH);
    const half = (0.5 * width) / <f64>parts;
    for (let part = 0; part < parts; part++) {
      const offset = half * <f64>(2 * part + 1);
      taylor(id, from + offset, DEGREE, scratch);
      put(scratch, 0, at(scratch, 0) - (base + slope * offset));
      put(scratch, 1, at(scratch, 1) - slope);
      let power = half;
      for (let k = 1; k <= DEGREE; k++) {
        put(scratch, k, at(scratch, k) * power);
        power *= half;
      }
      put(result, 3, at(result, 3) + half * squared(scratch));
      const turn = root(2, scratch, -1, 1);
      bent(scratch, -1, turn, from + offset, half, result);
      bent(scratch, turn, 1, from + offset, half, result);
    }
  }
}

/** A stretch [l, r] on which e'' has one sign. */
function bent(e: usize, l: f64, r: f64, middle: f64, half: f64, result: usize): void {
  if (l == r) return;
  const peak = root(1, e, l, r);
  monotone(e, l, peak, middle, half, result);
  monotone(e, peak, r, middle, half, result);
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

/** The order-th derivative of e = sum e_k s^k, order 0 to 2. */
function derivative(order: i32, e: usize, s: f64): f64 {
  let value: f64 = 0;
  for (let k = DEGREE; k >= order; k--) {
    const factor = order == 0 ? 1 : order == 1 ? k : k * (k - 1);
    value = value * s + <f64>factor * at(e, k);
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
