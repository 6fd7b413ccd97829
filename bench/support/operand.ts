import type { Precision, RawEngine } from '../../tests/support/engines.js';
import { seeded } from '../../tests/support/gemm-oracle.js';

export type Values = Float32Array | Float64Array;

/** An array in an engine's memory, with a view made on demand: memory may grow between two uses. */
export interface Resident {
  readonly pointer: number;
  readonly values: Values;
}

/** `length` numbers in engine memory, uniform in [-1, 1), the same in every run. */
export const resident = (engine: RawEngine, precision: Precision, length: number, seed = 1): Resident => {
  const pointer = engine.allocate(length * (precision === 'f32' ? 4 : 8)) >>> 0;
  const view = (): Values =>
    precision === 'f32' ? new Float32Array(engine.memory.buffer, pointer, length) : new Float64Array(engine.memory.buffer, pointer, length);
  const next = seeded(seed);
  view().set(Float64Array.from({ length }, () => 2 * next() - 1));
  return {
    pointer,
    get values() {
      return view();
    },
  };
};
