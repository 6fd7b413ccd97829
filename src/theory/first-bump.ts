import type { Engine } from '../engine/engine.js';
import type { Precision } from '../engine/memory.js';
import { type Bumps, evaluateBumps, type SampledBumps } from './approximation.js';

/** The lecture's first listing: rect(x, -1, 0, 0.4) with eps = 1e-7 at 1000 points from -3 to 3. */
export const firstBump = { eps: 1e-7, a: -1, b: 0, height: 0.4, grid: { start: -3, step: 6 / 999, count: 1000 } } as const;

/** The largest error of the first listing's values with one eps. */
export interface PrecisionRow {
  readonly eps: number;
  readonly f32: number;
  readonly f64: number;
  /** As 1 - relu(1 - relu(t)), two hidden layers. */
  readonly f32Clamped: number;
}

/** In f32 a value near x is wrong by up to one spacing of the numbers there, times height / eps: this many spacings make a bump right to 1 %. */
export const spacingsPerEps = 100;

/** What a bump of height 1 at 1 becomes in f32, where a + eps is the next number after a: 2^-23 / eps. */
export const heightInSingle = Math.fround(Math.fround(1 / Math.fround(firstBump.eps)) * 2 ** -23);

/** The first listing's values in one precision. */
export function sampleFirstBump(engine: Engine, form: 'literal' | 'clamped', precision: Precision, eps: number = firstBump.eps): SampledBumps {
  const { a, b, height, grid } = firstBump;
  const bump: Bumps = { count: 1, table: Float64Array.of(a, b, height) };
  return evaluateBumps(engine, form, precision, bump, eps, grid, undefined, [a, b]);
}

/** Its errors from an eps that any precision stands to one that none does. */
export function sweepEps(engine: Engine): PrecisionRow[] {
  return [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-12, 1e-15].map((eps) => ({
    eps,
    f32: sampleFirstBump(engine, 'literal', 'f32', eps).sup,
    f64: sampleFirstBump(engine, 'literal', 'f64', eps).sup,
    f32Clamped: sampleFirstBump(engine, 'clamped', 'f32', eps).sup,
  }));
}

/** The height in f32, in the middle, of a bump [at, at + 1] of height 1 with the lecture's eps. */
export function heightsInSingle(engine: Engine): { at: number; height: number }[] {
  return [0.5, 1, 1.5, 2, 4].map((at) => {
    const bump = { count: 1, table: Float64Array.of(at, at + 1, 1) };
    const { values } = evaluateBumps(engine, 'literal', 'f32', bump, firstBump.eps, { start: at + 0.5, step: 1, count: 1 }, undefined, [at, at + 1]);
    return { at, height: values[0] as number };
  });
}

/** Distance of x > 0 to the next f32. */
export function spacing(x: number): number {
  const bits = new Int32Array(new Float32Array([x]).buffer);
  return (new Float32Array(Int32Array.of((bits[0] as number) + 1).buffer)[0] as number) - Math.fround(x);
}
