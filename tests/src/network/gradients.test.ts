import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type LossName, loadEngine, Network } from '../../../src/index.js';
import { type Direction, type DualLayer, dualActivations, dualLoss } from '../../support/dual-network.js';

const engine = await loadEngine();
const debug = await loadEngine({ build: 'debug' });

/** Numbers from a seed, so that a network of depth 100 is one number to shrink. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 24;
  };
}

const depths = [1, 2, 3, 5, 10, 20, 50, 100] as const;
const losses = ['mse', 'bce', 'cross-entropy'] as const satisfies readonly LossName[];

interface Case {
  readonly seed: number;
  readonly depth: number;
  readonly loss: LossName;
  readonly activation: (typeof dualActivations)[number] | 'mixed';
}

/** A network whose signal neither dies nor bursts: widths 1 to 17, weights of variance about 1.5 / fan-in, kinks far from most samples. */
function build({ seed, depth, loss, activation }: Case) {
  const next = generator(seed);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(next() * items.length)] as Item;
  const width = depth >= 50 ? pick([1, 2, 3, 5]) : pick([1, 2, 3, 5, 7, 17]);
  const outputs = loss === 'cross-entropy' ? 3 : pick([1, 2]);
  const features = pick([1, 2, 3]);
  const sizes = [features, ...Array<number>(depth).fill(width), outputs];
  const deep = dualActivations.filter((name) => name !== 'square'); // its tower of squares leaves every range
  const layers: DualLayer[] = sizes.slice(1).map((rows, l) => {
    const columns = sizes[l] as number;
    const spread = 2 * Math.sqrt(4.5 / columns);
    const name = activation === 'mixed' ? pick(deep) : activation;
    return {
      weights: Array.from({ length: rows }, () => Array.from({ length: columns }, () => spread * (next() - 0.5))),
      bias: Array.from({ length: rows }, () => next() - 0.4),
      activation: l === depth ? 'identity' : name,
      alpha: name === 'leaky-relu' ? 0.1 : 1,
    };
  });
  const batch = pick([1, 3, 5]);
  const inputs = Array.from({ length: batch }, () => Array.from({ length: features }, () => 4 * next() - 2));
  const targets = inputs.map(() => {
    if (loss !== 'cross-entropy') return Array.from({ length: outputs }, () => (loss === 'bce' ? Math.round(next()) : 2 * next() - 1));
    const label = Math.floor(next() * outputs);
    return Array.from({ length: outputs }, (_, index) => (index === label ? 1 : 0));
  });
  return { layers, inputs, targets, next };
}

it('every gradient agrees with forward-mode dual numbers to 1e-11 of its layer, at depths 1 to 100', { timeout: 300_000 }, () => {
  let alive = 0;
  let worst = 0;
  const nets = 500;
  for (let index = 0; index < nets; index++) {
    const activation = index % 4 === 0 ? 'mixed' : (dualActivations[index % dualActivations.length] as (typeof dualActivations)[number]);
    const wanted = depths[index % depths.length] as number;
    const depth = activation === 'square' ? Math.min(wanted, 3) : wanted;
    const loss = losses[index % losses.length] as LossName;
    const { layers, inputs, targets, next } = build({ seed: index + 1, depth, loss, activation });
    using network = new Network(index % 10 === 0 ? debug : engine, {
      layers: layers.map(({ alpha, ...layer }) => ({
        ...layer,
        ...(layer.activation === 'leaky-relu' || layer.activation === 'elu' || layer.activation === 'celu' ? { alpha } : {}),
      })),
      precision: 'f64',
    });
    const got = network.gradients({ inputs, targets, loss });
    const scale = (values: ArrayLike<number>) => Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const layerScales = got.weights.map((weights, l) => Math.max(scale(weights.data), scale(got.biases[l] as Float64Array)));
    if ((layerScales[0] as number) > 0) alive++;

    // Every entry of small nets; of deep ones some of each layer, chosen by the case's own numbers.
    const directions: Direction[] = [];
    layers.forEach(({ weights }, layer) => {
      const count = weights.length * (weights[0]?.length ?? 0);
      const some = depth <= 5 ? count : 2;
      for (let j = 0; j < some; j++) directions.push({ of: 'weights', layer, index: some === count ? j : Math.floor(next() * count) });
      directions.push({ of: 'bias', layer, index: Math.floor(next() * weights.length) });
    });
    inputs.forEach((_, sample) => directions.push({ of: 'inputs', layer: sample, index: 0 }));

    for (const direction of directions) {
      const [loss64, derivative] = dualLoss(layers, inputs, targets, loss, direction);
      const { of, layer, index: entry } = direction;
      const value =
        of === 'weights' ? got.weights[layer]?.data[entry] : of === 'bias' ? got.biases[layer]?.[entry] : got.inputs.data[layer * got.inputs.columns + entry];
      const size = of === 'inputs' ? scale(got.inputs.data) : (layerScales[layer] as number);
      const error = Math.abs((value as number) - derivative);
      expect(error, `${activation}, ${loss}, net ${index}, ${JSON.stringify(direction)}: ${value} against ${derivative}`).toBeLessThanOrEqual(1e-11 * size);
      expect(Math.abs(got.loss - loss64)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(loss64)));
      worst = Math.max(worst, size > 0 ? error / size : 0);
    }
  }
  expect(alive / nets, 'networks with a gradient in their first layer: dead ones prove nothing').toBeGreaterThan(0.8);
  expect(worst).toBeGreaterThan(0); // two different computations that never differ would be the same one
});

it('a sample alone and the same sample in a batch have the same outputs, bit for bit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.constantFrom(...depths.slice(0, 5)),
      fc.constantFrom('f32' as const, 'f64' as const),
      (seed, depth, precision) => {
        using network = new Network(engine, { widths: [3, ...Array<number>(depth).fill(9), 2], activation: 'tanh', precision, seed });
        const next = generator(seed);
        const batch = Array.from({ length: 7 }, () => [next(), next(), next()]);
        const together = network.forward(batch).data;
        batch.forEach((sample, index) => expect([...network.forward([sample]).data]).toEqual([...together.slice(2 * index, 2 * index + 2)]));
      },
    ),
    { numRuns: 100 },
  );
});
