import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../chromium.js';
import { ended, type Lab, openLab, startLab } from './open-lab.js';

const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

let browser: Browser;
let lab: Lab;
beforeAll(async () => {
  [browser, lab] = await Promise.all([launchChromium(), startLab()]);
});
afterAll(async () => {
  await browser?.close();
  await lab?.[Symbol.asyncDispose]();
});

const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  const results: AxeResults = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run(document));
  return results.violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id} (${help}): ${target.join(' ')}`));
};

describe.each([
  ['desktop', desktop],
  ['phone', phone],
] as const)('on a %s', (_, viewport) => {
  it.each([
    ['triangle', 'light'],
    ['triangle', 'dark'],
    ['bumps', 'dark'],
    ['derivatives', 'light'],
    ['nowhere', 'dark'],
    ['triangle?depth=x', 'light'],
    ['bench', 'light'],
    ['bench?data=function', 'dark'],
    ['bench?widths=x', 'light'],
  ] as const)('axe finds nothing to mend in %s, %s', async (panel, colorScheme) => {
    await using opened = await openLab(browser, `${lab.url}#/${panel}`, { viewport, colorScheme, reducedMotion: 'reduce' });
    const { page } = opened;
    if (panel.startsWith('bench')) await page.locator('.transport').waitFor();
    else if (panel !== 'nowhere') await ended(page);
    await page.locator('details').evaluateAll((all) => {
      for (const details of all) (details as HTMLDetailsElement).open = true;
    });
    expect(await violations(page)).toEqual([]);
    if (viewport === phone) {
      await page.getByRole('button', { name: 'Panels' }).click();
      expect(await violations(page)).toEqual([]);
    }
  });

  it('nothing is wider than the page', async () => {
    for (const panel of ['triangle', 'memorize', 'bench']) {
      await using opened = await openLab(browser, `${lab.url}#/${panel}`, { viewport });
      const { page } = opened;
      if (panel !== 'bench') await ended(page);
      expect([panel, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([panel, viewport.width]);
    }
  });
});

describe('on a phone', () => {
  it('the list of panels is folded, opens, and folds again when one is chosen', async () => {
    await using opened = await openLab(browser, `${lab.url}#/triangle`, { viewport: phone, hasTouch: true });
    const { page } = opened;
    const links = page.getByRole('navigation').getByRole('link');
    await page.getByRole('button', { name: 'Panels' }).waitFor();
    expect(await links.count()).toBe(0);
    await page.getByRole('button', { name: 'Panels' }).tap();
    expect(await links.count()).toBeGreaterThan(10);
    await links.nth(3).tap();
    await page.waitForFunction(() => !location.hash.startsWith('#/triangle'));
    expect(await links.count()).toBe(0);
    expect(await page.locator('main').evaluate((main) => main === document.activeElement)).toBe(true);
  });
});

describe('by keyboard alone', () => {
  it('everything that can be clicked is reached by Tab, in the order of the page, and shows where one is', async () => {
    await using opened = await openLab(browser, `${lab.url}#/triangle`);
    const { page } = opened;
    await ended(page);
    const wanted = await page.evaluate(() => {
      const all = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, summary')].filter((one) => one.checkVisibility());
      for (const [index, one] of all.entries()) one.dataset['order'] = String(index);
      return all.length;
    });
    const reached: number[] = [];
    for (let press = 0; press < 2 * wanted + 10; press++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const one = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return { order: one.dataset['order'], isBody: one === document.body, isShown: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 };
      });
      if (focused.isBody) break;
      expect(focused.isShown).toBe(true);
      if (focused.order !== undefined) reached.push(Number(focused.order));
    }
    expect(reached).toEqual([...Array(wanted).keys()]);
  });

  it('the first Tab offers the way past the list', async () => {
    await using opened = await openLab(browser, `${lab.url}#/triangle`);
    const { page } = opened;
    await ended(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.locator('main').evaluate((main) => main === document.activeElement)).toBe(true);
  });

  it('an arrow moves a slider, and the experiment runs with its value', async () => {
    await using opened = await openLab(browser, `${lab.url}#/triangle`);
    const { page } = opened;
    await ended(page);
    const slider = page.getByRole('slider', { name: /^depth/i });
    const before = Number(await slider.getAttribute('aria-valuetext'));
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((value) => location.hash.includes(`depth=${value}`), before + 1);
    expect(await slider.getAttribute('aria-valuetext')).toBe(String(before + 1));
    expect(await ended(page)).toMatch(/^All \d+ claims hold\.$/);
  });
});
