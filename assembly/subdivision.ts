/**
 * A subdivision of a rectangle or of the whole plane in memory: vertices, lines, edges, faces with their corners; what regions.ts cuts. The header's first words are read by
 * src/theory/regions.ts.
 *
 * Points are homogeneous, (x, y, w) with w = 1, or w = 0 for an ideal one: the end of all rays in the direction (x, y). The plane is the half-space w >= 0: its edges are four arcs
 * of the line at infinity.
 *
 * Pools grow by half; a pool's capacity in bytes stands 16 bytes before it, and what it holds may move.
 */

/** Bytes of a form: (a, A), (b, B), (c, C). */
export const FORM: usize = 48;

@unmanaged
export class Subdivision {
  vertexCount: i32;
  edgeCount: i32;
  faceCount: i32;
  cornerCount: i32;
  lineCount: i32;
  vertices: usize;
  lines: usize;
  /** i32 pairs (vertex, base) of `signs`; triples (from, to, line) of `level`. */
  list: usize;
  /** Words of a face's pattern: a bit for each unit of the layer, set where it is active. */
  words: i32;
  edges: usize;
  faces: usize;
  corners: usize;
  patterns: usize;
  /** Forms of the layer, [bases][units]: a base is a region of the layer before. */
  forms: usize;
  units: i32;
  /** Bends of the activation of the layer: 0 (identity), 1 (at 0), 2 (at -1 and 1). Cut number unit * knots + k is at the k-th one. */
  knots: i32;
  layer: i32;
  roundoff: f64;
}

@unmanaged
export class Vertex {
  x: f64;
  y: f64;
  /** Bound on the error of x and of y. */
  error: f64;
  /** The two lines that meet here; twice the same for the point of that line nearest to the origin. */
  first: i32;
  second: i32;
  /** Of the unit at hand. */
  sign: i32;
  /** 1 for an ideal point, a direction with |x| + |y| = 1, else 0. */
  ideal: i32;
}

@unmanaged
export class Line {
  /** Which form it is; sides of the rectangle, and what the plane begins with, have layer -1. */
  layer: i32;
  base: i32;
  unit: i32;
  padding: i32;
  roundoff: f64;
  a: f64;
  absoluteA: f64;
  b: f64;
  absoluteB: f64;
  c: f64;
  absoluteC: f64;
}

@unmanaged
export class Edge {
  from: i32;
  to: i32;
  line: i32;
  /** Where it was cut, -1 if it was not, and its halves. */
  middle: i32;
  first: i32;
  second: i32;
  /** 1: the output is positive beside it, 2: negative, 4: zero. */
  sides: i32;
}

@unmanaged
export class Face {
  start: i32;
  count: i32;
  base: i32;
  /** Of the unit at hand: 1 if it is positive at a corner, 2 if it is negative at one, 3 if both. */
  sides: i32;
  /** 1 if a point inside stands after the corners. Only the whole plane needs one: all its corners are ideal, so that no combination of them is a point of the plane. */
  inner: i32;
}

@unmanaged
export class Corner {
  vertex: i32;
  /** From this corner to the next. */
  edge: i32;
}

/** A rectangle in one piece, before any layer: its two "units" are the coordinates. */
export function createSubdivision(left: f64, bottom: f64, right: f64, top: f64): usize {
  assert(left < right && bottom < top, "createSubdivision: a rectangle");
  const s = empty();
  for (let i = 0; i < 4; i++) {
    const isRight = i == 1 || i == 2;
    line(s, 1 - (i & 1), i & 1, i == 0 ? -left : i == 1 ? -bottom : i == 2 ? -right : -top);
    vertex(s, isRight ? right : left, i < 2 ? bottom : top, false, i, (i + 1) & 3);
    push(s, i, edge(s, i, (i + 1) & 3, (i + 1) & 3));
  }
  faceOf(s, 0).count = 4;
  return changetype<usize>(s);
}

/** The whole plane in one piece. Lines: that at infinity, then x = 0 and y = 0. */
export function createPlane(): usize {
  const s = empty();
  line(s, 0, 0, 1);
  line(s, 1, 0, 0);
  line(s, 0, 1, 0);
  for (let i = 0; i < 4; i++) {
    const onX = (i & 1) == 0;
    vertex(s, onX ? 1 - i : 0, onX ? 0 : 2 - i, true, 0, onX ? 2 : 1);
    push(s, i, edge(s, i, (i + 1) & 3, 0));
  }
  vertex(s, 0, 0, false, 1, 2);
  push(s, 4, -1);
  const face = faceOf(s, 0);
  face.count = 4;
  face.inner = 1;
  return changetype<usize>(s);
}

