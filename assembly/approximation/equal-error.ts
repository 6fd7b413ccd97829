/**
 * The best fit of f by straight pieces in the sup norm, none of them across an inflection: knots such that every piece has the same error.
 *
 * Where f is convex the best line on [u, v] is its chord lowered by half of the largest gap 2E: it stands E below f at both ends and E above f in one point t, where f' is the
 * chord's slope. So f(u) and f(v) both lie 2E above the tangent at t: from u follow t and then v, each the zero of a monotone function. Neighbours meet at f - E: the fit is continuous,
 * but for a jump of 2E at each inflection, where it passes from f - E to f + E. The walk from left to right that goes as far as E allows needs the fewest pieces; the
 * least E that needs at most `pieces` of them is found by halving. (Potapov 1961; Gavrilovic 1975, "Optimal approximation of convex curves by functions which are piecewise linear".)
 */
import { at, DEGREE, inflections, put, taylor } from "./target";

/** Most inflections that are looked for. */
const STRETCHES: i32 = 64;

/** Numbers that bestKnots needs in `scratch`. */
export function bestKnotsScratch(): i32 {
  return STRETCHES + DEGREE + 1;
}

/**
 * Writes the knots (x, y), at most pieces + 1 + inflections of them, and E to `error`; returns how many knots there are.
 * Needs more pieces than there are inflections, at most 64 of them.
 */
export function bestKnots(id: i32, from: f64, to: f64, pieces: i32, x: usize, y: usize, error: usize, scratch: usize): i32 {
  const series = scratch + ((<usize>STRETCHES) << 3);
  const cuts = inflections(id, from, to, STRETCHES - 1, scratch, series);
  assert(cuts < STRETCHES && pieces > cuts, "bestKnots: a piece for every stretch");
  put(scratch, cuts, to);
  let high: f64 = 1;
  while (walk(id, from, cuts, high, pieces, 0, 0, scratch, series) < 0) high *= 2;
  let low: f64 = 0;
  for (let middle = 0.5 * high; low < middle && middle < high && high - low > 4e-16 * high; middle = 0.5 * (low + high)) {
    if (walk(id, from, cuts, middle, pieces, 0, 0, scratch, series) < 0) low = middle;
    else high = middle;
  }
  put(error, 0, high);
  return walk(id, from, cuts, high, pieces, x, y, scratch, series);
}

/** Walks with error E; writes the knots if x is not 0 and returns how many, or -1 if there are more pieces than `most`. */
function walk(id: i32, from: f64, cuts: i32, E: f64, most: i32, x: usize, y: usize, ends: usize, series: usize): i32 {
  let knots = 0;
  let left = most;
  let u = from;
  for (let stretch = 0; stretch <= cuts; stretch++) {
    const end = at(ends, stretch);
    taylor(id, 0.5 * (u + end), 2, series);
    const sign: f64 = at(series, 2) > 0 ? -1 : 1;
    if (x != 0) knots = knot(id, u, sign * E, x, y, knots, series);
    while (u < end) {
      if (--left < 0) return -1;
      u = next(id, u, end, 2 * E, series);
      if (x != 0) knots = knot(id, u, sign * E, x, y, knots, series);
    }
  }
  return knots;
}

function knot(id: i32, u: f64, shift: f64, x: usize, y: usize, knots: i32, series: usize): i32 {
  taylor(id, u, 1, series);
  put(x, knots, u);
  put(y, knots, at(series, 0) + shift);
  return knots + 1;
}

/** The end of the piece from u whose chord is `gap` from the tangent: at most `end`. */
function next(id: i32, u: f64, end: f64, gap: f64, series: usize): f64 {
  taylor(id, u, 1, series);
  const t = solve(id, u, at(series, 0), 0, end, gap, false, series);
  if (t == end) return end;
  taylor(id, t, 1, series);
  return solve(id, t, at(series, 0), at(series, 1), end, gap, true, series);
}

/**
 * The point in [from, end] whose tangent is `gap` away from (from, value), or, with `fixed`, that is itself `gap` away from the line through (from, value) with this slope; `end` if
 * there is none. Newton's steps, kept between the bounds by halving.
 */
function solve(id: i32, from: f64, value: f64, slope: f64, end: f64, gap: f64, fixed: bool, series: usize): f64 {
  let low = from;
  let high = end;
  let point = end;
  for (let step = 0; step < 100; step++) {
    taylor(id, point, 2, series);
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
