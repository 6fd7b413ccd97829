import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadDataSet } from '../../../src/data/index.js';
import { loadEngine } from '../../../src/engine/engine.js';
import { Dataset } from '../../../src/network/dataset.js';
import { Network } from '../../../src/network/network.js';
import type { RunRecord } from '../../../src/sweep/configuration.js';
import { Grid, type GridSpecification } from '../../../src/sweep/grid.js';
import { DataStore, run } from '../../../src/sweep/run.js';
import { runSweep, type SweepOptions } from '../../../src/sweep/runner.js';
import { small } from './small-grid.js';

const { setup } = await import(new URL('../../../scripts/setup.mjs', import.meta.url).href);
setup(); // the worker is the compiled one, brought up to date where it is not
const workerFile = new URL('../../../dist/command/worker.js', import.meta.url);
const faulty = new URL('./faulty-worker.mjs', import.meta.url);
const engine = await loadEngine();
const sweep = (specification: GridSpecification, options: Partial<SweepOptions> = {}) =>
  runSweep({ grid: new Grid(specification), module: engine.module, build: 'simd', version: 'x', jobs: 2, workerFile, ...options });

describe('a run', () => {
  it('gives the same record alone, and in a sweep on one thread or on two, bit for bit', async () => {
    const specification: GridSpecification = {
      ...small,
      data: ['moons', 'spirals'],
      precision: ['f32', 'f64'],
      optimizer: ['sgd', 'adam'],
      depth: [0, 1, 3],
      batch: [16, 'full'],
    };
    const [one, two] = [await sweep(specification, { jobs: 1 }), await sweep(specification)];
    expect(two).toEqual(one);
    expect(one).toMatchObject({ failures: [], isStopped: false });
    const grid = new Grid(specification);
    const store = new DataStore(engine, 2);
    for (const index of [0, 1, 50, 51, grid.size - 1]) {
      const configuration = grid.at(index);
      const { weightsHash, testLoss, testAccuracy, gradientRatio } = run(engine, configuration, await store.get(configuration));
      expect(one.records[index]).toMatchObject({ index, ...configuration, weightsHash, testLoss, testAccuracy, gradientRatio });
    }
    const hidden = one.records.filter((record) => record.depth > 0);
    expect(new Set(hidden.map((record) => record.weightsHash)).size).toBe(hidden.length);
  });

  it('is the network that the public library trains with the same parameters', async () => {
    const configuration = new Grid(small).at(7);
    const result = run(engine, configuration, await new DataStore(engine).get(configuration));
    const set = await loadDataSet(engine, 'moons', { samples: 40, noise: 0.1, seed: 0 });
    const data = new Dataset(engine, { ...set.train, classes: 2 });
    const network = new Network(engine, { widths: [2, 8, 2], activation: 'tanh', init: 'he-normal', seed: 1 });
    network.train({ data, loss: 'cross-entropy', steps: 20, batch: 16, optimizer: { name: 'sgd', learningRate: 0.1 }, seed: 1 });
    expect(result.weightsHash).toBe(network.fingerprint());
    expect(result.trainLoss).toBe(network.evaluate({ data, loss: 'cross-entropy' }).loss);
    expect(result.testLoss).toBe(network.evaluate({ ...set.test, classes: 2, loss: 'cross-entropy' }).loss);
  });

  it('that diverges with its very last update has diverged all the same', async () => {
    const specification = { ...small, learningRate: [1e6], activation: ['identity'], depth: [3] } as const;
    const all = await sweep(specification);
    const steps = all.records[0]!.divergedAt!;
    expect(steps).toBeGreaterThan(0);
    const { records } = await sweep({ ...specification, shared: { ...small.shared, steps } });
    expect(records[0]).toMatchObject({ status: 'diverged', divergedAt: steps, trainLoss: Number.NaN, testAccuracy: Number.NaN });
  });

  it('that diverges is a result with its step, not a failure', async () => {
    const { records, failures } = await sweep({ ...small, learningRate: [1e6], activation: ['identity'], depth: [3] });
    expect(failures).toEqual([]);
    for (const record of records) {
      expect(record).toMatchObject({ status: 'diverged', testLoss: Number.NaN, testAccuracy: Number.NaN, gradientRatioAfter: Number.NaN });
      expect(record.divergedAt).toBeGreaterThanOrEqual(0);
      expect(record.gradientRatio).toBeGreaterThan(0);
    }
  });

  it('tells a gradient that underflows from one that is 0', async () => {
    const deep = { ...small, depth: [40], activation: ['sigmoid'] as const, shared: { ...small.shared, steps: 0 } };
    const ratio = async (change: Partial<GridSpecification>): Promise<RunRecord> => (await sweep({ ...deep, seed: [0], ...change })).records[0]!;
    expect(await ratio({ init: ['normal=0.001'] })).toMatchObject({ gradientRatio: 0, gradientUnderflow: true });
    expect((await ratio({ init: ['normal=0.001'], precision: ['f64'] })).gradientRatio).toBeGreaterThan(0);
    expect(await ratio({ init: ['zeros'] })).toMatchObject({ gradientUnderflow: false });
    expect(await ratio({ depth: [0] })).toMatchObject({ gradientRatio: Number.NaN, gradientUnderflow: false });
    expect(await ratio({ depth: [1] })).toMatchObject({ gradientRatio: 1 });
  });

  it('that cannot be made is recorded with its reason, and the others go on', async () => {
    const { records, failures } = await sweep({ ...small, init: ['looks-linear', 'he-normal'], width: [5], depth: [1] });
    expect(failures.map(({ index, reason }) => [index, reason])).toEqual(
      [0, 1, 4, 5].map((i) => [i, 'widths[1]: expected an even number of units (looks-linear mirrors each), got 5']),
    );
    expect(records.map(({ index }) => index)).toEqual([2, 3, 6, 7]);
  });
});

