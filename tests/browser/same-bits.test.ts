import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fingerprints } from '../support/fingerprints.mjs';
import { launchChromium, openPage } from './chromium.js';
import { evaluateInPage, pages } from './library.js';
import { serve } from './site.js';

const pinned = JSON.parse(readFileSync(new URL('../reference/fingerprints.json', import.meta.url), 'utf8'));

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
});

it('networks of every activation that are trained in the browser have the pinned bits of those that are trained in Node', async () => {
  const site = await serve({ answers: { ...pages, '/fingerprints.js': { body: `globalThis.fingerprints = ${fingerprints};` } } });
  const { page, complaints } = await openPage(browser, `${site.url}/`);
  try {
    await page.addScriptTag({ url: '/fingerprints.js' });
    const inPage = await evaluateInPage(page, ({ fathom }) =>
      (globalThis as unknown as { fingerprints: (library: typeof fathom, options: object) => Promise<string[]> }).fingerprints(fathom, { build: 'simd' }),
    );
    expect(inPage).toEqual(pinned);
    expect(complaints).toEqual([]);
  } finally {
    await page.close();
    await site.close();
  }
});
