import { describe, expect, it } from 'vitest';
import { type Initializer, initializerNames, type Layer, Network } from '../../../src/index.js';
import { loadEngines } from '../../support/engine.js';

const engines = await loadEngines();

/** Variance that each scheme gives a weight of an [inputs, outputs] layer, from its source's formula. */
const variances: Record<
  (typeof initializerNames)[number],
  { init: Initializer; variance: (inputs: number, outputs: number) => number; uniform?: true; exact?: true }
> = {
  zeros: { init: 'zeros', variance: () => 0, exact: true },
  constant: { init: { name: 'constant', value: 0.5 }, variance: () => 0.25, exact: true },
  uniform: { init: { name: 'uniform', limit: 0.3 }, variance: () => 0.09 / 3, uniform: true },
  normal: { init: { name: 'normal', sigma: 0.1 }, variance: () => 0.01 },
  'lecun-uniform': { init: 'lecun-uniform', variance: (inputs) => 1 / inputs, uniform: true },
  'lecun-normal': { init: 'lecun-normal', variance: (inputs) => 1 / inputs },
  'xavier-uniform': { init: 'xavier-uniform', variance: (inputs, outputs) => 2 / (inputs + outputs), uniform: true },
  'xavier-normal': { init: 'xavier-normal', variance: (inputs, outputs) => 2 / (inputs + outputs) },
  'he-uniform': { init: 'he-uniform', variance: (inputs) => 2 / inputs, uniform: true },
  'he-normal': { init: 'he-normal', variance: (inputs) => 2 / inputs },
  heuristic: { init: 'heuristic', variance: (inputs) => 1 / (3 * inputs), uniform: true },
  orthogonal: { init: 'orthogonal', variance: (inputs, outputs) => 1 / Math.max(inputs, outputs) },
  'looks-linear': { init: 'looks-linear', variance: (inputs, outputs) => 1 / Math.max(inputs, outputs) },
  'mean-field': { init: { name: 'mean-field', sigmaW: 1.5, sigmaB: 0.3 }, variance: (inputs) => 2.25 / inputs },
};

const meanOf = (values: ArrayLike<number>, of: (x: number) => number) =>
  (Array.prototype.reduce.call(values, (sum, x) => (sum as number) + of(x), 0) as number) / values.length;

describe.each(engines.filter(([build]) => build !== 'relaxed'))('the %s build', (_build, engine) => {
  it.each(initializerNames)('%s: a million weights have the variance and the bounds that its source states', (name) => {
    const { init, variance, uniform, exact } = variances[name];
    const orthogonal = name === 'orthogonal' || name === 'looks-linear';
    const [inputs, outputs] = orthogonal ? [10_000, 100] : [2000, 500];
    using network = new Network(engine, { widths: [inputs, outputs], precision: 'f32', init, seed: 5 });
    const weights = network.layers[0]?.weights.data as Float32Array;
    expect(weights.length).toBe(1_000_000);
    const expected = variance(inputs, outputs);
    const square = meanOf(weights, (w) => w * w);
    if (exact) expect(square).toBe(expected);
    else expect(Math.abs(square / expected - 1)).toBeLessThan(0.007); // five standard errors of a normal sample: 5 sqrt(2 / 10^6)
    if (name !== 'constant') expect(Math.abs(meanOf(weights, (w) => w))).toBeLessThanOrEqual(5 * Math.sqrt(expected / 1e6));
    if (uniform) {
      const limit = Math.fround(Math.sqrt(3 * expected));
      expect(weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0)).toBeLessThanOrEqual(limit * (1 + 2 ** -23));
    }
    const bias = network.layers[0]?.bias as Float32Array;
    if (name !== 'mean-field') expect(bias.every((b) => b === 0)).toBe(true);
  });

  it('mean-field biases have variance sigma_b^2', () => {
    using network = new Network(engine, { widths: [1, 65_536], init: { name: 'mean-field', sigmaW: 1, sigmaB: 0.3 }, seed: 1, precision: 'f64' });
    const bias = network.layers[0]?.bias as Float64Array;
    expect(Math.abs(meanOf(bias, (b) => b * b) / 0.09 - 1)).toBeLessThan(5 * Math.sqrt(2 / 65_536));
  });

  it.each([
    [7, 7],
    [5, 17],
    [33, 3],
  ])('orthogonal %i x %i: the shorter side is orthonormal to the last bits', (outputs, inputs) => {
    using network = new Network(engine, { widths: [inputs, outputs], init: { name: 'orthogonal', gain: 2 }, seed: 9, precision: 'f64' });
    const [
      {
        weights: { data },
      },
    ] = network.layers as [Layer];
    const vector = (index: number) =>
      Array.from({ length: Math.max(outputs, inputs) }, (_, k) => (outputs <= inputs ? data[index * inputs + k] : data[k * inputs + index]) as number);
    for (let i = 0; i < Math.min(outputs, inputs); i++) {
      for (let j = 0; j <= i; j++) {
        const other = vector(j);
        const product = vector(i).reduce((sum, x, k) => sum + x * (other[k] as number), 0);
        expect(Math.abs(product - (i === j ? 4 : 0))).toBeLessThan(1e-14);
      }
    }
  });

  it('a looks-linear ReLU network begins as a linear map of orthogonal factors', () => {
    using network = new Network(engine, {
      widths: [6, 6, 6, 6, 3].map((width, l) => (l === 0 || l === 4 ? width : 2 * width)),
      init: 'looks-linear',
      seed: 2,
      precision: 'f64',
    });
    const f = (x: number[]) => [...network.forward([x]).data];
    const x = [0.3, -1, 2, 0.1, -0.7, 1.3];
    const y = [-1, 0.4, 0.2, 2, -0.1, 0.6];
    const combined = f(x.map((value, index) => 2 * value - 3 * (y[index] as number)));
    combined.forEach((value, index) => expect(Math.abs(value - (2 * (f(x)[index] as number) - 3 * (f(y)[index] as number)))).toBeLessThan(1e-13));
    expect(Math.hypot(...f(x))).toBeGreaterThan(0);
  });

  it('f32 and f64 networks of one seed begin alike, up to rounding', () => {
    const widths = [3, 17, 5];
    for (const init of ['he-normal', 'xavier-uniform', 'orthogonal'] as const) {
      using single = new Network(engine, { widths, init, seed: 4, precision: 'f32' });
      using double = new Network(engine, { widths, init, seed: 4, precision: 'f64' });
      expect([...single.parameters()]).toEqual([...double.parameters()].map(Math.fround));
    }
  });

  it('the same shape and seed give the same bits, another seed others', () => {
    const make = (seed: number | string) => new Network(engine, { widths: [4, 8, 2], seed });
    using a = make(1);
    using b = make('1');
    using c = make(2);
    expect(a.fingerprint()).toBe(b.fingerprint());
    expect(a.fingerprint()).not.toBe(c.fingerprint());
  });
});
