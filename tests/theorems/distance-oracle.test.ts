import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { alongSegment, crossings, distance, loadEngine, Network } from '../../src/index.js';
import { integralOf } from '../../src/theory/distance.js';
import type { PiecewiseLinear } from '../../src/theory/piecewise.js';
import { randomNumbers, sample } from '../support/degenerate-network.js';
import * as oracle from '../support/distance-oracle.js';
import { layerInputs } from '../support/oracle-layers.js';
import { type Corner, type OracleLayer, type OracleSegment, oracleCorners } from '../support/rational-oracle.js';

const engine = await loadEngine({ theory: true });
type Precision = 'f32' | 'f64';
type Interval = readonly [number, number];

/** How many results took rational arithmetic, of how many. */
const taken = { rational: 0, of: 0 };
beforeEach(() => Object.assign(taken, { rational: 0, of: 0 }));
afterAll(() => expect(engine.memory.blocks).toBe(0));

/** Rational arithmetic took no more than this share of the results: somewhat above what was measured. */
const few = (share: number) => expect(taken.rational / taken.of).toBeLessThan(share);

/** What the network stores, in f32 rounded. */
const stored = (layers: readonly OracleLayer[], precision: Precision): OracleLayer[] =>
  precision === 'f64'
    ? [...layers]
    : layers.map((layer) => ({
        ...layer,
        weights: layer.weights.map((row) => row.map(Math.fround)),
        bias: layer.bias.map(Math.fround),
        alpha: Math.fround(layer.alpha),
      }));

/** A function of the engine and its corners. */
function made(layers: readonly OracleLayer[], [lo, hi]: Interval, precision: Precision = 'f64', segment?: OracleSegment) {
  const network = new Network(engine, { layers: layerInputs(layers), precision });
  const f: PiecewiseLinear = segment ? alongSegment(network, [...segment.from], [...segment.to]) : network;
  return { f, corners: oracleCorners(stored(layers, precision), lo, hi, segment).corners, [Symbol.dispose]: () => network.dispose() };
}

const note = (rational: boolean) => {
  taken.of++;
  taken.rational += Number(rational);
};

function compareDistance(a: { f: PiecewiseLinear; corners: readonly Corner[] }, b: typeof a, interval: Interval, name: string) {
  const { l1, l2, sup, rational } = distance(a.f, b.f, interval);
  const exact = oracle.distancesOf(a.corners, b.corners);
  expect({ l1, l2, sup }, name).toEqual({ l1: exact.l1.nearest, l2: Math.sqrt(exact.energy.nearest), sup: exact.sup.nearest });
  note(rational);
}

function compareIntegral({ f, corners }: { f: PiecewiseLinear; corners: readonly Corner[] }, interval: Interval, name: string) {
  const { value, rational } = integralOf(f, interval);
  expect(value, name).toBe(oracle.integralOf(corners).nearest);
  note(rational);
}

function compareLevel({ f, corners }: { f: PiecewiseLinear; corners: readonly Corner[] }, level: number, interval: Interval, name: string) {
  const { rational, ...found } = crossings(f, level, interval);
  const { crossings: crossed, touches, stretches } = oracle.levelSetOf(corners, level);
  expect(found, `${name}, level ${level}`).toEqual({ crossings: Float64Array.from(crossed), touches: Float64Array.from(touches), stretches });
  note(rational);
}

function compareAll(first: readonly OracleLayer[], second: readonly OracleLayer[], interval: Interval, name: string, precision: Precision = 'f64') {
  using a = made(first, interval, precision);
  using b = made(second, interval, precision);
  compareDistance(a, b, interval, name);
  compareIntegral(a, interval, name);
  for (const level of [0, 1, -0.5]) compareLevel(a, level, interval, name);
}

/** Every hidden layer hard. */
const hardened = (layers: readonly OracleLayer[], hard: 'tanh' | 'sigmoid'): OracleLayer[] =>
  layers.map((layer, index) => (index < layers.length - 1 ? { ...layer, hard } : layer));

const hinge = (weight: number, bias: number, read: number, offset = 0): OracleLayer[] => [
  { weights: [[weight]], bias: [bias], alpha: 0 },
  { weights: [[read]], bias: [offset], alpha: 1 },
];

