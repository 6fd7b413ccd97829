/**
 * Integrals of piecewise-linear functions, and distances of two of them: over every common piece in closed form, never on a grid. The module sums
 * with a bound of the error (assembly/piecewise/); where the bound does not tell to which number a result rounds, it is computed in fractions.
 */
import { exactDistance, exactIntegral } from './exact-distance.js';
import { exactPieces } from './exact-pieces.js';
import { defaultLimit } from './limit.js';
import { type Lines, withLines } from './lines.js';
import { countPieces } from './pieces.js';
import { checkTask, type PiecewiseLinear, type Task } from './piecewise.js';

export interface Distance {
  /** Integral of |f - g|, correctly rounded. */
  readonly l1: number;
  /** Square root of the integral of (f - g)^2: the integral is rounded once, and then its root. */
  readonly l2: number;
  /** Largest |f - g|, correctly rounded. */
  readonly sup: number;
  /** Whether a bound left one of them open, and all were computed by rational arithmetic. */
  readonly rational: boolean;
}

/**
 * Distances of two piecewise-linear networks on an interval, in three norms, from their exact pieces.
 *
 * @throws {ArgumentError} as `countPieces`, naming the network.
 * @throws {EngineError} as `countPieces`.
 * @example
 * distance(shallow, deep, [0, 1]).sup
 */
export function distance(networkA: PiecewiseLinear, networkB: PiecewiseLinear, interval: readonly [number, number]): Distance {
  const [taskA, taskB] = [checkTask('networkA', networkA, interval), checkTask('networkB', networkB, interval)];
  const found = sameEngine(taskA, taskB)
    ? withLines(taskA, countPieces(networkA, interval), (f) => withLines(taskB, countPieces(networkB, interval), (g) => measured(taskA, f, g)))
    : undefined;
  const [, l1, energy] = found?.integrals ?? [];
  const sup = found?.sup;
  if (l1 !== undefined && energy !== undefined && sup !== undefined) return { l1, l2: Math.sqrt(energy), sup, rational: false };
  const exact = exactDistance(exactPieces(taskA, defaultLimit), exactPieces(taskB, defaultLimit));
  return { l1: exact.l1, l2: Math.sqrt(exact.energy), sup: exact.sup, rational: true };
}

/**
 * The integral of a piecewise-linear network, correctly rounded.
 *
 * @throws {ArgumentError} as `countPieces`.
 * @throws {EngineError} as `countPieces`.
 * @example
 * integral(wave, [0, 1]) // 0.5
 */
export function integral(network: PiecewiseLinear, interval: readonly [number, number]): number {
  return integralOf(network, interval).value;
}

/** The integral, and whether it took rational arithmetic. */
export function integralOf(network: PiecewiseLinear, interval: readonly [number, number]): { readonly value: number; readonly rational: boolean } {
  const task = checkTask('network', network, interval);
  const value = withLines(task, countPieces(network, interval), (lines) => integrals(task, lines)[0]);
  return value === undefined ? { value: exactIntegral(exactPieces(task, defaultLimit)), rational: true } : { value, rational: false };
}

const sameEngine = (a: Task, b: Task): boolean => a.network.engine === b.network.engine;

function measured(task: Task, f: Lines, g: Lines) {
  return { integrals: integrals(task, f, g), sup: largest(task, f, g) };
}

/** Integrals of d, |d| and d^2, d = f - g; undefined where a bound leaves the rounding open. */
function integrals({ network: { engine } }: Task, f: Lines, g: Lines | undefined = undefined): (number | undefined)[] {
  const { exports, memory } = engine;
  return memory.scratch('three sums', 8 * 18, (result) => {
    engine.run('lineSums', () => exports.lineSums(f.count, f.ends, f.table, g?.count ?? 0, g?.ends ?? 0, g?.table ?? 0, result, result + 48));
    const numbers = memory.floats('f64', result, 6);
    return [0, 1, 2].map((sum) => (numbers[sum + 3] === 1 ? numbers[sum] : undefined));
  });
}

function largest({ network: { engine } }: Task, f: Lines, g: Lines): number | undefined {
  const { exports, memory } = engine;
  return memory.scratch('the largest difference', 16, (result) => {
    engine.run('lineLargest', () => exports.lineLargest(f.count, f.ends, f.table, g.count, g.ends, g.table, result));
    const [value, isKnown] = memory.floats('f64', result, 2);
    return isKnown === 1 ? value : undefined;
  });
}
