import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { bundleCommand } = await import(join(root, 'scripts/bundle-command.mjs'));

/** A compiled library and command as small as they can be, with every library that the command may use. */
const files = {
  'index.js': "export { where } from './engine/where.js';",
  'engine/where.js': 'export const where = import.meta.url; export let loads = 0; loads += 1;',
  'cli/main.js': `
    import { Command } from 'commander';
    import bars from 'cli-progress';
    import Table from 'cli-table3';
    import colours from 'picocolors';
    import * as Plot from '@observablehq/plot';
    import { parseHTML } from 'linkedom';
    import { Piscina } from 'piscina';
    import { where } from '../engine/where.js';
    import { twice } from '../sweep/twice.js';
    const { document } = parseHTML('<html></html>');
    const svg = Plot.plot({ document, marks: [Plot.lineY([1, 2])] });
    const pool = new Piscina({ filename: new URL('./worker.js', import.meta.url).href, maxThreads: 2 });
    const squares = await Promise.all([1, 2, 3].map((n) => pool.run(n)));
    const thrown = await pool.run(-1).catch((error) => error.message);
    await pool.destroy();
    const table = new Table({ style: { head: [], border: [] } });
    table.push(['cell']);
    new bars.SingleBar({});
    new Command().action(() => console.log(JSON.stringify({ squares, thrown, where, twice: twice(2), svg: svg.tagName, cell: table.toString().includes('cell'), red: colours.red('red') }))).parse();`,
  'sweep/twice.js': 'export const twice = (n) => 2 * n;',
  'sweep/worker.js': `
    import { where } from '../engine/where.js';
    import { twice } from './twice.js';
    export default (n) => { if (n < 0) throw new Error('negative'); return [n * n, twice(n), where]; };`,
};

describe('the bundled command', () => {
  let built = '';
  let moved = '';

  beforeAll(async () => {
    built = mkdtempSync(join(root, '.build-test-')); // within the root, where the libraries are found
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(built, 'dist', name)), { recursive: true });
      writeFileSync(join(built, 'dist', name), text);
    }
    await bundleCommand(join(built, 'dist'), join(built, 'dist/command'));
    moved = mkdtempSync(join(tmpdir(), 'fathom-command-')); // and then away from them
    for (const part of ['index.js', 'engine', 'command']) cpSync(join(built, 'dist', part), join(moved, 'dist', part), { recursive: true });
    writeFileSync(join(moved, 'package.json'), '{"type":"module"}');
  });

  afterAll(() => {
    for (const directory of [built, moved]) rmSync(directory, { recursive: true, force: true });
  });

  it('runs, with its worker threads, where no library is installed', () => {
    const output = execFileSync(process.execPath, [join(moved, 'dist/command/main.js')], {
      encoding: 'utf8',
      cwd: tmpdir(),
      env: { ...process.env, NO_COLOR: '1' },
    });
    const { where, ...rest } = JSON.parse(output);
    expect(rest).toEqual({ squares: [1, 2, 3].map((n) => [n * n, 2 * n, where]), thrown: 'negative', twice: 4, svg: 'SVG', cell: true, red: 'red' });
    expect(fileURLToPath(where)).toBe(join(moved, 'dist/engine/where.js')); // the library's own file, from the command and from its workers
  });

  it('carries the licence of every library in it', () => {
    const notices = readFileSync(join(moved, 'dist/command/LICENSES.txt'), 'utf8');
    for (const name of ['commander', 'cli-progress', 'cli-table3', 'picocolors', 'piscina', 'linkedom', '@observablehq/plot', 'd3-array']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((MIT|ISC)\\)$`, 'm'));
    }
    expect(notices.match(/permission/gi)!.length).toBeGreaterThan(8);
  });

  it('says so when an entry is missing', async () => {
    await expect(bundleCommand(join(built, 'dist'), join(built, 'none'), { main: 'cli/nowhere.js' })).rejects.toThrow(/cli\/nowhere\.js is not in/);
    expect(existsSync(join(built, 'none'))).toBe(false);
  });
});
