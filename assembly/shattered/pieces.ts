/**
 * A layer of a network of one input as a function of that input: x[points] ascending knots, z[units][ld] the units at the knots, straight lines between. Everything is f64.
 *
 * A ReLU bends a line where it changes sign, so that the next layer's knots are these and the signs' changes. There is no grid: a knot is where two f64 numbers
 * say that a line is zero, rounded once. What is not proven is that a unit near zero at a knot has the sign that exact arithmetic gives it (theory/pieces.ts proves such things, at a
 * price); two knots nearer to each other than APART times the interval are taken as one.
 */

/** 2^-46: 64 units in the last place of a number near the ends. Units that vanish at one point (all of a first layer with zero mean) differ by their rounding only. */
const APART: f64 = 1.4210854715202004e-14;
/** Bytes of a crossing: its place in the piece, from 0 to 1. */
const CROSSING: usize = 8;

export enum Normalization {
  None,
  /** z - mean. */
  Centre,
  /** (z - mean) / deviation. */
  Scale,
}

/**
 * Mean and 1 / deviation of every unit over the interval, integrated exactly: of a line from a to b the mean is (a + b) / 2, the mean square (a^2 + a b + b^2) / 3.
 * A unit that is constant has scale 1, as have all without scaling.
 */
export function normalize(units: i32, points: i32, ld: i32, x: usize, z: usize, normalization: i32, means: usize, scales: usize): void {
  const length = load<f64>(x + at(points - 1)) - load<f64>(x);
  for (let unit = 0; unit < units; unit++) {
    let mean: f64 = 0;
    let scale: f64 = 1;
    if (normalization != Normalization.None) {
      let sum: f64 = 0;
      for (let p: usize = 0; p < at(points - 1); p += 8) {
        sum += (load<f64>(x + p, 8) - load<f64>(x + p)) * (load<f64>(z + p) + load<f64>(z + p, 8));
      }
      mean = sum / (2 * length);
    }
    if (normalization == Normalization.Scale) {
      let sum: f64 = 0;
      for (let p: usize = 0; p < at(points - 1); p += 8) {
        const a = load<f64>(z + p) - mean;
        const b = load<f64>(z + p, 8) - mean;
        sum += (load<f64>(x + p, 8) - load<f64>(x + p)) * (a * a + a * b + b * b);
      }
      const variance = sum / (3 * length);
      if (variance > 0) scale = 1 / Math.sqrt(variance);
    }
    store<f64>(means + at(unit), mean);
    store<f64>(scales + at(unit), scale);
    z += at(ld);
  }
}

/** How often a unit passes its mean strictly inside a piece; first[p] (i32, `points` of them) = how many crossings lie before piece p. */
export function countCrossings(units: i32, points: i32, ld: i32, z: usize, means: usize, first: usize): i32 {
  memory.fill(first, 0, (<usize>points) << 2);
  for (let unit = 0; unit < units; unit++) {
    const mean = load<f64>(means + at(unit));
    let before = load<f64>(z) - mean;
    for (let p = 1; p < points; p++) {
      const value = load<f64>(z + at(p)) - mean;
      if (before * value < 0) {
        const count = first + ((<usize>p) << 2);
        store<i32>(count, load<i32>(count) + 1);
      }
      before = value;
    }
    z += at(ld);
  }
  let total = 0;
  for (let p: usize = 0; p < (<usize>points) << 2; p += 4) {
    total += load<i32>(first + p);
    store<i32>(first + p, total);
  }
  return total;
}

/**
 * The next layer's knots: those of x, and the crossings that countCrossings counted. toX, places (f64) and origins (i32) have room for points + total numbers, `list` for total f64:
 * knot q stands in piece origins[q], places[q] of the way along it. Returns the number of knots. `first` is used up.
 */
