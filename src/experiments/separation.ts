import type { Engine } from '../engine/engine.js';
import { Network } from '../network/network.js';
import type { LayerInput } from '../network/specification.js';
import { train } from '../network/trainer.js';
import { lecturePieces, sharpPieces } from '../theory/bounds.js';
import { triangleWave } from '../theory/constructions.js';
import { distance } from '../theory/distance.js';
import { countPieces } from '../theory/pieces.js';
import { polygon } from '../theory/polygon.js';
import { distanceOfConstant, type SeparationBounds, separationBounds } from '../theory/separation.js';
import { shifted } from '../theory/shifted.js';
import { approximateWave, deepestProof, provedWaveBounds } from '../theory/wave-approximation.js';
import { waveExamples } from '../theory/wave-examples.js';
import type { Claim } from './claim.js';
import { breathe, defineExperiment } from './experiment.js';

/** One g against the wave of a depth: everything is exact, and the distance correctly rounded. */
export interface Trial {
  readonly depth: number;
  readonly hidden: readonly number[];
  /** Linear pieces of g on [0, 1]. */
  readonly pieces: number;
  /** How often g passes through 1/2. */
  readonly crossings: number;
  /** Segments of the wave, of 2^depth, in whose inside g does not pass through 1/2. */
  readonly oneSided: number;
  /** The integral of |f - g| over [0, 1]. */
  readonly l1: number;
}

export interface Trained extends Trial {
  readonly seed: number;
  readonly parameters: number;
}

/** What is proved for every g with 1, 2, ..., 2^depth pieces: lower bounds on the L1 distance. */
export interface Proof {
  readonly depth: number;
  readonly bounds: readonly number[];
}

export interface SeparationResult {
  readonly trained: readonly Trained[];
  /** The best approximations that a search found, with 1, 2, ..., 2^depth pieces, as networks of one layer. */
  readonly best: readonly Trial[];
  /** Waves of smaller depth, and the constant 1/2. */
  readonly built: readonly (Trial & { readonly name: string })[];
  /** For the depths of at most 4. */
  readonly proofs: readonly Proof[];
}

/** The deepest wave whose best approximations are searched for: depth 5 takes seconds. */
const deepestSearch = 4;
const samples = 64;

