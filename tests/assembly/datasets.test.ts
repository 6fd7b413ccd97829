import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builds, loadRaw, type Precision, precisions, type RawEngine } from '../support/engines.js';

const reference = JSON.parse(readFileSync(new URL('../reference/moons.json', import.meta.url), 'utf8'));

/** Calls a generator and copies what it wrote: points [n][2] and labels. Both blocks stand between guard words. */
function generate(engine: RawEngine, precision: Precision, n: number, call: (inputs: number, labels: number) => void) {
  const size = precision === 'f32' ? 4 : 8;
  const inputs = engine.allocate(2 * n * size + 32);
  const labels = engine.allocate(4 * n + 32);
  const words = (pointer: number, bytes: number) => new Uint8Array(engine.memory.buffer, pointer, bytes);
  words(inputs, 2 * n * size + 32).fill(0xa5);
  words(labels, 4 * n + 32).fill(0xa5);
  call(inputs + 16, labels + 16);
  const Floats = precision === 'f32' ? Float32Array : Float64Array;
  const result = {
    points: Array.from({ length: n }, (_, i) => Array.from(new Floats(engine.memory.buffer, inputs + 16, 2 * n).subarray(2 * i, 2 * i + 2))),
    labels: Array.from(new Int32Array(engine.memory.buffer, labels + 16, n)),
    guards: [words(inputs, 16), words(inputs + 16 + 2 * n * size, 16), words(labels, 16), words(labels + 16 + 4 * n, 16)].every((guard) =>
      guard.every((byte) => byte === 0xa5),
    ),
  };
  engine.release(inputs);
  engine.release(labels);
  return result;
}

const kernels = (engine: RawEngine, precision: Precision) => ({
  moons: precision === 'f32' ? engine.moons_f32 : engine.moons_f64,
  circles: precision === 'f32' ? engine.circles_f32 : engine.circles_f64,
  spirals: precision === 'f32' ? engine.spirals_f32 : engine.spirals_f64,
  xor: precision === 'f32' ? engine.xor_f32 : engine.xor_f64,
  gaussians: precision === 'f32' ? engine.gaussians_f32 : engine.gaussians_f64,
});

const sets = {
  moons: (engine: RawEngine, precision: Precision, n: number, noise: number, stream = 0, seed = 7) =>
    generate(engine, precision, n, (x, y) => kernels(engine, precision).moons(n, noise, seed, 0, stream, x, y)),
  circles: (engine: RawEngine, precision: Precision, n: number, noise: number, stream = 0, seed = 7) =>
    generate(engine, precision, n, (x, y) => kernels(engine, precision).circles(n, 0.5, noise, seed, 0, stream, x, y)),
  spirals: (engine: RawEngine, precision: Precision, n: number, noise: number, stream = 0, seed = 7) =>
    generate(engine, precision, n, (x, y) => kernels(engine, precision).spirals(n, 1.75, noise, seed, 0, stream, x, y)),
  xor: (engine: RawEngine, precision: Precision, n: number, noise: number, stream = 0, seed = 7) =>
    generate(engine, precision, n, (x, y) => kernels(engine, precision).xor(n, 0.05, noise, seed, 0, stream, x, y)),
  gaussians: (engine: RawEngine, precision: Precision, n: number, noise: number, stream = 0, seed = 7) =>
    generate(engine, precision, n, (x, y) => kernels(engine, precision).gaussians(n, 0.5, noise, seed, 0, stream, x, y)),
};
const names = ['moons', 'circles', 'spirals', 'xor', 'gaussians'] as const;
const radius = ([x, y]: number[]) => Math.sqrt(x! * x! + y! * y!);

