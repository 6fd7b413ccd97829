import { describe, expect, test } from 'vitest';
import { CanaryArena, type Placed } from '../../support/canary.js';
import { type Build, builds, loadRaw, type Precision, precisions, type RawEngine } from '../../support/engines.js';
import { chainProduct, identical, type Operand, seeded, worstRatio } from '../../support/gemm-oracle.js';

const ratioLimit = 8;
const widths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 17, 33, 64];
const batches = [1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 20, 33, 64];
const small = widths.flatMap((outputs, row) => widths.map((inputs, column) => [outputs, inputs, batches[(row + 3 * column) % batches.length]!] as const));
/** Past every threshold: packed panels and blocks, several blocks of the chain, several groups of panels, odd everything. */
const large = [
  [70, 301, 100],
  [301, 70, 77],
  [129, 131, 133],
  [17, 530, 65],
  [530, 9, 33],
  [3, 270, 300],
  [10, 64, 523],
] as const;

const lanesOf = { f32: 4, f64: 2 } as const;

const operations = (engine: RawEngine, precision: Precision) =>
  precision === 'f32'
    ? { forward: engine.denseForward_f32, backwardInputs: engine.denseBackwardInputs_f32, backwardWeights: engine.denseBackwardWeights_f32 }
    : { forward: engine.denseForward_f64, backwardInputs: engine.denseBackwardInputs_f64, backwardWeights: engine.denseBackwardWeights_f64 };

