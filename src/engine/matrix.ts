import { ArgumentError } from './errors.js';
import type { FloatArray, Precision } from './memory.js';

/** Rows of numbers in one array, row by row. A batch has a sample a row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: FloatArray;
}

/** What may be given as a matrix: rows as arrays, or `rows`, `columns` and the numbers row by row. A typed array must have the precision asked for. */
export type MatrixInput = readonly (readonly number[])[] | { readonly rows: number; readonly columns: number; readonly data: FloatArray | readonly number[] };

/** A matrix whose numbers are still where the caller has them; `copyTo` writes them to a view of rows * columns numbers. */
export interface CheckedMatrix {
  readonly rows: number;
  readonly columns: number;
  copyTo(view: FloatArray): void;
}

/** Checks a matrix, its column count if that is known, and every entry's type, and leaves the numbers where they are. */
export function checkMatrix(argument: string, input: MatrixInput, precision: Precision, columns?: number): CheckedMatrix {
  const matrix = isRows(input) ? nested(argument, input) : flat(argument, input, precision);
  if (columns !== undefined && matrix.columns !== columns) throw new ArgumentError(argument, `${columns} columns`, matrix.columns);
  return matrix;
}

/** Checks a list of numbers: an array without holes, or a typed array of the precision. */
export function checkNumbers(argument: string, values: unknown, precision: Precision, count?: number): FloatArray | readonly number[] {
  const expected = precision === 'f32' ? 'a Float32Array (precision f32) or an array of numbers' : 'a Float64Array (precision f64) or an array of numbers';
  if (Array.isArray(values)) {
    const bad = values.findIndex((value) => typeof value !== 'number');
    if (bad >= 0) throw new ArgumentError(`${argument}[${bad}]`, 'a number', values[bad]);
  } else if (!(values instanceof (precision === 'f32' ? Float32Array : Float64Array))) {
    throw new ArgumentError(argument, expected, values);
  } else if (isDetached(values)) {
    throw new ArgumentError(argument, `${expected} whose buffer is not detached`, values);
  }
  const numbers = values as FloatArray | readonly number[];
  if (count !== undefined && numbers.length !== count) throw new ArgumentError(`${argument}.length`, String(count), numbers.length);
  return numbers;
}

const isRows = (input: MatrixInput): input is readonly (readonly number[])[] => Array.isArray(input);

function nested(argument: string, rows: readonly (readonly number[])[]): CheckedMatrix {
  const columns = rows[0]?.length ?? 0;
  // Not forEach, which passes over holes: the memory that a missing row leaves unwritten would count as its numbers.
  for (const [index, row] of rows.entries()) {
    if (!Array.isArray(row)) throw new ArgumentError(`${argument}[${index}]`, 'an array of numbers', row);
    checkNumbers(`${argument}[${index}]`, row, 'f64', columns);
  }
  return {
    rows: rows.length,
    columns,
    copyTo: (view) => rows.forEach((row, index) => view.set(row, index * columns)),
  };
}

function flat(argument: string, input: Exclude<MatrixInput, readonly (readonly number[])[]>, precision: Precision): CheckedMatrix {
  if (typeof input !== 'object' || input === null) throw new ArgumentError(argument, 'rows of numbers, or { rows, columns, data }', input);
  const { rows, columns, data } = input;
  for (const [name, value] of [['rows', rows] as const, ['columns', columns] as const]) {
    if (!Number.isSafeInteger(value) || value < 0) throw new ArgumentError(`${argument}.${name}`, 'an integer from 0', value);
  }
  const numbers = checkNumbers(`${argument}.data`, data, precision, rows * columns);
  return { rows, columns, copyTo: (view) => view.set(numbers) };
}

/** Whether a buffer, or that of a view, was transferred away. */
export function isDetached(data: ArrayBuffer | ArrayBufferView): boolean {
  try {
    new Uint8Array(ArrayBuffer.isView(data) ? (data.buffer as ArrayBuffer) : data);
    return false;
  } catch {
    return true;
  }
}
