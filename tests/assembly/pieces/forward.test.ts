import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../../support/degenerate-network.js';
import { loadRaw, type RawEngine, theoryBuilds } from '../../support/engines.js';

/** Doubles as integers over 2^-1074: sums and products of them are exact. */
const unit = 1074n;
const exact = (x: number): bigint => {
  let value = x;
  let shift = 0n;
  while (!Number.isInteger(value)) {
    value *= 2;
    shift++;
  }
  return BigInt(value) << (unit - shift);
};
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

interface Layer {
  readonly outputs: number;
  readonly inputs: number;
  readonly points: number;
  readonly w: Float64Array;
  readonly bias: Float64Array;
  /** [inputs][points] */
  readonly h: Float64Array;
}

const layer = (outputs: number, inputs: number, points: number, number: () => number): Layer => {
  const fill = (count: number) => Float64Array.from({ length: count }, number);
  return { outputs, inputs, points, w: fill(outputs * inputs), bias: fill(outputs), h: fill(inputs * points) };
};

/** z at all points: rows of high words, low words and bounds, each [outputs + 1][ld], then the spread. */
const forward = (engine: RawEngine, { outputs, inputs, points, w, bias, h }: Layer): { z: Float64Array; ld: number; norm: number } => {
  const ld = points + (points & 1);
  const pointers: number[] = [];
  const take = (count: number, values: Float64Array = new Float64Array(count)): number => {
    const pointer = engine.allocate(Math.max(8 * count, 16));
    new Float64Array(engine.memory.buffer, pointer, count).set(values);
    pointers.push(pointer);
    return pointer;
  };
  const size = (units: number) => (3 * (units + 1) + 1) * ld;
  const state = new Float64Array(size(inputs));
  for (let i = 0; i < inputs; i++) state.set(h.subarray(i * points, (i + 1) * points), i * ld);
  const from = take(size(inputs), state);
  const to = take(size(outputs));
  const weights = take(w.length, w);
  const offsets = take(bias.length, bias);
  const norm = engine.piecesNorm(outputs, inputs, weights, take(engine.piecesNormScratch(outputs, inputs) / 8));
  const scratch = take(Math.ceil(engine.piecesForwardScratch(outputs, inputs) / 8));
  expect(engine.piecesForward(outputs, inputs, points, ld, weights, offsets, norm, from, to, scratch)).toBe(1);
  const z = new Float64Array(engine.memory.buffer, to, size(outputs)).slice();
  for (const pointer of pointers) engine.release(pointer);
  return { z, ld, norm };
};

describe.each(theoryBuilds)('%s', (build) => {
  const engine = loadRaw(build);

  it('the error of every z is at most its bound, and the bound is below 2^-90 of what is summed', () => {
    const random = randomNumbers(7);
    for (const [outputs, inputs, points] of [
      [1, 1, 1],
      [3, 5, 4],
      [7, 33, 9],
      [64, 64, 5],
    ] as const) {
      const one = layer(outputs, inputs, points, () => (random() - 0.5) * 2 ** Math.floor(8 * random()));
      const { z, ld } = forward(engine, one);
      const plane = (outputs + 1) * ld;
      for (let j = 0; j < outputs; j++) {
        for (let p = 0; p < points; p++) {
          const terms = Array.from({ length: inputs }, (_, i) => exact(one.w[j * inputs + i] as number) * exact(one.h[i * points + p] as number));
          const truth = terms.reduce((sum, term) => sum + term, exact(one.bias[j] as number) << unit);
          const summed = terms.reduce((sum, term) => sum + magnitude(term), magnitude(exact(one.bias[j] as number)) << unit);
          const [high, low, bound] = [0, 1, 2].map((at) => exact(z[at * plane + j * ld + p] as number) << unit) as [bigint, bigint, bigint];
          expect(magnitude(truth - high - low) <= bound).toBe(true);
          expect(bound <= summed >> 90n).toBe(true);
        }
      }
    }
  });

  it('what is exact has the bound 0', () => {
    const random = randomNumbers(11);
    const { z, ld } = forward(
      engine,
      layer(5, 6, 7, () => Math.floor(17 * random()) / 8 - 1),
    );
    const plane = 6 * ld;
    expect(z.subarray(plane, 3 * plane + ld).every((value) => value === 0)).toBe(true);
  });

  it('the norm is at least the largest stretch of any vector tried, and below the Frobenius norm', () => {
    const random = randomNumbers(3);
    const one = layer(24, 16, 1, () => random() - 0.5);
    const { norm } = forward(engine, one);
    let v = Float64Array.from({ length: 16 }, () => random() - 0.5);
    let stretch = 0;
    for (let round = 0; round < 200; round++) {
      const length = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
      const u = Float64Array.from({ length: 24 }, (_, j) => v.reduce((sum, x, i) => sum + ((one.w[j * 16 + i] as number) * x) / length, 0));
      stretch = Math.sqrt(u.reduce((sum, x) => sum + x * x, 0));
      v = Float64Array.from({ length: 16 }, (_, i) => u.reduce((sum, x, j) => sum + (one.w[j * 16 + i] as number) * x, 0));
    }
    expect(norm).toBeGreaterThanOrEqual(stretch);
    expect(norm).toBeLessThan(Math.sqrt(one.w.reduce((sum, x) => sum + x * x, 0)));
  });

  it('the bits are those of the debug build', () => {
    const random = randomNumbers(5);
    const one = layer(9, 17, 6, () => random() - 0.5);
    expect(forward(engine, one).z).toEqual(forward(loadRaw('debug'), one).z);
  });
});
