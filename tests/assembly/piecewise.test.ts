import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { alongSegment, crossings, distance, type Engine, loadEngine, Network } from '../../src/index.js';
import { integralOf } from '../../src/theory/distance.js';
import { sample } from '../support/degenerate-network.js';
import { layerInputs } from '../support/oracle-layers.js';

const engineOf = (name: string) => loadEngine({ wasm: readFileSync(new URL(`../../wasm/fathom.${name}.wasm`, import.meta.url)) });
const [debug, theory] = await Promise.all([engineOf('debug'), engineOf('theory')]);

/** All that the module's sums give, and whether its bounds sufficed for it. */
function measured(engine: Engine, seed: number, hard: 'tanh' | undefined) {
  const { layers, interval } = sample(seed);
  const networkOf = (which: typeof layers) =>
    new Network(engine, { layers: layerInputs(which.map((layer, at) => (hard && at < which.length - 1 ? { ...layer, hard } : layer))), precision: 'f64' });
  using f = networkOf(layers);
  using g = networkOf(sample(seed + 63).layers);
  using plane = new Network(engine, { widths: [3, 5, 4, 1], activation: 'relu', precision: 'f64', seed });
  const line = alongSegment(plane, [0.1, -3, 2], [1, 2.5, seed]);
  return [distance(f, g, interval), integralOf(f, interval), crossings(f, 0, interval), distance(line, f, interval)];
}

it.each([undefined, 'tanh'] as const)('the simd build gives the bits of the debug build, whose assertions hold (hard: %s)', (hard) => {
  for (let seed = 0; seed < 90; seed++) expect(measured(theory, seed, hard), `network ${seed}`).toEqual(measured(debug, seed, hard));
});
