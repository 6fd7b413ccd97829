import { finite } from '../engine/check.js';
import type { Layer } from '../network/network.js';
import { type CertifiedPieces, certifiedPieces } from './certified-pieces.js';
import { type ExactPieces, exactPieces } from './exact-pieces.js';
import { defaultLimit } from './limit.js';
import { checkTask, type PiecewiseLinear, type Task } from './piecewise.js';
import { quotient, sign, toNumber } from './rational.js';

/** Where a piecewise-linear function has a value, on a closed interval; every number correctly rounded, every list ascending. */
export interface LevelSet {
  /** Strictly inside: the function is below on one side and above on the other. */
  readonly crossings: Float64Array;
  /** Single points where it has the value and does not pass through it, ends of the interval among them. */
  readonly touches: Float64Array;
  /** [from, to] of every stretch on which it is constantly that value, as long as it goes. */
  readonly stretches: readonly (readonly [number, number])[];
  /** Whether a bound left something open, and all was computed by rational arithmetic. */
  readonly rational: boolean;
}

/**
 * Where a network has a value, exactly: crossings, touches and flat stretches are told apart by certified signs.
 *
 * @throws {ArgumentError} as `countPieces`, and for a level that is no finite number.
 * @example
 * crossings(network, 0.5, [0, 1]).crossings // Float64Array
 */
export function crossings(network: PiecewiseLinear, level: number, interval: readonly [number, number]): LevelSet {
  const task = lowered(checkTask('network', network, interval), finite('level', level));
  const certified = certifiedPieces(task, defaultLimit);
  return certified && certified.open === 0 ? fromSigns(task, certified) : { ...zeroSet(exactPieces(task, defaultLimit)), rational: true };
}

/** The function less the level, exactly: a layer of one unit more. */
function lowered(task: Task, level: number): Task {
  const down: Layer = { weights: { rows: 1, columns: 1, data: Float64Array.of(1) }, bias: Float64Array.of(-level), activation: 'identity', alpha: 0 };
  return { ...task, layers: [...task.layers, down] };
}

/** The signs of the values are certified, so that a value of 0 is 0. */
function fromSigns({ lo, hi, network: { engine } }: Task, { breakpoints, values, zeros }: CertifiedPieces): LevelSet {
  const { memory, exports } = engine;
  const points = values.length;
  return memory.scratch(`the signs of ${points} values`, 40 * points + 8, (xs) => {
    const [at, touches, stretches, counts] = [xs + 8 * points, xs + 16 * points, xs + 24 * points, xs + 40 * points];
    const view = memory.floats('f64', xs, 2 * points);
    view[0] = lo;
    view.set(breakpoints, 1);
    view[points - 1] = hi;
    view.set(values, points);
    engine.run('levelPoints', () => exports.levelPoints(points, xs, at, touches, stretches, counts));
    const [touch, stretch] = memory.integers(counts, 2) as unknown as [number, number];
    const ends = memory.floats('f64', stretches, 2 * stretch).slice();
    return {
      crossings: Float64Array.from(zeros),
      touches: Float64Array.from(memory.floats('f64', touches, touch)),
      stretches: Array.from({ length: stretch }, (_, k) => [ends[2 * k]!, ends[2 * k + 1]!] as const),
      rational: false,
    };
  });
}

/** The points where a function is 0, by the integers of its pieces. */
export function zeroSet({ points, forms }: ExactPieces): Omit<LevelSet, 'rational'> {
  const sides = points.map((point, index) => {
    const { slope, offset } = forms[Math.min(index, forms.length - 1)]!;
    return sign(slope * point.numerator + offset * point.denominator);
  });
  const found = { crossings: [] as number[], touches: [] as number[], stretches: [] as [number, number][] };
  for (const [index, point] of points.entries()) {
    const [before, here, after] = [sides[index - 1], sides[index], sides[index + 1]];
    if (here === 0 && before !== 0 && after !== 0) {
      const passes = before !== undefined && after !== undefined && before !== after;
      (passes ? found.crossings : found.touches).push(toNumber(point));
    }
    if (here === 0 && after === 0) found.stretches.push([toNumber(point), toNumber(points[index + 1]!)]);
    if (here !== undefined && after !== undefined && here * after < 0) {
      const { slope, offset } = forms[index]!;
      found.crossings.push(toNumber(quotient(-offset, slope)));
    }
  }
  return { crossings: Float64Array.from(found.crossings), touches: Float64Array.from(found.touches), stretches: found.stretches };
}
