import type { Dataset } from './dataset.js';
import type { Network } from './network.js';

/** Root mean square of the cross-entropy's gradient dL/dz at the first hidden layer over that at the last; NaN without one, or where the last is 0. */
export function gradientRatio(network: Network, data: Dataset): number {
  const depth = network.widths.length - 2;
  if (depth === 0) return Number.NaN;
  const norms = network.gradientNorms({ data, loss: 'cross-entropy' });
  const last = norms[depth - 1]!;
  return last === 0 ? Number.NaN : norms[0]! / last;
}
