import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorize } from '../../src/experiments/memorize.js';
import { ArgumentError, loadEngine, normal } from '../../src/index.js';
import { exactDeepMemorizer, exactMemorizer, exactPoints, exactValue, missed } from '../../src/theory/exact-memorizer.js';
import { deepWidths, Points } from '../../src/theory/memorizer.js';
import { add, compare, multiply, type Rational, rational, subtract, toNumber } from '../../src/theory/rational.js';
import { logarithms, logLogSlope } from '../../src/theory/slope.js';

interface Built {
  readonly b: readonly number[];
  readonly w: readonly number[];
  readonly cond2: number;
  readonly max_abs_inverse: number;
  readonly max_abs_w: number;
}

interface Case {
  readonly id: string;
  readonly N: number;
  readonly n: number;
  readonly X: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly a: readonly number[];
  readonly weights_2N_plus_n: number;
  readonly min_gap: number;
  readonly two_layer_t1: Built;
  readonly 'two_layer_t0.5': Built;
  readonly 'two_layer_t0.25_max_abs_w': number;
  readonly deep: readonly {
    readonly H_requested: number;
    readonly strict_no_sharing: boolean;
    readonly widths: readonly number[];
    readonly width_bound: number;
    readonly nonzero_parameters: number;
  }[];
  readonly deep_example_H3?: { readonly W: readonly (readonly (readonly number[])[])[]; readonly b: readonly (readonly number[])[] };
}

/** Interpolation by 2 N + n weights and by deep networks, from an independent reference. */
const reference: { readonly cases: readonly Case[]; readonly first_column_of_inverse_unit_gaps: Readonly<Record<string, readonly string[]>> } = JSON.parse(
  readFileSync(new URL('../reference/zhang.json', import.meta.url), 'utf8'),
);

const engine = await loadEngine({ theory: true });
const fraction = (text: string): Rational => {
  const [numerator, denominator = '1'] = text.split('/');
  return { numerator: BigInt(numerator as string), denominator: BigInt(denominator) };
};
const pointsOf = ({ X, y, N, n }: Case) => new Points(engine, { rows: N, columns: n, data: Float64Array.from(X.flat()) }, Float64Array.from(y));
const drawn = (count: number, features: number, seed: number, on = engine) =>
  new Points(
    on,
    { rows: count, columns: features, data: normal(on, { count: count * features, seed }) },
    normal(on, { count, seed, stream: 1 }) as Float64Array,
  );
const direction = (features: number, seed: number) => normal(engine, { count: features, seed, stream: 2 }) as Float64Array;
const relative = (value: number, wanted: number) => Math.abs(value - wanted) / Math.abs(wanted);

