import type { Engine } from '../../engine/engine.js';
import { ArgumentError } from '../../engine/errors.js';
import type { Matrix } from '../../engine/matrix.js';
import { normal } from '../../engine/random.js';
import { Dataset } from '../../network/dataset.js';
import { Network } from '../../network/network.js';
import { Trainer } from '../../network/trainer.js';
import { type ExactPoints, exactDeepMemorizer, exactMemorizer, exactPoints, missed } from '../../theory/exact-memorizer.js';
import { blockLength, deepWidths, Points } from '../../theory/memorizer.js';
import { breathe, type Context } from '../experiment.js';

/** One number of points: what became of the network of 2 N + n weights. Undefined: single precision cannot tell two points apart. */
export interface SizeRow {
  readonly points: number;
  /** a, b and w together. */
  readonly weights: number;
  readonly gap: number;
  readonly condition: number;
  readonly largestWeight: number;
  readonly residual: number;
  readonly plain: number;
  readonly single: { readonly residual: number; readonly plain: number } | undefined;
}

/** One depth through the same points. */
export interface DepthRow {
  readonly hidden: number;
  readonly shared: boolean;
  readonly layers: number;
  readonly width: number;
  readonly widest: number;
  readonly nonZero: number;
  readonly most: number;
  readonly residual: number;
}

/** One depth, constructed and trained. */
export interface ContrastRow {
  readonly hidden: number;
  readonly width: number;
  readonly weights: number;
  readonly constructed: number;
  readonly trained: readonly number[];
}

export interface Result {
  readonly features: number;
  readonly sizes: readonly SizeRow[];
  readonly depths: readonly DepthRow[];
  readonly depthPoints: number;
  readonly contrast: readonly ContrastRow[];
  readonly contrastPoints: number;
  readonly sgdSteps: number;
  readonly exact: { readonly points: number; readonly networks: number; readonly missed: number };
  readonly thresholds: readonly { readonly t: number; readonly largestWeight: number; readonly residual: number; readonly plain: number }[];
  readonly thresholdPoints: number;
  readonly gapSlope: number | undefined;
}

/** Streams of the seed. */
const streams = { points: 0, values: 1, directions: 2, exact: 3 };

export function drawPoints(engine: Engine, count: number, features: number, seed: number): Points {
  const inputs = normal(engine, { count: count * features, seed, stream: streams.points });
  return new Points(engine, { rows: count, columns: features, data: inputs }, normal(engine, { count, seed, stream: streams.values }) as Float64Array);
}

/** The best of some random directions. */
export async function spread(engine: Engine, set: Points, directions: number, seed: number, context: Context): Promise<Float64Array> {
  const { features, count } = set;
  const drawn = normal(engine, { count: directions * features, seed, stream: streams.directions }) as Float64Array;
  const at = (index: number) => drawn.subarray(index * features, (index + 1) * features);
  const pause = Math.ceil(2e6 / (count * features));
  let best = 0;
  let most = 0;
  for (let index = 0; index < directions; index++) {
    const gap = set.gap(at(index));
    if (gap > most) [best, most] = [index, gap];
    if (index % pause === 0) await breathe(context, index, directions);
  }
  if (most === 0) throw new ArgumentError('directions', 'a direction on which no two points coincide in double precision', directions);
  return at(best);
}

export function measureSize(set: Points, direction: Float64Array): SizeRow {
  const double = set.memorize(direction);
  if (double === undefined) throw new ArgumentError('points', 'points that double precision tells apart on a line', set.count);
  const single = set.memorize(direction, { precision: 'f32' });
  const { smallestGap: gap, condition, largestWeight, residual, plainResidual: plain } = double;
  const weights = double.direction.length + double.thresholds.length + double.weights.length;
  return {
    points: set.count,
    weights,
    gap,
    condition,
    largestWeight,
    residual,
    plain,
    single: single && { residual: single.residual, plain: single.plainResidual },
  };
}

/** What t does, on 100 points: the lecture and the paper only say "interleave". */
export async function measureThresholds(engine: Engine, features: number, directions: number, seed: number, context: Context) {
  const thresholdPoints = 100;
  using set = drawPoints(engine, thresholdPoints, features, seed);
  const direction = await spread(engine, set, directions, seed, context);
  const thresholds = [1, 0.75, 0.5, 0.4, 0.25].flatMap((t) => {
    const built = set.memorize(direction, { t });
    return built ? [{ t, largestWeight: built.largestWeight, residual: built.residual, plain: built.plainResidual }] : [];
  });
  return { thresholds, thresholdPoints };
}

interface DepthParameters {
  readonly features: number;
  readonly directions: number;
  readonly depthPoints: number;
  readonly contrastPoints: number;
  readonly hiddenLayers: readonly number[];
  readonly sgdSteps: number;
  readonly sgdRate: number;
  readonly sgdSeeds: number;
  readonly seed: number;
}

