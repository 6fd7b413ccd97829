import type { GridSpecification } from '../../../src/sweep/grid.js';

/** Twelve runs of a few milliseconds. */
export const small: GridSpecification = {
  data: ['moons'],
  precision: ['f32'],
  optimizer: ['sgd'],
  learningRate: [0.1],
  batch: [16],
  width: [8],
  activation: ['relu', 'tanh'],
  init: ['he-normal'],
  depth: [1, 2, 3],
  seed: [0, 1],
  shared: { samples: 40, noise: 0.1, dataSeed: 0, steps: 20, momentum: undefined, weightDecay: undefined, clipNorm: undefined, alpha: undefined },
};
