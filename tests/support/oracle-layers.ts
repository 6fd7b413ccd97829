import type { LayerInput } from '../../src/index.js';
import type { OracleLayer } from './rational-oracle.js';

/** An oracle's layers as the engine takes them. */
export const layerInputs = (layers: readonly OracleLayer[]): LayerInput[] =>
  layers.map(({ weights, bias, alpha, hard }) => {
    if (hard !== undefined) return { weights, bias, activation: `hard-${hard}` };
    if (alpha === 0) return { weights, bias, activation: 'relu' };
    if (alpha === 1) return { weights, bias, activation: 'identity' };
    if (alpha === -1) return { weights, bias, activation: 'abs' };
    return { weights, bias, activation: 'leaky-relu', alpha };
  });
