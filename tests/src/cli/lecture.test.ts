import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { conclude } from '../../../src/cli/lecture.js';
import { type Claim, experiments } from '../../../src/experiments/index.js';
import { decode } from '../../../src/sweep/codec.js';

const { setup } = await import(new URL('../../../scripts/setup.mjs', import.meta.url).href);
setup(); // the command is the compiled one, brought up to date where it is not
const command = fileURLToPath(new URL('../../../dist/command/main.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'fathom-lecture-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Runs the command as a process of its own. */
const fathom = (line: string, columns = 100): Promise<{ code: unknown; out: string; err: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, COLUMNS: String(columns) };
    execFile(process.execPath, [command, ...line.split(' ')], { cwd: root, env }, (error, out, err) => resolve({ code: error?.code ?? 0, out, err }));
  });
const read = (...names: string[]) => readFileSync(join(root, ...names), 'utf8');
const named = (name: string) => experiments.find((experiment) => experiment.name === name)!;

describe('fathom lecture', () => {
  it('prints every claim in the lecture’s order and writes JSON and SVG, the same with any number of threads', async () => {
    const [two, one] = await Promise.all([
      fathom('lecture --quick --only telgarsky,lemmas --out two --jobs 2'),
      fathom('lecture --quick --only lemmas,telgarsky --out one --jobs 1'),
    ]);
    expect([two.code, one.code]).toEqual([0, 0]);
    expect(two.out.indexOf('lemmas: ')).toBe(0);
    expect(two.out.indexOf('telgarsky: ')).toBeGreaterThan(0);
    expect(two.out).toMatch(/\n +lecture +sharp +measured +holds\n/);
    expect(two.out.replace(/\d+ s\.\n$/, '')).toBe(one.out.replace(/\d+ s\.\n$/, ''));
    expect(two.err).toContain('report: "two/index.html"');
    expect(readdirSync(join(root, 'two')).sort()).toEqual(['claims.json', 'index.html', 'lemmas.json', 'lemmas.svg', 'telgarsky.json', 'telgarsky.svg']);
    const claims = decode(read('two', 'claims.json')) as { experiment: string; version: string; claims: Claim[] }[];
    expect(claims.map(({ experiment }) => experiment)).toEqual(['lemmas', 'telgarsky']);
    expect(read('one', 'claims.json')).toBe(read('two', 'claims.json'));
    expect(two.out).toContain(`${claims.flatMap((each) => each.claims).length} claims of 2 experiments: all hold.`);
    const lemmas = decode(read('two', 'lemmas.json')) as { parameters: object; build: string };
    expect(lemmas).toMatchObject({ experiment: 'lemmas', build: 'simd', parameters: named('lemmas').quick });
    expect(read('two', 'index.html')).toContain('<code>fathom lecture --quick --only telgarsky,lemmas --out two --jobs 2</code>');
    expect(read('two', 'lemmas.svg')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });

  it('gives every experiment the seed that is asked for, and no line wider than the window', async () => {
    for (const columns of [50, 90]) {
      const { code, out } = await fathom('lecture --quick --only lemmas --seed 7 --out seeded', columns);
      expect(code).toBe(0);
      if (columns >= 72) for (const line of out.split('\n').slice(0, -2)) expect(line.length).toBeLessThanOrEqual(columns);
      expect((decode(read('seeded', 'lemmas.json')) as { parameters: { seed: number } }).parameters.seed).toBe(7);
    }
  });
});

describe('the end of a lecture', () => {
  let written = '';
  beforeEach(() => {
    written = '';
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((text, ...rest: unknown[]) => {
        written += String(text);
        for (const done of rest) if (typeof done === 'function') done();
        return true;
      });
    }
  });
  afterEach(() => vi.restoreAllMocks());

  const claim = (holds: boolean): Claim => ({ statement: 'water is wet', kind: 'theorem', checked: 'exactly', relation: '=', lecture: 1, measured: 2, holds });
  const end = (...claims: Claim[]) => ({
    outcome: { experiment: 'lemmas', parameters: {}, claims, tables: [], plots: [], result: 0 },
    pictures: [],
    seconds: 1,
  });
  const run = { seconds: 1, directory: 'x', interrupted: undefined, made: { version: '1', build: 'simd' } };

  it('is code 0 if every claim holds', async () => {
    expect(await conclude([named('lemmas')], [end(claim(true))], run)).toBe(0);
    expect(written).toContain('1 claim of 1 experiment: all hold.');
  });

  it('is code 1 if one does not, which is told in full', async () => {
    expect(await conclude([named('lemmas')], [end(claim(true), claim(false))], run)).toBe(1);
    expect(written).toContain('lemmas: FAILS  water is wet');
    expect(written).toContain('2 claims of 1 experiment: 1 does not hold.');
  });

  it('is code 1 if an experiment ended with an error, and names it', async () => {
    expect(await conclude([named('lemmas'), named('bound')], [end(claim(true)), { failure: 'RangeError: no' }], run)).toBe(1);
    expect(written).toContain('bound ended with an error: RangeError: no');
  });

  it('is the signal’s code if it was stopped', async () => {
    expect(await conclude([named('lemmas'), named('bound')], [end(claim(true)), { stopped: true }], { ...run, interrupted: 130 })).toBe(130);
    expect(written).toContain('Stopped: 1.');
  });
});