describe.each(reference.cases.map((each) => [each.id, each] as const))('%s', (_id, given) => {
  const a = Float64Array.from(given.a);

  it('has the reference thresholds and weights at t = 1 and t = 1/2, and interpolates', () => {
    using points = pointsOf(given);
    for (const [t, wanted] of [
      [1, given.two_layer_t1],
      [0.5, given['two_layer_t0.5']],
    ] as const) {
      const built = points.memorize(a, { t });
      expect(built).toBeDefined();
      if (built === undefined) return;
      expect(built.smallestGap).toBe(given.min_gap);
      expect(built.thresholds.length + built.weights.length + built.direction.length).toBe(given.weights_2N_plus_n);
      wanted.b.forEach((b, index) => expect(built.thresholds[index]).toBeCloseTo(b, 12));
      wanted.w.forEach((w, index) => expect(Math.abs((built.weights[index] as number) - w)).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(w), 1)));
      expect(built.residual).toBeLessThanOrEqual(1e-8);
      expect(built.plainResidual).toBeLessThanOrEqual(1e-8);
      if (t < 1) continue;
      expect(relative(built.largestInverse, wanted.max_abs_inverse)).toBeLessThan(1e-9);
      // the norm of row sums and the Euclidean norm differ by a factor of at most sqrt N, each
      expect(built.condition).toBeGreaterThanOrEqual(wanted.cond2 / given.N);
      expect(built.condition).toBeLessThanOrEqual(wanted.cond2 * given.N);
    }
  });

  it('grows as the reference at t = 1/4', () => {
    using points = pointsOf(given);
    expect(relative(points.memorize(a, { t: 0.25 })?.largestWeight ?? 0, given['two_layer_t0.25_max_abs_w'])).toBeLessThan(1e-6);
  });

  it('deep networks have at most the reference width and parameters, and interpolate', () => {
    using points = pointsOf(given);
    for (const { H_requested: hidden, strict_no_sharing: shared, widths, width_bound, nonzero_parameters } of given.deep) {
      const deep = points.memorizeDeep(a, hidden, shared);
      expect(deep).toBeDefined();
      if (deep === undefined) return;
      using network = deep.network;
      const hiddenWidths = network.widths.slice(1, -1);
      expect(hiddenWidths.length).toBeLessThanOrEqual(hidden);
      expect(Math.max(...hiddenWidths)).toBeLessThanOrEqual(width_bound);
      if (!shared) expect(hiddenWidths).toEqual(widths);
      expect(deep.nonZero).toBeLessThanOrEqual(nonzero_parameters);
      expect(deep.nonZero).toBe(network.parameters().filter((value) => value !== 0).length);
      expect(points.residualOf(network)).toBeLessThanOrEqual(1e-8);
    }
  });
});

it('the written-out deep example has the reference weights', () => {
  const given = reference.cases.find((each) => each.deep_example_H3 !== undefined) as Case & { deep_example_H3: { W: number[][][]; b: number[][] } };
  using points = pointsOf(given);
  const deep = points.memorizeDeep(Float64Array.from(given.a), 3, false);
  using network = deep?.network;
  const { W, b } = given.deep_example_H3;
  expect(network?.layers.map(({ weights }) => Array.from(weights.data))).toEqual(W.map((rows) => rows.flat()));
  expect(network?.layers.map(({ bias }) => Array.from(bias))).toEqual(b);
});

it('the first column of the inverse is that of the reference, exactly', () => {
  for (const [text, column] of Object.entries(reference.first_column_of_inverse_unit_gaps)) {
    const count = column.length;
    const inputs = Array.from({ length: count }, (_, index) => [index + 1]);
    const points = exactPoints(
      inputs,
      inputs.map((_, index) => (index === 0 ? 1 : 0)),
      [1],
    );
    if (points === undefined) throw new Error('the points are distinct');
    const weights = exactMemorizer(points, fraction(text))[1]?.weights[0] as readonly Rational[];
    column.forEach((wanted, index) => expect(compare(weights[index] as Rational, fraction(wanted))).toBe(0));
  }
});

it('exact networks take every value on random dyadic points, for every depth, and a changed value is missed', () => {
  const coordinate = fc.integer({ min: -300, max: 300 }).map((value) => value / 8);
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 9, selector: ([p, q]) => p + 1000 * q }),
      fc.array(coordinate, { minLength: 9, maxLength: 9 }),
      fc.integer({ min: 1, max: 5 }),
      (inputs, values, length) => {
        const points = exactPoints(inputs, values.slice(0, inputs.length), [1, 1000]);
        expect(points).toBeDefined();
        if (points === undefined) return;
        const networks = [
          exactMemorizer(points),
          exactMemorizer(points, { numerator: 1n, denominator: 3n }),
          ...[false, true].map((shared) => exactDeepMemorizer(points, length, shared)),
        ];
        const other = { ...points, values: points.values.map((value, index) => (index === 0 ? add(value, rational(1)) : value)) };
        for (const network of networks) expect([missed(network, points), missed(network, other)]).toEqual([0, 1]);
      },
    ),
    { numRuns: 60 },
  );
});

