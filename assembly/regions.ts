/**
 * The regions of the plane on which a network with two inputs is affine: a rectangle, subdivided by one unit after the other, layer by layer.
 *
 * On a region every unit of the next layer is an affine form a x + b y + c; where it changes sign inside, its line cuts the region in two. Edges are
 * shared by both neighbours and cut once, which is right since a unit is continuous: neighbours agree on their common edge. All numbers are f64.
 *
 * A form carries beside each coefficient the same sum over absolute values, as the second lane: |error of the form at (x, y)| <= roundoff (A|x| + B|y| + C), the running
 * error bound of a sum of products (Higham, Accuracy and Stability of Numerical Algorithms, 3.1). A vertex carries a bound on its own error. A sign that these bounds
 * do not settle is not guessed: `signs` lists it, and the caller decides it exactly from the two lines through the vertex, before `cut`.
 *
 * Weights are [outputs][inputs]. The layout is subdivision.ts's.
 */
import {
  cornerOf,
  drop,
  edge,
  edgeOf,
  Face,
  faceOf,
  FORM,
  formOf,
  grown,
  Line,
  lineOf,
  push,
  reserve,
  signOf,
  Subdivision,
  Vertex,
  vertexOf,
  withAbsolute,
} from "./subdivision";

/** Unit roundoff, doubled as slack for the rounding of the bounds themselves: 2^-52. */
const UNIT: f64 = 2.220446049250313e-16;
/** A sign that is not yet known, and one that is listed as doubtful. */
const UNKNOWN: i32 = 2;
const LISTED: i32 = 3;

/**
 * Goes to the next layer: the forms of its units on every region. `slope` is that of an inactive unit of the layer before (0 for ReLU). What the caller needs to find a
 * form again goes to `trail`: for each region its base and its pattern, 1 + words i32.
 */
export function nextLayer(s: Subdivision, units: i32, weights: usize, bias: usize, slope: f64, trail: usize): void {
  const inputs = s.units;
  const words = s.words;
  const forms = grown(0, <usize>s.faceCount * <usize>units * FORM);
  for (let f = 0; f < s.faceCount; f++) {
    const face = faceOf(s, f);
    const pattern = s.patterns + ((<usize>(f * words)) << 2);
    const entry = trail + ((<usize>(f * (words + 1))) << 2);
    store<i32>(entry, face.base);
    memory.copy(entry + 4, pattern, (<usize>words) << 2);
    const below = s.forms + <usize>(face.base * inputs) * FORM;
    for (let j = 0; j < units; j++) {
      let a = f64x2.splat(0);
      let b = a;
      let c = withAbsolute(load<f64>(bias + ((<usize>j) << 3)));
      const row = weights + ((<usize>(j * inputs)) << 3);
      for (let k = 0; k < inputs; k++) {
        let weight = load<f64>(row + ((<usize>k) << 3));
        if (!(load<u32>(pattern + ((<usize>(k >> 5)) << 2)) & (1 << (k & 31)))) weight *= slope;
        if (weight == 0) continue;
        const w = withAbsolute(weight);
        const from = below + <usize>k * FORM;
        a = f64x2.add(a, f64x2.mul(w, v128.load(from)));
        b = f64x2.add(b, f64x2.mul(w, v128.load(from, 16)));
        c = f64x2.add(c, f64x2.mul(w, v128.load(from, 32)));
      }
      const to = forms + <usize>(f * units + j) * FORM;
      v128.store(to, a);
      v128.store(to, b, 16);
      v128.store(to, c, 32);
    }
    face.base = f;
  }
  drop(s.forms);
  s.forms = forms;
  s.units = units;
  s.words = (units + 31) >> 5;
  s.layer++;
  // inputs + 1 terms, one more rounding for the slope, and what was there before
  s.roundoff += <f64>(inputs + 3) * UNIT;
  const bytes = (<usize>(s.faceCount * s.words)) << 2;
  s.patterns = grown(s.patterns, bytes);
  memory.fill(s.patterns, 0, bytes);
}

/** The sign of a unit at every vertex. Returns how many are in doubt: the caller is to write these into the vertices, from `list`. */
export function signs(s: Subdivision, unit: i32): i32 {
  // the first layer has one form for the whole plane: its vertices are taken as they come
  const isFirst = s.layer == 1;
  const faces = isFirst ? 1 : s.faceCount;
  let unknown = s.vertexCount;
  for (let v = 0; v < s.vertexCount; v++) vertexOf(s, v).sign = UNKNOWN;
  // a vertex in doubt on one region may be clear on its neighbour: only then is it listed
  for (let isListing = 0; isListing < 2 && unknown > 0; isListing++) {
    if (isListing) s.list = grown(s.list, (<usize>unknown) << 3);
    let at = s.list;
    for (let f = 0; f < faces; f++) {
      const face = faceOf(s, f);
      const form = formOf(s, face.base, unit);
      const count = isFirst ? s.vertexCount : face.count;
      for (let i = 0; i < count; i++) {
        const index = isFirst ? i : cornerOf(s, face.start + i).vertex;
        const vertex = vertexOf(s, index);
        if (vertex.sign != UNKNOWN) continue;
        if (isListing) {
          vertex.sign = LISTED;
          store<i32>(at, index);
          store<i32>(at, face.base, 4);
          at += 8;
        } else {
          unknown -= <i32>settle(vertex, form, s.roundoff);
        }
      }
    }
  }
  return unknown;
}

