import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { barron } from '../../src/experiments/barron.js';
import { loadEngine } from '../../src/index.js';
import {
  barronTarget,
  barronTargets,
  GreedyBarron,
  gaussianConstant,
  sampleBall,
  sampleMaurey,
  samplingConstant,
  sechConstant,
} from '../../src/theory/barron.js';
import { logLogSlope } from '../../src/theory/slope.js';

/** Constants in closed form, confirmed by quadrature, from an independent reference. */
const reference: {
  readonly gaussian: readonly { readonly n: number; readonly s: number; readonly C_l2: number }[];
  readonly sech_C: number;
  readonly maurey_cos: readonly { readonly n: number; readonly q_times_mse: number }[];
  readonly maurey_step: readonly { readonly k: number; readonly q_times_mse: number; readonly 'barron_constant_(2 r C)^2_r=1/2': number }[];
} = JSON.parse(readFileSync(new URL('../reference/extras.json', import.meta.url), 'utf8')).barron;

const engine = await loadEngine({ theory: true });
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, value, index) => sum + value * (b[index] as number), 0);
const rowsOf = (data: Float64Array, columns: number) =>
  Array.from({ length: data.length / columns }, (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns)));

describe('the constants', () => {
  it('are the reference closed forms', () => {
    for (const { n, s, C_l2 } of reference.gaussian) expect(Math.abs(gaussianConstant(n) / s / C_l2 - 1)).toBeLessThan(1e-12);
    expect(sechConstant).toBeCloseTo(reference.sech_C, 14);
    for (const { n, q_times_mse } of reference.maurey_cos) expect(samplingConstant({ dimension: n, frequency: 0 })).toBeCloseTo(q_times_mse, 12);
    for (const { k, q_times_mse } of reference.maurey_step) expect(samplingConstant({ dimension: 1, frequency: k })).toBe(q_times_mse);
  });

  it('of random sums show in what is drawn: K / q within 5 %, slope -1 within 0.05', () => {
    for (const [dimension, frequency] of [...reference.maurey_cos.map(({ n }) => [n, 0] as const), ...reference.maurey_step.map(({ k }) => [1, k] as const)]) {
      const errors = Array.from(sampleMaurey(engine, { dimension, frequency, units: 32, repetitions: 600, points: 100, seed: 1 }));
      const q = errors.map((_, unit) => unit + 1);
      const constant = errors.reduce((sum, error, unit) => sum + error * (unit + 1), 0) / errors.length;
      expect(Math.abs(constant / samplingConstant({ dimension, frequency }) - 1)).toBeLessThan(0.05);
      expect(Math.abs(logLogSlope(engine, q, errors) + 1)).toBeLessThan(0.05);
    }
    for (const { k, 'barron_constant_(2 r C)^2_r=1/2': bound } of reference.maurey_step) expect((2 * Math.PI * k) ** 2).toBeCloseTo(bound, 10);
  });
});

describe('samples of a ball', () => {
  it('are uniform in it: no point outside, mean square radius n / (n + 2)', () => {
    for (const dimension of [1, 2, 5, 8]) {
      const { inputs } = sampleBall(engine, barronTarget(engine, 'gaussian', dimension, 0), { count: 20_000, radius: 3, noise: 0, seed: 2, stream: 1 });
      const squares = rowsOf(inputs, dimension).map((row) => dot(row, row) / 9);
      expect(Math.max(...squares)).toBeLessThanOrEqual(1);
      expect(squares.reduce((a, b) => a + b) / squares.length).toBeCloseTo(dimension / (dimension + 2), 1.9);
    }
  });

  it('have the values of the formulas, and noise of the deviation asked for', () => {
    for (const name of barronTargets) {
      const target = barronTarget(engine, name, 3, 7);
      const { inputs, values } = sampleBall(engine, target, { count: 300, radius: 2, noise: 0, seed: 0, stream: 5 });
      const { frequencies, phases, amplitudes } = target;
      rowsOf(inputs, 3).forEach((x, row) => {
        const ridge = (term: number) => dot(frequencies.subarray(3 * term, 3 * term + 3), x) + (phases[term] as number);
        const wave = target.kernel === 'sech' ? (phase: number) => 1 / Math.cosh(phase) : (phase: number) => Math.cos(2 * Math.PI * phase);
        const wanted =
          name === 'gaussian'
            ? Math.exp((-0.5 * dot(x, x) * (frequencies[0] as number) ** 2) as number)
            : amplitudes.reduce((sum, amplitude, term) => sum + amplitude * wave(ridge(term)), 0);
        expect(values[row]).toBeCloseTo(wanted, 12);
      });
      const noisy = sampleBall(engine, target, { count: 300, radius: 2, noise: 0.5, seed: 0, stream: 5 }).values;
      const noise = noisy.map((value, row) => value - (values[row] as number));
      expect(dot(noise, noise) / 300).toBeGreaterThan(0.2);
      expect(dot(noise, noise) / 300).toBeLessThan(0.3);
    }
  });

  it('the constant of a sum of ridges is the sum of its frequencies, each times its amplitude', () => {
    for (const name of ['cosine', 'cosines'] as const) {
      const { frequencies, amplitudes, constant } = barronTarget(engine, name, 4, 3);
      const lengths = rowsOf(frequencies, 4).map((row) => 2 * Math.PI * Math.sqrt(dot(row, row)));
      expect(constant).toBeCloseTo(dot(lengths, amplitudes), 12);
    }
  });
});

