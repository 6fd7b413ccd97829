/**
 * A network of one hidden layer through any N points of R^n: c(x) = sum_j w_j relu(a . x - b_j), 2 N + n weights (Zhang, Bengio, Hardt, Recht and
 * Vinyals, "Understanding deep learning requires rethinking generalization", 2017, theorem 1).
 *
 * In the order of the projections z = a . x the thresholds are interleaved, z_(j-1) <= b_j < z_j, so that the matrix relu(z_i - b_j) is lower triangular and
 * the weights come by forward substitution: w_j = (y_j - sum_(i<j) w_i (z_j - b_i)) / (z_j - b_j). The sum is z_j W - B with W = sum w_i and B = sum w_i b_i,
 * kept in double-double, and the w_i in it are the *rounded* ones: every weight so makes up for what the rounding of those before it has spoilt, and the
 * network with its weights as stored, evaluated without rounding, misses y_j by half a unit in the last place of w_j (z_j - b_j) and no more.
 *
 * x [points][n], y, a, b, w are doubles; with `single` every input, parameter and projection is rounded to single precision first. order is u32. Nothing may overlap.
 */
import { DoubleDouble } from "./double-double";
import { sortBytes, sortedOrder } from "./sort";

/** What memorize writes of the matrix, as doubles. */
enum Fact {
  SmallestGap,
  /** Largest |w_j|. */
  LargestWeight,
  /** Row sums: the largest of |A|, and of |A^-1|, which has three entries a row if t = 1. */
  Norm,
  InverseNorm,
  LargestInverse,
}

/** Bytes of scratch that each operation here is content with. */
export function memorizeBytes(points: i32): usize {
  return sortBytes(points) + ((<usize>points) << 5);
}

/** Smallest gap between the projections on a, divided by the largest projection: 0 if two coincide. In double precision: to compare directions by. */
export function projectedGap(points: i32, n: i32, x: usize, a: usize, order: usize, work: usize): f64 {
  const z = work + sortBytes(points);
  let size: f64 = 0;
  for (let i = 0; i < points; i++) {
    const projection = dot(n, a, x + at(i) * <usize>n);
    size = max(size, abs(projection));
    store<f64>(z + at(i), projection);
  }
  sortedOrder(points, z, order, work);
  let gap = Infinity;
  for (let i = 1; i < points; i++) gap = min(gap, load<f64>(z + ranked(order, i)) - load<f64>(z + ranked(order, i - 1)));
  return gap / size;
}

/**
 * Writes order, b, w and the facts; b_j = z_j - t (z_j - z_(j-1)), the first as if the gap before it were the median one. With t = 1 b_j is
 * the least double not below z_(j-1). Returns 1, or 0 if no number of the precision separates some two neighbours.
 */