export const separation = defineExperiment({
  name: 'separation',
  title: 'Few pieces cannot approximate many',
  section: 'Approximation of the triangle wave',
  question:
    'How near to the triangle wave can a function with fewer pieces come, and does any network that is built or trained come nearer than the lecture allows?',
  parameters: {
    depths: { kind: 'integers', default: [2, 3, 4], minimum: 1, maximum: 10, unit: 'hidden layers', help: 'Depths of the triangle waves.' },
    layers: { kind: 'integers', default: [1, 2, 3], minimum: 1, maximum: 8, unit: 'hidden layers', help: 'Depths of the trained networks.' },
    widths: { kind: 'integers', default: [1, 2, 3, 4, 6, 8, 12], minimum: 1, maximum: 64, unit: 'units', help: 'Their widths, the same in every layer.' },
    seeds: { kind: 'integer', default: 16, minimum: 1, maximum: 1000, help: 'Trainings of every shape on every wave.' },
    steps: { kind: 'integer', default: 400, minimum: 0, maximum: 100_000, unit: 'updates', help: 'Of each training (Adam, 64 random points).' },
    learningRate: { kind: 'number', default: 0.02, minimum: 0, maximum: 10, help: "Adam's." },
    seed: { kind: 'integer', default: 0, minimum: 0, maximum: 2 ** 52, help: 'First seed.' },
  },
  quick: { depths: [2, 3], layers: [1, 2], widths: [2, 4, 8], seeds: 3 },

  async run(engine, { depths, layers, widths, seeds, steps, learningRate, seed }, context): Promise<SeparationResult> {
    const total = depths.length * (layers.length * widths.length + 1);
    let done = 0;
    const trained: Trained[] = [];
    const best: Trial[] = [];
    const built: (Trial & { name: string })[] = [];
    const proofs: Proof[] = [];
    for (const depth of depths) {
      using wave = new Network(engine, { layers: shifted(triangleWave(depth), -0.5), precision: 'f64' });
      using data = waveExamples(engine, depth, { samples, seed, precision: 'f32', offset: -0.5 });
      for (const count of layers) {
        for (const width of widths) {
          const hidden = Array<number>(count).fill(width);
          for (let index = 0; index < seeds; index++) {
            using network = new Network(engine, {
              widths: [1, ...hidden, 1],
              init: { name: 'mean-field', sigmaW: Math.SQRT2, sigmaB: 0.5 },
              seed: seed + index,
            });
            const { status } = train(network, { data, loss: 'mse', batch: 'full', steps, optimizer: { name: 'adam', learningRate } });
            if (status === 'completed') trained.push({ ...trial(wave, depth, network), seed: seed + index, parameters: network.parameterCount });
          }
          await breathe(context, ++done, total);
        }
      }
      const tryOut = (layers: LayerInput[]) => tryLayers(engine, wave, depth, shifted(layers, -0.5));
      built.push({ name: 'constant 1/2', ...tryOut(polygon([0, 1], [0.5, 0.5])) });
      for (let less = 1; less < depth; less++) built.push({ name: `wave of depth ${less}`, ...tryOut(triangleWave(less)) });
      if (depth <= deepestSearch) best.push(...approximateWave(engine, depth).map(({ knots, values }) => tryOut(polygon(knots, values))));
      if (depth <= deepestProof) proofs.push({ depth, bounds: provedWaveBounds(engine, depth) });
      await breathe(context, ++done, total);
    }
    return { trained, best, built, proofs };
  },

  claims({ trained, best, built, proofs }) {
    const all: readonly Trial[] = [...trained, ...best, ...built];
    const deepest = Math.max(...all.map(({ depth }) => depth));
    const constants = built.filter(({ name }) => name === 'constant 1/2');
    const half = best.filter(({ depth, pieces }) => 2 * pieces === 2 ** depth).at(-1);
    const tried = `${trained.length} trained networks, ${best.length + built.length} built ones`;
    const byPieces = (name: keyof SeparationBounds, statement: string, note: string) => {
      const nearest = nearestTo(all, ({ depth, pieces }) => separationBounds(depth, pieces)[name])!; // every bound says something of a constant
      return {
        statement,
        kind: 'bound' as const,
        checked: 'exactly' as const,
        relation: '>=' as const,
        lecture: nearest.lecture,
        sharp: nearest.bound,
        measured: nearest.l1,
        holds: nearest.violations === 0,
        note: `${nearest.violations} violations by ${tried}, ${nearest.tried} of them with a bound above 0; shown: the nearest, D = ${nearest.depth} and ${nearest.pieces} pieces, ${round(nearest.slack)} times the bound. ${note}`,
      };
    };
    const byWidths = nearestTo(trained, ({ depth, hidden }) => (1 - Number(sharpPieces(hidden)) / 2 ** depth) / 8);
    const slideViolations = trained.filter(({ depth, hidden, l1 }) => 16 * l1 < 1 - Number(lecturePieces(hidden)) / 2 ** depth).length;
    const slide = trained.filter(({ depth, hidden }) => lecturePieces(hidden) < 2n ** BigInt(depth)).length;
    return [
      byPieces(
        'lecture',
        "int |f - g| >= (1/16)(1 - kappa(g)/2^D), the lecture's",
        'The constant has a slip: the error of 1/2 on a segment is 2^-D/4, not 2^-D/8.',
      ),
      byPieces('corrected', 'int |f - g| >= (1/8)(1 - kappa(g)/2^D), proved', 'The same argument without the slip.'),
      byPieces('windows', 'int |f - g| >= (1/4)(1 - 2 (kappa(g) - 1)/2^D), proved', 'Exact for one piece.'),
      {
        ...byPieces(
          'conjectured',
          `int |f - g| >= (1/4)(1 - kappa(g)/2^D)${deepest > deepestProof ? `, conjectured beyond D = ${deepestProof}` : ''}`,
          "1/4 cannot be raised, so the true constant is four times the lecture's.",
        ),
        ...(deepest > deepestProof ? { checked: 'observed' as const } : {}),
      },
      ...proofs.map(proofClaim),
      ...(byWidths === undefined
        ? []
        : [
            {
              statement: `16 int |f - g| >= 1 - 2^D' prod n_d / 2^D for D' hidden layers, the lecture's last form`,
              kind: 'bound' as const,
              checked: 'exactly' as const,
              relation: '>=' as const,
              lecture: byWidths.lectureByWidths,
              sharp: byWidths.bound,
              measured: byWidths.l1,
              holds: byWidths.violations === 0 && slideViolations === 0,
              note: `${slideViolations} violations in the ${slide} trained networks of which it says anything; sharp: (1/8)(1 - prod (n_d + 1)/2^D), ${byWidths.violations} violations in ${byWidths.tried}; shown: the nearest, D = ${byWidths.depth}, widths ${byWidths.hidden.join('-')}`,
            },
          ]),
      {
        statement: 'the best constant, 1/2, is 1/4 away from every triangle wave',
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        lecture: separationBounds(deepest, 1).lecture,
        sharp: distanceOfConstant,
        measured: constants.at(-1)!.l1,
        holds: constants.every(({ l1 }) => l1 === distanceOfConstant),
        note: "the lecture's bound is smaller by the factor 4/(1 - 2^-D)",
      },
      {
        statement: 'g passes through 1/2 at most kappa(g) times, and is on one side of it on at least 2^D - kappa(g) segments',
        kind: 'bound',
        checked: 'exactly',
        relation: '<=',
        lecture: 0,
        sharp: 0,
        measured: Math.max(...all.map(({ depth, crossings: count, pieces, oneSided }) => Math.max(count - pieces, 2 ** depth - pieces - oneSided))),
        holds: all.every(({ depth, crossings: count, pieces, oneSided }) => count <= pieces && oneSided >= 2 ** depth - pieces),
        note: `measured: the largest excess over either bound, ${tried}`,
      },
      ...(half === undefined
        ? []
        : [
            {
              statement: `the best approximation of the wave of depth ${half.depth} with half of its pieces, ${half.pieces}, that a search finds`,
              kind: 'bound' as const,
              checked: 'observed' as const,
              relation: '>=' as const,
              lecture: separationBounds(half.depth, half.pieces).lecture,
              sharp: separationBounds(half.depth, half.pieces).conjectured,
              measured: half.l1,
              holds: half.l1 >= separationBounds(half.depth, half.pieces).conjectured,
              note: 'it follows the wave on one end and stays near 1/2 on the rest; dynamic programming over knots, then a pattern search: an upper bound on the best',
            },
          ]),
    ];
  },

  tables({ trained, best, built, proofs }) {
    const bounds = ({ depth, pieces }: Trial) => {
      const { lecture, corrected, windows, conjectured } = separationBounds(depth, pieces);
      return [lecture, corrected, windows, conjectured].map((bound) => Math.max(bound, 0));
    };
    const columns = [
      'D',
      'widths',
      'pieces',
      'crossings of 1/2',
      'one-sided segments',
      'L1 distance',
      "lecture's 1/16",
      'proved 1/8',
      'proved windows',
      'conjectured 1/4',
    ];
    const row = (trial: Trial) => [trial.depth, trial.hidden.join('-'), trial.pieces, trial.crossings, trial.oneSided, trial.l1, ...bounds(trial)];
    return [
      {
        title: 'Trained networks, the nearest of each shape',
        columns: [...columns, 'runs', 'mean L1'],
        rows: groups(trained).map((group) => [...row(nearestOf(group)), group.length, meanL1(group)]),
      },
      {
        title: 'Distance over bound, the least',
        columns: ['bound', 'of', 'with a bound above 0', 'violations', 'least distance / bound', 'D', 'pieces'],
        rows: slacks({ trained, best, built, proofs }),
      },
      {
        title: 'The best approximations found, and what no g with as many pieces can undercut',
        columns: [...columns, 'proved by computation'],
        rows: best.map((trial) => [...row(trial), proofs.find(({ depth }) => depth === trial.depth)?.bounds[trial.pieces - 1] ?? 'not computed']),
      },
      { title: 'Built networks', columns: ['g', ...columns], rows: built.map((trial) => [trial.name, ...row(trial)]) },
    ];
  },

  plots({ trained, best }) {
    const depths = [...new Set(trained.map(({ depth }) => depth))];
    const layers = [...new Set(trained.map(({ hidden }) => hidden.length))];
    const panels = depths.map((depth) => {
      const here = trained.filter((trial) => trial.depth === depth);
      const most = 2 ** depth;
      const bound = (name: string, key: 'lecture' | 'corrected' | 'conjectured') => ({
        name,
        mark: 'line' as const,
        points: [1, most].map((pieces) => ({ x: pieces, y: separationBounds(depth, pieces)[key] })),
      });
      return {
        title: `triangle wave of depth ${depth}, ${most} pieces`,
        x: { label: 'linear pieces of g', scale: 'linear' as const, domain: [0, Math.max(most, ...here.map(({ pieces }) => pieces))] as const },
        y: { label: 'L1 distance', scale: 'linear' as const, domain: [0, 0.5] as const },
        series: [
          bound("lecture's bound, 1/16", 'lecture'),
          bound('proved, 1/8', 'corrected'),
          bound('conjectured, 1/4', 'conjectured'),
          { name: 'best found', mark: 'line' as const, points: best.filter((trial) => trial.depth === depth).map(({ pieces, l1 }) => ({ x: pieces, y: l1 })) },
          ...layers.map((count) => ({
            name: count === 1 ? '1 hidden layer' : `${count} hidden layers`,
            mark: 'points' as const,
            points: here.filter(({ hidden }) => hidden.length === count).map(({ pieces, l1 }) => ({ x: pieces, y: Math.min(l1, 0.5) })),
          })),
        ],
      };
    });
    const against = (depth: number, label: string, size: (trial: Trained) => number) => ({
      title: `wave of depth ${depth}, at equal ${label}`,
      x: { label, scale: 'log' as const },
      y: { label: 'least L1 distance', scale: 'linear' as const, domain: [0, 0.3] as const },
      series: layers.map((count) => ({
        name: count === 1 ? '1 hidden layer' : `${count} hidden layers`,
        mark: 'line' as const,
        points: groups(trained.filter(({ depth: at, hidden }) => at === depth && hidden.length === count)).map((group) => ({
          x: size(group[0]!),
          y: nearestOf(group).l1,
        })),
      })),
    });
    return [
      {
        title: 'Distance from the triangle wave, by pieces',
        description:
          'Every trained network as a point: its exact number of pieces and its exact L1 distance. None lies below the bounds; the best approximations found lie just above the conjectured one.',
        columns: 2,
        panels,
      },
      {
        title: 'What training reaches',
        description: 'The least distance over the seeds, against the number of units and of parameters, by number of hidden layers: a row a wave.',
        columns: 2,
        panels: depths.flatMap((depth) => [
          against(depth, 'units', ({ hidden }) => hidden.reduce((sum, width) => sum + width, 0)),
          against(depth, 'parameters', ({ parameters }) => parameters),
        ]),
      },
    ];
  },
});

