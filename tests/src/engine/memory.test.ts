import { describe, expect, it } from 'vitest';
import { activate, Dataset, EngineError, loadEngine, matmul, Network, normal, Trainer } from '../../../src/index.js';

const inputs = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const labels = [0, 1, 1, 0];

it('100,000 networks made, trained and disposed of leave the memory at its plateau, and no block behind', { timeout: 300_000 }, async () => {
  const engine = await loadEngine();
  const cycle = (index: number) => {
    using data = new Dataset(engine, { inputs, labels });
    using network = new Network(engine, { widths: [2, 1 + (index % 7), 1 + (index % 3), 2], seed: index });
    network.train({ data, loss: 'cross-entropy', steps: 2, batch: 3, optimizer: { name: index % 2 ? 'adam' : 'sgd' } });
  };
  for (let index = 0; index < 1000; index++) cycle(index);
  const plateau = engine.memoryBytes;
  for (let index = 0; index < 100_000; index++) cycle(index);
  expect(engine.memoryBytes).toBe(plateau);
  expect(engine.memory.blocks).toBe(0);
});

it('memory that grows in the middle of everything changes no bit', async () => {
  const run = async (grow: () => void, engine: Awaited<ReturnType<typeof loadEngine>>) => {
    grow();
    using data = new Dataset(engine, { inputs, labels });
    grow();
    using network = new Network(engine, { widths: [2, 9, 9, 2], seed: 1 });
    grow();
    using trainer = new Trainer(network, { data, loss: 'cross-entropy', batch: 3 });
    const losses: number[] = [];
    for (let step = 0; step < 20; step++) {
      grow();
      losses.push(...trainer.run(1).losses);
    }
    grow();
    const probe = network.probe({ data, loss: 'cross-entropy' });
    return JSON.stringify([
      losses,
      network.fingerprint(),
      network.save(),
      [...(probe.layers[1]?.gradients.data ?? [])],
      [...normal(engine, { count: 9, seed: 1 })],
    ]);
  };
  const still = await loadEngine();
  const growing = await loadEngine();
  const grown = await run(() => growing.exports.memory.grow(1), growing);
  expect(grown).toBe(await run(() => {}, still));
  expect(growing.memoryBytes).toBeGreaterThan(still.memoryBytes + 20 * 65_536);
});

describe('when there is no more memory', () => {
  it('a block that no allocator could give is refused by its size, and nothing is allocated', async () => {
    const engine = await loadEngine();
    const before = engine.memoryBytes;
    const expectTooLarge = (call: () => unknown) => {
      try {
        call();
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(EngineError);
        expect((error as EngineError).code).toBe('too-large');
        expect((error as EngineError).message).toMatch(/MiB/);
      }
    };
    expectTooLarge(() => new Network(engine, { widths: [65_536, 65_536] })); // its bytes are 0 in 32 bits
    expectTooLarge(() => new Network(engine, { widths: [30_000, 30_000, 1] })); // negative in 32 bits
    expectTooLarge(() => new Network(engine, { widths: [12_000, 12_000], init: 'orthogonal' }));
    expectTooLarge(() => normal(engine, { count: 2 ** 28, seed: 1 }));
    expectTooLarge(() => matmul(engine, { m: 65_536, n: 65_536, k: 0, a: [], b: [] })); // its bytes are 0 in 32 bits
    expectTooLarge(() => matmul(engine, { m: 65_536, n: 65_536, k: 1, a: new Float32Array(65_536), b: new Float32Array(65_536) }));
    expectTooLarge(() => matmul(engine, { m: 40_000, n: 40_000, k: 0, a: [], b: [], precision: 'f64' }));
    expect(engine.memoryBytes).toBe(before);
    expect(engine.memory.blocks).toBe(0);
  });

  it('a batch whose workspace no allocator could give is refused before a data set is made for it', async () => {
    const engine = await loadEngine();
    using wide = new Network(engine, { widths: [1, 4096, 1] });
    const held = engine.memoryBytes;
    const many = { rows: 2 ** 20, columns: 1, data: new Float32Array(2 ** 20) };
    expect(() => wide.gradients({ inputs: many, targets: many, loss: 'mse' })).toThrow(expect.objectContaining({ code: 'too-large' }));
    expect(engine.memoryBytes).toBe(held);
    expect(wide.forward(many).rows).toBe(2 ** 20);
  });

  it('an allocation that fails is a typed error, wherever it happens, and the engine goes on', async () => {
    const engine = await loadEngine();
    using network = new Network(engine, { widths: [2, 64, 64, 2], seed: 1 });
    using data = new Dataset(engine, { inputs, labels });
    const reference = network.forward(inputs).data;
    const hoard: number[] = [];
    const outOfMemory = (call: () => unknown) => {
      try {
        call();
      } catch (error) {
        expect(error).toBeInstanceOf(EngineError);
        expect((error as EngineError).code).toBe('out-of-memory');
        expect((error as EngineError).message).toMatch(/needs/);
        return true;
      }
      return false;
    };
    // Take all memory in halving blocks, down to a size too small for what follows.
    for (let bytes = 2 ** 29; bytes >= 2 ** 9; bytes /= 2) {
      while (!outOfMemory(() => hoard.push(engine.memory.allocate('a hoard', bytes)))) expect(hoard.length).toBeLessThan(1000);
    }
    const wide = Array.from({ length: 700 }, () => [0.5, 1]);
    expect(outOfMemory(() => network.forward(wide))).toBe(true);
    expect(outOfMemory(() => network.gradients({ inputs: wide, labels: wide.map(() => 1), loss: 'cross-entropy' }))).toBe(true);
    expect(outOfMemory(() => new Network(engine, { widths: [2, 64, 2] }))).toBe(true);
    expect(outOfMemory(() => new Dataset(engine, { inputs: wide, labels: wide.map(() => 1), classes: 2 }))).toBe(true);
    expect(outOfMemory(() => new Trainer(network, { data, loss: 'cross-entropy', optimizer: { name: 'adam' } }))).toBe(true);
    expect(outOfMemory(() => matmul(engine, { m: 32, n: 32, k: 32, a: new Float32Array(1024), b: new Float32Array(1024) }))).toBe(true);
    expect(outOfMemory(() => activate(engine, 'tanh', new Float32Array(1000)))).toBe(true);
    for (const pointer of hoard) engine.memory.release(pointer);
    expect(network.forward(inputs).data).toEqual(reference);
    expect(network.train({ data, loss: 'cross-entropy', steps: 3 }).status).toBe('completed');
    expect(network.forward(wide).rows).toBe(700);
  });
});

