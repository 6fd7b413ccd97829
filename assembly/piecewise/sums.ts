/**
 * The integrals of d, |d| and d^2 for d = f - g, cell by cell of the common pieces, each with a bound of its error.
 *
 * Cells end at breakpoints that are rounded to the nearest double. Where the breakpoint itself is up to half a unit in the last place away, one
 * line is taken for its neighbour on a stretch of that length; they differ by at most what they differ at the rounded point (they meet at the true
 * one), so that the error is of second order: that difference times the length is charged.
 *
 * Sums are kept in three words, from which nothing is lost but what is charged (Ogita, Rump and Oishi 2005, "Accurate sum and dot product").
 */
import { high, low, roundsTo, sum, UP } from "../pieces/double";
import { Ball } from "./ball";
import { differenceAt, LINE, lineAt } from "./lines";

/** 2^-52: a rounded breakpoint is nearer to the true one than this share of itself. */
const LAST_PLACE: f64 = 2.220446049250313e-16;
/** A sum: three words and a bound. */
const SUM: usize = 32;

/**
 * f has n pieces with the ends xs and the lines f, g has m with ys and g; m = 0 stands for g = 0. Both cover the same interval.
 * result: the integrals of d, |d|, d^2 (f64 each), and after them 1 or 0, whether each is correctly rounded. `work` has room for 12 numbers.
 */
export function sums(n: i32, xs: usize, f: usize, m: i32, ys: usize, g: usize, result: usize, work: usize): void {
  memory.fill(work, 0, 3 * SUM);
  let i = 0;
  let j = 0;
  let p = load<f64>(xs);
  while (i < n) {
    const line = f + LINE * <usize>i;
    const other: usize = m == 0 ? 0 : g + LINE * <usize>j;
    const fEnd = load<f64>(xs + ((<usize>i) << 3), 8);
    const gEnd = m == 0 ? fEnd : load<f64>(ys + ((<usize>j) << 3), 8);
    const q = min(fEnd, gEnd);
    const reach = cell(line, other, p, q, work);
    let gap: f64 = 0;
    if (fEnd == q && ++i < n) gap = gapAt(line, q);
    if (m != 0 && gEnd == q && ++j < m) gap += gapAt(other, q);
    const length = abs(q) * LAST_PLACE;
    charge(work, gap * length);
    charge(work + SUM, gap * length);
    charge(work + 2 * SUM, gap * length * (2 * reach + gap));
    p = q;
  }
  for (let k: usize = 0; k < 3; k++) {
    total(work + SUM * k);
    if (k == 2) Ball.divide(3, 0, 0);
    store<f64>(result + (k << 3), Ball.high);
    store<f64>(result + (k << 3), <f64>(<i32>roundsTo(Ball.high, Ball.low, Ball.bound)), 24);
  }
}

/** Adds what lies between p and q; returns a bound of |d| there and a little beyond. */
function cell(line: usize, other: usize, p: f64, q: f64, work: usize): f64 {
  differenceAt(line, other, p);
  const left = Ball.high;
  const leftLow = Ball.low;
  const leftBound = Ball.bound;
  differenceAt(line, other, q);
  const right = Ball.high;
  const rightLow = Ball.low;
  const bound = max(leftBound, Ball.bound);
  Ball.setDifference(q, p);
  const width = Ball.high;
  const widthLow = Ball.low;
  const most = max(abs(left), abs(right));

  // The bounds of both ends move d by at most the larger of them; what follows is of the numbers themselves.
  Ball.set(left, leftLow, 0);
  Ball.add(right, rightLow, 0);
  Ball.multiply(0.5 * width, 0.5 * widthLow, 0);
  add(work, width * bound);
  const passes = (left < 0 && right > 0) || (left > 0 && right < 0);
  if (!passes) {
    if (left < 0 || right < 0) Ball.negate();
    add(work + SUM, width * bound);
  }

  square(left, leftLow);
  const leftSquare = Ball.high;
  const leftSquareLow = Ball.low;
  const leftSquareBound = Ball.bound;
  square(right, rightLow);
  Ball.add(leftSquare, leftSquareLow, leftSquareBound);
  const squares = Ball.high;
  const squaresLow = Ball.low;
  const squaresBound = Ball.bound;
  Ball.set(left, leftLow, 0);
  Ball.multiply(right, rightLow, 0);
  Ball.add(squares, squaresLow, squaresBound);
  Ball.multiply(width, widthLow, 0);
  add(work + 2 * SUM, 3 * width * bound * (2 * most + bound));

  if (passes) {
    // two triangles: width (left^2 + right^2) / (2 |left - right|)
    Ball.set(left, leftLow, 0);
    Ball.add(-right, -rightLow, 0);
    if (Ball.high < 0) Ball.negate();
    const rise = Ball.high;
    const riseLow = Ball.low;
    const riseBound = Ball.bound;
    Ball.set(squares, squaresLow, squaresBound);
    Ball.divide(rise, riseLow, riseBound);
    Ball.multiply(0.5 * width, 0.5 * widthLow, 0);
    add(work + SUM, width * bound);
  }
  return (3 * most + bound) * UP;
}

function square(x: f64, xLow: f64): void {
  Ball.set(x, xLow, 0);
  Ball.multiply(x, xLow, 0);
}

/** How far a line is from its right neighbour at the point x between them. */
function gapAt(line: usize, x: f64): f64 {
  differenceAt(line, line + LINE, x);
  return (abs(Ball.high) + Ball.bound) * UP;
}

/** Adds what stands in Ball, with its bound and another, to a sum. */
function add(at: usize, bound: f64): void {
  const words = Ball.low;
  addWord(at, Ball.high);
  if (words != 0) addWord(at, words);
  charge(at, Ball.bound + bound);
}

function addWord(at: usize, x: f64): void {
  sum(load<f64>(at), x);
  store<f64>(at, high);
  sum(load<f64>(at, 8), low);
  store<f64>(at, high, 8);
  sum(load<f64>(at, 16), low);
  store<f64>(at, high, 16);
  if (low != 0) charge(at, abs(low));
}

function charge(at: usize, bound: f64): void {
  store<f64>(at, load<f64>(at, 24) + bound, 24);
}

/** A sum, in Ball: two words that do not overlap. */
function total(at: usize): void {
  sum(load<f64>(at), load<f64>(at, 8));
  const first = high;
  sum(low, load<f64>(at, 16));
  const rest = low;
  sum(first, high);
  const top = high;
  const second = low;
  Ball.set(top, second, (load<f64>(at, 24) + abs(rest)) * UP);
}