export function cut(
  units: i32,
  points: i32,
  ld: i32,
  x: usize,
  z: usize,
  means: usize,
  first: usize,
  list: usize,
  toX: usize,
  places: usize,
  origins: usize,
): i32 {
  for (let unit = 0; unit < units; unit++) {
    const mean = load<f64>(means + at(unit));
    let before = load<f64>(z) - mean;
    for (let p = 1; p < points; p++) {
      const value = load<f64>(z + at(p)) - mean;
      if (before * value < 0) {
        const slot = first + ((<usize>(p - 1)) << 2);
        const place = load<i32>(slot);
        store<f64>(list + CROSSING * <usize>place, before / (before - value));
        store<i32>(slot, place + 1);
      }
      before = value;
    }
    z += at(ld);
  }
  const apart = APART * (load<f64>(x + at(points - 1)) - load<f64>(x));
  let knots = 0;
  let from = 0;
  for (let p = 0; p < points; p++) {
    const left = load<f64>(x + at(p));
    knots = push(knots, left, 0, p, toX, places, origins);
    if (p == points - 1) break;
    const right = load<f64>(x + at(p + 1));
    const end = load<i32>(first + ((<usize>p) << 2));
    sort(list + CROSSING * <usize>from, list + CROSSING * <usize>end);
    let last = left;
    for (; from < end; from++) {
      const place = load<f64>(list + CROSSING * <usize>from);
      const knot = left + place * (right - left);
      if (knot - last <= apart || right - knot <= apart) continue;
      knots = push(knots, knot, place, p, toX, places, origins);
      last = knot;
    }
  }
  return knots;
}

/**
 * h = relu((z - mean) scale) at the new knots, toLd of them a row (past the last it is repeated); `mirrored`: that of each unit and of its negative, in two rows.
 * `kept`, where it is not 0, gets z itself at the new knots. Neither overlaps z.
 */
export function rectify(
  units: i32,
  points: i32,
  ld: i32,
  z: usize,
  means: usize,
  scales: usize,
  knots: i32,
  toLd: i32,
  places: usize,
  origins: usize,
  mirrored: bool,
  h: usize,
  kept: usize,
): void {
  assert(knots >= points && toLd >= knots, "rectify: the knots hold those of the layer");
  for (let unit = 0; unit < units; unit++) {
    const mean = load<f64>(means + at(unit));
    const scale = load<f64>(scales + at(unit));
    for (let q = 0; q < toLd; q++) {
      const knot = min(q, knots - 1);
      const from = z + at(load<i32>(origins + ((<usize>knot) << 2)));
      const place = load<f64>(places + at(knot));
      let value = load<f64>(from);
      if (place > 0) value += place * (load<f64>(from, 8) - value);
      if (kept) store<f64>(kept + at(q), value);
      const normal = (value - mean) * scale;
      store<f64>(h + at(q), max(normal, 0));
      if (mirrored) store<f64>(h + at(toLd + q), max(-normal, 0));
    }
    z += at(ld);
    h += at(mirrored ? 2 * toLd : toLd);
    if (kept) kept += at(toLd);
  }
}

/**
 * Slopes of the function with values y at the knots x, and the knots where they change, in place: where a whole layer is silent the function is constant, whatever the layers
 * below do. Returns the number of pieces; x keeps one number more.
 */
export function slopes(points: i32, x: usize, y: usize, out: usize): i32 {
  let pieces = 0;
  let last: f64 = 0;
  for (let p = 0; p < points - 1; p++) {
    const from = load<f64>(x + at(p));
    const slope = (load<f64>(y + at(p), 8) - load<f64>(y + at(p))) / (load<f64>(x + at(p), 8) - from);
    if (pieces > 0 && slope == last) continue;
    store<f64>(x + at(pieces), from);
    store<f64>(out + at(pieces), slope);
    last = slope;
    pieces++;
  }
  store<f64>(x + at(pieces), load<f64>(x + at(points - 1)));
  return pieces;
}

function push(knots: i32, x: f64, place: f64, origin: i32, toX: usize, places: usize, origins: usize): i32 {
  store<f64>(toX + at(knots), x);
  store<f64>(places + at(knots), place);
  store<i32>(origins + ((<usize>knots) << 2), origin);
  return knots + 1;
}

/** Insertion: but for the first layers a piece has a crossing or two. */
function sort(from: usize, end: usize): void {
  for (let next = from + CROSSING; next < end; next += CROSSING) {
    const place = load<f64>(next);
    let to = next;
    for (; to > from && load<f64>(to - CROSSING) > place; to -= CROSSING) store<f64>(to, load<f64>(to - CROSSING));
    store<f64>(to, place);
  }
}

function at(i: i32): usize {
  return (<usize>i) << 3;
}
