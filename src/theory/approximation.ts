import type { Engine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import type { Precision } from '../engine/memory.js';
import { enumMember } from '../network/activation.js';
import { compileFormula, formulaOf, stackDepth } from './formula.js';

/** A function on an interval, by its formula; the series stand in assembly/approximation/series.ts. */
export interface Target {
  readonly formula: string;
  readonly interval: Interval;
  /** Where it is not smooth, as an argument of abs passes 0; and where its second derivative changes its sign: in order, strictly inside the interval. */
  readonly cuts: readonly number[];
  /** How many cuts are kinks. */
  readonly kinks: number;
  /** Largest |f'|, exact up to rounding. */
  readonly steepest: number;
  /** How the kernels have it, cuts included. */
  readonly block: Float64Array<ArrayBuffer>;
}

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

/**
 * The function of a formula, or of a name in `namedFormulas`, examined on the interval: finite with both derivatives, its kinks and inflections found by intervals.
 * @throws {ArgumentError} naming the place, in the formula or in the interval
 */
export function targetOn(engine: Engine, argument: string, text: string, interval: Interval): Target {
  const formula = formulaOf(argument, text);
  const program = compileFormula(argument, formula);
  const { exports } = engine;
  const [cutsAt, codeAt, depth] = [exports.functionCuts(), exports.functionCode(), stackDepth(program)];
  const code = program.flatMap(([operation, operand]) => [enumMember(exports.Operation, operation), operand ?? 0]);
  return engine.memory.scratch(`the function ${formula}`, 8 * exports.functionNumbers(program.length, depth), (f) => {
    const whole = () => numbers(engine, f, codeAt + code.length);
    whole().fill(0);
    whole().set([program.length, depth]);
    whole().set(code, codeAt);
    const state = engine.run('examineFunction', () => exports.examineFunction(f, ...interval));
    const place = Number((whole()[6] as number).toPrecision(9));
    const wrong = (expected: string) => new ArgumentError(argument, `${expected} on [${interval.join(', ')}], not as near x = ${place}`, formula);
    if (state === enumMember(exports.Smoothness, 'not-finite')) throw wrong('a function that is finite');
    if (state === enumMember(exports.Smoothness, 'not-smooth')) throw wrong('a function whose first two derivatives are finite');
    if (state === enumMember(exports.Smoothness, 'too-rough')) throw wrong('a function with at most 511 kinks and inflections that can be told apart');
    const steepest = engine.run('steepestSlope', () => exports.steepestSlope(f));
    const block = whole().slice();
    const [, , , , cuts = 0, kinks = 0] = block;
    return { formula, interval, cuts: [...block.subarray(cutsAt, cutsAt + cuts)], kinks, steepest, block };
  });
}

/** f, or its derivative with order 1, at each point. */
export function evaluateTarget(engine: Engine, target: Target, x: ArrayLike<number>, order: 0 | 1 = 0): Float64Array<ArrayBuffer> {
  return work(engine, target, [x.length], (f, [points]) => {
    numbers(engine, points, x.length).set(x);
    engine.run('evaluateTarget', () => engine.exports.evaluateTarget(f, order, x.length, points, points));
    return numbers(engine, points, x.length).slice();
  });
}

/** Two numbers for each interval [from, to]: f there is never below the first, nor above the second; of f' with order 1, of f^(k) / k! with order k. */
export function encloseTarget(engine: Engine, target: Target, from: ArrayLike<number>, to: ArrayLike<number> = from, order = 0): Float64Array<ArrayBuffer> {
  const count = from.length;
  return work(engine, target, [count, count, 2 * count], (f, [left, right, out]) => {
    numbers(engine, left, count).set(from);
    numbers(engine, right, count).set(to);
    engine.run('encloseTarget', () => engine.exports.encloseTarget(f, order, count, left, right, out));
    return numbers(engine, out, 2 * count).slice();
  });
}

/** No |f'| on the interval is greater (order 1), or no |f''| (order 2) between kinks; at most about 1 % too much. */
export function largestDerivative(engine: Engine, target: Target, order: 1 | 2): number {
  return work(engine, target, [], (f) => engine.run('largestDerivative', () => engine.exports.largestDerivative(f, order)) * order);
}

/** Sup, L1 and L2 of f minus the function through the knots, over the knots' range. */
export function piecewiseError(engine: Engine, target: Target, { x, y }: Knots): ApproximationError {
  return work(engine, target, [x.length, x.length, 4, engine.exports.taylorNumbers()], (f, [knotX, knotY, result, scratch]) => {
    numbers(engine, knotX, x.length).set(x);
    numbers(engine, knotY, y.length).set(y);
    engine.run('piecewiseError', () => engine.exports.piecewiseError(f, x.length, knotX, knotY, result, scratch));
    const [sup, supAt, l1, squared] = numbers(engine, result, 4) as unknown as [number, number, number, number];
    return { sup, supAt, l1, l2: Math.sqrt(squared) };
  });
}

/** The bumps about the samples origin + i step, i = first to last, as high as f there. */
export function bumpsAbout(engine: Engine, target: Target, origin: number, step: number, first: number, last: number): Bumps {
  const count = Math.max(0, last - first + 1);
  return work(engine, target, [3 * count], (f, [table]) => {
    engine.run('bumpTable', () => engine.exports.bumpTable(f, origin, step, first, last, table));
    return { count, table: numbers(engine, table, 3 * count).slice() };
  });
}

/** The sum of adjacent bumps as a piecewise linear function: a ramp of width eps at every edge. */
export function bumpKnots(engine: Engine, { count, table }: Bumps, eps: number): Knots {
  const knots = 2 * (count + 1);
  return work(engine, undefined, [3 * count, knots, knots], (_, [rows, x, y]) => {
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
  target: Target | undefined,
  [from, to]: Interval,
): SampledBumps {
  return work(engine, target, [3 * count, grid.count, 6], (f, [rows, out, result]) => {
    numbers(engine, rows, 3 * count).set(table);
    const kernel = engine.kernels(precision).evaluateBumps;
    const formId = enumMember(engine.exports.BumpForm, form);
    engine.run('evaluateBumps', () => kernel(formId, grid.count, grid.start, grid.step, count, rows, eps, f, from, to, out, result));
    const [sup, supAt, l1, coveredSup, coveredL1, strays] = numbers(engine, result, 6) as unknown as [number, number, number, number, number, number];
    return { values: numbers(engine, out, grid.count).slice(), sup, supAt, l1, coveredSup, coveredL1, strays };
  });
}

/** The interpolant at pieces + 1 evenly spaced points: a hat about each. */
export function hatKnots(engine: Engine, target: Target, [from, to]: Interval, pieces: number): Knots {
  return work(engine, target, [pieces + 1, pieces + 1], (f, [x, y]) => {
    engine.run('hatKnots', () => engine.exports.hatKnots(f, from, to, pieces, x, y));
    return knotsAt(engine, x, y, pieces + 1);
  });
}

/** The best fit by at most `pieces` straight pieces, more than there are cuts and none across one (at an inflection it jumps), with its sup error. */
export function bestFit(engine: Engine, target: Target, pieces: number): { knots: Knots; error: number } {
  const room = pieces + 1 + target.cuts.length;
  return work(engine, target, [room, room, 1, engine.exports.taylorNumbers()], (f, [x, y, error, scratch]) => {
    const knots = engine.run('bestKnots', () => engine.exports.bestKnots(f, pieces, x, y, error, scratch));
    return { knots: knotsAt(engine, x, y, knots), error: numbers(engine, error, 1)[0] as number };
  });
}

/** A view; it lives until the next allocation. */
const numbers = (engine: Engine, pointer: number, count: number) => engine.memory.floats('f64', pointer, count) as Float64Array<ArrayBuffer>;

const knotsAt = (engine: Engine, x: number, y: number, count: number): Knots => ({
  x: numbers(engine, x, count).slice(),
  y: numbers(engine, y, count).slice(),
});

/** The function (0 without one) and blocks of f64 of these lengths for the duration of `body`. */
export function work<const Lengths extends readonly number[], Result>(
  engine: Engine,
  target: Target | undefined,
  lengths: Lengths,
  body: (f: number, blocks: { readonly [Index in keyof Lengths]: number }) => Result,
): Result {
  const [instructions = 0, depth = 0] = target?.block ?? [];
  const own = target === undefined ? 0 : engine.exports.functionNumbers(instructions, depth);
  const total = lengths.reduce((sum, length) => sum + length, own);
  return engine.memory.scratch(`an approximation of ${total} numbers`, 8 * total, (start) => {
    if (target !== undefined) numbers(engine, start, target.block.length).set(target.block);
    let next = start + 8 * own;
    const blocks = lengths.map((length) => {
      const block = next;
      next += 8 * length;
      return block;
    });
    return body(target === undefined ? 0 : start, blocks as unknown as { readonly [Index in keyof Lengths]: number });
  });
}
