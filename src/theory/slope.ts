import type { Engine } from '../engine/engine.js';

/** ln of positive, normal numbers, by the engine's log1p: the same bits in every runtime. */
export function logarithms(engine: Engine, values: readonly number[]): number[] {
  const numbers = Float64Array.from(values);
  const words = new Uint32Array(numbers.buffer);
  const exponents = values.map((_, index) => {
    const high = words[2 * index + 1] as number; // little-endian, as WebAssembly is
    words[2 * index + 1] = (high & 0xfffff) | 0x3ff00000; // the fraction, from 1 to below 2
    return ((high >>> 20) & 0x7ff) - 1023;
  });
  const padded = (values.length + 1) & ~1;
  const { memory } = engine;
  return memory.scratch('logarithms', 16 * padded, (x) => {
    const y = x + 8 * padded;
    memory
      .floats('f64', x, padded)
      .fill(0)
      .set(numbers.map((fraction) => fraction - 1));
    engine.run('log1p', () => engine.kernels('f64').log1p(padded, x, y));
    return Array.from(memory.floats('f64', y, values.length), (logarithm, index) => logarithm + (exponents[index] as number) * Math.LN2);
  });
}

/** Slope of the least-squares line through (ln x, ln y): the power of x as which y grows. */
export function logLogSlope(engine: Engine, x: readonly number[], y: readonly number[]): number {
  const [u, v] = [logarithms(engine, x), logarithms(engine, y)];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [centre, level] = [mean(u), mean(v)];
  const covariance = u.reduce((sum, value, index) => sum + (value - centre) * ((v[index] as number) - level), 0);
  return covariance / u.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
}
