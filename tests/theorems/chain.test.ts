import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chain } from '../../src/experiments/chain.js';
import { loadEngine } from '../../src/index.js';
import type { ActivationName } from '../../src/network/activation.js';
import {
  type ChainSweep,
  chainSuprema,
  chainTape,
  expectedReluGradient,
  explosionReach,
  sigmoidFactors,
  supremumOfThree,
  sweepChains,
} from '../../src/theory/chain.js';
import { philox, unit } from '../support/philox.js';

const engine = await loadEngine({ theory: true });
const reference = JSON.parse(readFileSync(new URL('../reference/extras.json', import.meta.url), 'utf8')).chain;
const close = (measured: number, expected: number) => expect(Math.abs(measured - expected)).toBeLessThanOrEqual(1e-13 * Math.abs(expected));
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
interface Case {
  readonly act: string;
  readonly x: number;
  readonly w: readonly number[];
  readonly u: readonly number[];
  readonly y: number;
  readonly dy_dw1: number;
  readonly lecture_bound: number;
}
/** Purpose of the words that weights are made of (assembly/random.ts). */
const data = 3;
const sweep: ChainSweep = {
  activation: 'sigmoid',
  alpha: 0,
  precision: 'f64',
  length: 6,
  draws: 500,
  weights: 'uniform',
  sigma: 1,
  x: 1,
  seed: 3,
  most: 0.25,
  least: 0,
};

describe('the tape', () => {
  it.each<Case>(reference.cases)("is the reference's, every u and every derivative: $act, x = $x, w = $w", ({ act, x, w, u, y, ...expected }) => {
    const { layers, product } = chainTape(engine, act.replace('_', '-') as ActivationName, act === 'leaky_relu' ? 0.01 : 0, w, x);
    layers.forEach((layer, l) => {
      close(layer.u, u[2 * l]!);
      close(layer.activation, l === 2 ? y : u[2 * l + 1]!);
      close(layer.gradient, expected[`dy_dw${l + 1}` as 'dy_dw1']);
    });
    close(product, expected.dy_dw1);
    if (act === 'sigmoid') expect(Math.abs(product)).toBeLessThanOrEqual(expected.lecture_bound);
  });
});

describe('random chains', () => {
  it.each(['f64', 'f32'] as const)('are what a plain loop makes of the same random words (%s)', (precision) => {
    const draws = 40;
    const round = precision === 'f32' ? Math.fround : (z: number) => z;
    const weight = (layer: number, draw: number) => {
      const words = philox([draw >> 1, layer, data, 0], [3, 0]);
      return round(2 * unit(words[2 * (draw & 1)]!, words[2 * (draw & 1) + 1]!) - 1);
    };
    const sizes = Array.from({ length: draws }, (_, draw) => {
      let [a, gradient] = [-2, -2];
      return [0, 1, 2].map((layer) => {
        const w = weight(layer, draw);
        a = sigmoid(w * a);
        gradient *= (layer === 0 ? 1 : w) * a * (1 - a);
        return Math.abs(gradient) / 2;
      });
    });
    sweepChains(engine, { ...sweep, precision, length: 3, x: -2, draws }).forEach((row, l) => {
      const sorted = sizes.map((it) => it[l]!).sort((a, b) => a - b);
      const near = (measured: number, expected: number) => expect(Math.abs(measured / expected - 1)).toBeLessThan(precision === 'f64' ? 1e-12 : 1e-5);
      expect(row).toMatchObject({ length: l + 1, above: 0, below: 0, outside: 0, zeros: 0, alive: draws });
      near(row.greatest, sorted.at(-1)!);
      near(row.median, sorted[draws / 2]!);
      near(row.mean, sorted.reduce((sum, it) => sum + it, 0) / draws);
    });
  });

  it('of all weights 1 follow u = s(u), by whose factor they shrink', () => {
    const rows = sweepChains(engine, { ...sweep, weights: 'ones', draws: 1, length: 40 });
    let [a, gradient] = [1, 1];
    rows.forEach(({ mean }) => {
      const s = sigmoid(a);
      gradient *= s * (1 - s);
      a = s;
      expect(Math.abs(mean / gradient - 1)).toBeLessThan(1e-12);
    });
    expect(rows[39]!.mean / rows[38]!.mean).toBeCloseTo(sigmoidFactors.ones, 12);
  });

  it('of length l are the first l layers of longer ones, and depend on nothing but the seed', () => {
    expect(sweepChains(engine, { ...sweep, length: 20 }).slice(0, 6)).toEqual(sweepChains(engine, sweep));
    expect(sweepChains(engine, { ...sweep, seed: 4 })).not.toEqual(sweepChains(engine, sweep));
  });

  it('are counted where they break a bound: most break a slope of at most 0.2 in the first layer, and all one of at least 1/4', () => {
    const rows = sweepChains(engine, { ...sweep, most: 0.2, least: 0.25 });
    expect(rows[0]!.above).toBeGreaterThan(450);
    expect(rows[5]!.above).toBeLessThan(50);
    expect(rows[5]!.below).toBe(500);
    expect(sweepChains(engine, sweep)[5]!.below).toBe(0);
  });

  it('with wide normal weights are mostly outside the box, which is counted, and bounds are for the others', () => {
    const rows = sweepChains(engine, { ...sweep, weights: 'normal', sigma: 20, draws: 20_000, length: 3 });
    expect(rows[0]!.outside).toBe(0); // w_1 is free
    expect(rows[2]!.outside).toBeGreaterThan(19_500);
    expect(rows[2]!.above).toBe(0);
  });

  it('of ReLUs live with probability 1/2 a layer, and never exceed |x|', () => {
    const rows = sweepChains(engine, { ...sweep, activation: 'relu', most: 1, draws: 20_000 });
    rows.forEach(({ length, alive, zeros, above }) => {
      expect(above).toBe(0);
      expect(alive + zeros).toBe(20_000);
      expect(Math.abs(alive / 20_000 - 2 ** -length)).toBeLessThan(5 * Math.sqrt(2 ** -length / 20_000));
    });
  });
});

