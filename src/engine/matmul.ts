import { finiteIn, integer, oneOf, options } from './check.js';
import { checkEngine, type Engine } from './engine.js';
import { ArgumentError } from './errors.js';
import { checkNumbers } from './matrix.js';
import { bytesPer, type FloatArray, type Precision, precisions } from './memory.js';

export interface MatmulOptions {
  /** Rows of op(A) and C. */
  readonly m: number;
  /** Columns of op(B) and C. */
  readonly n: number;
  /** Columns of op(A), rows of op(B). */
  readonly k: number;
  /** A, row-major: m x k, or k x m if transposed. */
  readonly a: FloatArray | readonly number[];
  /** B, row-major: k x n, or n x k if transposed. */
  readonly b: FloatArray | readonly number[];
  /** C, m x n; read only if beta is not 0, never written. */
  readonly c?: FloatArray | readonly number[];
  readonly alpha?: number;
  readonly beta?: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Numbers from one row to the next, where rows stand apart; the stored matrix's columns unless said. */
  readonly strideA?: number;
  readonly strideB?: number;
  readonly strideC?: number;
  /** `f32` unless said. */
  readonly precision?: Precision;
}

const keys = ['m', 'n', 'k', 'a', 'b', 'c', 'alpha', 'beta', 'transposeA', 'transposeB', 'strideA', 'strideB', 'strideC', 'precision'];

/**
 * alpha op(A) op(B) + beta C, as a new array: m * n numbers, or laid out like c where strideC is given (what stands between the rows stays).
 * Sizes may be 0. With beta = 0, C is not read; with alpha = 0, A and B are not.
 *
 * @throws {ArgumentError} naming the size, stride or array that does not fit.
 * @example
 * matmul(engine, { m: 1, n: 1, k: 2, a: [1, 2], b: [3, 4] }) // Float32Array [11]
 */
export function matmul(engine: Engine, request: MatmulOptions): FloatArray {
  const given = options('options', request, keys);
  const { alpha = 1, beta = 0, transposeA = false, transposeB = false, precision = 'f32' } = given;
  const [m, n, k] = (['m', 'n', 'k'] as const).map((name) => integer(name, given[name], 0, 2 ** 28)) as [number, number, number];
  oneOf('precision', precision, precisions);
  finiteIn(precision, 'alpha', alpha);
  finiteIn(precision, 'beta', beta);
  flag('transposeA', transposeA);
  flag('transposeB', transposeB);
  const a = operand('A', given.a, transposeA ? k : m, transposeA ? m : k, given.strideA, precision);
  const b = operand('B', given.b, transposeB ? n : k, transposeB ? k : n, given.strideB, precision);
  if (beta !== 0 && given.c === undefined) throw new ArgumentError('c', 'an m x n matrix, since beta is not 0', undefined);
  if (given.strideC !== undefined && given.c === undefined) throw new ArgumentError('c', 'a matrix, since strideC is given', undefined);
  const c = given.c === undefined ? undefined : operand('C', given.c, m, n, given.strideC, precision);

  const { memory } = checkEngine(engine);
  const size = bytesPer(precision);
  const strideC = c?.stride ?? n;
  const lengthC = c?.numbers.length ?? m * n;
  const align = (count: number) => Math.ceil((count * size) / 16) * 16; // not by bits: 65536 x 65536 numbers are 0 bytes in 32 of them
  const bytes = align(a.numbers.length) + align(b.numbers.length) + align(lengthC);
  return memory.scratch(`a product of ${m} x ${k} by ${k} x ${n}`, bytes, (pointer) => {
    const atB = pointer + align(a.numbers.length);
    const atC = atB + align(b.numbers.length);
    memory.floats(precision, pointer, a.numbers.length).set(a.numbers);
    memory.floats(precision, atB, b.numbers.length).set(b.numbers);
    if (c) memory.floats(precision, atC, lengthC).set(c.numbers);
    const [rowA, columnA] = transposeA ? [1, a.stride] : [a.stride, 1];
    const [rowB, columnB] = transposeB ? [1, b.stride] : [b.stride, 1];
    engine.run('matmul', () => engine.kernels(precision).matmul(m, n, k, alpha, pointer, rowA, columnA, atB, rowB, columnB, beta, atC, strideC, 1));
    return memory.floats(precision, atC, lengthC).slice();
  });
}

function operand(name: 'A' | 'B' | 'C', values: unknown, rows: number, columns: number, stride: number | undefined, precision: Precision) {
  const argument = name.toLowerCase();
  const step = stride === undefined ? columns : integer(`stride${name}`, stride, columns, 2 ** 28);
  const least = rows === 0 || columns === 0 ? 0 : (rows - 1) * step + columns;
  const numbers = checkNumbers(argument, values, precision);
  const fits = stride === undefined ? numbers.length === rows * columns : numbers.length >= least;
  if (!fits)
    throw new ArgumentError(`${argument}.length`, stride === undefined ? `${rows * columns} (${rows} x ${columns})` : `at least ${least}`, numbers.length);
  return { numbers, stride: step };
}

function flag(argument: string, value: unknown): void {
  if (typeof value !== 'boolean') throw new ArgumentError(argument, 'true or false', value);
}
