import { describe, expect, it } from 'vitest';
import { universal } from '../../src/experiments/universal.js';
import { ArgumentError, loadEngine, Network } from '../../src/index.js';
import { hatKnots, piecewiseError, targetOn } from '../../src/theory/approximation.js';
import { asLayers, fewestReluUnits, lipschitzConstant, quadraticBound, smallestCertified } from '../../src/theory/universal.js';

const engine = await loadEngine({ theory: true });
const on = (formula: string) => targetOn(engine, 'function', formula, [0, 1]);
const quick = { units: [4], steps: 200 };

describe('universal', () => {
  it.each(['sigmoid', 'tanh', 'relu'] as const)('the %s network is within eps at points that nobody chose, through the engine itself', (activation) => {
    const f = on('sin(5*x)');
    const eps = 0.01;
    const layer = smallestCertified(engine, f, activation, lipschitzConstant(engine, f), eps);
    const network = new Network(engine, { layers: asLayers(layer), precision: 'f64' });
    const points = Array.from({ length: 20_011 }, (_, i) => (i * 0.7548776662466927) % 1);
    const outputs = network.forward(points.map((x) => [x])).data;
    const worst = Math.max(...points.map((x, i) => Math.abs(outputs[i]! - Math.sin(5 * x))));
    expect(worst).toBeLessThan(eps);
    expect(worst).toBeGreaterThan(eps / 2);
    network.dispose();
  });

  it('the ReLU network has as many units as the interpolant needs by its exact error, and no fewer', () => {
    for (const formula of ['sin(5*x)', '1/(1+16*x^2)', 'exp(2*x)', 'sqrt(x+1/10)']) {
      const f = on(formula);
      for (const eps of [0.1, 0.01, 0.001]) {
        const units = smallestCertified(engine, f, 'relu', lipschitzConstant(engine, f), eps).w.length;
        const error = (n: number) => piecewiseError(engine, f, hatKnots(engine, f, [0, 1], n)).sup;
        expect(error(units)).toBeLessThan(eps);
        if (units > 1) expect(error(units - 1)).toBeGreaterThan(eps * (1 - 1e-9));
        expect(units).toBeGreaterThanOrEqual(fewestReluUnits(engine, f, eps));
      }
    }
  });

  it('x^2 needs 1 / sqrt(8 eps) pieces at the least', () => {
    for (const eps of [0.01, 0.001, 1e-5]) {
      const pieces = Math.ceil(1 / Math.sqrt(8 * eps) - 1e-9);
      expect(fewestReluUnits(engine, on('square'), eps)).toBe(pieces - 1);
    }
  });

  it('the bound on polynomials of degree 2 is sharp to a hundredth: e^x on [0, 1], x^2 itself', () => {
    // the best quadratic for e^x on [0, 1] has error 0.00875602 (Remez, computed apart)
    const { bound } = quadraticBound(engine, on('exp'));
    expect(bound).toBeLessThan(0.0087561);
    expect(bound).toBeGreaterThan(0.0087561 * 0.99);
    expect(quadraticBound(engine, on('square')).bound).toBe(0);
  });

  it('square units stall where tanh units do not', async () => {
    const { tables } = await universal.run(engine, { eps: [0.1], activation: ['relu'], units: [16], steps: 1500 });
    const [, square, tanh, bound] = tables[1]!.rows[0] as number[];
    expect(square).toBeGreaterThanOrEqual(bound!);
    expect(tanh).toBeLessThan(bound! / 3);
  });

  it('holds for every function', async () => {
    for (const name of ['exp(2*x)', 'gaussian', 'square', 'runge', 'exp(-x)*sin(3*x) + abs(x-1/2)', '2*x-1', 'log(x+1/4)']) {
      const { claims } = await universal.run(engine, { ...quick, function: name, eps: [0.1, 0.01] });
      expect(claims.filter(({ holds }) => !holds)).toEqual([]);
    }
  });

  it('refuses an eps that no certificate could reach in time, by name', async () => {
    const refusal = universal.run(engine, { function: 'exp(10*x)', eps: [1, 0.01] });
    await expect(refusal).rejects.toThrow(ArgumentError);
    await expect(refusal).rejects.toThrow(/^eps\[0\]: expected at least 2\.2/);
  });

  it('gives the same bits again, and other trained networks for another seed', async () => {
    const run = (seed: number) => universal.run(engine, { ...quick, eps: [0.05], seed });
    const first = await run(1);
    expect(await run(1)).toEqual(first);
    expect((await run(2)).tables[1]).not.toEqual(first.tables[1]);
  });
});
