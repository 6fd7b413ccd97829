import { afterEach, expect, it } from 'vitest';
import * as fathom from '../../src/index.js';
import {
  ArgumentError,
  activate,
  alongSegment,
  countPieces,
  crossings,
  Dataset,
  distance,
  extremal,
  integral,
  loadDataSet,
  loadEngine,
  matmul,
  Network,
  normal,
  permutation,
  slope,
  Trainer,
  triangleWave,
  uniform,
  zigzag,
} from '../../src/index.js';

const engine = await loadEngine();
const other = await loadEngine();
const network = new Network(engine, { widths: [2, 3, 2], seed: 1 });
const data = new Dataset(engine, {
  inputs: [
    [0, 1],
    [1, 0],
  ],
  labels: [0, 1],
});
const foreign = new Dataset(other, { inputs: [[0, 1]], labels: [1] });
const double = new Dataset(engine, { inputs: [[0, 1]], labels: [1], precision: 'f64' });
const narrow = new Dataset(engine, { inputs: [[0]], labels: [1] });
const single = new Dataset(engine, { inputs: [[0, 1]], targets: [[1]] });
const line = new Network(engine, { widths: [1, 2, 1], precision: 'f64' });
const smooth = new Network(engine, { widths: [1, 2, 1], activation: 'tanh' });
const plane = new Network(engine, { widths: [2, 2, 1] });
const rows = [[0, 1]];
const product = { m: 2, n: 2, k: 3, a: new Float32Array(6), b: new Float32Array(6) };
const detached = new Float32Array(2);
structuredClone(detached.buffer, { transfer: [detached.buffer] });
const measured = { inputs: rows, labels: [1], classes: 2, loss: 'cross-entropy' };
const training = { data, loss: 'cross-entropy', steps: 1 };

/** What a caller without types could write. */
// biome-ignore lint/suspicious/noExplicitAny: wrong types are the point of this file
type Anything = any;
const bad = <Argument>(value: Anything) => value as Argument;

/** A list without its second value. */
const holed = (list: readonly unknown[]): Anything => {
  const copy = [...list];
  delete copy[1];
  return copy;
};

/** Options of which one throws when it is read. */
const unreadable = (key: string, rest: object = {}): object =>
  Object.defineProperty({ ...rest }, key, {
    enumerable: true,
    get() {
      throw new Error('no luck');
    },
  });

/** A file of one number with these fields in its header. */
const safetensors = (fields: object): Uint8Array => {
  const header = new TextEncoder().encode(JSON.stringify({ 'layers.0.weight': { dtype: 'F32', shape: [1, 1], data_offsets: [0, 4] }, ...fields }));
  const file = new Uint8Array(8 + header.length + 4);
  new DataView(file.buffer).setUint32(0, header.length, true);
  file.set(header, 8);
  return file;
};

const net = (specification: object) => () => new Network(engine, bad({ widths: [2, 3, 1], ...specification }));
const trainWith = (options: object) => () => network.train(bad({ ...training, ...options }));
const measure = (options: object) => () => network.gradients(bad({ ...measured, ...options }));

