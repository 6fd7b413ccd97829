import { describe, expect, it } from 'vitest';
import { loadEngine } from '../../../src/engine/engine.js';
import { evaluateTarget, targetOn } from '../../../src/theory/approximation.js';
import { BenchSession } from '../../../web/bench/session.js';
import type { BenchSettings } from '../../../web/bench/settings.js';
import { formulaGraph, formulaSquare } from '../../../web/bench/worker/formula-examples.js';
import { noViews, small } from './bench-settings.js';

const engine = await loadEngine({ theory: true });

async function dataOf(given: Partial<BenchSettings>, csv?: string) {
  using session = await BenchSession.open(engine, small(given), csv);
  return session.opened.data;
}

describe('data about a formula', () => {
  const formula = 'sin(4*x)/2 + abs(x)/4';

  it('points of the square are of class 1 exactly where y > f(x)', async () => {
    for (const samples of [2, 3, 501]) {
      const data = await dataOf({ data: 'formula', formula, samples, noise: 0 });
      expect([data.kind, data.features, data.classes]).toEqual(['plane', 2, 2]);
      for (const { coordinates, labels, count } of [data.train, data.test]) {
        expect(count).toBe(samples);
        const [x, y] = [0, 1].map((column) => coordinates.filter((_, index) => index % 2 === column)) as [Float64Array, Float64Array];
        const f = evaluateTarget(engine, targetOn(engine, 'formula', formula, [-1, 1]), x);
        // the points were rounded to f32 after they were labelled: one that near the graph says nothing
        for (const [index, height] of f.entries()) if (Math.abs(y[index]! - height) > 1e-5) expect(labels[index]).toBe(Number(y[index]! > height));
        expect([...coordinates].every((value) => value >= -1 && value <= 1)).toBe(true);
      }
    }
  });

  it('points of the graph are (x, f(x)), and noise moves their values alone', async () => {
    const clean = await dataOf({ data: 'function', formula, samples: 301, noise: 0 });
    const noisy = await dataOf({ data: 'function', formula, samples: 301, noise: 0.1 });
    expect([clean.kind, clean.features, clean.classes]).toEqual(['line', 1, 0]);
    const f = evaluateTarget(engine, targetOn(engine, 'formula', formula, [-1, 1]), clean.train.coordinates);
    for (const [index, height] of f.entries()) expect(Math.abs(clean.train.labels[index]! - height)).toBeLessThan(1e-6);
    expect(noisy.train.coordinates).toEqual(clean.train.coordinates);
    const errors = Array.from(noisy.train.labels, (label, index) => label - clean.train.labels[index]!);
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    expect(Math.abs(deviation / 0.1 - 1)).toBeLessThan(5 / Math.sqrt(2 * errors.length)); // five standard errors
  });

  it('places are spread evenly, with and without noise on them', async () => {
    const { train } = await dataOf({ data: 'formula', formula: '0*x', samples: 4000, noise: 0 });
    for (const column of [0, 1]) {
      const values = train.coordinates.filter((_, index) => index % 2 === column);
      const [mean, square] = [1, 2].map((power) => values.reduce((sum, value) => sum + value ** power, 0) / values.length) as [number, number];
      expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(3 * 4000)); // five standard errors, here and below
      expect(Math.abs(square - 1 / 3)).toBeLessThan((5 * Math.sqrt(4 / 45)) / Math.sqrt(4000));
    }
    const moved = await dataOf({ data: 'formula', formula: '0*x', samples: 4000, noise: 0.1 });
    const errors = moved.train.coordinates.map((value, index) => value - train.coordinates[index]!);
    expect(moved.train.labels).toEqual(train.labels);
    expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / 8000)).toBeLessThan((5 * 0.1) / Math.sqrt(8000));
    const product = errors.reduce((sum, error, index) => sum + error * train.coordinates[index]!, 0) / 8000;
    expect(Math.abs(product)).toBeLessThan((5 * 0.1) / Math.sqrt(3 * 8000)); // noise does not know the place
  });

  it('debug and simd make the same bits, in both precisions', async () => {
    const debug = await loadEngine({ build: 'debug' });
    for (const precision of ['f32', 'f64'] as const) {
      const request = { formula, samples: 77, noise: 0.1, seed: 5, precision };
      expect(formulaSquare(debug, request)).toEqual(formulaSquare(engine, request));
      expect(formulaGraph(debug, request)).toEqual(formulaGraph(engine, request));
    }
    const [single, double] = (['f32', 'f64'] as const).map((precision) => formulaGraph(engine, { formula, samples: 77, noise: 0.1, seed: 5, precision }));
    expect([...single!.train.inputs.data]).toEqual(Array.from(double!.train.inputs.data, Math.fround));
    expect(Array.from(single!.train.labels)).toEqual(Array.from(double!.train.labels, Math.fround));
  });

  it('the data seed decides the points, the test points are others, and all three seeds are apart', async () => {
    for (const data of ['formula', 'function'] as const) {
      const first = await dataOf({ data });
      expect(await dataOf({ data, initSeed: 9, batchSeed: 9 })).toEqual(first);
      expect((await dataOf({ data, dataSeed: 9 })).train.coordinates).not.toEqual(first.train.coordinates);
      expect(first.test.coordinates).not.toEqual(first.train.coordinates);
    }
  });
});

