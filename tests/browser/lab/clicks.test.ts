import fc from 'fast-check';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experiments } from '../../../src/experiments/index.js';
import { launchChromium } from '../chromium.js';
import { type Lab, openLab, startLab } from './open-lab.js';

const events = 3000;
const seed = 20261123;
/** Panels that find something soon. */
const light = ['triangle', 'derivatives', 'separation', 'telgarsky', 'bumps'];
/**
 * In ms. A quiet machine keeps every task under 60, and none may be over 100; twice in 3000 events another's work on this machine is allowed
 * for. Browsers call a task long from 50 ms on.
 */
const longest = 200;
const long = 100;

let browser: Browser;
let lab: Lab;
beforeAll(async () => {
  [browser, lab] = await Promise.all([launchChromium(), startLab()]);
});
afterAll(async () => {
  await browser?.close();
  await lab?.[Symbol.asyncDispose]();
});

/** What a user may do next: where, and how. Numbers are shares of what there is at the time. */
const action = fc.record({
  kind: fc.constantFrom('control', 'control', 'control', 'slider', 'slider', 'anywhere', 'drag', 'key', 'type', 'panel'),
  which: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  x: fc.double({ min: 0, max: 1, noNaN: true }),
  y: fc.double({ min: 0, max: 1, noNaN: true }),
  key: fc.constantFrom('Tab', 'Enter', 'Space', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'Escape', 'PageDown', 'Shift+Tab'),
  text: fc.constantFrom('0', '3', '-1', '1e9', '', 'x', '2.5', '1,2', '٣', '<b>'),
});
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const centers = (page: Page, selector: string) =>
  page.evaluate(
    (query) =>
      [...document.querySelectorAll(query)].flatMap((one) => {
        const { left, top, width, height } = one.getBoundingClientRect();
        return width > 0 && top >= 0 && top + height <= innerHeight ? [{ left, top, width, height }] : [];
      }),
    selector,
  );

async function perform(page: Page, { kind, which, x, y, key, text }: Action): Promise<void> {
  const { width, height } = page.viewportSize()!;
  const chosen = async (selector: string) => {
    const all = await centers(page, selector);
    return all[Math.floor(which * all.length)];
  };
  switch (kind) {
    case 'control': {
      // Downloads are left out: a thousand files would tell nothing more.
      const target = await chosen('main input, main summary, main .side button, .menu, .skip');
      if (target !== undefined) await page.mouse.click(target.left + target.width * x, target.top + target.height / 2);
      return;
    }
    case 'slider': {
      const target = await chosen('input[type=range]');
      if (target === undefined) return;
      await page.mouse.move(target.left + target.width * x, target.top + target.height / 2);
      await page.mouse.down();
      for (let step = 1; step <= 5; step++) await page.mouse.move(target.left + target.width * (x + ((y - x) * step) / 5), target.top + target.height / 2);
      await page.mouse.up();
      return;
    }
    case 'drag':
      await page.mouse.move(width * x, height * y);
      await page.mouse.down();
      await page.mouse.move(width * which, height * y);
      await page.mouse.up();
      return;
    case 'anywhere': {
      const isDownload = await page.evaluate(
        ([left, top]) => document.elementFromPoint(left!, top!)?.closest('.results button') != null,
        [width * x, height * y],
      );
      if (!isDownload) await page.mouse.click(width * x, height * y);
      return;
    }
    case 'key': {
      const isDownload = await page.evaluate(() => document.activeElement?.closest('.results button') != null);
      if (!isDownload || !['Enter', 'Space'].includes(key)) await page.keyboard.press(key);
      return;
    }
    case 'type':
      await page.keyboard.insertText(text);
      return;
    case 'panel': {
      const name = which < 0.1 ? 'bench' : experiments[Math.floor(x * (experiments.length - 1))]!.name;
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `#/${name}`);
    }
  }
}

interface Memory {
  readonly heap: number;
  readonly nodes: number;
}

/** On a panel of its own and after a collection, so that only what is kept for ever can differ. */
async function memoryOf(page: Page, devtools: CDPSession): Promise<Memory> {
  await page.evaluate(() => {
    location.hash = '#/nowhere';
  });
  await page.getByRole('alert').waitFor();
  await page.waitForTimeout(500);
  for (let time = 0; time < 2; time++) await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((one) => one.name === name)!.value;
  return { heap: metric('JSHeapUsedSize'), nodes: metric('Nodes') };
}

describe('clicks, drags and keys at random', () => {
  it(`${events} of them leave no error, no request elsewhere, no long task, and memory flat`, { timeout: 600_000 }, async () => {
    await using opened = await openLab(browser, `${lab.url}#/triangle`, {
      prepare: (page) =>
        page.addInitScript(() => {
          const tasks: number[] = [];
          Object.assign(window, { tasks });
          new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask', buffered: true });
        }),
    });
    const { page, complaints } = opened;
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    await page.evaluate(() => Object.assign(window, { here: true }));
    const actions = fc.sample(action, { seed, numRuns: events });
    const memory: Memory[] = [];
    const start = performance.now();
    let results = 0;
    for (const [index, next] of actions.entries()) {
      if (index % 1000 === 800) memory.push(await memoryOf(page, devtools));
      await perform(page, next);
      // Now and then the user takes a panel as it comes, and waits for what it finds.
      if (index % 60 === 59) {
        await page.evaluate(
          (hash) => {
            location.hash = hash;
          },
          `#/${light[Math.floor(index / 60) % light.length]}`,
        );
        await page
          .locator('article[aria-busy="false"]')
          .waitFor({ timeout: 2500 })
          .then(
            () => results++,
            () => {},
          );
      }
    }
    memory.push(await memoryOf(page, devtools));
    const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
    tasks.sort((a, b) => b - a);
    await page.evaluate(() =>
      setTimeout(() => {
        for (const start = performance.now(); performance.now() - start < 120; );
      }),
    );
    await page.waitForFunction((before) => (window as unknown as { tasks: number[] }).tasks.length > before, tasks.length); // long tasks are seen
    const heaps = memory.map(({ heap }) => (heap / 1e6).toFixed(1)).join(', ');
    console.log(
      `${events} events in ${((performance.now() - start) / 1000).toFixed(0)} s, ${results} results; ${tasks.length} tasks over 50 ms, the longest ${tasks.slice(0, 5).map(Math.round).join(', ')} ms; heap ${heaps} MB; ${memory.map(({ nodes }) => nodes).join(', ')} nodes`,
    );
    expect(complaints).toEqual([]);
    expect(results).toBeGreaterThan(5);
    expect(await page.evaluate(() => 'here' in window)).toBe(true);
    expect(page.workers().length).toBeLessThanOrEqual(1);
    expect(tasks.filter((duration) => duration > longest)).toEqual([]);
    expect(tasks.filter((duration) => duration > long).length).toBeLessThanOrEqual(2);
    const [first, last] = [memory[0]!, memory.at(-1)!];
    expect(last.heap - first.heap).toBeLessThan(3e6); // flat at 2.7 MB when it was last looked at
    expect(last.nodes - first.nodes).toBeLessThan(10_000); // one panel's
  });
});