it("the engine's deep network is the exact one, rounded", () => {
  const inputs = Array.from({ length: 12 }, (_, index) => [((7 * index) % 12) + (index % 3) / 4]);
  const values = inputs.map((_, index) => ((5 * index) % 7) - 3);
  const exact = exactPoints(inputs, values, [1]);
  if (exact === undefined) throw new Error('the points are distinct');
  using points = new Points(engine, { rows: 12, columns: 1, data: Float64Array.from(inputs.flat()) }, Float64Array.from(values));
  for (const shared of [false, true]) {
    for (const hidden of [2, 3, 4, 6]) {
      using network = points.memorizeDeep(Float64Array.of(1), hidden, shared)?.network;
      const layers = exactDeepMemorizer(exact, Math.ceil(11 / (hidden - Number(shared))), shared);
      expect(network?.widths.slice(1)).toEqual(layers.map(({ bias }) => bias.length));
      expect(deepWidths(12, hidden, shared)).toEqual(network?.widths.slice(1, -1));
      layers.forEach(({ weights, bias }, index) => {
        const layer = network?.layers[index];
        weights.flat().forEach((weight, at) => expect(layer?.weights.data[at]).toBeCloseTo(toNumber(weight), 12));
        bias.forEach((value, at) => expect(layer?.bias[at]).toBeCloseTo(toNumber(value), 12));
      });
    }
  }
});

describe('the residual', () => {
  it('is that of the stored weights in exact arithmetic', () => {
    for (const [count, features, precision] of [
      [2, 1, 'f64'],
      [17, 3, 'f64'],
      [60, 20, 'f64'],
      [25, 4, 'f32'],
    ] as const) {
      using points = drawn(count, features, count);
      const built = points.memorize(direction(features, 1), { precision });
      if (built === undefined) throw new Error('the points are distinct');
      const round = (value: number) => rational(precision === 'f32' ? Math.fround(value) : value);
      const inputs = Array.from(normal(engine, { count: count * features, seed: count }));
      const values = Array.from(normal(engine, { count, seed: count, stream: 1 }));
      const [b, w, a] = [built.thresholds, built.weights, built.direction].map((list) => Array.from(list, rational)) as [Rational[], Rational[], Rational[]];
      const residuals = values.map((value, row) => {
        const exact = a.reduce((sum, weight, k) => add(sum, multiply(round(toNumber(weight)), round(inputs[row * features + k] as number))), rational(0));
        // a single network's projections are themselves numbers of its precision
        const z = precision === 'f32' ? rational(Math.fround(toNumber(exact))) : exact;
        const c = exactValue(
          [
            { weights: b.map(() => [rational(1)]), bias: b.map((threshold) => subtract(rational(0), threshold)) },
            { weights: [w], bias: [rational(0)] },
          ],
          [z],
        );
        return Math.abs(toNumber(subtract(c, rational(value))));
      });
      expect(relative(built.residual, Math.max(...residuals))).toBeLessThan(1e-9);
    }
  });

  it('of the plain sum is that of a plain program, in both precisions', () => {
    const [count, features] = [40, 7];
    using points = drawn(count, features, 5);
    const inputs = normal(engine, { count: count * features, seed: 5 });
    const values = normal(engine, { count, seed: 5, stream: 1 });
    for (const precision of ['f32', 'f64'] as const) {
      const round = precision === 'f32' ? Math.fround : (value: number) => value;
      const built = points.memorize(direction(features, 3), { precision });
      if (built === undefined) throw new Error('the points are distinct');
      const residuals = Array.from(values, (value, row) => {
        let z = 0;
        for (let k = 0; k < features; k++) z = round(z + round(round(built.direction[k] as number) * round(inputs[row * features + k] as number)));
        let sum = 0;
        built.weights.forEach((weight, j) => {
          const height = round(z - (built.thresholds[j] as number));
          if (height > 0) sum = round(sum + round(weight * height));
        });
        return Math.abs(sum - value);
      });
      expect(built.plainResidual).toBe(Math.max(...residuals));
    }
  });
});

