import { expect, it } from 'vitest';
import { type GradientsResult, looks } from '../../src/experiments/gradients/measure.js';
import { gradients } from '../../src/experiments/gradients.js';
import { loadEngine } from '../../src/index.js';

const engine = await loadEngine({ theory: true });
const small = { width: 100, samples: 50, networks: 1, trainWidth: 20, trainSteps: 64, jacobianWidth: 20 };
const run = async (given: Readonly<Record<string, unknown>>) => {
  const outcome = await gradients.run(engine, given);
  return { ...outcome, result: outcome.result as GradientsResult };
};

it('every claim holds on a quick look', async () => {
  const { claims } = await run(gradients.quick);
  for (const { statement, holds, measured } of claims) expect(holds, `${statement}: ${measured}`).toBe(true);
});

it('gradients are histograms on the scale of the last hidden layer, complete but for what is outside', async () => {
  const { result } = await run(small);
  for (const { layers } of result.starts)
    for (const { histograms, nan } of layers) {
      expect(nan).toBe(0);
      for (const { shares, below, above } of Object.values(histograms)) expect(shares.reduce((sum, share) => sum + share, below + above)).toBeCloseTo(1, 12);
      expect([histograms.gradients.from, histograms.gradients.to]).toEqual([-3, 3]);
    }
});

it('looks at the start, at the end, and in between in halves', () => {
  expect(looks(1024)).toEqual([0, 16, 32, 64, 128, 256, 512, 1024]);
  expect(looks(1)).toEqual([0, 1]);
});

it('claims only what was measured, where kinds of network are left out', async () => {
  const { claims } = await run({ ...small, activations: ['gelu'], inits: ['he-normal'], data: ['digits'] });
  expect(claims.some(({ statement }) => statement.startsWith('Heuristic weights'))).toBe(false);
  expect(claims.filter(({ statement }) => statement.startsWith('Every layer')).length).toBe(1);
});

it('an initialisation that is wrong for the activation is not foretold to keep its gradients', async () => {
  const { result } = await run({ ...small, activations: ['sigmoid'], inits: ['he-uniform'], data: ['normal'] });
  expect(result.starts[0]?.layers[0]?.gradient.expected).toBeLessThan(0.02);
  expect(result.starts[0]?.layers[0]?.gradient.measured).toBeLessThan(0.03);
});

it('has the same result for the same seed, and another for another', async () => {
  const [first, second, other] = [await run(small), await run(small), await run({ ...small, seed: 1 })];
  expect(JSON.stringify(second.result)).toBe(JSON.stringify(first.result));
  expect(JSON.stringify(other.result)).not.toBe(JSON.stringify(first.result));
});
