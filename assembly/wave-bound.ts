/**
 * A proved lower bound on the L1 distance, on [0, 1], between the triangle wave with `segments` pieces and every g with m linear pieces, continuous or not.
 *
 * Let c[a, b] be the error of the best line on [a, b]. The error of g is at least the sum of c over its pieces, and c[a, b] >= c of any interval inside. So each inner end of a piece may
 * be replaced by the cell of a grid that holds it, and the piece by the cells between the two: the least sum over all sequences of cells, by dynamic programming, bounds every g
 * whatever its ends are. c is that of a line of slope p and the best constant, minimized over p: a convex function, of which any two tangents bound the minimum from below.
 *
 * Inside, x is measured in segments, and the wave is the distance to the nearest even number. Rounding errors are below 1e-12, and 1e-9 is taken off each c for them.
 */

/** Off the bound of one line, for rounding. */
const SLACK: f64 = 1e-9;
/** How near the tangents' bound comes to the minimum. */
const NEAR: f64 = 1e-5;
const MOST_STEPS = 60;
/** How far from the slopes of the wave a slope is kept. */
const ASIDE: f64 = 1e-7;

/** Bytes of the workspace, for `grid` cells a segment. */
export function waveBoundWorkspace(segments: i32, grid: i32): usize {
  return <usize>(grid * (segments * grid + 1) + 2 * (segments * grid + 1) + segments + 3) * 8;
}

/** Writes bounds for m = 1, ..., segments to `bounds`. */
export function waveBounds(segments: i32, grid: i32, workspace: usize, bounds: usize): void {
  assert(segments >= 2 && segments % 2 == 0 && grid >= 1, "waveBounds: an even number of segments, and a cell in each");
  const cells = segments * grid;
  const lines = workspace;
  const work = lines + <usize>(grid * (cells + 1)) * 8 + <usize>(2 * (cells + 1)) * 8;
  // the wave upside down is the wave one segment on: starts within one segment are all there are
  for (let start = 0; start < grid; start++) {
    for (let length = 0; length <= cells; length++) {
      const at = lines + <usize>(start * (cells + 1) + length) * 8;
      if (start + length > cells) store<f64>(at, Infinity);
      else store<f64>(at, max(0, lineBound(<f64>start / grid, <f64>(start + length) / grid, work) - SLACK));
    }
  }
  let before = lines + <usize>(grid * (cells + 1)) * 8;
  let after = before + <usize>(cells + 1) * 8;
  // one piece up to somewhere in cell k: at least the error on what is before the cell
  for (let k = 0; k < cells; k++) store<f64>(before + ((<usize>k) << 3), load<f64>(lines + ((<usize>k) << 3)));
  store<f64>(bounds, load<f64>(lines + ((<usize>cells) << 3)) / <f64>segments);
  for (let pieces = 2; pieces <= segments; pieces++) {
    let whole: f64 = Infinity;
    for (let k = 0; k < cells; k++) {
      const error = load<f64>(before + ((<usize>k) << 3));
      whole = min(whole, error + inner(lines, grid, cells, k + 1, cells));
      let least = error; // this piece and the one before end in one cell
      for (let j = 0; j < k; j++) least = min(least, load<f64>(before + ((<usize>j) << 3)) + inner(lines, grid, cells, j + 1, k));
      store<f64>(after + ((<usize>k) << 3), least);
    }
    store<f64>(bounds + ((<usize>pieces - 1) << 3), whole / <f64>segments);
    const swap = before;
    before = after;
    after = swap;
  }
}

/** The bound of one line from grid point j to grid point k. */
function inner(lines: usize, grid: i32, cells: i32, j: i32, k: i32): f64 {
  return load<f64>(lines + <usize>((j % grid) * (cells + 1) + (k - j)) * 8);
}