describe('a sweep', () => {
  const seeds = (list: readonly number[], milliseconds = 0): GridSpecification => ({
    ...small,
    activation: ['relu'],
    depth: [1],
    seed: list,
    shared: { ...small.shared, steps: milliseconds },
  });

  it('loses only the runs whose worker fails, ends, throws or keeps silent', async () => {
    const list = [10, 1, 11, 2, 12, 3, 13, 4, 14, 15, 16, 17, 18, 19, 20];
    const seen: number[] = [];
    const { records, failures, isStopped } = await sweep(seeds(list), { workerFile: faulty, onRecord: ({ index }) => seen.push(index) });
    expect(failures.map(({ index }) => index)).toEqual([1, 3, 5, 7]);
    expect(failures.map(({ reason }) => reason)).toEqual([
      'it failed',
      expect.stringContaining('exited with code: 7'),
      expect.stringContaining('thrown'),
      'the worker sent no result',
    ]);
    expect(records.map(({ index }) => index)).toEqual([0, 2, 4, 6, 8, 9, 10, 11, 12, 13, 14]);
    expect(seen.toSorted((a, b) => a - b)).toEqual(records.map(({ index }) => index));
    expect(isStopped).toBe(false);
  });

  it('that is stopped begins no new run, and keeps every run that ended', async () => {
    const controller = new AbortController();
    const { records, isStopped } = await sweep(
      seeds(
        Array.from({ length: 100 }, (_, i) => 10 + i),
        20,
      ),
      {
        workerFile: faulty,
        signal: controller.signal,
        onRecord: ({ index }) => void (index === 4 && controller.abort()),
      },
    );
    expect(isStopped).toBe(true);
    expect(records.length).toBeGreaterThanOrEqual(4);
    expect(records.length).toBeLessThan(20);
  });

  it('that is stopped cuts a run that does not end in its time', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const { records, isStopped } = await sweep(seeds([10, 11], 60_000), { workerFile: faulty, signal: controller.signal, graceMilliseconds: 50 });
    expect([records, isStopped]).toEqual([[], true]);
  });

  it('a worker that cannot start is one error, before any run', async () => {
    await expect(sweep(small, { workerFile: pathToFileURL('/nowhere/worker.js') })).rejects.toThrow('/nowhere/worker.js');
  });

  it('an error of the one who listens ends it', async () => {
    const onRecord = () => {
      throw new Error('disk full');
    };
    await expect(sweep(seeds([10, 11, 12]), { workerFile: faulty, onRecord })).rejects.toThrow('disk full');
  });
});
