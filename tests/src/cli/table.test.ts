import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratioText } from '../../../src/cli/report-sweep.js';
import { renderTable, type Table } from '../../../src/cli/table.js';
import { wrap } from '../../../src/cli/terminal.js';

const table: Table = {
  title: 'Title',
  rowTitle: 'depth',
  rows: ['1', '20'],
  columns: [
    { group: 'he', name: 'relu', cells: ['99.1', '88.0'] },
    { group: 'he', name: 'sigmoid', cells: ['50.0', '10.0'] },
    { group: 'gaussian', name: 'relu', cells: ['1', '2'] },
    { group: 'gaussian', name: 'sigmoid', cells: ['3', '4'] },
  ],
};
const bodyOf = (text: string) => text.split('\n').slice(2);

describe('a table', () => {
  it('stands in columns under the headings of its groups', () => {
    expect(renderTable(table, 80)).toBe(
      [
        'Title',
        '',
        '      he             gaussian',
        'depth  relu sigmoid   relu sigmoid',
        '    1  99.1    50.0      1       3',
        '   20  88.0    10.0      2       4',
        '',
      ].join('\n'),
    );
  });

  it('is split by groups where it is too wide, and every cell is still there', () => {
    expect(renderTable(table, 30).split('\n\n')).toHaveLength(3);
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 100 }), (width) => {
        const text = renderTable(table, width);
        expect(Math.max(...bodyOf(text).map((line) => line.length))).toBeLessThanOrEqual(width);
        for (const cell of table.columns.flatMap((column) => column.cells)) expect(text.split(/\s+/)).toContain(cell);
      }),
    );
  });

  it('gives a group of one column the room that its heading needs', () => {
    const narrow = {
      ...table,
      columns: [
        { group: 'a long heading', name: 'x', cells: ['1', '2'] },
        { group: 'another', name: 'y', cells: ['3', '4'] },
      ],
    };
    expect(bodyOf(renderTable(narrow, 80))[0]).toBe('      a long heading  another');
  });
});

it('a text is broken between words, and none is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 }), fc.integer({ min: 9, max: 40 }), (words, width) => {
      const text = wrap(words.join(' '), width);
      expect(text.split(/[ \n]/)).toEqual(words);
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
    }),
  );
  expect(wrap('in a pipe a text stays on one line, however long it may be, since a program may read it there')).not.toContain('\n');
});

it('a ratio takes at most five letters and keeps its first digit', () => {
  const cases: [number, string][] = [
    [1, '1'],
    [0.0312, '0.031'],
    [2.44, '2.4'],
    [310.2, '310'],
    [7.2e-12, '7e-12'],
    [0, '0'],
    [Number.NaN, '-'],
    [9.99e-101, '1e-100'],
    [0.0096, '1e-2'],
    [12345, '1e4'],
  ];
  for (const [ratio, text] of cases) expect(ratioText(ratio)).toBe(text);
  fc.assert(
    fc.property(
      fc.double({ min: 1e-99, max: 1e99, noNaN: true }),
      (ratio) => ratioText(ratio).length <= 5 && Math.abs(Number(ratioText(ratio)) / ratio - 1) <= 0.5,
    ),
  );
});
