import { seed as checkSeed, integer, oneOf, options } from '../engine/check.js';
import { ArgumentError } from '../engine/errors.js';
import { type CheckedMatrix, checkMatrix, checkNumbers, type MatrixInput } from '../engine/matrix.js';
import { bytesPer, type FloatArray, type Precision, precisions } from '../engine/memory.js';
import type { Seed } from '../engine/random.js';
import { type ActivationName, activationNames, checkAlpha } from './activation.js';
import { type CheckedInitializer, checkInitializer, type Initializer } from './initializer.js';

/** Most hidden layers, and most units of a layer. */
export const deepest = 1000;
export const widest = 65536;

/** A network by its shape and the way its weights begin. */
export interface NetworkSpecification {
  /** Inputs, then the hidden widths, then outputs: [2, 16, 16, 1] has depth 2. Depth counts hidden layers; depth 0 is affine. */
  readonly widths: readonly number[];
  /** `f32` unless said. */
  readonly precision?: Precision;
  /** Of the hidden layers: one for all, or one each. `relu` unless said. */
  readonly activation?: ActivationName | readonly ActivationName[];
  /** Of the output layer. `identity` unless said. */
  readonly outputActivation?: ActivationName;
  /** Parameter of the activations that have one: one for all, or one a layer (hidden layers, then output). */
  readonly alpha?: number | readonly number[];
  /** `he-normal` unless said. */
  readonly init?: Initializer;
  /** Of the initialisation; 0 unless said. */
  readonly seed?: Seed;
}

/** A layer with its own numbers: weights [outputs][inputs], bias [outputs]. */
export interface LayerInput {
  readonly weights: MatrixInput;
  readonly bias: FloatArray | readonly number[];
  readonly activation?: ActivationName;
  readonly alpha?: number;
}

/** A network by its layers' own weights. */
export interface LayeredSpecification {
  readonly layers: readonly LayerInput[];
  readonly precision?: Precision;
}

/** One layer's function: which nonlinearity, with which parameter (0 where it has none). */
export interface LayerActivation {
  readonly activation: ActivationName;
  readonly alpha: number;
}

export interface CheckedSpecification {
  readonly widths: readonly number[];
  readonly precision: Precision;
  /** One a layer, output included. */
  readonly activations: readonly LayerActivation[];
  readonly start:
    | { readonly kind: 'drawn'; readonly init: CheckedInitializer; readonly seed: { readonly low: number; readonly high: number } }
    | { readonly kind: 'given'; readonly layers: readonly { readonly weights: CheckedMatrix; readonly bias: FloatArray | readonly number[] }[] };
}

/** Checks a specification whole, before any memory is touched. */
export function checkSpecification(given: NetworkSpecification | LayeredSpecification): CheckedSpecification {
  return typeof given === 'object' && given !== null && 'layers' in given ? layered(given) : shaped(given as NetworkSpecification);
}

const shapedKeys = ['widths', 'precision', 'activation', 'outputActivation', 'alpha', 'init', 'seed'];

function shaped(given: NetworkSpecification): CheckedSpecification {
  const {
    widths: givenWidths,
    precision = 'f32',
    activation = 'relu',
    outputActivation = 'identity',
    alpha,
    init = 'he-normal',
    seed = 0,
  } = options('specification', given, shapedKeys);
  oneOf('precision', precision, precisions);
  const widths = checkWidths('widths', givenWidths);
  const depth = widths.length - 2;
  const hidden: unknown[] = Array.isArray(activation) ? Array.from(activation) : Array<unknown>(depth).fill(activation);
  if (hidden.length !== depth) throw new ArgumentError('activation', `one name, or ${depth} (one a hidden layer)`, activation);
  const name = (index: number) => (Array.isArray(activation) ? `activation[${index}]` : 'activation');
  if (!Array.isArray(activation)) oneOf('activation', activation, activationNames); // also where there is no hidden layer
  const names = [...hidden.map((value, index) => oneOf(name(index), value, activationNames)), oneOf('outputActivation', outputActivation, activationNames)];
  if (Array.isArray(alpha) && alpha.length !== names.length)
    throw new ArgumentError('alpha', `one number, or ${names.length} (one a layer, the output's last)`, alpha);
  const activations = names.map((layer, index) => {
    const value: unknown = Array.isArray(alpha) ? alpha[index] : alpha;
    return { activation: layer, alpha: checkAlpha(Array.isArray(alpha) ? `alpha[${index}]` : 'alpha', layer, value as number | undefined, precision) };
  });
  return { widths, precision, activations, start: { kind: 'drawn', init: checkInitializer('init', init, widths), seed: checkSeed('seed', seed) } };
}

