import { generated } from './dataset.js';

/** Turns from the centre to radius 1, as many as in the TensorFlow playground. */
const turns = 1.75;

export const spirals = generated(
  'spirals',
  'two spirals wound into each other',
  0.02,
  (engine, precision, { samples, noise, low, high, stream, inputs, labels }) =>
    engine.kernels(precision).spirals(samples, turns, noise, low, high, stream, inputs, labels),
);