/** At most the error of the best line on [a, b], by tangents to the error as a function of the slope p: the next p is where the two nearest to the minimum meet. */
function lineBound(a: f64, b: f64, work: usize): f64 {
  if (b <= a) return 0;
  // the wave less a steeper line is monotone: the error falls from -2 on, and rises up to 2
  let left: f64 = -2;
  let right: f64 = 2;
  let leftError = tangent(a, b, left, work);
  let leftRise = load<f64>(work);
  let rightError = tangent(a, b, right, work);
  let rightRise = load<f64>(work);
  let bound: f64 = 0;
  for (let step = 0; step < MOST_STEPS && right - left > 4 * ASIDE; step++) {
    const p = (rightError - leftError + leftRise * left - rightRise * right) / (leftRise - rightRise);
    bound = leftError + leftRise * (p - left);
    // on the slopes of the wave a level could be a whole segment
    const steep: f64 = p > 0 ? 1 : -1;
    const beside = abs(p - steep) >= ASIDE ? p : left < steep - 2 * ASIDE ? steep - ASIDE : steep + ASIDE;
    const error = tangent(a, b, beside, work);
    const rise = load<f64>(work);
    if (error - bound < NEAR) break;
    if (rise > 0) {
      right = beside;
      rightError = error;
      rightRise = rise;
    } else {
      left = beside;
      leftError = error;
      leftRise = rise;
    }
  }
  return bound;
}

/** The error on [a, b] of the best line of slope p, whose level is the median of the wave less p x; its derivative by p, the integral of -x sign(error), goes to `work`. */
function tangent(a: f64, b: f64, p: f64, work: usize): f64 {
  const sorted = work + 8;
  const half = (b - a) / 2;
  let count: i32 = 0;
  for (let x = a; ; x = min(b, Math.floor(x) + 1)) {
    const y = above(x, p, a + half);
    let place = count++;
    for (; place > 0 && load<f64>(sorted + ((<usize>place - 1) << 3)) > y; place--) {
      store<f64>(sorted + ((<usize>place) << 3), load<f64>(sorted + ((<usize>place - 1) << 3)));
    }
    store<f64>(sorted + ((<usize>place) << 3), y);
    if (x == b) break;
  }
  // more than half is above `low`, at most half above `high`
  let below = 0;
  let top = count - 1;
  while (top - below > 1) {
    const middle = (below + top) >> 1;
    if (lengthAbove(a, b, p, load<f64>(sorted + ((<usize>middle) << 3))) > half) below = middle;
    else top = middle;
  }
  const low = load<f64>(sorted + ((<usize>below) << 3));
  const high = load<f64>(sorted + ((<usize>top) << 3));
  const most = lengthAbove(a, b, p, low);
  const least = lengthAbove(a, b, p, high);
  const level = most > least ? low + ((high - low) * (most - half)) / (most - least) : low;
  let error: f64 = 0;
  let moment: f64 = 0;
  for (let x = a; x < b; ) {
    const next = min(b, Math.floor(x) + 1);
    const y = above(x, p, a + half) - level;
    const z = above(next, p, a + half) - level;
    const crossing = y * z < 0 ? x + ((next - x) * y) / (y - z) : next;
    const sign: f64 = y > 0 || (y == 0 && z > 0) ? 1 : -1;
    error += (abs(y) * (crossing - x) + abs(z) * (next - (y * z < 0 ? crossing : x))) / 2;
    moment += sign * (between(x, crossing, a + half) - between(crossing, next, a + half));
    x = next;
  }
  store<f64>(work, -moment);
  return error;
}

/** The wave less the line of slope p through (middle, 0). */
function above(x: f64, p: f64, middle: f64): f64 {
  return abs(x - 2 * Math.floor((x + 1) / 2)) - p * (x - middle);
}

/** The integral of x - middle. */
function between(from: f64, to: f64, middle: f64): f64 {
  return (to - from) * ((from + to) / 2 - middle);
}

/** How much of [a, b] is above a level. */
function lengthAbove(a: f64, b: f64, p: f64, level: f64): f64 {
  let sum: f64 = 0;
  for (let x = a; x < b; ) {
    const next = min(b, Math.floor(x) + 1);
    const y = above(x, p, (a + b) / 2);
    const z = above(next, p, (a + b) / 2);
    const low = min(y, z);
    const high = max(y, z);
    if (level <= low) sum += next - x;
    else if (level < high) sum += ((next - x) * (high - level)) / (high - low);
    x = next;
  }
  return sum;
}
