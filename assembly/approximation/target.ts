/**
 * The functions that are approximated, as Taylor series about any point, by the recurrences of their differential equations (Knuth, TAOCP 2, 4.7).
 * All are analytic on the line; the nearest singularity is at distance 1 or more (runge), so that DEGREE terms leave 4^-20 of a quarter.
 */
import { activate, ActivationId, multiplyBySlope } from "../activations/index";
import { Call } from "../math/call";

/** Ids of the functions, exported by name: TypeScript looks them up there. */
export enum TargetId {
  /** sin x */
  Sin,
  /** e^x */
  Exp,
  /** e^(-x^2 / 2) */
  Gaussian,
  /** x^2 */
  Square,
  /** 1 / (1 + x^2) */
  Runge,
}

/** Degree of the series; a buffer of coefficients has DEGREE + 1 numbers. */
export const DEGREE: i32 = 20;

/** Widest interval on which one series is used, about its middle: |t| <= 1/8. */
export const REACH: f64 = 0.25;

/** out[k] = f^(k)(x) / k! for k = 0..degree. `out` has room for DEGREE + 1 numbers whatever the degree, which is at least 1. */
export function taylor(id: i32, x: f64, degree: i32, out: usize): void {
  // f_k = (p f_(k-1) + q f_(k-2)) / d, d = 1, k or k (k - 1) with `order` 0, 1 or 2
  let p: f64 = 0;
  let q: f64 = 0;
  let order = 1;
  let value: f64;
  let slope: f64;
  if (id == TargetId.Sin) {
    v128.store(out, f64x2.splat(x));
    v128.store(out + 32, f64x2.splat(1));
    activate<f64>(ActivationId.Sin, 2, 0, out, out + 16);
    multiplyBySlope<f64>(ActivationId.Sin, 2, 0, out, out + 16, out + 32);
    value = at(out, 2);
    slope = at(out, 4);
    q = -1;
    order = 2;
  } else if (id == TargetId.Exp) {
    value = exp(x);
    slope = value;
    p = 1;
  } else if (id == TargetId.Gaussian) {
    value = exp(-0.5 * x * x);
    slope = -x * value;
    p = -x;
    q = -1;
  } else if (id == TargetId.Square) {
    value = x * x;
    slope = 2 * x;
  } else {
    assert(id == TargetId.Runge, "taylor: a known function");
    value = 1 / (1 + x * x);
    p = -2 * x * value;
    q = -value;
    slope = p * value;
    order = 0;
  }
  put(out, 0, value);
  put(out, 1, slope);
  for (let k = 2; k <= degree; k++) {
    const divisor = order == 0 ? 1 : order == 1 ? k : k * (k - 1);
    put(out, k, id == TargetId.Square ? <f64>i32(k == 2) : (p * at(out, k - 1) + q * at(out, k - 2)) / <f64>divisor);
  }
}

/** y[i] = f(x[i]), or f'(x[i]) with order 1, for n numbers; y may be x. `scratch` has room for DEGREE + 1 numbers. */
export function evaluateTarget(id: i32, order: i32, n: i32, x: usize, y: usize, scratch: usize): void {
  assert(order == 0 || order == 1, "evaluateTarget: order 0 or 1");
  for (let i = 0; i < n; i++) {
    taylor(id, at(x, i), 1, scratch);
    put(y, i, at(scratch, order));
  }
}

/** Where f'' changes its sign strictly between from and to, in order, at most `room` of them; returns how many there are. Sign changes closer than REACH are not told apart; these functions have none. */
export function inflections(id: i32, from: f64, to: f64, room: i32, out: usize, scratch: usize): i32 {
  const cells = <i32>Math.ceil((to - from) / REACH);
  let found = 0;
  let before: f64 = 0;
  let left = from;
  for (let i = 0; i <= cells; i++) {
    const x = i == cells ? to : from + (to - from) * (<f64>i / <f64>cells);
    const here = curvature(id, x, scratch);
    if (here == 0) continue;
    if (before * here < 0) {
      let a = left;
      let b = x;
      for (let middle = 0.5 * (a + b); a < middle && middle < b; middle = 0.5 * (a + b)) {
        if (curvature(id, middle, scratch) * before > 0) a = middle;
        else b = middle;
      }
      if (found < room) put(out, found, b);
      found++;
    }
    before = here;
    left = x;
  }
  return found;
}

/** f''(x) / 2 */
function curvature(id: i32, x: f64, scratch: usize): f64 {
  taylor(id, x, 2, scratch);
  return at(scratch, 2);
}

function exp(x: f64): f64 {
  return f64x2.extract_lane(Call.exp<f64>(f64x2.splat(x)), 0);
}

/** The k-th number of a block. */
export function at(block: usize, k: i32): f64 {
  return load<f64>(block + ((<usize>k) << 3));
}

export function put(block: usize, k: i32, value: f64): void {
  store<f64>(block + ((<usize>k) << 3), value);
}
