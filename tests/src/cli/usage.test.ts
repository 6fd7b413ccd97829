import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../../../src/cli/program.js';

const directory = mkdtempSync(join(tmpdir(), 'fathom-usage-'));
const at = (name: string) => join(directory, name);
writeFileSync(at('kept.jsonl'), 'kept\n');
writeFileSync(at('file'), '');
writeFileSync(at('bad.json'), '{"a": ');
writeFileSync(at('ragged.json'), '[[1, 2], [3]]');
writeFileSync(at('text.json'), '[["1"]]');
writeFileSync(at('huge.json'), '[[1e400]]');
writeFileSync(at('utf16.csv'), Buffer.from('\ufeff1,2\n', 'utf16le'));
writeFileSync(at('model.json'), '{}');
writeFileSync(at('model.onnx'), '');
writeFileSync(at('model.py'), '');
writeFileSync(at('x.csv'), '1,2\n');
mkdirSync(at('sub dir\n😀'));
symlinkSync(at('nowhere'), at('dangling'));
symlinkSync(directory, at('link-to-directory'));
execFileSync('mkfifo', [at('fifo')]);
const before = readdirSync(directory);
afterAll(() => rmSync(directory, { recursive: true }));

let written = '';
beforeEach(() => {
  written = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      written += String(text);
      return true;
    });
  }
});
afterEach(() => vi.restoreAllMocks());

/** Arguments as one would type them; `@name` is a file of the test's directory. */
const resolved = (line: readonly string[]) => line.map((word) => word.replace(/@(.*)$/s, (_, name: string) => at(name)));

