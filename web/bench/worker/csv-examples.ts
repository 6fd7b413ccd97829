import { readCsv } from '../../../src/data/csv.js';
import type { Engine } from '../../../src/engine/engine.js';
import { ArgumentError } from '../../../src/engine/errors.js';
import type { Matrix } from '../../../src/engine/matrix.js';
import type { Precision } from '../../../src/engine/memory.js';
import { permutation } from '../../../src/engine/random.js';
import { classified, mostSamples, type Task } from './task.js';

/** Longest text that is read, in characters, and most numbers a line. */
const longest = 2 ** 24;
const mostColumns = 1025;
/** Most classes: whole numbers that are more are values. */
const mostClasses = 20;
/** One row in so many is kept for the test; the data seed says which. */
const testShare = 5;

/**
 * Examples from lines of numbers, the last of each its class or its value. With one input it is a value; with more, it is a class if all of them
 * are whole numbers, two to twenty different ones, which are numbered in their order.
 *
 * @throws {ArgumentError} naming line and column
 */
export function readExamples(engine: Engine, text: string | undefined, seed: number, precision: Precision): Task {
  if (text === undefined || text.trim() === '')
    throw new ArgumentError('csv', 'lines of numbers separated by commas, the last of each its label or value', text);
  if (text.length > longest) throw new ArgumentError('csv', `a text of at most ${longest} characters`, text.length);
  const rows = readCsv('csv', text);
  if (rows.columns < 2) throw new ArgumentError('csv line 1', 'at least two numbers: inputs, and a label or value', rows.columns);
  if (rows.columns > mostColumns) throw new ArgumentError('csv line 1', `at most ${mostColumns} numbers`, rows.columns);
  if (rows.rows < 2 || rows.rows > mostSamples) throw new ArgumentError('csv', `2 to ${mostSamples} lines`, rows.rows);
  const numbers = precision === 'f32' ? inSingle(rows) : rows;
  const features = numbers.columns - 1;
  const last = Array.from({ length: numbers.rows }, (_, row) => numbers.data[row * numbers.columns + features] as number);
  const names = [...new Set(last)].sort((a, b) => a - b);
  const isClass = features > 1 && names.length >= 2 && names.length <= mostClasses && names.every(Number.isInteger);
  const labels = isClass ? last.map((value) => names.indexOf(value)) : last;

  const order = permutation(engine, { count: numbers.rows, seed });
  const tests = Math.max(1, Math.floor(numbers.rows / testShare));
  const part = (places: Int32Array) => ({ inputs: gather(numbers, places), labels: Float64Array.from(places, (row) => labels[row] as number) });
  const parts = { train: part(order.subarray(tests).sort()), test: part(order.subarray(0, tests).sort()) };
  return isClass ? classified({ classes: names.length, ...parts }) : { features, outputs: 1, classes: 0, loss: 'mse', ...parts };
}

/** The numbers rounded to f32; what is too large for it is told by its place. */
function inSingle({ rows, columns, data }: Matrix): Matrix {
  const single = Float32Array.from(data);
  const at = single.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new ArgumentError(`csv line ${Math.floor(at / columns) + 1} column ${(at % columns) + 1}`, 'a finite number that f32 has', data[at]);
  return { rows, columns, data: single };
}

/** The inputs of some rows, in the order given. */
function gather({ columns, data }: Matrix, places: Int32Array): Matrix {
  const features = columns - 1;
  const taken = data instanceof Float32Array ? new Float32Array(places.length * features) : new Float64Array(places.length * features);
  places.forEach((row, index) => taken.set(data.subarray(row * columns, row * columns + features), index * features));
  return { rows: places.length, columns: features, data: taken };
}
