import { describe, expect, it } from 'vitest';
import { type BoundaryResult, boundary, shapesOf } from '../../src/experiments/boundary.js';
import { loadEngine } from '../../src/index.js';

const engine = await loadEngine({ theory: true });
const run = async (given: Readonly<Record<string, unknown>>) => {
  const outcome = await boundary.run(engine, given);
  return { outcome, result: outcome.result as BoundaryResult };
};
const few = { seeds: 3, points: 100, steps: 200, batch: 100 };
const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe('boundary', () => {
  it('has 2-20-1 with 81 parameters and 211 regions, 2-10-10-1 with 151 and 3136, and 2-7-7-1, the smallest with at least 81', () => {
    expect(shapesOf(20).map(({ widths, parameters, most }) => [widths.join('-'), parameters, most])).toEqual([
      ['2-20-1', 81, 211],
      ['2-10-10-1', 151, 3136],
      ['2-7-7-1', 85, 841],
    ]);
  });

  it("on 1000 points, all at once, a wide layer makes at least four times the errors of two, as the reference's did, without more regions than the bound", {
    timeout: 300_000,
  }, async () => {
    const { result } = await run({ seeds: 5, points: 1000, batch: 1000, steps: 3000, learningRate: 0.01 });
    const [shallow, deep] = result.contestants.map(({ runs }) => ({
      errors: middle(runs.map(({ errors }) => errors)),
      testError: middle(runs.map(({ testError }) => testError)),
      regions: runs.map(({ regions }) => regions),
    }));
    expect(shallow!.errors).toBeGreaterThanOrEqual(4 * deep!.errors);
    // the reference: 3.5 % and 1.6 %
    expect(Math.abs(shallow!.testError - 0.035)).toBeLessThan(0.01);
    expect(Math.abs(deep!.testError - 0.016)).toBeLessThan(0.01);
    expect(Math.max(...shallow!.regions)).toBeLessThanOrEqual(211);
    expect(Math.max(...deep!.regions)).toBeLessThanOrEqual(3136);
    // the reference saw 81 to 131 and 63 to 147 patterns on a grid, which misses small regions
    expect(middle(shallow!.regions)).toBeGreaterThan(81);
    expect(middle(deep!.regions)).toBeGreaterThan(63);
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    const [first, second, other] = [await run(few), await run(few), await run({ ...few, seed: 7 })];
    expect(second.outcome).toEqual(first.outcome);
    expect(other.result.contestants).not.toEqual(first.result.contestants);
  });

  it('finds boundaries whose vertices lie in the square and on f = 0, and draws both panels', async () => {
    const { outcome, result } = await run(few);
    for (const { runs } of result.contestants) for (const { residual } of runs) expect(residual).toBeLessThanOrEqual(1e-9);
    for (const view of [result.figure.whole, result.figure.close]) {
      const { x, y } = view.rectangle;
      for (const [px, py] of [...view.shallow, ...view.deep].flatMap(({ vertices }) => vertices)) {
        expect([px >= x[0] - 1e-12, px <= x[1] + 1e-12, py >= y[0] - 1e-12, py <= y[1] + 1e-12]).toEqual([true, true, true, true]);
      }
    }
    expect(outcome.plots[0]!.panels.map(({ title }) => title)).toEqual(['Decision boundaries', 'Close-up', 'Regions', 'Boundary']);
  });

  it('refuses what is out of range by name, and gives its memory back', async () => {
    const blocks = engine.memory.blocks;
    for (const [name, value] of [
      ['units', 3],
      ['seeds', 0],
      ['points', 1.5],
      ['steps', 0],
      ['batch', 0],
      ['learningRate', -1],
      ['seed', -1],
    ] as const) {
      await expect(boundary.run(engine, { ...few, [name]: value })).rejects.toThrow(new RegExp(`^${name}: `));
    }
    await run(few);
    expect(engine.memory.blocks).toBe(blocks);
  });
});
