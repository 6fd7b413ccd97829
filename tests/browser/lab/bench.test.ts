import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../../../src/index.js';
import { presets } from '../../../web/bench/presets.js';
import { defaults, toRoute } from '../../../web/bench/route.js';
import { BenchSession } from '../../../web/bench/session.js';
import type { BenchSettings } from '../../../web/bench/settings.js';
import { launchChromium } from '../chromium.js';
import { type Lab, openLab, startLab } from './open-lab.js';

let browser: Browser;
let lab: Lab;
beforeAll(async () => {
  [browser, lab] = await Promise.all([launchChromium(), startLab()]);
});
afterAll(async () => {
  await browser?.close();
  await lab?.[Symbol.asyncDispose]();
});

const button = (page: Page, name: RegExp) => page.getByRole('button', { name });
const isReady = (page: Page) => button(page, /Play/).and(page.locator(':enabled')).waitFor({ timeout: 30_000 });
const figures = async (page: Page): Promise<Record<string, string>> =>
  Object.fromEntries(
    await page.locator('dl.figures > div').evaluateAll((all) => all.map((one) => [...one.children].map((child) => child.textContent!.trim()))),
  );
const stepOf = async (page: Page): Promise<number> => Number((await figures(page))['step']);
/** The text of the file that a button gives. */
const fileOf = async (page: Page, name: RegExp): Promise<Buffer> => {
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, name).click()]);
  return readFileSync(await download.path());
};
const at = (settings: Partial<BenchSettings>, more: Record<string, string> = {}) =>
  `${lab.url}#/bench?${new URLSearchParams({ ...toRoute({ ...defaults, ...settings }), ...more })}`;

describe('the bench', () => {
  it('trains, pauses and rewinds to the very same start, to the last bit of every weight', async () => {
    await using opened = await openLab(browser, at({}));
    const { page, complaints } = opened;
    await isReady(page);
    const start = await fileOf(page, /^JSON$/);
    const first = await figures(page);
    await button(page, /Play/).click();
    await expect.poll(() => stepOf(page), { timeout: 30_000 }).toBeGreaterThan(50);
    await button(page, /Pause/).click();
    await isReady(page);
    expect((await fileOf(page, /^JSON$/)).equals(start)).toBe(false);
    await button(page, /Rewind/).click();
    await expect.poll(() => stepOf(page)).toBe(0);
    await isReady(page);
    expect((await fileOf(page, /^JSON$/)).toString()).toBe(start.toString());
    expect(await figures(page)).toEqual(first);
    expect(complaints).toEqual([]);
  });

  it.each([
    ['moons', {}],
    ['a function', { data: 'function', widths: [6, 6], activations: ['relu', 'tanh'] }],
    ['digits', { data: 'digits', widths: [16], activations: ['gelu'] }],
    ['own rule', { data: 'formula', formula: 'sin(4*x)/2' }],
  ] as const)('has, at a step of a link, the weights that Node has: %s', async (_, settings) => {
    await using opened = await openLab(browser, at(settings, { step: '25' }));
    const { page, complaints } = opened;
    await expect.poll(() => stepOf(page), { timeout: 30_000 }).toBe(25);
    await isReady(page);
    using session = await BenchSession.open(await loadEngine({ theory: true }), { ...defaults, ...settings });
    session.advance({ steps: 25 }, { boundary: false, heat: false, line: false, layers: false });
    expect((await fileOf(page, /^JSON$/)).toString()).toBe(String(session.export('json')));
    expect(complaints).toEqual([]);
  });

  it.each(presets.map((preset) => [preset.title, preset] as const))('shows the preset "%s", and trains it', async (_, { sentence, settings }) => {
    await using opened = await openLab(browser, at(settings));
    const { page, complaints } = opened;
    await isReady(page);
    expect(await page.locator('main').innerText()).toContain(sentence.slice(0, 30));
    for (const canvas of await page.locator('canvas').all()) expect(await canvas.getAttribute('aria-label')).toMatch(/\w{3}/);
    await button(page, /^Step$/).click();
    await expect.poll(() => stepOf(page)).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('counts what it draws: pieces of a line, regions of a plane', async () => {
    await using plane = await openLab(browser, at({ widths: [], activations: [] }));
    await isReady(plane.page);
    await expect.poll(() => plane.page.locator('main').innerText()).toMatch(/linear regions\s+1\b/);
    await using line = await openLab(browser, at({ data: 'function', widths: [5], activations: ['relu'] }));
    await isReady(line.page);
    await expect.poll(() => line.page.locator('main').innerText()).toMatch(/\b6\b/); // at most 5 + 1 pieces
  });

  it('gives the network to other programs', async () => {
    await using opened = await openLab(browser, at({ widths: [3], activations: ['tanh'] }));
    await isReady(opened.page);
    expect((await fileOf(opened.page, /^PyTorch$/)).toString()).toMatch(/nn\.Sequential/);
    expect((await fileOf(opened.page, /^ONNX$/)).includes('Gemm')).toBe(true);
    expect((await fileOf(opened.page, /^safetensors$/)).length).toBeGreaterThan(100);
    expect(opened.complaints).toEqual([]);
  });

  it('learns from one’s own file, and says which line of it is bad', async () => {
    await using opened = await openLab(browser, at({ data: 'csv' }));
    const { page } = opened;
    const input = page.locator('input[type=file][accept*=csv]');
    const rows = Array.from({ length: 40 }, (_, k) => `${k / 20 - 1},${((7 * k) % 40) / 20 - 1},${k % 2}`);
    await input.setInputFiles({ name: 'bad.csv', mimeType: 'text/csv', buffer: Buffer.from(`${[...rows.slice(0, 3), '1,x,0'].join('\n')}\n`) });
    await expect
      .poll(() =>
        page
          .locator('[role=alert]')
          .allInnerTexts()
          .then((all) => all.join(' ')),
      )
      .toMatch(/line 4/);
    await input.setInputFiles({ name: 'good.csv', mimeType: 'text/csv', buffer: Buffer.from(`${rows.join('\n')}\n`) });
    await isReady(page);
    await button(page, /^Step$/).click();
    await expect.poll(() => stepOf(page)).toBe(1);
  });

  it('says that a training has diverged, and goes back', async () => {
    await using opened = await openLab(browser, at({ data: 'function', optimizer: 'sgd', learningRate: 10, widths: [16, 16], activations: ['relu', 'relu'] }));
    const { page } = opened;
    await isReady(page);
    await button(page, /Play/).click();
    await page
      .getByRole('alert')
      .filter({ hasText: /diverged/i })
      .waitFor({ timeout: 30_000 });
    await button(page, /Rewind/).click();
    await isReady(page);
    expect(await stepOf(page)).toBe(0);
  });
});
