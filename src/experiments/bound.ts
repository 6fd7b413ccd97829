import type { Engine } from '../engine/engine.js';
import type { Dataset } from '../network/dataset.js';
import { Network } from '../network/network.js';
import { Trainer, train } from '../network/trainer.js';
import { lecturePieces, montufarRegions, productRegions, serraRegions, sharpPieces } from '../theory/bounds.js';
import { extremal } from '../theory/constructions.js';
import { countPieces } from '../theory/pieces.js';
import { expectedPieces } from '../theory/random-pieces.js';
import { waveExamples } from '../theory/wave-examples.js';
import { countPiecesOnLine } from '../theory/whole-line.js';
import { breathe, defineExperiment } from './experiment.js';

/** One shape of the grid, with its bounds and what was counted. */
export interface Shape {
  readonly depth: number;
  readonly width: number;
  readonly lecture: bigint;
  readonly sharp: bigint;
  readonly montufar: bigint;
  readonly serra: bigint;
  /** Pieces of the network that is built to have the most; undefined where the width is below 3 or they are too many. */
  readonly built: number | undefined;
  /** Pieces of random networks on the whole line, and of trained ones on [-1, 2], a seed each. */
  readonly random: readonly number[];
  readonly trained: readonly number[];
}

/** Mean pieces of wide random networks on an interval, against the law. */
export interface Law {
  readonly interval: readonly [number, number];
  readonly expected: number;
  readonly mean: number;
  /** Of the mean. */
  readonly standardError: number;
}

/** Pieces on [0, 1] while a network is trained, a seed. */
export interface Course {
  readonly seed: number;
  readonly steps: readonly number[];
  readonly pieces: readonly number[];
}

export interface BoundResult {
  readonly shapes: readonly Shape[];
  readonly law: { readonly widths: readonly number[]; readonly networks: number; readonly intervals: readonly Law[] };
  readonly courses: { readonly widths: readonly number[]; readonly runs: readonly Course[] };
  /** Pieces of a 2-2 network that has as many as any, and the most of random ones. */
  readonly twoByTwo: { readonly built: number; readonly tried: number; readonly most: number };
  /** The most of random networks of one unit a layer. */
  readonly single: { readonly tried: number; readonly most: number };
}

/** All of it: a unit's zeros have a Cauchy law, so that some are far out whatever the interval. */
const line: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
/** Built networks with more pieces than this are left to `triangle`. */
const mostBuilt = 20_000n;
const he = { name: 'mean-field', sigmaW: Math.SQRT2, sigmaB: 1 } as const;
const waveDepth = 3;
const samples = 128;
const courseWidths = [16, 16, 16];
const checkpoints = 20;

