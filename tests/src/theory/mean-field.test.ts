import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ArgumentError, activationNames, loadEngine } from '../../../src/index.js';
import type { ActivationName } from '../../../src/network/activation.js';
import { depthScale, log10Product, MeanField } from '../../../src/theory/mean-field.js';
import { loadTheoryEngines } from '../../support/engine.js';

interface Reference {
  readonly moments: readonly { act: string; q: number; E_phi2: number; E_dphi2: number; E_phi: number }[];
  readonly layers: readonly {
    act: string;
    sw2: number;
    sb2: number;
    q: number[];
    chi: number[];
    layers_listed: number[];
    log10_grad_ratio_delta1_over_deltaL: Record<string, number>;
  }[];
  readonly critical_line: readonly { act: string; line: { qstar: number; sigma_w2: number; sigma_b2: number }[] }[];
  readonly critical_given_sigma_b: readonly { act: string; sigma_b: number; solutions?: { qstar: number; sigma_w2: number; q_map_slope: number }[] }[];
}
const reference: Reference = JSON.parse(readFileSync(new URL('../../reference/meanfield.json', import.meta.url), 'utf8'));
const engine = await loadEngine({ theory: true });
const nameOf = (act: string) => act.replace('_', '-') as ActivationName;
const fieldOf = (act: string) => new MeanField(engine, nameOf(act));
const expectClose = (actual: number, wanted: number, relative = 1e-8, what = '') =>
  expect(Math.abs(actual - wanted), `${what}: ${actual} for ${wanted}`).toBeLessThanOrEqual(relative * Math.abs(wanted) + 1e-15);

describe('moments of a Gaussian pre-activation', () => {
  it('agree with quadrature by other means, to 1e-8', () => {
    for (const { act, q, E_phi, E_phi2, E_dphi2 } of reference.moments) {
      const { mean, square, slope } = fieldOf(act).moments(q);
      for (const [actual, wanted] of [
        [mean, E_phi],
        [square, E_phi2],
        [slope, E_dphi2],
      ] as const)
        expectClose(actual, wanted, 1e-8, `${act}, ${q}`);
    }
  });

  it('are the closed forms of the piecewise linear ones, of z^2 and of sin, to 1e-13', () => {
    for (const q of [1e-6, 0.01, 0.7, 1, 4, 100, 1e4]) {
      const forms: readonly (readonly [ActivationName, number, number])[] = [
        ['identity', q, 1],
        ['relu', q / 2, 1 / 2],
        ['leaky-relu', (q * 1.0001) / 2, 1.0001 / 2],
        ['abs', q, 1],
        ['square', 3 * q * q, 4 * q],
        ['sin', -Math.expm1(-2 * q) / 2, (1 + Math.exp(-2 * q)) / 2],
      ];
      for (const [name, square, slope] of forms) {
        const moments = new MeanField(engine, name).moments(q);
        expectClose(moments.square, square, 1e-13, `${name} ${q}`);
        expectClose(moments.slope, slope, 1e-13, `${name} ${q}`);
      }
    }
  });

  it('the growth is the derivative of the second moment, for every activation', () => {
    for (const name of activationNames)
      for (const q of [0.05, 1, 9]) {
        const field = new MeanField(engine, name);
        const h = 1e-4 * q;
        const difference = (field.moments(q + h).square - field.moments(q - h).square) / (2 * h);
        expect(Math.abs(field.moments(q).growth - difference), `${name} ${q}`).toBeLessThanOrEqual((1e-6 * field.moments(q).square) / q);
      }
  });
});

describe('moments of a pair', () => {
  it('of ReLU are the arc-cosine kernels of Cho and Saul, to 1e-12', () => {
    const field = new MeanField(engine, 'relu');
    for (const q of [0.1, 1, 30])
      for (const c of [-1, -0.999999, -0.5, 0, 0.3, 0.9, 0.999, 0.9999999, 1]) {
        const angle = Math.acos(c);
        const { value, slope } = field.pair(q, c);
        expect(Math.abs(value - (q * (Math.sin(angle) + (Math.PI - angle) * c)) / (2 * Math.PI))).toBeLessThanOrEqual(1e-12 * q);
        expect(Math.abs(slope - (Math.PI - angle) / (2 * Math.PI))).toBeLessThanOrEqual(1e-8); // acos itself is good to 1e-8 near 1
      }
  });

  it('of sin are those of the characteristic function, to 1e-12', () => {
    const field = new MeanField(engine, 'sin');
    for (const q of [0.2, 1, 5])
      for (const c of [-0.9, 0, 0.4, 0.99]) {
        expectClose(field.pair(q, c).value, Math.exp(-q) * Math.sinh(q * c), 1e-12, `${q} ${c}`);
        expectClose(field.pair(q, c).slope, Math.exp(-q) * Math.cosh(q * c), 1e-12, `${q} ${c}`);
      }
  });

  it('at c = 1 are the moments of one, at c = 0 the square of the mean, and the slope is the derivative, for every activation', () => {
    for (const name of activationNames)
      for (const q of [0.3, 4]) {
        const field = new MeanField(engine, name);
        const { mean, square, slope } = field.moments(q);
        expectClose(field.pair(q, 1).value, square, 1e-12, name);
        expectClose(field.pair(q, 1).slope, slope, 1e-12, name);
        expect(Math.abs(field.pair(q, 0).value - mean ** 2)).toBeLessThanOrEqual(1e-12 * square);
        const difference = (field.pair(q, 0.6 + 1e-5).value - field.pair(q, 0.6 - 1e-5).value) / 2e-5; // Price's theorem: q E f' f'
        expectClose(q * field.pair(q, 0.6).slope, difference, 1e-7, `${name} ${q}`);
      }
  });
});

