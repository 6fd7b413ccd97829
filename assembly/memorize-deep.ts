/**
 * The corollary of Zhang et al. (2017): a network of any depth and of width O(N / depth) through N points, as parameters of a network of one output (doubles,
 * zero before; layer by layer weights [outputs][inputs], bias).
 *
 * The interpolant's N - 1 intervals are split into blocks of at most `intervals`, a hidden layer each. A block from z_s to z_e gets p = relu(z - z_s) from the
 * layer before and has the units q_j = relu(p - (z_j - z_s)), one an interval; r = relu(p - (z_e - z_s)), the next block's p; and e, which carries M + the value
 * so far, never negative as M = max |y|. The value so far is affine in the units: e + sum_j (m_j - m_(j-1)) q_j - m_last r, m the slopes: it freezes past z_e.
 * The first block has no e. If `shared`, the layer before it is the one unit relu(a . x - z_1), so that a is written once.
 *
 * z and y in point order, order u32. Returns the number of parameters that are not 0.
 */

/** Where the layer now written stands: static fields, since AssemblyScript has no closures. */
class Cursor {
  static at: usize = 0;
  static written: i32 = 0;

  /** Parameter i from where the layer begins. */
  @inline static put(i: i32, value: f64): void {
    store<f64>(Cursor.at + ((<usize>i) << 3), value);
    Cursor.written += <i32>(value != 0);
  }
}

export function memorizeDeep(points: i32, n: i32, z: usize, y: usize, order: usize, a: usize, intervals: i32, shared: i32, parameters: usize): i32 {
  assert(points >= 2 && intervals >= 1, "memorizeDeep: two points, one interval");
  Cursor.at = parameters;
  Cursor.written = 0;
  let size: f64 = 0;
  for (let i = 0; i < points; i++) size = max(size, abs(load<f64>(y + ((<usize>i) << 3))));
  const firstValue = ranked(y, order, 0);
  let inputs = n; // of the layer to be written
  if (shared) {
    firstLayerUnit(n, a, 0, 1, -ranked(z, order, 0));
    Cursor.at += (<usize>(n + 1)) << 3;
    inputs = 1;
  }
  let carrier = -1; // where the layer before has its e
  let before = -1; // the first point of the block in the layer before
  for (let start = 0; start < points - 1; start += intervals) {
    const end = min(start + intervals, points - 1);
    const steps = end - start;
    const units = steps + 1 + <i32>(before >= 0);
    const bias = units * inputs;
    const origin = ranked(z, order, start);
    for (let j = 0; j <= steps; j++) {
      // the last of them is r
      if (inputs == n && before < 0 && !shared) firstLayerUnit(n, a, j, units, -ranked(z, order, start + j));
      else {
        Cursor.put(j * inputs + (before < 0 ? 0 : start - before), 1);
        Cursor.put(bias + j, origin - ranked(z, order, start + j));
      }
    }
    if (before >= 0) {
      valueSoFar(z, y, order, before, start, carrier, (units - 1) * inputs);
      Cursor.put(bias + units - 1, carrier < 0 ? size + firstValue : 0);
      carrier = units - 1;
    }
    Cursor.at += (<usize>(bias + units)) << 3;
    inputs = units;
    before = start;
  }
  valueSoFar(z, y, order, before, points - 1, carrier, 0);
  Cursor.put(inputs, carrier < 0 ? firstValue : -size);
  return Cursor.written;
}

/** Unit j of the first layer: relu(a . x + bias). */
function firstLayerUnit(n: i32, a: usize, j: i32, units: i32, bias: f64): void {
  for (let k = 0; k < n; k++) Cursor.put(j * n + k, load<f64>(a + ((<usize>k) << 3)));
  Cursor.put(units * n + j, bias);
}

/** The row that sums up the block from start to end: its q, its r, and its e if carrier says where. */
function valueSoFar(z: usize, y: usize, order: usize, start: i32, end: i32, carrier: i32, row: i32): void {
  let slope: f64 = 0;
  for (let i = start; i < end; i++) {
    const next = (ranked(y, order, i + 1) - ranked(y, order, i)) / (ranked(z, order, i + 1) - ranked(z, order, i));
    Cursor.put(row + i - start, next - slope);
    slope = next;
  }
  Cursor.put(row + end - start, -slope);
  if (carrier >= 0) Cursor.put(row + carrier, 1);
}

/** The value of the rank-th point in order. */
function ranked(values: usize, order: usize, rank: i32): f64 {
  return load<f64>(values + ((<usize>load<u32>(order + ((<usize>rank) << 2))) << 3));
}