describe('suprema', () => {
  it("that of three layers is the reference's, 0.9095 of the bound", () => {
    const known = reference['sup_sigmoid_over_|w2|,|w3|<=1_of_|dy/dw1|/|x|'];
    const [three] = chainSuprema(engine, 'sigmoid', [0, 1], 1, [3]);
    expect(supremumOfThree).toBe(known.sup);
    close(three!.attained, known.sup);
    expect(three!.u1).toBeCloseTo(known.u1, 6);
    expect(three!.weights).toEqual([known.w2, known.w3]);
  });

  it('no random chain of the box is above, at any length, and a random search comes near for two layers', () => {
    const suprema = chainSuprema(engine, 'sigmoid', [0, 1], 1, [1, 2, 3, 4, 5, 6]);
    const rows = sweepChains(engine, { ...sweep, draws: 50_000 });
    suprema.forEach(({ attained }, l) => expect(rows[l]!.greatest).toBeLessThanOrEqual(attained));
    expect(rows[1]!.greatest / suprema[1]!.attained).toBeGreaterThan(0.99);
    expect(suprema[0]!.attained).toBe(0.25);
  });

  it('what is reported is attained: the tape of the chain found has it as its dy/dw_1', () => {
    for (const { attained, u1, weights } of chainSuprema(engine, 'sigmoid', [0, 1], 7, [2, 5, 12])) {
      const { product } = chainTape(engine, 'sigmoid', 0, [u1, ...weights], 1);
      expect(Math.abs(product)).toBeCloseTo(attained, 12);
      for (const w of weights) expect(Math.abs(w)).toBeLessThanOrEqual(7);
    }
  });

  it('tanh attains its bound 1: all slopes can be taken at 0', () => {
    for (const { attained } of chainSuprema(engine, 'tanh', [-1, 1], 1, [1, 4])) expect(attained).toBeCloseTo(1, 9);
  });

  it('the factor a layer passes 1 where the fixed point says', () => {
    const factor = (reach: number) => {
      const [before, after] = chainSuprema(engine, 'sigmoid', [0, 1], reach, [40, 42]);
      return Math.sqrt(after!.attained / before!.attained);
    };
    expect(factor(explosionReach * 0.995)).toBeLessThan(1);
    expect(factor(explosionReach * 1.005)).toBeGreaterThan(1);
  });
});

describe('constants', () => {
  it('are roots of their equations', () => {
    let [falling, rising] = [0.4, 0.6];
    for (let step = 0; step < 200; step++) [falling, rising] = [sigmoid(-falling), sigmoid(rising)];
    expect(falling * (1 - falling)).toBeCloseTo(sigmoidFactors.steepest, 15);
    expect(rising * (1 - rising)).toBeCloseTo(sigmoidFactors.ones, 15);
    let u = 1.27846;
    for (let step = 0; step < 200; step++) u = 1 / sigmoid(u);
    expect(u / sigmoid(-u)).toBeCloseTo(explosionReach, 12);
  });

  it('the mean of a ReLU chain is 0.00884 at L = 3 and 7e-9 at L = 10 for sigma = 1/3', () => {
    expect(expectedReluGradient(3, 1 / 3).mean).toBeCloseTo(0.00884, 5);
    expect(expectedReluGradient(10, 1 / 3).mean).toBeCloseTo(6.5e-9, 10);
    expect(expectedReluGradient(1, 5)).toEqual({ mean: 0.5, relativeVariance: 1 });
  });
});

describe('chain', () => {
  it.each([
    { draws: 100, length: 12, reaches: [0.25, 5.8, 5.9], seed: 9 },
    { draws: 3000, length: 14, x: 1000, alpha: 1, sigma: 10, reaches: [8], weights: [0] },
    { draws: 3000, length: 14, x: 0.001, alpha: 0.001, sigma: 0.001, reaches: [4], weights: [-100, 100, 0, 1] },
    { draws: 1000, length: 40, reaches: [1], seed: 7 },
  ])('holds with %o', async (parameters) => {
    const { claims } = await chain.run(engine, parameters);
    expect(claims.filter(({ holds }) => !holds)).toEqual([]);
  });
});

it('the debug build, with its assertions, gives the same bits', async () => {
  const debug = await loadEngine({ build: 'debug' });
  expect(sweepChains(debug, { ...sweep, weights: 'normal' })).toEqual(sweepChains(engine, { ...sweep, weights: 'normal' }));
  expect(chainSuprema(debug, 'sigmoid', [0, 1], 2, [1, 4])).toEqual(chainSuprema(engine, 'sigmoid', [0, 1], 2, [1, 4]));
});
