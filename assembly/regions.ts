/**
 * The regions of the plane on which a network with two inputs is affine: the plane, or a rectangle of it, subdivided by one unit after the other, layer by layer.
 *
 * On a region every unit of the next layer is an affine form a x + b y + c w in homogeneous coordinates; where it passes a bend of its activation inside, a line cuts the region
 * in two. Edges are shared by both neighbours and cut once, which is right since a unit is continuous: neighbours agree on their common edge. All numbers are f64.
 *
 * A region is convex, the combinations of its corners with weights of at least 0: a form's signs at the corners tell its signs inside. So that this holds with ideal corners too, a
 * line that is uncut from end to end has a corner at its point nearest to the origin.
 *
 * A form carries beside each coefficient the same sum over absolute values, as the second lane: |error of the form at (x, y, w)| <= roundoff (A|x| + B|y| + C|w|), the running
 * error bound of a sum of products (Higham, Accuracy and Stability of Numerical Algorithms, 3.1). A vertex carries a bound on its own error. A sign that these bounds
 * do not settle is not guessed: `signs` lists it, and the caller decides it exactly from the two lines through the vertex, before `cut`.
 *
 * Weights are [outputs][inputs]. The layout is subdivision.ts's, the places of vertices are intersections.ts's.
 */
import { errorAt, place, placeNearest, UNIT, valueAt } from "./intersections";
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

/** A sign that is not yet known, and one that is listed as doubtful. */
const UNKNOWN: i32 = 2;
const LISTED: i32 = 3;

/**
 * Goes to the next layer: the forms of its units on every region. `slope` is that of a unit of the layer before below its one bend (0 for ReLU), `knots` the number of bends of
 * this layer's activation. What the caller needs to find a form again goes to `trail`: for each region its base and its pattern, 1 + words i32.
 */
export function nextLayer(s: Subdivision, units: i32, weights: usize, bias: usize, slope: f64, knots: i32, trail: usize): void {
  const inputs = s.units;
  const bends = s.layer == 0 ? 1 : s.knots;
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
        if (bends == 1 && !isSet(pattern, k)) weight *= slope;
        if (weight == 0) continue;
        if (bends == 2 && isSet(pattern, 2 * k) == isSet(pattern, 2 * k + 1)) {
          // -1 below both bends, 1 above both
          c = f64x2.add(c, withAbsolute(isSet(pattern, 2 * k) ? weight : -weight));
          continue;
        }
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
  s.knots = knots;
  s.words = (units * knots + 31) >> 5;
  s.layer++;
  // inputs + 1 terms, one more rounding for the slope and one for the place of a bend, and what was there before
  s.roundoff += <f64>(inputs + 4) * UNIT;
  const bytes = (<usize>(s.faceCount * s.words)) << 2;
  s.patterns = grown(s.patterns, bytes);
  memory.fill(s.patterns, 0, bytes);
}

/** The sign of a cut's form at every vertex. Returns how many are in doubt: the caller is to write these into the vertices, from `list`. */
export function signs(s: Subdivision, number: i32): i32 {
  // the first layer has one form for the whole plane: its vertices are taken as they come
  const isFirst = s.layer == 1;
  const faces = isFirst ? 1 : s.faceCount;
  const shift = shiftOf(s, number);
  let unknown = s.vertexCount;
  for (let v = 0; v < s.vertexCount; v++) vertexOf(s, v).sign = UNKNOWN;
  // a vertex in doubt on one region may be clear on its neighbour: only then is it listed
  for (let isListing = 0; isListing < 2 && unknown > 0; isListing++) {
    if (isListing) s.list = grown(s.list, (<usize>unknown) << 3);
    let at = s.list;
    for (let f = 0; f < faces; f++) {
      const face = faceOf(s, f);
      const form = formOf(s, face.base, number / s.knots);
      const count = isFirst ? s.vertexCount : face.count + face.inner;
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
          unknown -= <i32>settle(vertex, form, shift, s.roundoff);
        }
      }
    }
  }
  return unknown;
}

/** Writes the sign of a form, with so much added to its constant, at a vertex, if the bounds tell it. */
function settle(vertex: Vertex, form: usize, shift: f64, roundoff: f64): bool {
  const z = valueAt(form, shift, vertex);
  const error = errorAt(form, shift, roundoff, vertex);
  if (abs(z) > error) vertex.sign = z > 0 ? 1 : -1;
  else vertex.sign = error == 0 ? 0 : UNKNOWN;
  return vertex.sign != UNKNOWN;
}

