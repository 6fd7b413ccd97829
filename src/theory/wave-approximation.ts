import { integer } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';

/** A continuous piecewise linear function on [0, 1] by its knots, ends included, and its L1 distance from the triangle wave. */
export interface WaveApproximation {
  readonly pieces: number;
  readonly knots: readonly number[];
  readonly values: readonly number[];
  readonly error: number;
}

/**
 * The best approximations in L1 of the triangle wave of depth D (2^D segments) with 1, 2, ..., 2^D pieces that a search finds: dynamic programming over a grid of
 * knots, then a pattern search (assembly/wave-approximation.ts). Their errors are upper bounds on the best possible ones. Depth 4 takes about 0.3 s, and each one more ten times that.
 */
export function approximateWave(engine: Engine, depth: number): readonly WaveApproximation[] {
  const segments = 2 ** integer('depth', depth, 1, 6);
  const { exports, memory } = engine;
  const pairs = (segments * (segments + 3)) / 2; // 2 + 3 + ... + (segments + 1)
  const table = exports.waveWorkspace(segments, segments);
  return memory.scratch('a search for knots', table, (workspace) =>
    memory.scratch('knots', 16 * pairs + 8 * segments, (knots) => {
      const errors = knots + 16 * pairs;
      engine.run('approximateWave', () => exports.approximateWave(segments, segments, workspace, knots, errors));
      let from = knots;
      return Array.from(memory.floats('f64', errors, segments), (error, index) => {
        const count = index + 2;
        const points = Array.from(memory.floats('f64', from, 2 * count));
        from += 16 * count;
        return { pieces: index + 1, error, knots: points.filter((_, place) => place % 2 === 0), values: points.filter((_, place) => place % 2 === 1) };
      });
    }),
  );
}

/** Cells a segment of the grid behind `provedWaveBounds`. */
const boundGrid: Readonly<Record<number, number>> = { 1: 16, 2: 24, 3: 32, 4: 32 };

/** Depths up to which the bounds below are computed. */
export const deepestProof = 4;

/**
 * Lower bounds on the L1 distance between the triangle wave of depth D <= 4 and every g with 1, 2, ..., 2^D linear pieces, continuous or not, wherever they end: a proof by
 * computation (assembly/wave-bound.ts).
 */
export function provedWaveBounds(engine: Engine, depth: number): readonly number[] {
  const segments = 2 ** integer('depth', depth, 1, deepestProof);
  const grid = boundGrid[depth] as number;
  const { exports, memory } = engine;
  return memory.scratch('a bound for all pieces', exports.waveBoundWorkspace(segments, grid) + 8 * segments, (bounds) => {
    engine.run('waveBounds', () => exports.waveBounds(segments, grid, bounds + 8 * segments, bounds));
    return Array.from(memory.floats('f64', bounds, segments));
  });
}
