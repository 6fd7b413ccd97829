import type { BenchSettings } from './settings.js';

/** A state worth a look, and a sentence that says why. */
export interface Preset {
  readonly title: string;
  readonly sentence: string;
  readonly settings: Partial<BenchSettings>;
}

const layers = (width: number, depth: number, activation: BenchSettings['activations'][number]): Pick<BenchSettings, 'widths' | 'activations'> => ({
  widths: Array.from({ length: depth }, () => width),
  activations: Array.from({ length: depth }, () => activation),
});

/** The tooth of height 1 on [-1, 1], folded over itself: each fold doubles the pieces. */
const wave = 'abs(1-2*abs(1-2*abs(1-2*abs(x))))';

export const presets: readonly Preset[] = [
  {
    title: 'One line for two moons',
    sentence: 'Without a hidden layer the boundary is one straight line, and no training bends it.',
    settings: { ...layers(8, 0, 'relu'), learningRate: 0.05 },
  },
  {
    title: 'Two moons, three layers',
    sentence: 'A small ReLU network folds its boundary around the moons; every straight piece of it is exact.',
    settings: {},
  },
  {
    title: 'Spirals',
    sentence: 'Hard for a shallow network; watch the number of regions grow while the boundary winds itself up.',
    settings: { data: 'spirals', noise: 0.02, samples: 400, ...layers(16, 5, 'relu') },
  },
  {
    title: 'A sigmoid net 20 deep that cannot learn',
    sentence:
      'The slope of a sigmoid is at most a quarter, and there are twenty in a row: next to nothing of the gradient reaches the first layer, and the loss stands still.',
    settings: { data: 'circles', ...layers(16, 20, 'sigmoid'), init: 'xavier-normal', optimizer: 'sgd', learningRate: 0.05 },
  },
  {
    title: 'The same with ReLU and He',
    sentence: 'ReLU passes a gradient whole or not at all, and He’s variance keeps its size: the same 20 layers learn.',
    settings: { data: 'circles', ...layers(16, 20, 'relu'), init: 'he-normal', optimizer: 'sgd', learningRate: 0.05 },
  },
  {
    title: 'Dying ReLUs',
    sentence: 'Steps that are far too long push units to where they are 0 for every point; a dead unit gets no gradient of its own and seldom comes back.',
    settings: { ...layers(8, 4, 'relu'), optimizer: 'sgd', learningRate: 1.5 },
  },
  {
    title: 'The triangle wave',
    sentence: 'A function of one input to learn: its breakpoints are coloured by the layer that makes them, and κ counts the pieces.',
    settings: { data: 'function', formula: wave, noise: 0, ...layers(8, 4, 'relu'), learningRate: 0.005 },
  },
  {
    title: 'The wave by a shallow net',
    sentence: 'About as many parameters in one layer: n units make at most n + 1 pieces, so κ cannot grow beyond that.',
    settings: { data: 'function', formula: wave, noise: 0, ...layers(80, 1, 'relu'), learningRate: 0.005 },
  },
  {
    title: 'All weights zero',
    sentence: 'Nothing tells the units apart: every hidden gradient is exactly 0, and training only moves the last bias.',
    settings: { ...layers(8, 3, 'relu'), init: 'zeros' },
  },
];
