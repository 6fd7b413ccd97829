import { ArgumentError } from '../engine/errors.js';
import { logLogSlope } from '../theory/slope.js';
import type { Figure } from './claim.js';
import { breathe, type Context, defineExperiment, type ResultTable } from './experiment.js';
import { deepClaims, flatClaims } from './memorize/claims.js';
import {
  drawPoints,
  measureContrast,
  measureDepths,
  measureSize,
  measureThresholds,
  proveExactly,
  type Result,
  type SizeRow,
  spread,
} from './memorize/measure.js';

/** Coordinates that fit in one block: half a gibibyte. */
const mostNumbers = 2 ** 26;

export const memorize = defineExperiment({
  name: 'memorize',
  title: 'A network through any N points',
  section: 'Finite-sample expressivity (Zhang et al. 2017)',
  question:
    'How many weights let a ReLU network take any values on N points, with one hidden layer and with many? And does the network that the proof builds survive rounding?',
  parameters: {
    points: {
      kind: 'integers',
      default: [10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000],
      minimum: 2,
      maximum: 1_000_000,
      help: 'numbers of points N, normal in R^n with normal values',
    },
    features: { kind: 'integer', default: 20, minimum: 1, maximum: 1000, help: 'dimension n of the points' },
    directions: { kind: 'integer', default: 64, minimum: 1, maximum: 1000, help: 'random directions of which the one with the widest gaps is kept' },
    depthPoints: { kind: 'integer', default: 1000, minimum: 2, maximum: 5000, help: 'points of the deep networks' },
    hiddenLayers: { kind: 'integers', default: [1, 2, 5, 11, 20, 50], minimum: 1, maximum: 500, help: 'numbers of hidden layers of the deep networks' },
    contrastPoints: { kind: 'integer', default: 100, minimum: 2, maximum: 2000, help: 'points that SGD is given too' },
    sgdSteps: { kind: 'integer', default: 3000, minimum: 1, maximum: 1_000_000, unit: 'steps', help: 'updates of SGD, 32 points each' },
    sgdRate: { kind: 'number', default: 0.02, minimum: 1e-6, maximum: 10, help: 'learning rate of SGD' },
    sgdSeeds: { kind: 'integer', default: 3, minimum: 1, maximum: 100, help: 'runs of SGD a shape' },
    exactPoints: { kind: 'integer', default: 24, minimum: 2, maximum: 200, help: 'points of the proof in rational numbers' },
    seed: { kind: 'integer', default: 0, minimum: 0, maximum: 2 ** 32 - 1, help: 'of points, values, directions and training' },
  },
  quick: { points: [10, 100, 1000, 10_000], depthPoints: 200, hiddenLayers: [1, 2, 5, 11], contrastPoints: 40, sgdSteps: 1000, sgdSeeds: 1, exactPoints: 12 },
  async run(engine, parameters, context): Promise<Result> {
    const { points, features, directions, depthPoints, contrastPoints, exactPoints: few, seed } = parameters;
    const counts = [...new Set(points)].sort((a, b) => a - b);
    if ((counts.at(-1) as number) * features > mostNumbers)
      throw new ArgumentError('points', `at most ${mostNumbers} coordinates, N times ${features}`, counts.at(-1));
    const work = counts.map((count) => count * directions);
    const total = 1.2 * work.reduce((sum, each) => sum + each, 0);
    /** A part of the run as a context of its own. */
    const stage = (from: number, to: number): Context => ({ ...context, progress: (part, of) => context.progress(from + (part / of) * (to - from), total) });
    let done = 0;
    const sizes: SizeRow[] = [];
    for (const [index, count] of counts.entries()) {
      using set = drawPoints(engine, count, features, seed);
      const step = work[index] as number;
      const direction = await spread(engine, set, directions, seed, stage(done, done + step));
      sizes.push(measureSize(set, direction));
      done += step;
    }
    const gapped = sizes.filter((row) => row.points >= 100);
    const gapSlope =
      gapped.length < 2
        ? undefined
        : logLogSlope(
            engine,
            gapped.map((row) => row.points),
            gapped.map((row) => row.gap),
          );
    const thresholds = await measureThresholds(engine, features, directions, seed, stage(done, done));
    const depths = await measureDepths(engine, parameters, stage(done, done + 0.3 * (total - done)));
    const contrast = await measureContrast(engine, parameters, stage(done + 0.3 * (total - done), 0.98 * total));
    await breathe(context, 0.98 * total, total);
    const exact = proveExactly(engine, few, seed);
    context.progress(total, total);
    return { features, sizes, depths, depthPoints, contrast, contrastPoints, sgdSteps: parameters.sgdSteps, exact, ...thresholds, gapSlope };
  },
  claims: (result) => [...flatClaims(result), ...deepClaims(result)],
  tables: (result) => [sizeTable(result), thresholdTable(result), depthTable(result), contrastTable(result)],
  plots: ({ sizes, depths, features, depthPoints }) => [
    {
      title: `One hidden layer through N points of R^${features}`,
      description: 'Largest residual of the constructed network, and the condition of its matrix, against the number of points, on log axes.',
      columns: 2,
      panels: [
        {
          title: 'largest residual',
          x: { label: 'points N', scale: 'log' },
          y: { label: '|c(x) - y|', scale: 'log' },
          series: [
            { name: 'f64, summed with care', mark: 'line', points: sizes.map(({ points, residual }) => ({ x: points, y: residual })) },
            { name: 'f64, plain sum', mark: 'line', points: sizes.map(({ points, plain }) => ({ x: points, y: plain })) },
            { name: 'f32, summed with care', mark: 'line', points: sizes.map(({ points, single }) => ({ x: points, y: single?.residual ?? Number.NaN })) },
            { name: 'f32, plain sum', mark: 'line', points: sizes.map(({ points, single }) => ({ x: points, y: single?.plain ?? Number.NaN })) },
          ],
        },
        {
          title: 'conditioning',
          x: { label: 'points N', scale: 'log' },
          y: { label: 'condition, 1 / smallest gap', scale: 'log' },
          series: [
            { name: 'condition of the matrix', mark: 'line', points: sizes.map(({ points, condition }) => ({ x: points, y: condition })) },
            { name: '1 / smallest gap', mark: 'line', points: sizes.map(({ points, gap }) => ({ x: points, y: 1 / gap })) },
          ],
        },
      ],
    },
    {
      title: `Depth through ${depthPoints} points`,
      description: 'Width and number of weights of the deep networks against the number of hidden layers.',
      columns: 2,
      panels: (['width', 'nonZero'] as const).map((figure) => ({
        title: figure === 'width' ? 'width' : 'weights that are not 0',
        x: { label: 'hidden layers', scale: 'log' },
        y: { label: figure === 'width' ? 'units' : 'weights', scale: 'log' },
        series: [false, true].map((shared) => ({
          name: shared ? 'a written once' : 'a written once a unit',
          mark: 'line' as const,
          points: depths.filter((row) => row.shared === shared).map((row) => ({ x: row.hidden, y: row[figure] })),
        })),
      })),
    },
  ],
});

