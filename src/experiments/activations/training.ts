import { dataSets } from '../../data/index.js';
import type { Engine } from '../../engine/engine.js';
import type { ActivationName } from '../../network/activation.js';
import { Dataset } from '../../network/dataset.js';
import { Network } from '../../network/network.js';
import { median } from '../../theory/median.js';
import { breathe, type Context } from '../experiment.js';

export interface Trial {
  /** Mean cross-entropy of the training points, infinite if the training diverged. */
  readonly loss: number;
  /** Share of test points that are right. */
  readonly accuracy: number;
  /** Share of hidden units with |slope| < `quiet` at every training point; 1 if the training diverged. */
  readonly quiet: number;
}

export interface Training {
  readonly name: ActivationName;
  readonly depth: number;
  readonly trials: readonly Trial[];
  /** Medians of the trials. */
  readonly loss: number;
  readonly accuracy: number;
  readonly quiet: number;
}

export interface TrainingOptions {
  readonly names: readonly ActivationName[];
  readonly depths: readonly number[];
  readonly width: number;
  readonly seeds: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly seed: number;
}

/** A unit whose slope is smaller at every point learns nothing from them to speak of. */
export const quiet = 1e-3;
/** A straight line is right for 88 moon points of 100: more than this takes a hidden layer that has learned. */
export const learned = 0.93;

/** Activations that keep half of their argument's mean square, or about that, start from variance 2/n; the others from 1/n. */
const halving: ReadonlySet<ActivationName> = new Set(['relu', 'leaky-relu', 'elu', 'celu', 'softplus', 'gelu', 'gelu-tanh', 'silu', 'mish']);
export const startOf = (name: ActivationName): 'he-normal' | 'xavier-normal' => (halving.has(name) ? 'he-normal' : 'xavier-normal');

/** Short trainings of every activation at every depth on two moons, by the same recipe: momentum 0.9, batches of 32. */
export async function measureTraining(engine: Engine, options: TrainingOptions, context: Context): Promise<Training[]> {
  const { names, depths, width, seeds, steps, learningRate, seed } = options;
  const moons = await dataSets.moons.load(engine, { samples: 256, noise: 0.1, seed });
  const examples = ({ inputs, labels }: (typeof moons)['train']) =>
    new Dataset(engine, { inputs, targets: { rows: labels.length, columns: 1, data: Array.from(labels) } });
  using data = examples(moons.train);
  using test = examples(moons.test);
  const optimizer = { name: 'momentum', learningRate } as const;
  const total = names.length * depths.length * seeds;
  let done = 0;
  const trainings: Training[] = [];
  for (const name of names) {
    for (const depth of depths) {
      const trials: Trial[] = [];
      for (let index = 0; index < seeds; index++) {
        using network = new Network(engine, {
          widths: [2, ...Array<number>(depth).fill(width), 1],
          activation: name,
          init: startOf(name),
          seed: seed + index,
        });
        const { status } = network.train({ data, loss: 'bce', steps, optimizer, seed: seed + index });
        trials.push(status === 'completed' ? trialOf(network, data, test) : { loss: Number.POSITIVE_INFINITY, accuracy: 0, quiet: 1 });
        await breathe(context, ++done, total);
      }
      const middle = (key: keyof Trial) => median(trials.map((trial) => trial[key]));
      trainings.push({ name, depth, trials, loss: middle('loss'), accuracy: middle('accuracy'), quiet: middle('quiet') });
    }
  }
  return trainings;
}

function trialOf(network: Network, data: Dataset, test: Dataset): Trial {
  const { engine, widths } = network;
  const { accuracy = 0 } = network.evaluate({ data: test, loss: 'bce' });
  const { loss } = network.evaluate({ data, loss: 'bce' });
  network.gradientNorms({ data, loss: 'bce' }); // which leaves the pre-activations of all points in memory
  const hidden = widths.slice(1, -1).reduce((sum, width) => sum + width, 0);
  const row = 8 * engine.exports.paddedBatchOf(network.address);
  const silent = engine.memory.scratch('slopes', row, (slopes) => engine.run('quietUnits', () => engine.exports.quietUnits(network.address, quiet, slopes)));
  return { loss, accuracy, quiet: silent / hidden };
}
