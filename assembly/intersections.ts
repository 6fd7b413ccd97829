/**
 * Where lines meet, with a bound on the error: vertices of a subdivision (subdivision.ts). Lines and forms carry their running error bounds, as regions.ts has them. Nothing
 * underflows that counts: the caller sees to it that coefficients other than 0 have sizes from 2^-450 to 2^450.
 */
import { Line, Vertex } from "./subdivision";

/** Unit roundoff, doubled as slack for the rounding of the bounds themselves: 2^-52. */
export const UNIT: f64 = 2.220446049250313e-16;
/** More than what underflow can change in a coordinate: 2^-1000. */
const TINY: f64 = 9.332636185032189e-302;

/**
 * Where line q meets the edge from u to v on line p. Between two points: the share t = z(u) / (z(u) - z(v)) is wrong by at most max(error of z) / |z(u) - z(v)| since the true values
 * have opposite signs; it does for two ideal points as well. From a point towards an ideal one: the multiple t = |z(u)| / |z(v)| of its direction. For a point, by Cramer's
 * rule too: numerators and determinant each with the bound of a sum of two products; the way with the smaller bound is kept.
 */
export function place(vertex: Vertex, u: Vertex, v: Vertex, p: Line, q: Line): void {
  if (u.ideal == v.ideal) between(vertex, u, v, q);
  else if (v.ideal) towards(vertex, u, v, q);
  else towards(vertex, v, u, q);
  if (!vertex.ideal) byDeterminants(vertex, p, q);
}

/** The point of a line that is nearest to the origin, (-a c, -b c) / (a^2 + b^2). */
export function placeNearest(vertex: Vertex, p: Line): void {
  const square = p.a * p.a + p.b * p.b;
  const wrong = (2 * p.roundoff + 4 * UNIT) * (p.absoluteA * p.absoluteA + p.absoluteB * p.absoluteB);
  const least = square - wrong;
  vertex.ideal = 0;
  vertex.x = -(p.a * p.c) / square;
  vertex.y = -(p.b * p.c) / square;
  const size = max(abs(vertex.x), abs(vertex.y));
  const product = (2 * p.roundoff + 4 * UNIT) * (max(p.absoluteA, p.absoluteB) * p.absoluteC);
  vertex.error = p.absoluteC == 0 ? 0 : least > 0 ? (product + size * wrong) / least + 4 * UNIT * size + TINY : Infinity;
}

/** The value of a form with so much added to its constant. */
export function valueAt(form: usize, shift: f64, at: Vertex): f64 {
  const value = load<f64>(form) * at.x + load<f64>(form, 16) * at.y;
  return at.ideal ? value : value + (load<f64>(form, 32) + shift);
}

/** Bound on the error of `valueAt`: of the form, of the sums, of the vertex. */
export function errorAt(form: usize, shift: f64, roundoff: f64, at: Vertex): f64 {
  let size = load<f64>(form, 8) * abs(at.x) + load<f64>(form, 24) * abs(at.y);
  if (!at.ideal) size += load<f64>(form, 40) + abs(shift);
  return (roundoff + 4 * UNIT) * size + (abs(load<f64>(form)) + abs(load<f64>(form, 16))) * at.error;
}

function between(vertex: Vertex, u: Vertex, v: Vertex, q: Line): void {
  const form = changetype<usize>(q) + offsetof<Line>("a");
  const from = valueAt(form, 0, u);
  const gap = from - valueAt(form, 0, v);
  const dx = v.x - u.x;
  const dy = v.y - u.y;
  const wrong = max(errorAt(form, 0, q.roundoff, u), errorAt(form, 0, q.roundoff, v)) / abs(gap) + 4 * UNIT;
  const share = wrong < 1 ? max(0, min(1, from / gap)) : 0.5;
  const size = max(max(abs(u.x), abs(v.x)), max(abs(u.y), abs(v.y)));
  vertex.x = u.x + share * dx;
  vertex.y = u.y + share * dy;
  vertex.error = max(u.error, v.error) + (wrong < 1 ? wrong : 1) * max(abs(dx), abs(dy)) + 4 * UNIT * size + TINY;
}

function towards(vertex: Vertex, u: Vertex, v: Vertex, q: Line): void {
  const form = changetype<usize>(q) + offsetof<Line>("a");
  const rise = abs(valueAt(form, 0, v));
  const slack = errorAt(form, 0, q.roundoff, v);
  const multiple = abs(valueAt(form, 0, u)) / rise;
  const wrong = (errorAt(form, 0, q.roundoff, u) + multiple * slack) / (rise - slack) + 4 * UNIT * multiple;
  const size = max(max(abs(u.x), abs(u.y)), multiple);
  vertex.x = u.x + multiple * v.x;
  vertex.y = u.y + multiple * v.y;
  vertex.error = rise > slack ? u.error + wrong + (multiple + wrong) * v.error + 4 * UNIT * size + TINY : Infinity;
}

function byDeterminants(vertex: Vertex, p: Line, q: Line): void {
  const relative = p.roundoff + q.roundoff + 4 * UNIT;
  const determinant = p.a * q.b - q.a * p.b;
  const least = abs(determinant) - relative * (p.absoluteA * q.absoluteB + q.absoluteA * p.absoluteB);
  if (!(least > 0)) return;
  const x = (p.b * q.c - q.b * p.c) / determinant;
  const y = (p.c * q.a - q.c * p.a) / determinant;
  const errorX = p.absoluteB * q.absoluteC + q.absoluteB * p.absoluteC;
  const errorY = p.absoluteC * q.absoluteA + q.absoluteC * p.absoluteA;
  const size = max(abs(x), abs(y));
  const spread = size * (p.absoluteA * q.absoluteB + q.absoluteA * p.absoluteB);
  // two lines through the origin meet there, exactly
  const error = errorX == 0 && errorY == 0 ? 0 : (relative * (max(errorX, errorY) + spread)) / least + 4 * UNIT * size + TINY;
  if (!(error < vertex.error)) return;
  vertex.x = x;
  vertex.y = y;
  vertex.error = error;
}
