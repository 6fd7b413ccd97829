import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build, createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, openPage } from '../browser/chromium.js';
import { serve } from '../browser/site.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
const run = promisify(execFile);

/** What package.json of an installed package calls its command. */
const binaryOf = (name: string, command = name): string => {
  const path = require.resolve(`${name}/package.json`);
  const { bin } = JSON.parse(readFileSync(path, 'utf8'));
  return join(dirname(path), typeof bin === 'string' ? bin : bin[command]);
};

let work: string;
/** The packed package. */
let tarball: string;
/** Its files, without the leading `package/`. */
let packed: readonly string[];
/** A project that has nothing but the packed package installed. */
let project: string;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'fathom-package-'));
  const { stdout } = await run('npm', ['pack', '--json', '--silent', '--pack-destination', work], { cwd: root });
  const [report] = JSON.parse(stdout.slice(stdout.indexOf('[')));
  tarball = join(work, report.filename);
  packed = report.files.map(({ path }: { path: string }) => path);
  project = join(work, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }');
  await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', tarball], { cwd: project });
});

afterAll(() => {
  if (work !== undefined) rmSync(work, { recursive: true, force: true });
});

/** Runs a program in the project; its output, or an error that holds what it said. */
const inProject = async (args: readonly string[], program = process.execPath): Promise<string> => {
  const { stdout } = await run(program, [...args], { cwd: project });
  return stdout.trim();
};

const write = (name: string, text: string): string => {
  writeFileSync(join(project, name), text);
  return name;
};

describe('the tarball', () => {
  it('holds what the list says and nothing else', () => {
    const patterns = readFileSync(new URL('shipped.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => ({ line, optional: line.startsWith('?'), matches: patternOf(line.replace(/^\?/, '')) }));
    expect(packed.filter((path) => !patterns.some(({ matches }) => matches.test(path)))).toEqual([]);
    expect(patterns.filter(({ optional, matches }) => !optional && !packed.some((path) => matches.test(path))).map(({ line }) => line)).toEqual([]);
  });

  it('names no path of the machine that built it', () => {
    const directory = join(project, 'node_modules/fathom-nn');
    const naming = packed.filter((path) => readFileSync(join(directory, path)).includes(root));
    expect(naming).toEqual([]);
  });

  it('has a simd module of at most 32 KiB as it travels', () => {
    const bytes = readFileSync(join(project, 'node_modules/fathom-nn/wasm/fathom.simd.wasm'));
    const compressed = gzipSync(bytes).length;
    console.log(`fathom.simd.wasm: ${bytes.length} bytes, ${compressed} gzipped; the tarball: ${packed.length} files, ${readFileSync(tarball).length} bytes`);
    expect(compressed).toBeLessThanOrEqual(32 * 1024);
  });

  it('has nothing for publint to mend', async () => {
    const bytes = readFileSync(tarball);
    const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer } });
    expect(messages.map((message) => formatMessage(message, pkg!, { color: false }))).toEqual([]);
  });

  it('has types that every resolver finds', () => {
    const wasm = ['debug', 'simd', 'relaxed'].map((name) => `./wasm/fathom.${name}.wasm`);
    const command = [binaryOf('@arethetypeswrong/cli', 'attw'), tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji'];
    const { status, stdout, stderr } = spawnSync(process.execPath, [...command, '--exclude-entrypoints', ...wasm, './wasm/*'], { encoding: 'utf8' });
    expect(status === 0 ? '' : stdout + stderr).toBe('');
  });

  it('brings the loader and nothing else', () => {
    const { packages } = JSON.parse(readFileSync(join(project, 'node_modules/.package-lock.json'), 'utf8'));
    expect(Object.keys(packages).sort()).toEqual(['node_modules/@assemblyscript/loader', 'node_modules/fathom-nn']);
  });
});

const patternOf = (line: string): RegExp => new RegExp(`^${line.replace(/[.+]/g, '\\$&').replaceAll('*', '[^/]*')}$`);

/** What every consumer below imports, and what it does with it. */
const names = 'Dataset, loadEngine, Network';
const use = `
  const engine = await loadEngine();
  const network = new Network(engine, { widths: [2, 8, 1], activation: 'tanh', seed: 1 });
  const data = new Dataset(engine, { inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [[0], [1], [1], [0]] });
  const { status } = network.train({ data, loss: 'mse', steps: 10 });
  return engine.build + ' ' + status;`;

