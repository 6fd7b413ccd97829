import { describe, expect, it } from 'vitest';
import { type Claim, experiments } from '../../../src/experiments/index.js';
import { lessons } from '../../../src/report/lessons.js';
import { reportHtml, type Topic } from '../../../src/report/report.js';
import { typeset } from '../../../src/report/text.js';

const claim = (holds: boolean): Claim => ({
  statement: 'a < b & "c"',
  kind: 'bound',
  checked: 'observed',
  relation: '<=',
  lecture: 2n ** 64n,
  sharp: 0.1234567891,
  measured: Number.NaN,
  holds,
  note: '<script>',
});
const topic = (holds: boolean): Topic => ({
  title: 'Lemmas <1>',
  section: 'Pieces',
  question: 'Why?',
  outcome: {
    experiment: 'lemmas',
    parameters: { seed: 7, list: [1, 2] },
    claims: [claim(true), claim(holds)],
    tables: [{ title: 'T', columns: ['n', 'k'], rows: Array.from({ length: 70 }, (_, n) => [n, 'x']) }],
    plots: [{ title: 'P', description: 'what it "shows"', columns: 1, panels: [] }],
    result: 0,
  },
  pictures: ['<svg xmlns="http://www.w3.org/2000/svg"/>'],
  command: "fathom run lemmas --trials '5'",
});
const made = { version: '1.2.3', build: 'simd', command: 'fathom lecture' };

describe('the report', () => {
  it('has a lesson for every experiment, and no other', () => {
    expect(Object.keys(lessons).sort()).toEqual(experiments.map(({ name }) => name).sort());
    for (const paragraphs of Object.values(lessons)) expect(paragraphs.length).toBeGreaterThan(0);
  });

  it('typesets every formula as MathML, with no dollar sign and no error left', () => {
    for (const paragraph of Object.values(lessons).flat()) {
      expect(paragraph.split('$').length % 2).toBe(1);
      const html = typeset(paragraph);
      expect(html).not.toMatch(/\$|ParseError|temml-error/);
      if (paragraph.includes('$')) expect(html).toContain('<math');
    }
    expect(() => typeset('a $\\nosuchcommand{$')).toThrow();
    expect(typeset('1 < 2 & 3')).toBe('1 &lt; 2 &amp; 3');
  });

  it('is one file that asks for nothing: no script, no link to elsewhere, a policy that forbids both', () => {
    const html = reportHtml([topic(true)], made);
    expect(html).not.toMatch(/<script|<link(?![^>]*href="data:,")|@import|url\(/);
    expect(
      [...html.matchAll(/(?:src|href)="([^"#]*)/g)].map(([, target]) => target!.slice(0, 5)).filter((target) => target !== '' && target !== 'data:'),
    ).toEqual([]);
    expect(html).toContain("default-src 'none'");
  });

  it('says of each claim what holds and what does not, with every text escaped', () => {
    const html = reportHtml([topic(false)], made);
    expect(html).toContain('2 claims on 1 topics: 1 does not hold.');
    expect(html.match(/<tr class="holds">/g)?.length).toBe(1);
    expect(html.match(/<tr class="fails">/g)?.length).toBe(1);
    expect(html).toContain('a &lt; b &amp; &quot;c&quot;');
    expect(html).toContain('≤\u00a01.8447e+19');
    expect(html).toContain('≤\u00a00.123457');
    expect(html).toContain('Lemmas &lt;1&gt;');
    expect(html).toContain("<code>fathom run lemmas --trials '5'</code>");
    expect(html).toContain('<dt>list</dt><dd>1,2</dd>');
    expect(html).toContain('10 more rows are in the JSON file.');
    expect(html).toContain(`base64,${Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64')}`);
  });
});
