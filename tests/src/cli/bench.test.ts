import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { decode } from '../../../src/sweep/codec.js';

const { setup } = await import(new URL('../../../scripts/setup.mjs', import.meta.url).href);
setup();
const command = fileURLToPath(new URL('../../../dist/command/main.js', import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), 'fathom-bench-'));
afterAll(() => rmSync(cwd, { recursive: true }));

const fathom = (line: string): Promise<{ code: number | string; out: string; err: string }> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [command, ...line.split(' ')], { cwd }, (error, out, err) =>
      resolve({ code: error === null ? 0 : (error.code ?? error.signal ?? 'unknown'), out, err }),
    );
    child.stdin!.end();
  });
const little = 'bench activations --quick --activations identity,softsign --lengths 64 --rounds 1 --points 64 --depths 1,2 --steps 5';

describe('fathom bench', () => {
  it('prints one table with a row for each activation in both builds, and the machine', async () => {
    const { code, out } = await fathom(little);
    expect(code).toBe(0);
    expect(out).toMatch(/Activations: 64 numbers in cache/);
    for (const row of ['identity (simd)', 'identity (relaxed)', 'softsign (simd)', 'softsign (relaxed)']) expect(out).toContain(row);
    expect(out).toMatch(/fathom 0\.1\.0 \(simd, relaxed\), Node v/);
  });

  it('writes the whole result as JSON, and pictures', async () => {
    const { code, out, err } = await fathom(`${little} --json --svg pictures`);
    expect(code).toBe(0);
    const { experiment, builds, claims, result } = decode(out) as { [key: string]: unknown } & {
      claims: { holds: boolean }[];
      result: { builds: { speeds: unknown[] }[] };
    };
    expect([experiment, builds]).toEqual(['activations', ['simd', 'relaxed']]);
    expect(claims.every(({ holds }) => holds)).toBe(true);
    expect(result.builds.map(({ speeds }) => speeds.length)).toEqual([4, 4]);
    expect(err).toContain('plot: "pictures/activations-1.svg"');
    expect(existsSync(join(cwd, 'pictures/activations-1.svg'))).toBe(true);
  });

  it('refuses a suite or a value that it does not know, with exit code 2, before anything is measured or written', async () => {
    for (const line of [
      'bench nosuch',
      'bench activations --lengths 0 --svg none',
      'bench activations --json --csv',
      'bench activations --activations nosuch',
    ]) {
      const { code, out, err } = await fathom(line);
      expect([line, code, out]).toEqual([line, 2, '']);
      expect(err).toMatch(/error: /);
    }
    expect((await fathom('bench')).code).toBe(2);
  });
});