export function freeSubdivision(s: Subdivision): void {
  drop(s.vertices);
  drop(s.lines);
  drop(s.list);
  drop(s.edges);
  drop(s.faces);
  drop(s.corners);
  drop(s.patterns);
  drop(s.forms);
  heap.free(changetype<usize>(s));
}

export function withAbsolute(value: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(value), 1, abs(value));
}

/** One face without corners. */
function empty(): Subdivision {
  const size = offsetof<Subdivision>();
  const s = changetype<Subdivision>(heap.alloc(size));
  memory.fill(changetype<usize>(s), 0, size);
  reserve(s, 1, 5, 4, 4, 5);
  s.faceCount = 1;
  memory.fill(changetype<usize>(faceOf(s, 0)), 0, offsetof<Face>());
  s.units = 2;
  s.words = 1;
  s.patterns = grown(0, 4);
  store<i32>(s.patterns, 3);
  s.forms = grown(0, 2 * FORM);
  memory.fill(s.forms, 0, 2 * FORM);
  const one = f64x2.splat(1);
  v128.store(s.forms, one);
  v128.store(s.forms + FORM, one, 16);
  return s;
}

/** The line a x + b y + c w = 0, exactly. */
function line(s: Subdivision, a: f64, b: f64, c: f64): void {
  const index = s.lineCount++;
  const added = lineOf(s, index);
  added.layer = -1;
  added.base = 0;
  added.unit = index;
  added.roundoff = 0;
  const form = changetype<usize>(added) + offsetof<Line>("a");
  v128.store(form, withAbsolute(a));
  v128.store(form, withAbsolute(b), 16);
  v128.store(form, withAbsolute(c), 32);
}

/** A point that is known exactly, where two lines meet. */
function vertex(s: Subdivision, x: f64, y: f64, isIdeal: bool, first: i32, second: i32): void {
  const added = vertexOf(s, s.vertexCount++);
  added.x = x;
  added.y = y;
  added.error = 0;
  added.first = first;
  added.second = second;
  added.ideal = i32(isIdeal);
}

export function edge(s: Subdivision, from: i32, to: i32, line: i32): i32 {
  const index = s.edgeCount++;
  const added = edgeOf(s, index);
  added.from = from;
  added.to = to;
  added.line = line;
  added.middle = -1;
  added.sides = 0;
  return index;
}

export function push(s: Subdivision, vertex: i32, border: i32): void {
  const added = cornerOf(s, s.cornerCount++);
  added.vertex = vertex;
  added.edge = border;
}

export function signOf(s: Subdivision, vertex: i32): i32 {
  return vertexOf(s, vertex).sign;
}

export function vertexOf(s: Subdivision, index: i32): Vertex {
  return changetype<Vertex>(s.vertices + <usize>index * offsetof<Vertex>());
}

export function lineOf(s: Subdivision, index: i32): Line {
  return changetype<Line>(s.lines + <usize>index * offsetof<Line>());
}

export function edgeOf(s: Subdivision, index: i32): Edge {
  return changetype<Edge>(s.edges + <usize>index * offsetof<Edge>());
}

export function faceOf(s: Subdivision, index: i32): Face {
  return changetype<Face>(s.faces + <usize>index * offsetof<Face>());
}

export function cornerOf(s: Subdivision, index: i32): Corner {
  return changetype<Corner>(s.corners + <usize>index * offsetof<Corner>());
}

export function formOf(s: Subdivision, base: i32, unit: i32): usize {
  return s.forms + <usize>(base * s.units + unit) * FORM;
}

/** Makes room for that many more of each. */
export function reserve(s: Subdivision, faces: i32, vertices: i32, edges: i32, lines: i32, corners: i32): void {
  s.vertices = grown(s.vertices, <usize>(s.vertexCount + vertices) * offsetof<Vertex>());
  s.edges = grown(s.edges, <usize>(s.edgeCount + edges) * offsetof<Edge>());
  s.lines = grown(s.lines, <usize>(s.lineCount + lines) * offsetof<Line>());
  s.corners = grown(s.corners, <usize>(s.cornerCount + corners) * offsetof<Corner>());
  s.faces = grown(s.faces, <usize>(s.faceCount + faces) * offsetof<Face>());
  s.patterns = grown(s.patterns, (<usize>((s.faceCount + faces) * s.words)) << 2);
}

/** The pool, moved if it has to hold more bytes than it can; 0 is an empty one. */
export function grown(pool: usize, bytes: usize): usize {
  if (pool != 0 && load<usize>(pool - 16) >= bytes) return pool;
  const capacity = bytes + (bytes >> 1) + 64;
  const block = heap.alloc(capacity + 16) + 16;
  store<usize>(block - 16, capacity);
  if (pool != 0) {
    memory.copy(block, pool, load<usize>(pool - 16));
    heap.free(pool - 16);
  }
  return block;
}

export function drop(pool: usize): void {
  if (pool != 0) heap.free(pool - 16);
}
