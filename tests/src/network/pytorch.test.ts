import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activationNames, loadEngine, Network, normal } from '../../../src/index.js';

const engine = await loadEngine();
const support = fileURLToPath(new URL('../../support/', import.meta.url));
const runner = `${support}run-pytorch.py`;
const standIn = { ...process.env, PYTHONPATH: `${support}torch-stand-in`, PYTHONDONTWRITEBYTECODE: '1' };

/** In CI a Python that is missing fails; elsewhere it is said. */
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.log('python3 is not installed: the scripts for PyTorch are NOT checked');
const isChecked = hasPython || process.env['CI'] !== undefined;

/** A Python that has PyTorch: Debian's package is for Debian's Python, which need not be the first on the path. */
const python = ['python3', '/usr/bin/python3'].find((command) => spawnSync(command, ['-c', 'import torch']).status === 0);
if (hasPython && python === undefined) console.log('PyTorch is not installed (apt-get install python3-torch): its scripts are run with the stand-in alone');
const runtimes = [['the stand-in', 'python3', standIn] as const, ...(python === undefined ? [] : [['PyTorch', python, process.env] as const])];

const makers = (['f32', 'f64'] as const).flatMap((precision) =>
  [...activationNames.map((name) => [name, name]), ['relu', 'tanh'], ['sin', 'identity']].flatMap((activation) =>
    [
      [1, 1, 3, 1],
      [5, 4, 7, 2],
    ].map((widths) => ({
      widths,
      precision,
      activation,
      seed: 11,
      init: 'he-normal' as const,
      ...(activation[0] === 'leaky-relu' || activation[0] === 'elu' || activation[0] === 'celu' ? { alpha: 0.3 } : {}),
    })),
  ),
);

describe.runIf(isChecked).each(runtimes)('in %s', (_, command, env) => {
  it('a script has the very numbers of its network, and gives the outputs of forward, for every activation and both precisions', () => {
    const cases = makers.map((specification) => {
      const network = new Network(engine, specification as ConstructorParameters<typeof Network>[1]);
      const columns = specification.widths[0]!;
      const data = normal(engine, { count: 6 * columns, seed: 4, precision: specification.precision }).map((x) => 3 * x);
      const inputs = Array.from({ length: 6 }, (__, row) => [...data.subarray(row * columns, (row + 1) * columns)]);
      return { network, specification, inputs, expected: network.forward(inputs).data };
    });
    const jobs = cases.map(({ network, inputs }) => ({ script: network.savePyTorch(), inputs: inputs.map((row) => row.map(pythonFloat)) }));
    const { stdout, stderr } = spawnSync(command, [runner], { env, input: JSON.stringify(jobs).replaceAll(/"float:([^"]*)"/g, '$1'), encoding: 'utf8' });
    expect(stderr).toBe('');
    const results: { state: number[][]; outputs: number[][] }[] = JSON.parse(stdout);
    cases.forEach(({ network, specification, expected }, index) => {
      const { state, outputs } = results[index]!;
      expect(state.flat(2)).toEqual([...network.parameters()]);
      const allowed = specification.precision === 'f32' ? 1e-5 : 1e-13;
      const scale = Math.max(1, ...expected.map(Math.abs));
      outputs.flat().forEach((output, i) => {
        expect(Math.abs(output - expected[i]!) / scale, JSON.stringify(specification)).toBeLessThan(allowed);
      });
      network.dispose();
    });
  });
});

it('nine digits read as a double and rounded to f32 are the f32 they were written from, for any bits', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      using network = new Network(engine, { layers: [{ weights: [[value]], bias: [1] }], precision: 'f32' });
      const [, text] = /weight": tensor\(\[\[(.*)\]\]\)/.exec(network.savePyTorch())!;
      expect(Math.fround(Number(text))).toBe(value);
    }),
    { numRuns: 2000 },
  );
});

/** JSON of Python tells 1 from 1.0. */
const pythonFloat = (value: number): string => `float:${Number.isInteger(value) ? value.toFixed(1) : value}`;

it.runIf(isChecked)('numbers that Python writes in another way survive: infinities, NaN, -0, and whole numbers past 64 bits', () => {
  using network = new Network(engine, {
    precision: 'f64',
    layers: [
      { weights: [[1, -0, 1e20, 1e300, 5e-324]], bias: [Number.NaN] },
      { weights: [[Number.POSITIVE_INFINITY]], bias: [Number.NEGATIVE_INFINITY] },
    ],
  });
  const print = `${network.savePyTorch()}\nprint([repr(x) for l in (0, 2) for x in (*MODULE(l).weight[0], *MODULE(l).bias)])`;
  const script = print.replaceAll('MODULE(l)', 'model.modules[l]');
  const { stdout, stderr } = spawnSync('python3', ['-c', script], { env: standIn, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trim()).toBe("['1.0', '-0.0', '1e+20', '1e+300', '5e-324', 'nan', 'inf', '-inf']");
});
