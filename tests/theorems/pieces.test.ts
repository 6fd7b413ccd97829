import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { countPieces, distance, extremal, integral, loadEngine, Network, triangleWave, zigzag } from '../../src/index.js';
import { integerNetwork } from '../support/integer-network.js';

const engine = await loadEngine();
const ref = JSON.parse(readFileSync(new URL('../reference/pieces.json', import.meta.url), 'utf8'));
it('ref', () => {
  for (const c of ref.cases) {
    const { layers } = integerNetwork(c.W, c.b, c.relu_out);
    const network = new Network(engine, { layers, precision: 'f64' });
    for (const r of c.results) {
      if (r.interval === 'R') continue;
      const t = performance.now();
      const pieces = countPieces(network, r.interval.map(Number));
      if (performance.now() - t > 50) console.log(c.id, performance.now() - t);
      expect([c.id, r.interval, pieces.count]).toEqual([c.id, r.interval, r.kappa]);
      if (r.breakpoints) expect([...pieces.breakpoints]).toEqual(r.breakpoints);
    }
  }
  for (const d of [3, 10, 14, 20]) {
    const t = performance.now();
    const n = new Network(engine, { layers: triangleWave(d), precision: 'f64' });
    const p = countPieces(n, [0, 1]);
    console.log(d, p.count, performance.now() - t, p.exactDecisions);
  }
  for (const d of [2, 5, 10]) {
    const t = performance.now();
    const n = new Network(engine, { layers: zigzag(d), precision: 'f64' });
    const p = countPieces(n, [0, 1]);
    console.log(d, p.count, performance.now() - t, p.exactDecisions);
  }
  {
    const t = performance.now();
    const n = new Network(engine, { widths: [1, 16, 16, 16, 16, 1], init: { name: 'mean-field', sigmaW: 1.4, sigmaB: 1 }, precision: 'f64' });
    const p = countPieces(n, [-4, 4]);
    console.log(p.count, p.exactDecisions, performance.now() - t, p.exactDecisions);
  }
  const a = new Network(engine, { layers: triangleWave(4), precision: 'f64' }),
    b = new Network(engine, { layers: [{ weights: [[0]], bias: [0.5] }], precision: 'f64' });
  console.log(distance(a, b, [0, 1]), integral(a, [0, 1]), countPieces(new Network(engine, { layers: extremal([7, 5, 3]), precision: 'f64' }), [0, 1]).count);
});
