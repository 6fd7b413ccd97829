import { enumMember } from '../src/network/activation.js';
import type { Precision, RawEngine } from '../tests/support/engines.js';
import { BenchNetwork, type Shape, shapes, stepFlop, verifyClose } from './support/network.js';
import { defineSuite, type Row } from './support/suite.js';

/** Small enough that a network trains for as long as it is timed and stays a network. */
const rate = 1e-5;

const stepRow = (engine: RawEngine, precision: Precision, shape: Shape): Row => {
  const { depth, width, batch } = shape;
  const network = new BenchNetwork(engine, precision, shape);
  const { inputs, targets } = network;
  const [mse, sgd] = [enumMember(engine.LossId, 'mse'), enumMember(engine.OptimizerId, 'sgd')];
  const trainer = engine[`createTrainer_${precision}`](network.address, batch, inputs.pointer, targets.pointer, mse, batch, sgd, 1, 0);
  engine.setOptimizer(trainer, rate, 0, 0, 0, 0, 0);
  const losses = engine.allocate(8);
  const runTrainer = engine[`runTrainer_${precision}`];
  const run = (): void => {
    if (runTrainer(trainer, 1, losses) !== 1) throw new Error('the training diverged');
  };
  const plain = (): number => network.plain.step(inputs.values, targets.values, batch, rate);
  return {
    name: `step ${depth}, ${width}, ${batch}`,
    precision,
    work: stepFlop(shape),
    unit: 'flop',
    run,
    plain,
    verify: () => {
      for (let step = 0; step < 3; step++) {
        run();
        verifyClose(`loss of step ${step}`, new Float64Array(engine.memory.buffer, losses, 1), [plain()], precision);
      }
    },
  };
};

export default defineSuite({
  name: 'training',
  about: 'One step (forward, mean squared error, backward, SGD): depth, width, batch; ReLU; full batch, a call a step. Rates count the products alone.',
  rows: (engine) => (['f32', 'f64'] as const).flatMap((precision) => shapes.map((shape) => stepRow(engine, precision, shape))),
});
