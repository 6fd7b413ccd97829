import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CapacityResult, capacity, datasetOf, type Fit, fit } from '../../src/experiments/capacity.js';
import { loadEngine } from '../../src/index.js';

const engine = await loadEngine({ theory: true });
/** scikit-learn's points: 200 of random state 5 to train on, 400 of random state 7 to test. */
const reference = JSON.parse(readFileSync(new URL('../reference/moons-capacity.json', import.meta.url), 'utf8'));
const split = ({ inputs, labels }: { inputs: number[][]; labels: number[] }) =>
  datasetOf(engine, { inputs: { rows: inputs.length, columns: 2, data: Float32Array.from(inputs.flat()) }, labels: Int32Array.from(labels) });
const few = { widths: [1, 6], seeds: 2, points: 40, testPoints: 40, steps: 100 };

describe('capacity', () => {
  it("on scikit-learn's moons, five seeds: the table of the reference run, within its tolerances", { timeout: 300_000 }, async () => {
    const [train, test] = [split(reference.train), split(reference.test)];
    // the reference's five single units: four that learn and one that is dead, wrong on half of the points; none of ours is dead
    const table: [width: number, testError: number][] = [
      [1, (0.21 - 0.5 / 5) / (4 / 5)],
      [4, 0.108],
      [8, 0.098],
      [16, 0.108],
      [64, 0.105],
      [256, 0.112],
    ];
    const rows: Record<'trainError' | 'testError' | 'trainLoss' | 'testLoss' | 'bestTestLoss', number>[] = [];
    for (const [width, testError] of table) {
      const fits: Fit[] = [];
      for (let seed = 0; seed < 5; seed++)
        fits.push(await fit(engine, { train, test }, width, { steps: 4000, learningRate: 0.01 }, seed, { progress: () => {} }));
      const mean = (key: keyof (typeof rows)[number]) => fits.reduce((sum, it) => sum + it[key], 0) / fits.length;
      rows.push({
        trainError: mean('trainError'),
        testError: mean('testError'),
        trainLoss: mean('trainLoss'),
        testLoss: mean('testLoss'),
        bestTestLoss: mean('bestTestLoss'),
      });
      expect(Math.abs(mean('testError') - testError), `test error of ${width} units: ${mean('testError')}`).toBeLessThanOrEqual(0.02);
      for (const { regions, residual } of fits) {
        expect(regions).toBeLessThanOrEqual(1 + width + (width * (width - 1)) / 2);
        expect(residual).toBeLessThanOrEqual(1e-9);
      }
    }
    const widest = rows.at(-1)!;
    expect(widest.trainError).toBeLessThanOrEqual(0.02);
    expect(widest.testLoss).toBeGreaterThanOrEqual(2.5 * Math.min(...rows.map(({ testLoss }) => testLoss)));
    train.dispose();
    test.dispose();
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    const [first, second, other] = [await capacity.run(engine, few), await capacity.run(engine, few), await capacity.run(engine, { ...few, seed: 1 })];
    expect(second).toEqual(first);
    expect(other.result).not.toEqual(first.result);
  });

  it('takes widths in any order, each once, and draws the narrowest, the best and the widest', async () => {
    const { result, plots, tables } = await capacity.run(engine, { ...few, widths: [6, 1, 6] });
    expect((result as CapacityResult).capacities.map(({ width }) => width)).toEqual([1, 6]);
    expect(plots[1]!.panels.map(({ title }) => title)).toContain('1 unit');
    expect(tables[1]!.rows.length).toBe(4);
  });

  it('refuses what is out of range by name, and gives its memory back', async () => {
    const blocks = engine.memory.blocks;
    for (const [name, value] of [
      ['widths', [0]],
      ['widths', []],
      ['seeds', 0],
      ['points', 3],
      ['noise', -1],
      ['steps', 10],
      ['learningRate', 2],
      ['seed', 0.5],
    ] as const) {
      await expect(capacity.run(engine, { ...few, [name]: value })).rejects.toThrow(new RegExp(`^${name}(\\[0\\])?: `));
    }
    await capacity.run(engine, few);
    expect(engine.memory.blocks).toBe(blocks);
  });
});
