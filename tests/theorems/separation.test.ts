import { describe, expect, it } from 'vitest';
import { type SeparationResult, separation } from '../../src/experiments/separation.js';
import { loadEngine } from '../../src/index.js';
import { separationBounds } from '../../src/theory/separation.js';

const engine = await loadEngine({ theory: true });
const small = { depths: [2, 3], widths: [2, 6], layers: [1, 2], seeds: 2, steps: 100 };

describe('separation', () => {
  it('at least 1000 networks are trained unless less is asked for', () => {
    const size = (name: string) => {
      const { default: value } = separation.parameters[name]!;
      return Array.isArray(value) ? value.length : (value as number);
    };
    expect(size('depths') * size('layers') * size('widths') * size('seeds')).toBeGreaterThanOrEqual(1000);
  });

  it('every g, built or trained, is as far away as every bound says; the constant 1/2 exactly 1/4', async () => {
    const { result, claims } = await separation.run(engine, small);
    const { trained, best, built } = result as SeparationResult;
    expect(claims.map(({ holds }) => holds)).not.toContain(false);
    expect(trained.length).toBe(16);
    expect(best.map(({ pieces }) => pieces)).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8]);
    for (const { depth, pieces, crossings, oneSided, l1 } of [...trained, ...best, ...built]) {
      for (const bound of Object.values(separationBounds(depth, pieces))) expect(l1).toBeGreaterThanOrEqual(bound);
      expect(crossings).toBeLessThanOrEqual(pieces);
      expect(oneSided).toBeGreaterThanOrEqual(2 ** depth - pieces);
    }
    for (const { name, l1 } of built) expect(l1).toBe(name === 'constant 1/2' ? 0.25 : 1 / 3); // waves of different depths are 1/3 apart
  });

  it('the constant 1/2 is farther than the lecture says by the factor 4/(1 - 2^-D)', async () => {
    const { result } = await separation.run(engine, { ...small, seeds: 1, steps: 1 });
    for (const { name, depth, l1 } of (result as SeparationResult).built)
      if (name === 'constant 1/2') expect(l1 / separationBounds(depth, 1).lecture).toBeCloseTo(4 / (1 - 2 ** -depth), 12);
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    const run = async (seed: number) => JSON.stringify((await separation.run(engine, { ...small, depths: [2], seed })).result);
    expect(await run(1)).toBe(await run(1));
    expect(await run(1)).not.toBe(await run(2));
  });
});
