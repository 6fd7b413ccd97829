import type { Engine } from '../engine/engine.js';
import { bytesPer, type Precision } from '../engine/memory.js';
import type { Dataset } from '../network/dataset.js';
import { type LossName, lossId } from '../network/loss.js';
import type { Network } from '../network/network.js';
import { power } from './power.js';

/** A block of numbers in brief; the kernel is assembly/statistics.ts. */
export interface Statistics {
  readonly count: number;
  /** NaN among them; these count in nothing else. */
  readonly nan: number;
  readonly mean: number;
  /** Square root of the mean square. */
  readonly rootMeanSquare: number;
  readonly deviation: number;
  /** Euclidean. */
  readonly norm: number;
  readonly least: number;
  readonly greatest: number;
  /** Share of exact zeros, and of numbers in the tails that count as saturated. */
  readonly zeros: number;
  readonly saturated: number;
  /** Share of the numbers in each of the equal intervals of [from, to], and outside of them. */
  readonly histogram: Histogram;
}

export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly shares: readonly number[];
  readonly below: number;
  readonly above: number;
}

/** One layer after a pass: what goes in, what comes out, and dL/dz that comes back; and dL/dW. */
export interface LayerStatistics {
  readonly preActivations: Statistics;
  readonly activations: Statistics;
  readonly gradients: Statistics;
  readonly weightGradients: Statistics;
}

export interface StatisticsOptions {
  /** Intervals of each histogram. */
  readonly bins: number;
  /** Range of the histograms of activations, and from where on they count as saturated. */
  readonly activations: { readonly range: readonly [number, number]; readonly saturated: readonly [low: number, high: number] };
  /** Half the range of the histograms of gradients, in root mean squares of the last hidden layer's. */
  readonly gradientRange: number;
}

const unsaturated: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** Hidden layers of a network on a data set, first to last, from one pass forward and back over all samples at once. */
export function layerStatistics(network: Network, data: Dataset, loss: LossName, options: StatisticsOptions): { loss: number; layers: LayerStatistics[] } {
  const value = backpropagate(network, data, loss);
  const { exports } = network.engine;
  const { address, depth, widths } = network;
  const ld = exports.paddedBatchOf(address);
  const { bins, activations, gradientRange } = options;
  const block = (layer: number, pointer: number, range: readonly [number, number], saturated = unsaturated) =>
    describe(network, { rows: widths[layer + 1] as number, batch: data.samples, ld, pointer }, { bins, range, saturated });
  const wide = symmetric(gradientRange * block(depth - 1, exports.layerGradientsOf(address, depth - 1), [-1, 1]).rootMeanSquare);
  let weights = exports.gradientsOf(address) >>> 0;
  const layers = Array.from({ length: depth }, (_, layer): LayerStatistics => {
    const [inputs, units] = [widths[layer] as number, widths[layer + 1] as number];
    const weightGradients = describe(
      network,
      { rows: units, batch: inputs, ld: inputs, pointer: weights },
      { bins: 0, range: [-1, 1], saturated: unsaturated },
    );
    weights += units * (inputs + 1) * bytesPer(network.precision);
    return {
      preActivations: block(layer, exports.preActivationsOf(address, layer), symmetric(4)),
      activations: block(layer, exports.activationsOf(address, layer), activations.range, activations.saturated),
      gradients: block(layer, exports.layerGradientsOf(address, layer), wide),
      weightGradients,
    };
  });
  return { loss: value, layers };
}

/** Largest difference between two samples in one output, after a pass over `samples` samples: 0 where the network is constant on them. */
export function outputRange(network: Network, samples: number): number {
  const { engine, address, depth, precision, widths } = network;
  const ld = engine.exports.paddedBatchOf(address);
  const outputs = engine.exports.activationsOf(address, depth) >>> 0;
  const ranges = Array.from({ length: widths.at(-1) as number }, (_, row) => {
    const pointer = outputs + row * ld * bytesPer(precision);
    const { least, greatest } = describe(network, { rows: 1, batch: samples, ld, pointer }, { bins: 0, range: [-1, 1], saturated: unsaturated });
    return greatest - least;
  });
  return Math.max(...ranges);
}

/** Mean square of the inputs of a data set. */
export function meanSquareOfInputs(data: Dataset): number {
  data.alive();
  const block = { rows: data.samples, batch: data.features, ld: data.features, pointer: data.inputs };
  return power(describe(data, block, { bins: 0, range: [-1, 1], saturated: unsaturated }).rootMeanSquare, 2);
}

/** An interval about 0; about a zero gradient any will do. */
const symmetric = (half: number): readonly [number, number] => (half > 0 && Number.isFinite(half) ? [-half, half] : [-1, 1]);

/** Loss and every gradient over all samples; each layer's values and dL/dz then stand in the network's workspace until its next pass. */
export function backpropagate(network: Network, data: Dataset, loss: LossName): number {
  const { engine, precision, address } = network;
  network.checkData(data, loss);
  const bytes = network.reserve(data.samples, true);
  engine.memory.attempt(`a batch of ${data.samples}`, bytes, () => engine.kernels(precision).bindNetwork(address, data.samples, 1));
  return engine.run('gradients', () => engine.kernels(precision).gradients(address, data.samples, data.inputs, data.targets, lossId(engine, loss)));
}

/** Where a block stands, [rows][ld], of which `batch` numbers a row count. */
export interface Block {
  readonly rows: number;
  readonly batch: number;
  readonly ld: number;
  readonly pointer: number;
}

export interface Wanted {
  readonly bins: number;
  readonly range: readonly [number, number];
  readonly saturated: readonly [low: number, high: number];
}

/** A block in brief. */
export function describe(
  { engine, precision }: { readonly engine: Engine; readonly precision: Precision },
  { rows, batch, ld, pointer }: Block,
  wanted: Wanted,
): Statistics {
  const { memory, exports } = engine;
  const { bins, range, saturated } = wanted;
  const header = exports.statisticsNumbers();
  return memory.scratch('statistics', 8 * (header + bins), (result) => {
    engine.run('statistics', () => engine.kernels(precision).describe(rows, batch, ld, pointer, saturated[0], saturated[1], bins, range[0], range[1], result));
    const numbers = memory.floats('f64', result, header + bins);
    const [count, nan, mean, variance, norm, least, greatest, zeros, low, high, below, above] = numbers as unknown as readonly number[];
    const share = (part: number | undefined) => (part as number) / (count as number);
    return {
      count: count as number,
      nan: nan as number,
      mean: mean as number,
      rootMeanSquare: (norm as number) / Math.sqrt((count as number) - (nan as number)),
      deviation: Math.sqrt(variance as number),
      norm: norm as number,
      least: least as number,
      greatest: greatest as number,
      zeros: share(zeros),
      saturated: share((low as number) + (high as number)),
      histogram: { from: range[0], to: range[1], shares: Array.from(numbers.subarray(header), share), below: share(below), above: share(above) },
    };
  });
}
