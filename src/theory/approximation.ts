import type { Engine } from '../engine/engine.js';
import type { Precision } from '../engine/memory.js';
import { enumMember } from '../network/activation.js';

/** The functions that experiments approximate; the series stand in assembly/approximation/target.ts. */
export const targets = {
  sin: { formula: 'sin x' },
  exp: { formula: 'e^x' },
  gaussian: { formula: 'e^(-x^2 / 2)' },
  square: { formula: 'x^2' },
  runge: { formula: '1 / (1 + x^2)' },
} as const;

export type TargetName = keyof typeof targets;
export const targetNames = Object.keys(targets) as TargetName[];

export type Interval = readonly [from: number, to: number];

/** Knots of a piecewise linear function; two knots of one x are a jump. */
export interface Knots {
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
}

/** How far a function is from the target, exact up to rounding. */
export interface ApproximationError {
  readonly sup: number;
  /** Where the error is that large. */
  readonly supAt: number;
  readonly l1: number;
  readonly l2: number;
}

/** Bumps [a, b] of height h, as rows a, b, h. */
export interface Bumps {
  readonly count: number;
  readonly table: Float64Array<ArrayBuffer>;
}

/** A grid of evenly spaced points. */
export interface Grid {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** Bumps summed at the points of a grid, in one precision. */
export interface SampledBumps {
  readonly values: Float64Array<ArrayBuffer>;
  readonly sup: number;
  readonly supAt: number;
  /** Sum of |error| times the grid's step. */
  readonly l1: number;
  readonly coveredSup: number;
  readonly coveredL1: number;
  /** Points beyond the covered part where the sum is not 0. */
  readonly strays: number;
}

/** f, or its derivative with order 1, at each point. */
export function evaluateTarget(engine: Engine, target: TargetName, x: Float64Array, order: 0 | 1 = 0): Float64Array<ArrayBuffer> {
  return work(engine, [x.length], 0, ([points], scratch) => {
    numbers(engine, points, x.length).set(x);
    engine.run('evaluateTarget', () => engine.exports.evaluateTarget(targetId(engine, target), order, x.length, points, points, scratch));
    return numbers(engine, points, x.length).slice();
  });
}

/** Where f'' changes its sign strictly inside the interval. */
export function inflections(engine: Engine, target: TargetName, [from, to]: Interval): number[] {
  const room = 64;
  return work(engine, [room], 0, ([out], scratch) => {
    const found = engine.run('inflections', () => engine.exports.inflections(targetId(engine, target), from, to, room, out, scratch));
    return [...numbers(engine, out, Math.min(found, room))];
  });
}

/** The largest |f'| on an interval: f' is monotone between the inflections, so it stands at one of them or at an end. */
export function steepest(engine: Engine, target: TargetName, interval: Interval): number {
  const points = Float64Array.of(...interval, ...inflections(engine, target, interval));
  return Math.max(...evaluateTarget(engine, target, points, 1).map(Math.abs));
}

/** Sup, L1 and L2 of f minus the function through the knots, over the knots' range. */
export function piecewiseError(engine: Engine, target: TargetName, { x, y }: Knots): ApproximationError {
  return work(engine, [x.length, x.length, 4], engine.exports.taylorNumbers(), ([knotX, knotY, result], scratch) => {
    numbers(engine, knotX, x.length).set(x);
    numbers(engine, knotY, y.length).set(y);
    engine.run('piecewiseError', () => engine.exports.piecewiseError(targetId(engine, target), x.length, knotX, knotY, result, scratch));
    const [sup, supAt, l1, squared] = numbers(engine, result, 4) as unknown as [number, number, number, number];
    return { sup, supAt, l1, l2: Math.sqrt(squared) };
  });
}

/** The bumps about the samples origin + i step, i = first to last, as high as f there. */
export function bumpsAbout(engine: Engine, target: TargetName, origin: number, step: number, first: number, last: number): Bumps {
  const count = Math.max(0, last - first + 1);
  return work(engine, [3 * count], 0, ([table], scratch) => {
    engine.run('bumpTable', () => engine.exports.bumpTable(targetId(engine, target), origin, step, first, last, table, scratch));
    return { count, table: numbers(engine, table, 3 * count).slice() };
  });
}

/** The sum of adjacent bumps as a piecewise linear function: a ramp of width eps at every edge. */
export function bumpKnots(engine: Engine, { count, table }: Bumps, eps: number): Knots {
  const knots = 2 * (count + 1);
  return work(engine, [3 * count, knots, knots], 0, ([rows, x, y]) => {
    numbers(engine, rows, 3 * count).set(table);
    engine.run('bumpKnots', () => engine.exports.bumpKnots(count, rows, eps, x, y));
    return knotsAt(engine, x, y, knots);
  });
}

/** Bumps at the points of a grid as a program computes them: the listing's formula, or the one without cancellation; against f, or against themselves in f64. */
export function evaluateBumps(
  engine: Engine,
  form: 'literal' | 'clamped',
  precision: Precision,
  { count, table }: Bumps,
  eps: number,
  grid: Grid,
  target: TargetName | undefined,
  [from, to]: Interval,
): SampledBumps {
  return work(engine, [3 * count, grid.count, 6], 0, ([rows, out, result], scratch) => {
    numbers(engine, rows, 3 * count).set(table);
    const kernel = engine.kernels(precision).evaluateBumps;
    const id = target === undefined ? -1 : targetId(engine, target);
    const formId = enumMember(engine.exports.BumpForm, form);
    engine.run('evaluateBumps', () => kernel(formId, grid.count, grid.start, grid.step, count, rows, eps, id, from, to, out, result, scratch));
    const [sup, supAt, l1, coveredSup, coveredL1, strays] = numbers(engine, result, 6) as unknown as [number, number, number, number, number, number];
    return { values: numbers(engine, out, grid.count).slice(), sup, supAt, l1, coveredSup, coveredL1, strays };
  });
}

/** The interpolant at pieces + 1 evenly spaced points: a hat about each. */
export function hatKnots(engine: Engine, target: TargetName, [from, to]: Interval, pieces: number): Knots {
  return work(engine, [pieces + 1, pieces + 1], 0, ([x, y], scratch) => {
    engine.run('hatKnots', () => engine.exports.hatKnots(targetId(engine, target), from, to, pieces, x, y, scratch));
    return knotsAt(engine, x, y, pieces + 1);
  });
}

/** The best fit by at most `pieces` straight pieces, none across an inflection (there it jumps), with its sup error. */
export function bestFit(engine: Engine, target: TargetName, [from, to]: Interval, pieces: number): { knots: Knots; error: number } {
  const room = pieces + 65;
  return work(engine, [room, room, 1], engine.exports.bestKnotsScratch(), ([x, y, error], scratch) => {
    const knots = engine.run('bestKnots', () => engine.exports.bestKnots(targetId(engine, target), from, to, pieces, x, y, error, scratch));
    return { knots: knotsAt(engine, x, y, knots), error: numbers(engine, error, 1)[0] as number };
  });
}

const targetId = (engine: Engine, target: TargetName): number => enumMember(engine.exports.TargetId, target);

/** A view; it lives until the next allocation. */
const numbers = (engine: Engine, pointer: number, count: number) => engine.memory.floats('f64', pointer, count) as Float64Array<ArrayBuffer>;

const knotsAt = (engine: Engine, x: number, y: number, count: number): Knots => ({
  x: numbers(engine, x, count).slice(),
  y: numbers(engine, y, count).slice(),
});

/** Blocks of f64 of these lengths and a scratch block (a series at least) for the duration of `body`. */
function work<const Lengths extends readonly number[], Result>(
  engine: Engine,
  lengths: Lengths,
  scratch: number,
  body: (blocks: { readonly [Index in keyof Lengths]: number }, scratch: number) => Result,
): Result {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const series = Math.max(scratch, engine.exports.taylorNumbers());
  return engine.memory.scratch(`an approximation of ${total} numbers`, 8 * (total + series), (start) => {
    let next = start + 8 * series;
    const blocks = lengths.map((length) => {
      const block = next;
      next += 8 * length;
      return block;
    });
    return body(blocks as unknown as { readonly [Index in keyof Lengths]: number }, start);
  });
}
