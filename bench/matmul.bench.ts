import type { Build, Precision, RawEngine } from '../tests/support/engines.js';
import { epsilon } from '../tests/support/gemm-oracle.js';
import { type Resident, resident, type Values } from './support/operand.js';
import { defineSuite, type Row } from './support/suite.js';

const squares = [16, 32, 48, 64, 96, 128, 192, 240, 256, 384, 480, 512];
const transposes = ['nn', 'nt', 'tn', 'tt'] as const;
/** Plain TypeScript takes too long past this, and is no faster there. */
const largestPlain = 256;
/** Width of a square layer and batch. */
const layers = [
  [16, 32],
  [32, 64],
  [64, 128],
  [512, 256],
] as const;

interface Strided {
  readonly at: Resident;
  readonly row: number;
  readonly column: number;
}

/** c = a b as one writes it in TypeScript: the inner loop runs along rows of b and c. */
const plainProduct = (m: number, n: number, k: number, a: Values, aRow: number, aColumn: number, b: Values, bRow: number, bColumn: number, c: Values): void => {
  c.fill(0);
  for (let i = 0; i < m; i++) {
    for (let l = 0; l < k; l++) {
      const x = a[i * aRow + l * aColumn]!;
      for (let j = 0; j < n; j++) c[i * n + j]! += x * b[l * bRow + j * bColumn]!;
    }
  }
};

/** Throws unless c is what the three plain loops of the engine give: to the bit in the simd build, within rounding in the relaxed one. */
const verifyProduct = (
  engine: RawEngine,
  build: Build,
  precision: Precision,
  m: number,
  n: number,
  k: number,
  a: Strided,
  b: Strided,
  c: Resident,
  beta = 0,
  start?: Values,
): void => {
  const oracle = resident(engine, precision, m * n);
  if (start) oracle.values.set(start);
  const reference = precision === 'f32' ? engine.matmulReference_f32 : engine.matmulReference_f64;
  reference(m, n, k, 1, a.at.pointer, a.row, a.column, b.at.pointer, b.row, b.column, beta, oracle.pointer, n, 1);
  const tolerance = build === 'simd' && beta === 0 ? 0 : 8 * epsilon[precision] * (k + 1); // data are in [-1, 1)
  const wrong = c.values.findIndex((value, at) => !(Math.abs(value - oracle.values[at]!) <= tolerance));
  if (wrong >= 0) throw new Error(`element ${wrong}: got ${c.values[wrong]}, expected ${oracle.values[wrong]}`);
  engine.release(oracle.pointer);
};

const squareRow = (engine: RawEngine, build: Build, precision: Precision, n: number, op: (typeof transposes)[number]): Row => {
  const matmul = precision === 'f32' ? engine.matmul_f32 : engine.matmul_f64;
  const [a, b, c] = [resident(engine, precision, n * n, 1), resident(engine, precision, n * n, 2), resident(engine, precision, n * n, 3)];
  const [aRow, aColumn] = op[0] === 't' ? [1, n] : [n, 1];
  const [bRow, bColumn] = op[1] === 't' ? [1, n] : [n, 1];
  const run = (): void => matmul(n, n, n, 1, a.pointer, aRow, aColumn, b.pointer, bRow, bColumn, 0, c.pointer, n, 1);
  return {
    name: `matmul ${n} ${op}`,
    precision,
    work: 2 * n ** 3,
    unit: 'flop',
    run,
    verify: () => {
      run();
      verifyProduct(engine, build, precision, n, n, n, { at: a, row: aRow, column: aColumn }, { at: b, row: bRow, column: bColumn }, c);
    },
    ...(op === 'nn' && n <= largestPlain ? { plain: () => plainProduct(n, n, n, a.values, aRow, aColumn, b.values, bRow, bColumn, c.values) } : {}),
  };
};

const layerRows = (engine: RawEngine, build: Build, precision: Precision, width: number, batch: number): Row[] => {
  const [forward, backwardInputs, backwardWeights] =
    precision === 'f32'
      ? [engine.denseForward_f32, engine.denseBackwardInputs_f32, engine.denseBackwardWeights_f32]
      : [engine.denseForward_f64, engine.denseBackwardInputs_f64, engine.denseBackwardWeights_f64];
  const block = (rows: number, columns: number, seed: number): Resident => resident(engine, precision, rows * columns, seed);
  const [w, dw] = [block(width, width, 1), block(width, width, 2)];
  const [bias, db] = [block(width, 1, 3), block(width, 1, 4)];
  const [x, z] = [block(width, batch, 5), block(width, batch, 6)];
  const biases = (): Values => z.values.map((_, at) => bias.values[Math.floor(at / batch)]!);
  const product = (name: string, run: () => void, verify: () => void, plain: () => void): Row => ({
    name: `dense ${name} ${width}, ${batch}`,
    precision,
    work: 2 * width * width * batch,
    unit: 'flop',
    run,
    ...(width <= largestPlain ? { plain } : {}),
    verify: () => {
      run();
      verify();
    },
  });
  const columns = { at: w, row: 1, column: width };
  return [
    product(
      'forward',
      () => forward(width, width, batch, w.pointer, bias.pointer, x.pointer, z.pointer),
      () => verifyProduct(engine, build, precision, width, batch, width, { at: w, row: width, column: 1 }, { at: x, row: batch, column: 1 }, z, 1, biases()),
      () => plainProduct(width, batch, width, w.values, width, 1, x.values, batch, 1, z.values),
    ),
    product(
      'backward inputs',
      () => backwardInputs(width, width, batch, w.pointer, x.pointer, z.pointer),
      () => verifyProduct(engine, build, precision, width, batch, width, columns, { at: x, row: batch, column: 1 }, z),
      () => plainProduct(width, batch, width, w.values, 1, width, x.values, batch, 1, z.values),
    ),
    product(
      'backward weights',
      () => backwardWeights(width, width, batch, z.pointer, x.pointer, dw.pointer, db.pointer),
      () => verifyProduct(engine, build, precision, width, width, batch, { at: z, row: batch, column: 1 }, { at: x, row: 1, column: batch }, dw),
      () => plainProduct(width, width, batch, z.values, batch, 1, x.values, 1, batch, dw.values),
    ),
  ];
};

export default defineSuite({
  name: 'matmul',
  about: 'C = A B, data in cache as the sizes allow; dense rows: width of a square layer, batch.',
  rows: (engine, build) =>
    (['f32', 'f64'] as const).flatMap((precision) => [
      ...squares.map((n) => squareRow(engine, build, precision, n, 'nn')),
      ...[96, 256, 512].flatMap((n) => transposes.slice(1).map((op) => squareRow(engine, build, precision, n, op))),
      ...layers.flatMap(([width, batch]) => layerRows(engine, build, precision, width, batch)),
    ]),
});
