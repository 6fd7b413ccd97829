import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../../src/engine/errors.js';
import { listLimit, parseDecimal, parseDecimals, parseInteger, parseIntegers, parseSeed, parseSeeds, parseWords } from '../../../src/sweep/numbers.js';

const depths = (text: string) => parseIntegers('--depth', text, 0, 1000);
const rates = (text: string) => parseDecimals('--lr', text, 0, 1e6);

describe('whole numbers', () => {
  it('every whole number in the range is read as itself', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1000 }), (n) => parseInteger('--depth', String(n), 0, 1000) === n));
  });

  it('a range holds every step from its first to its last number', () => {
    const ranges = fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(ranges, ([first, more, step]) => {
        const expected: number[] = [];
        for (let n = first; n <= first + more; n += step) expected.push(n);
        expect(depths(`${first}:${first + more}:${step}`)).toEqual({ values: expected, notes: [] });
        if (step === 1) expect(depths(`${first}:${first + more}`).values).toEqual(expected);
      }),
    );
  });

  it('a list keeps its order, and what comes again is dropped with a note', () => {
    expect(depths('3,1:4,2')).toEqual({ values: [3, 1, 2, 4], notes: ['--depth: 3, 2 given more than once, used once'] });
  });

  const wrong = [
    '',
    ' 5 ',
    '5 ',
    '\t5',
    '0x10',
    '1e3',
    '12abc',
    '٣',
    '５',
    '5,0,',
    ',5',
    '5,,0',
    '+5',
    '-5',
    '1_000',
    '1.0',
    '1.',
    '.5',
    '007',
    '1..5',
    '1:',
    ':5',
    '1:5:',
    '1:5:2:3',
    '5:1',
    '1:5:0',
    '1:5:-1',
    '1001',
    '1:1001',
    'NaN',
    'Infinity',
    '9007199254740993',
    '1:5 ',
    '1 :5',
    'null',
    '0b1',
    '1n',
    '½',
    '1,000,',
    '2\u00a0',
    '--',
    '١:٣',
  ];
  it.each(wrong)('%j is refused, and the error says so', (text) => {
    expect(() => depths(text)).toThrow(ArgumentError);
    expect(() => depths(text)).toThrow(/^--depth: expected .+, got "/s);
  });

  it('no text but decimal digits is a number', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 8 }), (text) => {
        fc.pre(!/^(0|[1-9][0-9]{0,3})$/.test(text));
        expect(() => parseInteger('--depth', text, 0, 1000)).toThrow(ArgumentError);
      }),
    );
  });

  it('a list longer than the limit is refused with its length, and nothing is expanded', () => {
    expect(() => parseSeeds('--seed', '0:18446744073709551615')).toThrow(`at most ${listLimit} values, and this range has 18446744073709551616`);
    expect(() => parseSeeds('--seed', `0:${listLimit}`)).toThrow(`this range has ${listLimit + 1}`);
    expect(parseSeeds('--seed', `1:${listLimit}`).values).toHaveLength(listLimit);
  });
});

describe('seeds', () => {
  it('reach 2^64 - 1, as text where a double would not be exact', () => {
    expect(parseSeed('--seed', '9007199254740991')).toBe(9007199254740991);
    expect(parseSeed('--seed', '9007199254740993')).toBe('9007199254740993');
    expect(parseSeeds('--seed', '18446744073709551614:18446744073709551615').values).toEqual(['18446744073709551614', '18446744073709551615']);
    expect(() => parseSeed('--seed', '18446744073709551616')).toThrow('from 0 to 18446744073709551615, got "18446744073709551616"');
  });
});

describe('decimal numbers', () => {
  it('every double in its shortest text is read as itself', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (x) => Object.is(parseDecimal('--lr', String(Math.abs(x)), 0, 1e6), Math.abs(x))));
  });

  it('ranges are counted in decimals, so that no value has a rounding error of the sum', () => {
    expect(rates('0.1:0.7:0.1').values).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    expect(rates('1e-3:5e-3:2e-3,0.5').values).toEqual([0.001, 0.003, 0.005, 0.5]);
    expect(rates('0:1:0.3').values).toEqual([0, 0.3, 0.6, 0.9]);
  });

  const wrong = [
    '',
    '.5',
    '5.',
    '0x1',
    '1e',
    '1e400',
    '-1',
    '+1',
    ' 1',
    '1 ',
    'NaN',
    'Infinity',
    '1,',
    '0.1:0.5',
    '0.5:0.1:0.1',
    '0.1:0.5:0',
    '0:1:1e-9',
    '1__0',
    '1e5000',
    '0.1.2',
    '01',
    '1e7',
  ];
  it.each(wrong)('%j is refused', (text) => {
    expect(() => rates(text)).toThrow(ArgumentError);
    expect(() => rates(text)).toThrow(/^--lr: expected /);
  });
});

it('words are read one by one, and equal ones are one', () => {
  const upper = (word: string) => word.toUpperCase();
  expect(parseWords('--x', 'a,B,b', upper)).toEqual({ values: ['A', 'B'], notes: ['--x: B given more than once, used once'] });
});
