import { describe, expect, it } from 'vitest';
import { type BoundResult, bound } from '../../src/experiments/bound.js';
import { loadEngine } from '../../src/index.js';

const engine = await loadEngine({ theory: true });
const small = { depths: [1, 2, 3], widths: [1, 2, 3, 5], seeds: 2, steps: 50, lawWidth: 16, lawDepth: 1, lawNetworks: 60, courseSteps: 100 };

describe('bound', () => {
  it('the built networks have prod (n_d + 1) pieces, one layer has n + 1, 2-2 has 7 and single units have 3', async () => {
    const { result, claims } = await bound.run(engine, small);
    const { shapes, twoByTwo, single } = result as BoundResult;
    expect(claims.map(({ holds }) => holds)).not.toContain(false);
    expect(shapes.map(({ depth, width, built }) => [depth, width, built])).toEqual(
      [1, 2, 3].flatMap((depth) => [1, 2, 3, 5].map((width) => [depth, width, width < 3 ? undefined : (width + 1) ** depth])),
    );
    expect([twoByTwo.built, twoByTwo.most <= 7, single.most]).toEqual([7, true, 3]);
  });

  it('random networks of one layer have n + 1 pieces on the line, and as many on an interval as the law says', async () => {
    const { result } = await bound.run(engine, small);
    const { shapes, law } = result as BoundResult;
    for (const { width, random } of shapes.filter(({ depth }) => depth === 1)) for (const pieces of random) expect(pieces).toBe(width + 1);
    const [unit, , line] = law.intervals;
    expect(unit!.expected).toBeCloseTo(5.865387583755141, 12); // extras.json
    expect(Math.abs(unit!.mean - unit!.expected)).toBeLessThan(4 * unit!.standardError);
    expect([line!.interval, line!.expected, line!.mean]).toEqual([[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], 17, 17]);
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    const tiny = { ...small, depths: [2], widths: [3], lawNetworks: 2 };
    const run = async (seed: number) =>
      JSON.stringify((await bound.run(engine, { ...tiny, seed })).result, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(await run(1)).toBe(await run(1));
    expect(await run(1)).not.toBe(await run(2));
  });
});