/** Public function, class or method -> [argument that the error names, call]. Every value of the public list that can be called stands here. */
const cases: Record<string, [argument: string, call: () => unknown][]> = {
  Network: [
    ['engine', () => new Network(bad(undefined), { widths: [1, 1] })],
    ['engine', () => new Network(bad({}), { widths: [1, 1] })],
    ['specification', () => new Network(engine, bad(null))],
    ['specification.widths', () => new Network(engine, bad(unreadable('widths')))],
    ['init.sigma', net({ init: unreadable('sigma', { name: 'normal' }) })],
    ['specification', () => new Network(engine, bad([1, 2]))],
    ['specification', net({ width: [1] })],
    ['specification', net({ optimiser: 1 })],
    ['widths', net({ widths: [] })],
    ['widths', net({ widths: [1] })],
    ['widths', net({ widths: '2,2' })],
    ['widths', net({ widths: Array(1003).fill(1) })],
    ['widths[1]', net({ widths: [1, 0, 1] })],
    ['widths[1]', net({ widths: [1, 1e9, 1] })],
    ['widths[0]', net({ widths: [-1, 1] })],
    ['widths[0]', net({ widths: [1.5, 1] })],
    ['widths[0]', net({ widths: ['3', 1] })],
    ['widths[1]', net({ widths: [1, Number.NaN] })],
    ['widths[1]', net({ widths: [1, null] })],
    ['widths[1]', net({ widths: holed([1, 1, 1]) })],
    ['precision', net({ precision: 'f16' })],
    ['activation', net({ activation: 'Relu ' })],
    ['activation', net({ activation: ['relu', 'tanh'] })],
    ['activation[0]', net({ activation: ['rleu'] })],
    ['activation[1]', net({ widths: [1, 1, 1, 1, 1], activation: holed(['relu', 'relu', 'relu']) })],
    ['activation', net({ widths: [1, 1], activation: 'rleu' })],
    ['outputActivation', net({ outputActivation: 3 })],
    ['alpha', net({ activation: 'leaky-relu', alpha: -0.1 })],
    ['alpha', net({ activation: 'leaky-relu', alpha: 1.5 })],
    ['alpha', net({ activation: 'elu', alpha: Number.NaN })],
    ['alpha', net({ alpha: [1] })],
    ['alpha', net({ activation: 'celu', alpha: 1e-50 })], // 0 in f32
    ['alpha', net({ activation: 'elu', alpha: 1e300 })], // infinite in f32
    ['alpha[0]', net({ activation: 'celu', alpha: [0, 1] })],
    ['init', net({ init: 'he' })],
    ['init', net({ init: null })],
    ['init.name', net({ init: { sigma: 1 } })],
    ['init', net({ init: { name: 'normal', sgima: 1 } })],
    ['init.sigma', net({ init: { name: 'normal' } })],
    ['init.limit', net({ init: { name: 'uniform', limit: -1 } })],
    ['init.value', net({ init: { name: 'constant', value: Number.POSITIVE_INFINITY } })],
    ['init.sigmaB', net({ init: { name: 'mean-field', sigmaW: 1 } })],
    ['widths[1]', net({ init: 'looks-linear' })],
    ['seed', net({ seed: -1 })],
    ['seed', net({ seed: 1.2 })],
    ['seed', net({ seed: 2 ** 53 })],
    ['seed', net({ seed: 2n ** 64n })],
    ['seed', net({ seed: 'abc' })],
    ['seed', net({ seed: '18446744073709551616' })],
    ['layers', () => new Network(engine, { layers: [] })],
    ['layers[1]', () => new Network(engine, { layers: holed([{ weights: [[1]], bias: [0] }, {}]) })],
    ['layers[0].weights[1]', () => new Network(engine, { layers: [{ weights: holed([[1], [1]]), bias: [0, 0] }] })],
    ['layers[0]', () => new Network(engine, bad({ layers: [{ weights: [[1]], bias: [0], bais: [0] }] }))],
    ['layers[0].weights[0][1]', () => new Network(engine, bad({ layers: [{ weights: [[1, undefined]], bias: [0] }] }))],
    ['layers[0].bias.length', () => new Network(engine, { layers: [{ weights: [[1]], bias: [0, 0] }] })],
    ['layers[0].bias', () => new Network(engine, { layers: [{ weights: [[1]], bias: Float64Array.of(0) }] })],
    [
      'layers[1].weights',
      () =>
        new Network(engine, {
          layers: [
            { weights: [[1]], bias: [0] },
            { weights: [[1, 2]], bias: [0] },
          ],
        }),
    ],
    ['inputs', () => network.forward([[1, 2, 3]])],
    ['inputs', () => network.forward(bad('1,2'))],
    ['inputs[1]', () => network.forward(bad([[1, 2], 3]))],
    ['inputs[1].length', () => network.forward([[1, 2], [1]])],
    ['inputs[0][1]', () => network.forward(bad([[1, '2']]))],
    ['inputs[0][1]', () => network.forward([holed([1, 1])])],
    [
      'inputs[1]',
      () =>
        network.forward(
          holed([
            [1, 2],
            [1, 2],
            [1, 2],
          ]),
        ),
    ],
    ['inputs.data', () => network.forward({ rows: 1, columns: 2, data: new Float64Array(2) })],
    ['inputs.data.length', () => network.forward({ rows: 2, columns: 2, data: new Float32Array(3) })],
    ['inputs.rows', () => network.forward({ rows: -1, columns: 2, data: [] })],
    ['inputs.data', () => network.forward({ rows: 1, columns: 2, data: detached })],
    ['measurement', measure({ loss: 'mse', extra: 1 })],
    ['loss', measure({ loss: 'l2' })],
    ['targets', measure({ labels: undefined })],
    ['labels.length', measure({ labels: [1, 0] })],
    ['labels[0]', measure({ labels: [0.5] })],
    ['labels[0]', measure({ labels: [2] })],
    ['labels[0]', measure({ labels: [-1] })],
    [
      'targets[1][0]',
      () =>
        new Network(engine, { widths: [2, 1] }).gradients({
          inputs: [
            [0, 1],
            [1, 0],
          ],
          targets: [[1], [1.5]],
          loss: 'bce',
        }),
    ],
    ['targets[0][1]', () => network.gradients({ inputs: [[0, 1]], targets: [[1, -1]], loss: 'cross-entropy' })],
    ['data', () => network.probe(bad({ data: {}, loss: 'mse' }))],
    ['data', () => network.evaluate({ data: foreign, loss: 'mse' })],
    ['data.precision', () => network.evaluate({ data: double, loss: 'mse' })],
    ['data.features', () => network.gradientNorms({ data: narrow, loss: 'mse' })],
    ['data.outputs', () => network.gradients({ data: single, loss: 'mse' })],
    ['values', () => network.setParameters(new Float64Array(17))],
    ['values.length', () => network.setParameters([1, 2, 3])],
    ['values[1]', () => network.setParameters(bad([1, '2', ...Array(15).fill(0)]))],
  ],
  Dataset: [
    ['engine', () => new Dataset(bad(null), { inputs: rows, labels: [1] })],
    ['examples.labels', () => new Dataset(engine, bad(unreadable('labels', { inputs: rows })))],
    ['labels', () => new Dataset(engine, { inputs: rows, labels: detached })],
    ['labels', () => new Dataset(engine, { inputs: rows, labels: bad({ length: 1, 0: 1 }) })],
    ['labels', () => new Dataset(engine, { inputs: rows, labels: bad(null) })],
    ['examples', () => new Dataset(engine, bad(undefined))],
    ['examples', () => new Dataset(engine, bad({ inputs: rows, labls: [1] }))],
    ['inputs', () => new Dataset(engine, { inputs: [], labels: [] })],
    ['inputs', () => new Dataset(engine, { inputs: [[]], labels: [0] })],
    ['targets', () => new Dataset(engine, { inputs: rows })],
    ['targets', () => new Dataset(engine, { inputs: rows, labels: [1], targets: [[1]] })],
    ['targets', () => new Dataset(engine, { inputs: rows, targets: [[1], [2]] })],
    ['targets', () => new Dataset(engine, { inputs: rows, targets: [[]] })],
    ['classes', () => new Dataset(engine, { inputs: rows, labels: [1], classes: 0 })],
    ['classes', () => new Dataset(engine, { inputs: rows, targets: [[1]], classes: 2 })],
    ['labels[0]', () => new Dataset(engine, { inputs: rows, labels: [3], classes: 3 })],
    ['labels[0]', () => new Dataset(engine, { inputs: rows, labels: bad(['1']) })],
    [
      'inputs[1][0]',
      () =>
        new Dataset(engine, {
          inputs: [
            [1, 2],
            [Number.NaN, 1],
          ],
          labels: [0, 1],
        }),
    ],
    ['targets[0][0]', () => new Dataset(engine, { inputs: rows, targets: [[Number.POSITIVE_INFINITY]] })],
    ['precision', () => new Dataset(engine, { inputs: rows, labels: [1], precision: bad('double') })],
  ],
  'Network.train': [
    ['options', () => network.train(bad(undefined))],
    ['options.data', () => network.train(bad(unreadable('data', { loss: 'mse', steps: 1 })))],
    ['schedule.every', trainWith({ schedule: unreadable('every', { name: 'step' }) })],
    ['steps', trainWith({ steps: -1 })],
    ['steps', trainWith({ steps: 1.5 })],
    ['steps', trainWith({ steps: undefined })],
    ['options', trainWith({ learningRate: 1 })],
    ['data', trainWith({ data: rows })],
    ['loss', trainWith({ loss: 'crossentropy' })],
    ['batch', trainWith({ batch: 0 })],
    ['batch', trainWith({ batch: 'half' })],
    ['optimizer', trainWith({ optimizer: { learningrate: 0.1 } })],
    ['optimizer.name', trainWith({ optimizer: { name: 'addam' } })],
    ['optimizer.learningRate', trainWith({ optimizer: { learningRate: -1 } })],
    ['optimizer.learningRate', trainWith({ optimizer: { learningRate: Number.NaN } })],
    ['optimizer.momentum', trainWith({ optimizer: { name: 'momentum', momentum: 1 } })],
    ['optimizer.beta2', trainWith({ optimizer: { name: 'adam', beta2: -0.1 } })],
    ['optimizer.clipNorm', trainWith({ optimizer: { clipNorm: 0 } })],
    ['optimizer.weightDecay', trainWith({ optimizer: { weightDecay: -1 } })],
    ['schedule.name', trainWith({ schedule: { name: 'linear' } })],
    ['schedule', trainWith({ schedule: { name: 'cosine', evry: 1 } })],
    ['schedule.every', trainWith({ schedule: { name: 'step', every: 0 } })],
    ['schedule.final', trainWith({ schedule: { name: 'cosine', final: 2 } })],
    ['schedule.warmup', trainWith({ schedule: { name: 'constant', warmup: -1 } })],
    ['seed', trainWith({ seed: 'x' })],
  ],
  Trainer: [
    ['network', () => new Trainer(bad({}), bad(training))],
    ['options', () => new Trainer(network, bad(undefined))],
    ['options', () => new Trainer(network, bad({ ...training, step: 2 }))],
    ['batch', () => new Trainer(network, bad({ data, loss: 'cross-entropy', batch: Number.NaN }))],
    ['steps', () => new Trainer(network, { data, loss: 'cross-entropy' }).run(-1)],
  ],
  matmul: [
    ['engine', () => matmul(bad(null), product)],
    ['m', () => matmul(engine, { ...product, m: -1 })],
    ['k', () => matmul(engine, { ...product, k: bad('3') })],
    ['n', () => matmul(engine, { ...product, n: 2 ** 53 })],
    ['a.length', () => matmul(engine, { ...product, k: 4 })],
    ['b.length', () => matmul(engine, { ...product, b: new Float32Array(7) })],
    ['a', () => matmul(engine, { ...product, a: new Float64Array(6) })],
    ['a', () => matmul(engine, { ...product, precision: 'f64' })],
    ['b[2]', () => matmul(engine, { ...product, b: bad([1, 2, null, 4, 5, 6]) })],
    ['c', () => matmul(engine, { ...product, beta: 1 })],
    ['c', () => matmul(engine, { ...product, strideC: 4 })],
    ['strideA', () => matmul(engine, { ...product, strideA: 2 })],
    ['strideB', () => matmul(engine, { ...product, strideB: -2 })],
    ['b.length', () => matmul(engine, { ...product, strideB: 5 })],
    ['alpha', () => matmul(engine, { ...product, alpha: Number.NaN })],
    ['alpha', () => matmul(engine, { ...product, alpha: 1e300 })],
    ['beta', () => matmul(engine, { ...product, c: new Float32Array(4), beta: -1e39 })],
    ['transposeA', () => matmul(engine, { ...product, transposeA: bad('T') })],
    ['options', () => matmul(engine, bad({ ...product, transA: true }))],
  ],
  activate: [
    ['engine', () => activate(bad(null), 'relu', new Float32Array(1))],
    ['values', () => activate(engine, 'relu', detached)],
    ['activation', () => activate(engine, bad('RELU'), new Float32Array(1))],
    ['values', () => activate(engine, 'relu', bad([1, 2]))],
    ['alpha', () => activate(engine, 'leaky-relu', new Float32Array(1), { alpha: 2 })],
    ['options', () => activate(engine, 'leaky-relu', new Float32Array(1), bad({ slope: 2 }))],
  ],
  slope: [
    ['activation', () => slope(engine, bad(undefined), new Float32Array(1))],
    ['values', () => slope(engine, 'relu', bad(new Int32Array(2)))],
    ['alpha', () => slope(engine, 'elu', new Float32Array(1), { alpha: 0 })],
  ],
  uniform: [
    ['engine', () => uniform(bad(undefined), { count: 1, seed: 0 })],
    ['count', () => uniform(engine, { count: -1, seed: 0 })],
    ['seed', () => uniform(engine, bad({ count: 1 }))],
    ['stream', () => uniform(engine, { count: 1, seed: 0, stream: 2 ** 32 })],
    ['precision', () => uniform(engine, { count: 1, seed: 0, precision: bad('f16') })],
  ],
  normal: [
    ['count', () => normal(engine, { count: 1.5, seed: 0 })],
    ['options', () => normal(engine, bad({ count: 1, seed: 0, mean: 1 }))],
    ['seed', () => normal(engine, { count: 1, seed: -0 })],
  ],
  permutation: [
    ['engine', () => permutation(bad({}), { count: 1, seed: 0 })],
    ['count', () => permutation(engine, { count: 2 ** 30, seed: 0 })],
    ['seed', () => permutation(engine, { count: 3, seed: Number.NaN })],
    ['options', () => permutation(engine, bad({ count: 3, seed: 1, precision: 'f32' }))],
  ],
  loadDataSet: [
    ['engine', () => loadDataSet(bad({}), 'moons')],
    ['data', () => loadDataSet(engine, bad('mnist'))],
    ['options', () => loadDataSet(engine, 'moons', bad({ sample: 3 }))],
    ['precision', () => loadDataSet(engine, 'moons', { precision: bad('f16') })],
    ['samples', () => loadDataSet(engine, 'circles', { samples: 1 })],
    ['noise', () => loadDataSet(engine, 'spirals', { noise: -1 })],
    ['samples', () => loadDataSet(engine, 'digits', { samples: 10 })],
    ['seed', () => loadDataSet(engine, 'moons', { seed: 0.5 })],
  ],
  countPieces: [
    ['network', () => countPieces(bad({}), [0, 1])],
    ['network', () => countPieces(bad(null), [0, 1])],
    ['network.widths[0]', () => countPieces(plane, [0, 1])],
    ['network.widths[2]', () => countPieces(alongSegment(network, [0, 0], [1, 1]), [0, 1])],
    ['network.activations[0]', () => countPieces(smooth, [0, 1])],
    ['interval', () => countPieces(line, bad([0]))],
    ['interval[1]', () => countPieces(line, [0, 0])],
    ['interval[1]', () => countPieces(line, [1, -1])],
    ['interval[0]', () => countPieces(line, [Number.NEGATIVE_INFINITY, 1])],
    ['interval[1]', () => countPieces(line, [0, Number.NaN])],
    ['limit', () => countPieces(line, [0, 1], { limit: 0 })],
    ['options', () => countPieces(line, [0, 1], bad({ tolerance: 1e-9 }))],
  ],
  alongSegment: [
    ['network', () => alongSegment(bad(3), [0, 0], [1, 1])],
    ['from.length', () => alongSegment(plane, [0], [1, 1])],
    ['to[1]', () => alongSegment(plane, [0, 0], [1, Number.NaN])],
    ['to', () => alongSegment(plane, [1, 1], [1, 1])],
    ['from', () => alongSegment(plane, bad('00'), [1, 1])],
  ],
  crossings: [
    ['network.widths[0]', () => crossings(plane, 0, [0, 1])],
    ['level', () => crossings(line, Number.NaN, [0, 1])],
    ['interval[1]', () => crossings(line, 0, [2, 1])],
  ],
  distance: [
    ['networkA.widths[0]', () => distance(plane, line, [0, 1])],
    ['networkB.activations[0]', () => distance(line, smooth, [0, 1])],
    ['interval[1]', () => distance(line, line, [0, Number.POSITIVE_INFINITY])],
  ],
  integral: [
    ['network', () => integral(bad(undefined), [0, 1])],
    ['network.activations[0]', () => integral(smooth, [0, 1])],
    ['interval', () => integral(line, bad('0,1'))],
  ],
  triangleWave: [
    ['depth', () => triangleWave(0)],
    ['depth', () => triangleWave(1.5)],
    ['depth', () => triangleWave(1001)],
  ],
  zigzag: [
    ['depth', () => zigzag(0)],
    ['depth', () => zigzag(bad('3'))],
    ['depth', () => zigzag(Number.NaN)],
  ],
  extremal: [
    ['widths', () => extremal([])],
    ['widths', () => extremal(bad(3))],
    ['widths[1]', () => extremal([3, 2])],
  ],
  'Network.load': [
    ['engine', () => Network.load(bad({}), network.save())],
    ['file', () => Network.load(engine, bad(3))],
    ['file', () => Network.load(engine, '{')],
    ['format', () => Network.load(engine, '{"format": 1}')],
    ['file', () => Network.load(engine, new Uint8Array(7))],
    ['__metadata__', () => Network.load(engine, safetensors({ __metadata__: null }))],
    ['__metadata__', () => Network.load(engine, safetensors({ __metadata__: { activations: 3 } }))],
    ['options', () => Network.load(engine, network.saveSafetensors(), bad({ activations: 'relu' }))],
    ['activation', () => Network.load(engine, network.saveSafetensors(), { activation: bad('x') })],
  ],
};

