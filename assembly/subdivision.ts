/**
 * A subdivision of a rectangle in memory: vertices, lines, edges, faces with their corners; what regions.ts cuts. The header's first words are read by src/theory/regions.ts.
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
  layer: i32;
  roundoff: f64;
}

@unmanaged
export class Vertex {
  x: f64;
  y: f64;
  /** Bound on the error of x and of y. */
  error: f64;
  /** The two lines that meet here. */
  first: i32;
  second: i32;
  /** Of the unit at hand. */
  sign: i32;
  /** So that vertices stand at multiples of 8. */
  padding: i32;
}

@unmanaged
export class Line {
  /** Which form it is; sides of the rectangle have layer -1. */
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
  const size = offsetof<Subdivision>();
  const s = changetype<Subdivision>(heap.alloc(size));
  memory.fill(changetype<usize>(s), 0, size);
  reserve(s, 1, 4, 4, 4, 4);
  for (let i = 0; i < 4; i++) {
    const isRight = i == 1 || i == 2;
    line(s, i & 1, i == 0 ? left : i == 1 ? bottom : i == 2 ? right : top);
    corner(s, isRight ? right : left, i < 2 ? bottom : top, i);
    push(s, i, edge(s, i, (i + 1) & 3, (i + 1) & 3));
  }
  s.faceCount = 1;
  const face = faceOf(s, 0);
  face.start = 0;
  face.count = 4;
  face.base = 0;
  s.units = 2;
  s.words = 1;
  s.patterns = grown(0, 4);
  store<i32>(s.patterns, 3);
  s.forms = grown(0, 2 * FORM);
  memory.fill(s.forms, 0, 2 * FORM);
  const one = f64x2.splat(1);
  v128.store(s.forms, one);
  v128.store(s.forms + FORM, one, 16);
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

/** A side of the rectangle: coordinate 0 or 1 is `at` on it. */
function line(s: Subdivision, coordinate: i32, at: f64): void {
  const index = s.lineCount++;
  const added = lineOf(s, index);
  added.layer = -1;
  added.base = 0;
  added.unit = index;
  added.roundoff = 0;
  const form = changetype<usize>(added) + offsetof<Line>("a");
  v128.store(form, f64x2.splat(1 - coordinate));
  v128.store(form, f64x2.splat(coordinate), 16);
  v128.store(form, withAbsolute(-at), 32);
}

/** Corner i of the rectangle, between sides i and i + 1. */
function corner(s: Subdivision, x: f64, y: f64, i: i32): void {
  const vertex = vertexOf(s, s.vertexCount++);
  vertex.x = x;
  vertex.y = y;
  vertex.error = 0;
  vertex.first = i;
  vertex.second = (i + 1) & 3;
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
