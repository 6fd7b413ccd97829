import type { Engine } from '../engine/engine.js';
import { Network } from '../network/network.js';
import type { PlotSpecification, Series } from '../plot/specification.js';
import { type LemmaCounts, lemmaFunction, linearPieces, mergeLemmas, sweepLemmas } from '../theory/piece-lemmas.js';
import { countPieces } from '../theory/pieces.js';
import type { Claim } from './claim.js';
import { breathe, defineExperiment, type ResultTable } from './experiment.js';

/** Trials between two looks at the clock. */
const chunk = 20_000;

/** A function as on the slide, by its values at 0, 1/16, ..., 1: 16 pieces, of which 14 are left above zero. */
const picture = [5, -6, -1, -4, 5, 5, -6, -4, 4, -1, -1, -4, -4, 6, 6, 3, -1];

interface Extremal {
  readonly k: number;
  readonly lecture: number;
  readonly sharp: number;
  /** kappa(relu f) of the zigzag -1, 1, -1, ... with k pieces. */
  readonly zigzag: number;
  readonly functions: number;
  /** Over random functions with k pieces; 0 if none was drawn. */
  readonly most: number;
}

interface Result {
  readonly trials: number;
  readonly counts: LemmaCounts;
  readonly rows: readonly Extremal[];
  /** Worst case of f + g: all kinks of g between those of f. */
  readonly interleaved: readonly { readonly k: number; readonly l: number; readonly sum: number }[];
  readonly picture: { readonly before: number; readonly after: number; readonly network: number; readonly clippedNetwork: number };
  /** One random function that reaches the bound with the most pieces. */
  readonly example: { readonly k: number; readonly pieces: number; readonly values: readonly number[] };
}

