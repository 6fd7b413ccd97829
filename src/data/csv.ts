import { ArgumentError } from '../engine/errors.js';
import type { Matrix } from '../engine/matrix.js';

const number = /^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/**
 * Reads rows of numbers separated by commas, as strictly as a program needs: no heading, no quotes, no blank fields, as many
 * numbers in every row; spaces about a number and a line end at the end are allowed. Messages say line and column.
 */
export function readCsv(name: string, text: string): Matrix {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw new ArgumentError(name, 'rows of numbers', 'an empty file');
  const columns = lines[0]!.split(',').length;
  const data = new Float64Array(lines.length * columns);
  for (const [row, line] of lines.entries()) {
    const fields = line.split(',');
    if (fields.length !== columns)
      throw new ArgumentError(`${name} line ${row + 1}`, `${columns} ${columns === 1 ? 'number' : 'numbers'}, as in line 1`, fields.length);
    for (const [column, field] of fields.entries()) {
      const value = number.test(field.trim()) ? Number(field) : Number.NaN;
      if (!Number.isFinite(value)) throw new ArgumentError(`${name} line ${row + 1} column ${column + 1}`, 'a finite number', field);
      data[row * columns + column] = value;
    }
  }
  return { rows: lines.length, columns, data };
}

/** Rows of numbers, each in the shortest form that reads back to the same bits. */
export function writeCsv({ rows, columns, data }: Matrix): string {
  const row = (i: number) => Array.from(data.subarray(i * columns, (i + 1) * columns), (value) => (Object.is(value, -0) ? '-0' : String(value))).join(',');
  return Array.from({ length: rows }, (_, i) => `${row(i)}\n`).join('');
}
