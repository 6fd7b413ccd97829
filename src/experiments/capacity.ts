import { dataSets, type Split } from '../data/index.js';
import type { Engine } from '../engine/engine.js';
import { Dataset } from '../network/dataset.js';
import { Network } from '../network/network.js';
import { Trainer } from '../network/trainer.js';
import { curve } from '../plot/curve.js';
import type { Panel, Series } from '../plot/specification.js';
import { productRegions } from '../theory/bounds.js';
import { findRegions, type Polyline, type Rectangle } from '../theory/regions.js';
import { breathe, type Context, defineExperiment } from './experiment.js';

/** How a network is trained. */
export interface Recipe {
  readonly steps: number;
  readonly learningRate: number;
}

/** One trained network. */
export interface Fit {
  readonly seed: number;
  readonly trainError: number;
  readonly testError: number;
  readonly trainLoss: number;
  readonly testLoss: number;
  /** The smallest test loss of the training's checkpoints: what stopping in time would have given. */
  readonly bestTestLoss: number;
  /** Exact, in the frame of the picture. */
  readonly regions: number;
  readonly pieces: number;
  /** Of the boundary. */
  readonly length: number;
  readonly residual: number;
  readonly exactDecisions: number;
  readonly boundary: readonly Polyline[];
}

/** A width, over all seeds. */
export interface Capacity {
  readonly width: number;
  readonly parameters: number;
  /** The most regions that a layer of that width can make. */
  readonly most: number;
  readonly fits: readonly Fit[];
}

export interface CapacityResult {
  readonly capacities: readonly Capacity[];
  /** Training points of each class. */
  readonly classes: readonly (readonly (readonly [x: number, y: number])[])[];
}

/** Holds the moons and three standard deviations of the default noise. */
const frame: Rectangle = { x: [-2, 3], y: [-1.5, 2] };
const checkpoints = 20;

