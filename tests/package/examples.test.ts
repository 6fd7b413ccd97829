import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dataset, loadEngine, Network } from '../../dist/index.js';
import { launchChromium, openPage } from '../browser/chromium.js';
import { serve } from '../browser/site.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const examples = join(root, 'examples');
const run = promisify(execFile);

/** What each page must show: the same training, here in Node. */
const trained = async (): Promise<string> => {
  const engine = await loadEngine();
  using network = new Network(engine, { widths: [2, 8, 1], activation: 'tanh', seed: 1 });
  const inputs = [[0, 0], [0, 1], [1, 0], [1, 1]]; // biome-ignore format: a table
  using data = new Dataset(engine, { inputs, targets: [[0], [1], [1], [0]] });
  return String(network.train({ data, loss: 'mse', steps: 500, optimizer: { name: 'adam', learningRate: 0.05 } }).losses.at(-1));
};

let work: string;
let tarball: string;
let browser: Browser;
let expected: string;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'fathom-examples-'));
  const { stdout } = await run('npm', ['pack', '--json', '--silent', '--pack-destination', work], { cwd: root });
  tarball = join(work, JSON.parse(stdout.slice(stdout.indexOf('['))).at(0).filename);
  browser = await launchChromium();
  expected = await trained();
});

afterAll(async () => {
  await browser?.close();
  if (work !== undefined) rmSync(work, { recursive: true, force: true });
});

/** A copy of an example with the packed package for the published one, installed and, if it has to be, built. */
const prepare = async (name: string): Promise<string> => {
  const directory = join(work, name);
  cpSync(join(examples, name), directory, { recursive: true, filter: (path) => !/[\\/](?:node_modules|dist)$/.test(path) });
  const file = join(directory, 'package.json');
  const project = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...project, dependencies: { ...project.dependencies, 'fathom-nn': pathToFileURL(tarball).href } }));
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], { cwd: directory });
  if (project.scripts?.build !== undefined) await run('npm', ['run', 'build'], { cwd: directory });
  return directory;
};

const shows = async (url: string): Promise<void> => {
  const { page, complaints } = await openPage(browser, url);
  try {
    await page.waitForFunction(() => document.querySelector('output')?.textContent, undefined, { timeout: 10_000 }).catch(() => {});
    expect(complaints).toEqual([]);
    expect(await page.textContent('output')).toBe(expected);
  } finally {
    await page.close();
  }
};

/** Where each example is served from, as examples/README.md says. */
const served: Readonly<Record<string, string>> = { 'import-map': '.', vite: 'dist', webpack: '.', esbuild: '.', worker: 'dist' };

describe('the examples', () => {
  it('are these, and name the version of this package', () => {
    const folders = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(served).sort());
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    for (const { name } of folders)
      expect(JSON.parse(readFileSync(join(examples, name, 'package.json'), 'utf8')).dependencies).toEqual({ 'fathom-nn': version });
  });

  it.each(Object.entries(served))('%s shows in Chromium, from below a path, the number that Node has', async (name, directory) => {
    await prepare(name);
    const site = await serve({ directory: work });
    await shows(`${site.url}/${join(name, directory)}/index.html`).finally(site.close);
  });

  it('esbuild, with fathom-nn/inline, works in a page from the file system', async () => {
    await shows(pathToFileURL(join(work, 'esbuild/index.html')).href);
    expect(readdirSync(join(work, 'esbuild/dist'))).toEqual(['main.js']);
  });
});

describe('fathom-nn/inline', () => {
  it('is not in what fathom-nn imports, and travels in at most 32 KiB', () => {
    const dist = join(work, 'vite/node_modules/fathom-nn/dist');
    const importing = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.js') && /inline(?:-module)?\.js['"]/.test(readFileSync(join(dist, name), 'utf8')),
    );
    expect(importing).toEqual(['inline.js']);
    const file = join(dist, 'inline-module.js');
    const compressed = gzipSync(readFileSync(file)).length;
    console.log(`inline-module.js: ${statSync(file).size} bytes, ${compressed} gzipped`);
    expect(compressed).toBeLessThanOrEqual(32 * 1024);
  });

  it('carries the simd module, has the face of fathom-nn, and hands on what it does not carry', async () => {
    const program = `
      import * as plain from 'fathom-nn';
      import * as inline from 'fathom-nn/inline';
      const refusal = (options) => inline.loadEngine(options).then(String, ({ name, message }) => name + ': ' + message);
      const same = Object.keys(plain).filter((key) => key !== 'loadEngine' && plain[key] !== inline[key]);
      const engines = [await inline.loadEngine(), await inline.loadEngine({ theory: true }), await inline.loadEngine({ build: 'relaxed' })];
      console.log(JSON.stringify([Object.keys(inline).join() === Object.keys(plain).join(), same, engines.map(({ build }) => build), await refusal({ wsm: 1 }), await refusal({ build: 'fast' })]));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd: join(work, 'vite') });
    const [sameKeys, different, builds, ...refusals] = JSON.parse(stdout);
    expect([sameKeys, different, builds]).toEqual([true, [], ['simd', 'simd', 'relaxed']]);
    expect(refusals).toEqual([expect.stringMatching(/^ArgumentError: options: .*wsm/), expect.stringMatching(/^ArgumentError: build: /)]);
  });
});
