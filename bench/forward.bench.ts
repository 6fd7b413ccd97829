import type { Precision, RawEngine } from '../tests/support/engines.js';
import { BenchNetwork, forwardFlop, type Shape, shapes, verifyClose } from './support/network.js';
import { resident } from './support/operand.js';
import { defineSuite, type Row } from './support/suite.js';

const forwardRow = (engine: RawEngine, precision: Precision, shape: Shape): Row => {
  const { depth, width, batch } = shape;
  const network = new BenchNetwork(engine, precision, shape);
  const outputs = resident(engine, precision, batch * width, 3);
  const predict = engine[`predict_${precision}`];
  const run = (): void => predict(network.address, batch, network.inputs.pointer, outputs.pointer);
  const plain = (): Float64Array[] => Array.from({ length: batch }, (_, sample) => network.plain.forward(network.inputs.values, sample * width));
  return {
    name: `forward ${depth}, ${width}, ${batch}`,
    precision,
    work: forwardFlop(shape),
    unit: 'flop',
    run,
    plain,
    verify: () => {
      run();
      const first = plain().length === batch ? network.plain.forward(network.inputs.values, 0) : [];
      verifyClose('outputs of the first sample', outputs.values.subarray(0, width), first, precision);
    },
  };
};

export default defineSuite({
  name: 'forward',
  about: 'Depth, width, batch; ReLU, rows of samples in, rows of outputs out. Rates count the products alone.',
  rows: (engine) => (['f32', 'f64'] as const).flatMap((precision) => shapes.map((shape) => forwardRow(engine, precision, shape))),
});