/** Both networks are given lowered by 1/2: the distance is the same, and a crossing of 1/2 is a change of sign. */
function trial(wave: Network, depth: number, network: Network): Trial {
  const { count, zeros } = countPieces(network, [0, 1]);
  const segments = 2 ** depth;
  // a crossing at the end of a segment is inside of none
  const crossed = new Set(
    Array.from(zeros)
      .filter((x) => !Number.isInteger(x * segments))
      .map((x) => Math.floor(x * segments)),
  );
  return {
    depth,
    hidden: network.widths.slice(1, -1),
    pieces: count,
    crossings: zeros.length,
    oneSided: segments - crossed.size,
    l1: distance(wave, network, [0, 1]).l1,
  };
}

function tryLayers(engine: Engine, wave: Network, depth: number, layers: readonly LayerInput[]): Trial {
  using network = new Network(engine, { layers, precision: 'f64' });
  return trial(wave, depth, network);
}

/** The constant 1/4 for one depth, for every number of pieces at once; shown is the one of which least is to spare. */
function proofClaim({ depth, bounds }: Proof): Claim {
  const rows = bounds.slice(0, -1).map((bound, index) => ({ pieces: index + 1, bound, ...separationBounds(depth, index + 1) }));
  const least = rows.reduce((a, b) => (b.bound - b.conjectured < a.bound - a.conjectured ? b : a));
  return {
    statement: `every g with m = 1, ..., ${2 ** depth - 1} pieces is at least (1/4)(1 - m/2^D) from the wave of depth D = ${depth}`,
    kind: 'theorem',
    checked: 'exactly',
    relation: '>=',
    lecture: least.lecture,
    sharp: least.conjectured,
    measured: least.bound,
    holds: rows.every(({ bound, conjectured }) => bound >= conjectured),
    note: `proved by computation for all g, continuous or not, wherever the pieces end: the least error over all ways to put the ends into cells of a grid, each line's error bounded from below; shown: m = ${least.pieces}, of which least is to spare`,
  };
}

