import { generated } from './dataset.js';

/** Radius of the inner circle; the outer one's is 1. */
const innerRadius = 0.5;

/** scikit-learn's make_circles, without its shuffle. */
export const circles = generated('circles', 'a circle within a circle', 0.1, (engine, precision, { samples, noise, low, high, stream, inputs, labels }) =>
  engine.kernels(precision).circles(samples, innerRadius, noise, low, high, stream, inputs, labels),
);