describe('the installed package', () => {
  it('is imported in Node', async () => {
    const file = write('import.mjs', `import { ${names} } from 'fathom-nn';\nconsole.log(await (async () => {${use}})());`);
    expect(await inProject([file])).toBe('simd completed');
  });

  it('is required in Node: no module of it awaits at its top level', async () => {
    const file = write('require.cjs', `const { ${names} } = require('fathom-nn');\n(async () => {${use}})().then(console.log);`);
    expect(await inProject([file])).toBe('simd completed');
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('compiles in a strict TypeScript project (module %s, resolution %s)', async (module, moduleResolution) => {
    write('use.ts', `import { ${names} } from 'fathom-nn';\nexport const answer: Promise<string> = (async () => {${use}})();\n`);
    write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          target: 'es2022',
          lib: ['es2022', 'dom'],
          types: [],
          skipLibCheck: false,
          exactOptionalPropertyTypes: true,
          module,
          moduleResolution,
        },
        files: ['use.ts'],
      }),
    );
    expect(await inProject([binaryOf('typescript', 'tsc')]).catch((error) => error.stdout)).toBe('');
  });

  it('gives the URL of its modules', async () => {
    const file = write('url.mjs', "console.log(import.meta.resolve('fathom-nn/wasm/fathom.simd.wasm').endsWith('/fathom-nn/wasm/fathom.simd.wasm'));");
    expect(await inProject([file])).toBe('true');
  });

  it('has a command that runs, with its worker threads and its plots, though no library of it is installed', async () => {
    const command = join(project, 'node_modules/.bin/fathom');
    expect(await inProject(['--help'], command)).toMatch(/^Usage: fathom/);
    const lines = await inProject(['sweep', '--depth', '1:2', '--width', '4', '--steps', '10', '--jobs', '2', '--json', '--svg', 'sweep.svg'], command);
    expect(lines.split('\n').map((line) => JSON.parse(line).status)).toEqual(['completed', 'completed']);
    expect(readFileSync(join(project, 'sweep.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
  });

  it('has a lab whose page finds all that it names', async () => {
    const lab = spawn(process.execPath, [join(project, 'node_modules/fathom-nn/bin/fathom.js'), 'lab', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const address = await new Promise<string>((resolve) => lab.stdout.once('data', (chunk) => resolve(String(chunk).trim())));
      const page = await (await fetch(address)).text();
      const named = [...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) => path!);
      expect(named.length).toBeGreaterThan(2);
      for (const path of named) expect([path, (await fetch(new URL(path, address))).status]).toEqual([path, 200]);
    } finally {
      lab.kill();
    }
  });

  describe('with Vite', () => {
    beforeAll(() => {
      write('index.html', '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>');
      write(
        'main.js',
        `import { ${names} } from 'fathom-nn';
        const answer = async () => {${use}};
        const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
        const fromWorker = new Promise((done) => { worker.onmessage = ({ data }) => done(data); });
        Promise.all([answer(), fromWorker]).then((answers) => { document.title = answers.join(', '); });`,
      );
      write('worker.js', `import { ${names} } from 'fathom-nn';\n(async () => {${use}})().then((answer) => postMessage(answer));`);
    });

    const runsAt = async (url: string): Promise<void> => {
      const browser = await launchChromium();
      try {
        const { page, complaints } = await openPage(browser, url);
        await page.waitForFunction(() => document.title !== '').catch(() => {});
        expect(complaints).toEqual([]);
        expect(await page.title()).toBe('simd completed, simd completed');
      } finally {
        await browser.close();
      }
    };

    it('runs in a built page, and in its worker', async () => {
      await build({ root: project, configFile: false, logLevel: 'error', worker: { format: 'es' }, build: { outDir: 'site' } });
      const site = await serve({ directory: join(project, 'site') });
      await runsAt(`${site.url}/index.html`).finally(site.close);
    });

    it('runs from the development server, without any setting', async () => {
      const server = await createServer({ root: project, configFile: false, logLevel: 'error', server: { host: '127.0.0.1' } });
      await server.listen();
      await runsAt(server.resolvedUrls!.local[0]!).finally(() => server.close());
    });
  });
});
