import { finite, integer, seed } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import type { Matrix } from '../engine/matrix.js';
import { bytesPer, type FloatArray, type Precision } from '../engine/memory.js';
import type { Seed } from '../engine/random.js';

/** A classification task: inputs a row, and of which class each row is. */
export interface DataSet {
  readonly name: string;
  /** Numbers an input. */
  readonly features: number;
  readonly classes: number;
  readonly train: Split;
  readonly test: Split;
}

/** Examples: as many labels as rows, each from 0 to classes - 1. */
export interface Split {
  readonly inputs: Matrix;
  readonly labels: Int32Array<ArrayBuffer>;
}

export interface DataOptions {
  /** `f32` unless said. */
  readonly precision?: Precision | undefined;
  /** Training points of a generated set, and as many test points. */
  readonly samples?: number | undefined;
  /** Standard deviation of the normal noise on each coordinate of a generated set. */
  readonly noise?: number | undefined;
  /** Of the noise of a generated set. */
  readonly seed?: Seed | undefined;
}

/** A row of the registry: what is known of a data set before it is made, and how it is made. */
export interface DataDefinition {
  readonly title: string;
  readonly features: number;
  readonly classes: number;
  /** What a generated set has unless said; undefined for a set of fixed examples. */
  readonly defaults: { readonly samples: number; readonly noise: number } | undefined;
  load(engine: Engine, options: DataOptions): Promise<DataSet>;
}

/** Training points come from stream 0 of the data seed, test points from stream 1: neither knows the other's noise. */
const trainStream = 0;
const testStream = 1;

/** A kernel that writes points of the plane in two classes. */
export type Generator = (
  engine: Engine,
  precision: Precision,
  point: { samples: number; noise: number; low: number; high: number; stream: number; inputs: number; labels: number },
) => void;

/** The definition of a generated set of points in the plane. */
export function generated(name: string, title: string, noise: number, generate: Generator): DataDefinition {
  const defaults = { samples: 512, noise };
  return {
    title,
    features: 2,
    classes: 2,
    defaults,
    async load(engine, options) {
      const samples = integer('samples', options.samples ?? defaults.samples, 2, 2 ** 24);
      const sigma = finite('noise', options.noise ?? defaults.noise, 'a number from 0', (value) => value >= 0);
      const { low, high } = seed('seed', options.seed ?? 0);
      const precision = options.precision ?? 'f32';
      const split = (stream: number) =>
        written(engine, name, precision, samples, 2, 0, ({ inputs, labels }) =>
          generate(engine, precision, { samples, noise: sigma, low, high, stream, inputs, labels }),
        );
      return { name, features: 2, classes: 2, train: split(trainStream), test: split(testStream) };
    },
  };
}

/** Options that a set of fixed examples does not have. */
export function refuseOptions(name: string, options: DataOptions): void {
  for (const option of ['samples', 'noise'] as const) {
    if (options[option] !== undefined) throw new ArgumentError(option, `nothing: ${name} is a fixed set of examples`, options[option]);
  }
}

/** Examples that a kernel writes into scratch memory, beside `extra` bytes of its own, copied out. */
export function written(
  engine: Engine,
  name: string,
  precision: Precision,
  rows: number,
  columns: number,
  extra: number,
  write: (block: { inputs: number; labels: number; extra: number }) => void,
): Split {
  const { memory } = engine;
  const inputBytes = aligned(rows * columns * bytesPer(precision));
  const labelBytes = aligned(4 * rows);
  return memory.scratch(`the data set ${name} of ${rows} rows`, inputBytes + labelBytes + extra, (inputs) => {
    const labels = inputs + inputBytes;
    engine.run(name, () => write({ inputs, labels, extra: labels + labelBytes }));
    const data: FloatArray = memory.floats(precision, inputs, rows * columns).slice();
    return { inputs: { rows, columns, data }, labels: memory.integers(labels, rows).slice() };
  });
}

const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;
