/**
 * The function itself, from the points of its only unit: breakpoints, values, slopes and changes of sign, each rounded once. The bound says
 * whether all that a number can be rounds to the same f64; where it does not, the number goes on a list, for exact arithmetic to settle.
 */
import { between, divide, high, low, ROUNDING, roundsTo, subtract, subtractionBound, UP } from "./double";
import { State } from "./state";

/** What an entry of the list of open numbers means: 4 times an index, and one of these. */
const X = 0;
const VALUE = 1;
const SLOPE = 2;
const ZERO = 3;

/**
 * xs and values have `points` numbers, slopes and zeros room for points - 1. `open` has room for 4 points (i32); open[0] is the number of entries
 * that follow it, one for each number that is not known to the last bit. Returns the number of zeros, or -1 where the sign of a value is open.
 */
export function outline(points: i32, ld: i32, state: usize, xs: usize, values: usize, slopes: usize, zeros: usize, open: usize): i32 {
  const plane = State.plane(1, ld);
  const xRow = state + ((<usize>ld) << 3);
  let found = 0;
  let end = open;
  let before: i32 = 0;
  for (let p = 0; p < points; p++) {
    const at = state + ((<usize>p) << 3);
    const x = xRow + ((<usize>p) << 3);
    const value = load<f64>(at);
    const bound = load<f64>(at + 2 * plane);
    if (bound != 0 && !(abs(value) > bound * 2)) return -1;
    if (!isRound(x, plane)) store<i32>(end = end + 4, 4 * p + X);
    if (!isRound(at, plane)) store<i32>(end = end + 4, 4 * p + VALUE);
    store<f64>(xs + ((<usize>p) << 3), load<f64>(x));
    store<f64>(values + ((<usize>p) << 3), value);
    const side = <i32>(value > 0) - <i32>(value < 0);
    if (p > 0) {
      if (!slope(at, x, plane)) store<i32>(end = end + 4, 4 * (p - 1) + SLOPE);
      store<f64>(slopes + ((<usize>(p - 1)) << 3), high);
      if (side * before < 0) {
        if (!root(at, x, plane)) {
          // the index of the zero, and that of its piece
          store<i32>(end = end + 4, 4 * found + ZERO);
          store<i32>(end = end + 4, p - 1);
        }
        store<f64>(zeros + ((<usize>found) << 3), high);
        found++;
      } else if (side == 0 && p < points - 1) {
        const after = load<f64>(at, 8);
        if ((before > 0 && after < 0) || (before < 0 && after > 0)) {
          if (!isRound(x, plane)) {
            store<i32>(end = end + 4, 4 * found + ZERO);
            store<i32>(end = end + 4, p - 1);
          }
          store<f64>(zeros + ((<usize>found) << 3), load<f64>(x));
          found++;
        }
      }
    }
    before = side;
  }
  store<i32>(open, <i32>((end - open) >> 2));
  return found;
}

function isRound(at: usize, plane: usize): bool {
  return roundsTo(load<f64>(at), load<f64>(at + plane), load<f64>(at + 2 * plane));
}

/** (value - value left) / (x - x left), in high and low; whether it is known to rounding. */
function slope(at: usize, x: usize, plane: usize): bool {
  const rise = difference(at, plane);
  const a = high;
  const aLow = low;
  const run = difference(x, plane);
  const d = high;
  const dLow = low;
  if (!(run < d * 0.5)) {
    divide(a, aLow, d, dLow);
    return false;
  }
  const exact = divide(a, aLow, d, dLow) && rise == 0 && run == 0;
  const size = abs(high);
  return exact || roundsTo(high, low, ((rise + size * run) / (d - run)) * UP + 2 * ROUNDING * size);
}

/** Where the values on both sides of a piece, of opposite signs, meet 0. */
function root(at: usize, x: usize, plane: usize): bool {
  const left = load<f64>(at - 8);
  const side: f64 = left < 0 ? -1 : 1;
  const A = side * left;
  const B = -side * load<f64>(at);
  const ABound = load<f64>(at + 2 * plane - 8);
  const BBound = load<f64>(at + 2 * plane);
  const a = load<f64>(x - 8);
  const b = load<f64>(x);
  const ends = max(load<f64>(x + 2 * plane), load<f64>(x + 2 * plane - 8));
  const exact = between(a, load<f64>(x + plane - 8), b, load<f64>(x + plane), A, side * load<f64>(at + plane - 8), B, -side * load<f64>(at + plane));
  if (exact && ABound == 0 && BBound == 0 && ends == 0) return true;
  const place = (B * ABound + A * BBound) / ((A + B) * ((A + B) * 0.9999999 - (ABound + BBound))) * UP;
  const size = max(abs(a), abs(b));
  return place >= 0 && roundsTo(high, low, ends + place * (abs(b - a) + size * 1e-15) + ROUNDING * size);
}

/** A number minus the one to its left, in high and low; returns the bound. */
function difference(at: usize, plane: usize): f64 {
  const a = load<f64>(at);
  const aLow = load<f64>(at + plane);
  const b = load<f64>(at - 8);
  const bLow = load<f64>(at + plane - 8);
  subtract(a, aLow, b, bLow);
  return subtractionBound(a, aLow, load<f64>(at + 2 * plane), b, bLow, load<f64>(at + 2 * plane - 8));
}
