import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../../src/sweep/codec.js';
import type { RunRecord } from '../../../src/sweep/configuration.js';
import { ResultLog } from '../../../src/sweep/log.js';

describe('the codec of records', () => {
  it('every double reads back bit for bit, whatever its bits', () => {
    const words = new Uint32Array(2);
    const double = new Float64Array(words.buffer);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (high, low) => {
        words.set([low, high]);
        return Object.is(decode(encode(double[0])), double[0]);
      }),
      {
        numRuns: 10_000,
        examples: [
          [0x7ff00000, 0],
          [0xfff00000, 0],
          [0x7ff80000, 0],
          [0x80000000, 0],
          [0, 1],
          [0x7fefffff, 0xffffffff],
        ],
      },
    );
  });

  it('every plain value reads back, also texts that look like numbers of ours', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('f64:NaN', 'u64:1', 'text:f64:NaN', 'NaN', '__proto__', '-0'));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.double(),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value')),
        fc.dictionary(text, tie('value')),
      ),
    }));
    fc.assert(fc.property(value, (given) => void expect(decode(encode(given))).toEqual(given)));
  });

  it('numbers stay numbers to any reader of JSON, and -0 keeps its sign', () => {
    expect(encode({ a: 0.1, b: -0, c: Number.NaN, d: undefined, e: Float32Array.of(0.5, Number.NEGATIVE_INFINITY) })).toBe(
      '{"a":0.1,"b":-0,"c":"f64:NaN","e":[0.5,"f64:-Infinity"]}',
    );
    expect(Object.is(JSON.parse(encode([-0]))[0], -0)).toBe(true);
  });

  it('a number of ours that is none is an error', () => {
    expect(() => decode('"f64:12"')).toThrow('unknown number "f64:12"');
  });
});

describe('a result log', () => {
  const directory = mkdtempSync(join(tmpdir(), 'fathom-log-'));
  const path = join(directory, 'a.jsonl');
  const record = (index: number) => ({ index, testLoss: Number.NaN }) as RunRecord;

  it('holds a whole line as soon as it was appended', () => {
    const log = ResultLog.create(path);
    const reader = openSync(path, 'r');
    for (let i = 0; i < 3; i++) {
      log.append(record(i));
      const line = Buffer.alloc(1000);
      expect(line.subarray(0, readSync(reader, line)).toString()).toBe(`{"index":${i},"testLoss":"f64:NaN"}\n`);
    }
    closeSync(reader);
    log.close();
  });

  it('does not touch a file that is there, unless it is told to replace it', () => {
    writeFileSync(path, 'kept\n');
    expect(() => ResultLog.create(path)).toThrow('EEXIST');
    expect(readFileSync(path, 'utf8')).toBe('kept\n');
    ResultLog.create(path, { overwrite: true }).close();
    expect(readFileSync(path, 'utf8')).toBe('');
    rmSync(directory, { recursive: true });
  });
});
