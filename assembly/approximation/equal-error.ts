/**
 * The best fit of f by straight pieces in the sup norm, none of them across a cut (stretches.ts): knots such that every piece has the same error.
 *
 * Where f is convex the best line on [u, v] is its chord lowered by half of the largest gap 2E: it stands E below f at both ends and E above f in one point t, where f' is the
 * chord's slope. So f(u) and f(v) both lie 2E above the tangent at t: from u follow t and then v, each the zero of a monotone function. Neighbours meet at f - E: the fit is continuous,
 * but for a jump of 2E at each inflection, where it passes from f - E to f + E, and no more at a kink. The walk from left to right that goes as far as E allows needs the fewest pieces; the
 * least E that needs at most `pieces` of them is found by halving. (Potapov 1961; Gavrilovic 1975, "Optimal approximation of convex curves by functions which are piecewise linear".)
 */
import { at, expandAt, put, taylor } from "./series";
import { cutCount, hold, release, stretchEnd, stretchStart } from "./stretches";

/** Writes the knots (x, y), at most pieces + 1 + cuts of them, and E to `error`; returns how many knots there are. Needs more pieces than there are cuts. `series` has room for 3 numbers. */
export function bestKnots(f: usize, pieces: i32, x: usize, y: usize, error: usize, series: usize): i32 {
  assert(pieces > cutCount(f), "bestKnots: a piece for every stretch");
  let high: f64 = 1;
  while (walk(f, high, pieces, 0, 0, series) < 0) high *= 2;
  let low: f64 = 0;
  for (let middle = 0.5 * high; low < middle && middle < high && high - low > 4e-16 * high; middle = 0.5 * (low + high)) {
    if (walk(f, middle, pieces, 0, 0, series) < 0) low = middle;
    else high = middle;
  }
  put(error, 0, high);
  return walk(f, high, pieces, x, y, series);
}

/** Walks with error E; writes the knots if x is not 0 and returns how many, or -1 if there are more pieces than `most`. */
function walk(f: usize, E: f64, most: i32, x: usize, y: usize, series: usize): i32 {
  let knots = 0;
  let left = most;
  for (let stretch = 0; stretch <= cutCount(f) && left >= 0; stretch++) {
    let u = stretchStart(f, stretch);
    const end = stretchEnd(f, stretch);
    hold(f, u, end);
    const chord = 0.5 * (value(f, u) + value(f, end));
    const sign: f64 = chord > value(f, 0.5 * (u + end)) ? -1 : 1;
    if (x != 0) knots = knot(f, u, sign * E, x, y, knots);
    while (u < end) {
      if (--left < 0) break;
      u = next(f, u, end, 2 * E, series);
      if (x != 0) knots = knot(f, u, sign * E, x, y, knots);
    }
  }
  release();
  return left < 0 ? -1 : knots;
}

function knot(f: usize, u: f64, shift: f64, x: usize, y: usize, knots: i32): i32 {
  put(x, knots, u);
  put(y, knots, value(f, u) + shift);
  return knots + 1;
}

function value(f: usize, x: f64): f64 {
  return at(expandAt(f, x, 0), 0);
}

/** The end of the piece from u whose chord is `gap` from the tangent: at most `end`. */
function next(f: usize, u: f64, end: f64, gap: f64, series: usize): f64 {
  taylor(f, u, 1, series);
  const t = solve(f, u, at(series, 0), 0, end, gap, false, series);
  if (t == end) return end;
  taylor(f, t, 1, series);
  return solve(f, t, at(series, 0), at(series, 1), end, gap, true, series);
}

/**
 * The point in [from, end] whose tangent is `gap` away from (from, value), or, with `fixed`, that is itself `gap` away from the line through (from, value) with this slope; `end` if
 * there is none. Newton's steps, kept between the bounds by halving.
 */
function solve(f: usize, from: f64, value: f64, slope: f64, end: f64, gap: f64, fixed: bool, series: usize): f64 {
  let low = from;
  let high = end;
  let point = end;
  for (let step = 0; step < 100; step++) {
    taylor(f, point, 2, series);
    const run = point - from;
    const line = fixed ? slope : at(series, 1);
    const excess = Math.abs(at(series, 0) - value - line * run) - gap;
    if (step == 0 && excess <= 0) return end;
    if (excess > 0) high = point;
    else low = point;
    const rate = fixed ? Math.abs(at(series, 1) - slope) : 2 * Math.abs(at(series, 2)) * run;
    let guess = point - excess / rate;
    if (!(guess > low && guess < high)) guess = 0.5 * (low + high);
    if (guess == point || !(low < guess && guess < high)) break;
    point = guess;
  }
  return point;
}
