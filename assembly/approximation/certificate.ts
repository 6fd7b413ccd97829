/**
 * A certified bound on max |net(x) - f(x)| over all x in [0, 1], for one hidden layer of an increasing activation: net(x) = c + sum v_i s(w_i x + b_i), f(x) = g(scale x).
 *
 * On [l, r] every term is monotone, so that net lies between c + up(l) + down(r) and c + up(r) + down(l), where `up` sums the terms with v_i w_i >= 0 and `down` the rest; and f, of
 * Lipschitz constant L, lies within L (r - l) / 2 of (f(l) + f(r)) / 2, where f(l) and f(r) are intervals (series.ts). The difference of these intervals bounds the error on the whole cell.
 * Cells are halved where that is not below eps and doubled where it is; their ends are dyadic, hence exact.
 *
 * Rounding, with u = 2^-53 and m_i = max |s(w_i x + b_i)| (1, or |w_i| + |b_i| for relu): each argument is off by 2u (|w_i| + |b_i|) and |s'| <= 1; s by 16 units at most, 32u m_i (docs/accuracy.md
 * has the measured 2.3); a sum of q + 1 terms in any order by (q + 4) u sum |v_i| m_i; the bounds on f by 8u (|f(0)| + L). The sum of all, doubled, is taken off eps.
 *
 * w, b, v: q numbers, q even (pad with v = 0). z: q numbers of scratch.
 * result: 1 if certified, else 0; the certified bound, or the error where it failed; where that is; evaluations; the rounding.
 */
import { activate, ActivationId } from "../activations/index";
import { Interval } from "./interval";
import { at, coefficient, expandOver, put } from "./series";

const UNIT: f64 = 1.1102230246251565e-16; // 2^-53

/** No cell is narrower. */
const NARROWEST: f64 = 9.094947017729282e-13; // 2^-40
const WIDEST: f64 = 0.0078125; // 2^-7

/** Points that are looked at first, in one cheap pass: most networks that fail do so there. */
const GLANCES: i32 = 512;

/** What was computed last: static fields, since AssemblyScript functions return one value. */
class Terms {
  static up: f64 = 0;
  static down: f64 = 0;
  /** f from low to high. */
  static low: f64 = 0;
  static high: f64 = 0;
}

export function certify(
  activation: i32,
  q: i32,
  w: usize,
  b: usize,
  v: usize,
  constant: f64,
  f: usize,
  lipschitz: f64,
  eps: f64,
  z: usize,
  result: usize,
): void {
  assert((q & 1) == 0, "certify: an even number of units");
  const size = Interval.magnitude(coefficient(expandOver(f, 0, 0, 0), 0)) + lipschitz;
  const rounding = roundingOf(activation, q, w, b, v, Math.abs(constant), size);
  put(result, 0, 0);
  put(result, 4, rounding);
  for (let i = 0; i <= GLANCES; i++) {
    const x = <f64>i / <f64>GLANCES;
    terms(activation, q, w, b, v, x, f, z);
    const error = errorHere(constant);
    if (!(error + rounding < eps)) {
      put(result, 1, error);
      put(result, 2, x);
      put(result, 3, i + 1);
      return;
    }
  }
  let evaluations = GLANCES + 2;
  let worst: f64 = 0;
  let where: f64 = 0;
  terms(activation, q, w, b, v, 0, f, z);
  let up = Terms.up;
  let down = Terms.down;
  let low = Terms.low;
  let high = Terms.high;
  let width = WIDEST;
  for (let x: f64 = 0; x < 1; ) {
    terms(activation, q, w, b, v, x + width, f, z);
    evaluations++;
    const play = 0.5 * lipschitz * width;
    const above = constant + Terms.up + down - (0.5 * (low + Terms.low) - play);
    const below = 0.5 * (high + Terms.high) + play - (constant + up + Terms.down);
    const bound = Math.max(above, below) + rounding;
    if (bound < eps) {
      if (bound > worst) {
        worst = bound;
        where = x;
      }
      x += width;
      up = Terms.up;
      down = Terms.down;
      low = Terms.low;
      high = Terms.high;
      // x is a multiple of width, and stays one
      if (width < WIDEST && Math.floor(x / (2 * width)) * (2 * width) == x) width *= 2;
      continue;
    }
    const error = errorHere(constant);
    width *= 0.5;
    if (error + rounding >= eps || width < NARROWEST || !(bound < Infinity)) {
      put(result, 1, error);
      put(result, 2, x + 2 * width);
      put(result, 3, evaluations);
      return;
    }
  }
  put(result, 0, 1);
  put(result, 1, worst);
  put(result, 2, where);
  put(result, 3, evaluations);
}

/** The largest error that the last terms may have. */
function errorHere(constant: f64): f64 {
  const net = constant + Terms.up + Terms.down;
  return Math.max(net - Terms.low, Terms.high - net);
}

/** The rising terms, the falling ones, and f, at x. */
function terms(activation: i32, q: i32, w: usize, b: usize, v: usize, x: f64, f: usize, z: usize): void {
  const point = f64x2.splat(x);
  const bytes = (<usize>q) << 3;
  for (let i: usize = 0; i < bytes; i += 16) v128.store(z + i, f64x2.add(f64x2.mul(v128.load(w + i), point), v128.load(b + i)));
  activate<f64>(activation, q, 0, z, z);
  let up = f64x2.splat(0);
  let down = up;
  for (let i: usize = 0; i < bytes; i += 16) {
    const weight = v128.load(v + i);
    const term = f64x2.mul(weight, v128.load(z + i));
    const falls = i64x2.shr_s(v128.xor(weight, v128.load(w + i)), 63); // the signs differ
    up = f64x2.add(up, v128.andnot(term, falls));
    down = f64x2.add(down, v128.and(term, falls));
  }
  Terms.up = f64x2.extract_lane(up, 0) + f64x2.extract_lane(up, 1);
  Terms.down = f64x2.extract_lane(down, 0) + f64x2.extract_lane(down, 1);
  const range = coefficient(expandOver(f, x, x, 0), 0);
  Terms.low = Interval.low(range);
  Terms.high = Interval.high(range);
}

/** The bound of the file's header. */
function roundingOf(activation: i32, q: i32, w: usize, b: usize, v: usize, constant: f64, size: f64): f64 {
  let sum = constant;
  let single = 8 * size;
  for (let i = 0; i < q; i++) {
    const reach = Math.abs(at(w, i)) + Math.abs(at(b, i));
    const most = activation == ActivationId.Relu ? reach : 1;
    sum += Math.abs(at(v, i)) * most;
    single += Math.abs(at(v, i)) * (2 * reach + 32 * most);
  }
  return 2 * UNIT * (single + <f64>(q + 4) * sum);
}