describe('the greedy construction', () => {
  const given = { radius: 1, points: 60, fresh: 40, units: 12, candidates: 4, seed: 3 };

  it('has in its units the errors that it reports', () => {
    for (const name of barronTargets) {
      for (const dimension of [1, 3]) {
        const target = barronTarget(engine, name, dimension, 3);
        using greedy = new GreedyBarron(engine, target, given);
        greedy.grow(5);
        greedy.grow(100);
        expect(greedy.errors.length).toBe(12);
        const { inputs, values } = sampleBall(engine, target, { count: 100, radius: 1, noise: 0, seed: 3, stream: 0 });
        const squares = rowsOf(inputs, dimension).map((x, row) => {
          const sum = greedy.units.reduce((all, { direction, threshold, height }) => all + (dot(direction, x) > threshold ? height : 0), greedy.atOrigin);
          return (sum - (values[row] as number)) ** 2;
        });
        expect(greedy.errors.at(-1)).toBeCloseTo(squares.slice(0, 60).reduce((a, b) => a + b) / 60, 10);
        expect(greedy.freshErrors.at(-1)).toBeCloseTo(squares.slice(60).reduce((a, b) => a + b) / 40, 10);
        expect(greedy.units.reduce((sum, { height }) => sum + Math.abs(height), 0)).toBeLessThanOrEqual(Math.sqrt(greedy.bound) * (1 + 1e-12));
      }
    }
  });

  it('takes the best threshold, sign and share of every step, as a search through all of them finds', () => {
    const target = barronTarget(engine, 'sech', 2, 4);
    using greedy = new GreedyBarron(engine, target, { ...given, seed: 4 });
    const { inputs, values } = sampleBall(engine, target, { count: 100, radius: 1, noise: 0, seed: 4, stream: 0 });
    const h = Array.from(values.subarray(0, 60), (value) => value - greedy.atOrigin);
    const z = rowsOf(inputs, 2)
      .slice(0, 60)
      .map((x) => dot(x, target.directions as Float64Array));
    const reach = Math.sqrt(greedy.bound);
    let u = h.map(() => 0);
    greedy.grow(12);
    for (const error of greedy.errors) {
      const tried = z.flatMap((least) =>
        [reach, -reach].map((g) => {
          const corner = z.map((value) => (value >= least ? g : 0));
          const way = corner.map((value, index) => value - (u[index] as number));
          const off = u.map((value, index) => value - (h[index] as number));
          const share = Math.min(1, Math.max(0, -dot(off, way) / dot(way, way)));
          const next = u.map((value, index) => value + share * (way[index] as number));
          const rest = next.map((value, index) => value - (h[index] as number));
          return { next, error: dot(rest, rest) / 60 };
        }),
      );
      const best = tried.reduce((a, b) => (b.error < a.error ? b : a));
      expect(error).toBeCloseTo(best.error, 12);
      u = best.next;
    }
  });

  it('stays below (2 r C)^2 / q, and never gets worse', () => {
    for (const radius of [0.5, 2]) {
      for (const name of barronTargets) {
        using greedy = new GreedyBarron(engine, barronTarget(engine, name, 2, 0), { ...given, radius, points: 200, units: 100 });
        greedy.grow(100);
        greedy.errors.forEach((error, unit) => {
          expect((error * (unit + 1)) / greedy.bound).toBeLessThanOrEqual(1);
          if (unit > 0) expect(error).toBeLessThanOrEqual((greedy.errors[unit - 1] as number) * (1 + 1e-9));
        });
      }
    }
  });

  it('has the same bits in the debug and simd builds', async () => {
    const debug = await loadEngine({ build: 'debug' });
    const grown = [engine, debug].map((on) => {
      using greedy = new GreedyBarron(on, barronTarget(on, 'gaussian', 3, 1), given);
      greedy.grow(12);
      return [greedy.units, greedy.errors, sampleMaurey(on, { dimension: 2, frequency: 0, units: 4, repetitions: 3, points: 5, seed: 0 })];
    });
    expect(grown[1]).toEqual(grown[0]);
  });
});

describe('the experiment', () => {
  const small = { dimensions: [2], points: 50, units: 16, repetitions: 5, samples: [8, 16], widths: [2, 4], steps: 20, trainedSeeds: 1 };

  it('gives the same bits for the same seed, others for another', async () => {
    const first = await barron.run(engine, small);
    expect(await barron.run(engine, small)).toEqual(first);
    expect((await barron.run(engine, { ...small, seed: 1 })).result).not.toEqual(first.result);
  });

  it('refuses bad parameters by name', async () => {
    await expect(barron.run(engine, { targets: ['hat'] })).rejects.toThrow(/^targets\[0\]/);
    await expect(barron.run(engine, { dimensions: [0] })).rejects.toThrow(/^dimensions\[0\]/);
    await expect(barron.run(engine, { units: 1 })).rejects.toThrow(/^units/);
    await expect(barron.run(engine, { samples: [] })).rejects.toThrow(/^samples/);
  });
});
