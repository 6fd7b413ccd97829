import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestFit, evaluateTarget, hatKnots, inflections, type Knots, piecewiseError, type TargetName, targetNames } from '../../../src/theory/approximation.js';
import { loadTheoryEngines } from '../../support/engine.js';

const functions: Record<TargetName, { readonly value: (x: number) => number; readonly slope: (x: number) => number; readonly turns: readonly number[] }> = {
  sin: { value: Math.sin, slope: Math.cos, turns: [-Math.PI, 0, Math.PI] },
  exp: { value: Math.exp, slope: Math.exp, turns: [] },
  gaussian: { value: (x) => Math.exp(-x * x * 0.5), slope: (x) => -x * Math.exp(-x * x * 0.5), turns: [-1, 1] },
  square: { value: (x) => x * x, slope: (x) => 2 * x, turns: [] },
  runge: { value: (x) => 1 / (1 + x * x), slope: (x) => (-2 * x) / (1 + x * x) ** 2, turns: [-1 / Math.sqrt(3), 1 / Math.sqrt(3)] },
};

/** Midpoint sums and the largest error on a fine grid of every piece. */
function sampledError(f: (x: number) => number, { x, y }: Knots) {
  const points = 20_000;
  let [sup, l1, l2] = [0, 0, 0];
  for (let i = 1; i < x.length; i++) {
    const width = x[i]! - x[i - 1]!;
    if (width === 0) continue;
    for (let k = 0; k < points; k++) {
      const t = (k + 0.5) / points;
      const error = Math.abs(f(x[i - 1]! + t * width) - (y[i - 1]! + t * (y[i]! - y[i - 1]!)));
      sup = Math.max(sup, error);
      l1 += (error * width) / points;
      l2 += (error * error * width) / points;
    }
    for (const end of [i - 1, i]) sup = Math.max(sup, Math.abs(f(x[end]!) - y[end]!));
  }
  return { sup, l1, l2: Math.sqrt(l2) };
}

const knots = fc
  .array(fc.record({ width: fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1.5, noNaN: true })), y: fc.double({ min: -2, max: 2, noNaN: true }) }), {
    minLength: 2,
    maxLength: 5,
  })
  .map((steps) => {
    let at = -3;
    const x = steps.map(({ width }) => {
      at += width;
      return at;
    });
    return { x: Float64Array.from(x), y: Float64Array.from(steps, ({ y }) => y) };
  });

describe.each(await loadTheoryEngines())('approximation in the %s build', (_build, engine) => {
  it.each(targetNames)('%s and its slope are right to 4e-16 of their size, at any point', (name) => {
    const x = Float64Array.from({ length: 400 }, (_, i) => -10 + i * 0.05);
    const { value, slope } = functions[name];
    for (const [order, exact] of [
      [0, value],
      [1, slope],
    ] as const) {
      const got = evaluateTarget(engine, name, x, order);
      for (const [i, point] of x.entries()) expect(Math.abs(got[i]! - exact(point))).toBeLessThanOrEqual(4e-15 * Math.max(Math.abs(exact(point)), 1e-3));
    }
  });

  it.each(targetNames)('%s turns where its second derivative changes its sign, and nowhere else', (name) => {
    const found = inflections(engine, name, [-4.1, 4.2]);
    expect(found.length).toBe(functions[name].turns.length);
    for (const [i, turn] of functions[name].turns.entries()) expect(Math.abs(found[i]! - turn)).toBeLessThan(1e-15);
  });

  it.each(targetNames)('the error against %s is that of fine sums, for random knots with jumps', (name) => {
    fc.assert(
      fc.property(knots, (function_) => {
        const exact = piecewiseError(engine, name, function_);
        const sampled = sampledError(functions[name].value, function_);
        expect(Math.abs(exact.l1 - sampled.l1)).toBeLessThan(2e-6 * (1 + sampled.l1));
        expect(Math.abs(exact.l2 - sampled.l2)).toBeLessThan(2e-4 * (1 + sampled.l2));
        expect(exact.sup).toBeGreaterThanOrEqual(sampled.sup * (1 - 1e-14));
        expect(exact.sup).toBeLessThan(sampled.sup + 1e-6);
      }),
      { numRuns: 8, seed: 1 },
    );
  });

  it('the error of a chord of x^2 is known: sup w^2/4, L1 w^3/6, square of L2 w^5/30', () => {
    for (const width of [1e-4, 0.03, 1, 7]) {
      const { sup, l1, l2 } = piecewiseError(engine, 'square', { x: Float64Array.of(-1, -1 + width), y: Float64Array.of(1, (-1 + width) ** 2) });
      const w = -1 + width + 1;
      expect(Math.abs(sup / (w ** 2 / 4) - 1)).toBeLessThan(1e-7);
      expect(Math.abs(l1 / (w ** 3 / 6) - 1)).toBeLessThan(1e-7);
      expect(Math.abs(l2 ** 2 / (w ** 5 / 30) - 1)).toBeLessThan(1e-7);
    }
  });

  it('the best fit of x^2 has evenly spaced knots and error w^2/8', () => {
    for (const pieces of [1, 2, 7, 40]) {
      const { knots, error } = bestFit(engine, 'square', [-1, 2], pieces);
      const width = 3 / pieces;
      expect(Math.abs(error / (width ** 2 / 8) - 1)).toBeLessThan(1e-12);
      expect(knots.x.length).toBe(pieces + 1);
      for (const [i, x] of knots.x.entries()) expect(Math.abs(x - (-1 + i * width))).toBeLessThan(1e-6);
    }
  });

  it.each(targetNames)(
    'every piece of the best fit of %s reaches the same error, but for the last before an inflection; more pieces never do worse',
    (name) => {
      let before = Number.POSITIVE_INFINITY;
      for (const pieces of [4, 5, 6, 11, 60]) {
        const { knots, error } = bestFit(engine, name, [-2, 4], pieces);
        const turns = inflections(engine, name, [-2, 4]).length;
        expect(error).toBeLessThanOrEqual(before);
        expect(knots.x.length).toBe(pieces + 1 + turns);
        expect(Math.abs(piecewiseError(engine, name, knots).sup / error - 1)).toBeLessThan(1e-9);
        const short = Array.from({ length: knots.x.length - 1 }, (_, i) => ({ x: knots.x.subarray(i, i + 2), y: knots.y.subarray(i, i + 2) })).filter(
          (piece) => piece.x[1]! > piece.x[0]! && piecewiseError(engine, name, piece).sup < error * (1 - 1e-8),
        );
        expect(short.length).toBeLessThanOrEqual(turns + 1);
        expect(error).toBeLessThanOrEqual(piecewiseError(engine, name, hatKnots(engine, name, [-2, 4], pieces - turns)).sup);
        before = error;
      }
    },
  );
});

it('debug and simd make the same bits', async () => {
  const [[, debug], [, simd]] = (await loadTheoryEngines()) as [
    Awaited<ReturnType<typeof loadTheoryEngines>>[0],
    Awaited<ReturnType<typeof loadTheoryEngines>>[0],
  ];
  for (const name of targetNames) {
    const [a, b] = [bestFit(debug, name, [-2, 4], 9), bestFit(simd, name, [-2, 4], 9)];
    expect(b).toEqual(a);
    expect(piecewiseError(simd, name, b.knots)).toEqual(piecewiseError(debug, name, a.knots));
  }
});
