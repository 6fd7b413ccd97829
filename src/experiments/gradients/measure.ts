import { dataSets } from '../../data/index.js';
import type { Engine } from '../../engine/engine.js';
import { normal } from '../../engine/random.js';
import { Dataset } from '../../network/dataset.js';
import { Network } from '../../network/network.js';
import { Trainer } from '../../network/trainer.js';
import { meanSingularValue } from '../../theory/layer-jacobian.js';
import { type Histogram, type LayerStatistics, layerStatistics, meanSquareOfInputs } from '../../theory/layer-statistics.js';
import { power } from '../../theory/power.js';
import { type ExpectedLayer, expectedLayers, type SpreadName } from '../../theory/signal-propagation.js';
import { breathe, type Context } from '../experiment.js';

export const shownActivations = ['identity', 'tanh', 'softsign', 'sigmoid', 'relu', 'leaky-relu', 'elu', 'selu', 'gelu', 'silu'] as const;
export type ShownActivation = (typeof shownActivations)[number];
export const sources = ['normal', 'digits'] as const;
export type Source = (typeof sources)[number];

/** A hidden layer at the start, measured and as mean-field theory expects it. Mean squares are over units, samples and networks. */
export interface StartLayer {
  readonly activation: Measured;
  /** Deviation of the activations from their mean. */
  readonly spread: Measured;
  /** Root mean square of dL/dz over that of the last hidden layer. */
  readonly gradient: Measured;
  /** Mean square of dL/dz over that of the layer above; undefined for the last. */
  readonly step: Measured | undefined;
  /** Root mean square of dL/dW over that of the last hidden layer. */
  readonly weightGradient: number;
  /** Share of dL/dz that are exactly 0. */
  readonly zeroGradients: number;
  readonly nan: number;
  /** Of the first network; gradients in root mean squares of the last hidden layer's. */
  readonly histograms: { readonly activations: Histogram; readonly gradients: Histogram };
}

export interface Measured {
  readonly measured: number;
  readonly expected: number;
}

export interface Start {
  readonly source: Source;
  readonly activation: ShownActivation;
  readonly init: SpreadName;
  readonly layers: readonly StartLayer[];
}

/** A training, looked at on the way. */
export interface Course {
  readonly activation: ShownActivation;
  readonly init: SpreadName;
  readonly diverged: boolean;
  readonly snapshots: readonly Snapshot[];
}

export interface Snapshot {
  readonly step: number;
  readonly loss: number;
  readonly layers: readonly {
    readonly mean: number;
    readonly deviation: number;
    readonly saturated: number;
    /** Root mean square of dL/dz over that of the last hidden layer. */
    readonly gradient: number;
    readonly histogram: Histogram;
  }[];
}

/** Mean singular values of dz(l + 1) / dz(l) at one input, first layers first. */
export interface Jacobians {
  readonly init: SpreadName;
  readonly means: readonly number[];
}

/** What all three parts found, and with what. */
export interface GradientsResult {
  readonly starts: readonly Start[];
  readonly courses: readonly Course[];
  readonly jacobians: readonly Jacobians[];
  readonly width: number;
  readonly networks: number;
  readonly samples: number;
  readonly jacobianWidth: number;
}

export interface GradientsParameters {
  readonly activations: readonly ShownActivation[];
  readonly inits: readonly SpreadName[];
  readonly data: readonly Source[];
  readonly depth: number;
  readonly width: number;
  readonly samples: number;
  readonly networks: number;
  readonly bins: number;
  readonly trainWidth: number;
  readonly trainSteps: number;
  readonly learningRate: number;
  readonly batch: number;
  readonly jacobianWidth: number;
  readonly seed: number;
}

const loss = 'cross-entropy';
/** Classes of the digits, and of the random inputs. */
const classes = 10;
/** Half the range of the histograms of gradients, in root mean squares of the last hidden layer's. */
const gradientRange = 3;
/** Random inputs are another stream than any network's weights. */
const inputStream = 1;