describe('one’s own rows', () => {
  const lines = (rows: readonly (readonly number[])[]) => rows.map((row) => `${row.join(',')}\n`).join('');
  const many = Array.from({ length: 20 }, (_, index) => [index, -index, index % 2]);

  it('two inputs and two classes are points of the plane, every row once, a fifth of them for the test', async () => {
    const { kind, classes, train, test } = await dataOf({ data: 'csv' }, lines(many));
    expect([kind, classes, train.count, test.count]).toEqual(['plane', 2, 16, 4]);
    const rows = [train, test].flatMap(({ coordinates, labels, count }) =>
      Array.from({ length: count }, (_, index) => [coordinates[2 * index]!, coordinates[2 * index + 1]!, labels[index]!]),
    );
    expect(rows.sort((a, b) => a[0]! - b[0]!)).toEqual(many.map((row) => row.map((value) => value + 0)));
  });

  it('one input is a line, whatever its values; more classes and values of two inputs are not drawn', async () => {
    expect(await dataOf({ data: 'csv' }, '0,0\n1,1\n2,1\n')).toMatchObject({ kind: 'line', features: 1, classes: 0 });
    expect(await dataOf({ data: 'csv' }, '0,0,5\n1,1,-7\n2,1,900\n')).toMatchObject({ kind: 'many', features: 2, classes: 3 });
    expect(await dataOf({ data: 'csv' }, '0,0,5.5\n1,1,-7\n2,1,900\n')).toMatchObject({ kind: 'many', features: 2, classes: 0 });
    expect(await dataOf({ data: 'csv' }, '1,1\n1,1\n')).toMatchObject({ kind: 'line', frame: [0.5, 1.5, 0.5, 1.5] });
  });

  it('classes are numbered in the order of their labels', async () => {
    const { train, test } = await dataOf({ data: 'csv' }, '0,0,-1\n1,1,1\n2,2,1\n3,3,-1\n');
    const labels = [train, test].flatMap(({ coordinates, labels }) => Array.from(labels, (label, index) => [coordinates[2 * index], label]));
    expect(labels.sort()).toEqual([
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 0],
    ]);
  });

  it('the data seed says which rows are the test, and training learns what there is to learn', async () => {
    const csv = lines(many);
    expect((await dataOf({ data: 'csv', dataSeed: 7 }, csv)).test).not.toEqual((await dataOf({ data: 'csv', dataSeed: 8 }, csv)).test);
    using session = await BenchSession.open(engine, small({ data: 'csv' }), '0,0,0\n1,1,1\n0,0.1,0\n1,0.9,1\n0.1,0,0\n0.9,1,1\n');
    expect(session.advance({ steps: 300 }, noViews).trainAccuracy).toBe(1);
  });

  const wrong: [string, string | undefined][] = [
    ['csv: expected lines of numbers separated by commas', undefined],
    ['csv: expected lines of numbers separated by commas', ' \n'],
    ['csv line 3 column 2: expected a finite number, got "x"', '1,2,0\n3,4,1\n5,x,0\n'],
    ['csv line 2: expected 3 numbers, as in line 1, got 2', '1,2,0\n3,4\n'],
    ['csv line 1 column 1: expected a finite number, got "width"', 'width,height,class\n1,2,0\n'],
    ['csv line 2 column 1: expected a finite number, got ""', '1,2,0\n,4,1\n'],
    ['csv line 2 column 1: expected a finite number that f32 has', '1,2,0\n1e39,4,1\n'],
    ['csv line 1: expected at least two numbers', '1\n2\n'],
    ['csv: expected 2 to 10000 lines, got 1', '1,2,0\n'],
    ['csv: expected 2 to 10000 lines, got 10001', '1,2\n'.repeat(10_001)],
  ];
  it.each(wrong)('%s', async (message, csv) => {
    const blocks = engine.memory.blocks;
    await expect(BenchSession.open(engine, small({ data: 'csv' }), csv)).rejects.toThrow(message);
    expect(engine.memory.blocks).toBe(blocks);
  });
});
