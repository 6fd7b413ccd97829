import { describe, expect, it } from 'vitest';
import { type TriangleResult, triangle } from '../../src/experiments/triangle.js';
import { loadEngine } from '../../src/index.js';
import { sharpPieces } from '../../src/theory/bounds.js';
import { widthsForUnits } from '../../src/theory/unit-budget.js';

const engine = await loadEngine({ theory: true });
const small = { depth: 10, zigzagDepth: 5, steps: 6, units: 12, samples: 100_000 };

describe('triangle', () => {
  it('reproduces the numbers: 2^D pieces of 2^-D, 2^D + 2 on the line, period 2^(1-D), 4^D of the zigzag, 6 D + 1 parameters', async () => {
    const { result, claims } = await triangle.run(engine, small);
    const { waves, zigzags, steps, outside } = result as TriangleResult;
    expect(claims.map(({ holds }) => holds)).not.toContain(false);
    waves.forEach((wave, index) => {
      const depth = index + 1;
      expect(wave).toEqual({
        depth,
        units: 2 * depth,
        parameters: 6 * depth + 1,
        pieces: 2 ** depth,
        shortest: 2 ** -depth,
        longest: 2 ** -depth,
        certified: true,
      });
    });
    expect(zigzags.map(({ pieces }) => pieces)).toEqual([4, 16, 64, 256, 1024]);
    expect(outside).toBe(66);
    for (const { depth, x, y } of steps) {
      expect(x).toEqual(Array.from({ length: 2 ** depth + 1 }, (_, k) => k / 2 ** depth));
      expect(y).toEqual(x.map((_, k) => k % 2));
    }
  });

  it('iteration ends in zeros at depth 54 in f64, and near 41 in f32', async () => {
    const { result } = await triangle.run(engine, small);
    const [single, double] = (result as TriangleResult).collapses;
    expect(double?.depth).toBe(54);
    expect(Math.abs(single!.depth! - 41)).toBeLessThanOrEqual(2);
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    const run = async (seed: number) => JSON.stringify((await triangle.run(engine, { ...small, depth: 3, samples: 1000, seed })).result);
    expect(await run(1)).toBe(await run(1));
    expect(await run(1)).not.toBe(await run(2));
  });

  it('the best widths of 3 or more for a number of units are those of an exhaustive search', () => {
    const best = new Map<number, bigint>([[0, 1n]]);
    for (let units = 3; units <= 60; units++) {
      const options = Array.from({ length: units - 2 }, (_, index) => index + 3).flatMap((width) => {
        const before = best.get(units - width);
        return before === undefined ? [] : [before * BigInt(width + 1)];
      });
      best.set(
        units,
        options.reduce((a, b) => (a > b ? a : b)),
      );
      const widths = widthsForUnits(units);
      expect(widths.reduce((sum, width) => sum + width, 0)).toBe(units);
      expect(sharpPieces(widths)).toBe(best.get(units));
    }
  });
});