export const capacity = defineExperiment({
  name: 'capacity',
  title: 'Too few units, enough, and too many',
  section: 'Underfitting and overfitting on two moons',
  question:
    'What does a hidden layer of 1 to 500 units do on 200 noisy points: to the loss and the error on points it has seen and not seen, and to the boundary between the classes?',
  parameters: {
    widths: { kind: 'integers', default: [1, 4, 8, 16, 64, 256, 500], minimum: 1, maximum: 1000, unit: 'units', help: 'Of the hidden layer, ascending.' },
    seeds: { kind: 'integer', default: 2, minimum: 1, maximum: 100, help: 'Trainings of each width.' },
    points: { kind: 'integer', default: 200, minimum: 4, maximum: 100_000, help: 'Training points.' },
    testPoints: { kind: 'integer', default: 2000, minimum: 4, maximum: 1_000_000, help: 'Test points.' },
    noise: { kind: 'number', default: 0.3, minimum: 0, maximum: 2, help: 'Standard deviation of the points about their moon.' },
    steps: { kind: 'integer', default: 4000, minimum: checkpoints, maximum: 1_000_000, unit: 'updates', help: 'Of each training, over all points at once.' },
    learningRate: { kind: 'number', default: 0.01, minimum: 0, maximum: 1, help: "Adam's." },
    seed: { kind: 'integer', default: 0, minimum: 0, maximum: 2 ** 52, help: 'Of the points, and the first of the weights.' },
  },
  quick: { widths: [1, 16, 256], seeds: 1, testPoints: 1000 },

  async run(engine, { widths, seeds, points, testPoints, noise, seed, ...recipe }, context): Promise<CapacityResult> {
    const moons = (samples: number) => dataSets.moons.load(engine, { samples, noise, seed, precision: 'f32' });
    const [{ train: seen }, { test: fresh }] = [await moons(points), await moons(testPoints)];
    using train = datasetOf(engine, seen);
    using test = datasetOf(engine, fresh);
    const ordered = [...new Set(widths)].sort((a, b) => a - b);
    const capacities: Capacity[] = [];
    let done = 0;
    const inner: Context = { ...context, progress: () => context.progress(++done, ordered.length * seeds * checkpoints) };
    for (const width of ordered) {
      const fits: Fit[] = [];
      for (let index = 0; index < seeds; index++) fits.push(await fit(engine, { train, test }, width, recipe, seed + index, inner));
      capacities.push({ width, parameters: 4 * width + 1, most: Number(productRegions(2, [width])), fits });
    }
    const rows = [...seen.labels.keys()];
    const at = (row: number) => [seen.inputs.data[2 * row] as number, seen.inputs.data[2 * row + 1] as number] as const;
    return { capacities, classes: [0, 1].map((label) => rows.filter((row) => seen.labels[row] === label).map(at)) };
  },

  claims({ capacities }) {
    const [narrowest, widest] = [capacities[0] as Capacity, capacities.at(-1) as Capacity];
    const least = (key: 'testLoss' | 'testError') => Math.min(...capacities.map((it) => mean(it, key)));
    const seeds = `means of ${widest.fits.length} seeds`;
    const all = capacities.flatMap(({ fits }) => fits);
    const fullest = Math.max(...capacities.flatMap(({ fits, most }) => fits.map(({ regions }) => regions / most)));
    const residual = Math.max(...all.map((it) => it.residual));
    const [losses, narrow, wide] = [capacities.map((it) => mean(it, 'trainLoss')), mean(narrowest, 'trainError'), mean(widest, 'trainError')];
    const rises = losses.filter((loss, index) => loss > (losses[index - 1] ?? loss)).length;
    const testLoss = mean(widest, 'testLoss');
    const [testError, roughness] = [mean(widest, 'testError'), mean(widest, 'pieces') / mean(narrowest, 'pieces')];
    const stopped = mean(widest, 'bestTestLoss');
    return [
      {
        statement: 'A hidden layer of n units makes at most 1 + n + n (n - 1) / 2 regions: the largest share of it that any network has',
        kind: 'theorem',
        checked: 'exactly',
        relation: '<=',
        sharp: 1,
        measured: fullest,
        holds: fullest <= 1,
        note: `${all.length} trained networks, in the frame of the picture`,
      },
      {
        statement: 'Every vertex of a decision boundary satisfies f = 0',
        kind: 'bound',
        checked: 'observed',
        relation: '<=',
        sharp: 1e-9,
        measured: residual,
        holds: residual <= 1e-9,
        note: `largest |f| over ${all.reduce((sum, { pieces }) => sum + pieces, 0)} straight pieces`,
      },
      {
        statement: 'Underfitting: the narrowest network makes more errors on its own training points than this share',
        kind: 'trend',
        checked: 'observed',
        relation: '>=',
        sharp: 0.1,
        measured: narrow,
        holds: narrow >= 0.1,
        note: `${narrowest.width} units; ${seeds}`,
      },
      {
        statement: 'More units fit the training points better: how often the training loss rises from a width to the next',
        kind: 'trend',
        checked: 'observed',
        relation: '<=',
        sharp: 0,
        measured: rises,
        holds: rises === 0,
        note: `${capacities.length} widths; ${seeds}`,
      },
      {
        statement: 'The widest network makes hardly an error on the training points',
        kind: 'trend',
        checked: 'observed',
        relation: '<=',
        sharp: 0.02,
        measured: wide,
        holds: wide <= 0.02,
        note: `${widest.width} units; ${seeds}`,
      },
      {
        statement: 'Overfitting: the test loss of the widest network is at least 2.5 times that of the best width',
        kind: 'trend',
        checked: 'observed',
        relation: '>=',
        sharp: 2.5 * least('testLoss'),
        measured: testLoss,
        holds: testLoss >= 2.5 * least('testLoss'),
        note: seeds,
      },
      {
        statement: 'It shows less in the test error: that of the widest network is at most twice that of the best width',
        kind: 'trend',
        checked: 'observed',
        relation: '<=',
        sharp: 2 * least('testError'),
        measured: testError,
        holds: testError <= 2 * least('testError'),
        note: `${seeds}; it is the loss that grows: the network gets surer of what it gets wrong`,
      },
      {
        statement: 'Stopped in time, the widest network is as good as the best width: its least test loss on the way, within a tenth',
        kind: 'trend',
        checked: 'observed',
        relation: '<=',
        sharp: 1.1 * least('testLoss'),
        measured: stopped,
        holds: stopped <= 1.1 * least('testLoss'),
        note: `${checkpoints} checkpoints; ${seeds}`,
      },
      {
        statement: 'The boundary grows rough: times as many straight pieces as with the narrowest network',
        kind: 'trend',
        checked: 'observed',
        relation: '>=',
        sharp: 20,
        measured: roughness,
        holds: roughness >= 20,
        note: `${mean(widest, 'pieces')} pieces with ${widest.width} units; ${seeds}`,
      },
    ];
  },

  tables({ capacities }) {
    const keys = ['trainError', 'testError', 'trainLoss', 'testLoss', 'bestTestLoss', 'regions', 'pieces', 'length'] as const;
    const columns = ['train error', 'test error', 'train loss', 'test loss', 'least test loss', 'regions', 'boundary pieces', 'boundary length'];
    return [
      {
        title: 'Widths',
        columns: ['units', 'parameters', ...columns, 'at most', 'exact decisions'],
        rows: capacities.map((it) => [
          it.width,
          it.parameters,
          ...keys.map((key) => mean(it, key)),
          it.most,
          it.fits.reduce((sum, { exactDecisions }) => sum + exactDecisions, 0),
        ]),
      },
      {
        title: 'Runs',
        columns: ['units', 'seed', ...columns],
        rows: capacities.flatMap(({ width, fits }) => fits.map((it) => [width, it.seed, ...keys.map((key) => it[key])])),
      },
    ];
  },

  plots({ capacities, classes }) {
    const line = (name: string, key: Measure): Series => ({
      name,
      mark: 'line',
      points: capacities.map((it) => {
        const values = it.fits.map((one) => one[key]);
        return { x: it.width, y: mean(it, key), low: Math.min(...values), high: Math.max(...values) };
      }),
    });
    const graph = (title: string, label: string, scale: 'linear' | 'log', series: readonly Series[]): Panel => ({
      title,
      x: { label: 'hidden units', scale: 'log' },
      y: { label, scale },
      series,
    });
    const picture = ({ width, fits }: Capacity): Panel => ({
      title: `${width} ${width === 1 ? 'unit' : 'units'}`,
      x: { label: 'x', scale: 'linear', domain: frame.x },
      y: { label: 'y', scale: 'linear', domain: frame.y },
      equalAspect: true,
      series: [
        { name: 'decision boundary', mark: 'line', points: curve((fits[0] as Fit).boundary) },
        ...classes.map((points, label): Series => ({ name: `class ${label}`, mark: 'points', points: points.map(([x, y]) => ({ x, y })) })),
      ],
    });
    const best = capacities.reduce((a, b) => (mean(b, 'testLoss') < mean(a, 'testLoss') ? b : a));
    return [
      {
        title: 'Two moons and a hidden layer of more and more units',
        description:
          'Loss and error on training and test points, and exact regions and pieces of the boundary, against the number of hidden units; means with the range over the seeds.',
        columns: 3,
        panels: [
          graph('Loss', 'cross-entropy', 'log', [line('training', 'trainLoss'), line('test', 'testLoss'), line('test, stopped in time', 'bestTestLoss')]),
          graph('Error', 'share of wrong points', 'linear', [line('training', 'trainError'), line('test', 'testError')]),
          graph('Boundary', 'count', 'log', [line('regions', 'regions'), line('pieces of the boundary', 'pieces')]),
        ],
      },
      {
        title: 'Decision boundaries: too few units, enough, and too many',
        description:
          'The exact decision boundaries of the narrowest network, of the one with the least test loss, and of the widest, among the training points.',
        columns: 3,
        panels: [...new Set([capacities[0] as Capacity, best, capacities.at(-1) as Capacity])].map(picture),
      },
    ];
  },
});

