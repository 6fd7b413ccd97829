/**
 * The activation of a plain state (see plain.ts) in one pass: old points and new ones, in order, and of those only the ones where a unit bends.
 * An old point waits until the point to its right is known: whether it stays is decided by the slopes on both sides.
 */
import { mayBend, reads, words } from "./bends";
import { AMBIGUOUS, compareProducts, outside } from "./double";
import { Exact, exactBetween } from "./plain";
import { knotValue } from "./split";

/** A crossing, while a cell is cut: where it is, distances of the unit from its knot on both sides, and the unit. */
const CROSSING: usize = 32;

export function plainSplitScratch(units: i32): usize {
  return CROSSING * <usize>(2 * units + 1);
}

/**
 * h [units + 1][toLd] and bits [word][toLd] at the kept points, given z [units][ld] and x [ld] at the old points, whose bends are oldBits and
 * read through `masks`; counts[unit] (i32) gets the pieces of each unit. Returns the number of points, or -1 where something would be rounded.
 */
export function plainSplit(
  units: i32,
  inputs: i32,
  points: i32,
  ld: i32,
  knots: i32,
  alpha: f64,
  z: usize,
  x: usize,
  oldBits: usize,
  masks: usize,
  toLd: i32,
  h: usize,
  bits: usize,
  counts: usize,
  scratch: usize,
): i32 {
  for (let j = 0; j < units; j++) store<i32>(counts + ((<usize>j) << 2), 1);
  let last = -1; // the last point that stays
  let waits = false; // whether the old point p - 1 stands after it, undecided
  for (let p = 0; p < points; p++) {
    const end = p == 0 ? scratch : crossings(units, p, ld, knots, z, x, scratch);
    if (end == 0) return -1;
    let at = scratch;
    while (true) {
      // the next point to the right: a crossing, or the old point p
      const isNew = at < end;
      const q = last + 1 + <i32>waits;
      if (!(isNew ? newPoint(units, p, ld, knots, alpha, z, at, toLd, h, q) : oldPoint(units, ld, knots, alpha, z, x, p, toLd, h, q))) return -1;
      if (waits) {
        waits = false;
        const bends = decide(units, inputs, p - 1, ld, knots, alpha, z, oldBits, masks, toLd, h, bits, counts, q - 1);
        if (bends == AMBIGUOUS) return -1;
        if (bends) last++;
        else move(units, toLd, h, q);
      }
      if (!isNew) break;
      last++;
      clear(units, toLd, bits, last);
      const place = load<f64>(at);
      do {
        mark(load<i32>(at, 24), toLd, bits, last, counts);
        at += CROSSING;
      } while (at < end && load<f64>(at) == place);
    }
    if (p == 0) clear(units, toLd, bits, ++last);
    else waits = true;
  }
  last++;
  clear(units, toLd, bits, last);
  if (!(last & 1)) {
    // the lane beside the last point holds numbers, too
    for (let j = 0; j <= units; j++) {
      const to = h + ((<usize>(j * toLd + last)) << 3);
      store<f64>(to, load<f64>(to), 8);
    }
  }
  return last + 1;
}

/** The crossings of the cell left of point p, from left to right; returns their end, or 0. */
function crossings(units: i32, p: i32, ld: i32, knots: i32, z: usize, x: usize, list: usize): usize {
  let end = list;
  let row = z + ((<usize>p) << 3);
  for (let j = 0; j < units; j++) {
    const right = load<f64>(row);
    const left = load<f64>(row - 8);
    row += (<usize>ld) << 3;
    if (knots == 1 && left * right >= 0) continue;
    for (let k = 0; k < knots; k++) {
      const knot = knotValue(knots, k);
      if (!((left < knot && right > knot) || (left > knot && right < knot))) continue;
      const A = abs(Exact.sum(left, -knot));
      const B = abs(Exact.sum(right, -knot));
      const at = x + ((<usize>p) << 3);
      const place = exactBetween(load<f64>(at - 8), load<f64>(at), A, B);
      if (outside(place)) return 0; // not a number, too
      let to = end;
      for (; to > list && load<f64>(to - CROSSING) > place; to -= CROSSING) memory.copy(to, to - CROSSING, CROSSING);
      store<f64>(to, place);
      store<f64>(to, A, 8);
      store<f64>(to, B, 16);
      store<i32>(to, j, 24);
      end += CROSSING;
    }
  }
  return end;
}

/** h of an exact z. */
function activated(z: f64, knots: i32, alpha: f64): f64 {
  if (knots == 0) return z;
  if (knots == 2) return min(max(z, -1), 1);
  if (z > 0) return z;
  return alpha == 0 || z == 0 ? 0 : Exact.product(z, alpha);
}

