import { ArgumentError } from '../engine/errors.js';
import type { Matrix } from '../engine/matrix.js';

/** NumPy's file format, versions 1 and 2: magic, header length, a Python dictionary as text, then the numbers. */
const magic = '\x93NUMPY';

/** What can be read: little-endian and one-byte numbers, by NumPy's own names. */
const types: Readonly<Record<string, { bytes: number; read: (view: DataView, at: number) => number }>> = {
  '<f4': { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  '<f8': { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  '|i1': { bytes: 1, read: (view, at) => view.getInt8(at) },
  '|u1': { bytes: 1, read: (view, at) => view.getUint8(at) },
  '<i2': { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  '<u2': { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  '<i4': { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  '<u4': { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  '<i8': { bytes: 8, read: (view, at) => safe(view.getBigInt64(at, true)) },
  '<u8': { bytes: 8, read: (view, at) => safe(view.getBigUint64(at, true)) },
};

/** Whether bytes begin as a .npy file does. */
export const isNpy = (bytes: Uint8Array): boolean => magic.length <= bytes.length && [...magic].every((letter, i) => bytes[i] === letter.charCodeAt(0));

/** Reads a matrix; a list of n numbers is n rows of one. `name` is the file's, for messages. */
export function readNpy(name: string, bytes: Uint8Array): Matrix {
  const fail = (expected: string, given: unknown): never => {
    throw new ArgumentError(name, expected, given);
  };
  if (!isNpy(bytes)) fail('a .npy file', 'other bytes');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = bytes[6] ?? 0;
  if (major !== 1 && major !== 2) fail('version 1 or 2 of the .npy format', major);
  const start = major === 1 ? 10 : 12;
  if (bytes.length < start) fail('a whole .npy file', `${bytes.length} bytes`);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
  const descriptor = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1] ?? '';
  const isFortran = /'fortran_order'\s*:\s*True/.test(header);
  const shape = /'shape'\s*:\s*\(([^)]*)\)/
    .exec(header)?.[1]
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const type = Object.hasOwn(types, descriptor) ? types[descriptor]! : fail(`numbers of a type in ${Object.keys(types).join(' ')}`, descriptor);
  if (shape === undefined || shape.length < 1 || shape.length > 2 || !shape.every((part) => /^[0-9]{1,15}$/.test(part)))
    fail('one or two dimensions', header.slice(0, 60));
  const [rows, columns] = [Number(shape![0]), Number(shape![1] ?? 1)];
  const offset = start + length;
  if (bytes.length - offset !== rows * columns * type.bytes)
    fail(`${rows} x ${columns} numbers in ${rows * columns * type.bytes} bytes`, `${bytes.length - offset} bytes`);
  const at = isFortran ? (row: number, column: number) => column * rows + row : (row: number, column: number) => row * columns + column;
  const data = Float64Array.from({ length: rows * columns }, (_, i) => type.read(view, offset + type.bytes * at(Math.floor(i / columns), i % columns)));
  return { rows, columns, data };
}

/** The bytes of a version 1 file of doubles or floats, row by row. */
export function writeNpy({ rows, columns, data }: Matrix): Uint8Array {
  const descriptor = data instanceof Float32Array ? '<f4' : '<f8';
  const dictionary = `{'descr': '${descriptor}', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const header = `${dictionary.padEnd(Math.ceil((dictionary.length + 11) / 64) * 64 - 11)}\n`;
  const size = data.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(10 + header.length + data.length * size);
  const view = new DataView(bytes.buffer);
  for (const [i, letter] of [...magic].entries()) bytes[i] = letter.charCodeAt(0);
  bytes[6] = 1;
  view.setUint16(8, header.length, true);
  bytes.set(new TextEncoder().encode(header), 10);
  const offset = 10 + header.length;
  for (const [i, value] of data.entries()) {
    if (size === 4) view.setFloat32(offset + 4 * i, value, true);
    else view.setFloat64(offset + 8 * i, value, true);
  }
  return bytes;
}

function safe(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new ArgumentError('npy', 'integers below 2^53', value);
  return number;
}
