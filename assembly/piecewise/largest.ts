/**
 * The largest |f - g|, which is attained at a breakpoint of one of them or at an end. A breakpoint is where two lines meet: x + step for its rounded
 * x, so that f there is line + slope step. Where a breakpoint of g is rounded to the same double, g is the larger or the smaller of the two
 * lines beside it, by the sign of its bend, and no order of the two breakpoints need be known.
 */
import { high, low, sum, UP } from "../pieces/double";
import { Ball } from "./ball";
import { differenceAt, LINE, slopeDifference } from "./lines";

/** 2^-52 */
const LAST_PLACE: f64 = 2.220446049250313e-16;

/** The largest number that |f - g| is certain to reach, and the one that it is certain not to exceed, each in two words. */
let least: f64 = 0;
let leastLow: f64 = 0;
let most: f64 = 0;
let mostLow: f64 = 0;

/** As `sums`; result: the largest |f - g|, and 1 or 0, whether it is correctly rounded. */
export function largest(n: i32, xs: usize, f: usize, m: i32, ys: usize, g: usize, result: usize): void {
  least = 0;
  leastLow = 0;
  most = 0;
  mostLow = 0;
  differenceAt(f, g, load<f64>(xs));
  candidate();
  let i = 0;
  let j = 0;
  while (i < n) {
    const line = f + LINE * <usize>i;
    const other = g + LINE * <usize>j;
    const fEnd = load<f64>(xs + ((<usize>i) << 3), 8);
    const gEnd = load<f64>(ys + ((<usize>j) << 3), 8);
    const x = min(fEnd, gEnd);
    const fEnds = fEnd == x;
    const gEnds = gEnd == x;
    if (fEnds) i++;
    if (gEnds) j++;
    if (i == n) {
      differenceAt(line, other, x);
      candidate();
      break;
    }
    if (fEnds) atBend(line, other, gEnds, x);
    if (gEnds) atBend(other, line, fEnds, x);
  }
  sum(least, leastLow);
  store<f64>(result, high);
  const lower = high;
  sum(most, mostLow);
  store<f64>(result, <f64>(<i32>(high == lower)), 8);
}

/** Where `line` meets its right neighbour, near x, against `other`, which also bends near x or does not. */
function atBend(line: usize, other: usize, bends: bool, x: f64): void {
  differenceAt(line, line + LINE, x);
  let step: f64 = 0;
  let stepLow: f64 = 0;
  let stepBound: f64 = 0;
  if (Ball.high != 0 || Ball.bound != 0) {
    const gap = Ball.high;
    const gapLow = Ball.low;
    const gapBound = Ball.bound;
    slopeDifference(line + LINE, line);
    const bend = Ball.high;
    const bendLow = Ball.low;
    const bendBound = Ball.bound;
    Ball.set(gap, gapLow, gapBound);
    const reach = abs(x) * LAST_PLACE;
    if (bend == 0) Ball.set(0, 0, reach);
    else Ball.divide(bend, bendLow, bendBound);
    if (!(Ball.bound <= reach)) Ball.set(0, 0, reach); // it is that near in any case
    step = Ball.high;
    stepLow = Ball.low;
    stepBound = Ball.bound;
  }
  beside(line, other, x, step, stepLow, stepBound);
  if (!bends) return candidate();
  const value = Ball.high;
  const valueLow = Ball.low;
  const bound = Ball.bound;
  slopeDifference(other + LINE, other);
  const bend = Ball.high;
  const bendBound = Ball.bound;
  beside(line, other + LINE, x, step, stepLow, stepBound);
  // other is convex: the larger of its lines, that is the smaller difference; concave: the reverse. Either is within the larger bound.
  const isSmaller = Ball.high < value || (Ball.high == value && Ball.low < valueLow);
  let wider = max(bound, Ball.bound);
  if (!(abs(bend) > bendBound)) wider += abs(Ball.high - value) * UP + abs(Ball.low - valueLow);
  if (bend > 0 != isSmaller) Ball.set(value, valueLow, wider);
  else Ball.bound = wider;
  candidate();
}

/** line - other at x + step, in Ball. */
function beside(line: usize, other: usize, x: f64, step: f64, stepLow: f64, stepBound: f64): void {
  slopeDifference(line, other);
  Ball.multiply(step, stepLow, stepBound);
  const rise = Ball.high;
  const riseLow = Ball.low;
  const riseBound = Ball.bound;
  differenceAt(line, other, x);
  Ball.add(rise, riseLow, riseBound);
}

/** Takes |Ball| into account. */
function candidate(): void {
  if (Ball.high < 0) Ball.negate();
  const bound = Ball.bound == 0 ? 0 : Ball.bound * UP + abs(Ball.low) * 1e-15;
  sum(Ball.high, Ball.low - bound);
  if (high > least || (high == least && low > leastLow)) {
    least = high;
    leastLow = low;
  }
  sum(Ball.high, Ball.low + bound);
  if (!(high < most || (high == most && low <= mostLow))) {
    most = high;
    mostLow = low;
  }
}