export function memorize(
  points: i32,
  n: i32,
  x: usize,
  y: usize,
  a: usize,
  t: f64,
  single: i32,
  order: usize,
  b: usize,
  w: usize,
  facts: usize,
  work: usize,
): i32 {
  assert(points >= 1 && t > 0 && t <= 1, "memorize: points, and 0 < t <= 1");
  const high = work + sortBytes(points);
  const low = high + at(points);
  const gaps = low + at(points);
  for (let i = 0; i < points; i++) {
    project(n, a, x + at(i) * <usize>n, single);
    store<f64>(high + at(i), DoubleDouble.high);
    store<f64>(low + at(i), DoubleDouble.low);
  }
  sortedOrder(points, high, order, work);
  let smallest = Infinity;
  for (let i = 1; i < points; i++) {
    const here = ranked(order, i);
    const before = ranked(order, i - 1);
    const gap = load<f64>(high + here) - load<f64>(high + before) + (load<f64>(low + here) - load<f64>(low + before));
    store<f64>(gaps + at(i - 1), gap);
    smallest = min(smallest, gap);
  }
  store<f64>(facts, smallest, Fact.SmallestGap << 3);
  if (!(smallest > 0)) return 0;
  // the order of the gaps is written over b, which is not yet in use
  sortedOrder(points - 1, gaps, b, work);
  const middle = (points - 1) >> 1;
  let gap: f64 = points == 1 ? 1 : load<f64>(gaps + ranked(b, middle));
  if (points > 1 && points & 1) gap = (gap + load<f64>(gaps + ranked(b, middle - 1))) / 2;
  let weightHigh: f64 = 0; // W
  let weightLow: f64 = 0;
  let momentHigh: f64 = 0; // B
  let momentLow: f64 = 0;
  let largestWeight: f64 = 0;
  let norm: f64 = 0;
  let inverseNorm: f64 = 0;
  let largestInverse: f64 = 0;
  let steepnessBefore: f64 = 0; // 1 / (z_(j-1) - b_(j-1))
  let beforeHigh: f64 = 0;
  let beforeLow: f64 = 0;
  const lastHigh = load<f64>(high + ranked(order, points - 1));
  for (let j = 0; j < points; j++) {
    const zHigh = load<f64>(high + ranked(order, j));
    const zLow = load<f64>(low + ranked(order, j));
    let threshold = beforeLow > 0 ? following(beforeHigh) : beforeHigh;
    if (t < 1 || j == 0) threshold = zHigh - t * (j == 0 ? gap : zHigh - beforeHigh);
    if (single) threshold = <f64>(<f32>threshold);
    DoubleDouble.setSum(zHigh, -threshold);
    DoubleDouble.add(zLow, 0);
    const diagonal = DoubleDouble.high;
    if (!(diagonal > 0)) return 0;
    DoubleDouble.high = zHigh;
    DoubleDouble.low = zLow;
    DoubleDouble.multiply(-weightHigh, -weightLow);
    DoubleDouble.add(momentHigh, momentLow);
    DoubleDouble.add(load<f64>(y + ranked(order, j)), 0);
    let weight = DoubleDouble.high / diagonal;
    if (single) weight = <f64>(<f32>weight);
    store<f64>(b + at(j), threshold);
    store<f64>(w + at(j), weight);
    DoubleDouble.setProduct(weight, threshold);
    DoubleDouble.add(momentHigh, momentLow);
    momentHigh = DoubleDouble.high;
    momentLow = DoubleDouble.low;
    DoubleDouble.high = weight;
    DoubleDouble.low = 0;
    DoubleDouble.add(weightHigh, weightLow);
    weightHigh = DoubleDouble.high;
    weightLow = DoubleDouble.low;
    largestWeight = max(largestWeight, abs(weight));
    norm += lastHigh - threshold;
    const steepness = 1 / diagonal;
    // row j of the inverse: 1/g_j, -(1/g_j + 1/g_(j-1)), 1/g_(j-1), as w_j is a difference of slopes
    inverseNorm = max(inverseNorm, j == 0 ? steepness : 2 * steepness + (j == 1 ? 1 : 2) * steepnessBefore);
    largestInverse = max(largestInverse, steepness + steepnessBefore);
    steepnessBefore = steepness;
    beforeHigh = zHigh;
    beforeLow = zLow;
  }
  store<f64>(facts, largestWeight, Fact.LargestWeight << 3);
  store<f64>(facts, norm, Fact.Norm << 3);
  store<f64>(facts, inverseNorm, Fact.InverseNorm << 3);
  store<f64>(facts, largestInverse, Fact.LargestInverse << 3);
  return 1;
}

/**
 * out[i] = c(x_i) - y_i (y = 0: c(x_i)) at any points, within 2^-100 of the size of the terms, and the largest |out|. A point costs one search among
 * the ascending b, whatever the number of units, since c(x) = z W_k - B_k with k the number of b below z.
 */
