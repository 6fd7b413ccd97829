/**
 * The activation, and the points where units pass its knots. `knots` is 0 (identity), 1 (relu, leaky-relu, abs: slope alpha below 0) or 2 (between -1 and 1).
 * A code says where a unit stands at a point: 0 below the first knot, 1 on it, 2 above it, and so on: odd codes are knots, even ones segments.
 */
import {
  AMBIGUOUS,
  between,
  compareProducts,
  high,
  LEAST_BOUND,
  low,
  outside,
  product,
  ROUNDING,
  setResult,
  subtract,
  subtractionBound,
  sum,
  UP,
} from "./double";
import { State } from "./state";

/** A crossing, while a cell is cut: unit and knot, distance from the knot at both ends (two words and a bound each). */
const CROSSING: usize = 64;

export function knotValue(knots: i32, knot: i32): f64 {
  return knots == 1 ? 0 : <f64>(2 * knot - 1);
}

/**
 * Codes [units][ld] (u8) of z at all points. Returns how many points there will be at most, or -1 where a bound leaves a code open.
 */
export function classify(units: i32, points: i32, ld: i32, knots: i32, z: usize, codes: usize): i32 {
  const plane = State.plane(units, ld);
  let total = points;
  for (let j = 0; j < units; j++) {
    const row = z + ((<usize>(j * ld)) << 3);
    const to = codes + <usize>(j * ld);
    let before = 0;
    for (let p = 0; p < points; p++) {
      const at = row + ((<usize>p) << 3);
      const bound = load<f64>(at + 2 * plane) * UP;
      let code = 0;
      for (let k = 0; k < knots; k++) {
        const gap = load<f64>(at) - knotValue(knots, k) + load<f64>(at + plane);
        if (abs(gap) > bound) code += gap > 0 ? 2 : 0;
        else if (gap == 0 && bound == 0) code += 1;
        else return -1;
      }
      store<u8>(to + <usize>p, <u8>code);
      // odd numbers strictly between two codes: each is a knot passed on the way
      if (p > 0) total += max(0, (max(code, before) >> 1) - ((min(code, before) + 1) >> 1));
      before = code;
    }
  }
  return total;
}

/**
 * twins[unit] (i32) is the first unit that passes each of its knots where this one does, whatever the values round to: one of the same weights and
 * bias, or, where the only knot is 0, of weights and bias that are a multiple of this one's. What bounds cannot tell, that two crossings are one,
 * is known of twins.
 */
export function findTwins(outputs: i32, inputs: i32, knots: i32, w: usize, bias: usize, twins: usize): void {
  for (let j = 0; j < outputs; j++) {
    let twin = 0;
    while (twin < j && !areTwins(inputs, knots, w, bias, j, twin)) twin++;
    store<i32>(twins + ((<usize>j) << 2), twin);
  }
}

function areTwins(inputs: i32, knots: i32, w: usize, bias: usize, a: i32, b: i32): bool {
  const rowA = w + ((<usize>(a * inputs)) << 3);
  const rowB = w + ((<usize>(b * inputs)) << 3);
  const biasA = bias + ((<usize>a) << 3);
  const biasB = bias + ((<usize>b) << 3);
  // the first weight of a that is not 0, and b's there, tell the factor between the two
  let first = 0;
  while (first < inputs && load<f64>(rowA + ((<usize>first) << 3)) == 0) first++;
  const numberA: f64 = knots == 1 && first < inputs ? load<f64>(rowA + ((<usize>first) << 3)) : 1;
  const numberB: f64 = knots == 1 && first < inputs ? load<f64>(rowB + ((<usize>first) << 3)) : 1;
  if (numberB == 0 || !areProportional(biasA, biasB, numberA, numberB)) return false;
  for (let i: usize = 0; i < (<usize>inputs) << 3; i += 8) {
    if (!areProportional(rowA + i, rowB + i, numberA, numberB)) return false;
  }
  return true;
}

/** Whether two numbers are to each other as a to b, exactly. */
function areProportional(atA: usize, atB: usize, a: f64, b: f64): bool {
  product(load<f64>(atA), b);
  const left = high;
  const leftLow = low;
  product(load<f64>(atB), a);
  return left == high && leftLow == low;
}

/** Bytes of scratch for one cell. */
export function splitScratch(units: i32): usize {
  return CROSSING * <usize>(2 * units + 1) + <usize>units;
}

/**
 * h at the old points and at the new ones, in order. origins[q] (i32) is the old index, or -1; bits[word][toLd] (u64, zero before) gets the units that
 * bend at a new point. Returns the number of points, or -1 where an order is left open or a number is out of range.
 */
