import { ArgumentError } from '../../../src/engine/errors.js';
import type { FloatArray } from '../../../src/engine/memory.js';
import { activate } from '../../../src/network/activation.js';
import type { Network } from '../../../src/network/network.js';
import { findRegions } from '../../../src/theory/regions.js';
import type { BenchData, BoundaryFrame, HeatFrame } from '../frame.js';
import { isTooMuch } from './too-much.js';

/** Bends of all units together, beyond which there are too many regions for a picture that lives: about a second's work. */
const mostBends = 256;
/** Points of the grid in each direction. */
const cells = 64;

/** The boundary, exactly; undefined for networks that have none of straight pieces, or too many of them. */
export function boundaryView(network: Network, [left, right, bottom, top]: BenchData['frame']): BoundaryFrame | undefined {
  const bends = network.activations.reduce((sum, { activation }, layer) => {
    return sum + (network.widths[layer + 1] as number) * (activation === 'hard-tanh' ? 2 : activation === 'identity' ? 0 : 1);
  }, 0);
  if (bends > mostBends) return undefined;
  try {
    const { regions, pieces, boundary } = findRegions(network, { x: [left, right], y: [bottom, top] });
    const chains = boundary.map(({ vertices, closed }) => (closed ? [...vertices, ...vertices.slice(0, 1)] : vertices));
    let next = 0;
    const starts = Uint32Array.from(chains, ({ length }) => {
      next += length;
      return next - length;
    });
    return { regions, pieces, points: Float64Array.from(chains.flat(2)), starts };
  } catch (error) {
    // a smooth activation, parameters beyond what is proved, too many regions: the heat map shows what this cannot
    if (error instanceof ArgumentError || isTooMuch(error)) return undefined;
    throw error;
  }
}

/** The places of the grid, row by row from the bottom: the middles of its cells. */
export function gridOf([left, right, bottom, top]: BenchData['frame'], precision: Network['precision']): FloatArray {
  const places = new (precision === 'f32' ? Float32Array : Float64Array)(2 * cells * cells);
  for (let index = 0; index < cells * cells; index++) {
    places[2 * index] = left + ((right - left) * ((index % cells) + 0.5)) / cells;
    places[2 * index + 1] = bottom + ((top - bottom) * (Math.floor(index / cells) + 0.5)) / cells;
  }
  return places;
}

/** The probability of class 1 at the places of the grid. */
export function heatView(network: Network, grid: FloatArray): HeatFrame {
  const { data } = network.forward({ rows: cells * cells, columns: 2, data: grid });
  return { columns: cells, rows: cells, values: Float32Array.from(activate(network.engine, 'sigmoid', data)) };
}
