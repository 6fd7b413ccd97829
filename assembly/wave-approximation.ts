/**
 * The best continuous piecewise linear approximation, in L1 on [0, 1], of the triangle wave with `segments` pieces (0 at 0, slope +-segments),
 * for every number of pieces up to `most` at once: dynamic programming over knots on a grid, then each is polished off the grid by a pattern search.
 * The error of every candidate is exact up to rounding, so what is found is an upper bound on the best possible error, and within 1 % of the
 * best that Powell's method found from many starts.
 *
 * Inside, x is measured in segments. A state is a knot (x, y) = (i / GRID, j / LEVELS), i <= segments * GRID, j <= LEVELS, number i * (LEVELS + 1) + j.
 */

/** Knots a segment, and heights from 0 to 1, of the grid. */
const GRID = 8;
const LEVELS = 16;

/** Bytes of the workspace: the best error and the knot before, for every state and number of pieces from 0 to `most`. */
export function waveWorkspace(segments: i32, most: i32): usize {
  return <usize>states(segments) * <usize>(most + 1) * 12;
}

/**
 * Writes the m + 1 knots (x in [0, 1], y) of m = 1, then of m = 2, ..., of m = most pieces to `knots`, and the `most` errors to `errors`.
 */
export function approximateWave(segments: i32, most: i32, workspace: usize, knots: usize, errors: usize): void {
  assert(segments >= 1 && most >= 1, "approximateWave: at least one segment and one piece");
  fillTable(segments, most, workspace);
  let at = knots;
  for (let pieces = 1; pieces <= most; pieces++) {
    trace(segments, most, pieces, workspace, at);
    store<f64>(errors + ((<usize>pieces - 1) << 3), polish(segments, pieces, at));
    at += (<usize>pieces + 1) << 4;
  }
}

/** The L1 distance, in segments, of the wave and the line from (x0, y0) to (x1, y1). */
function lineError(x0: f64, y0: f64, x1: f64, y1: f64): f64 {
  const slope = (y1 - y0) / (x1 - x0);
  let sum: f64 = 0;
  let from = x0;
  let k = Math.floor(x0);
  while (from < x1) {
    const to = min(k + 1, x1);
    const odd = (<i32>k & 1) != 0;
    const before = (odd ? 1 - (from - k) : from - k) - (y0 + slope * (from - x0));
    const after = (odd ? 1 - (to - k) : to - k) - (y0 + slope * (to - x0));
    const size = abs(before) + abs(after);
    // a trapezoid, or two triangles on either side of the crossing
    if (before * after >= 0) sum += (to - from) * size * 0.5;
    else sum += ((to - from) * (before * before + after * after)) / (2 * size);
    from = to;
    k += 1;
  }
  return sum;
}

function states(segments: i32): i32 {
  return (segments * GRID + 1) * (LEVELS + 1);
}

/** Errors [state][pieces], then the states before, in the same order. */
function fillTable(segments: i32, most: i32, workspace: usize): void {
  const count = states(segments);
  const row = most + 1;
  const parents = workspace + <usize>count * <usize>row * 8;
  for (let state = 0; state < count; state++) {
    const best = workspace + <usize>(state * row) * 8;
    const parent = parents + <usize>(state * row) * 4;
    for (let pieces = 0; pieces < row; pieces++) store<f64>(best + ((<usize>pieces) << 3), state <= LEVELS && pieces == 0 ? 0 : Infinity);
    const column = state / (LEVELS + 1);
    const x = <f64>column / GRID;
    const y = <f64>(state % (LEVELS + 1)) / LEVELS;
    for (let previous = 0; previous < column * (LEVELS + 1); previous++) {
      const error = lineError(<f64>(previous / (LEVELS + 1)) / GRID, <f64>(previous % (LEVELS + 1)) / LEVELS, x, y);
      const start = workspace + <usize>(previous * row) * 8;
      for (let pieces = 1; pieces < row; pieces++) {
        const total = load<f64>(start + ((<usize>pieces - 1) << 3)) + error;
        if (total < load<f64>(best + ((<usize>pieces) << 3))) {
          store<f64>(best + ((<usize>pieces) << 3), total);
          store<i32>(parent + ((<usize>pieces) << 2), previous);
        }
      }
    }
  }
}

/** The knots of the best path of so many pieces, in segments. */
function trace(segments: i32, most: i32, pieces: i32, workspace: usize, knots: usize): void {
  const count = states(segments);
  const row = most + 1;
  let state = count - 1;
  for (let other = count - LEVELS - 1; other < count; other++) {
    if (load<f64>(workspace + <usize>(other * row + pieces) * 8) < load<f64>(workspace + <usize>(state * row + pieces) * 8)) state = other;
  }
  for (let k = pieces; k >= 0; k--) {
    const knot = knots + ((<usize>k) << 4);
    store<f64>(knot, <f64>(state / (LEVELS + 1)) / GRID);
    store<f64>(knot, <f64>(state % (LEVELS + 1)) / LEVELS, 8);
    if (k > 0) state = load<i32>(workspace + <usize>count * <usize>row * 8 + <usize>(state * row + k) * 4);
  }
}

/** Moves every knot up and down, left and right and along both slopes of the wave for as long as that helps, in ever smaller steps. Returns the error on [0, 1]. */
function polish(segments: i32, pieces: i32, knots: usize): f64 {
  for (let step: f64 = 0.5 / GRID; step > 1e-10; step *= 0.5) {
    let improved = true;
    for (let sweep = 0; improved && sweep < 200; sweep++) {
      improved = false;
      for (let k = 0; k <= pieces; k++) {
        for (let direction = 0; direction < 8; direction++) {
          // the eight neighbours: (-1, -1) .. (1, 1) without (0, 0)
          const place = direction < 4 ? direction : direction + 1;
          const right = (place % 3) - 1;
          if (right != 0 && (k == 0 || k == pieces)) continue;
          if (move(k, pieces, knots, step * <f64>right, step * <f64>(place / 3 - 1))) improved = true;
        }
      }
    }
  }
  let error: f64 = 0;
  for (let k = 0; k < pieces; k++) error += between(knots + ((<usize>k) << 4));
  for (let k = 0; k <= pieces; k++) {
    const knot = knots + ((<usize>k) << 4);
    store<f64>(knot, load<f64>(knot) / <f64>segments);
  }
  return error / <f64>segments;
}

/** Moves a knot if that lowers the error of the pieces beside it, and says whether it did. */
function move(k: i32, pieces: i32, knots: usize, right: f64, up: f64): bool {
  const knot = knots + ((<usize>k) << 4);
  const x = load<f64>(knot);
  const y = load<f64>(knot, 8);
  if ((k > 0 && x + right <= load<f64>(knot - 16)) || (k < pieces && x + right >= load<f64>(knot, 16))) return false;
  const before = beside(k, pieces, knot);
  store<f64>(knot, x + right);
  store<f64>(knot, y + up, 8);
  if (beside(k, pieces, knot) < before) return true;
  store<f64>(knot, x);
  store<f64>(knot, y, 8);
  return false;
}

/** The error of the pieces that end and begin at a knot. */
function beside(k: i32, pieces: i32, knot: usize): f64 {
  return (k > 0 ? between(knot - 16) : 0) + (k < pieces ? between(knot) : 0);
}

/** The error of the piece from a knot to the next. */
function between(knot: usize): f64 {
  return lineError(load<f64>(knot), load<f64>(knot, 8), load<f64>(knot, 16), load<f64>(knot, 24));
}
