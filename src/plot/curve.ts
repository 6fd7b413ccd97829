import type { Point } from './specification.js';

/** A chain of straight pieces in the plane. */
interface Chain {
  readonly vertices: readonly (readonly [x: number, y: number])[];
  /** Back to its first vertex. */
  readonly closed: boolean;
}

/** Chains as the points of one line, with a gap after each. */
export function curve(chains: readonly Chain[]): Point[] {
  return chains.flatMap(({ vertices, closed }) => {
    const points = (closed ? [...vertices, ...vertices.slice(0, 1)] : vertices).map(([x, y]) => ({ x, y }));
    return [...points, { x: points[0]?.x ?? 0, y: Number.NaN }];
  });
}