describe('integrals, distances and level sets are those of fractions to the last bit', () => {
  it.each(['f32', 'f64'] as const)('%s: random and degenerate networks', (precision) => {
    for (let seed = 0; seed < 90; seed++) compareAll(sample(seed).layers, sample(seed + 63).layers, sample(seed).interval, `network ${seed}`, precision);
    few(0.08);
  });

  it.each(['tanh', 'sigmoid'] as const)('hard-%s', (hard) => {
    for (let seed = 0; seed < 45; seed++) {
      compareAll(hardened(sample(seed).layers, hard), hardened(sample(seed + 63).layers, hard), sample(seed).interval, `network ${seed}`);
    }
    few(hard === 'tanh' ? 0.2 : 0.7); // the module has no levels of hard-sigmoid, 3 of 5
  });

  it('a smooth step against a ReLU network, and f against itself', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { layers, interval } = sample(seed);
      compareAll(layers, hardened(layers, 'tanh'), interval, `network ${seed}`);
      compareAll(layers, layers, interval, `network ${seed}`);
    }
    few(0.12);
  });

  it('along segments of networks with three inputs', () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = randomNumbers(seed + 5);
      const value = () => (seed % 2 ? Math.floor(random() * 7) - 3 : random() * 4 - 2);
      const widened = (which: number): OracleLayer[] => {
        const [first, ...rest] = sample(which).layers as [OracleLayer, ...OracleLayer[]];
        return [{ ...first, weights: first.weights.map(([weight]) => [weight!, value(), value()]) }, ...rest];
      };
      const segment = { from: [value(), value(), value()], to: [value(), value(), value() + 0.125] };
      const interval = [-1, 2] as const;
      using a = made(widened(seed), interval, 'f64', segment);
      using b = made(widened(seed + 63), interval, 'f64', segment);
      compareDistance(a, b, interval, `network ${seed}`);
      compareIntegral(a, interval, `network ${seed}`);
      compareLevel(a, 0, interval, `network ${seed}`);
    }
    few(0.15);
  });

  it('magnitudes from 2^-200 to 2^200', () => {
    for (let seed = 0; seed < 60; seed++) {
      const scaled = ([first, ...rest]: readonly OracleLayer[], exponent: number): OracleLayer[] => [
        {
          ...first!,
          weights: first!.weights.map((row) => row.map((weight) => weight * 2 ** exponent)),
          bias: first!.bias.map((value) => value * 2 ** exponent),
        },
        ...rest,
      ];
      const exponent = [-200, -80, -30, 30, 80, 200][seed % 6]!;
      const { layers, interval } = sample(seed);
      compareAll(scaled(layers, exponent), scaled(sample(seed + 63).layers, exponent), interval, `network ${seed}, 2^${exponent}`);
      compareAll(scaled(layers, exponent), sample(seed + 63).layers, interval, `network ${seed}, 2^${exponent} against 1`);
    }
    few(0.22);
  });

  it('tangencies at points that are no doubles', () => {
    for (const [weight, bias] of [
      [3, -1],
      [7, -3],
      [0.1, -0.05],
      [49, -1],
    ] as const) {
      const vee: OracleLayer[] = [
        { weights: [[weight], [-weight]], bias: [bias, -bias], alpha: 0 },
        { weights: [[1, 1]], bias: [0], alpha: 1 },
      ];
      compareAll(vee, hinge(weight, bias, 1), [0, 1], `|${weight} x + ${bias}|`);
      compareAll([...vee.slice(0, 1), { weights: [[1, 1]], bias: [1], alpha: 1 }], vee, [0, 1], `1 + |${weight} x + ${bias}|`);
    }
    few(0.05);
  });

  it('bends of f and g that round to one double, on either side of it, up or down', () => {
    const third = 1 / 3;
    const near: OracleLayer[][] = [];
    for (const read of [1, -1, 0.7, -3]) {
      for (const shift of [0, 2 ** -55, -(2 ** -55), 2 ** -54, 2 ** -53]) near.push(hinge(3, -1 + shift, read));
      for (const shift of [0, 2 ** -54, -(2 ** -54)]) near.push(hinge(1, -(third + shift), 3 * read), hinge(-1, third + shift, 3 * read, 1e-3));
    }
    near.push([
      { weights: [[3], [3]], bias: [-1, -1 + 2 ** -54], alpha: 0 },
      { weights: [[1, -2]], bias: [0], alpha: 1 },
    ]);
    for (const [i, f] of near.entries()) {
      for (const [j, g] of near.entries()) {
        using a = made(f, [0, 1]);
        using b = made(g, [0, 1]);
        compareDistance(a, b, [0, 1], `${i} and ${j}`);
      }
    }
    few(0.3);
  });

  it('networks that differ by a last place of one weight', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { layers, interval } = sample(seed);
      const other = structuredClone(layers) as { weights: number[][]; bias: number[]; alpha: number }[];
      other[0]!.weights[0]![0]! *= 1 + 2 ** -52;
      other.at(-1)!.bias[0]! += 2 ** -60;
      compareAll(layers, other, interval, `network ${seed}`);
    }
    few(0.22);
  });

  it('intervals that are far from 0, and narrow ones', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { layers } = sample(seed);
      for (const interval of [
        [1e6, 1e6 + 1],
        [0.25, 0.25 + 2 ** -40],
        [-1e-9, 1e9],
      ] as const)
        compareAll(layers, sample(seed + 63).layers, interval, `network ${seed} on [${interval}]`);
    }
    few(0.1);
  });
});
