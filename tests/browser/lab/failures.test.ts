import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policy } from '../../../src/cli/lab-server.js';
import { launchChromium } from '../chromium.js';
import { serve } from '../site.js';
import { ended, type Lab, openLab, startLab } from './open-lab.js';

const directory = fileURLToPath(new URL('../../../dist/lab/', import.meta.url));

let browser: Browser;
let lab: Lab;
beforeAll(async () => {
  [browser, lab] = await Promise.all([launchChromium(), startLab()]);
});
afterAll(async () => {
  await browser?.close();
  await lab?.[Symbol.asyncDispose]();
});

/** What the panel says where something is wrong before it is loaded. */
const saidWith = async (prepare: (page: Page) => Promise<unknown>): Promise<string> => {
  await using opened = await openLab(browser, `${lab.url}#/triangle`, { prepare });
  const said = await ended(opened.page);
  expect(await opened.page.getByRole('alert').isVisible()).toBe(true);
  expect(await opened.page.getByRole('button', { name: 'Run again' }).isVisible()).toBe(true);
  return said;
};

describe('what goes wrong is said where the user looks', () => {
  it('a browser without WebAssembly', async () => {
    expect(await saidWith((page) => page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly')))).toMatch(/no WebAssembly: it is switched off/);
  });

  it('a browser without SIMD', async () => {
    const said = await saidWith((page) =>
      page.addInitScript(() => {
        WebAssembly.validate = () => false;
      }),
    );
    expect(said).toMatch(/without SIMD, .* Chrome 91, Firefox 89, Safari 16\.4/);
  });

  it('a browser that has no memory for the engine', async () => {
    const said = await saidWith((page) =>
      page.addInitScript(() => {
        WebAssembly.instantiate = (): Promise<never> => Promise.reject(new RangeError('WebAssembly.Memory(): could not allocate memory'));
      }),
    );
    expect(said).toMatch(/could not allocate memory/);
  });

  it.each([
    ['missing', (page: Page) => page.route('**/*.wasm', (route) => route.fulfill({ status: 404, body: 'not found' })), /fathom\.theory.*404/],
    ['blocked', (page: Page) => page.route('**/*.wasm', (route) => route.abort()), /fathom\.theory.*\.wasm/],
    [
      'a page',
      (page: Page) => page.route('**/*.wasm', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' })),
      /is not a WebAssembly file/,
    ],
    [
      'cut short',
      (page: Page) => page.route('**/*.wasm', (route) => route.fulfill({ body: Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 1]) })),
      /damaged or cut short/,
    ],
  ])('a module that is %s', async (_, prepare, expected) => {
    expect(await saidWith(prepare)).toMatch(expected);
  });

  it('a worker whose script is blocked', async () => {
    expect(await saidWith((page) => page.route('**/worker-*.js', (route) => route.abort()))).toMatch(/the worker could not be started/);
  });

  it('a worker that cannot load the experiment', async () => {
    expect(await saidWith((page) => page.route('**/triangle-*.js', (route) => route.abort()))).toMatch(/triangle-.*\.js/);
  });

  it('runs again when told to, after what was wrong is mended', async () => {
    await using opened = await openLab(browser, `${lab.url}#/triangle`, { prepare: (page) => page.route('**/*.wasm', (route) => route.abort()) });
    const { page } = opened;
    await ended(page);
    await page.unroute('**/*.wasm');
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByText(/^All \d+ claims hold\.$/).waitFor();
  });

  it("a policy without 'wasm-unsafe-eval'", async () => {
    const site = await serve({ directory, policy: policy.replace(" 'wasm-unsafe-eval'", '') });
    try {
      await using opened = await openLab(browser, `${site.url}/index.html#/triangle`);
      expect(await ended(opened.page)).toMatch(/Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src/);
    } finally {
      await site.close();
    }
  });

  it('a page opened as a file', async () => {
    await using opened = await openLab(browser, pathToFileURL(`${directory}index.html`).href);
    expect(await opened.page.getByText(/Run fathom lab and open the address that it prints/).isVisible()).toBe(true);
  });
});

describe('where it works all the same', () => {
  it('below any path, on a server that sends no headers of its own', async () => {
    const root = mkdtempSync(join(tmpdir(), 'fathom-lab-'));
    try {
      mkdirSync(join(root, 'deep/er/assets'), { recursive: true });
      copyFileSync(`${directory}index.html`, join(root, 'deep/er/index.html'));
      for (const name of readdirSync(`${directory}assets`)) copyFileSync(`${directory}assets/${name}`, join(root, 'deep/er/assets', name));
      const site = await serve({ directory: root });
      try {
        await using opened = await openLab(browser, `${site.url}/deep/er/index.html#/triangle`);
        expect(await ended(opened.page)).toMatch(/^All \d+ claims hold\.$/);
        expect(opened.complaints).toEqual([]);
      } finally {
        await site.close();
      }
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