export const bound = defineExperiment({
  name: 'bound',
  title: 'Bounds on the number of pieces',
  section: 'Bound on the number of linear pieces',
  question: 'How many linear pieces can a network have, how many does it have when it is drawn at random, and how many after training?',
  parameters: {
    depths: { kind: 'integers', default: [1, 2, 3, 4], minimum: 1, maximum: 32, unit: 'hidden layers', help: 'Depths of the grid.' },
    widths: { kind: 'integers', default: [1, 2, 3, 8, 16], minimum: 1, maximum: 256, unit: 'units', help: 'Widths of the grid, the same in every layer.' },
    seeds: { kind: 'integer', default: 3, minimum: 1, maximum: 100, help: 'Random networks, and trainings, of every shape.' },
    steps: { kind: 'integer', default: 300, minimum: 1, maximum: 100_000, unit: 'updates', help: 'Of each training (Adam, on a triangle wave of 8 pieces).' },
    lawWidth: { kind: 'integer', default: 64, minimum: 1, maximum: 512, unit: 'units', help: 'Width of the random networks whose mean count is measured.' },
    lawDepth: { kind: 'integer', default: 4, minimum: 1, maximum: 64, unit: 'hidden layers', help: 'Their depth.' },
    lawNetworks: { kind: 'integer', default: 300, minimum: 2, maximum: 10_000, help: 'How many of them.' },
    courseSteps: {
      kind: 'integer',
      default: 1000,
      minimum: checkpoints,
      maximum: 100_000,
      unit: 'updates',
      help: 'Of the trainings that are counted on the way.',
    },
    seed: { kind: 'integer', default: 0, minimum: 0, maximum: 2 ** 52, help: 'First seed.' },
  },
  quick: { depths: [1, 2, 3], widths: [1, 2, 3, 8], seeds: 1, steps: 100, lawNetworks: 60, courseSteps: 200 },

  async run(engine, { depths, widths, seeds, steps, lawWidth, lawDepth, lawNetworks, courseSteps, seed }, context): Promise<BoundResult> {
    const pairs = depths.flatMap((depth) => widths.map((width) => ({ depth, width })));
    const tiny = 100;
    const total = pairs.length * seeds * 2 + lawNetworks + seeds * checkpoints + 2;
    let done = 0;
    const tick = () => breathe(context, ++done, total);
    using data = waveExamples(engine, waveDepth, { samples, seed, precision: 'f64' });

    const shapes: Shape[] = [];
    for (const { depth, width } of pairs) {
      const hidden = Array<number>(depth).fill(width);
      const random: number[] = [];
      const trained: number[] = [];
      for (let index = 0; index < seeds; index++) {
        random.push(countRandom(engine, hidden, seed + index, line));
        await tick();
        trained.push(countTrained(engine, hidden, seed + index, data, steps));
        await tick();
      }
      shapes.push({ depth, width, ...boundsOf(hidden), built: countBuilt(engine, hidden), random, trained });
    }

    const lawWidths = Array<number>(lawDepth).fill(lawWidth);
    const counts = lawIntervals.map((): number[] => []);
    for (let index = 0; index < lawNetworks; index++) {
      lawIntervals.forEach((interval, place) => counts[place]!.push(countRandom(engine, lawWidths, seed + index, interval)));
      await tick();
    }
    const intervals = lawIntervals.map((interval, place) => ({
      interval,
      expected: expectedPieces(lawWidths, { weightVariance: 2, biasVariance: 1 }, interval),
      ...meanOf(counts[place]!),
    }));

    const runs: Course[] = [];
    for (let index = 0; index < seeds; index++) {
      using network = new Network(engine, { widths: [1, ...courseWidths, 1], precision: 'f64', init: he, seed: seed + index });
      using trainer = new Trainer(network, { data, loss: 'mse', batch: 'full', optimizer: { name: 'adam', learningRate: 0.01 } });
      const course = { seed: seed + index, steps: [0], pieces: [countPieces(network, [0, 1]).count] };
      for (let k = 1; k <= checkpoints; k++) {
        const { status } = trainer.run(Math.floor((courseSteps * k) / checkpoints) - trainer.step);
        if (status === 'diverged') break;
        course.steps.push(trainer.step);
        course.pieces.push(countPieces(network, [0, 1]).count);
        await tick();
      }
      runs.push(course);
    }

    const mostOf = (hidden: readonly number[]) => Math.max(...Array.from({ length: tiny }, (_, index) => countRandom(engine, hidden, seed + index, line)));
    const twoByTwo = { built: countSeven(engine), tried: tiny, most: mostOf([2, 2]) };
    await tick();
    const single = { tried: tiny, most: mostOf([1, 1, 1]) };
    await tick();
    return { shapes, law: { widths: lawWidths, networks: lawNetworks, intervals }, courses: { widths: courseWidths, runs }, twoByTwo, single };
  },

  claims({ shapes, law, courses, twoByTwo, single }) {
    const counted = shapes.flatMap((shape) => [...shape.random, ...shape.trained].map((pieces) => ({ shape, pieces })));
    const deeper = counted.filter(({ shape }) => shape.depth > 1 && shape.width > 2);
    const fullest = (deeper.length > 0 ? deeper : counted).reduce((a, b) => (share(b.pieces, b.shape.sharp) > share(a.pieces, a.shape.sharp) ? b : a));
    const flat = shapes.filter(({ depth, built }) => depth === 1 && built !== undefined);
    const deep = shapes.filter(({ built }) => built !== undefined).at(-1);
    const courseBound = boundsOf(courses.widths);
    const highest = Math.max(...courses.runs.flatMap(({ pieces }) => pieces));
    const units = courses.widths.reduce((sum, width) => sum + width, 0);
    const overCourses = courses.runs.reduce((sum, { pieces }) => sum + pieces.length, 0);
    return [
      {
        statement: `no network has more pieces than prod (n_d + 1); the nearest to it, ${fullest.shape.depth} layers of ${fullest.shape.width}`,
        kind: 'bound',
        checked: 'exactly',
        relation: '<=',
        lecture: fullest.shape.lecture,
        sharp: fullest.shape.sharp,
        measured: fullest.pieces,
        holds: counted.every(({ shape, pieces }) => BigInt(pieces) <= shape.sharp && BigInt(pieces) <= shape.lecture),
        note: `0 violations in ${counted.length} networks, half of them random, half trained`,
      },
      ...(deep === undefined
        ? []
        : [
            {
              statement: `prod (n_d + 1) is attained from width 3 on: ${deep.depth} layers of ${deep.width}`,
              kind: 'theorem' as const,
              checked: 'exactly' as const,
              relation: '=' as const,
              lecture: deep.lecture,
              sharp: deep.sharp,
              measured: deep.built!,
              holds: shapes.every(({ built, sharp }) => built === undefined || BigInt(built) === sharp),
              note: `built and counted for every shape with widths from 3 and at most ${mostBuilt} pieces; the lecture's bound is too high by prod 2 n/(n + 1), almost 2 a layer`,
            },
          ]),
      ...flat.slice(-1).map(({ width, lecture, sharp, built }) => ({
        statement: `one hidden layer of ${width} units has n + 1 pieces at most, not 2 n`,
        kind: 'theorem' as const,
        checked: 'exactly' as const,
        relation: '=' as const,
        lecture,
        sharp,
        measured: built!,
        holds: flat.every((shape) => shape.built === shape.width + 1),
      })),
      {
        statement: 'two layers of two units have at most 7 pieces',
        kind: 'bound',
        checked: 'exactly',
        relation: '<=',
        lecture: 16,
        sharp: 7,
        measured: Math.max(twoByTwo.built, twoByTwo.most),
        holds: twoByTwo.built === 7 && twoByTwo.most <= 7,
        note: `built: ${twoByTwo.built}; the most of ${twoByTwo.tried} random ones: ${twoByTwo.most}. Proved: a line meets the curve of two units at most twice; (n_1 + 1)(n_2 + 1) = 9 is not attained`,
      },
      {
        statement: 'layers of a single unit have at most 3 pieces, whatever the depth',
        kind: 'bound',
        checked: 'exactly',
        relation: '<=',
        lecture: 8,
        sharp: 3,
        measured: single.most,
        holds: single.most <= 3,
        note: `three layers, ${single.tried} random networks. Proved: the function is monotone, one slope between two constants`,
      },
      ...law.intervals.map(({ interval: [low, high], expected, mean, standardError }) => ({
        statement: `random networks of ${law.widths.length} layers of ${law.widths[0]} have as many pieces on ${high === line[1] ? 'the whole line' : `[${low}, ${high}]`} as Rice's formula says`,
        kind: 'trend' as const,
        checked: 'observed' as const,
        relation: '=' as const,
        lecture: lecturePieces(law.widths),
        sharp: round(expected),
        measured: round(mean),
        holds: Math.abs(mean - expected) <= Math.max(tolerance(law.widths.length) * expected, 3 * standardError),
        note: `mean of ${law.networks} networks (weights N(0, 2/n), biases N(0, 1)), standard error ${round(standardError)}, margin ${100 * tolerance(law.widths.length)} %${high === line[1] ? '; expected: 1 + the number of units' : ''}`,
      })),
      {
        statement: `training does not come near the bound: most pieces in the course of it, widths ${courses.widths.join('-')}`,
        kind: 'trend',
        checked: 'exactly',
        relation: '<=',
        lecture: courseBound.lecture,
        sharp: courseBound.sharp,
        measured: highest,
        holds: highest <= 3 * (units + 1),
        note: `${courses.runs.length} trainings on a triangle wave of ${2 ** waveDepth} pieces, ${overCourses} counts; margin: three times the number of units + 1, ${3 * (units + 1)}`,
      },
    ];
  },

  tables({ shapes, law, courses }) {
    return [
      {
        title: 'Pieces by depth and width',
        columns: [
          'depth',
          'width',
          'lecture 2^D prod n',
          'sharp prod (n + 1)',
          'Serra',
          'Montufar (lower)',
          'built',
          'random, mean',
          'random, most',
          'trained, mean',
          'trained, most',
        ],
        rows: shapes.map(({ depth, width, lecture, sharp, serra, montufar, built, random, trained }) => [
          depth,
          width,
          lecture,
          sharp,
          serra,
          montufar,
          built ?? '',
          round(meanOf(random).mean),
          Math.max(...random),
          round(meanOf(trained).mean),
          Math.max(...trained),
        ]),
      },
      {
        title: `Random networks of ${law.widths.length} layers of ${law.widths[0]}: mean number of pieces`,
        columns: ['from', 'to', 'expected', 'mean', 'standard error', 'networks'],
        rows: law.intervals.map(({ interval: [low, high], expected, mean, standardError }) => [low, high, expected, mean, standardError, law.networks]),
      },
      {
        title: 'Regions of networks with several inputs (formulas)',
        columns: ['inputs', 'widths', 'Montufar (lower)', 'Serra (upper)', 'product of Zaslavsky (upper)'],
        rows: regionShapes.map(([inputs, widths]) => [
          inputs,
          widths.join('-'),
          montufarRegions(inputs, widths),
          serraRegions(inputs, widths),
          productRegions(inputs, widths),
        ]),
      },
      {
        title: 'Pieces on [0, 1] during training',
        columns: ['step', ...courses.runs.map(({ seed }) => `seed ${seed}`)],
        rows: courses.runs[0]!.steps.map((step, index) => [step, ...courses.runs.map(({ pieces }) => pieces[index] ?? 'diverged')]),
      },
    ];
  },

  plots({ shapes, courses }) {
    const depths = [...new Set(shapes.map(({ depth }) => depth))];
    const widths = [...new Set(shapes.map(({ width }) => width))];
    const line = (name: string, width: number, value: (shape: Shape) => number) => ({
      name,
      mark: 'line' as const,
      points: shapes.filter((shape) => shape.width === width).map((shape) => ({ x: shape.depth, y: value(shape) })),
    });
    return [
      {
        title: 'Bounds and counts',
        description: "A panel a width: the lecture's and the sharp bound grow exponentially with depth, random and trained networks' pieces about linearly.",
        columns: 3,
        panels: widths.map((width) => ({
          title: `width ${width}`,
          x: { label: 'hidden layers', scale: 'linear' as const, domain: [Math.min(...depths), Math.max(...depths)] as const },
          y: { label: 'pieces', scale: 'log' as const },
          series: [
            line("lecture's bound", width, ({ lecture }) => Number(lecture)),
            line('sharp bound', width, ({ sharp }) => Number(sharp)),
            line('random, mean', width, ({ random }) => meanOf(random).mean),
            line('trained, mean', width, ({ trained }) => meanOf(trained).mean),
          ],
        })),
      },
      {
        title: 'Pieces during training',
        description: 'The exact number of linear pieces on [0, 1] of networks that learn a triangle wave, by update.',
        columns: 1,
        panels: [
          {
            title: `widths ${courses.widths.join('-')}`,
            x: { label: 'update', scale: 'linear' },
            y: { label: 'pieces on [0, 1]', scale: 'linear' },
            series: courses.runs.map(({ seed, steps, pieces }) => ({
              name: `seed ${seed}`,
              mark: 'line' as const,
              points: steps.map((x, index) => ({ x, y: pieces[index]! })),
            })),
          },
        ],
      },
    ];
  },
});