describe.each(builds)('data sets in the %s build', (build) => {
  const engine = loadRaw(build);

  it("moons without noise are scikit-learn's, to 1e-15", () => {
    for (const { n, X, y } of reference.sets) {
      const { points, labels } = sets.moons(engine, 'f64', n, 0);
      expect(labels).toEqual(y);
      const errors = points.flatMap(([a, b], i) => [Math.abs(a! - X[i][0]), Math.abs(b! - X[i][1])]);
      expect(Math.max(...errors)).toBeLessThanOrEqual(1e-15);
    }
  });

  it.each(names)('%s: half of the points are of each class, in order, and nothing else is written, for every size', (name) => {
    for (const precision of precisions) {
      for (const n of [2, 3, 4, 5, 17, 100]) {
        const { labels, points, guards } = sets[name](engine, precision, n, 0.1);
        expect(labels).toEqual(Array.from({ length: n }, (_, i) => Number(i >= n >> 1)));
        expect(points.flat().every(Number.isFinite)).toBe(true);
        expect(guards).toBe(true);
      }
    }
  });

  it.each(names)('%s: f32 points are the f64 points rounded once', (name) => {
    const [single, double] = [sets[name](engine, 'f32', 101, 0.2), sets[name](engine, 'f64', 101, 0.2)];
    expect(single.points).toEqual(double.points.map((point) => point.map(Math.fround)));
    expect(single.labels).toEqual(double.labels);
  });

  it.each(names)('%s: seeds and streams differ, and each is repeatable', (name) => {
    const first = sets[name](engine, 'f64', 50, 0.2).points;
    expect(sets[name](engine, 'f64', 50, 0.2).points).toEqual(first);
    expect(sets[name](engine, 'f64', 50, 0.2, 1).points).not.toEqual(first);
    expect(sets[name](engine, 'f64', 50, 0.2, 0, 8).points).not.toEqual(first);
  });

  it('noise has the mean and the standard deviation that were asked for, on both coordinates', () => {
    const n = 20_000;
    const [clean, noisy] = [sets.moons(engine, 'f64', n, 0).points, sets.moons(engine, 'f64', n, 0.3).points];
    for (const coordinate of [0, 1]) {
      const errors = noisy.map((point, i) => point[coordinate]! - clean[i]![coordinate]!);
      const mean = errors.reduce((a, b) => a + b) / n;
      const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / n);
      expect(Math.abs(mean)).toBeLessThan((5 * 0.3) / Math.sqrt(n)); // five standard errors
      expect(Math.abs(deviation / 0.3 - 1)).toBeLessThan(5 / Math.sqrt(2 * n));
    }
  });

  it('circles without noise have radius 1 and 1/2, spirals grow evenly to 1 and are each other turned by half a turn', () => {
    const circles = sets.circles(engine, 'f64', 40, 0);
    for (const [i, point] of circles.points.entries()) expect(Math.abs(radius(point) - (circles.labels[i] === 0 ? 1 : 0.5))).toBeLessThan(1e-15);
    const spirals = sets.spirals(engine, 'f64', 40, 0);
    for (let i = 0; i < 20; i++) {
      expect(Math.abs(radius(spirals.points[i]!) - (i + 1) / 20)).toBeLessThan(1e-15);
      expect(spirals.points[20 + i]).toEqual(spirals.points[i]!.map((value) => -value));
    }
  });

  it('xor: class 1 where the signs differ, no coordinate nearer to 0 than the gap, and in each class both corners alike up to one point', () => {
    for (const n of [2, 3, 5, 8, 40, 41]) {
      const { points, labels } = sets.xor(engine, 'f64', n, 0);
      const corners = [0, 0, 0, 0];
      for (const [i, [x, y]] of points.entries()) {
        expect(Math.min(Math.abs(x!), Math.abs(y!))).toBeGreaterThanOrEqual(0.05);
        expect(Math.max(Math.abs(x!), Math.abs(y!))).toBeLessThan(1);
        expect(labels[i]).toBe(x! > 0 === y! > 0 ? 0 : 1);
        corners[2 * labels[i]! + (x! > 0 ? 0 : 1)]!++;
      }
      for (const label of [0, 2]) expect(corners[label]! - corners[label + 1]!).toBeOneOf([0, 1]);
    }
  });

  it('xor: the places of its points are uniform, and independent of their noise', () => {
    const n = 20_000;
    const [clean, noisy] = [sets.xor(engine, 'f64', n, 0).points, sets.xor(engine, 'f64', n, 0.3).points];
    for (const coordinate of [0, 1]) {
      const sizes = clean.map((point) => Math.abs(point[coordinate]!) - 0.525);
      const errors = noisy.map((point, i) => (point[coordinate]! - clean[i]![coordinate]!) / 0.3);
      const spread = 0.95 / Math.sqrt(12);
      expect(Math.abs(sizes.reduce((a, b) => a + b) / n)).toBeLessThan((5 * spread) / Math.sqrt(n)); // five standard errors
      expect(Math.abs(sizes.reduce((sum, size, i) => sum + size * errors[i]!, 0) / n)).toBeLessThan((5 * spread) / Math.sqrt(n));
    }
  });

  it('gaussians without noise are their two middles', () => {
    const { points, labels } = sets.gaussians(engine, 'f64', 7, 0);
    for (const [i, point] of points.entries()) expect(point).toEqual(labels[i] === 0 ? [-0.5, -0.5] : [0.5, 0.5]);
  });

  it('images: every digit of base 17 is its share of full ink, in both precisions', () => {
    const text = `0123456789abcdefg7\ngfedcba98765432100\n`;
    const bytes = new TextEncoder().encode(text);
    for (const precision of precisions) {
      const Floats = precision === 'f32' ? Float32Array : Float64Array;
      const [source, inputs, labels] = [engine.allocate(bytes.length), engine.allocate(34 * 8), engine.allocate(8)];
      new Uint8Array(engine.memory.buffer, source, bytes.length).set(bytes);
      engine[`images_${precision}`](2, 17, source, inputs, labels);
      const ink = Array.from({ length: 17 }, (_, k) => k / 16);
      expect(Array.from(new Floats(engine.memory.buffer, inputs, 34))).toEqual([...ink, ...ink.toReversed()]);
      expect(Array.from(new Int32Array(engine.memory.buffer, labels, 2))).toEqual([7, 0]);
      for (const pointer of [source, inputs, labels]) engine.release(pointer);
    }
  });
});

it('debug and simd make the same bits', () => {
  const [debug, simd] = [loadRaw('debug'), loadRaw('simd')];
  for (const name of names) for (const precision of precisions) expect(sets[name](simd, precision, 99, 0.1)).toEqual(sets[name](debug, precision, 99, 0.1));
});