const wrong: [string[], string][] = [
  // Unknown and misspelt.
  [['swep'], 'Did you mean sweep?'],
  [['sweep', '--deph', '3'], 'Did you mean --depth?'],
  [['sweep', 'extra'], 'too many arguments'],
  [['evla', 'x'], 'Did you mean eval?'],
  [['lecture', '--depth', '3'], "unknown option '--depth'"],
  [['run', 'triangle', '--deth', '3'], 'Run `fathom help'],
  [['run', 'triangle', '--depth'], 'Run `fathom help'],
  [['bench', 'activations', 'extra'], 'Run `fathom help'],
  [['lecture', '--only', 'triangel'], 'did you mean triangle?'],
  [['lecture', '--only', ''], '--only'],
  [['lecture', '--jobs', '0'], '--jobs: expected a whole number from 1 to 1024, got "0"'],
  [['lecture', '--seed', '-1'], '--seed'],
  [['lecture', '--quick', '--quick'], '--quick is given twice'],
  [['lecture', '--out', '@file'], '--out: cannot make the directory'],
  [['lab', '--port', '65536'], '--port: expected a whole number from 0 to 65535, got "65536"'],
  [['lab', '--port', 'http'], '--port'],
  [['lab', '--host', '0.0.0.0'], "unknown option '--host'"],
  // Numbers.
  [['sweep', '--depth='], '--depth: expected values separated by single commas, got ""'],
  [['sweep', '--depth', ' 5 '], 'got " 5 "'],
  [['sweep', '--depth', '0x10'], 'got "0x10"'],
  [['sweep', '--depth', '1e3'], 'got "1e3"'],
  [['sweep', '--depth', '12abc'], 'got "12abc"'],
  [['sweep', '--depth', '٣'], 'got "٣"'],
  [['sweep', '--depth', '+5'], 'got "+5"'],
  [['sweep', '--depth', '1_000'], 'got "1_000"'],
  [['sweep', '--depth', '5:1'], 'goes upwards, got "5:1"'],
  [['sweep', '--depth', '1:5:0'], 'step above 0, got "1:5:0"'],
  [['sweep', '--depth', '1001'], 'a whole number from 0 to 1000, got "1001"'],
  [['sweep', '--width', '0'], '--width: expected a whole number from 1'],
  [['sweep', '--width', '65537'], '65536, got "65537"'],
  [['sweep', '--seed', '0:99999999999'], 'this range has 100000000000'],
  [['sweep', '--seed', '0:9999', '--depth', '0:999'], 'at most 1000000 runs (1000 of depth x 10000 of seed), got 10000000'],
  [['sweep', '--seed', '18446744073709551616'], 'got "18446744073709551616"'],
  [['sweep', '--seed', '-1'], '--seed'],
  [['sweep', '--lr', '-0.1'], '--lr'],
  [['sweep', '--lr', '.5'], 'got ".5"'],
  [['sweep', '--lr', 'NaN'], 'got "NaN"'],
  [['sweep', '--lr', '1e400'], 'got "1e400"'],
  [['sweep', '--batch', '0'], '--batch'],
  [['sweep', '--batch', 'ful'], '--batch'],
  [['sweep', '--steps', '1.5'], '--steps'],
  [['sweep', '--steps', '67108865'], '--steps: expected a whole number from 0 to 67108864'],
  [['sweep', '--momentum', '1.5'], '--momentum'],
  [['sweep', '--momentum', '1'], '--momentum'],
  [['sweep', '--activation', 'relu,leaky-relu', '--alpha', '5'], '--alpha: expected a number from 0 to 1 (leaky-relu), got 5'],
  [['train', '--activation', 'elu', '--alpha', '0'], '--alpha: expected a number above 0 (elu), got 0'],
  [['sweep', '--csv', '-'], '--csv: expected a file name, got "-"'],
  [['sweep', '--clip-norm', '0'], '--clip-norm'],
  [['sweep', '--jobs', '0'], '--jobs: expected a whole number from 1'],
  [['sweep', '--jobs', '-1'], '--jobs'],
  [['sweep', '--jobs', 'all'], '--jobs'],
  // Names.
  [['sweep', '--activation', 'Relu'], 'did you mean relu?'],
  [['sweep', '--activation', 'relu,'], 'single commas'],
  [['sweep', '--init', 'xaver'], 'did you mean xavier?'],
  [['sweep', '--init', 'normal'], 'normal=sigma'],
  [['sweep', '--data', 'digit'], 'did you mean digits?'],
  [['sweep', '--optimizer', 'adma'], 'did you mean adam?'],
  [['sweep', '--precision', 'f16'], '--precision: expected one of f32, f64'],
  [['sweep', '--build', 'fast'], '--build'],
  [['sweep', '--samples', '5'], '--samples: digits is a fixed set of examples'],
  [['sweep', '--noise', '0.1'], '--noise: digits is a fixed set'],
  // The same flag twice.
  [['sweep', '--depth', '3', '--depth', '4'], '--depth is given twice: --depth "3" and --depth "4"'],
  [['sweep', '--json', '--json'], '--json is given twice'],
  [['train', '--seed=1', '--seed', '1'], '--seed is given twice'],
  // Places to write to.
  [['sweep', '--out', ''], '--out: expected a file name, got ""'],
  [['sweep', '--out', '@'], 'is a directory'],
  [['sweep', '--out', '@link-to-directory'], 'is a directory'],
  [['sweep', '--out', '@missing/x.jsonl'], 'there is no directory'],
  [['sweep', '--out', '@file/x.jsonl'], 'ENOTDIR'],
  [['sweep', '--out', '@kept.jsonl'], 'exists already'],
  [['sweep', '--out', '/dev/full'], 'is not a regular file'],
  [['sweep', '--svg', '@fifo'], 'is not a regular file'],
  [['sweep', '--out', '@dangling'], 'is a link to nowhere'],
  [['sweep', '--out', `@${'x'.repeat(300)}`], 'ENAMETOOLONG'],
  [['sweep', '--csv', '@sub dir\n😀'], 'sub dir\\n😀" is a directory'],
  [['sweep', '--out', '@a', '--csv', '@a'], '--out and --csv both name'],
  [['sweep', '--out', '/proc/x'], '--out: cannot write "/proc/x"'],
  // A single training.
  [['train', '--depth', '3'], "unknown option '--depth'"],
  [['train', '--widths', '3,0'], '--widths'],
  [['train', '--widths', ''], '--widths'],
  [['train', '--widths', '3,3', '--activation', 'relu,tanh,relu'], '--activation: expected one name, or 2'],
  [['train', '--seed', '0:3'], '--seed: a training takes one value'],
  [['train', '--lr', '0.1,0.2'], '--lr: a training takes one value'],
  [['train', '--save', 'model.txt'], 'ends in .json, .safetensors, .onnx or .py'],
  [['train', '--save', '@missing/m.json'], 'there is no directory'],
  // A saved network.
  [['eval', '--input', '@x.csv'], "missing required argument 'model'"],
  [['eval', '@model.json'], "required option '--input <file>'"],
  [['eval', '@missing.json', '--input', '@x.csv'], 'no such file or directory (ENOENT)'],
  [['eval', '@', '--input', '@x.csv'], 'is a directory'],
  [['eval', '@model.onnx', '--input', '@x.csv'], 'written, not read; save .json or .safetensors'],
  [['pieces', '@model.py', '--interval', '0,1'], 'written, not read; save .json or .safetensors'],
  [['eval', '@model.json', '--input', '@missing.csv'], '--input: cannot read'],
  [['eval', '@model.json', '--input', '@bad.json'], 'expected JSON'],
  [['eval', '@model.json', '--input', '@ragged.json'], 'row 1: expected 2 numbers'],
  [['eval', '@model.json', '--input', '@text.json'], 'row 0, column 0: expected a finite number, got "1"'],
  [['eval', '@model.json', '--input', '@huge.json'], 'row 0, column 0: expected a finite number'],
  [['eval', '@model.json', '--input', '@utf16.csv'], 'expected UTF-8 text'],
  [['eval', '-', '--input', '-'], 'can be read once only'],
  [['eval', '@model.json', '--input', '@x.csv', '--gradients'], '--loss and --gradients need --target'],
  [['eval', '@model.json', '--input', '@x.csv', '--target', '@x.csv', '--loss', 'msee'], 'did you mean mse?'],
  [['eval', '@model.json', '--input', '@x.csv', '--out', 'y.txt'], 'ends in .npy or .csv'],
];

describe('bad usage', () => {
  it.each(wrong)('%j ends with code 2 and says why, before anything is written', async (line, reason) => {
    expect(await runCommand(resolved(line))).toBe(2);
    expect(written).toContain(reason);
    expect(written).toMatch(/^error: /);
    expect(written).not.toMatch(/\n {4}at /); // no stack
    expect(readdirSync(directory)).toEqual(before);
  });

  it('no argument at all is answered with the help', async () => {
    expect(await runCommand([])).toBe(2);
    expect(written).toContain('Usage: fathom');
  });
});

describe('help', () => {
  it.each([[['--help']], [['help']], ...['lecture', 'sweep', 'train', 'eval'].map((name) => [[name, '--help']])])(
    '%j ends with code 0 and shows an example',
    async (line) => {
      expect(await runCommand(line)).toBe(0);
      expect(written).toMatch(/Usage: fathom/);
      expect(written).toMatch(/Examples?:\n {2}\S.*fathom|Examples?:\n {2}fathom/);
    },
  );

  it('--version prints the version and nothing else', async () => {
    expect(await runCommand(['--version'])).toBe(0);
    expect(written).toBe('0.1.0\n');
  });
});
