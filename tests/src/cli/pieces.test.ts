import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { countPieces, crossings, distance, integral, type LayerInput, loadEngine, Network, triangleWave } from '../../../src/index.js';
import { decode } from '../../../src/sweep/codec.js';

const { setup } = await import(new URL('../../../scripts/setup.mjs', import.meta.url).href);
setup(); // the command is the compiled one, brought up to date where it is not
const command = fileURLToPath(new URL('../../../dist/command/main.js', import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), 'fathom-pieces-'));
afterAll(() => rmSync(cwd, { recursive: true }));

const engine = await loadEngine({ theory: true });
const save = (name: string, layers: readonly LayerInput[]) => {
  const network = new Network(engine, { layers, precision: 'f64' });
  writeFileSync(join(cwd, name), network.save());
  return network;
};
const wave = save('wave.json', triangleWave(5));
const half = save('half.json', [{ weights: [[0.25]], bias: [0.5] }]);
save('long.json', triangleWave(21));
save('plane.json', [{ weights: [[1, 1]], bias: [0] }]);
save('pair.json', [{ weights: [[1], [2]], bias: [0, 0] }]);
save('smooth.json', [
  { weights: [[1]], bias: [0], activation: 'tanh' },
  { weights: [[1]], bias: [0] },
]);

const fathom = (line: string, input = ''): Promise<{ readonly code: unknown; readonly out: string; readonly err: string }> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [command, 'pieces', ...line.split(' ')], { cwd }, (error, out, err) =>
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), out, err }),
    );
    child.stdin!.end(input);
  });

describe('fathom pieces', () => {
  it('--json has what the library gives: pieces, distance, level set and integral', async () => {
    const { code, out, err } = await fathom('wave.json --interval 0,1 --distance half.json --level 0.5 --integral --json');
    expect([code, err]).toEqual([0, '']);
    const { version, build, widths, distance: apart, level, integral: area, ...pieces } = decode(out) as Record<string, unknown>;
    const plain = (value: unknown) => JSON.parse(JSON.stringify(value, (_, part) => (ArrayBuffer.isView(part) ? Array.from(part as Float64Array) : part)));
    expect([version, build, widths]).toEqual([engine.version, engine.build, wave.widths]);
    expect(pieces).toEqual(plain(countPieces(wave, [0, 1])));
    expect(apart).toEqual(distance(wave, half, [0, 1]));
    expect(level).toEqual({ value: 0.5, ...plain(crossings(wave, 0.5, [0, 1])) });
    expect(area).toBe(integral(wave, [0, 1]));
  });

  it('what was not asked for is not said', async () => {
    const { out } = await fathom('wave.json --interval 0,1 --json');
    const keys = Object.keys(decode(out) as object);
    expect(keys).toContain('breakpoints');
    for (const key of ['distance', 'level', 'integral']) expect(keys).not.toContain(key);
    expect((await fathom('wave.json --interval 0,1')).out).not.toMatch(/Integral|Distance|Level/);
  });

  it('the text has the count, the distance, the integral, and the first of many crossings', async () => {
    const { code, out } = await fathom('- --interval 0,1 --distance half.json --level 0.5 --integral', readFileSync(join(cwd, 'wave.json'), 'utf8'));
    expect(code).toBe(0);
    expect(out).toContain('32 linear pieces on [0, 1]');
    expect(out).toContain('Integral: 0.5\n');
    expect(out).toContain(`Distance: L1 ${distance(wave, half, [0, 1]).l1}, `);
    expect(out).toMatch(/Level 0\.5\n {2}crossings: 32, at 0\.015625, .* and 12 more\n {2}touches: 0\n {2}flat stretches: 0\n$/);
  });

  it.each([
    ['wave.json --interval 0,1 --level x', '--level: expected a number'],
    ['wave.json --interval 0,1 --level 1e999', '--level: expected a number'],
    ['wave.json --interval 0,1 --level=', '--level: expected a number, for example 0.5, got ""'],
    ['wave.json --interval 1,0', '--interval: expected lo,hi with lo below hi'],
    ['wave.json --interval 0,1 --distance plane.json', '--distance.widths[0]: expected one input'],
    ['wave.json --interval 0,1 --distance pair.json', '--distance.widths[1]: expected one output'],
    ['wave.json --interval 0,1 --distance smooth.json', '--distance.activations[0]: expected a piecewise-linear activation'],
    ['wave.json --interval 0,1 --distance nothing.json', '--distance: cannot read "nothing.json": no such file'],
    ['wave.json --interval 0,1 --distance .', '--distance: "." is a directory'],
    ['wave.json --interval 0,1 --distance half.json --distance half.json', '--distance'],
    ['- --interval 0,1 --distance -', 'standard input (-) can be read once only'],
    ['plane.json --interval 0,1', 'model.widths[0]: expected one input'],
    ['nothing.json --interval 0,1', 'model: cannot read "nothing.json": no such file'],
  ])('%s is refused with code 2 and the reason', async (line, reason) => {
    const { code, out, err } = await fathom(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(reason);
    expect(err).not.toMatch(/\n {4}at /); // no stack
  });

  it('Ctrl-C ends a long count with code 130, and nothing is printed', async () => {
    const child = spawn(process.execPath, [command, 'pieces', 'long.json', '--interval', '0,1', '--distance', 'long.json'], { cwd });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.stderr.on('data', (text) => {
      err += text;
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    while (!hears(child.pid!)) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGINT');
    expect([await ended, out, err]).toEqual([130, '', '\nstopped\n']);
  });
});

/** Whether a process has a handler of its own for SIGHUP (signal 1), which Node itself does not listen for. */
const hears = (pid: number): boolean =>
  (Number.parseInt(/SigCgt:\s*([0-9a-f]+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]!.slice(-2), 16) & 1) === 1;
