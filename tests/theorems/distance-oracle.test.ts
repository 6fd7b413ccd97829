import { afterAll, describe, expect, it } from 'vitest';
import { alongSegment, crossings, distance, loadEngine, Network } from '../../src/index.js';
import { integralOf } from '../../src/theory/distance.js';
import { exactDistance, exactIntegral } from '../../src/theory/exact-distance.js';
import { exactPieces } from '../../src/theory/exact-pieces.js';
import { zeroSet } from '../../src/theory/level-set.js';
import { checkTask, type PiecewiseLinear } from '../../src/theory/piecewise.js';
import { kinds, sample } from '../support/degenerate-network.js';

const engine = await loadEngine({ theory: true });
const networks = 60;

afterAll(() => expect(engine.memory.blocks).toBe(0));

const made = (seed: number, precision: 'f32' | 'f64') =>
  new Network(engine, {
    layers: sample(seed).layers.map(({ weights, bias, alpha }) => ({
      weights,
      bias,
      ...(alpha === 0
        ? { activation: 'relu' as const }
        : alpha === 1
          ? { activation: 'identity' as const }
          : alpha === -1
            ? { activation: 'abs' as const }
            : { activation: 'leaky-relu' as const, alpha }),
    })),
    precision,
  });

const exactly = (f: PiecewiseLinear, interval: readonly [number, number]) => exactPieces(checkTask('f', f, interval), 2 ** 20);

describe.each(['f32', 'f64'] as const)('%s: the sums of the module are those of fractions to the last bit', (precision) => {
  it('distances and integrals of random and degenerate networks', () => {
    let byFractions = 0;
    for (let seed = 0; seed < networks; seed++) {
      using f = made(seed, precision);
      using g = made(seed + kinds.length * 7, precision);
      const { interval } = sample(seed);
      const { rational, ...found } = distance(f, g, interval);
      const { energy, ...exact } = exactDistance(exactly(f, interval), exactly(g, interval));
      expect(found, `network ${seed}`).toEqual({ ...exact, l2: Math.sqrt(energy) });
      const sum = integralOf(f, interval);
      expect(sum.value).toBe(exactIntegral(exactly(f, interval)));
      byFractions += Number(rational) + Number(sum.rational);
    }
    expect(byFractions).toBeLessThan(networks); // of 2 calls a network: the module does most
  });

  it('crossings, touches and stretches at levels that are met and at others', () => {
    for (let seed = 0; seed < networks; seed++) {
      using f = made(seed, precision);
      const { interval } = sample(seed);
      for (const level of [0, 1, -0.5]) {
        using lowered = new Network(engine, {
          layers: [...f.layers, { weights: [[1]], bias: [-level], activation: 'identity' as const }].map(({ weights, bias, activation, ...rest }) => ({
            weights:
              'data' in weights
                ? Array.from({ length: weights.rows }, (_, row) => [...weights.data.subarray(row * weights.columns, (row + 1) * weights.columns)])
                : weights,
            bias: [...bias],
            activation,
            ...('alpha' in rest && activation === 'leaky-relu' ? { alpha: rest.alpha } : {}),
          })),
          precision,
        });
        const { rational: _, ...found } = crossings(f, level, interval);
        expect(found, `network ${seed}, level ${level}`).toEqual(zeroSet(exactly(lowered, interval)));
      }
    }
  });
});

it('along a segment, too', () => {
  using f = new Network(engine, { widths: [3, 7, 5, 1], activation: 'relu', precision: 'f64', seed: 3 });
  using g = new Network(engine, { widths: [3, 4, 1], activation: 'hard-tanh', precision: 'f64', seed: 4 });
  const [p, q] = [alongSegment(f, [0.1, -3, 2], [1, 2.5, -4]), alongSegment(g, [0.1, -3, 2], [1, 2.5, -4])];
  const { energy, ...exact } = exactDistance(exactly(p, [-1, 2]), exactly(q, [-1, 2]));
  expect(distance(p, q, [-1, 2])).toEqual({ ...exact, l2: Math.sqrt(energy), rational: false });
});
