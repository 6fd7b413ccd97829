import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { readNpy, writeNpy } from '../../../src/data/npy.js';
import { loadEngine } from '../../../src/engine/engine.js';
import { Network } from '../../../src/network/network.js';
import { decode } from '../../../src/sweep/codec.js';
import type { RunRecord } from '../../../src/sweep/configuration.js';

const { setup } = await import(new URL('../../../scripts/setup.mjs', import.meta.url).href);
setup(); // the command is the compiled one, brought up to date where it is not
const command = fileURLToPath(new URL('../../../dist/command/main.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'fathom-command-'));
afterAll(() => rmSync(root, { recursive: true }));

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(root, 'run-'));
});
const at = (name: string) => join(cwd, name);
const read = (name: string) => readFileSync(at(name), 'utf8');

interface Ended {
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as a process of its own. */
const fathom = (line: string, { input = '', env = {} }: { input?: string | Uint8Array; env?: Record<string, string> } = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [command, ...line.split(' ')], { cwd, env: { ...process.env, ...env } }, (error, out, err) =>
      resolve({ code: error === null ? 0 : (error.code ?? error.signal ?? 'unknown'), out, err }),
    );
    child.stdin!.end(input);
  });
const records = (text: string): RunRecord[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => decode(line) as RunRecord);
const tiny = 'sweep --data moons --samples 40 --steps 20 --width 4 --depth 1:3 --activation relu,tanh --seed 0:1';

