import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fingerprints } from '../support/fingerprints.mjs';
import { launchChromium, openPage } from './chromium.js';
import { evaluateInPage, pages } from './library.js';
import { serve } from './site.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
});

it('networks of every activation that are trained in the browser have the bits of those that are trained in Node', async () => {
  // The built package on both sides; the path is a variable so that nothing resolves it to src/.
  const built = new URL('../../dist/index.js', import.meta.url).href;
  const inNode = await fingerprints(await import(/* @vite-ignore */ built), { build: 'simd' });
  expect(inNode.length).toBeGreaterThan(30);
  const site = await serve({ answers: { ...pages, '/fingerprints.js': { body: `globalThis.fingerprints = ${fingerprints};` } } });
  const { page, complaints } = await openPage(browser, `${site.url}/`);
  try {
    await page.addScriptTag({ url: '/fingerprints.js' });
    const inPage = await evaluateInPage(page, ({ fathom }) =>
      (globalThis as unknown as { fingerprints: (library: typeof fathom, options: object) => Promise<string[]> }).fingerprints(fathom, { build: 'simd' }),
    );
    expect(inPage).toEqual(inNode);
    expect(complaints).toEqual([]);
  } finally {
    await page.close();
    await site.close();
  }
});
