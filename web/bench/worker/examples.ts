import { dataSets } from '../../../src/data/index.js';
import { finite, integer, oneOf } from '../../../src/engine/check.js';
import type { Engine } from '../../../src/engine/engine.js';
import type { Precision } from '../../../src/engine/memory.js';
import type { BenchData, Points } from '../frame.js';
import { type BenchSettings, dataKinds } from '../settings.js';
import { readExamples } from './csv-examples.js';
import { formulaGraph, formulaSquare } from './formula-examples.js';
import { classified, mostSamples, type Task, type TaskExamples } from './task.js';

/** The examples that the settings ask for. Test points are of another stream of the same seed. */
export async function makeTask(engine: Engine, settings: BenchSettings, csvText: string | undefined, precision: Precision): Promise<Task> {
  const { data: kind, noise: sigma, formula, dataSeed: seed } = settings;
  oneOf('data', kind, dataKinds);
  if (kind === 'csv') return readExamples(engine, csvText, seed, precision);
  if (kind === 'digits') return classified(await dataSets.digits.load(engine, { precision, seed }));
  const samples = integer('samples', settings.samples, 2, mostSamples);
  const noise = finite('noise', sigma, 'a number from 0 to 10', (value) => value >= 0 && value <= 10);
  if (kind === 'function') return formulaGraph(engine, { formula, samples, noise, seed, precision });
  if (kind === 'formula') return classified(formulaSquare(engine, { formula, samples, noise, seed, precision }));
  return classified(await dataSets[kind].load(engine, { precision, samples, noise, seed }));
}

/** Share of the data's range that is left free around it. */
const margin = 0.1;

/** The data as they are drawn. */
export function drawable(task: Task): BenchData {
  const { features, classes, loss, train, test } = task;
  const kind = loss === 'bce' && features === 2 ? 'plane' : loss === 'mse' && features === 1 ? 'line' : 'many';
  const points = ({ inputs, labels }: TaskExamples): Points =>
    kind === 'many'
      ? { count: inputs.rows, coordinates: new Float64Array(0), labels: new Float64Array(0) }
      : { count: inputs.rows, coordinates: Float64Array.from(inputs.data), labels: Float64Array.from(labels) };
  const shown = { train: points(train), test: points(test) };
  return { kind, features, classes, ...shown, frame: frameOf(kind, shown.train, shown.test) };
}

function frameOf(kind: BenchData['kind'], train: Points, test: Points): BenchData['frame'] {
  if (kind === 'many') return [0, 1, 0, 1];
  const columns = kind === 'plane' ? 2 : 1;
  const of = (column: number) => [train, test].flatMap(({ coordinates }) => Array.from(coordinates).filter((_, index) => index % columns === column));
  const vertical = kind === 'plane' ? of(1) : [train, test].flatMap(({ labels }) => Array.from(labels));
  const [left, right] = rangeOf(of(0), kind === 'plane' ? margin : 0);
  const [bottom, top] = rangeOf(vertical, margin);
  return [left, right, bottom, top];
}

function rangeOf(values: readonly number[], free: number): readonly [number, number] {
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (least === most) return [least - 0.5 * Math.max(1, Math.abs(least)), most + 0.5 * Math.max(1, Math.abs(most))];
  return [least - free * (most - least), most + free * (most - least)];
}
