import { generated } from './dataset.js';

/** Both coordinates of a cloud's middle, with one sign for each class. */
const centre = 0.5;

export const gaussians = generated('gaussians', 'two normal clouds', 0.3, (engine, precision, { samples, noise, low, high, stream, inputs, labels }) =>
  engine.kernels(precision).gaussians(samples, centre, noise, low, high, stream, inputs, labels),
);
