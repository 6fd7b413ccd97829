import { dataSets, type Split } from '../data/index.js';
import type { Engine } from '../engine/engine.js';
import { type ActivationName, activationNames } from '../network/activation.js';
import { Dataset } from '../network/dataset.js';
import { gradientRatio } from '../network/gradient-ratio.js';
import { Network } from '../network/network.js';
import { depthScale, MeanField } from '../theory/mean-field.js';
import { breathe, defineExperiment } from './experiment.js';
import { claimsOf } from './trainability/claims.js';
import { type Curve, type InitializerChoice, initializerChoices, initializers, type Run, type TrainabilityResult } from './trainability/result.js';
import { plotsOf, tablesOf } from './trainability/show.js';

export const trainability = defineExperiment({
  name: 'trainability',
  title: 'Which depths can be trained',
  section: 'Vanishing gradients: activation and initialisation',
  question:
    'How deep may a plain network be and still learn handwritten digits, under which activation and which initial weights, and does theory foresee where it ends?',
  parameters: {
    depths: { kind: 'integers', default: [1, 2, 3, 5, 8, 12, 16, 20, 26, 32, 40, 50], minimum: 1, maximum: 100, unit: 'hidden layers', help: 'Depths.' },
    activations: {
      kind: 'choices',
      default: ['relu', 'leaky-relu', 'tanh', 'sigmoid'],
      choices: activationNames,
      help: 'Of the hidden layers.',
    },
    inits: {
      kind: 'choices',
      default: ['he-normal', 'xavier-normal', 'gaussian'],
      choices: initializerChoices,
      help: "Initial weights; gaussian is the lecture's small one, N(0, 0.1^2).",
    },
    seeds: { kind: 'integer', default: 3, minimum: 1, maximum: 100, help: 'Trainings of each network, over which the error bars run.' },
    width: { kind: 'integer', default: 32, minimum: 1, maximum: 1024, unit: 'units', help: 'Of every hidden layer.' },
    steps: { kind: 'integer', default: 400, minimum: 1, maximum: 1_000_000, unit: 'updates', help: 'Of each training: momentum 0.9.' },
    batch: { kind: 'integer', default: 32, minimum: 1, maximum: 1437, unit: 'images', help: 'Images an update.' },
    learningRate: { kind: 'number', default: 0.003, minimum: 0, maximum: 10, help: 'Of the updates.' },
    seed: { kind: 'integer', default: 0, minimum: 0, maximum: 2 ** 52, help: 'The first seed, of weights and batches.' },
  },
  quick: { depths: [1, 3, 8, 16], seeds: 1, steps: 150 },

  async run(engine, { depths, activations, inits, seeds, width, seed, ...recipe }, context): Promise<TrainabilityResult> {
    const { train, test, classes } = await dataSets.digits.load(engine, { precision: 'f32' });
    using trainSet = place(engine, train, classes);
    using testSet = place(engine, test, classes);
    using probe = place(engine, firstRows(train, probeRows), classes);
    const ascending = [...new Set(depths)].sort((a, b) => a - b);
    const kinds = [...new Set(inits)].flatMap((init) => [...new Set(activations)].map((activation) => ({ activation, init })));
    const total = kinds.length * seeds * ascending.reduce((sum, depth) => sum + depth, 0);
    let done = 0;
    const curves: Curve[] = [];
    for (const kind of kinds) {
      const runs: Run[] = [];
      for (const depth of ascending) {
        for (let index = 0; index < seeds; index++) {
          runs.push(measure(engine, { ...kind, depth, width, ...recipe, seed: seed + index }, { train: trainSet, test: testSet, probe }));
          done += depth;
          await breathe(context, done, total);
        }
      }
      curves.push({ ...kind, limit: predictedLimit(engine, kind, width), runs });
    }
    return { depths: ascending, width, seeds, ...recipe, chance: 1 / classes, curves };
  },

  claims: claimsOf,
  tables: tablesOf,
  plots: plotsOf,
});

/**
 * Six depth scales (Schoenholz et al. 2017, section 5): of the squared gradient, chi^l = e^(-l / xi), where it shrinks; of the correlation of two
 * inputs, which is forgotten as fast, where it grows. Infinity in between, where chi is 1; there the fluctuations of narrow layers, which grow with
 * the sum of 1 / width (Hanin 2018), end it at about as many layers as units.
 */
function predictedLimit(
  engine: Engine,
  { activation, init }: { readonly activation: ActivationName; readonly init: InitializerChoice },
  width: number,
): number {
  const variances = { weights: initializers[init].variance(width), biases: 0 };
  const field = new MeanField(engine, activation);
  const point = field.limit(variances.weights, variances);
  if (point === undefined) return Number.POSITIVE_INFINITY;
  const rate = point.chi > 1 && Number.isFinite(depthScale(engine, point.chi)) ? field.correlation(point.q, variances).slope : point.chi;
  return 6 * depthScale(engine, rate);
}

/** Rows of the training set over which gradients are measured. */
const probeRows = 128;

interface Configuration {
  readonly activation: ActivationName;
  readonly init: InitializerChoice;
  readonly depth: number;
  readonly width: number;
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly seed: number;
}

function measure(
  engine: Engine,
  { activation, init, depth, width, steps, batch, learningRate, seed }: Configuration,
  { train, test, probe }: { readonly train: Dataset; readonly test: Dataset; readonly probe: Dataset },
): Run {
  const widths = [train.features, ...Array<number>(depth).fill(width), train.outputs];
  using network = new Network(engine, { widths, activation, init: initializers[init].init, seed, precision: 'f32' });
  const ratio = gradientRatio(network, probe);
  const { status } = network.train({ data: train, loss: 'cross-entropy', steps, batch, optimizer: { name: 'momentum', learningRate }, seed });
  const { loss, accuracy } = network.evaluate({ data: test, loss: 'cross-entropy' });
  const diverged = status === 'diverged' || !Number.isFinite(loss);
  return { depth, seed, gradientRatio: ratio, diverged, testLoss: diverged ? Number.NaN : loss, testAccuracy: diverged ? 0 : (accuracy as number) };
}

function place(engine: Engine, { inputs, labels }: Split, classes: number): Dataset {
  return new Dataset(engine, { inputs, labels, classes, precision: 'f32' });
}

function firstRows({ inputs, labels }: Split, count: number): Split {
  const rows = Math.min(count, inputs.rows);
  return { inputs: { rows, columns: inputs.columns, data: inputs.data.subarray(0, rows * inputs.columns) }, labels: labels.subarray(0, rows) };
}
