import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ArgumentError, loadEngine } from '../../../src/index.js';
import { separationBounds } from '../../../src/theory/separation.js';
import { approximateWave, provedWaveBounds } from '../../../src/theory/wave-approximation.js';
import { loadTheoryEngines } from '../../support/engine.js';

const { rows } = JSON.parse(readFileSync(new URL('../../reference/extras.json', import.meta.url), 'utf8')).l1gap;
const engine = await loadEngine({ theory: true });

/** The L1 distance of the wave of N segments and a polygon, segment by segment, on the common refinement of their kinks. */
function distance(segments: number, knots: readonly number[], values: readonly number[]): number {
  const wave = (x: number) => 1 - Math.abs(((x * segments) % 2) - 1);
  const g = (x: number) => {
    const k = Math.max(
      1,
      knots.findIndex((knot) => knot >= x),
    );
    const [x0, x1, y0, y1] = [knots[k - 1]!, knots[k]!, values[k - 1]!, values[k]!];
    return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
  };
  const cuts = [...new Set([...knots, ...Array.from({ length: segments + 1 }, (_, k) => k / segments)])].sort((a, b) => a - b);
  return cuts.slice(1).reduce((sum, b, index) => {
    const a = cuts[index]!;
    const [p, q] = [wave(a) - g(a), wave(b) - g(b)];
    return sum + (p * q >= 0 ? ((b - a) * Math.abs(p + q)) / 2 : ((b - a) * (p * p + q * q)) / (2 * (Math.abs(p) + Math.abs(q))));
  }, 0);
}

describe('the best approximation of the triangle wave', () => {
  it("the table's errors are those of its knots, to 1e-9", () => {
    for (const row of rows) expect(Math.abs(distance(row.N_segments, row.knots, row.values) - row.best_L1_found)).toBeLessThanOrEqual(1e-9);
  });

  it('is within 1 % of the table, its error is that of its knots, and it has so many pieces at most', { timeout: 60_000 }, () => {
    for (const depth of [1, 2, 3, 4]) {
      const found = approximateWave(engine, depth);
      expect(found.length).toBe(2 ** depth);
      for (const { pieces, knots, values, error } of found) {
        expect(knots.length).toBe(pieces + 1);
        expect([knots[0], knots.at(-1)]).toEqual([0, 1]);
        knots.slice(1).forEach((knot, index) => expect(knot).toBeGreaterThan(knots[index]!));
        expect(Math.abs(distance(2 ** depth, knots, values) - error)).toBeLessThanOrEqual(1e-12);
        const row = rows.find(({ D, m_pieces }: { D: number; m_pieces: number }) => D === depth && m_pieces === pieces);
        expect(error, `${pieces} of ${2 ** depth}`).toBeLessThanOrEqual(row.best_L1_found * 1.01 + 1e-12);
        const { corrected, windows, conjectured } = separationBounds(depth, pieces);
        expect(error).toBeGreaterThanOrEqual(Math.max(corrected, windows, conjectured) - 1e-12);
      }
    }
  });

  it('has the same bits in every build but the relaxed one', async () => {
    const [first, ...rest] = (await loadTheoryEngines()).map(([, each]) => approximateWave(each, 3));
    expect(rest.length).toBeGreaterThan(0);
    for (const other of rest) expect(other).toEqual(first);
  });

  it('refuses a depth out of range', () => {
    for (const depth of [0, 7, 1.5]) expect(() => approximateWave(engine, depth)).toThrow(ArgumentError);
  });
});

describe('the proved bounds', () => {
  it('lie between (1/4)(1 - m / 2^D) and the best approximation that is known, for every number of pieces up to depth 4', () => {
    for (const depth of [1, 2, 3, 4]) {
      const bounds = provedWaveBounds(engine, depth);
      expect(bounds.length).toBe(2 ** depth);
      for (const [index, bound] of bounds.entries()) {
        expect(bound).toBeGreaterThanOrEqual(separationBounds(depth, index + 1).conjectured);
        const row = rows.find(({ D, m_pieces }: { D: number; m_pieces: number }) => D === depth && m_pieces === index + 1);
        expect(bound).toBeLessThanOrEqual(row.best_L1_found + 1e-12);
      }
      expect(bounds[0]).toBeGreaterThan(0.25 - 2e-5);
      expect(bounds.at(-1)).toBe(0);
    }
  });

  it('are not undercut by any polygon with its knots wherever they fall', () => {
    const bounds = provedWaveBounds(engine, 2);
    let state = 1;
    const draw = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    for (let trial = 0; trial < 3000; trial++) {
      const pieces = 1 + (trial % 3);
      const knots = [0, ...Array.from({ length: pieces - 1 }, draw).sort((a, b) => a - b), 1];
      const values = knots.map((knot) => (trial % 2 === 0 ? draw() : 1 - Math.abs(((knot * 4) % 2) - 1)));
      expect(distance(4, knots, values)).toBeGreaterThanOrEqual(bounds[pieces - 1]!);
    }
  });

  it('have the same bits in every build but the relaxed one, and end at depth 4', async () => {
    const [first, ...rest] = (await loadTheoryEngines()).map(([, each]) => provedWaveBounds(each, 3));
    for (const other of rest) expect(other).toEqual(first);
    for (const depth of [0, 5, 1.5]) expect(() => provedWaveBounds(engine, depth)).toThrow(ArgumentError);
  });
});
