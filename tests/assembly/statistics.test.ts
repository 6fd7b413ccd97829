import { describe, expect, it } from 'vitest';
import { loadRaw, precisions, theoryBuilds } from '../support/engines.js';

const engines = theoryBuilds.map((build) => [build, loadRaw(build)] as const);

/** Statistics of the first `batch` of every row, the plain way. */
function oracle(rows: readonly (readonly number[])[], low: number, high: number, bins: number, from: number, to: number): number[] {
  const all = rows.flat();
  const values = all.filter((x) => !Number.isNaN(x));
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  const count = (test: (x: number) => boolean) => values.filter(test).length;
  const place = (x: number) => Math.min(bins - 1, Math.floor(((x - from) * bins) / (to - from)));
  const shares = Array.from({ length: bins }, (_, bin) => count((x) => x >= from && x <= to && place(x) === bin));
  return [
    all.length,
    all.length - values.length,
    mean,
    variance,
    Math.hypot(...values),
    values.length > 0 ? Math.min(...values) : Number.NaN,
    values.length > 0 ? Math.max(...values) : Number.NaN,
    count((x) => x === 0),
    count((x) => x <= low),
    count((x) => x >= high),
    bins > 0 ? count((x) => x < from) : 0,
    bins > 0 ? count((x) => x > to) : 0,
    ...shares,
  ];
}

describe.each(engines)('statistics in the %s build', (_build, engine) => {
  const run = (
    precision: 'f32' | 'f64',
    rows: readonly (readonly number[])[],
    padding: number,
    bins: number,
    ends: readonly [number, number, number, number],
  ) => {
    const size = precision === 'f32' ? 4 : 8;
    const batch = rows[0]?.length as number;
    const ld = batch + padding;
    const header = engine.statisticsNumbers();
    const values = engine.allocate(size * ld * rows.length);
    const result = engine.allocate(8 * (header + bins));
    const view = new (precision === 'f32' ? Float32Array : Float64Array)(engine.memory.buffer, values, ld * rows.length).fill(1e30);
    rows.forEach((row, index) => view.set(row, index * ld));
    const [low, high, from, to] = ends;
    engine[`describe_${precision}`](rows.length, batch, ld, values, low, high, bins, from, to, result);
    const numbers = Array.from(new Float64Array(engine.memory.buffer, result, header + bins));
    engine.release(values);
    engine.release(result);
    return numbers;
  };

  it.each(precisions)('are those of a plain program for every shape, and the padding is not read, %s', (precision) => {
    const ends = [-0.5, 0.75, -1, 1] as const;
    for (const height of [1, 2, 5])
      for (const batch of [1, 3, 4, 9])
        for (const padding of [0, 1, 3])
          for (const bins of [0, 1, 7]) {
            const rows = Array.from({ length: height }, (_, r) => Array.from({ length: batch }, (_, b) => ((r * 37 + b * 11) % 25) / 8 - 1.5));
            const found = run(precision, rows, padding, bins, ends);
            oracle(rows, ends[0], ends[1], bins, ends[2], ends[3]).forEach((wanted, index) => expect(found[index]).toBeCloseTo(wanted, 12));
          }
  });

  it('count NaN and leave them out of everything else, even where there is nothing else', () => {
    const ends = [0, 1, -1, 1] as const;
    const found = run('f64', [[Number.NaN, 0.5, -2, 0]], 0, 2, ends);
    oracle([[Number.NaN, 0.5, -2, 0]], ...([0, 1, 2, -1, 1] as const)).forEach((wanted, index) => expect(found[index]).toBeCloseTo(wanted, 12));
    const none = run('f64', [[Number.NaN, Number.NaN]], 0, 2, ends);
    expect(none.slice(0, 2)).toEqual([2, 2]);
    expect(none.slice(2, 7)).toEqual([Number.NaN, Number.NaN, 0, Number.NaN, Number.NaN]);
    expect(none.slice(7)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('keep the digits of a variance about a mean that is far from 0, and count infinities outside', () => {
    const numbers = run('f64', [[1e9 + 1, 1e9 + 2, 1e9 + 3]], 0, 0, [0, 0, 0, 0]);
    expect(numbers[3]).toBeCloseTo(2 / 3, 12);
    const infinite = run('f32', [[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]], 1, 2, [0, 1, -1, 1]);
    expect(infinite.slice(5)).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 1, 2, 1, 1, 1, 0, 1]);
  });
});

it('statistics have the same bits in every build', () => {
  const count = 1000;
  const found = engines.map(([, engine]) => {
    const values = engine.allocate(8 * count);
    const result = engine.allocate(8 * (engine.statisticsNumbers() + 9));
    engine.fillNormal_f64(count, 1, 0, 0, values);
    engine.describe_f64(10, 100, 100, values, -1, 1, 9, -3, 3, result);
    return Array.from(new Float64Array(engine.memory.buffer, result, engine.statisticsNumbers() + 9));
  });
  expect(found[1]).toEqual(found[0]);
});