export function split(
  units: i32,
  points: i32,
  ld: i32,
  knots: i32,
  alpha: f64,
  z: usize,
  codes: usize,
  toLd: i32,
  h: usize,
  origins: usize,
  bits: usize,
  twins: usize,
  scratch: usize,
): i32 {
  const current = scratch + CROSSING * <usize>(2 * units + 1);
  let q = 0;
  for (let p = 0; p < points; p++) {
    oldPoint(units, p, ld, knots, alpha, z, codes, toLd, q, h);
    store<i32>(origins + ((<usize>q) << 2), p);
    q++;
    if (p == points - 1) break;
    const end = crossings(units, p, ld, knots, z, codes, twins, scratch);
    if (end == 0) return -1;
    if (end == scratch) continue;
    for (let j = 0; j < units; j++) {
      const a = <i32>load<u8>(codes + <usize>(j * ld + p));
      const b = <i32>load<u8>(codes + <usize>(j * ld + p), 1);
      store<u8>(current + <usize>j, <u8>(a & 1 ? a + <i32>(b > a) - <i32>(b < a) : a));
    }
    for (let at = scratch; at < end; ) {
      let next = at;
      do {
        const unit = load<i32>(next);
        store<u8>(current + <usize>unit, <u8>(2 * load<i32>(next, 4) + 1));
        const word = bits + ((<usize>((unit >> 6) * toLd + q)) << 3);
        store<u64>(word, load<u64>(word) | ((<u64>1) << (unit & 63)));
        next += CROSSING;
      } while (next < end && load<i32>(next, 12) != 0);
      if (!newPoint(units, p, ld, knots, alpha, z, current, at, toLd, q, h)) return -1;
      store<i32>(origins + ((<usize>q) << 2), -1);
      q++;
      for (; at < next; at += CROSSING) store<u8>(current + <usize>load<i32>(at), <u8>(2 * load<i32>(at, 4) + (load<i32>(at, 8) ? 2 : 0)));
    }
  }
  if (q & 1) oldPoint(units, points - 1, ld, knots, alpha, z, codes, toLd, q, h); // the lane beside the last point holds numbers, too
  return q;
}

/**
 * The crossings of cell p from left to right: { unit, knot, direction, whether at the same point as the one before, |z - knot| left, right }.
 * Returns their end, or 0 where the order is left open.
 */
function crossings(units: i32, p: i32, ld: i32, knots: i32, z: usize, codes: usize, twins: usize, list: usize): usize {
  const plane = State.plane(units, ld);
  const spare = list + CROSSING * <usize>(2 * units);
  let end = list;
  for (let j = 0; j < units; j++) {
    const a = <i32>load<u8>(codes + <usize>(j * ld + p));
    const b = <i32>load<u8>(codes + <usize>(j * ld + p), 1);
    if (a == b) continue;
    const at = z + ((<usize>(j * ld + p)) << 3);
    for (let k = 0; k < knots; k++) {
      const knot = 2 * k + 1;
      if (min(a, b) >= knot || max(a, b) <= knot) continue;
      store<i32>(spare, j);
      store<i32>(spare, k, 4);
      store<i32>(spare, <i32>(b > a), 8);
      store<i32>(spare, 0, 12);
      distance(at, plane, knotValue(knots, k), spare + 16);
      distance(at + 8, plane, knotValue(knots, k), spare + 40);
      let place = end;
      for (; place > list; place -= CROSSING) {
        const order = compareCrossings(spare, place - CROSSING, twins);
        if (order == AMBIGUOUS) return 0;
        if (order >= 0) break;
        memory.copy(place, place - CROSSING, CROSSING);
      }
      memory.copy(place, spare, CROSSING);
      end += CROSSING;
    }
  }
  for (let at = list + CROSSING; at < end; at += CROSSING) {
    const order = compareCrossings(at, at - CROSSING, twins);
    if (order == AMBIGUOUS) return 0;
    store<i32>(at, <i32>(order == 0), 12);
  }
  return end;
}

/** |z - knot|: two words and a bound. */
function distance(at: usize, plane: usize, knot: f64, to: usize): void {
  const a = load<f64>(at);
  const aLow = load<f64>(at + plane);
  subtract(a, aLow, knot, 0);
  const side: f64 = high < 0 ? -1 : 1;
  store<f64>(to, side * high);
  store<f64>(to, side * low, 8);
  store<f64>(to, subtractionBound(a, aLow, load<f64>(at + 2 * plane), knot, 0, 0), 16);
}

/** a is left of b where A / (A + B) is less, that is where A_a B_b < A_b B_a. */
function compareCrossings(a: usize, b: usize, twins: usize): i32 {
  const twinA = load<i32>(twins + ((<usize>load<i32>(a)) << 2));
  const twinB = load<i32>(twins + ((<usize>load<i32>(b)) << 2));
  if (twinA == twinB && load<i32>(a, 4) == load<i32>(b, 4)) return 0;
  return compareProducts(
    load<f64>(a, 16),
    load<f64>(a, 24),
    load<f64>(a, 32),
    load<f64>(b, 40),
    load<f64>(b, 48),
    load<f64>(b, 56),
    load<f64>(b, 16),
    load<f64>(b, 24),
    load<f64>(b, 32),
    load<f64>(a, 40),
    load<f64>(a, 48),
    load<f64>(a, 56),
  );
}

/** Whether the activation is constant on the segment of this code, or the code is a knot's: what the value is stands then in knotValue. */
function isFlat(code: i32, knots: i32, alpha: f64): bool {
  if (code & 1) return true;
  return knots == 1 ? code == 0 && alpha == 0 : knots == 2 && code != 2;
}

