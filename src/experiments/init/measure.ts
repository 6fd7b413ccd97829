import { dataSets } from '../../data/index.js';
import { seed as checkSeed } from '../../engine/check.js';
import type { Engine } from '../../engine/engine.js';
import { type ActivationName, activationId, checkAlpha } from '../../network/activation.js';
import { Dataset } from '../../network/dataset.js';
import { Network } from '../../network/network.js';
import { depthScale, log10Product, MeanField, type Variances } from '../../theory/mean-field.js';
import { median } from '../../theory/median.js';
import { logarithms } from '../../theory/slope.js';
import { breathe, type Context } from '../experiment.js';

/** One sigma_w of the curve: where variance and correlation tend, and how fast. */
export interface Regime {
  readonly sigmaW: number;
  /** Undefined where the variance grows without bound. */
  readonly q: number | undefined;
  readonly chi: number;
  readonly c: number;
  /** Of the correlation, and of the variance, in layers. */
  readonly scale: number;
  readonly varianceScale: number;
}

/** A depth scale that random networks had, beside the theory's. */
export interface ScaleRow extends Regime {
  readonly layers: number;
  readonly measured: number;
  /** Mean distances from the fixed point, layer by layer, as shares of the first; and the theory's. */
  readonly gaps: readonly number[];
  readonly expected: readonly number[];
}

/** |delta^1|^2 / |delta^L|^2 over random networks. */
export interface GradientRow {
  readonly activation: ActivationName;
  readonly weights: number;
  readonly width: number;
  /** Layers between the two. */
  readonly steps: number;
  readonly nets: number;
  readonly predicted: number;
  readonly mean: number;
  /** Standard error of the mean. */
  readonly error: number;
  readonly median: number;
}

/** One trained network. */
export interface TrainedCell {
  readonly sigmaW: number;
  readonly depth: number;
  readonly train: number;
  readonly test: number;
}

/** Where the theory says that networks of one sigma_w go. */
export function regimeOf(engine: Engine, field: MeanField, sigmaW: number, biases: number): Regime {
  const variances = { weights: sigmaW ** 2, biases };
  const point = field.limit(variances.weights + biases, variances);
  if (point === undefined || point.q > 1e6) return { sigmaW, q: undefined, chi: Number.NaN, c: Number.NaN, scale: Number.NaN, varianceScale: Number.NaN };
  const { c, slope } = point.q === 0 ? { c: 1, slope: point.chi } : field.correlation(point.q, variances);
  return { sigmaW, q: point.q, chi: point.chi, c, scale: depthScale(engine, slope), varianceScale: depthScale(engine, point.growth) };
}

/** Correlations of two inputs through random networks, layer by layer, and the scale on which they near their fixed point. */
export async function measureScales(
  engine: Engine,
  field: MeanField,
  given: { readonly sigmas: readonly number[]; readonly biases: number; readonly width: number; readonly nets: number; readonly seed: number },
  context: Context,
): Promise<ScaleRow[]> {
  const rows: ScaleRow[] = [];
  for (const sigmaW of given.sigmas) {
    const regime = regimeOf(engine, field, sigmaW, given.biases);
    const { q, c, scale } = regime;
    if (q === undefined || q === 0 || !(scale > 0.2 && scale < 100)) continue;
    const variances = { weights: sigmaW ** 2, biases: given.biases };
    // Below 1 two pairs are followed, one on either side of the fixed point and both with the same weights: in their difference the curvature of the map
    // cancels, and most of the noise.
    const reach = c === 1 ? 0.02 : Math.min(0.1, 0.3 * (1 - c));
    const starts = c === 1 ? [c - reach] : [c + reach, c - reach];
    const layers = Math.max(3, Math.min(100, Math.ceil(2.5 * scale)));
    const measuredGaps = new Array<number>(layers + 1).fill(0);
    const share = (signed: number) => signed / given.nets / (2 * reach);
    const gap = (values: readonly (readonly number[])[], layer: number) => {
      const [upper, lower] = [values[0]?.[layer] as number, values[1]?.[layer]];
      return lower === undefined ? 2 * (c - upper) : upper - lower;
    };
    for (let net = 0; net < given.nets; net++) {
      const pairs = starts.map((start) => propagate(engine, field.activation, variances, { ...given, layers, q, c: start, stream: net }));
      for (let layer = 0; layer <= layers; layer++) measuredGaps[layer] = (measuredGaps[layer] as number) + share(gap(pairs, layer));
      if (net % 8 === 7) await breathe(context, 0, 0);
    }
    const paths = starts.map((start) => {
      const path = [start];
      for (let layer = 0; layer < layers; layer++) path.push(field.correlate(path[layer] as number, q, variances).c);
      return path;
    });
    const expected = measuredGaps.map((_, layer) => gap(paths, layer) / (2 * reach));
    rows.push({ ...regime, layers, measured: decay(engine, measuredGaps), gaps: measuredGaps, expected });
    await breathe(context, 0, 0);
  }
  return rows;
}

