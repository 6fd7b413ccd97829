import { describe, expect, it } from 'vitest';
import type { DerivativesResult } from '../../src/experiments/derivatives/result.js';
import { derivatives } from '../../src/experiments/derivatives.js';
import { loadEngine } from '../../src/index.js';
import { activationNames, activations, slope } from '../../src/network/activation.js';
import { activationBounds, resolved, slopeBound } from '../../src/theory/activation-bounds.js';
import { surveyActivation } from '../../src/theory/activation-facts.js';
import { activationRows } from '../support/activation-rows.js';
import { DoubleDouble } from '../support/double-double.js';

const engine = await loadEngine({ theory: true });
const pascal = (name: string) => name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
const alphaOf = (name: keyof typeof activations) => {
  const facts = activations[name];
  return 'alpha' in facts ? facts.alpha.default : 0;
};

describe('closed forms', () => {
  it.each(activationNames)('of %s: the slope in 100 bits is the supremum at the place stated, and nowhere greater', (name) => {
    const { steepest } = activationBounds[name];
    const row = activationRows[pascal(name)]!;
    const alpha = alphaOf(name);
    const at = (z: number) => row.slope(DoubleDouble.from(z), DoubleDouble.from(alpha)).toNumber();
    const greatest = resolved(activationBounds[name].slopes[1], alpha);
    if (steepest !== undefined) expect(Math.abs(at(steepest === 0 ? 1e-12 : steepest) / greatest - 1)).toBeLessThan(1e-11);
    for (let z = -12.03; z < 12; z += 0.05) {
      expect(at(z)).toBeLessThanOrEqual(greatest * (1 + 1e-15));
      expect(at(z)).toBeGreaterThanOrEqual(resolved(activationBounds[name].slopes[0], alpha) - 1e-15);
      expect(Math.abs(at(z))).toBeLessThanOrEqual(slopeBound(name, alpha) * (1 + 1e-15));
    }
  });

  it('the known constants: GELU 1.1289, SiLU 1.0998, Mish 1.0885, SELU 1.7581, sigmoid 1/4, softsign and tanh 1', () => {
    const bounds = Object.fromEntries(activationNames.map((name) => [name, slopeBound(name, alphaOf(name))]));
    expect(bounds).toMatchObject({ sigmoid: 0.25, tanh: 1, softsign: 1, relu: 1, 'leaky-relu': 1, square: Number.POSITIVE_INFINITY });
    for (const [name, digits] of Object.entries({ gelu: 1.1289, silu: 1.0998, mish: 1.0885, selu: 1.7581 })) expect(bounds[name]).toBeCloseTo(digits, 4);
  });
});

describe('a survey', () => {
  it('finds where the slope falls below 1/1000: 6.9058 for the sigmoid, 4.1468 for tanh, 30.6228 for softsign', () => {
    const ends = { sigmoid: 6.90575227229792, tanh: 4.1467747262488963, softsign: 30.622776601683793 } as const;
    for (const [name, end] of Object.entries(ends) as [keyof typeof ends, number][]) {
      const { felt, length } = surveyActivation(engine, name, 0, 1e-3, 0);
      expect(felt.last).toBeCloseTo(end, 12);
      expect(felt.first).toBeCloseTo(-end, 12);
      expect(Math.abs(length - 2 * end)).toBeLessThan(2 ** -9);
    }
  });

  it('counts what it says: steepest points, slopes other than two values, least and greatest as a plain loop over the same points has them', () => {
    const z = Float64Array.from({ length: 131_073 }, (_, i) => (i - 65_536) / 1024);
    for (const name of ['relu', 'hard-tanh', 'selu', 'sin'] as const) {
      const slopes = [...slope(engine, name, z)];
      const { steepest, others, points, length } = surveyActivation(engine, name, 0, 0.5, 0);
      const greatest = slopes.reduce((most, it) => Math.max(most, it), 0);
      expect(points).toBe(z.length);
      expect(steepest).toBe(slopes.filter((it) => it === greatest).length);
      expect(others).toBe(slopes.filter((it) => it !== 0 && it !== 1).length);
      expect(length).toBe(slopes.filter((it) => Math.abs(it) >= 0.5).length / 1024);
    }
  });

  it('refines a peak between grid points: the greatest slope of GELU to the last digits, at sqrt 2', () => {
    const { slopes, values } = surveyActivation(engine, 'gelu', 0, 1e-3, 0);
    expect(slopes.greatest.at).toBeCloseTo(Math.SQRT2, 7);
    expect(Math.abs(slopes.greatest.value - 1.1289041451851547)).toBeLessThan(1e-15);
    expect(values.least.value).toBeCloseTo(-0.16997120747990366, 15);
    expect(values.least.at).toBeCloseTo(-0.7517915246935645, 7);
  });
});

describe('derivatives', () => {
  it('says that the ReLU has slope 0 from the left, 1 from the right and takes 0, and that the leaky one takes alpha', async () => {
    const { rows } = (await derivatives.run(engine, { activations: ['relu', 'leaky-relu'], alpha: 0.25 })).result as DerivativesResult;
    expect(rows.map(({ kinks }) => kinks)).toEqual([[{ at: 0, left: 0, taken: 0, right: 1 }], [{ at: 0, left: 0.25, taken: 0.25, right: 1 }]]);
  });

  it('holds for each activation alone, and at the ends of its parameters', { timeout: 60_000 }, async () => {
    const runs = [
      ...activationNames.map((name) => ({ activations: [name] })),
      { tolerance: 1e-6, alpha: 0.001, reach: 1 },
      { tolerance: 0.1, alpha: 1, reach: 64 },
    ];
    for (const parameters of runs) {
      const { claims } = await derivatives.run(engine, parameters);
      expect(
        claims.filter(({ holds }) => !holds),
        JSON.stringify(parameters),
      ).toEqual([]);
    }
  });
});

it('the debug build, with its assertions, surveys with the same bits', async () => {
  const debug = await loadEngine({ build: 'debug' });
  for (const name of ['gelu', 'hard-sigmoid'] as const) expect(surveyActivation(debug, name, 0, 0.01, 0)).toEqual(surveyActivation(engine, name, 0, 0.01, 0));
});
