import { countPieces, type Engine, Network } from '../../src/index.js';
import { sample } from './degenerate-network.js';
import { oraclePieces } from './rational-oracle.js';

/** What is wrong with the count of network number `seed`, or undefined; and whether it was degenerate. */
export function mismatch(engine: Engine, seed: number): { readonly wrong: string | undefined; readonly degenerate: boolean; readonly exact: boolean } {
  const { kind, layers, interval } = sample(seed);
  const expected = oraclePieces(layers, ...interval);
  using network = new Network(engine, {
    precision: 'f64',
    layers: layers.map(({ weights, bias, alpha }) =>
      alpha === 1
        ? { weights, bias, activation: 'identity' }
        : alpha === 0
          ? { weights, bias, activation: 'relu' }
          : alpha === -1
            ? { weights, bias, activation: 'abs' }
            : { weights, bias, activation: 'leaky-relu', alpha },
    ),
  });
  const pieces = countPieces(network, interval);
  const units = pieces.layers.map((layer) => layer.units);
  const say = (what: string) => `net ${seed} (${kind}) on [${interval}]: ${what}`;
  const wrong =
    pieces.count !== expected.count
      ? say(`${pieces.count} pieces, the oracle has ${expected.count}`)
      : JSON.stringify(units) !== JSON.stringify(expected.units)
        ? say(`units ${JSON.stringify(units)}, the oracle has ${JSON.stringify(expected.units)}`)
        : expected.matches(pieces.breakpoints, pieces.values, pieces.slopes)
          ? undefined
          : say('a number is not correctly rounded');
  return { wrong, degenerate: kind !== 'gaussian', exact: pieces.exactDecisions > 0 };
}