function layered(given: LayeredSpecification): CheckedSpecification {
  const { layers, precision = 'f32' } = options('specification', given, ['layers', 'precision']);
  oneOf('precision', precision, precisions);
  if (!Array.isArray(layers) || layers.length === 0 || layers.length > deepest + 1)
    throw new ArgumentError('layers', `an array of 1 to ${deepest + 1} layers`, layers);
  const checked = Array.from(layers, (layer: LayerInput, index) => {
    const at = `layers[${index}]`;
    const { activation = index === layers.length - 1 ? 'identity' : 'relu', alpha, ...given } = options(at, layer, ['weights', 'bias', 'activation', 'alpha']);
    oneOf(`${at}.activation`, activation, activationNames);
    const weights = checkMatrix(`${at}.weights`, given.weights, precision);
    const bias = checkNumbers(`${at}.bias`, given.bias, precision, weights.rows);
    return { weights, bias, activation, alpha: checkAlpha(`${at}.alpha`, activation, alpha, precision) };
  });
  const widths = checkWidths('layers', [checked[0]?.weights.columns, ...checked.map(({ weights }) => weights.rows)]);
  checked.forEach(({ weights }, index) => {
    const inputs = widths[index] as number;
    if (weights.columns !== inputs) throw new ArgumentError(`layers[${index}].weights`, `${inputs} columns (units of the layer before)`, weights.columns);
  });
  return { widths, precision, activations: checked.map(({ activation, alpha }) => ({ activation, alpha })), start: { kind: 'given', layers: checked } };
}

function checkWidths(argument: string, widths: unknown): number[] {
  const expected = `an array of 2 to ${deepest + 2} widths: inputs, hidden layers, outputs`;
  if (!Array.isArray(widths) || widths.length < 2 || widths.length > deepest + 2) throw new ArgumentError(argument, expected, widths);
  return Array.from(widths, (width, index) => integer(`${argument}[${index}]`, width, 1, widest));
}

/** Number of weights and biases. */
export function parameterCount(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, outputs, index) => sum + outputs * ((widths[index] as number) + 1), 0);
}

/** Bytes of a network's block: its parameters and their gradients, with room for the table of layers. */
export function networkBytes({ widths, precision }: CheckedSpecification): number {
  return 2 * (parameterCount(widths) + 4) * bytesPer(precision) + 128 * widths.length;
}

/** Bytes of the workspace that a pass over `batch` samples needs; the layout is assembly/network.ts's. */
export function workspaceBytes({ widths, precision, activations }: CheckedSpecification, batch: number, keepsGradients: boolean): number {
  const layers = widths.slice(1);
  const perLayer = layers.map((outputs, index) => outputs * (1 + Number(activations[index]?.activation !== 'identity') + Number(keepsGradients)));
  const turns = keepsGradients ? 0 : 2 * Math.max(...layers);
  const units = 2 * (widths[0] as number) + (layers.at(-1) as number) + turns + perLayer.reduce((sum, units) => sum + units, 0);
  return units * Math.ceil(batch / 4) * 4 * bytesPer(precision);
}
