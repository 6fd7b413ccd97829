import { describe, expect, test } from 'vitest';
import { arrayOf, CanaryArena } from '../../support/canary.js';
import { type Build, builds, loadRaw, type Precision, precisions, type RawEngine } from '../../support/engines.js';

type Values = Float32Array | Float64Array;
const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 17, 33, 64];
const batches = [1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 20, 33, 64];

/** A small deterministic generator (mulberry32): the data of every run are the same. */
const generator = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
};

const operations = (engine: RawEngine, precision: Precision) =>
  precision === 'f32'
    ? { forward: engine.denseForward_f32, backwardInputs: engine.denseBackwardInputs_f32, backwardWeights: engine.denseBackwardWeights_f32 }
    : { forward: engine.denseForward_f64, backwardInputs: engine.denseBackwardInputs_f64, backwardWeights: engine.denseBackwardWeights_f64 };

/** The arithmetic of one build: `round` to the precision; a relaxed build may skip the rounding between product and sum, so it is compared with a bound. */
const roundOf = (precision: Precision): ((x: number) => number) => (precision === 'f32' ? Math.fround : (x) => x);

const unit = { f32: 2 ** -24, f64: 2 ** -53 };

class Case {
  readonly lanes: number;
  readonly ld: number;
  readonly w: Values;
  readonly bias: Values;
  readonly x: Values;
  readonly dz: Values;

  constructor(
    readonly precision: Precision,
    readonly outputs: number,
    readonly inputs: number,
    readonly batch: number,
    seed: number,
  ) {
    const next = generator(seed);
    const fill = (length: number): Values => arrayOf(precision, length).map(next);
    this.lanes = precision === 'f32' ? 4 : 2;
    this.ld = Math.ceil(batch / this.lanes) * this.lanes;
    this.w = fill(outputs * inputs);
    this.bias = fill(outputs);
    this.x = fill(inputs * this.ld);
    this.dz = fill(outputs * this.ld).map((value, at) => (at % this.ld < batch ? value : 0));
  }

  /** z, and for each element the sum of the magnitudes that went into it (the gauge of its rounding error). */
  forward(): { exact: Values; gauge: Float64Array } {
    const { outputs, inputs, ld, w, x, bias } = this;
    return this.each(
      outputs,
      ld,
      inputs,
      (o, b, i) => [w[o * inputs + i]!, x[i * ld + b]!],
      (o) => bias[o]!,
    );
  }

  backwardInputs(): { exact: Values; gauge: Float64Array } {
    const { outputs, inputs, ld, w, dz } = this;
    return this.each(
      inputs,
      ld,
      outputs,
      (i, b, o) => [w[o * inputs + i]!, dz[o * ld + b]!],
      () => 0,
    );
  }

  private each(
    rows: number,
    columns: number,
    depth: number,
    factors: (r: number, c: number, k: number) => readonly [number, number],
    start: (r: number) => number,
  ) {
    const round = roundOf(this.precision);
    const exact = arrayOf(this.precision, rows * columns);
    const gauge = new Float64Array(rows * columns);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        let sum = start(r);
        let size = Math.abs(sum);
        for (let k = 0; k < depth; k++) {
          const [p, q] = factors(r, c, k);
          sum = round(round(p * q) + sum);
          size += Math.abs(p * q);
        }
        exact[r * columns + c] = sum;
        gauge[r * columns + c] = size;
      }
    }
    return { exact, gauge };
  }

  backwardWeights(): { dw: { exact: Values; gauge: Float64Array }; db: { exact: Values; gauge: Float64Array } } {
    const { outputs, inputs, ld, lanes, x, dz } = this;
    const round = roundOf(this.precision);
    const dw = this.each(outputs, inputs, ld, (o, i, b) => [dz[o * ld + b]!, x[i * ld + b]!], () => 0);
    const db = { exact: arrayOf(this.precision, outputs), gauge: new Float64Array(outputs) };
    for (let o = 0; o < outputs; o++) {
      const sums = new Array<number>(lanes).fill(0);
      for (let b = 0; b < ld; b++) {
        sums[b % lanes] = round(sums[b % lanes]! + dz[o * ld + b]!);
        db.gauge[o] = db.gauge[o]! + Math.abs(dz[o * ld + b]!);
      }
      db.exact[o] = lanes === 4 ? round(round(sums[0]! + sums[2]!) + round(sums[1]! + sums[3]!)) : sums[0]! + sums[1]!;
    }
    return { dw, db };
  }
}

