import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { type ActivationName, Dataset, type FloatArray, type LayerInput, type LossName, Network, Trainer } from '../../../src/index.js';
import { loadEngines } from '../../support/engine.js';

// PyTorch 1.13 in float64. Tolerances are relative to the largest entry of each tensor, as the files say.
interface NetworkCase {
  id: string;
  activation: string;
  out_activation: string;
  loss_kind: string;
  W: number[][][];
  b: number[][];
  x: number[][];
  y: number[][] | number[];
  output: number[][];
  loss: number;
  dW: number[][][];
  db: number[][];
  dx: number[][];
}

interface TrainingCase extends NetworkCase {
  optimizer: { name: 'sgd' | 'adam'; lr: number; momentum?: number };
  steps: number;
  losses: number[];
  final_W: number[][][];
  final_b: number[][];
}

const read = <Case>(name: string): Case[] => JSON.parse(readFileSync(new URL(`../../reference/${name}.json`, import.meta.url), 'utf8')).cases;
const losses: Record<string, LossName> = { mse: 'mse', bce: 'bce', ce: 'cross-entropy' };
const activation = (name: string) => name.replace('_', '-') as ActivationName;

/** Largest difference, relative to the largest entry of the reference; tensors below 1e-30 say nothing in f32. */
function difference(got: FloatArray | number[], reference: number[], floor: number): number {
  expect(got.length).toBe(reference.length);
  const scale = reference.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = reference.reduce((most, value, index) => Math.max(most, Math.abs(value - (got[index] as number))), 0);
  expect(Number.isFinite(worst)).toBe(true);
  return scale < floor ? 0 : worst / (scale + 1e-300);
}

function layersOf({ W, b, activation: hidden, out_activation: output }: NetworkCase): LayerInput[] {
  return W.map((weights, index) => ({ weights, bias: b[index] as number[], activation: activation(index < W.length - 1 ? hidden : output) }));
}

const targetsOf = ({ y, output }: NetworkCase) =>
  Array.isArray(y[0]) ? { targets: y as number[][] } : { labels: y as number[], classes: output[0]?.length ?? 0 };

/** The largest differences seen, for docs/accuracy.md. */
const worst = { f32: 0, f64: 0 };
afterAll(() => console.log(`largest difference from PyTorch, relative to each tensor's largest entry: f32 ${worst.f32}, f64 ${worst.f64}`));

const engines = await loadEngines();
const limits = { f32: { tolerance: 3e-3, losses: 5e-3, floor: 1e-30 }, f64: { tolerance: 1e-10, losses: 1e-9, floor: 0 } } as const;

describe.each(engines)('the %s build', (_build, engine) => {
  for (const precision of ['f32', 'f64'] as const) {
    const { tolerance, losses: lossTolerance, floor } = limits[precision];
    const close = (got: FloatArray | number[], reference: number[]) => {
      const seen = difference(got, reference, floor);
      worst[precision] = Math.max(worst[precision], seen);
      expect(seen).toBeLessThan(tolerance);
    };

    it.each(read<NetworkCase>('mlp'))(`gives PyTorch's outputs, loss and gradients in ${precision}: $id`, (given) => {
      using network = new Network(engine, { layers: layersOf(given), precision });
      const outputs = network.forward(given.x);
      close(outputs.data, given.output.flat());
      const { loss, weights, biases, inputs } = network.gradients({ inputs: given.x, ...targetsOf(given), loss: losses[given.loss_kind] as LossName });
      close([loss], [given.loss]);
      given.dW.forEach((reference, layer) => {
        close(weights[layer]?.data as FloatArray, reference.flat());
        close(biases[layer] as FloatArray, given.db[layer] as number[]);
      });
      close(inputs.data, given.dx.flat());
    });

    it.each(read<TrainingCase>('train'))(`follows PyTorch's training in ${precision}: $id`, (given) => {
      using network = new Network(engine, { layers: layersOf({ ...given, out_activation: 'identity' }), precision });
      using data = new Dataset(engine, { inputs: given.x, ...targetsOf({ ...given, output: given.b.slice(-1) }), precision });
      const { name, lr, momentum } = given.optimizer;
      const optimizer = momentum === undefined ? { name, learningRate: lr } : { name: 'momentum' as const, learningRate: lr, momentum };
      const loss = losses[given.loss_kind] as LossName;
      using trainer = new Trainer(network, { data, loss, batch: 'full', optimizer });
      const result = trainer.run(given.steps);
      const path = [...result.losses, network.evaluate({ data, loss }).loss];
      path.forEach((value, step) =>
        expect(Math.abs(value - (given.losses[step] as number))).toBeLessThan(lossTolerance * Math.abs(given.losses[step] as number)),
      );
      const final = given.final_W.flatMap((w, layer) => [...w.flat(), ...(given.final_b[layer] as number[])]);
      expect(difference(network.parameters(), final, 0)).toBeLessThan(precision === 'f64' ? 1e-8 : 3e-3);
    });
  }
});