const lawIntervals: readonly (readonly [number, number])[] = [[0, 1], [-1, 1], line];

const regionShapes: readonly (readonly [number, readonly number[]])[] = [
  [2, [20]],
  [2, [10, 10]],
  [3, [8, 8]],
  [3, [16, 16, 16]],
  [5, [5, 5]],
];

function boundsOf(hidden: readonly number[]) {
  return { lecture: lecturePieces(hidden), sharp: sharpPieces(hidden), montufar: montufarRegions(1, hidden), serra: serraRegions(1, hidden) };
}

function countRandom(engine: Engine, hidden: readonly number[], seed: number, interval: readonly [number, number]): number {
  using network = new Network(engine, { widths: [1, ...hidden, 1], precision: 'f64', init: he, seed });
  return (interval === line ? countPiecesOnLine(network) : countPieces(network, interval)).count;
}

function countTrained(engine: Engine, hidden: readonly number[], seed: number, data: Dataset, steps: number): number {
  using network = new Network(engine, { widths: [1, ...hidden, 1], precision: 'f64', init: he, seed });
  train(network, { data, loss: 'mse', batch: 'full', steps, optimizer: { name: 'adam', learningRate: 0.01 } });
  return countPieces(network, [-1, 2]).count;
}

function countBuilt(engine: Engine, hidden: readonly number[]): number | undefined {
  if (hidden.some((width) => width < 3) || sharpPieces(hidden) > mostBuilt) return undefined;
  using network = new Network(engine, { layers: extremal(hidden), precision: 'f64' });
  return countPieces(network, [0, 1]).count;
}

/** The sum of relu(2 - h) and relu(3 - h), h = relu(x) + relu(1 - x): slopes 0, 1, 2, 0, -2, -1, 0. */
function countSeven(engine: Engine): number {
  const layers = [
    { weights: [[1], [-1]], bias: [0, 1] },
    {
      weights: [
        [-1, -1],
        [-1, -1],
      ],
      bias: [2, 3],
    },
    { weights: [[1, 1]], bias: [0] },
  ];
  using network = new Network(engine, { layers, precision: 'f64' });
  return countPieces(network, [-4, 4]).count;
}

/** Pieces over the bound, in floating point: only to find the fullest. */
const share = (pieces: number, sharp: bigint): number => pieces / Number(sharp);

/** How far the mean may be from the law, relatively: width 64 is not yet infinite, and deep networks are farther from it. */
const tolerance = (depth: number): number => (depth <= 4 ? 0.03 : 0.05);

function meanOf(counts: readonly number[]): { mean: number; standardError: number } {
  const mean = counts.reduce((sum, value) => sum + value, 0) / counts.length;
  const squares = counts.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, standardError: Math.sqrt(squares / Math.max(counts.length - 1, 1) / counts.length) };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
