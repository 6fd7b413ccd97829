import type { Dataset } from '../../../src/network/dataset.js';
import type { LossName } from '../../../src/network/loss.js';
import type { Network } from '../../../src/network/network.js';
import { censusOf } from '../../../src/theory/dead-units.js';
import { backpropagate, describe, type Statistics } from '../../../src/theory/layer-statistics.js';
import type { Histogram, LayerFrame } from '../frame.js';

const bins = 32;

/** The hidden layers from one pass forward and back over the examples. */
export function layersView(network: Network, data: Dataset, loss: LossName): LayerFrame[] {
  backpropagate(network, data, loss);
  const { engine, address, depth, widths } = network;
  const { exports } = engine;
  const ld = exports.paddedBatchOf(address);
  const deaths = depth === 0 ? [] : censusOf(network, data.samples, 1);
  return deaths.map(({ dead, units }, layer) => {
    const block = (pointer: number) => ({ rows: widths[layer + 1] as number, batch: data.samples, ld, pointer });
    const gradients = inBrief(network, block(exports.layerGradientsOf(address, layer)));
    return {
      units,
      activations: histogram(inBrief(network, block(exports.activationsOf(address, layer)))),
      gradients: histogram(gradients),
      gradientNorm: gradients.rootMeanSquare,
      dead,
    };
  });
}

/** A histogram over the whole range of the numbers; about a single number, or numbers without end, any range will do. */
function inBrief(network: Network, block: Parameters<typeof describe>[1]): Statistics {
  const saturated = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  const { least, greatest } = describe(network, block, { bins: 0, range: [-1, 1], saturated });
  const isRange = greatest - least > 1e-300 && greatest - least < Number.POSITIVE_INFINITY;
  const middle = Number.isFinite(least) && least === greatest ? least : 0;
  const half = Math.max(1e-3, Math.abs(middle) / 2);
  return describe(network, block, { bins, range: isRange ? [least, greatest] : [middle - half, middle + half], saturated });
}

function histogram({ count, mean, deviation, histogram: { from, to, shares } }: Statistics): Histogram {
  return { from, to, counts: Float64Array.from(shares, (share) => Math.round(share * count)), mean, deviation };
}
