/**
 * Arithmetic that refuses to round, for networks whose numbers all are short: triangle waves, zigzags, dyadic weights. A state holds high words
 * alone then, rows [units + 1][ld] of the h of all units and of x, and every number is exact. NaN says that a result would have been rounded.
 */
import { LARGEST, outside, SMALLEST } from "./double";
import { State } from "./state";

/** Points that stay in the cache between the passes over them. */
const BLOCK: i32 = 1024;
/** 1.5 2^52: x + MAGIC g - MAGIC g is x exactly where x is a multiple of g and below 2^51 g. */
const MAGIC: f64 = 6755399441055744;

/** Operations whose result is exact, or NaN. */
export class Exact {
  /** What a sum rounds off. */
  @inline static sumError(a: f64, b: f64, sum: f64): f64 {
    const part = sum - a;
    return a - (sum - part) + (b - part);
  }

  /** What a product rounds off. */
  @inline static productError(a: f64, b: f64, product: f64): f64 {
    const t = a * 134217729; // 2^27 + 1
    const upper = t - (t - a);
    const lower = a - upper;
    const s = b * 134217729;
    const otherUpper = s - (s - b);
    const otherLower = b - otherUpper;
    return upper * otherUpper - product + upper * otherLower + lower * otherUpper + lower * otherLower;
  }

  @inline static sum(a: f64, b: f64): f64 {
    const sum = a + b;
    return Exact.sumError(a, b, sum) == 0 ? sum : NaN;
  }

  @inline static product(a: f64, b: f64): f64 {
    const product = a * b;
    return Exact.productError(a, b, product) == 0 ? product : NaN;
  }
}

/** (a B + b A) / (A + B) for positive A, B: what goes straight from a to b, where something else passes 0 on its way from -A to B. */
export function exactBetween(a: f64, b: f64, A: f64, B: f64): f64 {
  if (a == b) return a;
  if (A == B) return Exact.sum(a, b) * 0.5;
  const top = Exact.sum(Exact.product(a, B), Exact.product(b, A));
  const bottom = Exact.sum(A, B);
  const quotient = top / bottom;
  return quotient * bottom == top && Exact.productError(quotient, bottom, top) == 0 && (quotient == 0 || abs(quotient) >= SMALLEST) ? quotient : NaN;
}

/**
 * z [outputs][ld] = W h + b at all points of `from`, and how many points the activation makes of them at most; -1 where something would be rounded.
 * With h in multiples of g, weights in multiples of u and no sum of magnitudes above 2^51 g u, no product and no sum loses a bit, in any order.
 * The loop over terms starts from the bias; a zero is always +0.
 */
export function plainForward(outputs: i32, inputs: i32, points: i32, ld: i32, w: usize, bias: usize, knots: i32, from: usize, z: usize): i32 {
  assert((ld & 1) == 0 && points <= ld, "pieces.plainForward: ld must be even, and hold all points");
  const row = (<usize>ld) << 3;
  const unit = lowestBit(outputs * inputs, w);
  if (unit == 0) return -1;
  let total = points;
  for (let start = 0; start < points; start += BLOCK) {
    const first = (<usize>start) << 3;
    const end = (<usize>min(start + BLOCK, points + (points & 1))) << 3;
    let largest = f64x2.splat(0);
    for (let i = 0; i < inputs; i++) {
      const at = from + <usize>i * row;
      for (let p = first; p < end; p += 16) largest = f64x2.pmax(largest, f64x2.abs(v128.load(at + p)));
    }
    const reach = max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1));
    const grid = coarsest(outputs, inputs, w, bias, unit, reach);
    if (grid == 0) return -1;
    const magic = f64x2.splat(MAGIC * grid);
    let rounded = f64x2.splat(0);
    for (let i = 0; i < inputs; i++) {
      const at = from + <usize>i * row;
      for (let p = first; p < end; p += 16) {
        const h = v128.load(at + p);
        rounded = v128.or(rounded, f64x2.ne(f64x2.sub(f64x2.add(h, magic), magic), h));
      }
    }
    if (v128.any_true(rounded)) return -1;
    for (let j = 0; j < outputs; j++) {
      const weights = w + ((<usize>(j * inputs)) << 3);
      const offset = f64x2.splat(load<f64>(bias + ((<usize>j) << 3)) + 0.0);
      const to = z + <usize>j * row;
      for (let p = first; p < end; p += 16) {
        let sum = offset;
        let at = from + p;
        for (let i: usize = 0; i < (<usize>inputs) << 3; i += 8) {
          sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(weights + i), v128.load(at)));
          at += row;
        }
        v128.store(to + p, sum);
      }
      const last = (<usize>min(start + BLOCK, points)) << 3;
      for (let k = 0; k < knots; k++) total += passes(to, max(first, 8), last, knots == 1 ? 0 : <f64>(2 * k - 1));
    }
  }
  return total;
}

/** How often a row passes a level strictly, from offset `first` to `last`, each number against the one before it. */
function passes(row: usize, first: usize, last: usize, level: f64): i32 {
  const bar = f64x2.splat(level);
  let count = i64x2.splat(0);
  let p = first;
  for (; p + 16 <= last; p += 16) {
    const here = v128.load(row + p);
    const before = v128.load(row + p - 8);
    const up = v128.and(f64x2.lt(before, bar), f64x2.gt(here, bar));
    const down = v128.and(f64x2.gt(before, bar), f64x2.lt(here, bar));
    count = i64x2.sub(count, v128.or(up, down));
  }
  let total = <i32>(i64x2.extract_lane(count, 0) + i64x2.extract_lane(count, 1));
  if (p < last) {
    const here = load<f64>(row + p) - level;
    const before = load<f64>(row + p - 8) - level;
    total += <i32>((before < 0 && here > 0) || (before > 0 && here < 0));
  }
  return total;
}

