import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../../src/index.js';
import { arctangent } from '../../../src/theory/arctangent.js';
import { lecturePieces, montufarRegions, productRegions, serraRegions, sharpPieces, zaslavskyRegions } from '../../../src/theory/bounds.js';
import { expectedPieces } from '../../../src/theory/random-pieces.js';
import { separationBounds } from '../../../src/theory/separation.js';

const extras = JSON.parse(readFileSync(new URL('../../reference/extras.json', import.meta.url), 'utf8'));
const table = JSON.parse(readFileSync(new URL('../../reference/l1gap_table.json', import.meta.url), 'utf8'));

describe('bounds on pieces and regions', () => {
  it('are the reference integers', () => {
    expect(extras.region_bounds.cases.length).toBeGreaterThan(10);
    for (const row of extras.region_bounds.cases) {
      const { n0, widths } = row;
      if (n0 === 1) expect([lecturePieces(widths), sharpPieces(widths)]).toEqual([BigInt(row['lecture_2^H_prod_n']), BigInt(row.prod_n_plus_1)]);
      expect(montufarRegions(n0, widths)).toBe(BigInt(row.montufar_lower ?? 0)); // the theorem needs widths from n0
      expect(productRegions(n0, widths)).toBe(BigInt(row.product_of_binomial_sums_upper));
      expect(serraRegions(n0, widths)).toBe(BigInt(row.serra_upper));
    }
  });

  it("Zaslavsky's are 7 for 3 lines of the plane, and 2^n once there are as many dimensions", () => {
    expect(zaslavskyRegions(2, 3)).toBe(7n);
    expect(zaslavskyRegions(8, 8)).toBe(256n);
    expect(zaslavskyRegions(90, 80)).toBe(2n ** 80n);
  });

  it('stay exact past 2^53', () => {
    expect(lecturePieces(Array(8).fill(64))).toBe(128n ** 8n);
    expect(sharpPieces(Array(100).fill(3))).toBe(4n ** 100n);
  });

  it('refuse what is no list of widths, by name', () => {
    for (const bad of [[], [0], [1.5], 'x', [3, -1]]) expect(() => sharpPieces(bad as number[])).toThrow(ArgumentError);
    expect(() => sharpPieces([3, 0])).toThrow(/^widths\[1\]/);
    expect(() => serraRegions(0, [3])).toThrow(/^inputs/);
  });
});

describe('the expected number of pieces of a random network', () => {
  it('is the reference, to 1e-13', () => {
    for (const { widths, sw2, sb2, ...row } of extras.expected_pieces.cases) {
      const law = { weightVariance: sw2, biasVariance: sb2 };
      for (const [interval, key] of [
        [[0, 1], 'E_kappa_[0,1]'],
        [[-1, 1], 'E_kappa_[-1,1]'],
        [[-Infinity, Infinity], 'E_kappa_R'],
      ] as const)
        expect(Math.abs(expectedPieces(widths, law, interval) / row[key] - 1)).toBeLessThan(1e-13);
    }
  });

  it("atan is the host's to 1e-15", () => {
    for (let i = -400; i <= 400; i++) {
      const x = Math.sign(i) * 2 ** (Math.abs(i) / 10 - 20);
      expect(Math.abs(arctangent(x) - Math.atan(x))).toBeLessThanOrEqual(1e-15 * Math.abs(Math.atan(x)));
    }
    expect(arctangent(Infinity)).toBe(Math.PI / 2);
  });
});

describe('lower bounds on the distance from the triangle wave', () => {
  it("are the table's", () => {
    for (const row of table.rows) {
      const { lecture, corrected, windows, conjectured } = separationBounds(row.D, row.m_pieces);
      expect(lecture).toBe(row.lecture_bound);
      expect(corrected).toBe(row.corrected_lecture_bound);
      expect(Math.max(windows, corrected)).toBe(row.proved_bound);
      expect(conjectured).toBe(row.sharp_bound_numeric_certificate);
    }
  });
});