export const lemmas = defineExperiment({
  name: 'lemmas',
  title: 'Pieces of relu(f) and of f + g',
  section: 'Number of linear pieces',
  question: 'How many linear pieces can the ReLU of a function have, and the sum of two?',
  parameters: {
    trials: { kind: 'integer', default: 200_000, minimum: 1, maximum: 100_000_000, help: 'random pairs (f, g) of piecewise linear functions' },
    seed: { kind: 'integer', default: 1, minimum: 0, maximum: Number.MAX_SAFE_INTEGER, help: 'of the functions' },
  },
  quick: {},

  async run(engine, { trials, seed }, context): Promise<Result> {
    let counts = sweepLemmas(engine, seed, 0, 0);
    for (let first = 0; first < trials; first += chunk) {
      await breathe(context, first, trials);
      counts = mergeLemmas(counts, sweepLemmas(engine, seed, first, Math.min(chunk, trials - first)));
    }
    await breathe(context, trials, trials);
    const rows = counts.clipped.map(({ k, functions, most }) => ({ k, lecture: 2 * k, sharp: sharp(k), zigzag: zigzagPieces(engine, k), functions, most }));
    const reached = counts.clipped.findLast(({ k, most }) => most === sharp(k)) ?? counts.clipped[0];
    const values = lemmaFunction(engine, seed, 2 * (reached?.trial ?? 0));
    return {
      trials,
      counts,
      rows,
      interleaved: [1, 2, 4, 8, 12].flatMap((k) => [1, 3, 12].map((l) => ({ k, l, sum: interleavedPieces(engine, k, l) }))),
      picture: {
        before: linearPieces(engine, picture, false),
        after: linearPieces(engine, picture, true),
        network: pictureNetwork(engine, false),
        clippedNetwork: pictureNetwork(engine, true),
      },
      example: { k: linearPieces(engine, values, false), pieces: linearPieces(engine, values, true), values },
    };
  },

  claims({ trials, counts, rows, interleaved, picture: { before, after, network, clippedNetwork } }): readonly Claim[] {
    const violations = counts.clipped.reduce((sum, row) => sum + row.violations, 0);
    const seen = rows.filter(({ functions }) => functions > 0);
    const reached = seen.filter(({ most, sharp }) => most === sharp).length;
    return [
      {
        statement: 'random f whose ReLU has more pieces than the bound',
        kind: 'bound',
        checked: 'exactly',
        relation: '=',
        lecture: 0,
        sharp: 0,
        measured: violations,
        holds: violations === 0,
        note: `sharp floor(3k/2) + 1, lecture 2k; ${trials} functions of 1 to ${rows.length} pieces, in integers; the sharp bound was met for ${reached} of the ${seen.length} k that were drawn`,
      },
      {
        statement: `kappa(relu f) of the zigzag of k = ${rows.length} pieces`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        lecture: 2 * rows.length,
        sharp: sharp(rows.length),
        measured: rows.at(-1)?.zigzag ?? 0,
        holds: rows.every(({ zigzag, sharp }) => zigzag === sharp),
        note: `-1, 1, -1, ... attains floor(3k/2) + 1 for every k from 1 to ${rows.length}: the sharp bound is sharp`,
      },
      {
        statement: 'greatest k whose lecture bound 2k is reached by a continuous f',
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        sharp: 2,
        measured: Math.max(...rows.filter(({ zigzag, lecture }) => zigzag === lecture).map(({ k }) => k)),
        holds: rows.every(({ k, zigzag, lecture, most }) => (k <= 2 ? zigzag === lecture : Math.max(zigzag, most) < lecture)),
        note: 'two neighbouring kinks above zero cost a sign change; 2k needs jumps',
      },
      {
        statement: 'kappa(f + g) > kappa(f) + kappa(g) - 1: violations',
        kind: 'bound',
        checked: 'exactly',
        relation: '=',
        lecture: counts.sums.lecture,
        sharp: 0,
        measured: counts.sums.violations,
        holds: counts.sums.violations === 0 && counts.sums.lecture === 0,
        note: `${trials} random pairs; the lecture's kappa(f) + kappa(g) is one too many: two functions on one interval share its ends`,
      },
      {
        statement: 'pairs where kappa(f + g) = kappa(f) + kappa(g) - 1 and "no kink in common" disagree',
        kind: 'bound',
        checked: 'exactly',
        relation: '=',
        sharp: 0,
        measured: counts.sums.disagreements,
        holds: counts.sums.disagreements === 0,
        note: `equality in ${counts.sums.equalities} of ${trials} pairs, just those with disjoint kinks`,
      },
      {
        statement: 'kappa(f + g) - (k + l - 1) with interleaved kinks',
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        lecture: 1,
        sharp: 0,
        measured: Math.max(...interleaved.map(({ k, l, sum }) => sum - (k + l - 1))),
        holds: interleaved.every(({ k, l, sum }) => sum === k + l - 1),
        note: `${interleaved.length} pairs (k, l)`,
      },
      {
        statement: "the slide's picture: pieces of f, kappa = 16, that are left in relu(f)",
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        lecture: 14,
        sharp: 14,
        measured: after,
        holds: before === 16 && after === 14 && network === 16 && clippedNetwork === 14,
        note: `a function of 16 hidden units with integer values at multiples of 1/16; counted here and as a network (${network} and ${clippedNetwork}); pieces below zero merge, so that relu may also lose pieces`,
      },
    ];
  },

  tables({ rows, interleaved }): readonly ResultTable[] {
    return [
      {
        title: 'kappa(relu f), f with k pieces',
        columns: ['k', 'lecture 2k', 'sharp', 'zigzag', 'random functions', 'most of them'],
        rows: rows.map(({ k, lecture, sharp, zigzag, functions, most }) => [k, lecture, sharp, zigzag, functions, most]),
      },
      {
        title: 'kappa(f + g), kinks interleaved',
        columns: ['kappa(f)', 'kappa(g)', 'lecture', 'kappa(f + g)'],
        rows: interleaved.map(({ k, l, sum }) => [k, l, k + l, sum]),
      },
    ];
  },

  plots({ rows, example }): readonly PlotSpecification[] {
    const linear = (label: string) => ({ label, scale: 'linear' }) as const;
    const by = (name: string, pick: (row: Extremal) => number): Series => ({ name, mark: 'line', points: rows.map((row) => ({ x: row.k, y: pick(row) })) });
    return [
      {
        title: 'Pieces of relu(f)',
        description: `Left, the slide's picture: 16 pieces, 14 after the ReLU. Middle, the lecture's bound 2k, the sharp one, and the most that random functions reached. Right, a random function that reaches the sharp bound.`,
        columns: 3,
        panels: [
          { title: '16 pieces become 14', x: linear('x'), y: linear('f'), series: curves(picture, 16) },
          {
            title: 'Most pieces of relu(f)',
            x: linear('k = kappa(f)'),
            y: linear('kappa(relu f)'),
            series: [
              by('lecture', ({ lecture }) => lecture),
              by('sharp', ({ sharp }) => sharp),
              { name: 'random', mark: 'points', points: rows.filter(({ most }) => most > 0).map(({ k, most }) => ({ x: k, y: most })) },
            ],
          },
          { title: `${example.k} pieces become ${example.pieces}`, x: linear('x'), y: linear('f'), series: curves(example.values, 1) },
        ],
      },
    ];
  },
});

