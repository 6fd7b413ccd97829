import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, activationNames, activations, type LayerInput, loadEngine, Network } from '../../../src/index.js';

const engine = await loadEngine();

/** Any bit pattern of the precision: subnormals, both zeros, infinities and NaN among them. */
const anyFloat = { f32: fc.float(), f64: fc.double() } as const;

const anyNetwork = (precision: 'f32' | 'f64') =>
  fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 }).chain((widths) =>
    fc.tuple(
      ...widths.slice(1).map((outputs, l): fc.Arbitrary<LayerInput> => {
        const row = fc.array(anyFloat[precision], { minLength: widths[l] as number, maxLength: widths[l] as number });
        return fc.record({
          weights: fc.array(row, { minLength: outputs, maxLength: outputs }),
          bias: fc.array(anyFloat[precision], { minLength: outputs, maxLength: outputs }),
          activation: fc.constantFrom(...activationNames),
        });
      }),
    ),
  );

/** NaN is one value; every other number is its bits. */
const bits = (network: Network) => [...network.parameters()].map((x) => (Object.is(x, -0) ? '-0' : String(x)));

describe.each(['f32', 'f64'] as const)('%s', (precision) => {
  it('JSON and safetensors keep every number, activation and alpha', () => {
    fc.assert(
      fc.property(anyNetwork(precision), (layers) => {
        using network = new Network(engine, { layers, precision });
        for (const copy of [Network.load(engine, network.save()), Network.load(engine, network.saveSafetensors())]) {
          expect(bits(copy)).toEqual(bits(network));
          expect(copy.widths).toEqual(network.widths);
          expect(copy.activations).toEqual(network.activations);
          expect(copy.precision).toBe(precision);
          copy.dispose();
        }
      }),
      { numRuns: 300 },
    );
  });
});

it("safetensors are read from Node's Buffer, which shares its memory with others, and from the middle of an array", () => {
  using network = new Network(engine, { widths: [2, 3, 1], seed: 1 });
  const file = network.saveSafetensors();
  const wide = new Uint8Array(file.length + 6);
  wide.set(file, 3);
  for (const bytes of [Buffer.from(file), wide.subarray(3, 3 + file.length)]) {
    using copy = Network.load(engine, bytes);
    expect(copy.fingerprint()).toBe(network.fingerprint());
  }
});

it('the file names its format, the seed and the versions that made it, and has an alpha only where there is one', () => {
  using network = new Network(engine, {
    widths: [1, 2, 1],
    activation: 'leaky-relu',
    alpha: 0.2,
    seed: 12n,
    precision: 'f64',
    init: { name: 'normal', sigma: 0.5 },
  });
  const file = JSON.parse(network.save({ steps: 3 }));
  expect(file).toMatchObject({
    format: 'fathom-network/1',
    precision: 'f64',
    init: { name: 'normal', sigma: 0.5 },
    seed: '12',
    training: { steps: 3 },
    versions: { fathom: engine.version, build: 'simd', random: 'philox4x32-10/v1' },
  });
  expect(file.layers[0].alpha).toBe(0.2);
  expect('alpha' in file.layers[1]).toBe(false);
  expect(Object.keys(activations)).toContain(file.layers[1].activation);
});

const good = () =>
  ({ format: 'fathom-network/1', precision: 'f64', layers: [{ weights: [[1, 2]], bias: [0.5], activation: 'relu' }] }) as Record<string, unknown>;
const withLayer = (layer: object) => JSON.stringify({ ...good(), layers: [{ weights: [[1, 2]], bias: [0.5], activation: 'relu', ...layer }] });

