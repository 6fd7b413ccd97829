import { generated } from './dataset.js';

/** scikit-learn's make_moons, without its shuffle. */
export const moons = generated(
  'moons',
  'two half circles, each the hollow of the other',
  0.1,
  (engine, precision, { samples, noise, low, high, stream, inputs, labels }) =>
    engine.kernels(precision).moons(samples, noise, low, high, stream, inputs, labels),
);
