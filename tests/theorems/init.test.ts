import { describe, expect, it } from 'vitest';
import type { InitResult } from '../../src/experiments/init/result.js';
import { init } from '../../src/experiments/init.js';
import { loadEngine } from '../../src/index.js';

const engine = await loadEngine({ theory: true });
const run = async (more: object = {}) => {
  const outcome = await init.run(engine, { ...init.quick, ...more });
  return { ...outcome, result: outcome.result as InitResult };
};

describe('init', () => {
  it('every claim holds on a quick look, and the critical points are those of the lecture of mean-field theory', { timeout: 60_000 }, async () => {
    const { claims, result } = await run({ sigmaB: Math.sqrt(0.05) });
    for (const claim of claims) expect(claim.holds, `${claim.statement}: ${claim.measured}`).toBe(true);
    const pointOf = (name: string, biases: number) =>
      result.critical.find((row) => row.activation === name && Math.abs(row.biases - biases) < 1e-12)!.points[0]!;
    expect(pointOf('relu', 0)).toMatchObject({ kind: 'any', biases: 0 });
    expect(pointOf('relu', 0).weights).toBeCloseTo(2, 12);
    expect(pointOf('leaky-relu', 0).weights).toBeCloseTo(2 / 1.0001, 12);
    expect(pointOf('tanh', 0)).toMatchObject({ kind: 'limit', q: 0 });
    expect(pointOf('tanh', 0.05).weights).toBeCloseTo(1.76095, 5);
    expect(pointOf('tanh', 0.05).q).toBeCloseTo(0.57005, 5);
    expect(pointOf('sigmoid', 0).weights).toBeCloseTo(103.0076, 4);
    expect(pointOf('gelu', 0.04).weights).toBeCloseTo(2.39324, 5);
  });

  it('ratios of gradients are those of the table for 10 and 50 layers', { timeout: 60_000 }, async () => {
    const { result } = await run();
    const wanted = { relu: [-2.709, -14.75], tanh: [-1.102, -1.835], selu: [0.27, 1.471], gelu: [-4.779, -28.86], softplus: [-4.843, -26.42] };
    for (const [name, ratios] of Object.entries(wanted)) {
      const row = result.schemes.find(({ activation, weights }) => activation === name && weights === 1)!;
      row.ratios.forEach((ratio, index) => expect(Math.abs(ratio! - ratios[index]!), name).toBeLessThanOrEqual(0.006));
    }
  });

  it('gives the same bits whenever it is run, and others with another seed', { timeout: 60_000 }, async () => {
    const [first, second, other] = [await run(), await run(), await run({ seed: 1 })];
    expect(JSON.stringify(second.result)).toBe(JSON.stringify(first.result));
    expect(other.result.scales).not.toEqual(first.result.scales);
  });

  it('knows activations whose variance grows without bound, and shows them as gaps', { timeout: 60_000 }, async () => {
    const { result, plots } = await run({ activation: 'relu', sigmas: [1, 2], scaleSigmas: [1.2], depths: [2] });
    expect(result.regimes.map(({ q }) => q === undefined)).toEqual([false, true]);
    expect(plots.length).toBe(2);
  });
});
