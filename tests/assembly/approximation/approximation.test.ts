import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/index.js';
import { bestFit, evaluateTarget, hatKnots, type Knots, piecewiseError, targetOn } from '../../../src/theory/approximation.js';
import { loadTheoryEngines } from '../../support/engine.js';

const functions = {
  sin: { value: Math.sin, slope: Math.cos, turns: [-Math.PI, 0, Math.PI] },
  exp: { value: Math.exp, slope: Math.exp, turns: [] },
  gaussian: { value: (x: number) => Math.exp(-x * x * 0.5), slope: (x: number) => -x * Math.exp(-x * x * 0.5), turns: [-1, 1] },
  square: { value: (x: number) => x * x, slope: (x: number) => 2 * x, turns: [] },
  runge: { value: (x: number) => 1 / (1 + x * x), slope: (x: number) => (-2 * x) / (1 + x * x) ** 2, turns: [-1 / Math.sqrt(3), 1 / Math.sqrt(3)] },
  'exp(-x)*sin(3*x)+abs(x-1/2)': {
    value: (x: number) => Math.exp(-x) * Math.sin(3 * x) + Math.abs(x - 0.5),
    slope: (x: number) => Math.exp(-x) * (3 * Math.cos(3 * x) - Math.sin(3 * x)) + (x < 0.5 ? -1 : 1),
    turns: [...[-3, -2, -1, 0].map((k) => (k * Math.PI - Math.atan(3 / 4)) / 3), 0.5, ...[1, 2, 3, 4].map((k) => (k * Math.PI - Math.atan(3 / 4)) / 3)],
  },
};
type Name = keyof typeof functions;
const names = Object.keys(functions) as Name[];
const on = (engine: Engine, name: Name, from: number, to: number) => targetOn(engine, 'function', name, [from, to]);

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
  it.each(names)('%s and its slope are right to 4e-16 of their size, at any point', (name) => {
    const x = Float64Array.from({ length: 400 }, (_, i) => -10 + i * 0.05);
    const { value, slope } = functions[name];
    for (const [order, exact] of [
      [0, value],
      [1, slope],
    ] as const) {
      const got = evaluateTarget(engine, on(engine, name, -10, 10), x, order);
      for (const [i, point] of x.entries())
        expect(Math.abs(got[i]! - exact(point))).toBeLessThanOrEqual(
          4e-15 * Math.max(Math.abs(exact(point)), name.length > 8 ? Math.exp(-point) * 4 + 10 : 1e-3),
        );
    }
  });

  it.each(names)('%s turns where its second derivative changes its sign, and nowhere else', (name) => {
    const found = on(engine, name, -4.1, 4.2).cuts;
    expect(found.length).toBe(functions[name].turns.length);
    for (const [i, turn] of functions[name].turns.entries()) expect(Math.abs(found[i]! - turn)).toBeLessThan(2e-15);
  });

  it.each(names)('the error against %s is that of fine sums, for random knots with jumps', (name) => {
    fc.assert(
      fc.property(knots, (function_) => {
        const exact = piecewiseError(engine, on(engine, name, -4, 4), function_);
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
      const { sup, l1, l2 } = piecewiseError(engine, on(engine, 'square', -1, 8), {
        x: Float64Array.of(-1, -1 + width),
        y: Float64Array.of(1, (-1 + width) ** 2),
      });
      const w = -1 + width + 1;
      expect(Math.abs(sup / (w ** 2 / 4) - 1)).toBeLessThan(1e-7);
      expect(Math.abs(l1 / (w ** 3 / 6) - 1)).toBeLessThan(1e-7);
      expect(Math.abs(l2 ** 2 / (w ** 5 / 30) - 1)).toBeLessThan(1e-7);
    }
  });

  it('the best fit of x^2 has evenly spaced knots and error w^2/8', () => {
    for (const pieces of [1, 2, 7, 40]) {
      const { knots, error } = bestFit(engine, on(engine, 'square', -1, 2), pieces);
      const width = 3 / pieces;
      expect(Math.abs(error / (width ** 2 / 8) - 1)).toBeLessThan(1e-12);
      expect(knots.x.length).toBe(pieces + 1);
      for (const [i, x] of knots.x.entries()) expect(Math.abs(x - (-1 + i * width))).toBeLessThan(1e-6);
    }
  });

  it.each(names)('every piece of the best fit of %s reaches the same error, but for the last before an inflection; more pieces never do worse', (name) => {
    let before = Number.POSITIVE_INFINITY;
    const target = on(engine, name, -2, 4);
    const turns = target.cuts.length;
    for (const pieces of [turns + 2, turns + 3, turns + 4, 13, 60]) {
      const { knots, error } = bestFit(engine, target, pieces);
      expect(error).toBeLessThanOrEqual(before);
      expect(knots.x.length).toBe(pieces + 1 + turns);
      expect(Math.abs(piecewiseError(engine, target, knots).sup / error - 1)).toBeLessThan(1e-9);
      const short = Array.from({ length: knots.x.length - 1 }, (_, i) => ({ x: knots.x.subarray(i, i + 2), y: knots.y.subarray(i, i + 2) })).filter(
        (piece) => piece.x[1]! > piece.x[0]! && piecewiseError(engine, target, piece).sup < error * (1 - 1e-8),
      );
      expect(short.length).toBeLessThanOrEqual(turns + 1);
      expect(error).toBeLessThanOrEqual(piecewiseError(engine, target, hatKnots(engine, target, [-2, 4], pieces - turns)).sup);
      before = error;
    }
  });
});

it('debug and simd make the same bits', async () => {
  const [[, debug], [, simd]] = (await loadTheoryEngines()) as [
    Awaited<ReturnType<typeof loadTheoryEngines>>[0],
    Awaited<ReturnType<typeof loadTheoryEngines>>[0],
  ];
  for (const name of names) {
    const [a, b] = [bestFit(debug, on(debug, name, -2, 4), 12), bestFit(simd, on(simd, name, -2, 4), 12)];
    expect(b).toEqual(a);
    expect(piecewiseError(simd, on(simd, name, -2, 4), b.knots)).toEqual(piecewiseError(debug, on(debug, name, -2, 4), a.knots));
  }
});
