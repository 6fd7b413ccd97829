import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/index.js';
import { targetOn } from '../../../src/theory/approximation.js';
import { certify, type OneHiddenLayer } from '../../../src/theory/universal.js';
import { loadTheoryEngines } from '../../support/engine.js';

const functions = { sigmoid: (z: number) => 1 / (1 + Math.exp(-z)), tanh: Math.tanh, relu: (z: number) => Math.max(z, 0) };
const on = (engine: Engine, formula = 'sin(3*x)') => targetOn(engine, 'function', formula, [0, 1]);
const lipschitz = 3;

const errorAt = ({ activation, w, b, v, constant }: OneHiddenLayer, x: number): number =>
  Math.abs(v.reduce((sum, weight, i) => sum + weight * functions[activation](w[i]! * x + b[i]!), constant) - Math.sin(3 * x));

const observed = (network: OneHiddenLayer): number => Math.max(...Array.from({ length: 5001 }, (_, i) => errorAt(network, i / 5000)));

const unit = fc.record({
  w: fc.double({ min: -20, max: 20, noNaN: true }),
  b: fc.double({ min: -20, max: 20, noNaN: true }),
  v: fc.double({ min: -2, max: 2, noNaN: true }),
});
const networks = fc
  .record({ activation: fc.constantFrom('sigmoid' as const, 'tanh' as const, 'relu' as const), units: fc.array(unit, { minLength: 1, maxLength: 5 }) })
  .map(({ activation, units }) => ({ activation, w: units.map(({ w }) => w), b: units.map(({ b }) => b), v: units.map(({ v }) => v), constant: 0.5 }));

describe.each(await loadTheoryEngines())('the certificate in the %s build', (_build, engine) => {
  it('a certified bound is above the error everywhere that is looked at, below eps, and is had for every eps above the error', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const error = observed(network);
        const { certified, bound, rounding } = certify(engine, network, on(engine), lipschitz, error * 1.05 + 0.01);
        expect(certified).toBe(true);
        expect(bound).toBeGreaterThanOrEqual(error);
        expect(bound).toBeLessThan(error * 1.05 + 0.01);
        expect(rounding).toBeGreaterThan(0);
        expect(rounding).toBeLessThan(1e-10);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('nothing below the error is certified; where it failed, the error is that large', () => {
    fc.assert(
      fc.property(networks, fc.double({ min: 0.2, max: 0.999, noNaN: true }), (network, share) => {
        const eps = observed(network) * share;
        const { certified, bound, at } = certify(engine, network, on(engine), lipschitz, eps);
        expect(certified).toBe(false);
        expect(bound).toBeGreaterThan(eps * (1 - 1e-9));
        expect(Math.abs(errorAt(network, at) - bound)).toBeLessThan(1e-11);
      }),
      { numRuns: 40, seed: 2 },
    );
  });

  it('a spike between all the points of a grid is found', () => {
    for (const at of [0.1234567, 0.5001, 0.87654321]) {
      const width = 1e-6;
      const network: OneHiddenLayer = {
        activation: 'relu',
        w: [1, 1, 1],
        b: [-at, -(at + width), -(at + 2 * width)],
        v: [0.5 / width, -1 / width, 0.5 / width],
        constant: 0,
      };
      const flat = on(engine, 'exp(-(x/1000)^2/2)'); // 1 to 5e-7
      expect(certify(engine, { ...network, constant: 1 }, flat, 1e-6, 0.49).certified).toBe(false);
      expect(certify(engine, { ...network, constant: 1 }, flat, 1e-6, 0.51).certified).toBe(true);
    }
  });

  it('what is not finite is not certified', () => {
    for (const v of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(certify(engine, { activation: 'tanh', w: [1], b: [0], v: [v], constant: 0 }, on(engine), lipschitz, 1).certified).toBe(false);
  });
});

it('debug and simd make the same bits', async () => {
  const [[, debug], [, simd]] = (await loadTheoryEngines()) as [
    Awaited<ReturnType<typeof loadTheoryEngines>>[0],
    Awaited<ReturnType<typeof loadTheoryEngines>>[0],
  ];
  for (const network of fc.sample(networks, { numRuns: 10, seed: 3 })) {
    const eps = observed(network) * 1.1;
    expect(certify(simd, network, on(simd), lipschitz, eps)).toEqual(certify(debug, network, on(debug), lipschitz, eps));
  }
});