/** The largest power of two that all weights are multiples of; 0 where a weight is out of range. */
function lowestBit(count: i32, w: usize): f64 {
  let lowest: f64 = LARGEST;
  for (let k = 0; k < count; k++) {
    const weight = load<f64>(w + ((<usize>k) << 3));
    if (weight == 0) continue;
    if (outside(weight)) return 0;
    const bits = reinterpret<u64>(weight);
    const exponent = ((bits >> 52) & 2047) - 52 + ctz(bits | ((<u64>1) << 52));
    lowest = min(lowest, reinterpret<f64>(exponent << 52));
  }
  return lowest == LARGEST ? 1 : lowest;
}

/**
 * The least power of two g that z cannot lose bits for, given h below `reach` in multiples of g and weights in multiples of `unit`; 0 where there is
 * none: numbers out of range, or a bias that is no multiple of g unit.
 */
function coarsest(outputs: i32, inputs: i32, w: usize, bias: usize, unit: f64, reach: f64): f64 {
  let largest = reach * unit;
  for (let j = 0; j < outputs; j++) {
    let sum: f64 = 0;
    for (let i = 0; i < inputs; i++) sum += abs(load<f64>(w + ((<usize>(j * inputs + i)) << 3)));
    const offset = load<f64>(bias + ((<usize>j) << 3));
    if (outside(offset)) return 0;
    largest = max(largest, sum * reach + abs(offset));
  }
  if (largest == 0) return 1;
  const product = powerAbove(largest * 4.44089209850063e-16); // a little above 2^-51
  for (let j = 0; j < outputs; j++) {
    const offset = load<f64>(bias + ((<usize>j) << 3));
    if (offset + MAGIC * product - MAGIC * product != offset) return 0;
  }
  const grid = product / unit;
  return product >= SMALLEST && grid >= SMALLEST && largest <= LARGEST && reach <= LARGEST ? grid : 0;
}

/** The least power of two that is not below x. */
function powerAbove(x: f64): f64 {
  return reinterpret<f64>(((reinterpret<u64>(x) + 0x000fffffffffffff) >> 52) << 52);
}

/** The state of two words and a bound of a plain one. */
export function widen(units: i32, ld: i32, plain: usize, state: usize): void {
  const plane = State.plane(units, ld);
  memory.copy(state, plain, plane);
  memory.fill(state + plane, 0, State.bytes(units, ld) - plane);
}

/**
 * Slopes [points - 1] of the output's pieces, and zeros, where it changes sign: quotients of exact numbers, rounded once. Returns the number of
 * zeros, or -1 where something would be rounded before.
 */
export function plainOutline(points: i32, ld: i32, state: usize, slopes: usize, zeros: usize): i32 {
  const xs = state + ((<usize>ld) << 3);
  const last = (<usize>(points - 1)) << 3;
  const zero = f64x2.splat(0);
  let rounded = zero;
  for (let p: usize = 0; p < last; p += 16) {
    const at = min(p, max(last, 16) - 16); // two pieces at a time; the last two again where they are odd
    if (last < 16) break;
    const rise = difference(state + at);
    const run = difference(xs + at);
    rounded = v128.or(rounded, v128.or(differenceError(state + at, rise), differenceError(xs + at, run)));
    v128.store(slopes + at, f64x2.div(rise, run));
  }
  if (v128.any_true(f64x2.ne(rounded, zero))) return -1;
  if (last == 8) {
    const rise = Exact.sum(load<f64>(state, 8), -load<f64>(state));
    const run = Exact.sum(load<f64>(xs, 8), -load<f64>(xs));
    if (!(rise - rise == 0 && run - run == 0)) return -1;
    store<f64>(slopes, rise / run);
  }
  let found = zeros;
  let before = load<f64>(state);
  for (let p: usize = 8; p <= last; p += 8) {
    const here = load<f64>(state + p);
    if ((before < 0 && here > 0) || (before > 0 && here < 0)) {
      const A = abs(before);
      const B = abs(here);
      const top = Exact.sum(Exact.product(load<f64>(xs + p - 8), B), Exact.product(load<f64>(xs + p), A));
      const root = top / Exact.sum(A, B);
      if (root != root) return -1;
      store<f64>(found, root);
      found += 8;
    } else if (here == 0 && p < last) {
      const after = load<f64>(state + p, 8);
      if ((before < 0 && after > 0) || (before > 0 && after < 0)) {
        store<f64>(found, load<f64>(xs + p));
        found += 8;
      }
    }
    before = here;
  }
  return <i32>((found - zeros) >> 3);
}

/** Two numbers, minus those to their left. */
function difference(at: usize): v128 {
  return f64x2.sub(v128.load(at, 8), v128.load(at));
}

function differenceError(at: usize, difference: v128): v128 {
  const a = v128.load(at, 8);
  const b = f64x2.neg(v128.load(at));
  const part = f64x2.sub(difference, a);
  return f64x2.add(f64x2.sub(a, f64x2.sub(difference, part)), f64x2.sub(b, part));
}