function oldPoint(units: i32, ld: i32, knots: i32, alpha: f64, z: usize, x: usize, p: i32, toLd: i32, h: usize, q: i32): bool {
  let from = z + ((<usize>p) << 3);
  let to = h + ((<usize>q) << 3);
  let check: f64 = 0;
  for (let j = 0; j < units; j++) {
    const value = activated(load<f64>(from), knots, alpha);
    check += value;
    store<f64>(to, value);
    from += (<usize>ld) << 3;
    to += (<usize>toLd) << 3;
  }
  store<f64>(to, load<f64>(x + ((<usize>p) << 3)));
  return check == check;
}

/** h where a crossing cuts the cell left of point p; false where a number would be rounded. */
function newPoint(units: i32, p: i32, ld: i32, knots: i32, alpha: f64, z: usize, crossing: usize, toLd: i32, h: usize, q: i32): bool {
  const A = load<f64>(crossing, 8);
  const B = load<f64>(crossing, 16);
  let from = z + ((<usize>p) << 3);
  let to = h + ((<usize>q) << 3);
  let check: f64 = 0;
  for (let j = 0; j < units; j++) {
    const left = load<f64>(from - 8);
    const right = load<f64>(from);
    let value: f64 = 0;
    if (knots != 1 || alpha != 0 || left > 0 || right > 0) {
      value = activated(exactBetween(left, right, A, B), knots, alpha);
      check += value;
    }
    store<f64>(to, value);
    from += (<usize>ld) << 3;
    to += (<usize>toLd) << 3;
  }
  store<f64>(to, load<f64>(crossing));
  return check == check;
}

/** Whether any unit bends at the old point p, which is point q now, with its neighbours beside it; or AMBIGUOUS. Its bits are set. */
function decide(
  units: i32,
  inputs: i32,
  p: i32,
  ld: i32,
  knots: i32,
  alpha: f64,
  z: usize,
  oldBits: usize,
  masks: usize,
  toLd: i32,
  h: usize,
  bits: usize,
  counts: usize,
  q: i32,
): i32 {
  const read = words(inputs);
  clear(units, toLd, bits, q);
  const x = h + ((<usize>(units * toLd + q)) << 3);
  let any = 0;
  for (let j = 0; j < units; j++) {
    const row = z + ((<usize>(j * ld + p)) << 3);
    const code = codeOf(load<f64>(row), knots);
    const zBends = reads(masks + ((<usize>(j * read)) << 3), read, oldBits, ld, p);
    if (!(code & 1) && !zBends) continue;
    if (!mayBend(codeOf(load<f64>(row - 8), knots), code, codeOf(load<f64>(row, 8), knots), zBends, knots, alpha)) continue;
    const order = compareSlopes(h + ((<usize>(j * toLd + q)) << 3), x);
    if (order == AMBIGUOUS) return AMBIGUOUS;
    if (order == 0) continue;
    mark(j, toLd, bits, q, counts);
    any = 1;
  }
  return any;
}

/** See split.ts. */
function codeOf(z: f64, knots: i32): i32 {
  if (knots == 1) return z > 0 ? 2 : <i32>(z == 0);
  return knots == 0 ? 0 : <i32>(z > -1) + <i32>(z >= -1) + <i32>(z > 1) + <i32>(z >= 1);
}

/** (h - h_left) (x_right - x) against (h_right - h) (x - x_left). */
function compareSlopes(h: usize, x: usize): i32 {
  const a = load<f64>(h) - load<f64>(h - 8);
  const b = load<f64>(x, 8) - load<f64>(x);
  const c = load<f64>(h, 8) - load<f64>(h);
  const d = load<f64>(x) - load<f64>(x - 8);
  const left = a * b;
  const right = c * d;
  // three roundings each: a difference well above 2^-51 of both is none of theirs
  if (abs(left - right) > (abs(left) + abs(right)) * 1e-15) return left > right ? 1 : -1;
  const aLow = Exact.sumError(load<f64>(h), -load<f64>(h - 8), a);
  const bLow = Exact.sumError(load<f64>(x, 8), -load<f64>(x), b);
  const cLow = Exact.sumError(load<f64>(h, 8), -load<f64>(h), c);
  const dLow = Exact.sumError(load<f64>(x), -load<f64>(x - 8), d);
  return compareProducts(a, aLow, 0, b, bLow, 0, c, cLow, 0, d, dLow, 0);
}

function clear(units: i32, ld: i32, bits: usize, q: i32): void {
  for (let k = 0; k < words(units); k++) store<u64>(bits + ((<usize>(k * ld + q)) << 3), 0);
}

function mark(unit: i32, ld: i32, bits: usize, q: i32, counts: usize): void {
  const word = bits + ((<usize>((unit >> 6) * ld + q)) << 3);
  store<u64>(word, load<u64>(word) | ((<u64>1) << (unit & 63)));
  const count = counts + ((<usize>unit) << 2);
  store<i32>(count, load<i32>(count) + 1);
}

/** Point q to the place before it. */
function move(units: i32, ld: i32, h: usize, q: i32): void {
  let at = h + ((<usize>q) << 3);
  for (let j = 0; j <= units; j++) {
    store<f64>(at - 8, load<f64>(at));
    at += (<usize>ld) << 3;
  }
}
