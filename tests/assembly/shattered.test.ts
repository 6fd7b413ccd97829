import { describe, expect, it } from 'vitest';
import { loadRaw, type RawEngine, theoryBuilds } from '../support/engines.js';

const engines = theoryBuilds.map((build) => [build, loadRaw(build)] as const);
const [debug, simd] = engines.map(([, engine]) => engine) as [RawEngine, RawEngine];
const widths = [1, 3, 5, 7, 17, 33];
const points = 6;
const ld = 8;

/** Room for an array; every one is filled with a number that nothing computes, so that what is not written shows. */
function room(engine: RawEngine, numbers: number, values: readonly number[] = []): number {
  const pointer = engine.allocate(8 * numbers);
  new Float64Array(engine.memory.buffer, pointer, numbers).fill(-1e300).set(values);
  return pointer;
}
const read = (engine: RawEngine, pointer: number, numbers: number) => Array.from(new Float64Array(engine.memory.buffer, pointer, numbers));

/** One layer after another through all kernels of a step: everything they wrote. */
function layer(engine: RawEngine, width: number, normalization: number, mirrored: boolean, spoil?: (z: Float64Array) => void): number[] {
  const [w, b] = [room(engine, width * ld), room(engine, width)];
  engine.shatteredDraw(width, ld, 1, 0.5, 0, 7, 0, width, w, b);
  const z = w; // as good as any values at knots
  spoil?.(new Float64Array(engine.memory.buffer, z, width * ld));
  const x = room(engine, points, [-2, -1.5, -0.25, 0.1, 1, 2]);
  const [means, scales, first] = [room(engine, width), room(engine, width), room(engine, points)];
  engine.shatteredNormalize(width, points, ld, x, z, normalization, means, scales);
  const crossings = engine.shatteredCrossings(width, points, ld, z, means, first);
  const most = points + crossings;
  const rows = mirrored ? 2 : 1;
  const [list, toX, places, origins] = [room(engine, crossings), room(engine, most), room(engine, most), room(engine, most)];
  const knots = engine.shatteredCut(width, points, ld, x, z, means, first, list, toX, places, origins);
  const toLd = knots + (knots % 2);
  const [h, kept, slopes] = [room(engine, rows * width * toLd), room(engine, width * toLd), room(engine, knots)];
  engine.shatteredRectify(width, points, ld, z, means, scales, knots, toLd, places, origins, Number(mirrored), h, kept);
  const lag = room(engine, 3, [0, 0.3, 2.5]);
  const [out, facts] = [room(engine, 3), room(engine, 2)];
  const found = [crossings, knots, ...read(engine, means, width), ...read(engine, scales, width), ...read(engine, toX, knots)];
  found.push(...read(engine, h, rows * width * toLd), ...read(engine, kept, width * toLd));
  const pieces = engine.shatteredSlopes(knots, toX, h, slopes);
  engine.stepAutocorrelation(pieces, toX, slopes, Number(normalization === 0), 3, lag, out, facts);
  found.push(pieces, ...read(engine, slopes, pieces), ...read(engine, toX, pieces + 1), ...read(engine, out, 3), ...read(engine, facts, 2));
  const samples = room(engine, 3);
  const whole = new Int32Array(engine.memory.buffer, lag, 3);
  whole.set([0, 1, 4]);
  engine.sampledAutocorrelation(points, x, Number(normalization === 1), 3, lag, samples);
  const [dz, dh] = [room(engine, width * ld), room(engine, rows * width * ld)];
  engine.shatteredNoise(width * ld, normalization, 9, 1, width, dz);
  const tangents = room(engine, rows * width * ld);
  engine.rectifyTangents(width, points, ld, z, dz, normalization, Number(mirrored), tangents, dh);
  found.push(...read(engine, samples, 3), ...read(engine, tangents, rows * width * ld), ...read(engine, dh, rows * width * ld));
  found.push(engine.meanCosine(rows * width, points, ld, dh));
  for (const pointer of [w, b, x, means, scales, first, list, toX, places, origins, h, kept, slopes, lag, out, facts, samples, dz, dh, tangents]) {
    engine.release(pointer);
  }
  return found;
}

