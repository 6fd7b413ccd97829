import { describe, expect, it } from 'vitest';
import { power } from '../../../src/theory/power.js';

describe('power', () => {
  it('is exact where the result is', () => {
    for (let exponent = -1000; exponent <= 1000; exponent++) expect(power(2, exponent)).toBe(2 ** exponent);
    for (let exponent = 0; exponent <= 22; exponent++) expect(power(10, exponent)).toBe(Number(`1e${exponent}`));
    expect(power(-3, 3)).toBe(-27);
    expect(power(0, 0)).toBe(1);
    expect(power(0, 5)).toBe(0);
  });

  it('is within a few units of the last place otherwise', () => {
    for (const base of [0.01, 0.3, 1.1, 7.5])
      for (let exponent = -60; exponent <= 60; exponent++) expect(Math.abs(power(base, exponent) / base ** exponent - 1)).toBeLessThan(64 * Number.EPSILON);
  });
});
