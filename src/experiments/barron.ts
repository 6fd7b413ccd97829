import { type BarronTargetName, barronTargets } from '../theory/barron.js';
import { claimsOf, type Measured, median } from './barron/claims.js';
import { measureGreedy, measureSampling, measureTrained } from './barron/measure.js';
import { type Context, defineExperiment, type ResultTable } from './experiment.js';

interface Result extends Measured {
  readonly trainedTarget: BarronTargetName;
  readonly trainedDimension: number;
  readonly noise: number;
}

export const barron = defineExperiment({
  name: 'barron',
  title: "Barron's bound: error against the number of units",
  section: 'Universal approximation (Barron 1993, 1994)',
  question:
    'Does a network of q units really come within C_f^2 / q, whatever the dimension, when it is built as the proof builds it? And what do finitely many samples add?',
  parameters: {
    targets: { kind: 'choices', default: barronTargets, choices: barronTargets, help: 'functions whose constant C_f is known in closed form' },
    dimensions: { kind: 'integers', default: [1, 2, 3, 4, 5, 6, 7, 8], minimum: 1, maximum: 100, help: 'dimensions n of the greedy construction' },
    radius: { kind: 'number', default: 1, minimum: 0.01, maximum: 100, help: 'radius r of the ball' },
    points: { kind: 'integer', default: 1000, minimum: 10, maximum: 100_000, help: 'points of the ball in whose mean square the construction is made' },
    units: { kind: 'integer', default: 512, minimum: 16, maximum: 4096, unit: 'units', help: 'largest q of the greedy construction' },
    candidates: { kind: 'integer', default: 8, minimum: 1, maximum: 1000, help: 'random directions tried for each unit' },
    repetitions: { kind: 'integer', default: 1000, minimum: 1, maximum: 1_000_000, help: 'draws of the random sums' },
    trainedTarget: { kind: 'choice', default: 'sech', choices: barronTargets, help: 'target that networks are trained on' },
    trainedDimension: { kind: 'integer', default: 4, minimum: 1, maximum: 100, help: 'dimension of the target that networks are trained on' },
    samples: { kind: 'integers', default: [32, 128, 512, 2048], minimum: 2, maximum: 1_000_000, help: 'numbers N of training samples' },
    widths: { kind: 'integers', default: [2, 8, 32, 128], minimum: 1, maximum: 4096, unit: 'units', help: 'widths q of the trained networks' },
    noise: { kind: 'number', default: 0.3, minimum: 0, maximum: 10, help: 'standard deviation of the noise on the training values' },
    steps: { kind: 'integer', default: 2000, minimum: 1, maximum: 1_000_000, unit: 'steps', help: 'updates of Adam, 32 samples each' },
    learningRate: { kind: 'number', default: 0.01, minimum: 1e-6, maximum: 1, help: 'of Adam' },
    trainedSeeds: { kind: 'integer', default: 3, minimum: 1, maximum: 100, help: 'trainings a width and number of samples' },
    seed: { kind: 'integer', default: 0, minimum: 0, maximum: 2 ** 32 - 1, help: 'of points, directions, noise and training' },
  },
  quick: { dimensions: [1, 4], repetitions: 600, steps: 1000, samples: [32, 2048], widths: [8, 128], trainedSeeds: 1 },
  async run(engine, parameters, context): Promise<Result> {
    const { radius, points, units, repetitions, trainedTarget, trainedDimension, noise, seed } = parameters;
    const samples = [...new Set(parameters.samples)].sort((a, b) => a - b);
    const widths = [...new Set(parameters.widths)].sort((a, b) => a - b);
    /** A part of the run as a context of its own. */
    const stage = (from: number, to: number): Context => ({ ...context, progress: (part, of) => context.progress(from + (part / of) * (to - from), 1) });
    const greedy = await measureGreedy(engine, parameters, stage(0, 0.4));
    const sampling = await measureSampling(engine, repetitions, seed, stage(0.4, 0.6));
    const trained = await measureTrained(engine, { ...parameters, samples, widths }, stage(0.6, 1));
    context.progress(1, 1);
    return { radius, points, units, greedy, sampling, repetitions, trained, trainedTarget, trainedDimension, noise };
  },
  claims: (result) => claimsOf(result),
  tables: (result) => [greedyTable(result), samplingTable(result), trainedTable(result)],
  plots: ({ greedy, trained, trainedTarget, trainedDimension }) => [
    {
      title: "Barron's greedy construction",
      description:
        'Mean square error times q over (2 r C)^2 against the number of units q, for each target and dimension, on log axes; the theorem says at most 1.',
      columns: 3,
      panels: [...new Set(greedy.map(({ target }) => target))].map((target) => ({
        title: target,
        x: { label: 'units q', scale: 'log' },
        y: { label: 'error q / (2 r C)^2', scale: 'log' },
        series: greedy
          .filter((row) => row.target === target)
          .map(({ dimension, errors, bound }) => ({
            name: `n = ${dimension}`,
            mark: 'line' as const,
            points: errors.map((error, unit) => ({ x: unit + 1, y: (error * (unit + 1)) / bound })),
          })),
      })),
    },
    {
      title: `Trained networks, ${trainedTarget} in R^${trainedDimension}`,
      description:
        'Mean square error against the target itself, median over seeds with the range: against the samples N for each width, and against the width q for each N.',
      columns: 2,
      panels: (['samples', 'width'] as const).map((axis) => {
        const other = axis === 'samples' ? 'width' : 'samples';
        return {
          title: axis === 'samples' ? 'more samples' : 'more units',
          x: { label: axis === 'samples' ? 'samples N' : 'units q', scale: 'log' },
          y: { label: 'mean square error', scale: 'log' },
          series: [...new Set(trained.map((row) => row[other]))].map((value) => ({
            name: `${axis === 'samples' ? 'q' : 'N'} = ${value}`,
            mark: 'line' as const,
            points: trained
              .filter((row) => row[other] === value)
              .map((row) => ({ x: row[axis], y: median(row.errors), low: row.errors[0] as number, high: row.errors.at(-1) as number })),
          })),
        };
      }),
    },
  ],
});

