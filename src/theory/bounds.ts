import { integer } from '../engine/check.js';
import { ArgumentError } from '../engine/errors.js';

/**
 * How many linear pieces, or regions of n inputs, a ReLU network of given hidden widths and linear output can have. Exact integers.
 * A network here has H = widths.length hidden layers; the lecture's D is H where its output is linear.
 */

/** The lecture's bound for one input: 2^H n_1 ... n_H. */
export function lecturePieces(widths: readonly number[]): bigint {
  return checkWidths(widths).reduce((product, width) => 2n * BigInt(width) * product, 1n);
}

/**
 * The sharp bound for one input, (n_1 + 1) ... (n_H + 1): every unit is affine on a piece of the joint partition, so it adds at most one cut to each.
 * Attained wherever every width is at least 3 (Serra, Tjandraatmadja and Ramalingam 2018), and by any one layer.
 */
export function sharpPieces(widths: readonly number[]): bigint {
  return checkWidths(widths).reduce((product, width) => (BigInt(width) + 1n) * product, 1n);
}

/** Regions of an arrangement of `units` hyperplanes in general position in `inputs` dimensions (Zaslavsky 1975): sum over j <= inputs of C(units, j). */
export function zaslavskyRegions(inputs: number, units: number): bigint {
  integer('inputs', inputs, 1, 10_000);
  integer('units', units, 0, 65_536);
  let regions = 0n;
  for (let j = 0; j <= Math.min(inputs, units); j++) regions += binomial(units, j);
  return regions;
}

/**
 * A lower bound on the most regions (Montufar, Pascanu, Cho and Bengio 2014, theorem 4): floor(n_l / n_0)^n_0 over all layers but the last, times
 * Zaslavsky's of the last. 0, which says nothing, where a layer has fewer units than there are inputs.
 */
export function montufarRegions(inputs: number, widths: readonly number[]): bigint {
  const last = checkWidths(widths).at(-1)!;
  const folds = widths.slice(0, -1).reduce((product, width) => product * BigInt(Math.floor(width / inputs)) ** BigInt(inputs), 1n);
  return folds * zaslavskyRegions(inputs, last);
}

/**
 * An upper bound: Zaslavsky's of every layer, multiplied, in as many dimensions as the inputs and the layers before leave (Raghu et al. 2017).
 * For one input it is the sharp bound.
 */
export function productRegions(inputs: number, widths: readonly number[]): bigint {
  let dimensions = inputs;
  return checkWidths(widths).reduce((product, width) => {
    const regions = product * zaslavskyRegions(dimensions, width);
    dimensions = Math.min(dimensions, width);
    return regions;
  }, 1n);
}

/**
 * The upper bound of Serra, Tjandraatmadja and Ramalingam (2018, theorem 1): the sum over (j_1, ..., j_H) of C(n_1, j_1) ... C(n_H, j_H), where
 * j_l <= min(n_0, n_1 - j_1, ..., n_{l-1} - j_{l-1}, n_l): a layer with few active units leaves the next ones few dimensions.
 */
export function serraRegions(inputs: number, widths: readonly number[]): bigint {
  checkWidths(widths);
  integer('inputs', inputs, 1, 10_000);
  const known = new Map<string, bigint>();
  const from = (layer: number, dimensions: number): bigint => {
    const width = widths[layer];
    if (width === undefined) return 1n;
    const key = `${layer} ${dimensions}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    let sum = 0n;
    for (let j = 0; j <= Math.min(dimensions, width); j++) sum += binomial(width, j) * from(layer + 1, Math.min(dimensions, width - j));
    known.set(key, sum);
    return sum;
  };
  return from(0, inputs);
}

/** C(n, k), one exact quotient a step. */
function binomial(n: number, k: number): bigint {
  let value = 1n;
  for (let i = 1; i <= k; i++) value = (value * BigInt(n - k + i)) / BigInt(i);
  return value;
}

function checkWidths(widths: readonly number[]): readonly number[] {
  if (!Array.isArray(widths) || widths.length === 0 || widths.length > 1000) throw new ArgumentError('widths', '1 to 1000 hidden widths', widths);
  widths.forEach((width, index) => integer(`widths[${index}]`, width, 1, 65_536));
  return widths;
}
