import { integer, oneOf, options } from '../engine/check.js';
import { checkEngine, type Engine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import { type CheckedMatrix, checkMatrix, checkNumbers, isDetached, type MatrixInput } from '../engine/matrix.js';
import { bytesPer, type Precision, precisions } from '../engine/memory.js';
import { Resource } from '../engine/resource.js';
import type { LossName } from './loss.js';

/** Typed arrays that labels may come in. */
export type LabelArray = Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** Samples with what is wanted of them: targets, or labels (integers from 0, one a sample) for one output a class. */
export interface Examples {
  readonly inputs: MatrixInput;
  readonly targets?: MatrixInput;
  readonly labels?: readonly number[] | LabelArray;
  /** Number of classes; the largest label + 1 unless said. */
  readonly classes?: number;
}

export const exampleKeys = ['inputs', 'targets', 'labels', 'classes'];

/**
 * Examples in the engine's memory, where any number of networks of the same precision train on them without copying.
 *
 * @throws {ArgumentError} naming the argument; a number that is not finite is named by its row and column.
 * @example
 * const data = new Dataset(engine, { inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: [0, 1, 1, 0] });
 */
export class Dataset extends Resource {
  readonly precision: Precision;
  readonly samples: number;
  /** Numbers a sample. */
  readonly features: number;
  /** Targets a sample. */
  readonly outputs: number;
  /** @internal Row-major tables [samples][features] and [samples][outputs]. */
  readonly inputs: number;
  /** @internal */
  readonly targets: number;
  /** Losses that the targets have been found to suit. */
  readonly #suits = new Set<LossName>();

  constructor(engine: Engine, given: Examples & { readonly precision?: Precision }) {
    const { precision = 'f32', ...examples } = options('examples', given, [...exampleKeys, 'precision']);
    oneOf('precision', precision, precisions);
    const { inputs, targets } = checkExamples(examples, precision);
    const { memory } = checkEngine(engine);
    const split = inputs.rows * inputs.columns;
    const outputs = 'classes' in targets ? targets.classes : targets.columns;
    const count = split + inputs.rows * outputs;
    const size = bytesPer(precision);
    const pointer = memory.allocate(`a data set of ${inputs.rows} samples`, count * size);
    super(engine, 'data set', () => memory.release(pointer));
    this.precision = precision;
    this.samples = inputs.rows;
    this.features = inputs.columns;
    this.outputs = outputs;
    this.inputs = pointer;
    this.targets = pointer + split * size;
    try {
      this.#fill(inputs, targets);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  #fill(inputs: CheckedMatrix, targets: CheckedMatrix | Labels): void {
    const { engine, precision, samples } = this;
    const { memory } = engine;
    inputs.copyTo(memory.floats(precision, this.inputs, samples * this.features));
    this.#requireFinite('inputs', this.inputs, this.features);
    if ('classes' in targets) {
      memory.scratch(`${samples} labels`, 4 * samples, (labels) => {
        memory.integers(labels, samples).set(targets.labels);
        engine.run('labels', () => engine.kernels(precision).oneHot(samples, targets.classes, labels, this.targets));
      });
    } else {
      targets.copyTo(memory.floats(precision, this.targets, samples * this.outputs));
      this.#requireFinite('targets', this.targets, this.outputs);
    }
  }

  /** @internal Refuses targets that the loss has no meaning for: its own range, beyond which it has no least value. */
  checkTargets(loss: LossName): void {
    if (this.#suits.has(loss)) return;
    if (loss === 'bce') this.#requireRange('targets', this.targets, this.outputs, 0, 1, 'a number from 0 to 1 (bce)');
    if (loss === 'cross-entropy') this.#requireRange('targets', this.targets, this.outputs, 0, Number.MAX_VALUE, 'a number from 0 (cross-entropy)');
    this.#suits.add(loss);
  }

  #requireFinite(argument: string, pointer: number, columns: number): void {
    this.#requireRange(argument, pointer, columns, -Number.MAX_VALUE, Number.MAX_VALUE, 'a finite number');
  }

  #requireRange(argument: string, pointer: number, columns: number, low: number, high: number, expected: string): void {
    const { engine, precision, samples } = this;
    const index = engine.run('dataset', () => engine.kernels(precision).firstOutside(samples * columns, pointer, low, high));
    if (index < 0) return;
    const value = engine.memory.floats(precision, pointer, index + 1)[index];
    throw new ArgumentError(`${argument}[${Math.floor(index / columns)}][${index % columns}]`, expected, value);
  }
}

interface Labels {
  readonly labels: Int32Array;
  readonly classes: number;
}

/** Checks that there is one target, or one label, a sample. */
function checkExamples(given: Examples, precision: Precision): { inputs: CheckedMatrix; targets: CheckedMatrix | Labels } {
  const { inputs: numbers, targets, labels, classes } = options('examples', given, exampleKeys);
  const inputs = checkMatrix('inputs', numbers, precision);
  if (inputs.rows === 0 || inputs.columns === 0) throw new ArgumentError('inputs', 'at least one sample of at least one number', numbers);
  if ((targets === undefined) === (labels === undefined)) throw new ArgumentError('targets', 'targets or labels, one of the two', targets);
  if (labels !== undefined) return { inputs, targets: checkLabels(labels, classes, inputs.rows) };
  if (classes !== undefined) throw new ArgumentError('classes', 'nothing, since targets are given', classes);
  const matrix = checkMatrix('targets', targets as MatrixInput, precision);
  if (matrix.rows !== inputs.rows) throw new ArgumentError('targets', `${inputs.rows} rows (one a sample)`, matrix.rows);
  if (matrix.columns === 0) throw new ArgumentError('targets', 'at least one target a sample', targets);
  return { inputs, targets: matrix };
}

function checkLabels(labels: readonly number[] | LabelArray, classes: number | undefined, samples: number): Labels {
  if (!Array.isArray(labels) && (!ArrayBuffer.isView(labels) || isDetached(labels))) {
    throw new ArgumentError('labels', 'an array or a typed array (whose buffer is not detached) of integers', labels);
  }
  const list = ArrayBuffer.isView(labels) ? Array.from(labels) : labels;
  const numbers = checkNumbers('labels', list, 'f64', samples);
  const most = classes === undefined ? 65535 : integer('classes', classes, 1, 65536) - 1;
  const bad = numbers.findIndex((label) => !Number.isInteger(label) || label < 0 || label > most);
  if (bad >= 0) throw new ArgumentError(`labels[${bad}]`, `an integer from 0 to ${most}`, numbers[bad]);
  const checked = Int32Array.from(numbers);
  return { labels: checked, classes: classes ?? checked.reduce((a, b) => Math.max(a, b)) + 1 };
}