function greedyTable({ greedy, radius, units, points }: Result): ResultTable {
  const shown = [1, 8, 64, 512].filter((q) => q <= units);
  return {
    title: `greedy construction on ${points} points of the ball of radius ${radius}`,
    columns: [
      'target',
      'n',
      'C_f',
      '(2 r C_f)^2',
      ...shown.map((q) => `error, q = ${q}`),
      `on fresh points, q = ${units}`,
      'largest error q / (2 r C_f)^2',
      'slope',
    ],
    rows: greedy.map(({ target, dimension, constant, bound, errors, freshErrors, ratio, slope }) => [
      target,
      dimension,
      constant,
      bound,
      ...shown.map((q) => errors[q - 1] as number),
      freshErrors.at(-1) as number,
      ratio,
      slope,
    ]),
  };
}

function samplingTable({ sampling, repetitions }: Result): ResultTable {
  return {
    title: `random sums of units from the proof's own law, ${repetitions} draws`,
    columns: ['sum', 'q E(error), exact', 'measured', 'slope', '(2 r C_f)^2'],
    rows: sampling.map(({ what, expected, measured, slope, bound }) => [what, expected, measured, slope, bound ?? 'no ball']),
  };
}

function trainedTable({ trained, trainedTarget, trainedDimension, noise }: Result): ResultTable {
  return {
    title: `trained networks, ${trainedTarget} in R^${trainedDimension}, noise ${noise}: mean square error against the target`,
    columns: ['N', 'q', 'median', 'least', 'largest'],
    rows: trained.map(({ samples, width, errors }) => [samples, width, median(errors), errors[0] as number, errors.at(-1) as number]),
  };
}
