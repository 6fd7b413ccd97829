import { seed as checkSeed } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import type { Seed } from '../engine/random.js';
import type { StepFunction } from './step-slopes.js';

interface Options {
  /** Whether the mean is removed first; if not, means over what overlaps are compared, so that a constant has 1 at every lag. */
  readonly centred: boolean;
}

export interface StepAutocorrelation {
  /** One a lag; 0 for a function without variance. */
  readonly values: number[];
  /** Of the step function, by length. */
  readonly mean: number;
  readonly variance: number;
}

/**
 * The autocorrelation of a step function on [lo, hi] at each lag (in units of x), by exact integrals: of (s(x) - m)(s(x + lag) - m) from lo to hi - lag, over that of (s(x) - m)^2.
 */
export function stepAutocorrelation(engine: Engine, { knots, slopes }: StepFunction, lags: readonly number[], { centred }: Options): StepAutocorrelation {
  const { memory, exports } = engine;
  return memory.scratch('a step function', 8 * (2 * knots.length + 2 * lags.length + 2), (x) => {
    const s = x + 8 * knots.length;
    const lag = s + 8 * knots.length;
    const out = lag + 8 * lags.length;
    const facts = out + 8 * lags.length;
    memory.floats('f64', x, knots.length).set(knots);
    memory.floats('f64', s, slopes.length).set(slopes);
    memory.floats('f64', lag, lags.length).set(lags);
    engine.run('stepAutocorrelation', () => exports.stepAutocorrelation(slopes.length, x, s, Number(centred), lags.length, lag, out, facts));
    const [mean, variance] = memory.floats('f64', facts, 2) as unknown as [number, number];
    return { values: Array.from(memory.floats('f64', out, lags.length)), mean, variance };
  });
}

/** The same of samples at equal distances, in sums; lags are numbers of samples. */
export function sampledAutocorrelation(engine: Engine, samples: Float64Array, lags: readonly number[], { centred }: Options): number[] {
  const { memory, exports } = engine;
  const count = samples.length;
  return memory.scratch('samples', 8 * count + 12 * lags.length, (s) => {
    const out = s + 8 * count;
    const lag = out + 8 * lags.length;
    memory.floats('f64', s, count).set(samples);
    memory.integers(lag, lags.length).set(lags);
    engine.run('sampledAutocorrelation', () => exports.sampledAutocorrelation(count, s, Number(centred), lags.length, lag, out));
    return Array.from(memory.floats('f64', out, lags.length));
  });
}

/** `count` numbers of white noise (standard normal), or of brown noise (their partial sums). */
export function noise(engine: Engine, given: { readonly count: number; readonly brown: boolean; readonly seed: Seed; readonly stream: number }): Float64Array {
  const { count, brown, seed, stream } = given;
  const { memory, exports } = engine;
  const { low, high } = checkSeed('seed', seed);
  return memory.scratch('noise', 8 * count, (out) => {
    engine.run('shatteredNoise', () => exports.shatteredNoise(count, Number(brown), low, high, stream, out));
    return memory.floats('f64', out, count).slice() as Float64Array;
  });
}
