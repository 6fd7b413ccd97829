import { seed as checkSeed, integer } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import type { Seed } from '../engine/random.js';

/** A ReLU network of one input and one output at initialisation, of any depth: every layer's weights are a function of the seed, the network's number and the layer. */
export interface RandomRelu {
  /** Units of every hidden layer. */
  readonly width: number;
  /** What is done to every unit before its ReLU, over the whole interval of the input: nothing, mean removed, or deviation divided out, too. */
  readonly normalization: 'none' | 'centre' | 'scale';
  /** Residual: z += branch W relu(normalised z) after the first layer; undefined: z = W relu(normalised z) + b. */
  readonly branch?: number | undefined;
  /** Looks-linear weights (Balduzzi et al. 2017): every unit is read as relu(z) and relu(-z), with weights a and -a. */
  readonly mirrored?: boolean | undefined;
  /** Of the biases; weights have the variance 2 / fan-in (He), mirrored ones 1 / fan-in. */
  readonly biasDeviation: number;
  readonly seed: Seed;
  /** Independent networks of one seed. */
  readonly number: number;
}

/** More layers than streams are set aside for. */
export const deepest = 2000;

/** Rows of h that a unit makes. */
export const rowsPerUnit = ({ mirrored = false }: RandomRelu): number => (mirrored ? 2 : 1);

/** Draws hidden layer 1, 2, ...: weights [width][inputs] and biases. `layer` 0 - depth is the readout after `depth` layers, one row without bias. */
export function drawRandomLayer(engine: Engine, network: RandomRelu, layer: number, weights: number, biases: number): void {
  const { width, branch, mirrored = false, biasDeviation, seed, number } = network;
  integer('depth', Math.abs(layer), 1, deepest);
  const { low, high } = checkSeed('seed', seed);
  const readout = layer < 0;
  const first = layer === 1;
  const gain = Math.sqrt((mirrored ? 1 : 2) / (first ? 1 : width)) * (first || readout ? 1 : (branch ?? 1));
  const bias = readout || (!first && branch !== undefined) ? 0 : biasDeviation;
  const stream = 4096 * number + (readout ? 2048 - layer : layer);
  const [units, inputs] = [readout ? 1 : width, first ? 1 : width];
  engine.run('shatteredDraw', () => engine.exports.shatteredDraw(units, inputs, gain, bias, Number(mirrored && !first), low, high, stream, weights, biases));
}