/** Cuts every region in which the form has both signs, and notes on which regions it is positive. */
export function cut(s: Subdivision, number: i32): void {
  const count = s.faceCount;
  let faces = 0;
  let corners = 0;
  for (let f = 0; f < count; f++) {
    const face = faceOf(s, f);
    face.sides = sidesOf(s, face);
    if (face.sides != 3) continue;
    faces++;
    corners += face.count + 6;
  }
  reserve(s, faces, 3 * faces, 6 * faces, faces, corners);
  const bit: u32 = 1 << (number & 31);
  const word = (<usize>(number >> 5)) << 2;
  for (let f = 0; f < count; f++) {
    const face = faceOf(s, f);
    const sides = face.sides;
    const pattern = s.patterns + ((<usize>(f * s.words)) << 2);
    if (sides == 3) {
      const added = s.faceCount++;
      const other = faceOf(s, added);
      const copy = s.patterns + ((<usize>(added * s.words)) << 2);
      memory.copy(copy, pattern, (<usize>s.words) << 2);
      divide(s, face, other, number);
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

/** Splits a face along the line of a cut: what is positive stays in `face`, what is negative goes to `other`. */
function divide(s: Subdivision, face: Face, other: Face, number: i32): void {
  const line = s.lineCount++;
  const record = lineOf(s, line);
  record.layer = s.layer;
  record.base = face.base;
  record.unit = number;
  record.roundoff = s.roundoff;
  memory.copy(changetype<usize>(record) + offsetof<Line>("a"), formOf(s, face.base, number / s.knots), FORM);
  const shift = shiftOf(s, number);
  record.c += shift;
  record.absoluteC += abs(shift);
  const start = face.start;
  const count = face.count;
  // a convex face meets the line in two points, each a corner or inside an edge: where its corners become negative, and where they become positive
  let from = -1;
  let to = -1;
  for (let i = 0; i < count; i++) {
    const here = cornerOf(s, start + i);
    const sign = signOf(s, here.vertex);
    const next = signOf(s, cornerOf(s, start + following(i, count)).vertex);
    if (sign * next > 0 || (sign != 0 && next == 0)) continue;
    const end = sign == 0 ? here.vertex : split(s, here.edge, line);
    if (sign > 0 || next < 0) from = end;
    else to = end;
  }
  let middle = -1;
  if (vertexOf(s, from).ideal && vertexOf(s, to).ideal) {
    // the plane's inner point is not needed any more
    middle = face.inner ? cornerOf(s, start + count).vertex : s.vertexCount++;
    const nearest = vertexOf(s, middle);
    nearest.first = line;
    nearest.second = line;
    nearest.sign = 0;
    placeNearest(nearest, record);
  }
  const first = edge(s, from, middle < 0 ? to : middle, line);
  const second = middle < 0 ? first : edge(s, middle, to, line);
  other.base = face.base;
  other.inner = 0;
  other.start = s.cornerCount;
  walk(s, start, count, -1, second, middle, first);
  other.count = s.cornerCount - other.start;
  face.inner = 0;
  face.start = s.cornerCount;
  walk(s, start, count, 1, first, middle, second);
  face.count = s.cornerCount - face.start;
}

/** Appends the corners of one side of a face that is cut, along the line by edge `first` and then, if there is a `middle`, by edge `second`. */
function walk(s: Subdivision, start: i32, count: i32, side: i32, first: i32, middle: i32, second: i32): void {
  for (let i = 0; i < count; i++) {
    const here = cornerOf(s, start + i);
    const border = here.edge;
    const sign = side * signOf(s, here.vertex);
    const next = side * signOf(s, cornerOf(s, start + following(i, count)).vertex);
    let turn = here.vertex;
    if (sign * next < 0) {
      const parent = edgeOf(s, border);
      const half = (parent.from == here.vertex) == sign > 0 ? parent.first : parent.second;
      turn = parent.middle;
      push(s, sign > 0 ? here.vertex : turn, half);
      if (sign < 0) continue;
    } else if (sign > 0 || (sign == 0 && next > 0)) {
      push(s, here.vertex, border);
      continue;
    } else if (sign < 0) {
      continue;
    }
    push(s, turn, first);
    if (middle >= 0) push(s, middle, second);
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
  const from = vertexOf(s, parent.from);
  const to = vertexOf(s, parent.to);
  // between two ideal points the line at infinity goes on
  vertex.ideal = from.ideal & to.ideal;
  place(vertex, from, to, lineOf(s, parent.line), lineOf(s, line));
  return middle;
}

/** 1 if the form is positive at a corner, 2 if it is negative at one, 3 if it is both, 0 if it is zero at all. */
function sidesOf(s: Subdivision, face: Face): i32 {
  let sides = 0;
  for (let i = 0; i < face.count + face.inner; i++) {
    const sign = signOf(s, cornerOf(s, face.start + i).vertex);
    sides |= sign > 0 ? 1 : sign < 0 ? 2 : 0;
  }
  return sides;
}

/** What a cut's form has in its constant beside the unit's: 0 for a bend at 0; 1 and -1 for those at -1 and 1. */
function shiftOf(s: Subdivision, number: i32): f64 {
  return s.knots == 2 ? (number & 1 ? -1 : 1) : 0;
}

function isSet(pattern: usize, bit: i32): bool {
  return (load<u32>(pattern + ((<usize>(bit >> 5)) << 2)) & (1 << (bit & 31))) != 0;
}

function following(i: i32, count: i32): i32 {
  return i + 1 == count ? 0 : i + 1;
}
