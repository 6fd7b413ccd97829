import { describe, expect, it } from 'vitest';
import { Dataset, Network, normal } from '../../../src/index.js';
import { censusOf, drawKinks, drawSurvivals, kinkProbability, survivalProbability } from '../../../src/theory/dead-units.js';
import { backpropagate, outputRange } from '../../../src/theory/layer-statistics.js';
import { loadTheoryEngines } from '../../support/engine.js';

const engines = await loadTheoryEngines();

it('the probability of survival has the reference values', () => {
  for (const [width, depth, wanted] of [
    [1, 3, 0.125],
    [2, 5, 0.2373],
    [2, 10, 0.0563],
    [3, 10, 0.2631],
    [4, 20, 0.2751],
    [8, 50, 0.8223],
  ] as const)
    expect(survivalProbability(width, depth)).toBeCloseTo(wanted, 4);
  expect(kinkProbability(1, 1)).toBe(0.25);
  expect(kinkProbability(0, 1)).toBe(0);
});

describe.each(engines)('%s build', (_build, engine) => {
  it('signals survive as often as the formula says, and the same networks are drawn in any order', () => {
    for (const [width, depth] of [
      [1, 3],
      [2, 5],
      [3, 10],
    ] as const) {
      const trials = 2000;
      const whole = drawSurvivals(engine, { width, depth, first: 0, trials, seed: 7 });
      const expected = survivalProbability(width, depth);
      expect(Math.abs(whole.survived / trials - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / trials));
      expect(Math.abs(whole.active / (whole.reached * width) - 0.5)).toBeLessThan(2 / Math.sqrt(whole.reached * width));
      const parts = [1500, 0].map((first) => drawSurvivals(engine, { width, depth, first, trials: first === 0 ? 1500 : 500, seed: 7 }));
      expect(parts.reduce((sum, { survived }) => sum + survived, 0)).toBe(whole.survived);
    }
  });

  it('units bend inside [0, 1] as often as the formula says', () => {
    for (const sigmaW of [0.3, 1, 4]) {
      const units = 5000;
      const { inside, dead } = drawKinks(engine, { units, sigmaW, sigmaB: 1, seed: 3 });
      const expected = kinkProbability(sigmaW, 1);
      expect(Math.abs(inside / units - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / units));
      expect(Math.abs(dead / units - (1 - expected) / 2)).toBeLessThan(2 / Math.sqrt(units));
    }
  });

  it('a census counts what probe shows, in both precisions', () => {
    for (const precision of ['f32', 'f64'] as const)
      for (const activation of ['relu', 'leaky-relu', 'hard-tanh'] as const)
        for (const samples of [1, 5, 8]) {
          using data = new Dataset(engine, {
            inputs: { rows: samples, columns: 4, data: normal(engine, { count: 4 * samples, seed: 1, precision }) },
            labels: Array.from({ length: samples }, (_, index) => index % 2),
            classes: 2,
            precision,
          });
          using network = new Network(engine, { widths: [4, 7, 6, 2], activation, precision, seed: 3 });
          const { layers } = network.probe({ data, loss: 'cross-entropy' });
          backpropagate(network, data, 'cross-entropy');
          censusOf(network, samples, 4).forEach((found, layer) => {
            const { rows, columns, data: z } = (layers[layer] as (typeof layers)[number]).preActivations;
            const passes = (x: number) => (activation === 'relu' ? x > 0 : activation === 'leaky-relu' ? true : Math.abs(x) < 1);
            const unit = (index: number) => Array.from({ length: rows }, (_, row) => z[row * columns + index] as number);
            const units = Array.from({ length: columns }, (_, index) => unit(index));
            expect(found.units).toBe(columns);
            expect(found.active).toBeCloseTo(z.filter((x) => x > 0).length / z.length, 12);
            expect(found.passing).toBeCloseTo(Array.from(z).filter(passes).length / z.length, 12);
            expect(found.dead).toBe(units.filter((values) => !values.some(passes)).length);
            expect(found.neverActive).toBe(units.filter((values) => values.every((x) => x <= 0)).length);
            expect(found.alwaysActive).toBe(units.filter((values) => values.every((x) => x > 0)).length);
            const blocked = Array.from({ length: rows }, (_, row) => units.every((values) => !passes(values[row] as number)));
            expect(found.blocked).toBeCloseTo(blocked.filter(Boolean).length / rows, 12);
            const shares = [0, 0, 0, 0];
            for (const values of units) {
              const place = Math.min(3, Math.floor((4 * values.filter((x) => x > 0).length) / rows));
              shares[place] = (shares[place] as number) + 1;
            }
            expect(found.shares).toEqual(shares);
          });
        }
  });

  it('a network with a dead layer is constant and has no gradient below it', () => {
    using data = new Dataset(engine, { inputs: [[1], [2], [3]], targets: [[0], [1], [2]] });
    using network = new Network(engine, {
      layers: [
        { weights: [[1], [2]], bias: [0, 0] },
        {
          weights: [
            [-1, 0],
            [0, -1],
          ],
          bias: [-1, 0],
        },
        { weights: [[1, 1]], bias: [3] },
      ],
    });
    backpropagate(network, data, 'mse');
    const [first, second] = censusOf(network, 3, 1);
    expect([first?.dead, second?.dead, second?.blocked]).toEqual([0, 2, 1]);
    expect(outputRange(network, 3)).toBe(0);
    expect(network.gradientNorms({ data, loss: 'mse' })[0]).toBe(0);
  });
});
