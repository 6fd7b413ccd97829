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
  // f_k = (p f_(k-1) + q f_(k-2)) / (k or k (k - 1) or 1)
  let p: f64 = 0;
  let q: f64 = 0;
  switch (id) {
    case TargetId.Sin: {
      v128.store(out, f64x2.splat(x));
      v128.store(out + 32, f64x2.splat(1));
      activate<f64>(ActivationId.Sin, 2, 0, out, out + 16);
      multiplyBySlope<f64>(ActivationId.Sin, 2, 0, out, out + 16, out + 32);
      const sine = load<f64>(out + 16);
      put(out, 1, load<f64>(out + 32));
      put(out, 0, sine);
      for (let k = 2; k <= degree; k++) put(out, k, -at(out, k - 2) / <f64>(k * (k - 1)));
      return;
    }
    case TargetId.Exp:
      put(out, 0, exp(x));
      for (let k = 1; k <= degree; k++) put(out, k, at(out, k - 1) / <f64>k);
      return;
    case TargetId.Gaussian:
      put(out, 0, exp(-0.5 * x * x));
      put(out, 1, -x * at(out, 0));
      for (let k = 2; k <= degree; k++) put(out, k, -(x * at(out, k - 1) + at(out, k - 2)) / <f64>k);
      return;
    case TargetId.Square:
      for (let k = 3; k <= degree; k++) put(out, k, 0);
      put(out, 0, x * x);
      put(out, 1, 2 * x);
      if (degree >= 2) put(out, 2, 1);
      return;
    default: {
      assert(id == TargetId.Runge, "taylor: a known function");
      const inverse = 1 / (1 + x * x);
      p = -2 * x * inverse;
      q = -inverse;
      put(out, 0, inverse);
      put(out, 1, p * inverse);
      for (let k = 2; k <= degree; k++) put(out, k, p * at(out, k - 1) + q * at(out, k - 2));
    }
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
