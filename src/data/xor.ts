import { generated } from './dataset.js';

/** Least size of a coordinate without noise: the classes lie this far from the axes. */
const gap = 0.05;

/** Exclusive or: class 1 where the signs of the coordinates differ, sizes uniform up to 1. */
export const xor = generated(
  'xor',
  'exclusive or: opposite corners of a square',
  0.02,
  (engine, precision, { samples, noise, low, high, stream, inputs, labels }) =>
    engine.kernels(precision).xor(samples, gap, noise, low, high, stream, inputs, labels),
);
