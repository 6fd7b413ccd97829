import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, loadEngine } from '../../../src/engine/engine.js';
import { experiments, type Figure, type Outcome } from '../../../src/experiments/index.js';
import { launchChromium } from '../chromium.js';
import { claimCells, ended, endedAfter, type Lab, openLab, startLab } from './open-lab.js';

/** What these measure is time, which is another in each run. */
const timed = ['activations'];

let browser: Browser;
let lab: Lab;
let engine: Engine;
beforeAll(async () => {
  [browser, lab, engine] = await Promise.all([launchChromium(), startLab(), loadEngine({ theory: true })]);
});
afterAll(async () => {
  await browser?.close();
  await lab?.[Symbol.asyncDispose]();
});

const signs = { '<=': '≤ ', '>=': '≥ ', '=': '' } as const;
const bound = (relation: keyof typeof signs, value: Figure | undefined) => (value === undefined ? '–' : signs[relation] + String(value));

/** The claims as the page is to show them. */
const cellsOf = ({ claims }: Outcome): string[][] =>
  claims.map(({ statement, note = '', kind, checked, relation, lecture, sharp, measured, holds }) => [
    holds ? '✓ yes' : '✗ no',
    `${statement}${kind}, ${checked}${note === '' ? '' : `; ${note}`}`,
    bound(relation, lecture),
    bound(relation, sharp),
    String(measured),
  ]);

describe.each(experiments.map((experiment) => [experiment.name, experiment] as const))('the panel of %s', (name, experiment) => {
  it("shows the claims, tables and plots of the quick look, and every figure is Node's to the last digit", { timeout: 240_000 }, async () => {
    await using opened = await openLab(browser, `${lab.url}#/${name}`);
    const { page, complaints } = opened;
    const [said, outcome] = await Promise.all([ended(page), experiment.run(engine, experiment.quick)]);
    expect(said).toMatch(/^(All \d+ claims hold\.|\d+ of \d+ claims do not hold\.)$/);
    const shown = await claimCells(page);
    if (timed.includes(name)) expect(shown.map(([, statement]) => statement)).toEqual(cellsOf(outcome).map(([, statement]) => statement));
    else {
      expect(shown).toEqual(cellsOf(outcome));
      const tables = await page
        .locator('details.table tbody')
        .evaluateAll((bodies) =>
          bodies.map((body) => [...body.querySelectorAll('tr')].map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent))),
        );
      expect(tables).toEqual(outcome.tables.map(({ rows }) => rows.slice(0, 100).map((row) => row.map(String))));
    }
    const images = page.locator('.picture img');
    expect(await images.count()).toBe(outcome.plots.length);
    for (const image of await images.all()) {
      await image.evaluate((element) => (element as HTMLImageElement).decode());
      expect(await image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBeGreaterThan(300);
    }
    expect(await page.locator('h1').innerText()).toBe(experiment.title);
    expect(await page.locator('.control').count()).toBe(Object.keys(experiment.parameters).length);
    expect(await page.locator('.lesson p').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });
});

describe('a link', () => {
  it.each([
    ['triangle', 'depth', '7'],
    ['bumps', 'samples', '5,20'],
    ['bumps', 'function', 'x^2'],
    ['bound', undefined, undefined],
  ])('from the panel of %s shows what its sender saw (%s)', { timeout: 120_000 }, async (name, parameter, value) => {
    await using sender = await openLab(browser, `${lab.url}#/${name}`);
    const { page } = sender;
    const { parameters } = experiments.find((one) => one.name === name)!;
    const wanted = parameter ?? Object.keys(parameters).find((key) => parameters[key]!.kind === 'integer')!;
    const field = page.locator('.control').nth(Object.keys(parameters).indexOf(wanted)).locator('input:not([type=range])');
    await ended(page);
    const given = value ?? String(Number(await field.inputValue()) + 1);
    await endedAfter(page, async () => {
      await field.fill(given);
      await field.press('Tab');
    });
    await page.waitForFunction(([key, text]) => new URLSearchParams(location.hash.split('?')[1]).get(key!) === text, [wanted, given]);
    const url = page.url();
    await using receiver = await openLab(browser, url);
    await ended(receiver.page);
    expect(await claimCells(receiver.page)).toEqual(await claimCells(page));
    expect(receiver.page.url()).toBe(url);
    expect(await receiver.page.locator('.control input, .control select').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))).toEqual(
      await page.locator('.control input, .control select').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
    );
    expect([...sender.complaints, ...receiver.complaints]).toEqual([]);
  });

  it('with a value that is not allowed says which, and what is', async () => {
    for (const value of ['1e9', 'x', '', '-1', '__proto__', '<img src=x onerror=alert(1)>']) {
      await using opened = await openLab(browser, `${lab.url}#/triangle?depth=${encodeURIComponent(value)}`);
      expect(await ended(opened.page)).toMatch(/^depth: expected /);
      expect(await opened.page.evaluate(() => ({}) as { polluted?: unknown })).toEqual({});
      expect(opened.complaints).toEqual([]);
    }
  });

  it.each(['#/nowhere', '#/__proto__', '#/constructor', '#/%zz', '#/<b>'])('to %s says that there is nothing', async (hash) => {
    await using opened = await openLab(browser, lab.url + hash);
    expect(await opened.page.locator('main [role=alert]').innerText()).toMatch(/^There is no panel named “/);
    expect(opened.complaints).toEqual([]);
  });

  it('is followed, and gone back from, without loading the page again', async () => {
    await using opened = await openLab(browser, `${lab.url}#/triangle`);
    const { page } = opened;
    await page.evaluate(() => Object.assign(window, { here: true }));
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /lemmas|pieces/i })
      .first()
      .click();
    await page.waitForFunction(() => !location.hash.startsWith('#/triangle'));
    await page.goBack();
    await page.waitForFunction(() => location.hash === '#/triangle');
    expect(await page.locator('h1').innerText()).toBe(experiments.find(({ name }) => name === 'triangle')!.title);
    expect(await page.evaluate(() => 'here' in window)).toBe(true);
    expect(opened.complaints).toEqual([]);
  });
});

describe('a download', () => {
  it("is the command's file, and a picture that can be seen", async () => {
    await using opened = await openLab(browser, `${lab.url}#/triangle?depth=3`);
    const { page, complaints } = opened;
    await ended(page);
    const contentOf = async (button: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button, exact: true }).click()]);
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
      return { name: download.suggestedFilename(), content: Buffer.concat(chunks) };
    };
    const json = await contentOf('JSON');
    expect(json.name).toBe('triangle.json');
    expect(JSON.parse(json.content.toString())).toMatchObject({ experiment: 'triangle', build: 'simd', parameters: { depth: 3 } });
    expect((await contentOf('CSV')).content.toString()).toContain('\n');
    expect((await contentOf('SVG')).content.toString()).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
    expect((await contentOf('PNG')).content.subarray(1, 4).toString()).toBe('PNG');
    expect(complaints).toEqual([]);
  });
});
