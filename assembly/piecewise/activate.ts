/**
 * An activation at points, in place, without any decision: each is continuous, and no steeper than 1, so that where a bound leaves open on which
 * side of a knot a number is, either side's value is within that bound.
 */
import { LEAST_BOUND, outside, product, high, low, ROUNDING, sum, UP } from "../pieces/double";
import { State } from "../pieces/state";
import { Ball } from "./ball";

/** Kinds: identity; relu; slope alpha below 0 (leaky-relu, and abs with -1); hard-tanh; hard-sigmoid (4). */
const IDENTITY = 0;
const RELU = 1;
const LEAKY = 2;
const HARD_TANH = 3;

/** False where a number is out of range, or where all units of a point are 0 and one of them is not known to be: the next layer would take it for exact. */
export function activate(kind: i32, alpha: f64, units: i32, points: i32, ld: i32, state: usize): bool {
  const plane = State.plane(units, ld);
  const row = (<usize>ld) << 3;
  const spread = State.spread(state, units, ld);
  const zero = f64x2.splat(0);
  let bad = zero;
  for (let p: usize = 0; p < (<usize>points) << 3; p += 16) {
    let alive = zero;
    let open = zero;
    let squares = zero; // of what the activation's own rounding adds
    for (let j = 0; j < units; j++) {
      const at = state + <usize>j * row + p;
      if (kind == RELU) {
        const z = v128.load(at);
        const bound = v128.load(at + 2 * plane);
        const positive = f64x2.gt(z, zero);
        v128.store(at, v128.and(z, positive));
        v128.store(at + plane, v128.and(v128.load(at + plane), positive));
        v128.store(at + 2 * plane, v128.andnot(bound, f64x2.lt(z, f64x2.neg(f64x2.mul(bound, f64x2.splat(UP))))));
      } else if (kind != IDENTITY) {
        const first = activated(kind, alpha, at, plane);
        const second = activated(kind, alpha, at + 8, plane);
        squares = f64x2.add(squares, f64x2.replace_lane(f64x2.splat(first * first), 1, second * second));
        if (first < 0 || second < 0) return false;
      }
      alive = v128.or(alive, f64x2.ne(v128.load(at), zero));
      open = v128.or(open, f64x2.ne(v128.load(at + 2 * plane), zero));
    }
    bad = v128.or(bad, v128.andnot(open, alive));
    if (kind > RELU) v128.store(spread + p, f64x2.mul(f64x2.add(v128.load(spread + p), f64x2.sqrt(squares)), f64x2.splat(UP)));
  }
  return !v128.any_true(bad);
}

/** One number; returns what its own rounding may add to the error, or -1 where it is out of range. */
function activated(kind: i32, alpha: f64, at: usize, plane: usize): f64 {
  const z = load<f64>(at);
  const zLow = load<f64>(at + plane);
  const bound = load<f64>(at + 2 * plane);
  let rounding: f64 = 0;
  if (kind == LEAKY) {
    if (z >= 0) return 0;
    product(z, alpha);
    const top = high;
    const exact = low == 0 && zLow == 0;
    sum(top, low + zLow * alpha);
    const steepness = z < -bound * UP ? abs(alpha) : 1;
    if (!exact && abs(alpha) != 1) rounding = max(ROUNDING * abs(top), LEAST_BOUND);
    Ball.set(high, low, bound * steepness + rounding);
  } else {
    Ball.set(z, zLow, bound);
    let least: f64 = -1;
    if (kind != HARD_TANH) {
      Ball.add(3, 0, 0);
      Ball.divide(6, 0, 0);
      rounding = max(Ball.bound - bound / 6, 0) * UP;
      if (rounding != 0) rounding = max(rounding, LEAST_BOUND);
      least = 0;
    }
    clamp(least);
    clamp(1);
  }
  if (outside(Ball.high) || outside(Ball.low)) return -1;
  store<f64>(at, Ball.high);
  store<f64>(at + plane, Ball.low);
  store<f64>(at + 2 * plane, Ball.bound == 0 ? 0 : max(Ball.bound * UP, LEAST_BOUND));
  return rounding;
}

/** Not below `end` where that is -1 or 0, not above it where it is 1; with bound 0 where it is certain that the end is taken. */
function clamp(end: f64): void {
  const beyond = Ball.high - end + Ball.low;
  const past = end == 1 ? beyond : -beyond;
  if (past < 0) return;
  Ball.set(end, 0, past > Ball.bound * UP ? 0 : Ball.bound);
}
