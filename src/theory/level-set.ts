import { finite } from '../engine/check.js';
import type { ExactPieces } from './exact-pieces.js';
import { exactPieces } from './exact-pieces.js';
import { defaultLimit } from './limit.js';
import { checkTask, type PiecewiseLinear } from './piecewise.js';
import { quotient, rational, sign, toNumber } from './rational.js';

/** Where a piecewise-linear function has a value, on a closed interval; every number correctly rounded, every list ascending. */
export interface LevelSet {
  /** Strictly inside: the function is below on one side and above on the other. */
  readonly crossings: Float64Array;
  /** Single points where it has the value and does not pass through it, ends of the interval among them. */
  readonly touches: Float64Array;
  /** [from, to] of every stretch on which it is constantly that value, as long as it goes. */
  readonly stretches: readonly (readonly [number, number])[];
}

/**
 * Where a network has a value, exactly: crossings, touches and flat stretches are told apart by rational arithmetic.
 *
 * @throws {ArgumentError} as `countPieces`, and for a level that is no finite number.
 * @example
 * crossings(network, 0.5, [0, 1]).crossings // Float64Array
 */
export function crossings(network: PiecewiseLinear, level: number, interval: readonly [number, number]): LevelSet {
  const task = checkTask('network', network, interval);
  finite('level', level);
  return zeroSet(exactPieces(task, defaultLimit), level);
}

/** The points where the function is `level`. */
export function zeroSet({ points, forms, scale }: ExactPieces, level = 0): LevelSet {
  const { numerator, denominator } = rational(level);
  const lines = forms.map(({ slope, offset }) => ({ slope: slope * denominator, offset: offset * denominator - numerator * scale }));
  const sides = points.map((point, index) => {
    const { slope, offset } = lines[Math.min(index, lines.length - 1)]!;
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
      const { slope, offset } = lines[index]!;
      found.crossings.push(toNumber(quotient(-offset, slope)));
    }
  }
  return { crossings: Float64Array.from(found.crossings), touches: Float64Array.from(found.touches), stretches: found.stretches };
}