/** Writes the sign of a form at a vertex, if the bounds tell it. */
function settle(vertex: Vertex, form: usize, roundoff: f64): bool {
  const z = valueAt(form, vertex);
  const error = errorAt(form, roundoff, vertex);
  if (abs(z) > error) vertex.sign = z > 0 ? 1 : -1;
  else vertex.sign = error == 0 ? 0 : UNKNOWN;
  return vertex.sign != UNKNOWN;
}

/** Cuts every region in which the unit has both signs, and notes on which regions it is active. */
export function cut(s: Subdivision, unit: i32): void {
  const count = s.faceCount;
  let faces = 0;
  let corners = 0;
  for (let f = 0; f < count; f++) {
    const face = faceOf(s, f);
    face.sides = sidesOf(s, face);
    if (face.sides != 3) continue;
    faces++;
    corners += face.count + 4;
  }
  reserve(s, faces, 2 * faces, 5 * faces, faces, corners);
  const bit: u32 = 1 << (unit & 31);
  const word = (<usize>(unit >> 5)) << 2;
  for (let f = 0; f < count; f++) {
    const face = faceOf(s, f);
    const sides = face.sides;
    const pattern = s.patterns + ((<usize>(f * s.words)) << 2);
    if (sides == 3) {
      const added = s.faceCount++;
      const other = faceOf(s, added);
      const copy = s.patterns + ((<usize>(added * s.words)) << 2);
      memory.copy(copy, pattern, (<usize>s.words) << 2);
      divide(s, face, other, unit);
    }
    if (sides & 1) store<u32>(pattern + word, load<u32>(pattern + word) | bit);
  }
}

/**
 * After the output's `signs` and `cut`: the edges on which it is zero, with opposite signs on the two sides, as triples (from, to, line) in `list`. Returns twice their
 * number, and 1 more if the output is zero on a whole region.
 */
export function level(s: Subdivision): i32 {
  let flat = false;
  let count = 0;
  for (let f = 0; f < s.faceCount; f++) {
    const face = faceOf(s, f);
    const sides = sidesOf(s, face);
    flat = flat || sides == 0;
    for (let i = 0; i < face.count; i++) {
      const here = cornerOf(s, face.start + i);
      if (signOf(s, here.vertex) != 0 || signOf(s, cornerOf(s, face.start + following(i, face.count)).vertex) != 0) continue;
      const border = edgeOf(s, here.edge);
      border.sides |= sides == 0 ? 4 : sides;
      count += <i32>(border.sides == 3);
    }
  }
  s.list = grown(s.list, <usize>count * 12);
  let at = s.list;
  for (let e = 0; e < s.edgeCount; e++) {
    const border = edgeOf(s, e);
    if (border.sides != 3) continue;
    store<i32>(at, border.from);
    store<i32>(at, border.to, 4);
    store<i32>(at, border.line, 8);
    at += 12;
  }
  return 2 * count + <i32>flat;
}

/** Splits a face along the line of a unit: what is positive stays in `face`, what is negative goes to `other`. */
function divide(s: Subdivision, face: Face, other: Face, unit: i32): void {
  const form = formOf(s, face.base, unit);
  const line = s.lineCount++;
  const record = lineOf(s, line);
  record.layer = s.layer;
  record.base = face.base;
  record.unit = unit;
  record.roundoff = s.roundoff;
  memory.copy(changetype<usize>(record) + offsetof<Line>("a"), form, FORM);
  const across = edge(s, -1, -1, line);
  const start = face.start;
  const count = face.count;
  other.base = face.base;
  other.start = s.cornerCount;
  walk(s, start, count, -1, across, line);
  other.count = s.cornerCount - other.start;
  face.start = s.cornerCount;
  walk(s, start, count, 1, across, line);
  face.count = s.cornerCount - face.start;
}

