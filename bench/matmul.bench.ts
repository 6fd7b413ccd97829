import type { Build, Precision, RawEngine } from '../tests/support/engines.js';
import { chainProduct, epsilon, type Operand } from '../tests/support/gemm-oracle.js';
import { type Resident, resident } from './support/operand.js';
import { plainDots, plainRows } from './support/plain-product.js';
import { defineSuite, type Row } from './support/suite.js';

const squares = [16, 32, 48, 64, 96, 128, 192, 240, 256, 384, 480, 512];
const transposes = ['nn', 'nt', 'tn'] as const;
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

interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: Strided;
  readonly b: Strided;
  readonly c: Resident;
}

/** An operand as the oracle takes it: dense, row by row. */
const dense = ({ at, row, column }: Strided, rows: number, columns: number): Operand => {
  const { values } = at;
  return {
    rows,
    columns,
    values: Float64Array.from({ length: rows * columns }, (_, i) => values[Math.floor(i / columns) * row + (i % columns) * column] as number),
  };
};

/** Throws unless c holds one ascending chain an element: to the bit where `exact`, else within rounding. */
const verifyProduct = (precision: Precision, { m, n, k, a, b, c }: Product, exact: boolean): void => {
  const expected = chainProduct(precision, dense(a, m, k), dense(b, k, n));
  const tolerance = exact ? 0 : 8 * epsilon[precision] * k; // data are in [-1, 1)
  const wrong = c.values.findIndex((value, at) => !(Math.abs(value - (expected[at] as number)) <= tolerance));
  if (wrong >= 0) throw new Error(`element ${wrong}: got ${c.values[wrong]}, expected ${expected[wrong]}`);
};

const productRow = (build: Build, precision: Precision, name: string, product: Product, run: () => void, plain: () => void): Row => {
  const small = Math.max(product.m, product.n, product.k) <= largestPlain;
  return {
    name,
    precision,
    work: 2 * product.m * product.n * product.k,
    unit: 'flop',
    run,
    verify: () => {
      if (small) {
        plain();
        verifyProduct(precision, product, false);
      }
      product.c.values.fill(Number.NaN);
      run();
      verifyProduct(precision, product, build === 'simd');
    },
    ...(small ? { plain } : {}),
  };
};

const squareRow = (engine: RawEngine, build: Build, precision: Precision, n: number, op: (typeof transposes)[number]): Row => {
  const matmul = precision === 'f32' ? engine.matmul_f32 : engine.matmul_f64;
  const [left, right, c] = [resident(engine, precision, n * n, 1), resident(engine, precision, n * n, 2), resident(engine, precision, n * n, 3)];
  const strided = (at: Resident, transposed: boolean): Strided => (transposed ? { at, row: 1, column: n } : { at, row: n, column: 1 });
  const [a, b] = [strided(left, op[0] === 't'), strided(right, op[1] === 't')];
  return productRow(
    build,
    precision,
    `matmul ${n} ${op}`,
    { m: n, n, k: n, a, b, c },
    () => matmul(n, n, n, 1, left.pointer, a.row, a.column, right.pointer, b.row, b.column, 0, c.pointer, n, 1),
    b.column === 1
      ? () => plainRows(n, n, n, left.values, a.row, a.column, right.values, c.values)
      : () => plainDots(n, n, n, left.values, right.values, c.values),
  );
};

/** The three products of a square layer; the biases are zero, so that forward is the plain product. */
const layerRows = (engine: RawEngine, build: Build, precision: Precision, width: number, batch: number): Row[] => {
  const [forward, backwardInputs, backwardWeights] =
    precision === 'f32'
      ? [engine.denseForward_f32, engine.denseBackwardInputs_f32, engine.denseBackwardWeights_f32]
      : [engine.denseForward_f64, engine.denseBackwardInputs_f64, engine.denseBackwardWeights_f64];
  const block = (rows: number, columns: number, seed: number): Resident => resident(engine, precision, rows * columns, seed);
  const [w, dw] = [block(width, width, 1), block(width, width, 2)];
  const [bias, db] = [block(width, 1, 3), block(width, 1, 4)];
  const [x, z, dz] = [block(width, batch, 5), block(width, batch, 6), block(width, batch, 7)];
  bias.values.fill(0);
  const row = (name: string, product: Product, run: () => void, plain: () => void): Row =>
    productRow(build, precision, `dense ${name} ${width}, ${batch}`, product, run, plain);
  return [
    row(
      'forward',
      { m: width, n: batch, k: width, a: { at: w, row: width, column: 1 }, b: { at: x, row: batch, column: 1 }, c: z },
      () => forward(width, width, batch, w.pointer, bias.pointer, x.pointer, z.pointer),
      () => plainRows(width, batch, width, w.values, width, 1, x.values, z.values),
    ),
    row(
      'backward inputs',
      { m: width, n: batch, k: width, a: { at: w, row: 1, column: width }, b: { at: dz, row: batch, column: 1 }, c: z },
      () => backwardInputs(width, width, batch, w.pointer, dz.pointer, z.pointer),
      () => plainRows(width, batch, width, w.values, 1, width, dz.values, z.values),
    ),
    row(
      'backward weights',
      { m: width, n: width, k: batch, a: { at: dz, row: batch, column: 1 }, b: { at: x, row: 1, column: batch }, c: dw },
      () => backwardWeights(width, width, batch, dz.pointer, x.pointer, dw.pointer, db.pointer),
      () => plainDots(width, width, batch, dz.values, x.values, dw.values),
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
