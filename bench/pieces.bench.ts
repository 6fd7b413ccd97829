import { readFileSync } from 'node:fs';
import { Engine } from '../src/engine/engine.js';
import { Network } from '../src/network/network.js';
import { triangleWave, zigzag } from '../src/theory/constructions.js';
import { countPieces } from '../src/theory/pieces.js';
import { oraclePieces } from '../tests/support/rational-oracle.js';
import { defineSuite, type Row } from './support/suite.js';

/** Slopes that change by more than this on a grid are what a sampled count takes for breakpoints. */
const tolerance = 1e-6;

const sampledCount = (network: Network, lo: number, hi: number, samples: number): number => {
  const xs = Float64Array.from({ length: samples + 1 }, (_, k) => lo + ((hi - lo) * k) / samples);
  const { data } = network.forward({ rows: samples + 1, columns: 1, data: xs });
  let count = 1;
  let before = (data[1] as number) - (data[0] as number);
  for (let k = 2; k <= samples; k++) {
    const rise = (data[k] as number) - (data[k - 1] as number);
    if (Math.abs(rise - before) * samples > tolerance * (hi - lo)) count++;
    before = rise;
  }
  return count;
};

/** Exact pieces; `plain` is a count on a grid of as many samples as there are pieces, 8 times over, which is no proof of anything. */
export default defineSuite({
  name: 'pieces',
  theory: true,
  about: 'countPieces, numbers included; plain: kinks on a grid of 8 samples a piece (forward and a loop), which proves nothing.',
  rows: (raw, build): Row[] => {
    const engine = new Engine(
      build,
      new WebAssembly.Module(readFileSync(new URL(`../wasm/fathom.${build === 'simd' ? 'theory' : build}.wasm`, import.meta.url))),
      raw,
    );
    const row = (name: string, network: Network, [lo, hi]: readonly [number, number], known: number | undefined): Row => {
      const { count, layers } = countPieces(network, [lo, hi]);
      const joint = layers.reduce((sum, layer) => sum + layer.count, 0);
      return {
        name: `${name}: ${count} pieces, ${joint} in all layers`,
        precision: network.precision,
        work: count,
        unit: 'element',
        run: () => void countPieces(network, [lo, hi]),
        verify: () => {
          if (known !== undefined && count !== known) throw new Error(`${name}: ${count} pieces, expected ${known}`);
        },
        plain: () => void sampledCount(network, lo, hi, 8 * count),
      };
    };
    const drawn = (hidden: readonly number[], seed: number) =>
      new Network(engine, { widths: [1, ...hidden, 1], init: { name: 'mean-field', sigmaW: Math.SQRT2, sigmaB: 1 }, precision: 'f64', seed });
    const small = drawn([8, 8], 1);
    const oracleLayers = small.layers.map(({ weights, bias }, index) => ({
      weights: Array.from({ length: weights.rows }, (_, r) => Array.from(weights.data.subarray(r * weights.columns, (r + 1) * weights.columns))),
      bias: [...bias],
      alpha: index === 2 ? 1 : 0,
    }));
    return [
      row('triangle wave 20', new Network(engine, { layers: triangleWave(20), precision: 'f64' }), [0, 1], 2 ** 20),
      row('zigzag 10', new Network(engine, { layers: zigzag(10), precision: 'f64' }), [0, 1], 4 ** 10),
      row('random 64 x 20', drawn(Array(20).fill(64), 1), [-4, 4], undefined),
      {
        ...row('random 8 x 2 (plain: the rational oracle)', small, [-4, 4], oraclePieces(oracleLayers, -4, 4).count),
        plain: () => void oraclePieces(oracleLayers, -4, 4),
      },
    ];
  },
});