/** Appends the corners of one side of a face that is cut. A convex face meets the line in two points, each a corner or inside an edge. */
function walk(s: Subdivision, start: i32, count: i32, side: i32, across: i32, line: i32): void {
  for (let i = 0; i < count; i++) {
    const here = cornerOf(s, start + i);
    const border = here.edge;
    const sign = side * signOf(s, here.vertex);
    const next = side * signOf(s, cornerOf(s, start + following(i, count)).vertex);
    if (sign * next < 0) {
      const middle = split(s, border, line);
      const parent = edgeOf(s, border);
      const forward = parent.from == here.vertex;
      const half = forward == sign > 0 ? parent.first : parent.second;
      if (sign > 0) {
        push(s, here.vertex, half);
        push(s, middle, across);
        edgeOf(s, across).from = middle;
      } else {
        push(s, middle, half);
        edgeOf(s, across).to = middle;
      }
    } else if (sign > 0 || (sign == 0 && next > 0)) {
      push(s, here.vertex, border);
      if (sign == 0) edgeOf(s, across).to = here.vertex;
    } else if (sign == 0) {
      push(s, here.vertex, across);
      edgeOf(s, across).from = here.vertex;
    }
  }
}

/** Cuts an edge by a line, unless the neighbour has done so. Returns the new vertex. */
function split(s: Subdivision, index: i32, line: i32): i32 {
  const known = edgeOf(s, index).middle;
  if (known >= 0) return known;
  const middle = s.vertexCount++;
  const parent = edgeOf(s, index);
  parent.middle = middle;
  parent.first = edge(s, parent.from, middle, parent.line);
  parent.second = edge(s, middle, parent.to, parent.line);
  const vertex = vertexOf(s, middle);
  vertex.first = parent.line;
  vertex.second = line;
  vertex.sign = 0;
  place(vertex, vertexOf(s, parent.from), vertexOf(s, parent.to), lineOf(s, parent.line), lineOf(s, line));
  return middle;
}

/**
 * Where line q meets the edge from u to v on line p, in two ways, of which the one with the smaller bound is kept. Between the ends: the share t = z(u) / (z(u) - z(v))
 * is wrong by at most max(error of z) / |z(u) - z(v)| since the true values have opposite signs. By Cramer's rule: numerators and determinant each with the bound of a sum of two products.
 */
function place(vertex: Vertex, u: Vertex, v: Vertex, p: Line, q: Line): void {
  const form = changetype<usize>(q) + offsetof<Line>("a");
  const from = valueAt(form, u);
  const gap = from - valueAt(form, v);
  const dx = v.x - u.x;
  const dy = v.y - u.y;
  const wrong = max(errorAt(form, q.roundoff, u), errorAt(form, q.roundoff, v)) / abs(gap) + 4 * UNIT;
  const share = wrong < 1 ? max(0, min(1, from / gap)) : 0.5;
  const size = max(max(abs(u.x), abs(v.x)), max(abs(u.y), abs(v.y)));
  vertex.x = u.x + share * dx;
  vertex.y = u.y + share * dy;
  vertex.error = max(u.error, v.error) + (wrong < 1 ? wrong : 1) * max(abs(dx), abs(dy)) + 4 * UNIT * size;

  const relative = p.roundoff + q.roundoff + 4 * UNIT;
  const determinant = p.a * q.b - q.a * p.b;
  const least = abs(determinant) - relative * (p.absoluteA * q.absoluteB + q.absoluteA * p.absoluteB);
  if (!(least > 0)) return;
  const x = (p.b * q.c - q.b * p.c) / determinant;
  const y = (p.c * q.a - q.c * p.a) / determinant;
  const errorX = p.absoluteB * q.absoluteC + q.absoluteB * p.absoluteC;
  const errorY = p.absoluteC * q.absoluteA + q.absoluteC * p.absoluteA;
  const spread = max(abs(x), abs(y)) * (p.absoluteA * q.absoluteB + q.absoluteA * p.absoluteB);
  const error = (relative * (max(errorX, errorY) + spread)) / least + 4 * UNIT * max(abs(x), abs(y));
  if (!(error < vertex.error)) return;
  vertex.x = x;
  vertex.y = y;
  vertex.error = error;
}

/** 1 if the unit is positive at a corner, 2 if it is negative at one, 3 if it is both, 0 if it is zero at all. */
function sidesOf(s: Subdivision, face: Face): i32 {
  let sides = 0;
  for (let i = 0; i < face.count; i++) {
    const sign = signOf(s, cornerOf(s, face.start + i).vertex);
    sides |= sign > 0 ? 1 : sign < 0 ? 2 : 0;
  }
  return sides;
}

function valueAt(form: usize, at: Vertex): f64 {
  return load<f64>(form) * at.x + load<f64>(form, 16) * at.y + load<f64>(form, 32);
}

/** Bound on the error of `valueAt`: of the form, of the three sums, of the vertex. */
function errorAt(form: usize, roundoff: f64, at: Vertex): f64 {
  const size = load<f64>(form, 8) * abs(at.x) + load<f64>(form, 24) * abs(at.y) + load<f64>(form, 40);
  return (roundoff + 4 * UNIT) * size + (abs(load<f64>(form)) + abs(load<f64>(form, 16))) * at.error;
}

function following(i: i32, count: i32): i32 {
  return i + 1 == count ? 0 : i + 1;
}
