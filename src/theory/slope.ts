import type { Engine } from '../engine/engine.js';

/** The least-squares slope of log y against log x, all positive; the engine's logarithm, so that its bits are the same everywhere. */
export function logLogSlope(engine: Engine, x: readonly number[], y: readonly number[]): number {
  const horizontal = logarithms(engine, x);
  const vertical = logarithms(engine, y);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleX, middleY] = [mean(horizontal), mean(vertical)];
  const covariance = mean(horizontal.map((value, i) => (value - middleX) * ((vertical[i] as number) - middleY)));
  return covariance / mean(horizontal.map((value) => (value - middleX) ** 2));
}

/** log v = log1p(v - 1), and -log1p(1 / v - 1) below 1, where v - 1 would lose digits. */
function logarithms(engine: Engine, values: readonly number[]): number[] {
  const padded = (values.length + 1) & ~1;
  return engine.memory.scratch(`${values.length} logarithms`, 8 * padded, (pointer) => {
    engine.memory
      .floats('f64', pointer, padded)
      .fill(0)
      .set(values.map((value) => (value < 1 ? 1 / value : value) - 1));
    engine.run('log1p', () => engine.exports.log1p_f64(padded, pointer, pointer));
    const logs = engine.memory.floats('f64', pointer, values.length);
    return values.map((value, i) => (value < 1 ? -(logs[i] as number) : (logs[i] as number)));
  });
}