it.each([
  ['', 'file'],
  ['[1]', 'file'],
  ['{"format": "fathom-network/2"}', 'format'],
  [JSON.stringify({ ...good(), precision: 'f16' }), 'precision'],
  [JSON.stringify({ ...good(), layers: [] }), 'layers'],
  [JSON.stringify({ ...good(), layers: 'x' }), 'layers'],
  [JSON.stringify({ ...good(), weigths: 1 }), 'file'],
  ['{"format": "fathom-network/1", "precision": "f64", "layers": [], "__proto__": {"polluted": 1}}', 'file'],
  [withLayer({ weights: [[1, null]] }), 'layers[0].weights[0][1]'],
  [withLayer({ weights: [[1, '2']] }), 'layers[0].weights[0][1]'],
  [withLayer({ weights: [[1], [1, 2]] }), 'layers[0].weights[1].length'],
  [withLayer({ weights: 3 }), 'layers[0].weights'],
  [withLayer({ bias: [1, 2] }), 'layers[0].bias.length'],
  [withLayer({ activation: 'Relu ' }), 'layers[0].activation'],
  [withLayer({ activation: 'leaky-relu', alpha: 1.5 }), 'layers[0].alpha'],
  [withLayer({ extra: 1 }), 'layers[0]'],
  [withLayer({}).replace('0.5', '1e400'), 'layers[0].bias[0]'],
  [JSON.stringify({ ...good(), precision: 'f32', layers: [{ weights: [[0.1]], bias: [0] }] }), 'layers[0].weights[0][0]'],
  [
    JSON.stringify({
      ...good(),
      layers: [
        { weights: [[1, 2]], bias: [0] },
        { weights: [[1, 2]], bias: [0] },
      ],
    }),
    'layers[1].weights',
  ],
])('a bad JSON file is refused by the name of its bad part: %s', (text, argument) => {
  const blocks = engine.memory.blocks;
  expect(() => Network.load(engine, text)).toThrow(ArgumentError);
  try {
    Network.load(engine, text);
  } catch (error) {
    expect((error as ArgumentError).argument).toBe(argument);
  }
  expect(engine.memory.blocks).toBe(blocks);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

/** A safetensors file of a header and a number of zero bytes. */
function tensors(header: unknown, bytes: number, length?: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + bytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(length ?? json.length), true);
  file.set(json, 8);
  return file;
}

const weight = { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] };

it('a safetensors file of PyTorch, without metadata and with gaps in its numbers, is read in order', () => {
  using network = Network.load(engine, tensors({ '2.weight': { dtype: 'F32', shape: [1, 2], data_offsets: [24, 32] }, '0.weight': weight }, 32), {
    activation: 'tanh',
  });
  expect(network.widths).toEqual([3, 2, 1]);
  expect(network.activations.map(({ activation }) => activation)).toEqual(['tanh', 'identity']);
});

it.each([
  [new Uint8Array(3), 'file'],
  [tensors('{}', 0, 2 ** 40), 'header'],
  [tensors('{"a"', 0), 'header'],
  [tensors({}, 0), 'header'],
  [tensors({ '0.weight': { ...weight, dtype: 'BF16' } }, 24), '0.weight.dtype'],
  [tensors({ '0.weight': { ...weight, shape: [2, -3] } }, 24), '0.weight.shape'],
  [tensors({ '0.weight': { ...weight, shape: [6] } }, 24), '0.weight.shape'],
  [tensors({ '0.weight': { ...weight, shape: [2 ** 31, 2 ** 31] } }, 24), '0.weight.data_offsets'],
  [tensors({ '0.weight': { ...weight, data_offsets: [0, 28] } }, 24), '0.weight.data_offsets'],
  [tensors({ '0.weight': { ...weight, data_offsets: [8, 32] } }, 24), '0.weight.data_offsets'],
  [tensors({ '0.weight': weight, '0.bias': { dtype: 'F32', shape: [3], data_offsets: [24, 36] } }, 36), 'layers[0].bias.length'],
  [tensors({ '0.weight': weight, '1.weight': { ...weight, data_offsets: [24, 48] } }, 48), 'layers[1].weights'],
  [tensors({ '0.weight': weight, 'x.weight': weight }, 24), 'x.weight.data_offsets'],
  [tensors({ '0.weight': weight }, 28), 'file'],
  [tensors({ 'a.0.weight': weight, 'b.0.weight': { ...weight, data_offsets: [24, 48] } }, 48), 'header'],
])('a bad safetensors file is refused by the name of its bad part (%#: %s)', (file, argument) => {
  try {
    Network.load(engine, file);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(ArgumentError);
    expect((error as ArgumentError).argument).toBe(argument);
  }
});
