import { describe, expect, it } from 'vitest';
import { loadEngine } from '../../src/index.js';
import { sampledAutocorrelation, stepAutocorrelation } from '../../src/theory/autocorrelation.js';
import { correlationMap } from '../../src/theory/correlation-map.js';
import type { RandomRelu } from '../../src/theory/random-relu.js';
import { SampledSlopes } from '../../src/theory/sampled-slopes.js';
import { StepSlopes } from '../../src/theory/step-slopes.js';

const engine = await loadEngine({ theory: true });
const points = Float64Array.from({ length: 256 }, (_, index) => -2 + (4 * index) / 255);
const network = (given: Partial<RandomRelu>): RandomRelu => ({ width: 16, normalization: 'none', biasDeviation: 0.316, seed: 1, number: 0, ...given });

describe('the correlation map', () => {
  it('has the reference values on orthogonal inputs, and halves where means are taken out', () => {
    const steps = correlationMap(50, false);
    for (const [depth, wanted, digits] of [
      [1, 0.5, 12],
      [2, 0.30156, 5],
      [3, 0.20035, 4.9],
      [5, 0.10456, 5],
      [10, 0.03365, 5],
      [20, 0.00823, 4.9],
      [50, 0.000912, 6],
    ] as const)
      expect(steps[depth - 1]?.correlation).toBeCloseTo(wanted, digits);
    for (const { depth, correlation } of correlationMap(20, true)) expect(Math.abs(correlation * 2 ** depth - 1)).toBeLessThan(1e-12);
  });
});

describe('the exact steps', () => {
  it('are the derivatives that forward mode gives, away from the knots, for plain and looks-linear networks of every depth to 6', () => {
    for (const mirrored of [false, true]) {
      using exact = new StepSlopes(engine, network({ mirrored }), [-2, 2]);
      using sampled = new SampledSlopes(engine, network({ mirrored }), points);
      for (let depth = 1; depth <= 6; depth++) {
        if (depth > 1) {
          exact.advance(1e5);
          sampled.advance();
        }
        const { knots, slopes } = exact.slopes(1e5)!;
        const values = sampled.slopes();
        points.forEach((x, index) => {
          const piece = knots.findIndex((knot, at) => at < slopes.length && knot + 1e-9 < x && (knots[at + 1] as number) - 1e-9 > x);
          if (piece >= 0) expect(Math.abs((slopes[piece] as number) - (values[index] as number))).toBeLessThan(1e-6);
        });
      }
    }
  });

  it('have one knot in a first layer with zero mean, and none beyond the limit', () => {
    using exact = new StepSlopes(engine, network({ normalization: 'centre' }), [-2, 2]);
    expect(exact.slopes(100)?.slopes.length).toBe(2);
    expect(exact.advance(1)).toBeUndefined();
    expect(exact.depth).toBe(1);
  });
});

describe('the autocorrelation', () => {
  it('of two steps is the integral in closed form', () => {
    const step = { knots: Float64Array.of(-2, 0, 2), slopes: Float64Array.of(-1, 1) };
    // the signs agree on 4 - 2 lag of the interval and differ on lag, for lags up to 2
    expect(stepAutocorrelation(engine, step, [0, 1, 2], { centred: true }).values).toEqual([1, 0.25, -0.5]);
  });

  it('of 256 samples at width 200 is the reference: white with normalisation, not without', { timeout: 120_000 }, () => {
    const measured = (given: Partial<RandomRelu>, depth: number) => {
      const nets = Array.from({ length: 6 }, (_, number) => {
        using sampled = new SampledSlopes(engine, network({ width: 200, number, ...given }), points);
        while (sampled.depth < depth) sampled.advance();
        return sampledAutocorrelation(engine, sampled.slopes(), [1], { centred: true })[0] as number;
      });
      return nets.reduce((sum, value) => sum + value) / nets.length;
    };
    expect(Math.abs(measured({ normalization: 'scale' }, 4) - 0.91)).toBeLessThan(0.05);
    expect(Math.abs(measured({ normalization: 'scale' }, 24))).toBeLessThan(0.1);
    expect(Math.abs(measured({}, 24) - 0.878)).toBeLessThan(0.12);
  });
});
