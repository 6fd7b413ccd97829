import { seed as checkSeed } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import type { Precision } from '../engine/memory.js';
import { type Split, written } from './dataset.js';

export interface SineOptions {
  readonly precision: Precision;
  readonly samples: number;
  readonly seed: number;
  /** Points of different streams of a seed are independent. */
  readonly stream: number;
}

/** Points spread evenly over [-1, 1]^2, of class 1 above the wave y = sin(3 pi x) / 2. */
export function sineClasses(engine: Engine, { precision, samples, seed, stream }: SineOptions): Split {
  const { low, high } = checkSeed('seed', seed);
  return written(engine, 'sine classes', precision, samples, 2, 0, ({ inputs, labels }) =>
    engine.kernels(precision).sineClasses(samples, low, high, stream, inputs, labels),
  );
}