describe('fathom sweep', () => {
  it('prints tables, writes every kind of file, and all of them tell the same', async () => {
    const { code, out, err } = await fathom(`${tiny} --out a.jsonl --csv a.csv --svg a.svg`);
    expect([code, err]).toEqual([0, 'results: "a.jsonl"\ntable: "a.csv"\nplot: "a.svg"\n']);
    expect(out).toMatch(/^Test accuracy in % \(mean of 2 seeds\)\n\ndepth +relu +tanh\n +1 /);
    expect(out).toMatch(/fathom 0\.1\.0 \(simd\), 12 runs: data moons, width 4, sgd lr 0\.05, batch 32, 20 steps, f32, seed 0,1\n$/);
    const log = records(read('a.jsonl')).sort((a, b) => a.index - b.index);
    expect(log.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    for (const record of log)
      expect(record).toMatchObject({
        data: 'moons',
        samples: 40,
        noise: 0.1,
        steps: 20,
        build: 'simd',
        version: '0.1.0',
        prng: 'philox4x32-10/v1',
        status: 'completed',
      });
    const [heading, ...rows] = read('a.csv')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    for (const [i, row] of rows.entries()) {
      const fields = Object.fromEntries(heading!.map((name, k) => [name, row[k]]));
      expect([Number(fields['testLoss']), fields['weightsHash'], Number(fields['depth'])]).toEqual([log[i]!.testLoss, log[i]!.weightsHash, log[i]!.depth]);
    }
    expect(read('a.svg')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(readdirSync(cwd).sort()).toEqual(['a.csv', 'a.jsonl', 'a.svg']);
  });

  it('prints the same bytes on one thread and on two, without a log, and run by run', async () => {
    const [one, two] = await Promise.all([fathom(`${tiny} --json --jobs 1`), fathom(`${tiny} --json --jobs 2`)]);
    expect(two).toEqual(one);
    expect([one.code, one.err]).toEqual([0, '']);
    const all = records(one.out);
    const alone = records((await fathom(`${tiny.replace('1:3', '2').replace('relu,tanh', 'tanh').replace('0:1', '1')} --json`)).out);
    expect(alone).toEqual([{ ...all[9], index: 0 }]);
  });

  it('a run that fails is told, costs only itself, and makes the exit code 1; one that diverges does not', async () => {
    const failed = await fathom('sweep --data moons --steps 1 --depth 1 --width 3 --init looks-linear,he --json');
    expect([failed.code, records(failed.out).length]).toEqual([1, 1]);
    expect(failed.err).toBe(
      'run 0 failed (moons, depth 1, width 3, relu, looks-linear, seed 0): widths[1]: expected an even number of units (looks-linear mirrors each), got 3\n',
    );
    const diverged = await fathom('sweep --data moons --steps 50 --depth 3 --activation identity --lr 1000000 --out d.jsonl');
    expect([diverged.code, records(read('d.jsonl'))[0]!.status]).toEqual([0, 'diverged']);
    expect(diverged.out).toContain('div');
  });

  it('replaces a log only when it is told to, and follows a link to a file', async () => {
    writeFileSync(at('a.jsonl'), 'old\n');
    symlinkSync(at('a.jsonl'), at('link.jsonl'));
    expect((await fathom('sweep --data moons --steps 1 --depth 1 --out link.jsonl')).code).toBe(2);
    expect(read('a.jsonl')).toBe('old\n');
    expect((await fathom('sweep --data moons --steps 1 --depth 1 --out link.jsonl --csv link.csv --overwrite')).code).toBe(0);
    expect(records(read('a.jsonl'))).toHaveLength(1);
  });

  it('takes names with spaces, line ends and letters of any script', async () => {
    const name = 'a b\n😀.jsonl';
    const child = spawn(process.execPath, [command, 'sweep', '--data', 'moons', '--steps', '1', '--depth', '1', '--out', name], {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (text) => {
      err += text;
    });
    expect(await ended(child)).toBe(0);
    expect(existsSync(at(name))).toBe(true);
    expect(err).toBe('results: "a b\\n😀.jsonl"\n');
  });

  it('writes no control code where there is no terminal, whatever the surroundings', async () => {
    for (const env of [
      { COLUMNS: '0', LANG: 'C', TZ: 'Nowhere/Never' },
      { COLUMNS: '50', NO_COLOR: '1' },
      { COLUMNS: 'x', TERM: 'dumb' },
    ]) {
      const { code, out, err } = await fathom('sweep --data moons --steps 1 --depth 1', { env });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control codes are what must not be there
      expect([code, /[\x00-\x08\x0b-\x1f\x7f]/.test(out + err)]).toEqual([0, false]);
    }
  });

  it('keeps tables within the width of the terminal', async () => {
    const { out } = await fathom('sweep --data moons --steps 1 --depth 1 --activation relu,tanh,sigmoid,leaky-relu --init he,xavier,gaussian', {
      env: { COLUMNS: '50' },
    });
    const tables = out.split('\n').filter((line) => /^(?:depth| {2})/.test(line));
    expect(Math.max(...tables.map((line) => line.length))).toBeLessThanOrEqual(50);
  });
});

/** Resolves with the exit code or the signal's name. */
const ended = (child: ChildProcess): Promise<number | string> =>
  new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown')));

describe('pipes and signals', () => {
  const long = ['sweep', '--data', 'moons', '--steps', '2000', '--depth', '1:5', '--seed', '0:199'];

  it('a reader that goes away early is no error, and ends work that nobody would see', async () => {
    const child = spawn(
      'bash',
      [
        '-c',
        `set -o pipefail; "$@" --json | head -1`,
        'bash',
        process.execPath,
        command,
        'sweep',
        '--data',
        'moons',
        '--steps',
        '1',
        '--depth',
        '1',
        '--seed',
        '0:999',
      ],
      { cwd },
    );
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.stderr.on('data', (text) => {
      err += text;
    });
    expect(await ended(child)).toBe(0);
    expect([out.split('\n').length, err]).toEqual([2, '']);
  });

  it('standard output that is closed or full does not touch the result file', async () => {
    const line = `"${process.execPath}" "${command}" sweep --data moons --steps 1 --depth 1:2`;
    expect(await ended(spawn('bash', ['-c', `${line} --out closed.jsonl >&-`], { cwd }))).toBe(0);
    const full = spawn('bash', ['-c', `${line} --out full.jsonl >/dev/full`], { cwd });
    let err = '';
    full.stderr.on('data', (text) => {
      err += text;
    });
    expect(await ended(full)).toBe(1);
    expect(err).toContain('cannot write to standard output: ENOSPC');
    expect([records(read('closed.jsonl')).length, records(read('full.jsonl')).length]).toEqual([2, 2]);
  });

  it('a disk that fills up ends the sweep with code 1, and the log holds whole lines alone', async () => {
    const child = spawn('bash', ['-c', `ulimit -f 2; "${process.execPath}" "${command}" sweep --data moons --steps 1 --depth 1:9 --out a.jsonl`], { cwd });
    let err = '';
    child.stderr.on('data', (text) => {
      err += text;
    });
    expect(await ended(child)).toBe(1);
    expect(err).toMatch(/^error: cannot write "a\.jsonl": file too large \(EFBIG\); what stands in it is whole\n$/);
    expect(records(read('a.jsonl')).length).toBeGreaterThan(0);
    expect(read('a.jsonl').endsWith('}\n')).toBe(true);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends a sweep with code %d, every finished run whole in its log', async (signal, code) => {
    const child = spawn(process.execPath, [command, ...long, '--out', 'a.jsonl', '--csv', 'a.csv'], { cwd });
    let err = '';
    child.stderr.on('data', (text) => {
      err += text;
    });
    await until(() => existsSync(at('a.jsonl')) && statSync(at('a.jsonl')).size > 2000);
    child.kill(signal);
    expect(await ended(child)).toBe(code);
    const done = records(read('a.jsonl'));
    expect(read('a.jsonl').endsWith('\n')).toBe(true);
    expect(err).toContain(`stopped: ${done.length} of 1000 runs are done and stand in "a.jsonl"`);
    expect(read('a.csv').trimEnd().split('\n')).toHaveLength(done.length + 1);
  });

  it('a second Ctrl-C ends at once', async () => {
    const child = spawn(process.execPath, [command, 'sweep', '--data', 'digits', '--steps', '60000000', '--depth', '50', '--out', 'a.jsonl'], { cwd });
    let err = '';
    child.stderr.on('data', (text) => {
      err += text;
    });
    await until(() => existsSync(at('a.jsonl')));
    child.kill('SIGINT');
    await until(() => err.includes('Ctrl-C again'));
    const start = performance.now();
    child.kill('SIGINT');
    expect(await ended(child)).toBe(130);
    expect(performance.now() - start).toBeLessThan(1900); // the first one's grace is two seconds
  });

  it('Ctrl-C during a training saves the network as it is', async () => {
    const child = spawn(process.execPath, [command, 'train', '--data', 'moons', '--widths', '8', '--steps', '60000000', '--save', 'm.json'], { cwd });
    let out = '';
    child.stdout.on('data', (text) => {
      out += text;
    });
    await until(() => hears(child.pid!));
    child.kill('SIGINT');
    expect(await ended(child)).toBe(130);
    expect(out).toMatch(/^status {6}stopped after [1-9]/);
    expect(JSON.parse(read('m.json')).training.steps).toBeGreaterThan(0);
  });
});

/** Whether a process has a handler of its own for SIGHUP (signal 1), which Node itself does not listen for. */
const hears = (pid: number): boolean =>
  (Number.parseInt(/SigCgt:\s*([0-9a-f]+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]!.slice(-2), 16) & 1) === 1;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('fathom train and fathom eval', () => {
  it.each(['f32', 'f64'] as const)('a trained %s network is saved, read back to the same bits, and its numbers are the library’s', async (precision) => {
    const trained = await fathom(
      `train --data spirals --samples 60 --widths 6,5 --activation tanh,relu --optimizer adam --lr 0.01 --steps 50 --seed 18446744073709551615 --precision ${precision} --save m.json --json`,
    );
    expect([trained.code, trained.err]).toEqual([0, 'network: "m.json"\n']);
    const result = decode(trained.out) as Record<string, unknown>;
    const engine = await loadEngine();
    const network = Network.load(engine, read('m.json'));
    expect(result).toMatchObject({
      status: 'completed',
      steps: 50,
      samples: 60,
      noise: 0.02,
      weightsHash: network.fingerprint(),
      seed: '18446744073709551615',
      version: '0.1.0',
    });

    const inputs = [
      [0.5, -0.25],
      [1, 2],
      [-0.125, 0],
    ];
    const [x, y] = [JSON.stringify(inputs), '[[0.5, 1], [2, -1], [0, 0]]'];
    writeFileSync(at('x.json'), x);
    writeFileSync(at('y.csv'), '0.5,1\n2,-1\n0,0\n');
    const evaluated = await fathom('eval m.json --input x.json --target y.csv --loss mse --gradients --json');
    expect([evaluated.code, evaluated.err]).toEqual([0, '']);
    const { outputs, loss, gradients } = JSON.parse(evaluated.out);
    const expected = network.gradients({ inputs, targets: JSON.parse(y), loss: 'mse' });
    expect(outputs.flat()).toEqual(Array.from(network.forward(inputs).data));
    expect(loss).toBe(expected.loss);
    expect(gradients.weights.map((rows: number[][]) => rows.flat())).toEqual(expected.weights.map(({ data }) => Array.from(data)));
    expect(gradients.biases).toEqual(expected.biases.map((bias) => Array.from(bias)));
    expect(gradients.inputs.flat()).toEqual(Array.from(expected.inputs.data));
  });

  it('JSON, CSV and npy say the same, from a file or from standard input', async () => {
    const network = new Network(await loadEngine(), { widths: [2, 4, 3], precision: 'f64', activation: 'sin', seed: 1 });
    writeFileSync(at('m.json'), network.save());
    const data = Float64Array.of(0.1, 1e-7, -3, 2 ** -1074);
    writeFileSync(at('x.npy'), writeNpy({ rows: 2, columns: 2, data }));
    const file = await fathom('eval m.json --input x.npy --out y.npy --json');
    const expected = network.forward({ rows: 2, columns: 2, data });
    expect(JSON.parse(file.out).outputs.flat()).toEqual(Array.from(expected.data));
    expect(readNpy('y', readFileSync(at('y.npy')))).toEqual(expected);
    for (const input of ['[[0.1,1e-7],[-3,5e-324]]', '0.1,1e-7\n-3,5e-324\n', readFileSync(at('x.npy'))]) {
      expect((await fathom('eval m.json --input - --json', { input })).out).toBe(file.out);
    }
    expect((await fathom('eval m.json --input x.npy')).out.trimEnd().split(/[,\n]/).map(Number)).toEqual(Array.from(expected.data));
  });

  it('labels are a target of one column, and a safetensors file is read as well', async () => {
    await fathom('train --data moons --samples 40 --widths 4 --activation tanh --steps 20 --save m.json');
    await fathom('train --data moons --samples 40 --widths 4 --activation tanh --steps 20 --save m.safetensors');
    writeFileSync(at('x.csv'), '0.5,0.5\n1,-0.5\n');
    writeFileSync(at('labels.csv'), '0\n1\n');
    writeFileSync(at('hot.csv'), '1,0\n0,1\n');
    const [labels, hot, tensors] = await Promise.all(
      ['m.json --target labels.csv', 'm.json --target hot.csv', 'm.safetensors --target labels.csv'].map((files) =>
        fathom(`eval ${files} --input x.csv --loss cross-entropy --gradients --json`),
      ),
    );
    expect(labels!.code).toBe(0);
    expect(hot!.out).toBe(labels!.out);
    expect(tensors!.out).toBe(labels!.out);
  });

  it('a training saves the same network as JSON, as an ONNX model and as a PyTorch script', async () => {
    const training = 'train --data moons --samples 40 --widths 4 --activation mish --steps 20 --save';
    for (const file of ['m.json', 'm.onnx', 'm.py']) expect((await fathom(`${training} ${file}`)).code).toBe(0);
    const network = Network.load(await loadEngine(), readFileSync(at('m.json'), 'utf8'));
    expect(new Uint8Array(readFileSync(at('m.onnx')))).toEqual(network.saveOnnx());
    expect(readFileSync(at('m.py'), 'utf8')).toBe(network.savePyTorch());
  });

  it('a file that is no network, and inputs that do not fit, are named with code 2', async () => {
    writeFileSync(at('page.json'), '<html></html>');
    writeFileSync(at('other.json'), '{"format": "fathom-network/9"}');
    writeFileSync(at('x.csv'), '1,2,3\n');
    const engine = await loadEngine();
    writeFileSync(at('m.json'), new Network(engine, { widths: [2, 1] }).save());
    const wrong: [string, string][] = [
      ['page.json', '(model "page.json")'],
      ['other.json', 'format: expected "fathom-network/1", got "fathom-network/9"'],
      ['m.json', 'inputs: expected 2 columns, got 3'],
    ];
    for (const [name, reason] of wrong) {
      const { code, err } = await fathom(`eval ${name} --input x.csv`);
      expect([code, err.includes(reason)]).toEqual([2, true]);
    }
  });
});
