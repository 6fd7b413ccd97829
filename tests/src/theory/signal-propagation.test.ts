import { describe, expect, it } from 'vitest';
import { Dataset, type Engine, Network, normal } from '../../../src/index.js';
import { jacobianSingularValues, meanSingularValue, quarterCircleMean } from '../../../src/theory/layer-jacobian.js';
import { layerStatistics, meanSquareOfInputs } from '../../../src/theory/layer-statistics.js';
import { expectedLayers, spreadNames, weightVariance } from '../../../src/theory/signal-propagation.js';
import { loadTheoryEngines } from '../../support/engine.js';

const engines = await loadTheoryEngines();
const [, engine] = engines[1] as readonly [string, Engine];
const settings = { bins: 21, activations: { range: [-1, 1], saturated: [-0.95, 0.95] }, gradientRange: 3 } as const;
const examples = (width: number, samples: number, precision: 'f32' | 'f64' = 'f32') =>
  new Dataset(engine, {
    inputs: { rows: samples, columns: width, data: normal(engine, { count: samples * width, seed: 5, stream: 1, precision }) },
    labels: Array.from({ length: samples }, (_, index) => index % 10),
    classes: 10,
    precision,
  });
const network = (width: number, activation: 'tanh' | 'sigmoid', init: 'heuristic' | 'xavier-uniform', seed = 1) =>
  new Network(engine, { widths: [...Array<number>(6).fill(width), 10], activation, init, seed });

it('every initialiser has the variance that is said of it', () => {
  for (const init of spreadNames) {
    const [inputs, outputs] = [300, 200];
    using net = new Network(engine, { widths: [inputs, outputs], init, seed: 3 });
    const { weights } = net.layers[0] as Network['layers'][number];
    const variance = Math.hypot(...weights.data.subarray(0, 20_000)) ** 2 / 20_000;
    expect(variance / weightVariance[init](inputs, outputs)).toBeCloseTo(1, 1);
  }
});

it('linear units shrink by 1/3 a layer with heuristic weights, and by 1 with normalized ones, exactly in theory', () => {
  const layers = (init: 'heuristic' | 'xavier-normal') => expectedLayers(engine, [64, 64, 64, 64], { width: 64, meanSquare: 1 }, 'identity', init);
  expect(layers('heuristic')[0]?.gradients).toBeCloseTo(1 / 27, 12);
  expect(layers('xavier-normal')[0]?.gradients).toBeCloseTo(1, 12);
});

// Reference: five hidden tanh layers of 1000, inputs N(0, 1), from an independent program.
describe.each([
  ['heuristic', [0.4614, 0.2498, 0.1414, 0.0811, 0.0466], 0.0845, 1.043],
  ['xavier-uniform', [0.6289, 0.4862, 0.4083, 0.3577, 0.321], 0.4166, 1.166],
] as const)('five tanh layers of 1000, %s weights', (init, deviations, gradientRatio, weightRatio) => {
  using data = examples(1000, 100);
  using net = network(1000, 'tanh', init);
  const { layers } = layerStatistics(net, data, 'cross-entropy', settings);
  const expected = expectedLayers(engine, Array<number>(5).fill(1000), { width: 1000, meanSquare: meanSquareOfInputs(data) }, 'tanh', init);

  it('have activations as wide as the reference, and as theory expects', () => {
    deviations.forEach((wanted, layer) => {
      expect((layers[layer]?.activations.deviation as number) / wanted).toBeCloseTo(1, 1.2);
      expect(Math.sqrt(expected[layer]?.activations.square as number) / wanted).toBeCloseTo(1, 1.5);
    });
  });

  it('have gradients that shrink as the reference, and weight gradients that do not', () => {
    const [first, last] = [layers[0], layers[4]] as [(typeof layers)[number], (typeof layers)[number]];
    expect(Math.abs(first.gradients.deviation / last.gradients.deviation / gradientRatio - 1)).toBeLessThan(0.05);
    expect(Math.abs(first.weightGradients.deviation / last.weightGradients.deviation / weightRatio - 1)).toBeLessThan(0.05);
  });
});