const transposed = ({ rows, columns, values }: Operand): Operand => ({
  rows: columns,
  columns: rows,
  values: Float64Array.from({ length: rows * columns }, (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!),
});

/** The first `batch` columns of rows that are ld long. */
const samples = (values: ArrayLike<number>, rows: number, ld: number, batch: number): Float64Array =>
  Float64Array.from({ length: rows * batch }, (_, at) => values[Math.floor(at / batch) * ld + (at % batch)]!);

interface Layer {
  readonly outputs: number;
  readonly inputs: number;
  readonly batch: number;
  readonly ld: number;
  readonly w: Operand;
  readonly bias: Operand;
  readonly x: Operand;
  readonly dz: Operand;
}

const layer = (precision: Precision, [outputs, inputs, batch]: readonly [number, number, number], seed: number): Layer => {
  const next = seeded(seed);
  const draw = (rows: number, columns: number): Operand => ({
    rows,
    columns,
    values: Float64Array.from({ length: rows * columns }, () => (precision === 'f32' ? Math.fround(2 * next() - 1) : 2 * next() - 1)),
  });
  const lanes = lanesOf[precision];
  return {
    outputs,
    inputs,
    batch,
    ld: Math.ceil(batch / lanes) * lanes,
    w: draw(outputs, inputs),
    bias: draw(outputs, 1),
    x: draw(inputs, batch),
    dz: draw(outputs, batch),
  };
};

class Bench {
  private readonly engine: RawEngine;
  private readonly arena: CanaryArena;

  constructor(
    readonly build: Build,
    readonly precision: Precision,
  ) {
    this.engine = loadRaw(build);
    this.arena = new CanaryArena(this.engine, precision);
  }

  /** Rows of samples, padded to whole vectors with `padding`. */
  private rows({ rows, columns, values }: Operand, ld: number, padding: number): Placed {
    const padded = Float64Array.from({ length: rows * ld }, (_, at) => (at % ld < columns ? values[Math.floor(at / ld) * columns + (at % ld)]! : padding));
    return this.arena.place(rows, ld, padded);
  }

  private intact(inputs: readonly Placed[], outputs: readonly Placed[]): void {
    expect([...inputs.map((x) => x.damage('input')), ...outputs.map((x) => x.damage('output'))].filter(Boolean), `${this.build}: damage`).toEqual([]);
  }

  forward({ outputs, inputs, batch, ld, w, bias, x }: Layer): Float64Array {
    this.arena.reset();
    const operands = [this.arena.place(outputs, inputs, w.values), this.arena.place(outputs, 1, bias.values), this.rows(x, ld, Number.NaN)] as const;
    const z = this.arena.place(outputs, ld, Number.NaN);
    operations(this.engine, this.precision).forward(outputs, inputs, ld, operands[0].pointer, operands[1].pointer, operands[2].pointer, z.pointer);
    this.intact(operands, [z]);
    return samples(z.read(), outputs, ld, batch);
  }

  backwardInputs({ outputs, inputs, batch, ld, w, dz }: Layer): Float64Array {
    this.arena.reset();
    const operands = [this.arena.place(outputs, inputs, w.values), this.rows(dz, ld, Number.NaN)] as const;
    const dx = this.arena.place(inputs, ld, Number.NaN);
    operations(this.engine, this.precision).backwardInputs(outputs, inputs, ld, operands[0].pointer, operands[1].pointer, dx.pointer);
    this.intact(operands, [dx]);
    return samples(dx.read(), inputs, ld, batch);
  }

  backwardWeights({ outputs, inputs, ld, x, dz }: Layer): { dw: Float64Array; db: Float64Array } {
    this.arena.reset();
    const operands = [this.rows(dz, ld, 0), this.rows(x, ld, 123)] as const;
    const [dw, db] = [this.arena.place(outputs, inputs, Number.NaN), this.arena.place(outputs, 1, Number.NaN)];
    operations(this.engine, this.precision).backwardWeights(outputs, inputs, ld, operands[0].pointer, operands[1].pointer, dw.pointer, db.pointer);
    this.intact(operands, [dw, db]);
    return { dw: Float64Array.from(dw.read()), db: Float64Array.from(db.read()) };
  }
}

/** c + a b: the same bits as the ascending chain where rounding is fixed by the build, and BLAS's bound where it is not. */
const holds = (bench: Bench, got: Float64Array, a: Operand, b: Operand, c?: Operand): boolean => {
  if (bench.build !== 'relaxed')
    return identical(
      got,
      chainProduct(bench.precision, a, b, (i, j) => c?.values[i * b.columns + j] ?? 0),
    );
  const start = c ?? { rows: a.rows, columns: b.columns, values: new Float64Array(a.rows * b.columns) };
  return worstRatio(bench.precision, 1, a, b, 1, start, got) < ratioLimit;
};

for (const build of builds) {
  for (const precision of precisions) {
    describe(`${build} ${precision}`, () => {
      const bench = new Bench(build, precision);
      const layers = [...small, ...(build === 'debug' ? [] : large)].map((shape, at) => layer(precision, shape, at));
      const name = ({ outputs, inputs, batch }: Layer) => `${outputs} x ${inputs}, batch ${batch}`;

      test('denseForward equals the bias plus the ascending chain, and padding lanes reach no other', () => {
        for (const each of layers) {
          const bias: Operand = {
            rows: each.outputs,
            columns: each.batch,
            values: Float64Array.from({ length: each.outputs * each.batch }, (_, at) => each.bias.values[Math.floor(at / each.batch)]!),
          };
          expect(holds(bench, bench.forward(each), each.w, each.x, bias), name(each)).toBe(true);
        }
      });

      test('denseBackwardInputs equals the ascending chain over the outputs, and padding lanes reach no other', () => {
        for (const each of layers) expect(holds(bench, bench.backwardInputs(each), transposed(each.w), each.dz), name(each)).toBe(true);
      });

      test('denseBackwardWeights equals the ascending chain over the batch, and zero padding adds nothing', () => {
        for (const each of layers) {
          const { dw, db } = bench.backwardWeights(each);
          expect(holds(bench, dw, each.dz, transposed(each.x)), name(each)).toBe(true);
          // db: lane by lane, then pairwise; only sums, so that every build gives these bits.
          const round = precision === 'f32' ? Math.fround : (x: number) => x;
          for (let o = 0; o < each.outputs; o++) {
            const lanes = new Array<number>(lanesOf[precision]).fill(0);
            for (let b = 0; b < each.batch; b++) lanes[b % lanes.length] = round(lanes[b % lanes.length]! + each.dz.values[o * each.batch + b]!);
            const sum = lanes.length === 4 ? round(round(lanes[0]! + lanes[2]!) + round(lanes[1]! + lanes[3]!)) : lanes[0]! + lanes[1]!;
            expect(db[o], name(each)).toBe(sum);
          }
        }
      });

      test('a sample has the same bits alone as in any batch, forward and backward', () => {
        for (const shape of [
          [9, 7, 23],
          [33, 65, 70],
          [64, 300, 96],
        ] as const) {
          const whole = layer(precision, shape, 77);
          const [z, dx] = [bench.forward(whole), bench.backwardInputs(whole)];
          for (const sample of [0, 1, 5, shape[2] - 1]) {
            const column = (x: Operand): Operand => ({
              rows: x.rows,
              columns: 1,
              values: Float64Array.from({ length: x.rows }, (_, row) => x.values[row * x.columns + sample]!),
            });
            const alone: Layer = { ...whole, batch: 1, ld: lanesOf[precision], x: column(whole.x), dz: column(whole.dz) };
            expect(identical(bench.forward(alone), column({ rows: shape[0], columns: shape[2], values: z }).values)).toBe(true);
            expect(identical(bench.backwardInputs(alone), column({ rows: shape[1], columns: shape[2], values: dx }).values)).toBe(true);
          }
        }
      });

      test('nothing is skipped: a weight of zero times an infinite input is NaN', () => {
        const base = layer(precision, [5, 6, 9], 3);
        const w = Float64Array.from(base.w.values).fill(0, 0, 6);
        const x = Float64Array.from(base.x.values);
        x[2 * 9 + 4] = Number.POSITIVE_INFINITY;
        const z = bench.forward({ ...base, w: { ...base.w, values: w }, x: { ...base.x, values: x } });
        expect(Array.from(z.subarray(0, 9), Number.isNaN)).toEqual([false, false, false, false, true, false, false, false, false]);
      });
    });
  }
}