/** Range of an activation's histogram, and from where on it counts as saturated (within 5 % of its ends). */
function rangeOf(activation: ShownActivation): { range: readonly [number, number]; saturated: readonly [number, number] } {
  if (activation === 'sigmoid') return { range: [0, 1], saturated: [0.05, 0.95] };
  if (activation === 'tanh' || activation === 'softsign') return { range: [-1, 1], saturated: [-0.95, 0.95] };
  return { range: [-3, 3], saturated: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] };
}

const repeated = (depth: number, width: number) => Array<number>(depth).fill(width);

/** Inputs to look at: normal numbers with labels in turn, or the first test images. */
async function examples(engine: Engine, source: Source, width: number, samples: number, seed: number): Promise<Dataset> {
  if (source === 'normal') {
    const inputs = { rows: samples, columns: width, data: normal(engine, { count: samples * width, seed, stream: inputStream, precision: 'f32' }) };
    return new Dataset(engine, { inputs, labels: Array.from({ length: samples }, (_, index) => index % classes), classes });
  }
  const { test, features } = await dataSets.digits.load(engine, {});
  const rows = Math.min(samples, test.labels.length);
  return new Dataset(engine, {
    inputs: { rows, columns: features, data: test.inputs.data.subarray(0, rows * features) },
    labels: test.labels.subarray(0, rows),
    classes,
  });
}

export async function measureStarts(engine: Engine, given: GradientsParameters, context: Context): Promise<Start[]> {
  const { activations, inits, data: wanted, depth, width, samples, networks, bins, seed } = given;
  const starts: Start[] = [];
  let done = 0;
  for (const source of wanted) {
    using data = await examples(engine, source, width, samples, seed);
    const inputs = { width: data.features, meanSquare: meanSquareOfInputs(data) };
    for (const activation of activations) {
      for (const init of inits) {
        const nets: LayerStatistics[][] = [];
        for (let net = 0; net < networks; net++) {
          await breathe(context, done++, wanted.length * activations.length * inits.length * networks);
          using network = new Network(engine, { widths: [inputs.width, ...repeated(depth, width), classes], activation, init, seed: seed + net });
          nets.push(layerStatistics(network, data, loss, { bins, activations: rangeOf(activation), gradientRange }).layers);
        }
        starts.push({ source, activation, init, layers: startLayers(nets, expectedLayers(engine, repeated(depth, width), inputs, activation, init)) });
      }
    }
  }
  return starts;
}

function startLayers(nets: readonly (readonly LayerStatistics[])[], expected: readonly ExpectedLayer[]): StartLayer[] {
  const square = (layer: number, of: (it: LayerStatistics) => number) =>
    nets.reduce((sum, layers) => sum + power(of(layers[layer] as LayerStatistics), 2), 0) / nets.length;
  const gradients = expected.map((_, layer) => square(layer, ({ gradients }) => gradients.rootMeanSquare));
  const weights = expected.map((_, layer) => square(layer, ({ weightGradients }) => weightGradients.rootMeanSquare));
  return expected.map((theory, layer) => {
    const { activations, gradients: dz } = (nets[0] as readonly LayerStatistics[])[layer] as LayerStatistics;
    const { mean, square: meanSquare } = theory.activations;
    const here = gradients[layer] as number;
    const above = gradients[layer + 1];
    return {
      activation: { measured: Math.sqrt(square(layer, (it) => it.activations.rootMeanSquare)), expected: Math.sqrt(meanSquare) },
      spread: { measured: Math.sqrt(square(layer, (it) => it.activations.deviation)), expected: Math.sqrt(meanSquare - mean * mean) },
      gradient: { measured: Math.sqrt(here / (gradients.at(-1) as number)), expected: Math.sqrt(theory.gradients) },
      step: above === undefined ? undefined : { measured: here / above, expected: theory.gradientStep },
      weightGradient: Math.sqrt((weights[layer] as number) / (weights.at(-1) as number)),
      zeroGradients: dz.zeros,
      nan: nets.reduce((sum, layers) => sum + (layers[layer] as LayerStatistics).gradients.nan, 0),
      histograms: { activations: activations.histogram, gradients: relative(dz.histogram) },
    };
  });
}

