import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createLabServer } from '../../../src/cli/lab-server.js';

/** The lab on the server that the command starts, with its policy. */
export interface Lab extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  /** Bytes sent since the last call, headers and all. */
  takeBytes(): number;
}

export async function startLab(): Promise<Lab> {
  const server: Server = await createLabServer(fileURLToPath(new URL('../../../dist/lab/', import.meta.url)));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  let taken = 0;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    takeBytes() {
      const sent = sockets.reduce((total, { bytesWritten }) => total + bytesWritten, 0);
      const since = sent - taken;
      taken = sent;
      return since;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

export interface OpenLab extends AsyncDisposable {
  readonly page: Page;
  /** Uncaught errors, console errors and warnings, violations of the policy, and requests to anywhere but the server. */
  readonly complaints: readonly string[];
}

/** A fresh page of the lab, at a place such as `#/triangle?depth=3`. `prepare` is done before anything is loaded. */
export async function openLab(
  browser: Browser,
  url: string,
  options: BrowserContextOptions & { readonly prepare?: (page: Page) => Promise<unknown> } = {},
): Promise<OpenLab> {
  const { prepare, ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...contextOptions });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (!['blob:', 'data:'].includes(protocol) && origin !== new URL(url).origin) complaints.push(`a request to ${request.url()}`);
  });
  await prepare?.(page);
  await page.goto(url);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** Waits for a panel's run to end; the sentence that it ends with, or the error that is shown. */
export async function ended(page: Page): Promise<string> {
  const end = page.locator('article[aria-busy="false"] .status');
  await end.waitFor({ timeout: 60_000 });
  return (await end.locator('[role=status], [role=alert]').allInnerTexts()).join('').trim();
}

/** Waits until a change has been taken up, and then for its end. */
export async function endedAfter(page: Page, change: () => Promise<unknown>): Promise<string> {
  await ended(page);
  await page.evaluate(() => {
    const article = document.querySelector('article')!;
    article.removeAttribute('data-ran');
    new MutationObserver(() => article.ariaBusy === 'true' && article.setAttribute('data-ran', '')).observe(article, { attributeFilter: ['aria-busy'] });
  });
  await change();
  await page.locator('article[data-ran]').waitFor({ timeout: 10_000 });
  return ended(page);
}

/** The texts of every cell of the claims. */
export function claimCells(page: Page): Promise<string[][]> {
  return page.locator('table.claims tbody tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent!)));
}