it('sigmoids with heuristic weights shrink the gradient to 3.9e-4 over four layers', () => {
  using data = examples(500, 100);
  using net = network(500, 'sigmoid', 'heuristic');
  const { layers } = layerStatistics(net, data, 'cross-entropy', settings);
  expect((layers[0]?.gradients.rootMeanSquare as number) / (layers[4]?.gradients.rootMeanSquare as number) / 3.9e-4).toBeCloseTo(1, 0.9);
});

it('statistics are those of probe, in both precisions', () => {
  for (const precision of ['f32', 'f64'] as const) {
    using data = examples(12, 7, precision);
    using net = new Network(engine, { widths: [12, 9, 5, 10], activation: 'tanh', precision, seed: 2 });
    const { layers, loss } = layerStatistics(net, data, 'cross-entropy', settings);
    const probe = net.probe({ data, loss: 'cross-entropy' });
    expect(loss).toBe(probe.loss);
    const gradients = net.gradients({ data, loss: 'cross-entropy' });
    const rootMeanSquare = (values: Float32Array | Float64Array) => Math.hypot(...values) / Math.sqrt(values.length);
    layers.forEach((layer, index) => {
      const wanted = probe.layers[index] as (typeof probe.layers)[number];
      for (const key of ['preActivations', 'activations', 'gradients'] as const) {
        expect(layer[key].count).toBe(wanted[key].data.length);
        expect(layer[key].rootMeanSquare).toBeCloseTo(rootMeanSquare(wanted[key].data), 12);
        const { shares, below, above } = layer[key].histogram;
        expect(shares.reduce((sum, share) => sum + share, below + above)).toBeCloseTo(1, 12);
      }
      const weights = gradients.weights[index]?.data as Float32Array;
      expect(layer.weightGradients.rootMeanSquare).toBeCloseTo(rootMeanSquare(weights), 12);
    });
  }
});

describe('singular values of a layer Jacobian', () => {
  it('have the product of the singular values of a 2 x 2 matrix, its determinant, and the sum of their squares', () => {
    for (const precision of ['f32', 'f64'] as const) {
      using data = examples(3, 1, precision);
      using net = new Network(engine, { widths: [3, 2, 2, 10], activation: 'tanh', precision, seed: 4 });
      const [p, q] = Array.from(jacobianSingularValues(net, data, 'cross-entropy', 0)) as [number, number];
      const slopes = Array.from(net.probe({ data, loss: 'cross-entropy' }).layers[0]?.activations.data ?? [], (a) => 1 - a * a) as [number, number];
      const w = Array.from(net.layers[1]?.weights.data ?? []) as [number, number, number, number];
      const [a, b, c, d] = [w[0] * slopes[0], w[1] * slopes[1], w[2] * slopes[0], w[3] * slopes[1]];
      expect(p * q).toBeCloseTo(Math.abs(a * d - b * c), precision === 'f32' ? 6 : 12);
      expect(p * p + q * q).toBeCloseTo(a * a + b * b + c * c + d * d, precision === 'f32' ? 6 : 12);
    }
  });

  it('are all 1 for orthogonal weights and linear units, whatever the width', () => {
    for (const width of [1, 2, 3, 8, 17]) {
      using data = examples(width, 1);
      using net = new Network(engine, { widths: [width, width, width, 10], activation: 'identity', init: 'orthogonal', seed: 4 });
      for (const value of jacobianSingularValues(net, data, 'cross-entropy', 0)) expect(value).toBeCloseTo(1, 5);
    }
  });

  it('have the mean 8 / (3 pi) for normalized linear units, and the reference means of tanh in the upper layers', () => {
    using data = examples(160, 1);
    using linear = new Network(engine, { widths: [160, 160, 160, 10], activation: 'identity', init: 'xavier-uniform', seed: 4 });
    expect(Math.abs(meanSingularValue(linear, data, 'cross-entropy', 0) / quarterCircleMean - 1)).toBeLessThan(0.02);
    for (const [init, wanted] of [
      ['heuristic', 0.48],
      ['xavier-uniform', 0.725],
    ] as const) {
      using net = network(160, 'tanh', init);
      const upper = [2, 3].map((layer) => meanSingularValue(net, data, 'cross-entropy', layer));
      expect(Math.abs(((upper[0] as number) + (upper[1] as number)) / 2 / wanted - 1)).toBeLessThan(0.03);
    }
  });
});