/** A histogram of gradients on the scale of the last hidden layer's. */
const relative = (histogram: Histogram): Histogram => ({ ...histogram, from: -gradientRange, to: gradientRange });

/** Trainings that are looked at on the way; the lecture's figure is of the first two. */
const trainings: readonly { readonly activation: ShownActivation; readonly init: SpreadName }[] = [
  { activation: 'tanh', init: 'heuristic' },
  { activation: 'tanh', init: 'xavier-uniform' },
  { activation: 'sigmoid', init: 'heuristic' },
];

/** Steps at which a training is looked at: 0, and halves of the whole down to about 1 %. */
export function looks(steps: number): number[] {
  return [...new Set([0, ...[64, 32, 16, 8, 4, 2, 1].map((part) => Math.ceil(steps / part))])];
}

export async function measureCourses(engine: Engine, given: GradientsParameters, context: Context): Promise<Course[]> {
  const { depth, trainWidth, trainSteps, learningRate, batch, bins, samples, seed } = given;
  const { train } = await dataSets.digits.load(engine, {});
  using data = new Dataset(engine, { ...train, classes });
  using looked = await examples(engine, 'digits', trainWidth, samples, seed);
  const courses: Course[] = [];
  for (const [index, { activation, init }] of trainings.entries()) {
    using network = new Network(engine, { widths: [data.features, ...repeated(depth, trainWidth), classes], activation, init, seed });
    using trainer = new Trainer(network, { data, loss, batch, optimizer: { learningRate }, seed });
    const snapshots: Snapshot[] = [];
    let diverged = false;
    for (const step of looks(trainSteps)) {
      while (trainer.step < step && !diverged) {
        await breathe(context, index + trainer.step / trainSteps, trainings.length);
        diverged = trainer.run(Math.min(step - trainer.step, stepsBetweenBreaths)).status === 'diverged';
      }
      if (diverged) break;
      snapshots.push({ step, ...snapshotOf(layerStatistics(network, looked, loss, { bins, activations: rangeOf(activation), gradientRange })) });
    }
    courses.push({ activation, init, diverged, snapshots });
  }
  return courses;
}

const stepsBetweenBreaths = 100;

function snapshotOf({ loss, layers }: { readonly loss: number; readonly layers: readonly LayerStatistics[] }): Omit<Snapshot, 'step'> {
  const top = (layers.at(-1) as LayerStatistics).gradients.rootMeanSquare;
  return {
    loss,
    layers: layers.map(({ activations, gradients }) => ({
      mean: activations.mean,
      deviation: activations.deviation,
      saturated: activations.saturated,
      gradient: gradients.rootMeanSquare / top,
      histogram: relative(gradients.histogram),
    })),
  };
}

/** Mean singular values of the Jacobians between the hidden layers, tanh networks on normal inputs. */
export async function measureJacobians(engine: Engine, given: GradientsParameters, context: Context): Promise<Jacobians[]> {
  const { depth, jacobianWidth: width, seed } = given;
  const inits = ['heuristic', 'xavier-uniform'] as const;
  using data = await examples(engine, 'normal', width, 1, seed);
  const rows: Jacobians[] = [];
  for (const [index, init] of inits.entries()) {
    using network = new Network(engine, { widths: [width, ...repeated(depth, width), classes], activation: 'tanh', init, seed });
    const means: number[] = [];
    for (let layer = 0; layer + 1 < depth; layer++) {
      await breathe(context, index + layer / depth, inits.length);
      means.push(meanSingularValue(network, data, loss, layer));
    }
    rows.push({ init, means });
  }
  return rows;
}