/** The most pieces that the ReLU of a continuous function with k pieces has. */
const sharp = (k: number): number => Math.floor((3 * k) / 2) + 1;

function zigzagPieces(engine: Engine, k: number): number {
  const values = Array.from({ length: k + 1 }, (_, i) => (i % 2 === 0 ? -1 : 1));
  return linearPieces(engine, values, true);
}

/** f with k pieces and kinks at even points, g with l pieces and kinks at odd ones. */
function interleavedPieces(engine: Engine, k: number, l: number): number {
  const zigzag = (pieces: number, shift: number) => {
    const kinks = Array.from({ length: pieces - 1 }, (_, i) => 2 * (i + 1) + shift);
    return (x: number) => kinks.reduce((y, kink, i) => y + (i % 2 === 0 ? -2 : 2) * Math.max(x - kink, 0), x);
  };
  const [f, g] = [zigzag(k, 0), zigzag(l, 1)];
  const values = Array.from({ length: 2 * Math.max(k, l) + 3 }, (_, x) => f(x) + g(x));
  return linearPieces(engine, values, false);
}

/** The picture as a network of 16 hidden units with kinks at i / 16, counted exactly. */
function pictureNetwork(engine: Engine, clipped: boolean): number {
  const slopes = picture.slice(1).map((y, i) => 16 * (y - (picture[i] as number)));
  const changes = slopes.map((slope, i) => slope - (slopes[i - 1] ?? 0));
  const hidden = { weights: slopes.map(() => [1]), bias: slopes.map((_, i) => -i / 16) };
  const output = { weights: [changes], bias: [picture[0] as number], activation: clipped ? ('relu' as const) : ('identity' as const) };
  using network = new Network(engine, { layers: [hidden, output], precision: 'f64' });
  return countPieces(network, [0, 1]).count;
}

/** f, and its ReLU with a point at every zero. */
function curves(values: readonly number[], cells: number): Series[] {
  const points = values.map((y, i) => ({ x: i / cells, y }));
  const clipped = points.flatMap((point, i) => {
    const before = points[i - 1];
    const crosses = before !== undefined && before.y * point.y < 0;
    const zero = crosses ? [{ x: before.x + ((point.x - before.x) * before.y) / (before.y - point.y), y: 0 }] : [];
    return [...zero, { x: point.x, y: Math.max(point.y, 0) }];
  });
  return [
    { name: 'f', mark: 'line', points },
    { name: 'relu(f)', mark: 'line', points: clipped },
  ];
}