function sizeTable({ sizes, features }: Result): ResultTable {
  return {
    title: `one hidden layer through N points of R^${features}`,
    columns: ['N', 'weights', 'smallest gap', 'condition', 'largest weight', 'residual f64', 'plain sum f64', 'residual f32', 'plain sum f32'],
    rows: sizes.map(({ points, weights, gap, condition, largestWeight, residual, plain, single }): Figure[] => [
      points,
      weights,
      gap,
      condition,
      largestWeight,
      residual,
      plain,
      single?.residual ?? 'points coincide',
      single?.plain ?? 'points coincide',
    ]),
  };
}

function thresholdTable({ thresholds, thresholdPoints }: Result): ResultTable {
  return {
    title: `where the thresholds stand: b_j = z_j - t (z_j - z_(j-1)), ${thresholdPoints} points, f64`,
    columns: ['t', 'largest weight', 'residual', 'plain sum'],
    rows: thresholds.map(({ t, largestWeight, residual, plain }) => [t, largestWeight, residual, plain]),
  };
}

function depthTable({ depths, depthPoints }: Result): ResultTable {
  return {
    title: `depth through ${depthPoints} points`,
    columns: ['hidden layers asked', 'hidden layers', 'a written', 'width', 'most', 'weights not 0', 'most', 'residual'],
    rows: depths.map(({ hidden, layers, shared, width, widest, nonZero, most, residual }) => [
      hidden,
      layers,
      shared ? 'once' : 'once a unit',
      width,
      widest,
      nonZero,
      most,
      residual,
    ]),
  };
}

function contrastTable({ contrast, contrastPoints }: Result): ResultTable {
  return {
    title: `SGD on the same widths, ${contrastPoints} points`,
    columns: ['hidden layers', 'width', 'weights', 'constructed: residual', 'SGD: median residual', 'SGD: least residual'],
    rows: contrast.map(({ hidden, width, weights, constructed, trained }) => [
      hidden,
      width,
      weights,
      constructed,
      finite(trained[trained.length >> 1]),
      finite(trained[0]),
    ]),
  };
}

const finite = (value: number | undefined): Figure => (value !== undefined && Number.isFinite(value) ? value : 'diverged');