export function memorizedValues(units: i32, b: usize, w: usize, points: i32, n: i32, x: usize, y: usize, a: usize, single: i32, out: usize, work: usize): f64 {
  const sums = work; // after k units: W, B
  DoubleDouble.high = 0;
  DoubleDouble.low = 0;
  let momentHigh: f64 = 0;
  let momentLow: f64 = 0;
  for (let j = 0; j < units; j++) {
    const weight = load<f64>(w + at(j));
    DoubleDouble.add(weight, 0);
    const sum = sums + ((<usize>j) << 5);
    store<f64>(sum, DoubleDouble.high);
    store<f64>(sum, DoubleDouble.low, 8);
    DoubleDouble.setProduct(weight, load<f64>(b + at(j)));
    DoubleDouble.add(momentHigh, momentLow);
    momentHigh = DoubleDouble.high;
    momentLow = DoubleDouble.low;
    store<f64>(sum, momentHigh, 16);
    store<f64>(sum, momentLow, 24);
    DoubleDouble.high = load<f64>(sum);
    DoubleDouble.low = load<f64>(sum, 8);
  }
  let largest: f64 = 0;
  for (let i = 0; i < points; i++) {
    project(n, a, x + at(i) * <usize>n, single);
    const active = below(units, b, DoubleDouble.high, DoubleDouble.low);
    if (active > 0) {
      const sum = sums + ((<usize>(active - 1)) << 5);
      DoubleDouble.multiply(load<f64>(sum), load<f64>(sum, 8));
      DoubleDouble.add(-load<f64>(sum, 16), -load<f64>(sum, 24));
    } else {
      DoubleDouble.high = 0;
      DoubleDouble.low = 0;
    }
    if (y) DoubleDouble.add(-load<f64>(y + at(i)), 0);
    store<f64>(out + at(i), DoubleDouble.high);
    largest = max(largest, abs(DoubleDouble.high));
  }
  return largest;
}

/** Largest |c(x_i) - y_i| over the points 0, stride, 2 stride ..., every product and sum rounded to T and taken in order: what a plain program computes. */
export function plainResidual<T extends number>(units: i32, b: usize, w: usize, points: i32, n: i32, x: usize, y: usize, a: usize, stride: i32): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < points; i += stride) {
    const row = x + at(i) * <usize>n;
    let z: T = <T>0;
    for (let k = 0; k < n; k++) z = <T>(z + <T>(<T>load<f64>(a + at(k)) * <T>load<f64>(row + at(k))));
    let sum: T = <T>0;
    for (let j = 0; j < units; j++) {
      const height = <T>(z - <T>load<f64>(b + at(j)));
      if (!(height > <T>0)) break; // b ascends
      sum = <T>(sum + <T>(<T>load<f64>(w + at(j)) * height));
    }
    largest = max(largest, abs(<f64>sum - load<f64>(y + at(i))));
  }
  return largest;
}

/** Largest |p_i - q_i|; NaN if there is one. */
export function largestDifference(count: i32, p: usize, q: usize): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < count; i++) largest = max(largest, abs(load<f64>(p + at(i)) - load<f64>(q + at(i))));
  return largest;
}

/** a . x in double-double, rounded to single if so wanted. */
function project(n: i32, a: usize, x: usize, single: i32): void {
  let high: f64 = 0;
  let low: f64 = 0;
  for (let k = 0; k < n; k++) {
    const p = load<f64>(a + at(k));
    const q = load<f64>(x + at(k));
    if (single) DoubleDouble.setProduct(<f64>(<f32>p), <f64>(<f32>q));
    else DoubleDouble.setProduct(p, q);
    DoubleDouble.add(high, low);
    high = DoubleDouble.high;
    low = DoubleDouble.low;
  }
  DoubleDouble.high = single ? <f64>(<f32>high) : high;
  DoubleDouble.low = single ? 0 : low;
}

/** a . x in double precision, two lanes at a time. */
function dot(n: i32, a: usize, x: usize): f64 {
  let sum = f64x2.splat(0);
  for (let k = 0; k < n - 1; k += 2) sum = f64x2.add(sum, f64x2.mul(v128.load(a + at(k)), v128.load(x + at(k))));
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if (n & 1) total += load<f64>(a + at(n - 1)) * load<f64>(x + at(n - 1));
  return total;
}

/** Number of the ascending b that are below (high, low). */
function below(units: i32, b: usize, high: f64, low: f64): i32 {
  let first = 0;
  let last = units;
  while (first < last) {
    const middle = (first + last) >> 1;
    const threshold = load<f64>(b + at(middle));
    if (threshold < high || (threshold == high && low > 0)) first = middle + 1;
    else last = middle;
  }
  return first;
}

/** The double after x, which is finite and not 0. */
function following(x: f64): f64 {
  return reinterpret<f64>(reinterpret<i64>(x) + (x > 0 ? 1 : -1));
}

function at(i: i32): usize {
  return (<usize>i) << 3;
}

/** Bytes to the double of the rank-th in order. */
function ranked(order: usize, rank: i32): usize {
  return (<usize>load<u32>(order + ((<usize>rank) << 2))) << 3;
}