/** Called without arguments that could be wrong, or tested where it stands: the loader's failures have a file of their own. */
const elsewhere = ['ArgumentError', 'Engine', 'EngineError', 'loadEngine'];

afterEach(() => {
  expect(network.save()).toBe(before);
});
const before = network.save();

it('every public function has at least three bad arguments here', () => {
  const callable = Object.entries(fathom).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
  expect([...Object.keys(cases).filter((name) => !name.includes('.')), ...elsewhere].sort()).toEqual(callable.sort());
  for (const [name, list] of Object.entries(cases)) expect(list.length, name).toBeGreaterThanOrEqual(3);
});

it.each(Object.entries(cases).flatMap(([name, list]) => list.map(([argument, call], index) => [name, argument, index, call] as const)))(
  '%s refuses a bad %s (%i) by name, and nothing is touched',
  async (_name, argument, _index, call) => {
    const blocks = engine.memory.blocks;
    const bytes = engine.memoryBytes;
    let thrown: unknown;
    try {
      await call();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ArgumentError);
    const error = thrown as ArgumentError;
    expect(error.argument).toBe(argument);
    expect(error.message).toMatch(/^[^\n]+: expected [^\n]+, got [^\n]+$/);
    expect(error.message.length).toBeLessThan(420);
    expect(engine.memory.blocks).toBe(blocks);
    expect(engine.memoryBytes).toBe(bytes);
  },
);

it('a misspelt name comes with the nearest one', () => {
  expect(() => new Network(engine, bad({ widths: [1, 1], activation: 'Leaky_ReLU' }))).toThrow(/did you mean leaky-relu/);
  expect(trainWith({ optimizer: { learningrate: 1 } })).toThrow(/did you mean learningRate/);
});

it('a network disposed of while its options are read is named, and its memory is not touched', () => {
  const brief = new Network(engine, { widths: [2, 2], seed: 1 });
  const late = {
    loss: 'mse' as const,
    get data() {
      brief.dispose();
      return data;
    },
  };
  expect(() => brief.gradients(late)).toThrow('the network was disposed');
  expect(network.forward(rows).rows).toBe(1);
});

it('the widths of a network, by which its memory is read, cannot be changed', () => {
  expect(() => (network.widths as number[]).push(5)).toThrow(TypeError);
});
