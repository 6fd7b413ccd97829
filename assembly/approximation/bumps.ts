/**
 * The lecture's bumps, rect(x; a, b, h, eps) = (h / eps) (s(x - a) - s(x - (a + eps)) - s(x - b) + s(x - (b + eps))), s = ReLU: as the listing computes them, and as knots of
 * the piecewise linear function that they are in exact arithmetic.
 */
import { at, expandAt, put } from "./series";

/** How a bump is computed. */
export enum BumpForm {
  /** The listing's four units of one hidden layer: the difference of large numbers, times 1 / eps. */
  Literal,
  /** clamp(t, 0, 1) = 1 - s(1 - s(t)), t = (x - a) / eps: two hidden layers and no cancellation. */
  Clamped,
}

/**
 * The sum of bumps at start + i step, i = 0..count-1, in single (size 4) or double (8) precision throughout, and its error: against f if f is not 0, else against the bumps themselves in double precision.
 * table: a, b, h of each bump (f64). out: count values (f64).
 * result: over all points max |error|, where, sum of |error| step; then max and sum over the points in [from, to]; then how many points beyond `to` are not 0.
 */
export function evaluateBumps(
  size: i32,
  form: i32,
  count: i32,
  start: f64,
  step: f64,
  bumps: i32,
  table: usize,
  eps: f64,
  f: usize,
  from: f64,
  to: f64,
  out: usize,
  result: usize,
): void {
  for (let k = 0; k < 6; k++) put(result, k, 0);
  for (let i = 0; i < count; i++) {
    const exact = start + <f64>i * step;
    const x = size == 4 ? <f64>(<f32>exact) : exact;
    const value = size == 4 ? <f64>sum<f32>(form, <f32>x, bumps, table, <f32>eps) : sum<f64>(form, x, bumps, table, eps);
    put(out, i, value);
    const wanted = f != 0 ? at(expandAt(f, exact, 0), 0) : sum<f64>(BumpForm.Clamped, x, bumps, table, eps);
    const error = Math.abs(value - wanted);
    if (error > at(result, 0)) {
      put(result, 0, error);
      put(result, 1, exact);
    }
    put(result, 2, at(result, 2) + error * step);
    if (exact >= from && exact <= to) {
      put(result, 3, Math.max(at(result, 3), error));
      put(result, 4, at(result, 4) + error * step);
    }
    if (exact > to && value != 0) put(result, 5, at(result, 5) + 1);
  }
}

function sum<T extends number>(form: i32, x: T, bumps: i32, table: usize, eps: T): T {
  let total: T = <T>0;
  for (let k = 0; k < bumps; k++) {
    const a = <T>at(table, 3 * k);
    const b = <T>at(table, 3 * k + 1);
    const h = <T>at(table, 3 * k + 2);
    total = <T>(total + (form == BumpForm.Literal ? literal<T>(x, a, b, h, eps) : clamped<T>(x, a, b, h, eps)));
  }
  return total;
}

/** In the listing's own order of operations. */
function literal<T extends number>(x: T, a: T, b: T, h: T, eps: T): T {
  const left = <T>(relu<T>(<T>(x - a)) - relu<T>(<T>(x - <T>(a + eps))));
  return <T>(<T>(h / eps) * <T>(<T>(left - relu<T>(<T>(x - b))) + relu<T>(<T>(x - <T>(b + eps)))));
}

function clamped<T extends number>(x: T, a: T, b: T, h: T, eps: T): T {
  return <T>(h * <T>(clamp<T>(<T>(<T>(x - a) / eps)) - clamp<T>(<T>(<T>(x - b) / eps))));
}

function clamp<T extends number>(t: T): T {
  return <T>(<T>1 - relu<T>(<T>(<T>1 - relu<T>(t))));
}

function relu<T extends number>(z: T): T {
  return max<T>(z, <T>0);
}

/** The table of bumps about the samples origin + i step, i = first..last: each from halfway to the sample before to halfway to the next, as high as f. */
export function bumpTable(f: usize, origin: f64, step: f64, first: i32, last: i32, table: usize): void {
  for (let i = first; i <= last; i++) {
    const x = origin + <f64>i * step;
    const before = origin + <f64>(i - 1) * step;
    const next = origin + <f64>(i + 1) * step;
    const row = 3 * (i - first);
    put(table, row, (x + before) / 2);
    put(table, row + 1, (x + next) / 2);
    put(table, row + 2, at(expandAt(f, x, 0), 0));
  }
}

/** Knots of the sum of adjacent bumps of a table, from 0 before the first to 0 after the last: 2 (bumps + 1) of them. Where one bump falls the next rises: one ramp. */
export function bumpKnots(bumps: i32, table: usize, eps: f64, x: usize, y: usize): void {
  let height: f64 = 0;
  for (let k = 0; k <= bumps; k++) {
    const edge = k < bumps ? at(table, 3 * k) : at(table, 3 * k - 2);
    put(x, 2 * k, edge);
    put(y, 2 * k, height);
    height = k < bumps ? at(table, 3 * k + 2) : 0;
    put(x, 2 * k + 1, edge + eps);
    put(y, 2 * k + 1, height);
  }
}

/** Knots of the interpolant at n + 1 evenly spaced points from `from` to `to`: a hat about each. */
export function hatKnots(f: usize, from: f64, to: f64, n: i32, x: usize, y: usize): void {
  for (let i = 0; i <= n; i++) {
    const point = i == n ? to : from + (to - from) * (<f64>i / <f64>n);
    put(x, i, point);
    put(y, i, at(expandAt(f, point, 0), 0));
  }
}
