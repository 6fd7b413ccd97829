import { integer, oneOf, options, seed } from './check.js';
import { checkEngine, type Engine } from './engine.js';
import { bytesPer, type FloatArray, type Precision, precisions } from './memory.js';

/** Name and version of the generator: results record it. */
export const generator = 'philox4x32-10/v1';

export type Seed = number | bigint | string;

export interface RandomOptions {
  /** How many numbers. */
  readonly count: number;
  readonly seed: Seed;
  /** Independent streams of one seed: 0 to 2^32 - 1, 0 unless said. */
  readonly stream?: number;
  /** `f64` unless said. */
  readonly precision?: Precision;
}

/** Uniform numbers in [0, 1), the first `count` of a stream: a pure function of seed and stream (Philox4x32-10). */
export function uniform(engine: Engine, request: RandomOptions): FloatArray {
  return fill(engine, 'fillUniform', request);
}

/** Standard normal numbers, the first `count` of a stream (Box-Muller on Philox4x32-10). */
export function normal(engine: Engine, request: RandomOptions): FloatArray {
  return fill(engine, 'fillNormal', request);
}

/** A uniformly random order of 0 to count - 1. */
export function permutation(engine: Engine, request: Omit<RandomOptions, 'precision'>): Int32Array<ArrayBuffer> {
  const { count, seed: given, stream = 0 } = options('options', request, ['count', 'seed', 'stream']);
  integer('count', count, 0, 2 ** 28);
  const { low, high } = seed('seed', given);
  integer('stream', stream, 0, 2 ** 32 - 1);
  const { exports, memory } = checkEngine(engine);
  return memory.scratch(`a permutation of ${count}`, 4 * count, (pointer) => {
    engine.run('permutation', () => exports.fillPermutation(count, low, high, stream, pointer));
    return memory.integers(pointer, count).slice();
  });
}

function fill(engine: Engine, kernel: 'fillUniform' | 'fillNormal', request: RandomOptions): FloatArray {
  const { count, seed: given, stream = 0, precision = 'f64' } = options('options', request, ['count', 'seed', 'stream', 'precision']);
  integer('count', count, 0, 2 ** 28);
  const { low, high } = seed('seed', given);
  integer('stream', stream, 0, 2 ** 32 - 1);
  oneOf('precision', precision, precisions);
  const { memory } = checkEngine(engine);
  return memory.scratch(`${count} random numbers`, count * bytesPer(precision), (pointer) => {
    engine.run(kernel, () => engine.kernels(precision)[kernel](count, low, high, stream, pointer));
    return memory.floats(precision, pointer, count).slice();
  });
}
