import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/sweep/configuration.js';
import { Grid, type GridSpecification } from '../../../src/sweep/grid.js';
import { pictureOf } from '../../../src/sweep/pictures.js';
import { cellKey, curvesOf, summarize } from '../../../src/sweep/summary.js';
import { small } from './small-grid.js';

const specification: GridSpecification = { ...small, init: ['he-normal', 'normal=0.1'], seed: [0, 1, 2] };

const tenth = (power: number) => Number(`1e-${power}`);

/** Records of a whole grid whose accuracy is the seed's and whose gradient shrinks tenfold a layer. */
const records = (change: (record: RunRecord) => Partial<RunRecord> = () => ({})): RunRecord[] => {
  const grid = new Grid(specification);
  return Array.from({ length: grid.size }, (_, index) => {
    const configuration = grid.at(index);
    const record: RunRecord = {
      index,
      ...configuration,
      status: 'completed',
      divergedAt: null,
      trainLoss: 1,
      testLoss: 1,
      testAccuracy: 0.5 + 0.1 * Number(configuration.seed),
      gradientRatio: tenth(configuration.depth + Number(configuration.seed)),
      gradientUnderflow: false,
      gradientRatioAfter: 1,
      weightsHash: '0',
      build: 'simd',
      version: '0',
      prng: 'x',
    };
    return { ...record, ...change(record) };
  });
};

describe('cells', () => {
  it('hold the mean and the ends over the seeds, and the median of gradient ratios', () => {
    const cells = summarize(records());
    expect(cells.size).toBe(12);
    for (const curve of curvesOf(specification)) {
      for (const depth of specification.depth) {
        const cell = cells.get(cellKey(curve.key, depth))!;
        expect([cell.runs, cell.diverged, cell.accuracy.low, cell.accuracy.high]).toEqual([3, 0, 0.5, 0.7]);
        expect(cell.accuracy.middle).toBeCloseTo(0.6, 12);
        expect(cell.gradientRatio).toEqual({ middle: tenth(depth + 1), low: tenth(depth + 2), high: tenth(depth) });
      }
    }
  });

  it('leave diverged runs out of the means, and count them', () => {
    const cells = summarize(records(({ seed }) => (seed === 2 ? { status: 'diverged', testAccuracy: Number.NaN } : {})));
    for (const cell of cells.values()) expect([cell.diverged, cell.accuracy.high]).toEqual([1, 0.6]);
    for (const cell of summarize(records(() => ({ status: 'diverged', testAccuracy: Number.NaN }))).values()) expect(cell.accuracy.middle).toBeNaN();
  });
});

describe('the picture', () => {
  it('has a panel of each kind for each initialiser, and a line for each activation', () => {
    const picture = pictureOf(specification, summarize(records()), 'A title');
    expect(picture.columns).toBe(2);
    expect(picture.panels.map(({ title }) => title)).toEqual([
      'Test accuracy: he',
      'Test accuracy: gaussian',
      'Gradient at start: he',
      'Gradient at start: gaussian',
    ]);
    for (const { series } of picture.panels) expect(series.map(({ name }) => name)).toEqual(['relu', 'tanh']);
    expect(picture.panels[0]!.series[0]!.points.map(({ x, y }) => [x, Math.round(y)])).toEqual([
      [1, 60],
      [2, 60],
      [3, 60],
    ]);
    expect(picture.panels[3]!.y.domain).toEqual([1e-5, 0.1]);
  });
});
