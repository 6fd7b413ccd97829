/**
 * Data sets made in the engine: points of the plane in two classes, and the reading of packed images.
 *
 * Inputs are written row-major, two numbers a point, labels as i32. `size` is the bytes of a number, 4 or 8: one loop for both
 * precisions, as nothing here is done often. The first floor(n / 2) rows are
 * class 0, the rest class 1, as scikit-learn splits them without a shuffle: whoever trains on mini-batches shuffles. Everything is
 * computed in f64 and rounded once, so f32 and f64 data of one seed agree up to that rounding. Noise is N(0, noise^2) on each coordinate: number 2 i + c
 * of the stream for coordinate c of row i. Nothing is read but the text of the images.
 */
import { write } from "./element";
import { cosTurn, sinTurn } from "./math/turn";
import { normal, Purpose, uniform } from "./random";

/** Where the noise of one set comes from: static fields, since AssemblyScript has no closures. */
class Noise {
  static sigma: f64 = 0;
  static seedLow: u32 = 0;
  static seedHigh: u32 = 0;
  static stream: u32 = 0;

  @inline static use(sigma: f64, seedLow: u32, seedHigh: u32, stream: u32): void {
    Noise.sigma = sigma;
    Noise.seedLow = seedLow;
    Noise.seedHigh = seedHigh;
    Noise.stream = stream;
  }

  /** The error of the index-th coordinate. */
  @inline static at(index: u32): f64 {
    return Noise.sigma * normal(Noise.seedLow, Noise.seedHigh, Purpose.Data, Noise.stream, index);
  }
}

/** Two moons as scikit-learn's make_moons: upper (cos t, sin t), lower (1 - cos t, 1/2 - sin t), t evenly spaced in [0, pi], ends included (half a turn). */
export function moons(size: i32, n: i32, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void {
  assert(n >= 2, "moons: at least two points");
  Noise.use(noise, seedLow, seedHigh, stream);
  const upper = n >> 1;
  const lower = n - upper;
  for (let i = 0; i < upper; i++) {
    const t = spaced(i, upper - 1, 0.5);
    put(size, inputs, labels, i, cosTurn(t), sinTurn(t), 0);
  }
  for (let i = 0; i < lower; i++) {
    const t = spaced(i, lower - 1, 0.5);
    put(size, inputs, labels, upper + i, 1 - cosTurn(t), 0.5 - sinTurn(t), 1);
  }
}

/** Two circles as scikit-learn's make_circles: class 0 of radius 1, class 1 of radius `factor`, angles evenly spaced in [0, 2 pi). */
export function circles(size: i32, n: i32, factor: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void {
  assert(n >= 2, "circles: at least two points");
  Noise.use(noise, seedLow, seedHigh, stream);
  const outer = n >> 1;
  const inner = n - outer;
  for (let i = 0; i < outer; i++) {
    const t = spaced(i, outer, 1);
    put(size, inputs, labels, i, cosTurn(t), sinTurn(t), 0);
  }
  for (let i = 0; i < inner; i++) {
    const t = spaced(i, inner, 1);
    put(size, inputs, labels, outer + i, factor * cosTurn(t), factor * sinTurn(t), 1);
  }
}

/** Two Archimedean spirals, each the other turned by half a turn: radius r evenly spaced in (0, 1], angle 2 pi turns r. */
export function spirals(size: i32, n: i32, turns: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void {
  assert(n >= 2, "spirals: at least two points");
  Noise.use(noise, seedLow, seedHigh, stream);
  const first = n >> 1;
  for (let i = 0; i < n; i++) {
    const arm = i < first ? 0 : 1;
    const r = arm == 0 ? spaced(i + 1, first, 1) : spaced(i + 1 - first, n - first, 1);
    const sign: f64 = arm == 0 ? 1 : -1;
    const t = turns * r;
    put(size, inputs, labels, i, sign * r * cosTurn(t), sign * r * sinTurn(t), arm);
  }
}

/**
 * Exclusive or: class 0 where x and y have one sign, class 1 where they have not. Sizes of the coordinates are uniform in [gap, 1), the signs of x alternate within
 * each class. Coordinate c of row i takes number 2 (n + i) + c of the stream, beyond those of the noise.
 */
export function xor(size: i32, n: i32, gap: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void {
  assert(n >= 2, "xor: at least two points");
  Noise.use(noise, seedLow, seedHigh, stream);
  const first = n >> 1;
  for (let i = 0; i < n; i++) {
    const label = <i32>(i >= first);
    const index = 2 * (n + i);
    const x = gap + (1 - gap) * uniform(seedLow, seedHigh, Purpose.Data, stream, index);
    const y = gap + (1 - gap) * uniform(seedLow, seedHigh, Purpose.Data, stream, index + 1);
    const left = (i - label * first) & 1;
    put(size, inputs, labels, i, left ? -x : x, left ^ label ? -y : y, label);
  }
}

/** Two clouds: class 0 about (-c, -c), class 1 about (c, c), with c = `centre`; the noise alone spreads them. */
export function gaussians(size: i32, n: i32, centre: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void {
  assert(n >= 2, "gaussians: at least two points");
  Noise.use(noise, seedLow, seedHigh, stream);
  const first = n >> 1;
  for (let i = 0; i < n; i++) {
    const label = <i32>(i >= first);
    const c = label ? centre : -centre;
    put(size, inputs, labels, i, c, c, label);
  }
}

/**
 * Reads n images of `pixels` digits of base 17 each (0-9, a-g: ink from 0 to 16), followed by a decimal digit (the label) and a line end.
 * Ink is written as a share of full ink, k / 16, which is exact in both precisions.
 */
export function images(size: i32, n: i32, pixels: i32, text: usize, inputs: usize, labels: usize): void {
  for (let i = 0; i < n; i++) {
    const line = text + <usize>i * (<usize>pixels + 2);
    const row = inputs + <usize>i * <usize>(pixels * size);
    for (let p = 0; p < pixels; p++) {
      const code = <i32>load<u8>(line + p);
      const ink = code <= 57 ? code - 48 : code - 87; // '0' is 48, '9' is 57, 'a' is 97
      assert(ink >= 0 && ink <= 16, "images: a pixel is 0-9 or a-g");
      write(size, row + <usize>(p * size), <f64>ink / 16);
    }
    store<i32>(labels + ((<usize>i) << 2), <i32>load<u8>(line + pixels) - 48);
  }
}

/** The i-th of steps + 1 evenly spaced numbers from 0 to end, both exact; 0 where there is only one. */
function spaced(i: i32, steps: i32, end: f64): f64 {
  if (i == 0) return 0;
  return i == steps ? end : <f64>i * (end / <f64>steps);
}

/** Writes point i, with its noise. */
function put(size: i32, inputs: usize, labels: usize, i: i32, x: f64, y: f64, label: i32): void {
  const point = inputs + <usize>i * <usize>(2 * size);
  if (Noise.sigma > 0) {
    x += Noise.at(2 * i);
    y += Noise.at(2 * i + 1);
  }
  write(size, point, x);
  write(size, point + <usize>size, y);
  store<i32>(labels + ((<usize>i) << 2), label);
}