/** Squared gradients of the first hidden layer over those of the one `steps` later, in networks with one output and zero biases. */
export async function measureGradients(
  engine: Engine,
  { activation, weights, width, steps, nets, seed }: Pick<GradientRow, 'activation' | 'weights' | 'width' | 'steps' | 'nets'> & { readonly seed: number },
  context: Context,
): Promise<GradientRow> {
  const field = new MeanField(engine, activation);
  const predicted =
    10 **
    log10Product(
      engine,
      field.layers(steps, { weights, biases: 0 }).map(({ chi }) => chi),
    );
  const layers = steps + 1;
  const init = { name: 'mean-field', sigmaW: Math.sqrt(weights), sigmaB: 0 } as const;
  const inputs = { rows: 1, columns: width, data: new Float64Array(width).fill(1) }; // of mean square 1
  const targets = { rows: 1, columns: 1, data: [1e3] };
  const ratios: number[] = [];
  for (let net = 0; net < nets; net++) {
    using network = new Network(engine, {
      widths: [width, ...new Array<number>(layers).fill(width), 1],
      activation,
      init,
      seed: seed + net,
      precision: 'f64',
    });
    const norms = network.gradientNorms({ inputs, targets, loss: 'mse' });
    ratios.push(((norms[0] as number) / (norms[layers - 1] as number)) ** 2);
    if (net % 8 === 7) await breathe(context, 0, 0);
  }
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / nets;
  const error = Math.sqrt(ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / Math.max(1, nets - 1) / nets);
  return { activation, weights, width, steps, nets, predicted, mean, error, median: median(ratios) };
}

export interface TrainingParameters {
  readonly activation: ActivationName;
  readonly sigmas: readonly number[];
  readonly depths: readonly number[];
  readonly biases: number;
  readonly width: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly seed: number;
}

/** A network of every depth and sigma_w, trained on the digits. */
export async function trainGrid(engine: Engine, given: TrainingParameters, context: Context): Promise<TrainedCell[]> {
  const { activation, width, steps, learningRate, seed } = given;
  const set = await dataSets.digits.load(engine, {});
  using train = new Dataset(engine, { inputs: set.train.inputs, labels: set.train.labels, classes: 10 });
  using test = new Dataset(engine, { inputs: set.test.inputs, labels: set.test.labels, classes: 10 });
  const cells: TrainedCell[] = [];
  const loss = 'cross-entropy';
  for (const sigmaW of given.sigmas) {
    for (const depth of given.depths) {
      using network = new Network(engine, {
        widths: [64, ...new Array<number>(depth).fill(width), 10],
        activation,
        init: { name: 'mean-field', sigmaW, sigmaB: Math.sqrt(given.biases) },
        seed,
      });
      network.train({ data: train, loss, steps, batch: 32, optimizer: { name: 'sgd', learningRate }, seed });
      const accuracy = (data: Dataset) => network.evaluate({ data, loss }).accuracy as number;
      cells.push({ sigmaW, depth, train: accuracy(train), test: accuracy(test) });
      await breathe(context, 0, 0);
    }
  }
  return cells;
}

function propagate(
  engine: Engine,
  activation: ActivationName,
  { weights, biases }: Variances,
  given: { readonly width: number; readonly layers: number; readonly q: number; readonly c: number; readonly seed: number; readonly stream: number },
): readonly number[] {
  const { width, layers, q, c, stream } = given;
  const { exports, memory } = engine;
  const { low, high } = checkSeed('seed', given.seed);
  const [id, alpha, even] = [activationId(engine, activation), checkAlpha('alpha', activation, undefined, 'f64'), width + (width % 2)];
  return memory.scratch('a pair of inputs', 8 * (2 * (layers + 1) + 4 * even), (variances) => {
    const correlations = variances + 8 * (layers + 1);
    const work = correlations + 8 * (layers + 1);
    engine.run('propagatePair', () => exports.propagatePair(id, alpha, weights, biases, even, layers, q, c, low, high, stream, variances, correlations, work));
    return Array.from(memory.floats('f64', correlations, layers + 1));
  });
}

/** The layers in which differences shrink by e: minus the inverse of the slope of a least-squares line through their logarithms. */
function decay(engine: Engine, differences: readonly number[]): number {
  const values = logarithms(
    engine,
    differences.map((difference) => Math.max(difference, 1e-300)),
  );
  const centre = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const covariance = values.reduce((sum, value, layer) => sum + (layer - centre) * (value - mean), 0);
  return -values.reduce((sum, _, layer) => sum + (layer - centre) ** 2, 0) / covariance;
}
