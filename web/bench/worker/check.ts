import { finite, integer, oneOf } from '../../../src/engine/check.js';
import { ArgumentError } from '../../../src/engine/errors.js';
import { activationNames } from '../../../src/network/activation.js';
import type { NetworkSpecification } from '../../../src/network/specification.js';
import type { TrainerOptions } from '../../../src/network/trainer.js';
import { readInitializer } from '../../../src/sweep/initializers.js';
import type { BenchSettings } from '../settings.js';
import type { Task } from './task.js';

const mostLayers = 50;
const mostUnits = 512;
/** Weights and biases: a step over a batch of 32 then takes some tenths of a second at most. */
const mostParameters = 2 ** 21;

/** The network of the settings between the inputs and outputs of a task. */
export function specificationOf({ widths, activations, init, initSeed }: BenchSettings, { features, outputs }: Task): NetworkSpecification {
  if (!Array.isArray(widths) || widths.length > mostLayers) throw new ArgumentError('widths', `0 to ${mostLayers} hidden layers`, widths);
  for (const [layer, width] of widths.entries()) integer(`widths[${layer}]`, width, 1, mostUnits);
  if (!Array.isArray(activations) || activations.length !== widths.length)
    throw new ArgumentError('activations', `${widths.length}, one a hidden layer`, activations);
  for (const [layer, name] of activations.entries()) oneOf(`activations[${layer}]`, name, activationNames);
  if (typeof init !== 'string') throw new ArgumentError('init', 'the name of an initialisation', init);
  const all = [features, ...widths, outputs];
  const parameters = all.slice(1).reduce((sum, width, layer) => sum + width * ((all[layer] as number) + 1), 0);
  if (parameters > mostParameters) throw new ArgumentError('widths', `layers with at most ${mostParameters} weights and biases in all`, parameters);
  seedOf('initSeed', initSeed);
  return { widths: all, activation: activations, init: readInitializer('init', init), seed: initSeed };
}

/** How the settings train. */
export function trainingOf({ optimizer, learningRate, batch, weightDecay, batchSeed }: BenchSettings): Pick<TrainerOptions, 'batch' | 'optimizer' | 'seed'> {
  const notNegative = (name: string, value: number) => finite(name, value, 'a number from 0', (x) => x >= 0);
  return {
    batch: integer('batch', batch, 1, 2 ** 20),
    optimizer: { name: optimizer, learningRate: notNegative('learningRate', learningRate), weightDecay: notNegative('weightDecay', weightDecay) },
    seed: seedOf('batchSeed', batchSeed),
  };
}

/** A seed as the URL has it: a whole number that no double rounds. */
export const seedOf = (name: string, value: number): number => integer(name, value, 0, Number.MAX_SAFE_INTEGER);