it('the gap of a direction is the smallest between its projections, whatever their signs, size and number', () => {
  for (const [count, features] of [
    [2, 1],
    [3, 2],
    [100, 3],
    [257, 4],
    [1000, 5],
  ] as const) {
    using points = drawn(count, features, count);
    const a = direction(features, 7).map((value) => value * 1e5);
    const inputs = normal(engine, { count: count * features, seed: count });
    const z = Array.from({ length: count }, (_, row) => a.reduce((sum, value, k) => sum + value * (inputs[row * features + k] as number), 0));
    const sorted = z.slice().sort((p, q) => p - q);
    const gap = Math.min(...sorted.slice(1).map((value, index) => value - (sorted[index] as number)));
    expect(points.gap(a)).toBeCloseTo(gap / Math.max(...z.map(Math.abs)), 12);
  }
});

it('points that coincide on the direction are told apart by no network', () => {
  using points = new Points(engine, { rows: 3, columns: 2, data: Float64Array.of(1, 2, 0, 5, 1, 3) }, Float64Array.of(1, 2, 3));
  expect(points.gap(Float64Array.of(1, 0))).toBe(0);
  expect(points.memorize(Float64Array.of(1, 0))).toBeUndefined();
  expect(points.memorizeDeep(Float64Array.of(1, 0), 1, false)).toBeUndefined();
  expect(points.memorize(Float64Array.of(0, 1))?.residual).toBeLessThan(1e-15);
  expect(() => points.gap(Float64Array.of(1))).toThrow(ArgumentError);
  expect(() => points.memorizeDeep(Float64Array.of(0, 1), 1, true)).toThrow(/^hiddenLayers/);
});

it('debug and simd builds build the same bits', async () => {
  const debug = await loadEngine({ build: 'debug' });
  const built = [engine, debug].map((on) => {
    using points = drawn(300, 20, 11, on);
    const a = direction(20, 4);
    const deep = points.memorizeDeep(a, 4, true);
    using network = deep?.network;
    return [points.gap(a), points.memorize(a), points.memorize(a, { precision: 'f32', t: 0.75 }), network?.fingerprint(), deep?.nonZero];
  });
  expect(built[1]).toEqual(built[0]);
});

it('logarithms and the slope of a power are those of the reference', () => {
  const values = [1e-300, 3e-9, 0.5, 1 - 2 ** -53, 1, 1.5, 7, 1e9, 1e300];
  logarithms(engine, values).forEach((value, index) => expect(value).toBeCloseTo(Math.log(values[index] as number), 12));
  const x = [1, 2, 5, 30, 1000];
  expect(
    logLogSlope(
      engine,
      x,
      x.map((value) => 3 / value ** 2),
    ),
  ).toBeCloseTo(-2, 12);
});

describe('the experiment', () => {
  const small = { points: [30, 10], depthPoints: 40, hiddenLayers: [1, 3], contrastPoints: 12, sgdSteps: 50, exactPoints: 6, sgdSeeds: 1, features: 3 };

  it('gives the same bits for the same seed, others for another', async () => {
    const [first, again, other] = await Promise.all([small, small, { ...small, seed: 1 }].map((given) => memorize.run(engine, given)));
    expect(again).toEqual(first);
    expect(other?.result).not.toEqual(first?.result);
  });

  it('refuses what it cannot do by the name of the parameter', async () => {
    await expect(memorize.run(engine, { points: [1] })).rejects.toThrow(/^points\[0\]/);
    await expect(memorize.run(engine, { points: [1_000_000], features: 1000 })).rejects.toThrow(/^points: expected at most 67108864 coordinates/);
    await expect(memorize.run(engine, { hiddenLayers: [] })).rejects.toThrow(/^hiddenLayers/);
    await expect(memorize.run(engine, { exactPoints: 0 })).rejects.toThrow(/^exactPoints/);
  });
});
