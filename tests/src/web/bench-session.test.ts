import { describe, expect, it } from 'vitest';
import { dataSets } from '../../../src/data/index.js';
import { loadEngine } from '../../../src/engine/engine.js';
import { ArgumentError } from '../../../src/engine/errors.js';
import { activationNames, activations } from '../../../src/network/activation.js';
import { Dataset } from '../../../src/network/dataset.js';
import { Network } from '../../../src/network/network.js';
import type { Frame } from '../../../web/bench/frame.js';
import { BenchSession } from '../../../web/bench/session.js';
import { type BenchSettings, type DataKind, dataKinds } from '../../../web/bench/settings.js';
import { everyView, noViews, small } from './bench-settings.js';

const engine = await loadEngine({ theory: true });
const open = (given: Partial<BenchSettings> = {}, csv?: string) => BenchSession.open(engine, small(given), csv);
const csv = '0.5,1,0\n-1,2,1\n3,-1,0\n0,0,1\n2,2,1\n1,1,0\n';

describe('a bench', () => {
  it.each(dataKinds)('%s: rewinding and training again gives the same frames, bit for bit', async (data) => {
    using session = await open({ data }, csv);
    const course = (): Frame[] => [session.frame(everyView), session.advance({ steps: 7 }, everyView), session.advance({ steps: 6 }, everyView)];
    const first = course();
    const rewound = session.rewind(everyView);
    expect(rewound).toEqual(first[0]);
    expect(rewound.status).toBe('ready');
    expect(course()).toEqual(first);
    expect(first[2]!.fingerprint).not.toBe(first[0]!.fingerprint);
  });

  it('the bits do not depend on how a run is cut, nor on which views are computed on the way', async () => {
    for (const data of ['moons', 'function'] as const) {
      using whole = await open({ data });
      using parts = await open({ data });
      const once = whole.advance({ steps: 60 }, everyView);
      const losses: number[] = [];
      for (const [index, steps] of [1, 2, 17, 0, 30, 10].entries()) losses.push(...parts.advance({ steps }, index % 2 ? everyView : noViews).losses);
      const last = parts.frame(everyView);
      expect(losses).toEqual([...once.losses]);
      expect({ ...last, losses: once.losses }).toEqual(once);
    }
  });

  it('a stretch of time makes updates, whose bits are those of as many in one run', async () => {
    using timed = await open();
    const frames = Array.from({ length: 3 }, () => timed.advance({ milliseconds: 3 }, noViews));
    const { step, fingerprint } = frames[2]!;
    expect(step).toBeGreaterThan(2);
    expect(frames.reduce((sum, { losses }) => sum + losses.length, 0)).toBe(step);
    using counted = await open();
    expect(counted.advance({ steps: step }, noViews).fingerprint).toBe(fingerprint);
  });

  it('is the training that the library makes of the same settings', async () => {
    for (const kind of ['spirals', 'xor', 'gaussians', 'digits'] as const) {
      using session = await open({ data: kind });
      const frame = session.advance({ steps: 25 }, noViews);
      const set = await dataSets[kind].load(engine, kind === 'digits' ? { seed: 2 } : { samples: 60, noise: 0.1, seed: 2 });
      const loss = kind === 'digits' ? 'cross-entropy' : 'bce';
      const examples = ({ inputs, labels }: typeof set.train) =>
        loss === 'bce' ? { inputs, targets: { rows: inputs.rows, columns: 1, data: Float32Array.from(labels) } } : { inputs, labels, classes: set.classes };
      using data = new Dataset(engine, examples(set.train));
      using network = new Network(engine, { widths: [set.features, 5, 4, loss === 'bce' ? 1 : 10], seed: 1 });
      const { losses } = network.train({ data, loss, steps: 25, batch: 16, optimizer: { name: 'adam', learningRate: 0.01 }, seed: 3 });
      expect([...frame.losses]).toEqual([...losses]);
      expect(frame.fingerprint).toBe(network.fingerprint());
      const [train, test] = [network.evaluate({ data, loss }), network.evaluate({ ...examples(set.test), loss })];
      expect([frame.trainLoss, frame.trainAccuracy, frame.testLoss, frame.testAccuracy]).toEqual([train.loss, train.accuracy, test.loss, test.accuracy]);
    }
  });

  it('a run that diverges is a status, stays where it is, and every view can be had of it', async () => {
    for (const data of ['moons', 'function', 'digits'] as const) {
      using session = await open({ data, activations: ['identity', 'identity'], optimizer: 'sgd', learningRate: 1e30 });
      const start = session.frame(noViews).fingerprint;
      const frame = session.advance({ steps: 50 }, everyView);
      expect(frame.status).toBe('diverged');
      const later = session.advance({ steps: 5 }, everyView);
      const timed = session.advance({ milliseconds: 5 }, everyView);
      expect([later.status, later.fingerprint, timed.step]).toEqual(['diverged', frame.fingerprint, later.step]);
      expect(session.rewind(everyView)).toMatchObject({ status: 'ready', fingerprint: start });
    }
  });

  it.each([0, 1, 2, 7, 20, 50])('depth %i opens, trains and shows every view', async (depth) => {
    for (const data of ['circles', 'function', 'digits'] as const) {
      using session = await open({ data, widths: Array<number>(depth).fill(4) });
      const frame = session.advance({ steps: 3 }, everyView);
      expect(frame.step).toBe(3);
      expect(frame.layers).toHaveLength(depth);
      expect(frame.line !== undefined).toBe(data === 'function');
      expect(frame.heat !== undefined).toBe(data === 'circles');
    }
  });

  it('every activation shows its views: exact where it is piecewise linear', async () => {
    for (const name of activationNames) {
      const activation = [name, name];
      using line = await open({ data: 'function', activations: activation });
      expect(line.advance({ steps: 5 }, everyView).line?.isExact).toBe(activations[name].piecewiseLinear);
      using plane = await open({ activations: activation });
      const { boundary } = plane.advance({ steps: 5 }, everyView);
      expect(boundary !== undefined).toBe(activations[name].piecewiseLinear && name !== 'hard-sigmoid');
    }
  });

  it.each(dataKinds)('%s opens at odd sizes, with as many points as were asked for', async (data) => {
    for (const samples of [2, 3, 5, 33, 1025]) {
      using session = await open({ data, samples }, csv);
      const { train, test, kind, frame } = session.opened.data;
      if (data !== 'csv' && data !== 'digits') expect([train.count, test.count]).toEqual([samples, samples]);
      expect(train.coordinates).toHaveLength(kind === 'many' ? 0 : train.count * (kind === 'plane' ? 2 : 1));
      expect(frame[0]).toBeLessThan(frame[1]);
      expect(frame[2]).toBeLessThan(frame[3]);
      expect(session.advance({ steps: 2 }, everyView).step).toBe(2);
    }
  });

  it('leaves no memory behind, however often it is opened', async () => {
    const cycle = async (index: number) => {
      const data = dataKinds[index % dataKinds.length] as DataKind;
      if (data === 'digits') return;
      using session = await open({ data, widths: [4, 3, 2].slice(index % 4) }, csv);
      session.advance({ steps: 2 }, everyView);
      session.rewind(noViews);
    };
    for (let index = 0; index < 40; index++) await cycle(index);
    const [blocks, bytes] = [engine.memory.blocks, engine.memoryBytes];
    for (let index = 0; index < 1000; index++) await cycle(index);
    expect(engine.memory.blocks).toBe(blocks);
    expect(engine.memoryBytes).toBe(bytes);
  });

  const wrong: [string, Partial<BenchSettings>][] = [
    ['data', { data: 'moon' as 'moons' }],
    ['samples', { samples: 1 }],
    ['samples', { samples: 10_001 }],
    ['noise', { noise: -1 }],
    ['noise', { data: 'function', noise: Number.NaN }],
    ['formula', { data: 'formula', formula: 'y + 1' }],
    ['formula', { data: 'function', formula: '1/x' }],
    ['widths', { widths: Array<number>(51).fill(2) }],
    ['widths[1]', { widths: [3, 0] }],
    ['widths', { widths: Array<number>(50).fill(512) }],
    ['activations', { activations: ['relu'] }],
    ['activations[0]', { activations: ['rely' as 'relu', 'relu'] }],
    ['init', { init: 'he-norml' }],
    ['init', { init: 'uniform' }],
    ['widths[1]', { init: 'looks-linear' }],
    ['optimizer.name', { optimizer: 'adams' as 'adam' }],
    ['learningRate', { learningRate: Number.POSITIVE_INFINITY }],
    ['weightDecay', { weightDecay: -1 }],
    ['batch', { batch: 0 }],
    ['initSeed', { initSeed: 0.5 }],
    ['dataSeed', { dataSeed: -1 }],
    ['batchSeed', { batchSeed: 2 ** 53 }],
  ];
  it.each(wrong)('refuses a wrong %s by its name, and leaves nothing behind: %j', async (argument, given) => {
    const blocks = engine.memory.blocks;
    const error = await open(given).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ArgumentError);
    expect((error as ArgumentError).argument).toBe(argument);
    expect(engine.memory.blocks).toBe(blocks);
  });

  it('refuses a stretch without end', async () => {
    using session = await open();
    for (const milliseconds of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => session.advance({ milliseconds }, noViews)).toThrow('milliseconds: ');
    expect(() => session.advance({ steps: 1.5 }, noViews)).toThrow('steps: ');
  });
});

