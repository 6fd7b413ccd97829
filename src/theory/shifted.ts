import type { LayerInput } from '../network/specification.js';

/** The same network with a constant added to its outputs. */
export function shifted(layers: readonly LayerInput[], by: number): LayerInput[] {
  return layers.map((layer, index) => (index === layers.length - 1 ? { ...layer, bias: Array.from(layer.bias, (bias) => bias + by) } : layer));
}
