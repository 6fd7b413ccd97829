import { seed as checkSeed } from '../../../src/engine/check.js';
import type { Engine } from '../../../src/engine/engine.js';
import { bytesPer, type Precision } from '../../../src/engine/memory.js';
import { type Interval, type Target, targetOn, work } from '../../../src/theory/approximation.js';
import type { Task, TaskExamples } from './task.js';

export interface FormulaRequest {
  readonly formula: string;
  readonly samples: number;
  readonly noise: number;
  readonly seed: number;
  readonly precision: Precision;
}

/** Where the formulas are learnt: a kink of ReLU without bias, at 0, is in the middle of it. */
const formulaInterval: Interval = [-1, 1];

const trainStream = 0;
const testStream = 1;

/** Points spread evenly over the square, of class 1 above the formula's graph. */
export function formulaSquare(engine: Engine, request: FormulaRequest): { readonly classes: 2; readonly train: TaskExamples; readonly test: TaskExamples } {
  const target = targetOn(engine, 'formula', request.formula, formulaInterval);
  return { classes: 2, train: square(engine, target, request, trainStream), test: square(engine, target, request, testStream) };
}

/** Places spread evenly over the interval, and the formula's value there with its noise. */
export function formulaGraph(engine: Engine, request: FormulaRequest): Task {
  const target = targetOn(engine, 'formula', request.formula, formulaInterval);
  return {
    features: 1,
    outputs: 1,
    classes: 0,
    loss: 'mse',
    train: graph(engine, target, request, trainStream),
    test: graph(engine, target, request, testStream),
  };
}

function square(engine: Engine, target: Target, { samples: n, noise, seed, precision }: FormulaRequest, stream: number): TaskExamples {
  const { low, high } = checkSeed('dataSeed', seed);
  return work(engine, target, [2 * n, Math.ceil(n / 2), n], (f, [inputs, labels, scratch]) => {
    const [from, to] = formulaInterval;
    engine.run('formulaClasses', () => engine.exports.formulaClasses(bytesPer(precision), f, n, from, to, noise, low, high, stream, inputs, labels, scratch));
    return { inputs: { rows: n, columns: 2, data: engine.memory.floats(precision, inputs, 2 * n).slice() }, labels: engine.memory.integers(labels, n).slice() };
  });
}

function graph(engine: Engine, target: Target, { samples: n, noise, seed, precision }: FormulaRequest, stream: number): TaskExamples {
  const { low, high } = checkSeed('dataSeed', seed);
  return work(engine, target, [n, n, 1], (f, [inputs, targets, scratch]) => {
    const [from, to] = formulaInterval;
    engine.run('formulaGraph', () => engine.exports.formulaGraph(bytesPer(precision), f, n, from, to, noise, low, high, stream, inputs, targets, scratch));
    const column = (pointer: number) => engine.memory.floats(precision, pointer, n).slice();
    return { inputs: { rows: n, columns: 1, data: column(inputs) }, labels: column(targets) };
  });
}
