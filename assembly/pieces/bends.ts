/**
 * Where units bend: at a new point those that cross there; at an old one those that read a unit that bends and are alive, unless their slopes on
 * both sides are equal after all. Bits [word][ld] (u64), unit u is bit u & 63 of word u >> 6.
 */
import { AMBIGUOUS, compareProducts, high, low, subtract, subtractionBound } from "./double";
import { State } from "./state";

/** Words of 64 bits that hold one bit a unit. */
export function words(units: i32): i32 {
  return (units + 63) >> 6;
}

/** A bit for every weight that is not 0: masks [outputs][words(inputs)]. */
export function weightMasks(outputs: i32, inputs: i32, w: usize, masks: usize): void {
  const count = words(inputs);
  memory.fill(masks, 0, (<usize>(outputs * count)) << 3);
  for (let j = 0; j < outputs; j++) {
    for (let i = 0; i < inputs; i++) {
      if (load<f64>(w) != 0) {
        const word = masks + ((<usize>(j * count + (i >> 6))) << 3);
        store<u64>(word, load<u64>(word) | ((<u64>1) << (i & 63)));
      }
      w += 8;
    }
  }
}

/**
 * Completes the bits of the points after a layer (q of `points`, from old points origins[q]) from those before it; `open` is what else is known:
 * masks, and the codes of z. counts[unit] (i32) gets the pieces of each unit; keep (i32) the points where any bends, and both ends.
 * Returns how many those are, or -1 where an equality of slopes is left open.
 */
export function bends(
  units: i32,
  inputs: i32,
  points: i32,
  ld: i32,
  h: usize,
  origins: usize,
  bits: usize,
  oldLd: i32,
  oldBits: usize,
  masks: usize,
  codes: usize,
  knots: i32,
  alpha: f64,
  counts: usize,
  keep: usize,
): i32 {
  const own = words(units);
  const read = words(inputs);
  for (let j = 0; j < units; j++) store<i32>(counts + ((<usize>j) << 2), 1);
  store<i32>(keep, 0);
  let kept = 1;
  for (let q = 1; q < points - 1; q++) {
    const p = load<i32>(origins + ((<usize>q) << 2));
    if (p >= 0) {
      for (let j = 0; j < units; j++) {
        const code = codes + <usize>(j * oldLd + p);
        const zBends = reads(masks + ((<usize>(j * read)) << 3), read, oldBits, oldLd, p);
        if (!mayBend(load<u8>(code - 1), load<u8>(code), load<u8>(code, 1), zBends, knots, alpha)) continue;
        const order = compareSlopes(h, units, ld, j, q);
        if (order == AMBIGUOUS) return -1;
        if (order == 0) continue;
        const word = bits + ((<usize>((j >> 6) * ld + q)) << 3);
        store<u64>(word, load<u64>(word) | ((<u64>1) << (j & 63)));
      }
    }
    let any = false;
    for (let k = 0; k < own; k++) {
      let rest = load<u64>(bits + ((<usize>(k * ld + q)) << 3));
      if (rest != 0) any = true;
      for (; rest != 0; rest &= rest - 1) {
        const count = counts + ((<usize>((k << 6) + <i32>ctz(rest))) << 2);
        store<i32>(count, load<i32>(count) + 1);
      }
    }
    if (!any) continue;
    store<i32>(keep + ((<usize>kept) << 2), q);
    kept++;
  }
  store<i32>(keep + ((<usize>kept) << 2), points - 1);
  return kept + 1;
}

/** Whether a unit with this mask reads a unit that bends at point p. */
export function reads(mask: usize, count: i32, bits: usize, ld: i32, p: i32): bool {
  for (let k = 0; k < count; k++) {
    if (load<u64>(mask + ((<usize>k) << 3)) & load<u64>(bits + ((<usize>(k * ld + p)) << 3))) return true;
  }
  return false;
}

/** Whether h can bend at an old point, given the codes of it and its neighbours, and whether z bends there. */
export function mayBend(left: i32, code: i32, right: i32, zBends: bool, knots: i32, alpha: f64): bool {
  let segment = code;
  if (code & 1) {
    if (left > code != right > code || left < code != right < code) return true;
    if (left == code) return false;
    segment = left > code ? code + 1 : code - 1;
  }
  if (knots == 1 && segment == 0 && alpha == 0) return false;
  if (knots == 2 && segment != 2) return false;
  return zBends;
}

/** Compares unit j's slopes right and left of point q: (h - h_left) (x_right - x) against (h_right - h) (x - x_left). */
export function compareSlopes(h: usize, units: i32, ld: i32, j: i32, q: i32): i32 {
  const plane = State.plane(units, ld);
  const at = h + ((<usize>(j * ld + q)) << 3);
  const x = h + ((<usize>(units * ld + q)) << 3);
  difference(at, plane);
  const a = high;
  const aLow = low;
  const aBound = bound(at, plane);
  difference(x + 8, plane);
  const b = high;
  const bLow = low;
  const bBound = bound(x + 8, plane);
  difference(at + 8, plane);
  const c = high;
  const cLow = low;
  const cBound = bound(at + 8, plane);
  difference(x, plane);
  return compareProducts(a, aLow, aBound, b, bLow, bBound, c, cLow, cBound, high, low, bound(x, plane));
}

/** A number minus the one to its left. */
function difference(at: usize, plane: usize): void {
  subtract(load<f64>(at), load<f64>(at + plane), load<f64>(at - 8), load<f64>(at + plane - 8));
}

function bound(at: usize, plane: usize): f64 {
  const before = at - 8;
  return subtractionBound(
    load<f64>(at),
    load<f64>(at + plane),
    load<f64>(at + 2 * plane),
    load<f64>(before),
    load<f64>(before + plane),
    load<f64>(before + 2 * plane),
  );
}

/** Moves the kept points to the front of `rows` rows of 8 bytes. */
export function compact(rows: i32, ld: i32, kept: i32, keep: usize, table: usize): void {
  for (let r = 0; r < rows; r++) {
    const row = table + ((<usize>(r * ld)) << 3);
    for (let k = 0; k < kept; k++) {
      store<u64>(row + ((<usize>k) << 3), load<u64>(row + ((<usize>load<i32>(keep + ((<usize>k) << 2))) << 3)));
    }
  }
}
