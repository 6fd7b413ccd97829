import type { Dataset } from '../network/dataset.js';
import type { LossName } from '../network/loss.js';
import type { Network } from '../network/network.js';
import { backpropagate } from './layer-statistics.js';

/** 8 / (3 pi): the mean singular value of a square matrix of independent numbers of variance 1 / n, as n grows (the quarter-circle law). */
export const quarterCircleMean = 8 / (3 * Math.PI);

/** Sweeps over all pairs; one-sided Jacobi needs under ten. */
const mostSweeps = 30;

/**
 * Singular values of dz(l + 1) / dz(l) at the first sample of a data set, in no order: `layer` counts from 0, the one above is a layer too.
 * By one-sided Jacobi rotations, in double precision; their number grows with the cube of the width.
 */
export function jacobianSingularValues(network: Network, data: Dataset, loss: LossName, layer: number): Float64Array {
  backpropagate(network, data, loss);
  const { engine, address, widths } = network;
  const { memory, exports } = engine;
  const [inputs, outputs] = [widths[layer + 1] as number, widths[layer + 2] as number];
  const columns = inputs + (inputs % 2);
  return memory.scratch(`a Jacobian of ${outputs} x ${inputs}`, 8 * (outputs * columns + Math.max(3 * columns, outputs)), (matrix) => {
    const work = matrix + 8 * outputs * columns;
    engine.run('layerJacobian', () => exports.layerJacobian(address, layer, 0, matrix, work));
    for (let sweep = 0; sweep < mostSweeps; sweep++) {
      if (engine.run('singularSweep', () => exports.singularSweep(outputs, columns, matrix, work)) <= exports.orthogonalCosine()) break;
    }
    return memory.floats('f64', work, outputs).slice() as Float64Array;
  });
}

/** Their mean: the nuclear norm over the number of singular values. */
export function meanSingularValue(network: Network, data: Dataset, loss: LossName, layer: number): number {
  const values = jacobianSingularValues(network, data, loss, layer);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
