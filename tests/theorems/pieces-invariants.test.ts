import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countPieces, type LayerInput, loadEngine, Network } from '../../src/index.js';

const engine = await loadEngine();
const runs = { numRuns: Number(process.env['PIECES_INVARIANTS'] ?? 170) };

interface Layer {
  weights: number[][];
  bias: number[];
  activation: 'relu' | 'identity';
}

const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -9, max: 9 }).map((k) => k / 3),
  fc.integer({ min: -20, max: 20 }).map((k) => k / 10),
);
const networks = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }).chain((hidden) => {
  const widths = [1, ...hidden, 1];
  return fc.tuple(
    ...widths.slice(1).map((outputs, index) =>
      fc.record({
        weights: fc.array(fc.array(number, { minLength: widths[index] as number, maxLength: widths[index] as number }), {
          minLength: outputs,
          maxLength: outputs,
        }),
        bias: fc.array(number, { minLength: outputs, maxLength: outputs }),
        activation: fc.constant<'relu' | 'identity'>(index === widths.length - 2 ? 'identity' : 'relu'),
      }),
    ),
  );
});

const counted = (layers: readonly Layer[], interval: readonly [number, number] = [-1, 1]) => {
  using network = new Network(engine, { layers: layers as readonly LayerInput[], precision: 'f64' });
  return countPieces(network, interval);
};
const copy = (layers: readonly Layer[]): Layer[] => structuredClone(layers) as Layer[];
/** The same function by another network: everything about the output is the same. */
const same = (change: (layers: Layer[]) => Layer[]) =>
  fc.assert(
    fc.property(networks, (layers) => {
      const [before, after] = [counted(layers), counted(change(copy(layers)))];
      for (const key of ['count', 'breakpoints', 'values', 'slopes', 'zeros'] as const) expect(after[key]).toEqual(before[key]);
    }),
    runs,
  );

it('the order of units does not matter', () =>
  same((layers) => {
    const [first, second] = layers as [Layer, Layer];
    first.weights.reverse();
    first.bias.reverse();
    for (const row of second.weights) row.reverse();
    return layers;
  }));

it('powers of two pass through relu: a unit times 2^k, read by 2^-k, is the same', () =>
  same((layers) => {
    const [first, second] = layers as [Layer, Layer];
    first.weights[0] = (first.weights[0] as number[]).map((weight) => weight * 2 ** 20);
    first.bias[0] = (first.bias[0] as number) * 2 ** 20;
    for (const row of second.weights) row[0] = (row[0] as number) * 2 ** -20;
    return layers;
  }));

it('a dead unit changes nothing', () =>
  same((layers) => {
    const [first, second] = layers as [Layer, Layer];
    first.weights.push([1 / 3]);
    first.bias.push(-7);
    for (const row of second.weights) row.push(5);
    return layers;
  }));

it('a unit split into two equal halves changes nothing', () =>
  same((layers) => {
    const [first, second] = layers as [Layer, Layer];
    first.weights.push([...(first.weights[0] as number[])]);
    first.bias.push(first.bias[0] as number);
    for (const row of second.weights) {
      row[0] = (row[0] as number) / 2;
      row.push(row[0] as number);
    }
    return layers;
  }));

it('an identity layer changes nothing', () =>
  same((layers) => {
    const units = (layers[0] as Layer).bias.length;
    const identity: Layer = {
      weights: Array.from({ length: units }, (_, row) => Array.from({ length: units }, (_, column) => Number(row === column))),
      bias: Array(units).fill(0),
      activation: 'identity',
    };
    return [layers[0] as Layer, identity, ...layers.slice(1)];
  }));

it('x to -x turns breakpoints, values and slopes round', () =>
  fc.assert(
    fc.property(networks, (layers) => {
      const turned = copy(layers);
      (turned[0] as Layer).weights = (turned[0] as Layer).weights.map(([weight]) => [-(weight as number)]);
      const [before, after] = [counted(layers, [-1, 2]), counted(turned, [-2, 1])];
      const back = (values: Float64Array, sign: number) => values.toReversed().map((value) => sign * value || 0);
      const plain = (values: Float64Array) => values.map((value) => value || 0);
      expect(back(after.breakpoints, -1)).toEqual(plain(before.breakpoints));
      expect(back(after.values, 1)).toEqual(plain(before.values));
      expect(back(after.slopes, -1)).toEqual(plain(before.slopes));
      expect(after.layers).toEqual(before.layers);
    }),
    runs,
  ));