it('an orthogonal start without room for its own matrix is a typed error, leaves no network behind, and the engine goes on', async () => {
  const engine = await loadEngine();
  const room = engine.memory.allocate('room', 2 * 2 ** 20);
  const hoard: number[] = [];
  for (let bytes = 2 ** 29; bytes >= 2 ** 12; bytes /= 2) {
    try {
      for (;;) hoard.push(engine.memory.allocate('a hoard', bytes));
    } catch (error) {
      expect((error as EngineError).code).toBe('out-of-memory');
    }
  }
  engine.memory.release(room); // enough for the network (f32, with gradients: 1.13 MiB), not for its matrix in f64 besides
  const make = (init: 'orthogonal' | 'he-normal') => new Network(engine, { widths: [384, 384], init });
  for (let attempt = 0; attempt < 3; attempt++) expect(() => make('orthogonal')).toThrow(/orthogonal matrix .* needs/);
  make('he-normal').dispose();
  for (const pointer of hoard) engine.memory.release(pointer);
  expect(make('orthogonal').widths).toEqual([384, 384]);
});

it('a trap stops the engine for good, and a new one works', async () => {
  const engine = await loadEngine();
  const bad = () => engine.run('a test', () => engine.exports.activate_f32(999, 4, 0, 0, 0));
  expect(bad).toThrow(/stopped by a trap in a test/);
  expect(() => new Network(engine, { widths: [1, 1] })).toThrow(/stopped by a trap/);
  expect(new Network(await loadEngine(), { widths: [1, 1] }).depth).toBe(0);
});

it('what was disposed of says so, and a second dispose does nothing', async () => {
  const engine = await loadEngine();
  const network = new Network(engine, { widths: [2, 3, 2] });
  const data = new Dataset(engine, { inputs, labels });
  const trainer = new Trainer(network, { data, loss: 'cross-entropy' });
  data.dispose();
  data.dispose();
  expect(() => trainer.run(1)).toThrow('the data set was disposed');
  expect(() => network.evaluate({ data, loss: 'cross-entropy' })).toThrow('the data set was disposed');
  network.dispose();
  expect(() => network.forward(inputs)).toThrow('the network was disposed');
  expect(() => trainer.run(1)).toThrow('the network was disposed');
  engine.dispose();
  engine.dispose();
  expect(() => new Network(engine, { widths: [2, 2] })).toThrow('the engine was disposed');
  trainer.dispose();
});
