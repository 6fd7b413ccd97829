import { oneOf, options } from '../engine/check.js';
import { ArgumentError } from '../engine/errors.js';
import { type FloatArray, precisions } from '../engine/memory.js';
import { generator } from '../engine/random.js';
import { type ActivationName, activations } from './activation.js';
import type { Network } from './network.js';
import type { LayeredSpecification, LayerInput } from './specification.js';

/** The name and version of the JSON format. */
export const networkFormat = 'fathom-network/1';

/** Largest file that is read, in characters. */
const largestFile = 2 ** 29;

/**
 * A network as JSON text: `{"format": "fathom-network/1", "precision", "layers": [{"weights": [[...]], "bias", "activation", "alpha"}], ...}` with
 * the seed and the versions that made it. Weights are [outputs][inputs]; every number is the shortest text that reads back to the same bits
 * (f32 through its f64 value), -0 is `-0`, and what JSON has no numbers for is "NaN", "Infinity", "-Infinity".
 * `training` is whatever the writer wants to keep of how it was trained; any JSON.
 */
export function writeNetwork(network: Network, training?: unknown): string {
  const { engine, origin } = network;
  const layers = network.layers.map(({ weights, bias, activation, alpha }) => {
    const rows = Array.from({ length: weights.rows }, (_, row) => numbers(weights.data.subarray(row * weights.columns, (row + 1) * weights.columns)));
    const parameter = 'alpha' in activations[activation] ? `, "alpha": ${number(alpha)}` : '';
    return `    {"weights": [${rows.join(', ')}], "bias": ${numbers(bias)}, "activation": ${JSON.stringify(activation)}${parameter}}`;
  });
  const made = { ...origin, ...(training === undefined ? {} : { training }), versions: { fathom: engine.version, build: engine.build, random: generator } };
  const tail = Object.entries(made).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n  "format": ${JSON.stringify(networkFormat)},\n  "precision": ${JSON.stringify(network.precision)},\n  "layers": [\n${layers.join(',\n')}\n  ],\n${tail.join(',\n')}\n}\n`;
}

/**
 * The specification in a text that writeNetwork wrote, or in any that has its form.
 *
 * @throws {ArgumentError} naming the part that is wrong, such as `layers[3].weights[0][2]`.
 */
export function readNetwork(text: string): LayeredSpecification {
  if (typeof text !== 'string' || text.length > largestFile) throw new ArgumentError('file', `JSON text of at most ${largestFile} characters`, text);
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (cause) {
    throw new ArgumentError('file', `JSON (${(cause as Error).message})`, text);
  }
  if (typeof file !== 'object' || file === null || Array.isArray(file)) throw new ArgumentError('file', 'a JSON object', file);
  const { format, precision, layers } = file as Record<string, unknown>;
  if (format !== networkFormat) throw new ArgumentError('format', JSON.stringify(networkFormat), format);
  options('file', file, ['format', 'precision', 'layers', 'init', 'seed', 'training', 'versions']);
  const kept = oneOf('precision', precision as string, precisions);
  if (!Array.isArray(layers)) throw new ArgumentError('layers', 'an array of layers', layers);
  return { precision: kept, layers: layers.map((layer, index) => parseLayer(`layers[${index}]`, layer, kept)) };
}

function parseLayer(at: string, layer: unknown, precision: 'f32' | 'f64'): LayerInput {
  if (typeof layer !== 'object' || layer === null || Array.isArray(layer)) throw new ArgumentError(at, 'an object', layer);
  const { weights, bias, activation, alpha } = options(at, layer as Record<string, unknown>, ['weights', 'bias', 'activation', 'alpha']);
  if (!Array.isArray(weights)) throw new ArgumentError(`${at}.weights`, 'an array of rows', weights);
  return {
    weights: weights.map((row, index) => parseNumbers(`${at}.weights[${index}]`, row, precision)),
    bias: parseNumbers(`${at}.bias`, bias, precision),
    ...(activation === undefined ? {} : { activation: activation as ActivationName }),
    ...(alpha === undefined ? {} : { alpha: alpha as number }),
  };
}

const special: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, '-Infinity': Number.NEGATIVE_INFINITY };

/** Numbers of a file. An f32 file whose number is no f32 is refused: its bits would not survive. 1e400 is refused as the infinity that it reads as. */
function parseNumbers(at: string, values: unknown, precision: 'f32' | 'f64'): number[] {
  if (!Array.isArray(values)) throw new ArgumentError(at, 'an array of numbers', values);
  return values.map((value, index) => {
    if (typeof value === 'string' && Object.hasOwn(special, value)) return special[value] as number;
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new ArgumentError(`${at}[${index}]`, 'a finite number, "NaN", "Infinity" or "-Infinity"', value);
    if (precision === 'f32' && Math.fround(value) !== value) throw new ArgumentError(`${at}[${index}]`, 'a number that f32 has (the precision is f32)', value);
    return value;
  });
}

const numbers = (values: FloatArray) => `[${Array.from(values, number).join(', ')}]`;

function number(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}