/** Of the trials that a bound says anything of: how many violate it, and the one that is nearest to it; undefined if there are none. */
function nearestTo(trials: readonly Trial[], boundOf: (trial: Trial) => number) {
  const judged = trials.map((each) => ({ ...each, bound: boundOf(each) })).filter(({ bound }) => bound > 0);
  const [first] = judged;
  if (first === undefined) return undefined;
  const nearest = judged.reduce((a, b) => (b.l1 / b.bound < a.l1 / a.bound ? b : a), first);
  return {
    ...nearest,
    slack: nearest.l1 / nearest.bound,
    lecture: separationBounds(nearest.depth, nearest.pieces).lecture,
    lectureByWidths: (1 - Number(lecturePieces(nearest.hidden)) / 2 ** nearest.depth) / 16,
    tried: judged.length,
    violations: judged.filter(({ l1, bound }) => l1 < bound).length,
  };
}

/** How near each kind of g comes to each bound. */
function slacks({ trained, best, built }: SeparationResult) {
  const kinds = { trained, 'best found': best, built };
  return (['lecture', 'corrected', 'windows', 'conjectured'] as const).flatMap((name) =>
    Object.entries<readonly Trial[]>(kinds).flatMap(([kind, trials]) => {
      const nearest = nearestTo(trials, ({ depth, pieces }) => separationBounds(depth, pieces)[name]);
      return nearest === undefined ? [] : [[name, kind, nearest.tried, nearest.violations, nearest.slack, nearest.depth, nearest.pieces]];
    }),
  );
}

/** The runs of each wave and shape. */
function groups<Run extends Trial>(trained: readonly Run[]): Run[][] {
  const byShape = new Map<string, Run[]>();
  for (const run of trained) {
    const key = `${run.depth} ${run.hidden.join('-')}`;
    byShape.set(key, [...(byShape.get(key) ?? []), run]);
  }
  return [...byShape.values()];
}

const nearestOf = <Run extends Trial>(group: readonly Run[]): Run => group.reduce((a, b) => (b.l1 < a.l1 ? b : a));
const meanL1 = (group: readonly Trial[]): number => group.reduce((sum, { l1 }) => sum + l1, 0) / group.length;
const round = (value: number): number => Math.round(value * 1000) / 1000;
