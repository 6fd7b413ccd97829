import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** A build script that says in a file that it ran, takes a while, and fails where there is a file `broken`. */
const build = (name: string, outputs: readonly string[]): string => `
  import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
  appendFileSync('ran.txt', '${name}\\n');
  await new Promise((done) => setTimeout(done, 100));
  if (existsSync('broken')) process.exit(1);
  for (const output of ${JSON.stringify(outputs)}) {
    mkdirSync(output.slice(0, output.lastIndexOf('/')), { recursive: true });
    writeFileSync(output, '');
  }`;

const files: Record<string, string> = {
  'package-lock.json': '{}',
  'asconfig.json': '{}',
  'tsconfig.json': '{}',
  'assembly/index.ts': '',
  'assembly/math/exp.ts': '',
  'src/index.ts': '',
  'scripts/bundle-command.mjs': '',
  'scripts/library-files.mjs': '',
  'scripts/build-wasm.mjs': build('wasm', ['wasm/fathom.debug.wasm', 'wasm/fathom.simd.wasm', 'wasm/fathom.theory.wasm', 'wasm/fathom.relaxed.wasm']),
  'scripts/build-dist.mjs': build('dist', ['dist/index.js', 'dist/command/main.js']),
  'web/index.html': '',
  'scripts/build-lab.mjs': build('lab', ['dist/lab/index.html']),
  'node_modules/.package-lock.json': '{}',
};

let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'fathom set-up '));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(checkout, name)), { recursive: true });
    writeFileSync(join(checkout, name), text);
  }
  cpSync(fileURLToPath(new URL('../../scripts/setup.mjs', import.meta.url)), join(checkout, 'scripts/setup.mjs'));
  const past = new Date(Date.now() - 60_000);
  utimesSync(join(checkout, 'package-lock.json'), past, past);
});

afterEach(() => rmSync(checkout, { recursive: true, force: true }));

/** Runs the set-up from another directory than the checkout. */
const setup = (environment: Record<string, string> = {}) =>
  new Promise<{ code: number | null; said: string }>((done) => {
    const child = spawn(process.execPath, [join(checkout, 'scripts/setup.mjs')], { cwd: tmpdir(), env: { ...process.env, ...environment } });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += `stdout: ${chunk}`;
    });
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.on('close', (code) => done({ code, said }));
  });

/** The steps that ran since the last look. */
const ran = (): string[] => {
  const path = join(checkout, 'ran.txt');
  const steps = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  rmSync(path, { force: true });
  return steps;
};

describe('the set-up', () => {
  it('builds what is missing, a line a step on stderr, and does and says nothing when all is fresh', async () => {
    const { code, said } = await setup();
    expect({ code, said }).toEqual({
      code: 0,
      said: 'fathom: compiling the engine\nfathom: compiling the library and the command\nfathom: building the lab\n',
    });
    expect(ran()).toEqual(['wasm', 'dist', 'lab']);
    expect(await setup()).toEqual({ code: 0, said: '' });
    expect(ran()).toEqual([]);
  });

  it('builds again what a changed, new or removed source belongs to, and no more', async () => {
    await setup();
    ran();
    const changes: [() => void, string[]][] = [
      [() => appendFileSync(join(checkout, 'assembly/math/exp.ts'), '// changed'), ['wasm', 'lab']],
      [() => appendFileSync(join(checkout, 'web/index.html'), ' '), ['lab']],
      [() => writeFileSync(join(checkout, 'src/new.ts'), ''), ['dist', 'lab']],
      [() => rmSync(join(checkout, 'src/new.ts')), ['dist', 'lab']],
      [() => rmSync(join(checkout, 'wasm/fathom.relaxed.wasm')), ['wasm']],
      [() => rmSync(join(checkout, 'dist'), { recursive: true }), ['dist', 'lab']],
      [() => appendFileSync(join(checkout, 'asconfig.json'), ' '), ['wasm', 'lab']],
    ];
    for (const [change, steps] of changes) {
      change();
      expect((await setup()).code).toBe(0);
      expect(ran()).toEqual(steps);
    }
  });

  it('run three times at once, builds once', async () => {
    const runs = await Promise.all([setup(), setup(), setup()]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(ran()).toEqual(['wasm', 'dist', 'lab']);
  });

  it('a step that fails ends it with a message, and is done again the next time', async () => {
    writeFileSync(join(checkout, 'broken'), '');
    const { code, said } = await setup();
    expect(code).toBe(1);
    expect(said).toMatch(/scripts\/build-wasm\.mjs failed \(exit 1\)\n$/);
    rmSync(join(checkout, 'broken'));
    expect((await setup()).code).toBe(0);
    expect(ran()).toEqual(['wasm', 'wasm', 'dist', 'lab']);
  });

  it('installs by npm ci when package-lock.json is newer than what is installed, with the npm that runs it', async () => {
    await setup();
    ran();
    const npm = join(checkout, 'npm-cli.js');
    writeFileSync(
      npm,
      "require('node:fs').appendFileSync('ran.txt', process.argv.slice(2, 4).join(' ') + '\\n'); require('node:fs').writeFileSync('node_modules/.package-lock.json', '{}');",
    );
    const later = new Date(Date.now() + 2_000);
    utimesSync(join(checkout, 'package-lock.json'), later, later);
    expect(await setup({ npm_execpath: npm })).toEqual({ code: 0, said: 'fathom: installing dependencies\n' });
    expect(ran()).toEqual(['ci --include=dev']);
  });
});
