/**
 * Signal propagation in wide random networks: expectations over Gaussian pre-activations, and random layers of finite width.
 *
 * moments: E f(u), E f(u)^2, E f'(u)^2, E f(u) f'(u) g, u = sqrt(q) g, g ~ N(0, 1).
 * pairMoments: E f(u) f(v), E f'(u) f'(v), u and v ~ N(0, q) of correlation c.
 *
 * Both by Gauss and Legendre's rule of 16 points on panels of [-10, 10] standard deviations (what lies beyond is below 1e-20). A panel is at most one
 * deviation long, and ends wherever an argument of f is 0, 1, ..., 6, 9, 13.5, ... or minus that: at every kink of every activation (0, 1 and 3), and
 * close enough to the poles of the smooth ones (tanh's at i pi/2 is the nearest); beyond, sin has ends at all multiples of 3. So the integrand is analytic
 * about each panel, and the sums are good to about 1e-14 of the integral of the absolute value. ELU and CELU: for alpha from about 1/10.
 * A pair is taken as u = a x + b y, v = a x - b y with x and y independent: for each y the kinks lie at known x, and in y only where two kinks meet.
 *
 * `work` has room for meanFieldNumbers() numbers, all f64.
 */
import { activate, ActivationId, multiplyBySlope } from "./activations/index";
import { Call } from "./math/call";
import { normal, Purpose } from "./random";

const ORDER = 16;
const BYTES: usize = ORDER * 8;
/** Standard deviations to either side. */
const REACH: f64 = 10;
/** Ends of panels nearer than this, relatively, are one. */
const APART: f64 = 1e-13;
const ROOT_HALF: f64 = 0.7071067811865476;
/** 1 / sqrt(2 pi) */
const DENSITY: f64 = 0.3989422804014327;

/** The positive nodes of the rule on [-1, 1], then their weights. */
const rule = memory.data<f64>([
  0.095012509837637440185, 0.28160355077925891323, 0.45801677765722738634, 0.61787624440264374845, 0.7554044083550030339, 0.86563120238783174388,
  0.94457502307323257608, 0.9894009349916499326, 0.18945061045506849629, 0.18260341504492358887, 0.16915651939500253819, 0.14959598881657673208,
  0.12462897125553387205, 0.09515851168249278481, 0.062253523938647892863, 0.027152459411754094852,
]);

/** x and weights of two variables, and argument, value and slope of two units. */
export function meanFieldNumbers(): i32 {
  return 10 * ORDER;
}

/** result: E f, E f^2, E f'^2, E f f' g. */
export function moments(id: i32, alpha: f64, q: f64, result: usize, work: usize): void {
  assert(q > 0, "moments: q must be positive");
  const scale = Math.sqrt(q);
  const x = work;
  const weights = work + BYTES;
  const z = weights + BYTES;
  const a = z + BYTES;
  const d = a + BYTES;
  let mean: f64 = 0;
  let square: f64 = 0;
  let slope: f64 = 0;
  let growth: f64 = 0;
  let from = -REACH;
  while (from < REACH) {
    const to = panelEnd(id, from, scale, 0);
    nodes(from, to, x, weights);
    unit(id, alpha, scale, 0, x, z, a, d);
    for (let i: usize = 0; i < BYTES; i += 8) {
      const weight = load<f64>(weights + i);
      const value = load<f64>(a + i);
      const derivative = load<f64>(d + i);
      mean += weight * value;
      square += weight * value * value;
      slope += weight * derivative * derivative;
      growth += weight * value * derivative * load<f64>(x + i);
    }
    from = to;
  }
  store<f64>(result, mean);
  store<f64>(result, square, 8);
  store<f64>(result, slope, 16);
  store<f64>(result, growth, 24);
}

/** result: E f(u) f(v), E f'(u) f'(v); c from -1 to 1. */
export function pairMoments(id: i32, alpha: f64, q: f64, c: f64, result: usize, work: usize): void {
  assert(q > 0 && c >= -1 && c <= 1, "pairMoments: q must be positive and c a correlation");
  const scale = Math.sqrt(q);
  const common = max(scale * Math.sqrt(1 + c) * ROOT_HALF, 1e-100);
  const apart = scale * Math.sqrt(1 - c) * ROOT_HALF;
  const y = work;
  const weights = work + BYTES;
  const inner = weights + BYTES;
  let values: f64 = 0;
  let slopes: f64 = 0;
  // Even in y. Kinks of u meet kinks of v where 2 b y is a difference of two, a whole number up to 6; and a kink of u lies b y / a deviations of x from
  // where it is for y = 0.
  const across = max(apart / common, 1e-100);
  let from: f64 = 0;
  while (from < REACH) {
    const to = min(panelEnd(id, from, max(2 * apart, 1e-100), 0), after(id, across * from) / across);
    nodes(from, to, y, weights);
    for (let i: usize = 0; i < BYTES; i += 8) {
      const weight = 2 * load<f64>(weights + i);
      alongCommon(id, alpha, common, apart * load<f64>(y + i), result, inner);
      values += weight * load<f64>(result);
      slopes += weight * load<f64>(result, 8);
    }
    from = to;
  }
  store<f64>(result, values);
  store<f64>(result, slopes, 8);
}

