import { integer } from '../engine/check.js';
import { ArgumentError } from '../engine/errors.js';
import type { LayerInput } from '../network/specification.js';

/**
 * A triangle wave by as many hidden layers as there are powers: layer l has 2^powers[l] units and makes 2^powers[l] pieces of each that it reads, all of one
 * length, so that the wave has 2^(sum of powers) pieces on [0, 1]. T_m o T_k = T_mk for waves of m and k pieces, and T_m(x) = m x - 2 m relu(x - 1/m) + 2 m relu(x - 2/m) - ...
 * Every weight is an integer.
 *
 * @throws {ArgumentError} naming the power that does not fit.
 */
export function waveInLayers(powers: readonly number[]): LayerInput[] {
  if (!Array.isArray(powers) || powers.length === 0 || powers.length > 1000) throw new ArgumentError('powers', '1 to 1000 powers', powers);
  let read = [1];
  const hidden = powers.map((power, layer) => {
    const pieces = 2 ** integer(`powers[${layer}]`, power, 1, 12);
    const before = read;
    read = Array.from({ length: pieces }, (_, unit) => (unit === 0 ? 1 : unit % 2 === 1 ? -2 : 2));
    return { weights: read.map(() => before.map((value) => pieces * value)), bias: read.map((_, unit) => -unit) };
  });
  return [...hidden, { weights: [read], bias: [0] }];
}

/** Powers for a wave of depth D in so many layers, as equal as can be: the larger ones first. */
export function equalPowers(depth: number, layers: number): readonly number[] {
  integer('depth', depth, 1, 1_000_000);
  integer('layers', layers, 1, depth);
  return Array.from({ length: layers }, (_, layer) => Math.ceil((depth - layer) / layers));
}
