import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lemmas } from '../../src/experiments/lemmas.js';
import { loadEngine } from '../../src/index.js';
import { clippedKinks, kinks } from '../support/polyline.js';

const engine = await loadEngine({ theory: true });
const reference = JSON.parse(readFileSync(new URL('../reference/pieces.json', import.meta.url), 'utf8')).cases.find(
  ({ id }: { id: string }) => id === 'lecture_illustration_relu_f',
);

describe('lemmas', () => {
  it('zigzags attain 2, 4, 5, 7, 8, 10, 11, 13 pieces, and random functions of these k do so too', async () => {
    const { tables } = await lemmas.run(engine, { trials: 100_000 });
    const rows = tables[0]!.rows.slice(0, 8);
    expect(rows.map((row) => row[3])).toEqual([2, 4, 5, 7, 8, 10, 11, 13]);
    expect(rows.map((row) => row[5])).toEqual([2, 4, 5, 7, 8, 10, 11, 13]);
    expect(rows.map((row) => row[1])).toEqual([2, 4, 6, 8, 10, 12, 14, 16]);
  });

  it("the slide's picture is the reference's function: 16 pieces before, 14 after, with its breakpoints", async () => {
    const { plots } = await lemmas.run(engine, { trials: 1 });
    const values = plots[0]!.panels[0]!.series[0]!.points.map(({ y }) => y);
    const weights = reference.W[1][0].map(Number);
    const wanted = Array.from({ length: 17 }, (_, i) => 5 + weights.reduce((y: number, w: number, j: number) => y + w * Math.max(0, (i - j) / 16), 0));
    expect(values).toEqual(wanted);
    expect(kinks(values).length + 1).toBe(16);
    expect(clippedKinks(values).map((x) => x / 16)).toEqual(reference.results[0].breakpoints);
  });

  it('gives the same bits again, and other functions for another seed', async () => {
    const first = await lemmas.run(engine, { trials: 30_000 });
    expect(await lemmas.run(engine, { trials: 30_000 })).toEqual(first);
    expect((await lemmas.run(engine, { trials: 30_000, seed: 2 })).tables).not.toEqual(first.tables);
  });

  it('holds with a single trial', async () => {
    expect((await lemmas.run(engine, { trials: 1 })).claims.every(({ holds }) => holds)).toBe(true);
  });
});