describe('the theory', () => {
  it('variances and slopes of every layer, and the ratio of gradients, are those of the table', () => {
    for (const { act, sw2, sb2, q, chi, layers_listed: listed, log10_grad_ratio_delta1_over_deltaL: ratios } of reference.layers) {
      const rows = fieldOf(act).layers(Math.max(...listed, ...Object.keys(ratios).map(Number)), { weights: sw2, biases: sb2 });
      listed.forEach((layer, index) => {
        if (q[index] === undefined || chi[index] === undefined || q[index] < 1e-100) return;
        expectClose(rows[layer - 1]!.q, q[index]!, 1e-8, `${act} ${sw2} ${layer}`);
        expectClose(rows[layer - 1]!.chi, chi[index]!, 1e-8, `${act} ${sw2} ${layer}`);
      });
      for (const [layers, ratio] of Object.entries(ratios)) {
        const product = log10Product(
          engine,
          rows.slice(0, Number(layers) - 1).map((row) => row.chi),
        );
        expect(Math.abs(product - ratio), `${act} ${sw2} ${layers}`).toBeLessThanOrEqual(1e-7);
      }
    }
  });

  it('the critical line is that of the table', () => {
    for (const { act, line } of reference.critical_line)
      for (const { qstar, sigma_w2, sigma_b2 } of line) {
        const { weights, biases } = fieldOf(act).critical(qstar);
        expectClose(weights, sigma_w2, 1e-8, act);
        expect(Math.abs(biases - sigma_b2)).toBeLessThanOrEqual(1e-8 * Math.max(qstar, Math.abs(sigma_b2)));
      }
  });

  it('so are the critical points of a variance of the biases, stable or not', () => {
    for (const { act, sigma_b, solutions } of reference.critical_given_sigma_b) {
      const points = fieldOf(act)
        .criticalAt(sigma_b ** 2)
        .filter(({ kind }) => kind === 'point');
      expect(points.length, `${act} ${sigma_b}`).toBe(solutions?.length ?? 0);
      solutions?.forEach(({ qstar, sigma_w2, q_map_slope }, index) => {
        expectClose(points[index]!.q, qstar, 1e-6, `${act} ${sigma_b}`);
        expectClose(points[index]!.weights, sigma_w2, 1e-6, `${act} ${sigma_b}`);
        expectClose(points[index]!.growth, q_map_slope, 1e-6, `${act} ${sigma_b}`);
      });
    }
  });

  it('where the variance tends is where iteration leads, for every activation', () => {
    for (const name of activationNames)
      for (const variances of [
        { weights: 0.8, biases: 0.1 },
        { weights: 2.5, biases: 0.3 },
      ]) {
        const field = new MeanField(engine, name);
        const limit = field.limit(variances.weights + variances.biases, variances);
        let q = variances.weights + variances.biases;
        for (let step = 0; step < 400 && q < 1e6; step++) q = field.next(q, variances);
        if (limit === undefined) expect(q, name).toBeGreaterThan(100);
        else expectClose(limit.q, q, 1e-6, name);
      }
  });

  it('a correlation ends at 1 in order, and below in chaos, at a fixed point of slope below 1', () => {
    const field = new MeanField(engine, 'tanh');
    const ordered = { weights: 1.2, biases: 0.05 };
    expect(field.correlation(field.limit(1, ordered)!.q, ordered).c).toBe(1);
    const chaotic = { weights: 6.25, biases: 0.09 };
    const { q, chi } = field.limit(1, chaotic)!;
    expect(chi).toBeCloseTo(1.58522, 5);
    const { c, slope } = field.correlation(q, chaotic);
    expect(Math.abs(field.correlate(c, q, chaotic).c - c)).toBeLessThanOrEqual(1e-12);
    expect(c).toBeLessThan(1);
    expect(slope).toBeLessThan(1);
  });

  it('depth scales are -1 / ln chi', () => {
    const field = new MeanField(engine, 'tanh');
    const scale = (weights: number, biases: number) => depthScale(engine, field.limit(1, { weights, biases })!.chi);
    expect(scale(1.69, 0.09)).toBeCloseTo(16.108172743, 6);
    expect(scale(1, 0.05)).toBeCloseTo(3.63, 2);
    expect([depthScale(engine, 1), depthScale(engine, 0)]).toEqual([Number.POSITIVE_INFINITY, 0]);
  });

  it('has the same bits in every build but the relaxed one', async () => {
    const results = (await loadTheoryEngines()).map(([, each]) => {
      const fields = activationNames.map((name) => new MeanField(each, name));
      return fields.map((field) => [field.moments(0.7), field.pair(1.3, 0.8)]);
    });
    expect(results.length).toBeGreaterThan(1);
    for (const other of results) expect(other).toEqual(results[0]);
  });

  it('refuses what is no activation, no variance and no correlation, by name', () => {
    const field = new MeanField(engine, 'relu');
    expect(() => new MeanField(engine, 'rel' as ActivationName)).toThrow(/^activation/);
    for (const q of [-1, Number.NaN, 1e101]) expect(() => field.moments(q)).toThrow(/^q/);
    expect(() => field.pair(0, 0)).toThrow(/^q/);
    expect(() => field.pair(1, 1.1)).toThrow(ArgumentError);
  });
});