const kinds = [0, 1, 2].flatMap((normalization) => [false, true].map((mirrored) => [normalization, mirrored] as const));

describe('the kernels of shattered gradients', () => {
  it('give the same bits in the debug and in the simd build, for every odd width', () => {
    for (const width of widths)
      for (const [normalization, mirrored] of kinds) {
        const found = layer(debug, width, normalization, mirrored);
        expect(found).toEqual(layer(simd, width, normalization, mirrored));
        expect(found.slice(0, -1).some(Number.isNaN)).toBe(false); // the last is NaN where a column of one unit is silent
        expect(found).not.toContain(-1e300);
      }
  });

  it('stay within their arrays on NaN and infinite numbers, with the same result in both builds', () => {
    for (const width of widths)
      for (const [normalization, mirrored] of kinds)
        for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
          for (const every of [1, 3, width * ld]) {
            const spoil = (z: Float64Array) => z.set(z.map((value, index) => (index % every === 0 ? odd : value)));
            expect(layer(debug, width, normalization, mirrored, spoil)).toEqual(layer(simd, width, normalization, mirrored, spoil));
          }
  });
});

describe.each(engines)('shattered gradients in the %s build', (_build, engine) => {
  const sized = (values: readonly number[]) => room(engine, values.length, values);

  it('a unit of NaN has no crossings, and leaves the other units theirs', () => {
    const x = sized([0, 1, 2]);
    const z = sized([Number.NaN, Number.NaN, Number.NaN, -1, 1, -1]);
    const [means, scales, first] = [room(engine, 2), room(engine, 2), room(engine, 3)];
    engine.shatteredNormalize(2, 3, 3, x, z, 0, means, scales);
    expect(engine.shatteredCrossings(2, 3, 3, z, means, first)).toBe(2);
    const [list, toX, places, origins] = [room(engine, 2), room(engine, 5), room(engine, 5), room(engine, 5)];
    expect(engine.shatteredCut(2, 3, 3, x, z, means, first, list, toX, places, origins)).toBe(5);
    expect(read(engine, toX, 5)).toEqual([0, 0.5, 1, 1.5, 2]);
    for (const pointer of [x, z, means, scales, first, list, toX, places, origins]) engine.release(pointer);
  });

  it('a knot without a change of slope is none', () => {
    const x = sized([0, 1, 2, 3, 4]);
    const y = sized([5, 5, 5, 6, 7]);
    const slopes = room(engine, 4);
    expect(engine.shatteredSlopes(5, x, y, slopes)).toBe(2);
    expect(read(engine, x, 3)).toEqual([0, 2, 4]);
    expect(read(engine, slopes, 2)).toEqual([0, 1]);
    for (const pointer of [x, y, slopes]) engine.release(pointer);
  });

  it('a constant that is not centred has autocorrelation 1 at every lag, in steps and in samples', () => {
    const x = sized([-2, -1, 0.5, 2]);
    const s = sized([3, 3, 3]);
    const lag = sized([0, 1, 3.5]);
    const [out, facts] = [room(engine, 3), room(engine, 2)];
    engine.stepAutocorrelation(3, x, s, 0, 3, lag, out, facts);
    expect(read(engine, out, 3)).toEqual([1, 1, 1]);
    new Int32Array(engine.memory.buffer, lag, 3).set([0, 1, 2]);
    engine.sampledAutocorrelation(3, s, 0, 3, lag, out);
    read(engine, out, 3).forEach((value) => expect(value).toBeCloseTo(1, 14));
    for (const pointer of [x, s, lag, out, facts]) engine.release(pointer);
  });
});