describe('files', () => {
  it('a network that was exported and put back is the same, whatever the format, and rewinds to the file', async () => {
    using session = await open({ data: 'spirals' });
    const trained = session.advance({ steps: 20 }, everyView);
    for (const format of ['json', 'safetensors'] as const) {
      using fresh = await open({ data: 'spirals' });
      using again = await fresh.withNetwork(session.export(format));
      const start = again.frame(everyView);
      expect({ ...start, step: 20, status: 'trained', losses: trained.losses }).toEqual(trained);
      again.advance({ steps: 5 }, noViews);
      expect(again.rewind(noViews).fingerprint).toBe(trained.fingerprint);
    }
  });

  it('a network of f64 trains on the same points', async () => {
    using network = new Network(engine, { widths: [1, 6, 1], precision: 'f64', seed: 4 });
    using session = await open({ data: 'function' });
    using other = await session.withNetwork(network.save());
    expect(other.opened).toMatchObject({ parameters: 19, widths: [1, 6, 1], activations: ['relu', 'identity'] });
    expect(other.opened.data).toEqual(session.opened.data);
    expect(other.advance({ steps: 4 }, everyView).line?.isExact).toBe(true);
  });

  it('a file with a weight that is no number is a run that has diverged', async () => {
    for (const data of ['function', 'moons'] as const) {
      using session = await open({ data });
      using network = new Network(engine, { layers: [{ weights: [Array<number>(data === 'moons' ? 2 : 1).fill(Number.NaN)], bias: [0] }] });
      using other = await session.withNetwork(network.save());
      expect(other.frame(everyView).status).toBe('diverged');
      expect(other.rewind(everyView).status).toBe('diverged');
    }
  });

  it('a file that does not fit is refused with what is wrong, and leaves nothing behind', async () => {
    using session = await open();
    const blocks = engine.memory.blocks;
    const file = (widths: number[], outputActivation: 'identity' | 'sigmoid' = 'identity') => {
      using network = new Network(engine, { widths, outputActivation });
      return network.save();
    };
    await expect(session.withNetwork(file([3, 2, 1]))).rejects.toThrow('file: expected a network of 2 inputs');
    await expect(session.withNetwork(file([2, 2, 2]))).rejects.toThrow('file: expected a network of 1 outputs');
    await expect(session.withNetwork(file([2, 2, 1], 'sigmoid'))).rejects.toThrow('file: expected an output layer without activation');
    await expect(session.withNetwork('{"format": 1}')).rejects.toThrow('format: ');
    await expect(session.withNetwork(new Uint8Array(4))).rejects.toThrow('file: ');
    expect(() => session.export('pickle' as 'json')).toThrow('format: ');
    expect(engine.memory.blocks).toBe(blocks);
  });
});