const sameBits = (a: Values, b: Values) =>
  Buffer.compare(Buffer.from(a.buffer, a.byteOffset, a.byteLength), Buffer.from(b.buffer, b.byteOffset, b.byteLength)) === 0;

/** simd and debug agree to the bit with the scalar chain; relaxed within twice the bound of a chain of that length. */
const agrees = (build: Build, precision: Precision, got: Values, want: { exact: Values; gauge: Float64Array }, depth: number): boolean =>
  build === 'relaxed'
    ? got.every((value, at) => Math.abs(value - want.exact[at]!) <= 2 * (depth + 2) * unit[precision] * want.gauge[at]!)
    : sameBits(got, want.exact);

const shapes = sizes.flatMap((outputs, at) => sizes.map((inputs, also) => [outputs, inputs, batches[(at + 3 * also) % batches.length]!] as const));

for (const build of builds) {
  for (const precision of precisions) {
    describe(`${build} ${precision}`, () => {
      const engine = loadRaw(build);
      const run = operations(engine, precision);
      const arena = new CanaryArena(engine, precision);

      test('denseForward equals bias + the ascending chain, and writes z alone', () => {
        for (const [outputs, inputs, batch] of shapes) {
          arena.reset();
          const c = new Case(precision, outputs, inputs, batch, outputs * 1000 + inputs);
          const [w, bias, x, z] = [
            arena.place(outputs, inputs, c.w),
            arena.place(1, outputs, c.bias),
            arena.place(inputs, c.ld, c.x),
            arena.place(outputs, c.ld, Number.NaN),
          ];
          run.forward(outputs, inputs, c.ld, w.pointer, bias.pointer, x.pointer, z.pointer);
          expect(agrees(build, precision, z.read(), c.forward(), inputs), `${outputs} x ${inputs}, batch ${batch}`).toBe(true);
          expect([w.damage('input'), bias.damage('input'), x.damage('input'), z.damage('output')]).toEqual([undefined, undefined, undefined, undefined]);
        }
      });

      test('denseBackwardInputs equals the ascending chain, and writes dx alone', () => {
        for (const [outputs, inputs, batch] of shapes) {
          arena.reset();
          const c = new Case(precision, outputs, inputs, batch, outputs * 1000 + inputs);
          const [w, dz, dx] = [arena.place(outputs, inputs, c.w), arena.place(outputs, c.ld, c.dz), arena.place(inputs, c.ld, Number.NaN)];
          run.backwardInputs(outputs, inputs, c.ld, w.pointer, dz.pointer, dx.pointer);
          expect(agrees(build, precision, dx.read(), c.backwardInputs(), outputs), `${outputs} x ${inputs}, batch ${batch}`).toBe(true);
          expect([w.damage('input'), dz.damage('input'), dx.damage('output')]).toEqual([undefined, undefined, undefined]);
        }
      });

      test('denseBackwardWeights equals the ascending chain over the batch, and writes dw and db alone', () => {
        for (const [outputs, inputs, batch] of shapes) {
          arena.reset();
          const c = new Case(precision, outputs, inputs, batch, outputs * 1000 + inputs);
          const [dz, x, dw, db] = [
            arena.place(outputs, c.ld, c.dz),
            arena.place(inputs, c.ld, c.x),
            arena.place(outputs, inputs, Number.NaN),
            arena.place(1, outputs, Number.NaN),
          ];
          run.backwardWeights(outputs, inputs, c.ld, dz.pointer, x.pointer, dw.pointer, db.pointer);
          const want = c.backwardWeights();
          expect(agrees(build, precision, dw.read(), want.dw, c.ld), `dw ${outputs} x ${inputs}, batch ${batch}`).toBe(true);
          expect(agrees(build, precision, db.read(), want.db, c.ld), `db ${outputs} x ${inputs}, batch ${batch}`).toBe(true);
          expect([dz.damage('input'), x.damage('input'), dw.damage('output'), db.damage('output')]).toEqual([undefined, undefined, undefined, undefined]);
        }
      });
    });
  }
}
