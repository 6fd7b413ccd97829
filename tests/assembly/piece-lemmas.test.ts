import { describe, expect, it } from 'vitest';
import { lemmaFunction, linearPieces, mergeLemmas, sweepLemmas } from '../../src/theory/piece-lemmas.js';
import { loadTheoryEngines } from '../support/engine.js';
import { clippedKinks, kinks } from '../support/polyline.js';

/** Every list of `length` numbers from -2 to 2. */
const sequences = (length: number): number[][] =>
  length === 0 ? [[]] : sequences(length - 1).flatMap((rest) => [-2, -1, 0, 1, 2].map((value) => [value, ...rest]));

describe.each(await loadTheoryEngines())('lemmas on pieces in the %s build', (_build, engine) => {
  it('pieces of f and of relu(f) are those of exact fractions, for every function of up to 5 cells with values from -2 to 2', () => {
    for (const cells of [1, 2, 3, 4, 5]) {
      for (const values of sequences(cells + 1)) {
        const k = linearPieces(engine, values, false);
        const clipped = linearPieces(engine, values, true);
        if (k !== kinks(values).length + 1 || clipped !== clippedKinks(values).length + 1) throw new Error(`${values}: ${k}, ${clipped}`);
        if (clipped > Math.floor((3 * k) / 2) + 1) throw new Error(`${values}: ${clipped} pieces from ${k}`);
      }
    }
  });

  it('a sweep counts what its functions, one by one, count in exact fractions', () => {
    const trials = 150;
    const { clipped, sums } = sweepLemmas(engine, 5, 10, trials);
    const wanted = Array.from({ length: clipped.length }, (_, i) => ({ k: i + 1, functions: 0, most: 0 }));
    const counted = { violations: 0, equalities: 0, disjoint: 0, disagreements: 0, lecture: 0 };
    for (let trial = 10; trial < 10 + trials; trial++) {
      const [f, g] = [lemmaFunction(engine, 5, 2 * trial), lemmaFunction(engine, 5, 2 * trial + 1)];
      const row = wanted[kinks(f).length]!;
      row.functions++;
      row.most = Math.max(row.most, clippedKinks(f).length + 1);
      const bound = kinks(f).length + kinks(g).length + 1;
      const pieces = kinks(f.map((y, i) => y + g[i]!)).length + 1;
      const apart = kinks(f).every((kink) => !kinks(g).includes(kink));
      counted.violations += Number(pieces > bound);
      counted.equalities += Number(pieces === bound);
      counted.disjoint += Number(apart);
      counted.disagreements += Number(apart !== (pieces === bound));
      counted.lecture += Number(pieces > bound + 1);
    }
    expect(clipped.map(({ k, functions, most }) => ({ k, functions, most }))).toEqual(wanted);
    expect(sums).toEqual(counted);
  });

  it('random functions are integers of their whole range, with knots on zero, and each is repeatable', () => {
    const drawn = Array.from({ length: 200 }, (_, index) => lemmaFunction(engine, 1, index));
    const values = drawn.flat();
    expect(values.every(Number.isInteger)).toBe(true);
    expect([Math.min(...values), Math.max(...values)]).toEqual([-36, 36]);
    expect(drawn.filter((f) => kinks(f).some((kink) => f[kink] === 0)).length).toBeGreaterThan(20);
    expect(lemmaFunction(engine, 1, 199)).toEqual(drawn[199]);
    expect(lemmaFunction(engine, 2, 199)).not.toEqual(drawn[199]);
  });

  it('two halves of a sweep make the whole', () => {
    const halves = mergeLemmas(sweepLemmas(engine, 3, 0, 700), sweepLemmas(engine, 3, 700, 300));
    expect(halves).toEqual(sweepLemmas(engine, 3, 0, 1000));
  });
});
