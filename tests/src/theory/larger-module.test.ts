import { expect, it } from 'vitest';
import { experiments } from '../../../src/experiments/index.js';
import { countPieces, loadEngine, Network, triangleWave } from '../../../src/index.js';

it('what needs the larger module says so on an engine without it, and how to load it', async () => {
  const engine = await loadEngine();
  using network = new Network(engine, { layers: triangleWave(3), precision: 'f64' });
  const refused = { name: 'EngineError', code: 'no-theory', message: expect.stringContaining('loadEngine({ theory: true })') };
  expect(() => countPieces(network, [0, 1])).toThrow(expect.objectContaining(refused));
  for (const experiment of experiments) await expect(experiment.run(engine)).rejects.toMatchObject(refused);
});

it('the debug build holds everything, and so does the larger module that a worker is handed', async () => {
  const debug = await loadEngine({ build: 'debug' });
  const { module } = await loadEngine({ theory: true });
  for (const engine of [debug, await loadEngine({ wasm: module })]) {
    using network = new Network(engine, { layers: triangleWave(5), precision: 'f64' });
    expect(countPieces(network, [0, 1]).count).toBe(32);
  }
});