/** h of a number z (two words, a bound) whose code is known. */
function activated(code: i32, knots: i32, alpha: f64, z: f64, zLow: f64, bound: f64, to: usize, plane: usize): void {
  if (isFlat(code, knots, alpha)) {
    setResult(knotValue(knots, code >> 1 == knots ? knots - 1 : code >> 1), 0);
    bound = 0;
  } else if (knots == 1 && code == 0) {
    product(z, alpha);
    const top = high;
    const exact = low == 0 && zLow == 0;
    sum(top, low + zLow * alpha);
    if (!exact || bound != 0) bound = max(bound * abs(alpha) + ROUNDING * abs(top), LEAST_BOUND) * UP;
  } else {
    setResult(z, zLow);
  }
  store<f64>(to, high);
  store<f64>(to + plane, low);
  store<f64>(to + 2 * plane, bound);
}

function oldPoint(units: i32, p: i32, ld: i32, knots: i32, alpha: f64, z: usize, codes: usize, toLd: i32, q: i32, h: usize): void {
  const plane = State.plane(units, ld);
  const toPlane = State.plane(units, toLd);
  const scales = knots == 1 && alpha != 0;
  let squares: f64 = 0; // of what the activation's own rounding adds
  for (let j = 0; j <= units; j++) {
    const at = z + ((<usize>(j * ld + p)) << 3);
    const to = h + ((<usize>(j * toLd + q)) << 3);
    const code = j < units ? <i32>load<u8>(codes + <usize>(j * ld + p)) : 2; // x goes through as on a segment of slope 1
    activated(code, j < units ? knots : 1, alpha, load<f64>(at), load<f64>(at + plane), load<f64>(at + 2 * plane), to, toPlane);
    if (scales && code == 0 && load<f64>(to + 2 * toPlane) != 0) {
      const rounding = max(ROUNDING * abs(load<f64>(to)), LEAST_BOUND);
      squares += rounding * rounding;
    }
  }
  const spread = load<f64>(State.spread(z, units, ld) + ((<usize>p) << 3));
  store<f64>(State.spread(h, units, toLd) + ((<usize>q) << 3), squares == 0 ? spread : (spread + Math.sqrt(squares)) * UP);
}

/** h where a crossing cuts cell p: every unit's z goes straight from one end to the other. Returns false where a number is out of range. */
function newPoint(units: i32, p: i32, ld: i32, knots: i32, alpha: f64, z: usize, current: usize, crossing: usize, toLd: i32, q: i32, h: usize): bool {
  const plane = State.plane(units, ld);
  const toPlane = State.plane(units, toLd);
  const A = load<f64>(crossing, 16);
  const ALow = load<f64>(crossing, 24);
  const ABound = load<f64>(crossing, 32);
  const B = load<f64>(crossing, 40);
  const BLow = load<f64>(crossing, 48);
  const BBound = load<f64>(crossing, 56);
  // The place t = A / (A + B) is off by at most (B dA + A dB) / ((A + B) (A + B - dA - dB)).
  const place = ((B * ABound + A * BBound) / ((A + B) * ((A + B) * 0.9999999 - (ABound + BBound)))) * UP;
  if (!(place >= 0)) return false;
  let steps: f64 = 0;
  let roundings: f64 = 0;
  let exactly = true;
  for (let j = 0; j <= units; j++) {
    const to = h + ((<usize>(j * toLd + q)) << 3);
    const code = j < units ? <i32>load<u8>(current + <usize>j) : 2;
    if (j < units && isFlat(code, knots, alpha)) {
      activated(code, knots, alpha, 0, 0, 0, to, toPlane);
      continue;
    }
    const at = z + ((<usize>(j * ld + p)) << 3);
    const a = load<f64>(at);
    const b = load<f64>(at, 8);
    const ends = max(load<f64>(at + 2 * plane), load<f64>(at + 2 * plane, 8));
    let bound = ends;
    const exact = between(a, load<f64>(at + plane), b, load<f64>(at + plane, 8), A, ALow, B, BLow);
    if (!exact || ABound != 0 || BBound != 0 || ends != 0) {
      const size = max(abs(a), abs(b));
      const step = abs(b - a) + size * 1e-15;
      bound = max((ends + place * step + ROUNDING * size) * UP, LEAST_BOUND);
      steps += step * step;
      roundings += size * size;
      if (j < units) exactly = false;
    }
    if (outside(high)) return false;
    if (low != 0 && abs(low) < LEAST_BOUND) {
      setResult(high, 0);
      bound += LEAST_BOUND;
    }
    activated(code, j < units ? knots : 1, alpha, high, low, bound, to, toPlane);
  }
  let spread: f64 = 0;
  if (!exactly) {
    const row = State.spread(z, units, ld) + ((<usize>p) << 3);
    const ends = max(load<f64>(row), load<f64>(row, 8));
    spread = max((ends + place * Math.sqrt(steps) + 2 * ROUNDING * Math.sqrt(roundings)) * UP, LEAST_BOUND);
  }
  store<f64>(State.spread(h, units, toLd) + ((<usize>q) << 3), spread);
  return true;
}