/** Trains one network, looking at the test loss on the way, and finds its regions. */
export async function fit(
  engine: Engine,
  { train, test }: { readonly train: Dataset; readonly test: Dataset },
  width: number,
  { steps, learningRate }: Recipe,
  seed: number,
  context: Context,
): Promise<Fit> {
  using network = new Network(engine, { widths: [2, width, 1], seed });
  using trainer = new Trainer(network, { data: train, loss: 'bce', batch: 'full', optimizer: { name: 'adam', learningRate } });
  let bestTestLoss = Number.POSITIVE_INFINITY;
  for (let part = 1; part <= checkpoints; part++) {
    trainer.run(Math.floor((steps * part) / checkpoints) - trainer.step);
    bestTestLoss = Math.min(bestTestLoss, network.evaluate({ data: test, loss: 'bce' }).loss);
    await breathe(context, 0, 0);
  }
  const [seen, fresh] = [network.evaluate({ data: train, loss: 'bce' }), network.evaluate({ data: test, loss: 'bce' })];
  const { regions, pieces, length, residual, exactDecisions, boundary } = findRegions(network, frame);
  const wrong = ({ accuracy }: { accuracy?: number }, { samples }: Dataset) => Math.round(samples * (1 - (accuracy as number))) / samples;
  return {
    seed,
    trainError: wrong(seen, train),
    testError: wrong(fresh, test),
    trainLoss: seen.loss,
    testLoss: fresh.loss,
    bestTestLoss,
    regions,
    pieces,
    length,
    residual,
    exactDecisions,
    boundary,
  };
}

/** A split in the engine's memory, the class as the one target. */
export function datasetOf(engine: Engine, { inputs, labels }: Split): Dataset {
  return new Dataset(engine, { inputs, targets: { rows: labels.length, columns: 1, data: Array.from(labels) } });
}

type Measure = Exclude<keyof Fit, 'boundary'>;

function mean({ fits }: Capacity, key: Measure): number {
  return fits.reduce((sum, it) => sum + it[key], 0) / fits.length;
}
