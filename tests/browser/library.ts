import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type * as errors from '../../src/engine/errors.js';
import type * as load from '../../src/engine/load.js';
import type * as fathom from '../../src/index.js';
import type { Answer } from './site.js';

/** What a page has of the package: its public face, and the two modules beneath it whose failures are looked at here. */
export interface Library {
  readonly fathom: typeof fathom;
  readonly load: typeof load;
  readonly errors: typeof errors;
}

const importMap = {
  imports: {
    'fathom-nn': '/dist/index.js',
    '#source': '/dist/engine/source.web.js',
    '@assemblyscript/loader': '/node_modules/@assemblyscript/loader/index.js',
  },
};

/** A page without a bundler: the built package through an import map. */
const page = `<!doctype html>
<html lang="en">
<head>
<title>Fathom</title>
<link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify(importMap)}</script>
<script type="module">
  const [fathom, load, errors] = await Promise.all([import('fathom-nn'), import('/dist/engine/load.js'), import('/dist/engine/errors.js')]);
  globalThis.library = { fathom, load, errors };
</script>
</head>
</html>`;

export const pages: Readonly<Record<string, Answer>> = { '/': { type: 'text/html', body: page } };

/** Runs a function in the page, with the library; it sees nothing of the file that it is written in, and returns plain data. */
export async function evaluateInPage<Result>(page: Page, body: (library: Library) => Result | Promise<Result>): Promise<Result> {
  await page.waitForFunction(() => 'library' in globalThis);
  const library = await page.evaluateHandle(() => (globalThis as unknown as { library: Library }).library);
  return page.evaluate(body as (library: unknown) => Result | Promise<Result>, library);
}

/**
 * Import maps do not reach into workers, so that there the bare specifiers are replaced, as a bundler would:
 * the package's own files as served below /resolved/.
 */
export function resolvedForWorkers(files: readonly string[]): Readonly<Record<string, Answer>> {
  const resolve = (file: string) =>
    Object.entries(importMap.imports).reduce(
      (code, [name, path]) => code.replaceAll(`'${name}'`, `'${path.replace('/dist/', '/resolved/dist/')}'`),
      readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'),
    );
  return Object.fromEntries(files.map((file) => [`/resolved/${file}`, { type: 'text/javascript', body: resolve(file) }]));
}
