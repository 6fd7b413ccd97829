import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dataSetNames, dataSets, loadDataSet } from '../../../src/data/index.js';
import { loadEngine } from '../../../src/engine/engine.js';
import { ArgumentError } from '../../../src/engine/errors.js';

const engine = await loadEngine();

describe('every data set', () => {
  it.each(dataSetNames)('%s has the shape of its row in the registry, and labels within its classes', async (name) => {
    for (const precision of ['f32', 'f64'] as const) {
      const set = await loadDataSet(engine, name, { precision });
      expect([set.name, set.features, set.classes]).toEqual([name, dataSets[name].features, dataSets[name].classes]);
      for (const { inputs, labels } of [set.train, set.test]) {
        expect(inputs.columns).toBe(set.features);
        expect(inputs.data).toBeInstanceOf(precision === 'f32' ? Float32Array : Float64Array);
        expect(inputs.data).toHaveLength(inputs.rows * inputs.columns);
        expect(labels).toHaveLength(inputs.rows);
        expect([...new Set(labels)].sort((a, b) => a - b)).toEqual(Array.from({ length: set.classes }, (_, k) => k));
      }
    }
  });

  it.each(dataSetNames)('%s leaves no block of memory behind', async (name) => {
    const blocks = engine.memory.blocks;
    await loadDataSet(engine, name);
    expect(engine.memory.blocks).toBe(blocks);
  });
});

describe('digits', () => {
  const source = readFileSync(new URL('../../../src/data/digits-images.ts', import.meta.url), 'utf8');

  it('names its authors, its source and its licence where the images stand', () => {
    for (const text of ['E. Alpaydin', 'C. Kaynak', '1998', 'https://doi.org/10.24432/C50P49', 'CC BY 4.0']) expect(source).toContain(text);
  });

  it('is the 1797 images of the UCI file, unchanged: 1437 to train on, the last 360 to test', async () => {
    const { train, test } = await loadDataSet(engine, 'digits', { precision: 'f64' });
    expect([train.inputs.rows, test.inputs.rows]).toEqual([1437, 360]);
    const lines = [train, test].flatMap(({ inputs, labels }) =>
      Array.from(labels, (label, i) =>
        [...inputs.data.subarray(64 * i, 64 * (i + 1))]
          .map((ink) => 16 * ink)
          .concat(label)
          .join(','),
      ),
    );
    // Of the lines of UCI's file without its heading, joined by line ends.
    expect(createHash('sha256').update(lines.join('\n')).digest('hex')).toBe('63e266dec490e75ef6c22e592ba8e509f5cd6d9536f6a3c84547c959afa1f82a');
  });

  it('has as many images of each digit as scikit-learn tells', async () => {
    const { train, test } = await loadDataSet(engine, 'digits');
    const counts = Array<number>(10).fill(0);
    for (const label of [...train.labels, ...test.labels]) counts[label]!++;
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
  });

  it('refuses samples and noise, which a fixed set does not have', async () => {
    await expect(loadDataSet(engine, 'digits', { samples: 5 })).rejects.toThrow('samples: expected nothing: digits is a fixed set of examples, got 5');
    await expect(loadDataSet(engine, 'digits', { noise: 0.1 })).rejects.toThrow('noise: ');
  });
});

describe('generated sets', () => {
  it('test points have other noise than training points, and the data seed decides both', async () => {
    const first = await loadDataSet(engine, 'moons', { samples: 30, seed: 5 });
    const again = await loadDataSet(engine, 'moons', { samples: 30, seed: '5' });
    const other = await loadDataSet(engine, 'moons', { samples: 30, seed: 6 });
    expect(again).toEqual(first);
    expect(first.test.inputs.data).not.toEqual(first.train.inputs.data);
    expect(other.train.inputs.data).not.toEqual(first.train.inputs.data);
    expect([first.train.inputs.rows, first.test.inputs.rows]).toEqual([30, 30]);
  });

  const wrong: [string, object][] = [
    ['samples', { samples: 1 }],
    ['samples', { samples: 2.5 }],
    ['samples', { samples: '5' }],
    ['noise', { noise: -1 }],
    ['noise', { noise: Number.NaN }],
    ['seed', { seed: -1 }],
    ['seed', { seed: 2 ** 53 }],
    ['precision', { precision: 'f16' }],
  ];
  it.each(wrong)('a bad %s in %j is named', async (argument, options) => {
    const error = await loadDataSet(engine, 'spirals', options).catch((reason) => reason);
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.argument).toBe(argument);
  });

  it('a misspelt option or name is told with what it may have meant', async () => {
    await expect(loadDataSet(engine, 'moons', { sample: 5 } as object)).rejects.toThrow('did you mean samples?');
    await expect(loadDataSet(engine, 'moon' as 'moons')).rejects.toThrow('did you mean moons?');
  });
});
