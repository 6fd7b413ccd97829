import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { type ActivationName, activationNames, type FloatArray, loadEngine, type Matrix, Network, normal, type Precision } from '../../../src/index.js';
import { operatorsOf } from '../../support/onnx-reader.js';

env.wasm.numThreads = 1;

const engine = await loadEngine();
const shapes = [
  [1, 1],
  [3, 5, 2],
  [7, 16, 9, 4],
  [2, 8, 8, 8, 1],
];
const alphas: Partial<Record<ActivationName, number>> = { 'leaky-relu': 0.2, elu: 0.7, celu: 1.3 };

const networkOf = (activation: ActivationName, precision: Precision, widths: readonly number[]): Network => {
  const alpha = alphas[activation];
  return new Network(engine, { widths, activation, precision, seed: 5, init: 'he-normal', ...(alpha === undefined ? {} : { alpha }) });
};

const batch = (rows: number, columns: number, precision: Precision): Matrix => {
  const data = normal(engine, { count: rows * columns, seed: 3, precision });
  return { rows, columns, data: data.map((x) => 3 * x) };
};

/** What ONNX Runtime makes of a model. */
const infer = async (model: Uint8Array, { rows, columns, data }: Matrix): Promise<Matrix> => {
  const session = await InferenceSession.create(model, { logSeverityLevel: 4 });
  const inputs = data instanceof Float32Array ? new Tensor('float32', data, [rows, columns]) : new Tensor('float64', data, [rows, columns]);
  const { outputs } = await session.run({ inputs });
  await session.release();
  return { rows: outputs!.dims[0]!, columns: outputs!.dims[1]!, data: outputs!.data as FloatArray };
};

/** The largest difference, against the largest output and 1. */
const difference = (a: Matrix, b: Matrix): number => {
  expect([a.rows, a.columns]).toEqual([b.rows, b.columns]);
  const scale = Math.max(1, ...b.data.map(Math.abs));
  return Math.max(...a.data.map((x, i) => Math.abs(x - b.data[i]!))) / scale;
};

// eps is 1.2e-7 and 2.2e-16; the runtime sums in another order, and its e^z and tanh are a few units off
describe.each([
  ['f32', 1e-5],
  ['f64', 1e-13],
] as const)('%s', (precision, allowed) => {
  const runnable = activationNames.filter((name) => !(name === 'gelu' && precision === 'f64'));

  it.each(runnable)('ONNX Runtime gives the outputs of forward for networks of %s, whatever their shape and the batch', async (activation) => {
    for (const widths of shapes) {
      using network = networkOf(activation, precision, widths);
      const model = network.saveOnnx();
      for (const rows of [1, 17]) {
        const inputs = batch(rows, widths[0]!, precision);
        expect(difference(await infer(model, inputs), network.forward(inputs)), `${widths}, ${rows} rows`).toBeLessThan(allowed);
      }
    }
  });

  it('a different activation on each layer, the output included, is that in the model', async () => {
    const hidden = runnable.filter((name) => name !== 'square');
    using network = new Network(engine, { widths: [4, ...hidden.map(() => 6), 3], activation: hidden, outputActivation: 'sigmoid', precision, seed: 2 });
    const inputs = batch(9, 4, precision);
    expect(difference(await infer(network.saveOnnx(), inputs), network.forward(inputs))).toBeLessThan(allowed);
  });
});

it('gelu in f64 has the operators of gelu in f32; of doubles ONNX Runtime lacks Erf, and nothing else', async () => {
  const operators = (['f32', 'f64'] as const).map((precision) => {
    using network = networkOf('gelu', precision, [3, 5, 2]);
    return operatorsOf(network.saveOnnx());
  });
  expect(operators[1]).toEqual(operators[0]);
  using network = networkOf('gelu', 'f64', [3, 5, 2]);
  await expect(infer(network.saveOnnx(), batch(1, 3, 'f64'))).rejects.toThrow(/Could not find an implementation for Erf\(13\)/);
});

it('in f32 an activation is one operator where there is one', () => {
  const of = (activation: ActivationName) => {
    using network = networkOf(activation, 'f32', [1, 2, 1]);
    return operatorsOf(network.saveOnnx()).slice(1, -1);
  };
  const single = ['relu', 'leaky-relu', 'elu', 'selu', 'celu', 'sigmoid', 'hard-sigmoid', 'tanh', 'softplus', 'softsign', 'sin', 'abs'] as const;
  expect(single.map(of)).toEqual(
    ['Relu', 'LeakyRelu', 'Elu', 'Selu', 'Celu', 'Sigmoid', 'HardSigmoid', 'Tanh', 'Softplus', 'Softsign', 'Sin', 'Abs'].map((operator) => [operator]),
  );
});
