import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, openPage } from './chromium.js';
import { evaluateInPage, type Library, pages, resolvedForWorkers } from './library.js';
import { type Answer, type SiteOptions, serve } from './site.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const module = '/wasm/fathom.simd.wasm';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
});

/** What a function gave in a page of the library, and what the page complained of. */
const inPage = async <Result>(body: (library: Library) => Result | Promise<Result>, options: SiteOptions = {}) => {
  const site = await serve({ ...options, answers: { ...pages, ...options.answers } });
  const { page, complaints } = await openPage(browser, `${site.url}/`);
  try {
    return { result: await evaluateInPage(page, body), complaints, url: site.url };
  } finally {
    await page.close();
    await site.close();
  }
};

/** Loads, and gives the error as plain data. */
const failure = ({ load, errors }: Library) =>
  load.loadModule().then(
    () => undefined,
    (error) => ({ isEngineError: error instanceof errors.EngineError, code: error.code as string, message: error.message as string }),
  );

const failsWith = async (code: string, message: RegExp, options: SiteOptions) => {
  const { result } = await inPage(failure, options);
  expect(result).toEqual({ isEngineError: true, code, message: expect.stringMatching(message) });
};

const faulty = (answer: Answer): SiteOptions => ({ answers: { [module]: answer } });

describe('in a page', () => {
  it('every build loads by an import map alone, without cross-origin isolation', async () => {
    const { result, complaints } = await inPage(async ({ load }) => {
      const loaded = await Promise.all(load.builds.map((build) => load.loadModule({ build })));
      return { builds: loaded.map(({ build }) => build), isolated: crossOriginIsolated, shared: typeof SharedArrayBuffer };
    });
    expect(result).toEqual({ builds: ['debug', 'simd', 'relaxed'], isolated: false, shared: 'undefined' });
    expect(complaints).toEqual([]);
  });

  it('takes a URL relative to the page, a Response, bytes or a module', async () => {
    const { result } = await inPage(async ({ load }) => {
      const path = 'wasm/fathom.simd.wasm';
      const bytes = await (await fetch(path)).arrayBuffer();
      const sources = [path, `./${path}`, new URL(path, location.href), await fetch(path), bytes, await WebAssembly.compile(bytes)];
      return Promise.all(sources.map(async (wasm) => (await load.loadModule({ wasm })).build));
    });
    expect(result).toEqual(Array(6).fill('simd'));
  });

  it.each(['application/octet-stream', 'text/plain', 'text/html'])('loads when the server calls the module %s', async (type) => {
    const { result, complaints } = await inPage(async ({ load }) => (await load.loadModule()).build, faulty({ type }));
    expect(result).toBe('simd');
    expect(complaints).toEqual([]);
  });

  it("loads under a policy that allows 'wasm-unsafe-eval' and no other eval", async () => {
    const policy = "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; img-src data:";
    const { result } = await inPage(async ({ load }) => (await load.loadModule()).build, { policy });
    expect(result).toBe('simd');
  });
});

describe('what goes wrong is named', () => {
  it('a page in place of the module', () =>
    failsWith(
      'not-wasm',
      /fathom\.simd\.wasm \(content-type text\/html\) is not a WebAssembly file: it is a page/,
      faulty({ type: 'text/html', body: '<!doctype html><p>Home' }),
    ));

  it('a missing module', () => failsWith('not-found', /^http:.*\/wasm\/fathom\.simd\.wasm: the server answered 404/, faulty({ status: 404, body: 'no' })));

  it('a module cut short', () =>
    failsWith('corrupt', /damaged or cut short \(1000 bytes\)/, faulty({ body: readFileSync(join(root, module)).subarray(0, 1000) })));

  it("a policy without 'wasm-unsafe-eval'", () => failsWith('blocked', /'wasm-unsafe-eval'/, { policy: "script-src 'self' 'unsafe-inline'" }));

  it('a policy that forbids to fetch', () => failsWith('not-found', /cannot fetch .*connect-src/, { policy: "connect-src 'none'" }));

  it('a page without WebAssembly', async () => {
    const { result } = await inPage(async ({ load }) => {
      Reflect.deleteProperty(globalThis, 'WebAssembly');
      return load.loadModule().catch((error) => error.code as string);
    });
    expect(result).toBe('no-simd');
  });
});

describe('in a module worker', () => {
  const files = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })
    .map((name) => relative(root, join(root, 'dist', name)))
    .filter((name) => name.endsWith('.js') && !name.includes('command'));
  const resolved = resolvedForWorkers(files);
  const answers: SiteOptions['answers'] = {
    ...resolved,
    '/resolved/wasm/fathom.simd.wasm': { type: 'application/wasm', body: readFileSync(join(root, module)) },
    '/worker.js': {
      body: `import { loadModule } from '/resolved/dist/engine/load.js';
        const say = (loading) => loading.then(({ build }) => build, (error) => error.code).then((answer) => postMessage(answer));
        onmessage = ({ data }) => say(loadModule(data));
        say(loadModule());`,
    },
  };

  it('the engine loads from its URL, and from a compiled module that the page sends', async () => {
    const { result, complaints } = await inPage(
      async ({ load }) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        const next = () =>
          new Promise((done, fail) => {
            worker.onmessage = ({ data }) => done(data);
            worker.onerror = (event) => fail(new Error(event.message));
          });
        const first = await next();
        const { module: wasm } = await load.loadModule({ build: 'relaxed' });
        worker.postMessage({ wasm });
        return [first, await next()];
      },
      { answers },
    );
    expect(result).toEqual(['simd', 'relaxed']);
    expect(complaints).toEqual([]);
  });

  it("a policy without 'wasm-unsafe-eval' is named there too", async () => {
    const { result } = await inPage(
      () => {
        const worker = new Worker('/worker.js', { type: 'module' });
        return new Promise((done) => {
          worker.onmessage = ({ data }) => done(data);
        });
      },
      { answers, policy: "script-src 'self' 'unsafe-inline'" },
    );
    expect(result).toBe('blocked');
  });
});
