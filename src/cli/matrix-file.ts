import { readFileSync, statSync } from 'node:fs';
import { readCsv } from '../data/csv.js';
import { isNpy, readNpy } from '../data/npy.js';
import type { Matrix } from '../engine/matrix.js';
import { systemReason, UsageError } from './failure.js';
import { shown } from './files.js';

/** The most bytes that are read of one file. */
const largestFile = 2 ** 28;

/** The bytes of a file, or of standard input for `-`. */
export function readBytes(flag: string, path: string): Uint8Array {
  try {
    if (path !== '-') {
      const found = statSync(path);
      if (found.isDirectory()) throw new UsageError(`${flag}: ${shown(path)} is a directory`);
      if (found.size > largestFile) throw new UsageError(`${flag}: ${shown(path)} has ${found.size} bytes; at most ${largestFile} are read`);
    }
    return readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${flag}: cannot read ${path === '-' ? 'standard input' : shown(path)}: ${systemReason(error)}`, { cause: error });
  }
}

/** A matrix from a .npy file, from JSON (rows of numbers, or one row) or from CSV: what it is shows in its first bytes. */
export function readMatrix(flag: string, path: string): Matrix {
  const bytes = readBytes(flag, path);
  const name = `${flag} ${path === '-' ? '(standard input)' : path}`;
  if (isNpy(bytes)) return readNpy(name, bytes);
  const text = decodeText(name, bytes);
  return /^\s*[[{"]/.test(text) ? fromJson(name, text) : readCsv(name, text);
}

/** UTF-8 text, or an error where it is none. */
export function decodeText(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${name}: expected UTF-8 text, got other bytes`);
  }
}

function fromJson(name: string, text: string): Matrix {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name}: expected JSON: ${(error as Error).message}`, { cause: error });
  }
  if (!Array.isArray(value) || value.length === 0) throw new UsageError(`${name}: expected an array of rows of numbers`);
  const rows: unknown[] = Array.isArray(value[0]) ? value : [value];
  const columns = (rows[0] as unknown[]).length;
  const data = new Float64Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    if (!Array.isArray(row) || row.length !== columns) throw new UsageError(`${name}: row ${i}: expected ${columns} numbers, as in row 0`);
    for (const [j, entry] of row.entries()) {
      if (typeof entry !== 'number' || !Number.isFinite(entry))
        throw new UsageError(`${name}: row ${i}, column ${j}: expected a finite number, got ${JSON.stringify(entry)}`);
      data[i * columns + j] = entry;
    }
  }
  return { rows: rows.length, columns, data };
}