export async function measureDepths(engine: Engine, given: DepthParameters, context: Context): Promise<DepthRow[]> {
  const { depthPoints: count, features, directions, hiddenLayers, seed } = given;
  using set = drawPoints(engine, count, features, seed);
  const direction = await spread(engine, set, directions, seed, { ...context, progress: () => {} });
  const rows: DepthRow[] = [];
  const wanted = hiddenLayers.flatMap((hidden) => [false, true].map((shared) => ({ hidden, shared }))).filter(({ hidden, shared }) => !shared || hidden > 1);
  for (const [index, { hidden, shared }] of wanted.entries()) {
    await breathe(context, index, wanted.length);
    const deep = set.memorizeDeep(direction, hidden, shared);
    if (deep === undefined) throw new ArgumentError('depthPoints', 'points that double precision tells apart on a line', count);
    using network = deep.network;
    const widths = network.widths.slice(1, -1);
    rows.push({
      hidden,
      shared,
      layers: widths.length,
      width: Math.max(...widths),
      widest: blockLength(count, hidden, shared) + 2,
      nonZero: deep.nonZero,
      // one layer of a a unit costs n (B + 1) instead of n, and the shared unit two weights more than it saves
      most: 3 * count + 3 * hidden + (shared ? 1 : blockLength(count, hidden, false) + 1) * features,
      residual: set.residualOf(network),
    });
  }
  return rows;
}

export async function measureContrast(engine: Engine, given: DepthParameters, context: Context): Promise<ContrastRow[]> {
  const { contrastPoints: count, features, directions, seed, sgdSteps, sgdRate, sgdSeeds } = given;
  const depths = given.hiddenLayers.filter((hidden) => hidden < count);
  using set = drawPoints(engine, count, features, seed);
  const direction = await spread(engine, set, directions, seed, { ...context, progress: () => {} });
  const inputs: Matrix = { rows: count, columns: features, data: normal(engine, { count: count * features, seed, stream: streams.points }) };
  const targets: Matrix = { rows: count, columns: 1, data: normal(engine, { count, seed, stream: streams.values }) };
  using data = new Dataset(engine, { inputs, targets, precision: 'f64' });
  const rows: ContrastRow[] = [];
  for (const [index, hidden] of depths.entries()) {
    const deep = hidden === 1 ? undefined : set.memorizeDeep(direction, hidden, false);
    const constructed = deep ? set.residualOf(deep.network) : (set.memorize(direction)?.plainResidual ?? Number.POSITIVE_INFINITY);
    deep?.network.dispose();
    const widths = hidden === 1 ? [count] : deepWidths(count, hidden, false);
    const trained: number[] = [];
    let weights = 0;
    for (let run = 0; run < sgdSeeds; run++) {
      using network = new Network(engine, { widths: [features, ...widths, 1], precision: 'f64', init: 'he-normal', seed: seed + run });
      using trainer = new Trainer(network, { data, loss: 'mse', batch: 32, optimizer: { name: 'sgd', learningRate: sgdRate }, seed: seed + run });
      weights = network.parameterCount;
      for (let step = 0; step < sgdSteps; step += 200) {
        await breathe(context, index + (run + step / sgdSteps) / sgdSeeds, depths.length);
        if (trainer.run(Math.min(200, sgdSteps - step)).status === 'diverged') break;
      }
      trained.push(set.residualOf(network));
    }
    rows.push({ hidden, width: Math.max(...widths), weights, constructed, trained: trained.sort((a, b) => a - b) });
  }
  return rows;
}

/** Every construction in rational numbers, on points of R^3 whose coordinates are sixteenths. */
export function proveExactly(engine: Engine, count: number, seed: number): Result['exact'] {
  const [features, tries] = [3, 8];
  const sixteenth = (value: number) => Math.round(16 * value) / 16;
  const numbers = Array.from(normal(engine, { count: count * (features + 1) + tries * features, seed, stream: streams.exact }));
  const row = (index: number) => numbers.slice(index * features, (index + 1) * features);
  const inputs = Array.from({ length: count }, (_, index) => row(index).map((value) => sixteenth(64 * value)));
  const values = numbers.slice((count + tries) * features).map(sixteenth);
  const points = Array.from({ length: tries }, (_, index) => exactPoints(inputs, values, row(count + index).map(sixteenth))).find(
    (found): found is ExactPoints => found !== undefined,
  );
  if (points === undefined) throw new ArgumentError('exactPoints', 'fewer points, so that sixteenths tell them apart', count);
  const depths = [1, 2, 3, 5, 8].filter((hidden) => hidden < count);
  const networks = [
    exactMemorizer(points),
    ...depths.map((hidden) => exactDeepMemorizer(points, blockLength(count, hidden, false), false)),
    ...depths.filter((hidden) => hidden > 1).map((hidden) => exactDeepMemorizer(points, blockLength(count, hidden, true), true)),
  ];
  return { points: count, networks: networks.length, missed: networks.reduce((sum, network) => sum + missed(network, points), 0) };
}
