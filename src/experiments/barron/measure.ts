import type { Engine } from '../../engine/engine.js';
import { Dataset } from '../../network/dataset.js';
import { Network } from '../../network/network.js';
import { Trainer } from '../../network/trainer.js';
import { type BarronTargetName, barronTarget, GreedyBarron, sampleBall, sampleMaurey, samplingConstant } from '../../theory/barron.js';
import { power } from '../../theory/power.js';
import { logLogSlope } from '../../theory/slope.js';
import { breathe, type Context } from '../experiment.js';

/** The greedy construction of one target in one dimension. */
export interface GreedyRow {
  readonly target: BarronTargetName;
  readonly dimension: number;
  readonly constant: number;
  /** (2 r C)^2 */
  readonly bound: number;
  /** Mean squares for q = 1, 2, ...: on the points of the construction, and on fresh ones. */
  readonly errors: readonly number[];
  readonly freshErrors: readonly number[];
  /** Largest error q / bound. */
  readonly ratio: number;
  readonly slope: number;
}

/** Maurey's random sums of one kind. */
export interface SamplingRow {
  readonly what: string;
  /** The exact q E(error), and its mean over what was drawn. */
  readonly expected: number;
  readonly measured: number;
  readonly slope: number;
  /** What Barron's theorem allows; undefined where the points are in no ball. */
  readonly bound: number | undefined;
}

/** Networks of one width trained on one number of samples: mean square errors against the noiseless target, a seed each, ascending. */
export interface TrainedRow {
  readonly samples: number;
  readonly width: number;
  readonly errors: readonly number[];
}

export interface GreedyParameters {
  readonly targets: readonly BarronTargetName[];
  readonly dimensions: readonly number[];
  readonly radius: number;
  readonly points: number;
  readonly units: number;
  readonly candidates: number;
  readonly seed: number;
}

export async function measureGreedy(engine: Engine, given: GreedyParameters, context: Context): Promise<GreedyRow[]> {
  const { targets, dimensions, radius, points, units, candidates, seed } = given;
  const wanted = targets.flatMap((target) => dimensions.map((dimension) => ({ target, dimension })));
  const q = Array.from({ length: units }, (_, index) => index + 1);
  const pause = Math.max(1, Math.ceil(5e5 / (points * candidates)));
  const rows: GreedyRow[] = [];
  for (const [index, { target, dimension }] of wanted.entries()) {
    using greedy = new GreedyBarron(engine, barronTarget(engine, target, dimension, seed), { radius, points, fresh: points, units, candidates, seed });
    for (let done = 0; done < units; done += pause) {
      await breathe(context, index + done / units, wanted.length);
      greedy.grow(pause);
    }
    const { errors, freshErrors, bound } = greedy;
    rows.push({
      target,
      dimension,
      constant: greedy.target.constant,
      bound,
      errors: [...errors],
      freshErrors: [...freshErrors],
      ratio: Math.max(...errors.map((error, unit) => (error * (unit + 1)) / bound)),
      slope: logLogSlope(engine, q, errors),
    });
  }
  return rows;
}

/** Exact rates: cosines for a Gaussian in R^n, steps for sines on the line. */
export async function measureSampling(engine: Engine, repetitions: number, seed: number, context: Context): Promise<SamplingRow[]> {
  const kinds = [
    ...[1, 2, 5, 10].map((dimension) => ({ what: `cosines for exp(-|x|^2 / 2), n = ${dimension}`, dimension, frequency: 0 })),
    ...[1, 2, 4].map((frequency) => ({ what: `steps for sin(2 pi ${frequency} x)`, dimension: 1, frequency })),
  ];
  const units = 64;
  const q = Array.from({ length: units }, (_, index) => index + 1);
  const rows: SamplingRow[] = [];
  for (const [index, { what, dimension, frequency }] of kinds.entries()) {
    await breathe(context, index, kinds.length);
    const errors = Array.from(sampleMaurey(engine, { dimension, frequency, units, repetitions, points: 60, seed }));
    rows.push({
      what,
      expected: samplingConstant({ dimension, frequency }),
      measured: errors.reduce((sum, error, unit) => sum + error * (unit + 1), 0) / units,
      slope: logLogSlope(engine, q, errors),
      bound: frequency === 0 ? undefined : power(2 * 0.5 * 2 * Math.PI * frequency, 2), // [0, 1] is a ball of radius 1/2, and C = 2 pi k
    });
  }
  return rows;
}

export interface TrainedParameters {
  readonly trainedTarget: BarronTargetName;
  readonly trainedDimension: number;
  readonly samples: readonly number[];
  readonly widths: readonly number[];
  readonly noise: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly trainedSeeds: number;
  readonly radius: number;
  readonly seed: number;
}

/** Networks of one hidden layer trained on noisy samples, and measured against the target itself. */
export async function measureTrained(engine: Engine, given: TrainedParameters, context: Context): Promise<TrainedRow[]> {
  const { trainedTarget, trainedDimension: dimension, samples, widths, noise, steps, learningRate, trainedSeeds, radius, seed } = given;
  const target = barronTarget(engine, trainedTarget, dimension, seed);
  const sample = (count: number, of: { noise: number; stream: number }) => {
    const { inputs, values } = sampleBall(engine, target, { count, radius, seed, ...of });
    const single = (rows: number, columns: number, data: Float64Array) => ({ rows, columns, data: Float32Array.from(data) });
    return new Dataset(engine, { inputs: single(count, dimension, inputs), targets: single(count, 1, values) });
  };
  using test = sample(2000, { noise: 0, stream: 1 });
  const rows: TrainedRow[] = [];
  const total = samples.length * widths.length * trainedSeeds;
  let done = 0;
  for (const count of samples) {
    const errors = widths.map((): number[] => []);
    for (let run = 0; run < trainedSeeds; run++) {
      using data = sample(count, { noise, stream: 2 + run });
      for (const [index, width] of widths.entries()) {
        using network = new Network(engine, { widths: [dimension, width, 1], activation: 'tanh', init: 'xavier-normal', seed: seed + run });
        const optimizer = { name: 'adam', learningRate } as const;
        using trainer = new Trainer(network, { data, loss: 'mse', batch: 32, optimizer, schedule: { name: 'cosine' }, seed: seed + run }, steps);
        for (let step = 0; step < steps; step += 1000) {
          await breathe(context, done + step / steps, total);
          trainer.run(Math.min(1000, steps - step));
        }
        (errors[index] as number[]).push(network.evaluate({ data: test, loss: 'mse' }).loss);
        done++;
      }
    }
    widths.forEach((width, index) => rows.push({ samples: count, width, errors: (errors[index] as number[]).sort((a, b) => a - b) }));
  }
  return rows;
}