/** E f(scale x + shift) f(scale x - shift), and the same of f'. */
function alongCommon(id: i32, alpha: f64, scale: f64, shift: f64, result: usize, work: usize): void {
  const x = work;
  const weights = work + BYTES;
  const z = weights + BYTES;
  const a = z + BYTES;
  const d = a + BYTES;
  const b = d + BYTES;
  const e = b + BYTES;
  let values: f64 = 0;
  let slopes: f64 = 0;
  let from = -REACH;
  while (from < REACH) {
    const to = panelEnd(id, from, scale, shift);
    nodes(from, to, x, weights);
    unit(id, alpha, scale, shift, x, z, a, d);
    unit(id, alpha, scale, -shift, x, z, b, e);
    for (let i: usize = 0; i < BYTES; i += 8) {
      const weight = load<f64>(weights + i);
      values += weight * load<f64>(a + i) * load<f64>(b + i);
      slopes += weight * load<f64>(d + i) * load<f64>(e + i);
    }
    from = to;
  }
  store<f64>(result, values);
  store<f64>(result, slopes, 8);
}

/** f and f' at scale x + shift for the nodes of a panel. */
function unit(id: i32, alpha: f64, scale: f64, shift: f64, x: usize, z: usize, a: usize, d: usize): void {
  for (let i: usize = 0; i < BYTES; i += 8) {
    store<f64>(z + i, scale * load<f64>(x + i) + shift);
    store<f64>(d + i, 1);
  }
  activate<f64>(id, ORDER, alpha, z, a);
  multiplyBySlope<f64>(id, ORDER, alpha, z, a, d);
}

/** Nodes of a panel, ascending by pairs, with weights that hold the normal density. */
function nodes(from: f64, to: f64, x: usize, weights: usize): void {
  const middle = 0.5 * (from + to);
  const half = 0.5 * (to - from);
  for (let i: usize = 0; i < BYTES; i += 16) {
    const step = half * load<f64>(rule + (i >> 1));
    const pair = f64x2.replace_lane(f64x2.splat(middle - step), 1, middle + step);
    const density = Call.exp<f64>(f64x2.mul(f64x2.mul(pair, pair), f64x2.splat(-0.5)));
    v128.store(x + i, pair);
    v128.store(weights + i, f64x2.mul(density, f64x2.splat(half * DENSITY * load<f64>(rule + (BYTES >> 1) + (i >> 1)))));
  }
}

/** Where the panel that begins at x ends. */
function panelEnd(id: i32, x: f64, scale: f64, shift: f64): f64 {
  const whole = Math.floor(x + APART) + 1;
  const right = (after(id, scale * x + shift) - shift) / scale;
  const left = (after(id, scale * x - shift) + shift) / scale;
  return min(min(whole, REACH), min(right, left));
}

/** The next end of a panel to the right of an argument of f. */
function after(id: i32, argument: f64): f64 {
  const v = argument + APART * max<f64>(1, Math.abs(argument));
  if (v >= -6 && v < 6) return Math.floor(v) + 1;
  if (id == ActivationId.Sin) return 3 * (Math.floor(v / 3) + 1);
  let end: f64 = 6;
  if (v > 0) {
    while (end <= v) end *= 1.5;
    return end;
  }
  while (1.5 * end < -v) end *= 1.5;
  return -end;
}

/**
 * Two inputs through a random network of `layers` layers of `width` units (even), drawn as they are needed: given what a layer reads, the pre-activations of its
 * units are independent Gaussian pairs whose covariance is sw2 times the mean product of the two readings, plus sb2. That is the exact law of the
 * network, at any width. variances[l], correlations[l]: of the first input's pre-activations, and of both; l = 0 are q and c themselves, which the
 * first layer is drawn with. `work` has room for 4 width numbers.
 */
export function propagatePair(
  id: i32,
  alpha: f64,
  sw2: f64,
  sb2: f64,
  width: i32,
  layers: i32,
  q: f64,
  c: f64,
  seedLow: u32,
  seedHigh: u32,
  stream: u32,
  variances: usize,
  correlations: usize,
  work: usize,
): void {
  assert(width % 2 == 0, "propagatePair: width must be even");
  const bytes = (<usize>width) << 3;
  const u = work;
  const v = u + bytes;
  const f = v + bytes;
  const g = f + bytes;
  let first = q;
  let second = q;
  let product = c * q;
  for (let l = 0; ; l++) {
    const correlation = max<f64>(-1, min<f64>(1, product / Math.sqrt(first * second)));
    store<f64>(variances + ((<usize>l) << 3), first);
    store<f64>(correlations + ((<usize>l) << 3), correlation);
    if (l == layers) break;
    const other = Math.sqrt(1 - correlation * correlation);
    const rootFirst = Math.sqrt(first);
    const rootSecond = Math.sqrt(second);
    for (let i = 0; i < width; i++) {
      const index = <u32>(2 * (l * width + i));
      const common = normal(seedLow, seedHigh, Purpose.Weights, stream, index);
      const own = normal(seedLow, seedHigh, Purpose.Weights, stream, index + 1);
      store<f64>(u + ((<usize>i) << 3), rootFirst * common);
      store<f64>(v + ((<usize>i) << 3), rootSecond * (correlation * common + other * own));
    }
    activate<f64>(id, width, alpha, u, f);
    activate<f64>(id, width, alpha, v, g);
    first = 0;
    second = 0;
    product = 0;
    for (let at: usize = 0; at < bytes; at += 8) {
      const p = load<f64>(f + at);
      const s = load<f64>(g + at);
      first += p * p;
      second += s * s;
      product += p * s;
    }
    const share = sw2 / <f64>width;
    first = share * first + sb2;
    second = share * second + sb2;
    product = share * product + sb2;
  }
}
