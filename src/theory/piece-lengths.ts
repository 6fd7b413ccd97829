import type { Engine } from '../engine/engine.js';
import type { Pieces } from './pieces.js';

/** The shortest and the longest piece. Exact where the ends are dyadic numbers of few digits, else correct to a rounding of each end. */
export function pieceLengths(
  engine: Engine,
  { interval, breakpoints }: Pick<Pieces, 'interval' | 'breakpoints'>,
): { readonly shortest: number; readonly longest: number } {
  const { exports, memory } = engine;
  const count = breakpoints.length + 2;
  return memory.scratch(`${count} ends of pieces`, 8 * count + 16, (points) => {
    const view = memory.floats('f64', points, count);
    view[0] = interval[0];
    view.set(breakpoints, 1);
    view[count - 1] = interval[1];
    const result = points + 8 * count;
    engine.run('gaps', () => exports.gaps(count, points, result));
    const [shortest, longest] = memory.floats('f64', result, 2) as unknown as [number, number];
    return { shortest, longest };
  });
}
