import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv, writeCsv } from '../../../src/data/csv.js';
import { readNpy, writeNpy } from '../../../src/data/npy.js';
import { ArgumentError } from '../../../src/engine/errors.js';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const matrices = (number: fc.Arbitrary<number>) =>
  fc
    .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }))
    .chain(([rows, columns]) =>
      fc.array(number, { minLength: rows * columns, maxLength: rows * columns }).map((data) => ({ rows, columns, data: Float64Array.from(data) })),
    );

describe('CSV', () => {
  it('every finite double survives, bit for bit', () => {
    fc.assert(fc.property(matrices(finite), (matrix) => void expect(readCsv('x', writeCsv(matrix))).toEqual(matrix)));
  });

  it('takes CRLF, a byte order mark, spaces about numbers and a missing last line end', () => {
    expect(readCsv('x', '\ufeff1, 2\r\n3,-4e1').data).toEqual(Float64Array.of(1, 2, 3, -40));
  });

  const wrong: [string, string, string][] = [
    ['', 'x', 'an empty file'],
    ['1,2\n3\n', 'x line 2', 'expected 2 numbers, as in line 1, got 1'],
    ['1,2\n3,a\n', 'x line 2 column 2', 'expected a finite number, got "a"'],
    ['a,b\n1,2\n', 'x line 1 column 1', '"a"'],
    ['1,,2\n', 'x line 1 column 2', '""'],
    ['0x10\n', 'x line 1 column 1', '"0x10"'],
    ['1e400\n', 'x line 1 column 1', '"1e400"'],
    ['NaN\n', 'x line 1 column 1', '"NaN"'],
    ['1_000\n', 'x line 1 column 1', '"1_000"'],
    ['1\n\n2\n', 'x line 2 column 1', '""'],
  ];
  it.each(wrong)('%j is refused at %s', (text, place, reason) => {
    expect(() => readCsv('x', text)).toThrow(ArgumentError);
    expect(() => readCsv('x', text)).toThrow(`${place}: `);
    expect(() => readCsv('x', text)).toThrow(reason);
  });
});

/** A file as NumPy writes it. */
function npy(descriptor: string, isFortran: boolean, shape: string, data: ArrayBufferView, major = 1): Uint8Array {
  const dictionary = `{'descr': ${descriptor}, 'fortran_order': ${isFortran ? 'True' : 'False'}, 'shape': ${shape}, }\n`;
  const length = major === 1 ? [dictionary.length & 255, dictionary.length >> 8] : [dictionary.length & 255, dictionary.length >> 8, 0, 0];
  const body = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return Uint8Array.from([0x93, ...Buffer.from('NUMPY'), major, 0, ...length, ...Buffer.from(dictionary), ...body]);
}

describe('npy', () => {
  it('what is written is read, bit for bit, in both precisions', () => {
    fc.assert(fc.property(matrices(fc.double()), (matrix) => void expect(readNpy('x', writeNpy(matrix))).toEqual(matrix)));
    fc.assert(
      fc.property(matrices(fc.float()), (matrix) => {
        const single = { ...matrix, data: Float32Array.from(matrix.data) };
        expect(readNpy('x', writeNpy(single))).toEqual({ ...matrix, data: Float64Array.from(single.data) });
      }),
    );
  });

  it('numbers begin at a multiple of 64, as NumPy asks', () => {
    const bytes = writeNpy({ rows: 1, columns: 1, data: Float64Array.of(1) });
    expect((bytes.length - 8) % 64).toBe(0);
  });

  it('reads column order, lists, version 2 and integers', () => {
    expect(readNpy('x', npy("'<f8'", true, '(2, 3)', Float64Array.of(1, 4, 2, 5, 3, 6))).data).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6));
    expect(readNpy('x', npy("'<f4'", false, '(3,)', Float32Array.of(1, 2, 3)))).toEqual({ rows: 3, columns: 1, data: Float64Array.of(1, 2, 3) });
    expect(readNpy('x', npy("'<f8'", false, '(1, 1)', Float64Array.of(7), 2)).data).toEqual(Float64Array.of(7));
    expect(readNpy('x', npy("'<i8'", false, '(2,)', BigInt64Array.of(-1n, 9n))).data).toEqual(Float64Array.of(-1, 9));
    expect(readNpy('x', npy("'|u1'", false, '(2,)', Uint8Array.of(0, 255))).data).toEqual(Float64Array.of(0, 255));
  });

  const wrong: [string, Uint8Array][] = [
    ['other bytes', Uint8Array.from(Buffer.from('<html></html>'))],
    ['a file cut in its head', npy("'<f8'", false, '(1,)', Float64Array.of(1)).subarray(0, 9)],
    ['a file cut in its numbers', npy("'<f8'", false, '(2,)', Float64Array.of(1, 2)).subarray(0, -1)],
    ['trailing bytes', npy("'<f8'", false, '(1,)', Float64Array.of(1, 2))],
    ['objects', npy("'|O'", false, '(1,)', Float64Array.of(1))],
    ['big-endian numbers', npy("'>f8'", false, '(1,)', Float64Array.of(1))],
    ['records', npy("[('a', '<f8')]", false, '(1,)', Float64Array.of(1))],
    ['three dimensions', npy("'<f8'", false, '(1, 1, 1)', Float64Array.of(1))],
    ['no dimension', npy("'<f8'", false, '()', Float64Array.of(1))],
    ['a shape beyond all memory', npy("'<f8'", false, '(999999999999999, 999999999999999)', Float64Array.of(1))],
    ['version 9', npy("'<f8'", false, '(1,)', Float64Array.of(1), 9)],
    ['an integer that no double has', npy("'<i8'", false, '(1,)', BigInt64Array.of(2n ** 60n + 1n))],
  ];
  it.each(wrong)('%s are refused', (_, bytes) => {
    expect(() => readNpy('x', bytes)).toThrow(ArgumentError);
  });
});
