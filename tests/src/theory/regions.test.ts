import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ActivationName, ArgumentError, type LayerInput, Network } from '../../../src/index.js';
import { productRegions } from '../../../src/theory/bounds.js';
import { countRegions as countPlane, findRegions, type Regions } from '../../../src/theory/regions.js';
import { loadTheoryEngines } from '../../support/engine.js';
import { countRegions, type WholeLayer } from '../../support/region-oracle.js';

const engines = await loadTheoryEngines();
const [, simd] = engines.find(([build]) => build === 'simd')!;
const square = (half: number) => ({ x: [-half, half], y: [-half, half] }) as const;

const withNetwork = <Result>(layers: readonly LayerInput[], use: (network: Network) => Result, engine = simd): Result => {
  const network = new Network(engine, { layers, precision: 'f64' });
  try {
    return use(network);
  } finally {
    network.dispose();
  }
};

/** One hidden layer whose units bend along the given lines a x + b y + c = 0; the output is their sum less 1. */
const linesOf = (lines: readonly (readonly [number, number, number])[]): LayerInput[] => [
  { weights: lines.map(([a, b]) => [a, b]), bias: lines.map(([, , c]) => c) },
  { weights: [lines.map(() => 1)], bias: [-1] },
];

/** Largest |f| over the vertices of the boundary, by the network itself. */
const residual = (network: Network, { boundary }: Regions): number =>
  Math.max(0, ...boundary.flatMap(({ vertices }) => [...network.forward(vertices.map((vertex) => [...vertex])).data].map(Math.abs)));

const whole = (size: number) => fc.integer({ min: -size, max: size });
const layer = (inputs: number, outputs: number, size: number): fc.Arbitrary<WholeLayer> =>
  fc.record({
    weights: fc.array(fc.array(whole(size), { minLength: inputs, maxLength: inputs }), { minLength: outputs, maxLength: outputs }),
    bias: fc.array(whole(size), { minLength: outputs, maxLength: outputs }),
  });
/** Networks 2-n-1, 2-n-m-1 and 2-n-m-k-1 with small whole weights: many lines are parallel, coincide, or meet in one point. */
const networks = fc.tuple(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }), fc.constantFrom(1, 3)).chain(([widths, size]) => {
  const all = [2, ...widths, 1];
  return fc.tuple(...all.slice(1).map((outputs, index) => layer(all[index]!, outputs, size)));
});

describe('regions', () => {
  it.each([1, 2, 3, 7, 20, 60])('%i lines in general position, all crossings inside, make 1 + n + n (n - 1) / 2', (n) => {
    // tangents of a parabola: no three meet in a point
    const lines = Array.from({ length: n }, (_, i): [number, number, number] => [2 * (i - n / 2), -1, -((i - n / 2) ** 2)]);
    for (const [, engine] of engines) {
      const { regions, certified } = withNetwork(linesOf(lines), (network) => findRegions(network, square(2 ** 12)), engine);
      expect([regions, certified]).toEqual([1 + n + (n * (n - 1)) / 2, true]);
    }
    expect(Number(productRegions(2, [n]))).toBe(1 + n + (n * (n - 1)) / 2);
  });

  it('are as many as whole-number clipping finds, on networks with coinciding lines and common points', () => {
    fc.assert(
      fc.property(networks, (layers) => {
        const oracle = countRegions(layers, [-4, -3, 3, 4]);
        withNetwork(layers as readonly LayerInput[], (network) => {
          const found = findRegions(network, { x: [-4, 3], y: [-3, 4] });
          expect(found.regions).toBe(oracle.regions);
          expect(residual(network, found)).toBeLessThan(1e-9);
        });
      }),
      { numRuns: 400 },
    );
  });

  it('n lines through one point make 2 n, decided exactly', () => {
    const lines = Array.from({ length: 9 }, (_, i): [number, number, number] => [i, 10 - i * i, i * i - i - 10]);
    const { regions, exactDecisions } = withNetwork(linesOf(lines), (network) => findRegions(network, square(3)));
    expect(regions).toBe(18);
    expect(exactDecisions).toBeGreaterThan(0);
  });

  it('a triangle of height 2^-40 is a region of its own', () => {
    const tiny = 2 ** -40;
    const three = (c: number) =>
      linesOf([
        [1, 1, 0],
        [1, -1, 0],
        [0.3, 1, c],
      ]);
    expect(withNetwork(three(tiny), (network) => findRegions(network, square(1)).regions)).toBe(7);
    expect(withNetwork(three(0), (network) => findRegions(network, square(1)).regions)).toBe(6);
  });

  it('are as many as whole-number clipping finds, on networks of thirds and tenths, whose lines almost meet in points', () => {
    const share = fc.tuple(whole(6), fc.constantFrom(3, 10)).map(([k, n]) => k / n);
    const row = (length: number) => fc.array(share, { minLength: length, maxLength: length });
    const rows = (inputs: number, outputs: number) =>
      fc.record({ weights: fc.array(row(inputs), { minLength: outputs, maxLength: outputs }), bias: row(outputs) });
    let exact = 0;
    fc.assert(
      fc.property(fc.tuple(rows(2, 6), rows(6, 4), rows(4, 1)), (layers) => {
        // every share is a whole multiple of 2^-57
        const scaled = layers.map(({ weights, bias }, index) => ({
          weights: weights.map((values) => values.map((w) => w * 2 ** 57)),
          bias: bias.map((b) => b * 2 ** (57 * (index + 1))),
        }));
        const found = withNetwork(layers, (network) => findRegions(network, square(2)));
        expect(found.regions).toBe(countRegions(scaled, [-2, -2, 2, 2]).regions);
        exact += found.exactDecisions;
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(exact).toBeGreaterThan(100);
  });

  it('do not depend on the order of the units, on a power of two moved from one layer to the next, nor on the build', () => {
    const network = new Network(simd, { widths: [2, 8, 8, 1], precision: 'f64', seed: 3, init: { name: 'mean-field', sigmaW: 1.5, sigmaB: 1 } });
    const layers = network.layers.map(({ weights: { rows, columns, data }, bias }) => ({
      weights: Array.from({ length: rows }, (_, row) => [...data.subarray(row * columns, (row + 1) * columns)]),
      bias: [...bias],
    }));
    network.dispose();
    const [first, second, last] = layers as unknown as [WholeLayer, WholeLayer, WholeLayer];
    const found = withNetwork(layers, (it) => findRegions(it, square(2)));
    expect(found.regions).toBeGreaterThan(20);
    const order = [5, 2, 7, 0, 1, 6, 3, 4];
    const permuted = [
      { weights: order.map((i) => first.weights[i]!), bias: order.map((i) => first.bias[i]!) },
      { ...second, weights: second.weights.map((row) => order.map((i) => row[i]!)) },
      last,
    ];
    const scaled = [
      { weights: first.weights.map((row, i) => row.map((w) => (i === 4 ? 8 * w : w))), bias: first.bias.map((b, i) => (i === 4 ? 8 * b : b)) },
      { ...second, weights: second.weights.map((row) => row.map((w, i) => (i === 4 ? w / 8 : w))) },
      last,
    ];
    for (const same of [permuted, scaled]) {
      const { regions, pieces } = withNetwork(same, (it) => findRegions(it, square(2)));
      expect([regions, pieces]).toEqual([found.regions, found.pieces]);
    }
    expect(withNetwork(scaled, (it) => findRegions(it, square(2)))).toEqual(found);
    for (const [build, engine] of engines) if (build !== 'relaxed') expect(withNetwork(layers, (it) => findRegions(it, square(2)), engine)).toEqual(found);
  });

  it('stay below the product bound, and random networks reach a good part of it', () => {
    expect([[20], [10, 10], [7, 7]].map((widths) => productRegions(2, widths))).toEqual([211n, 3136n, 841n]);
    for (let seed = 0; seed < 20; seed++) {
      for (const [widths, most] of [
        [[2, 20, 1], 211],
        [[2, 10, 10, 1], 3136],
      ] as const) {
        const network = new Network(simd, { widths, precision: 'f32', seed, init: { name: 'mean-field', sigmaW: 1.5, sigmaB: 0.5 } });
        const found = findRegions(network, square(2 ** 10));
        network.dispose();
        expect(found.regions).toBeLessThanOrEqual(most);
        expect(found.regions).toBeGreaterThan(40);
      }
    }
  });

  it('a leaky ReLU bends where the ReLU does in the first layer, and what is below it bends on', () => {
    const layers = (activation: 'relu' | 'leaky-relu'): LayerInput[] => [
      { weights: [[1, 0]], bias: [0], activation, ...(activation === 'relu' ? {} : { alpha: 0.5 }) },
      { weights: [[1]], bias: [1], activation },
      { weights: [[1]], bias: [0] },
    ];
    // the second unit is zero at x = -2, which a ReLU never sees
    expect(withNetwork(layers('relu'), (network) => findRegions(network, square(4)).regions)).toBe(2);
    expect(withNetwork(layers('leaky-relu'), (network) => findRegions(network, square(4)).regions)).toBe(3);
  });
});

/** A rectangle with whole corners that holds every crossing of networks with small whole weights: all their regions show in it. */
const huge = [-(2 ** 200), -(2 ** 200), 2 ** 200, 2 ** 200] as const;

describe('the whole plane', () => {
  it.each([1, 2, 3, 7, 20, 60])('is cut into 1 + n + n (n - 1) / 2 by %i lines in general position, however far out they meet', (n) => {
    for (const far of [1, 2 ** 20, 2 ** 40]) {
      const lines = Array.from({ length: n }, (_, i): [number, number, number] => [2 * (i - n / 2) + far, -1, -((i - n / 2) ** 2) - far]);
      for (const [, engine] of engines) {
        const { regions, certified } = withNetwork(linesOf(lines), countPlane, engine);
        expect([regions, certified]).toEqual([1 + n + (n * (n - 1)) / 2, true]);
      }
    }
  });

  it('is cut into n + 1 by n parallel lines, into 2 n by n lines through a point, and into (n + 1)(m + 1) by a grid, decided exactly', () => {
    const parallel = Array.from({ length: 9 }, (_, i): [number, number, number] => [0.3, 0.1, 0.7 * i - 1]);
    expect(withNetwork(linesOf(parallel), countPlane).regions).toBe(10);
    const pencil = Array.from({ length: 9 }, (_, i): [number, number, number] => [i, 10 - i * i, i * i - i - 10]);
    expect(withNetwork(linesOf(pencil), countPlane).regions).toBe(18);
    const grid = [0, 1, 2, 3].flatMap((i): [number, number, number][] => [
      [0.1, 0.3, i],
      [-0.3, 0.1, i + 0.5],
    ]);
    expect(withNetwork(linesOf(grid), countPlane).regions).toBe(25);
  });

  it('has lines that are almost parallel meet: 1, 1 + 2^-50 and 1 + 2^-51 as slopes make 7 regions, equal slopes 4', () => {
    const of = (first: number, second: number) =>
      linesOf([
        [1, 1, 0],
        [first, 1, 0.3],
        [second, 1, -0.7],
      ]);
    expect(withNetwork(of(1 + 2 ** -50, 1 + 2 ** -51), countPlane).regions).toBe(7);
    expect(withNetwork(of(1, 1), countPlane).regions).toBe(4);
  });

  it('has as many regions as whole-number clipping finds in a rectangle that holds all of them, on networks with coinciding and parallel lines', () => {
    let parallel = 0;
    fc.assert(
      fc.property(networks, (layers) => {
        const found = withNetwork(layers as readonly LayerInput[], countPlane);
        expect(found.regions).toBe(countRegions(layers, huge).regions);
        parallel += found.exactDecisions;
      }),
      { numRuns: 100 },
    );
    expect(parallel).toBeGreaterThan(0);
  });

  it('has as many regions and straight pieces as whole-number clipping finds, where weights are drawn from so many that none agree by chance', () => {
    fc.assert(
      fc.property(fc.noBias(fc.noShrink(fc.tuple(layer(2, 6, 10_000), layer(6, 5, 10_000), layer(5, 1, 10_000)))), (layers) => {
        const { regions, crossed } = countRegions(layers, huge);
        const found = withNetwork(layers as readonly LayerInput[], countPlane);
        expect([found.regions, found.pieces]).toEqual([regions, crossed]);
      }),
      { numRuns: 50, seed: 6 },
    );
  });

  it('of eight hidden layers is cut as whole-number clipping finds', () => {
    fc.assert(
      fc.property(fc.tuple(layer(2, 3, 9), ...Array.from({ length: 7 }, () => layer(3, 3, 9)), layer(3, 1, 9)), (layers) => {
        const found = withNetwork(layers as readonly LayerInput[], countPlane);
        expect(found.regions).toBe(countRegions(layers, huge).regions);
      }),
      { numRuns: 30 },
    );
  });

  it('shows at least as many patterns of active units as points that are sampled, and two regions beside every bend', () => {
    for (let seed = 0; seed < 5; seed++) {
      using network = new Network(simd, { widths: [2, 6, 6, 1], precision: 'f64', seed, init: { name: 'mean-field', sigmaW: 1.5, sigmaB: 1 } });
      const { regions } = countPlane(network);
      const points = Array.from({ length: 5000 }, (_, i) => {
        const [radius, angle] = [10 ** (4 * ((i * 0.7548776662466927) % 1) - 2), 2 * Math.PI * ((i * 0.5698402909980532) % 1)];
        return [radius * Math.cos(angle), radius * Math.sin(angle)];
      });
      const seen = new Set(points.map((point) => patternOf(network, point)));
      expect(regions).toBeGreaterThanOrEqual(seen.size);
      expect(regions).toBeLessThan(2 * seen.size);
    }
  });

  it("of Montufar's 2-10-10-1 network has at least 1400 regions, just so many of them in its square, and at most 3136", () => {
    const fold = [1, -2, 2, -2, 2];
    const bends = [0, 1, 2, 3, 4];
    const first = { weights: [...bends.map(() => [1, 0]), ...bends.map(() => [0, 1])], bias: [...bends, ...bends].map((k) => -k) };
    const tangents = Array.from({ length: 10 }, (_, i) => (2 * i - 9) / 10);
    const second = {
      weights: tangents.map((t) => [...fold.map((w) => -4 * t * w), ...fold.map((w) => 2 * w)]),
      bias: tangents.map((t) => t * t + 2 * t - 1),
    };
    const layers = [first, second, { weights: [tangents.map(() => 1)], bias: [0] }];
    expect(withNetwork(layers, (network) => findRegions(network, { x: [0, 5], y: [0, 5] }).regions)).toBe(1400);
    const { regions } = withNetwork(layers, countPlane);
    expect(regions).toBeGreaterThan(1400);
    expect(regions).toBeLessThanOrEqual(3136);
  });

  it('under abs, hard tanh and identity is that of the same network written in ReLUs', () => {
    const one = fc.constantFrom<ActivationName>('abs', 'hard-tanh', 'identity');
    fc.assert(
      fc.property(fc.tuple(layer(2, 3, 5), layer(3, 3, 5), layer(3, 1, 5)), one, one, (layers, ...activations) => {
        const given = layers.map((it, index) => ({ ...it, activation: activations[index] ?? 'identity' })) as unknown as LayerInput[];
        const found = withNetwork(given, countPlane);
        expect(found.regions).toBe(countRegions(inRelus(layers, activations), huge).regions);
        const within = withNetwork(given, (network) => findRegions(network, square(4)));
        expect(within.regions).toBe(countRegions(inRelus(layers, activations), [-4, -4, 4, 4]).regions);
      }),
      { numRuns: 100 },
    );
  });

  it('without any bend is one region, and its sign is that of the output', () => {
    const constant = (value: number): LayerInput[] => [
      { weights: [[0, 0]], bias: [1], activation: 'leaky-relu', alpha: 0.5 },
      { weights: [[0], [0]], bias: [-1, 1], activation: 'relu' },
      { weights: [[1, 1]], bias: [value] },
    ];
    expect(withNetwork(constant(-1), countPlane)).toMatchObject({ regions: 1, pieces: 0, flat: true });
    expect(withNetwork(constant(1), countPlane)).toMatchObject({ regions: 1, pieces: 0, flat: false });
    // a first layer that bends nowhere, and a second one that does
    const later: LayerInput[] = [
      {
        weights: [
          [1, 0],
          [0, 0],
        ],
        bias: [0, 1],
        activation: 'identity',
      },
      {
        weights: [
          [1, -2],
          [1, 2],
        ],
        bias: [0, 0],
      },
      { weights: [[1, 1]], bias: [0] },
    ];
    expect(withNetwork(later, countPlane).regions).toBe(3);
  });

  it('has a boundary of two parallel lines in two pieces, and of a bent one in as many as it has directions', () => {
    const strip: LayerInput[] = [
      {
        weights: [
          [1, 1],
          [-1, -1],
        ],
        bias: [0, 0],
      },
      { weights: [[1, 1]], bias: [-1] },
    ];
    expect(withNetwork(strip, countPlane)).toMatchObject({ regions: 2, pieces: 2, flat: false });
    const bent: LayerInput[] = [
      {
        weights: [
          [1, 0],
          [-1, 0],
          [0, 1],
          [0, -1],
        ],
        bias: [0, 0, 0, 0],
      },
      { weights: [[1, 1, 1, -1]], bias: [-1] },
    ];
    expect(withNetwork(bent, countPlane)).toMatchObject({ regions: 4, pieces: 2 });
  });
});

/** Which units are active at a point: one bit each. */
function patternOf(network: Network, point: readonly number[]): string {
  let values = [...point];
  return network.layers
    .slice(0, -1)
    .map(({ weights: { rows, columns, data }, bias }) => {
      const z = Array.from({ length: rows }, (_, row) => values.reduce((sum, value, k) => sum + value * data[row * columns + k]!, bias[row]!));
      values = z.map((value) => Math.max(value, 0));
      return z.map((value) => (value > 0 ? '1' : '0')).join('');
    })
    .join(' ');
}

/** |z| = s(z) + s(-z), hard tanh z = s(z + 1) - s(z - 1) - 1, and z = s(z) - s(-z): two ReLUs a unit. Bends of the last are none of the network's, so such layers are multiplied out. */
function inRelus(layers: readonly WholeLayer[], activations: readonly ActivationName[]): WholeLayer[] {
  const [layer, next, ...rest] = layers as [WholeLayer, WholeLayer | undefined, ...WholeLayer[]];
  const [activation, ...others] = activations;
  if (next === undefined) return [layer];
  if (activation === 'identity') {
    const weights = next.weights.map((row) => layer.weights[0]!.map((_, i) => row.reduce((sum, w, k) => sum + w * layer.weights[k]![i]!, 0)));
    const bias = next.weights.map((row, j) => row.reduce((sum, w, k) => sum + w * layer.bias[k]!, next.bias[j]!));
    return inRelus([{ weights, bias }, ...rest], others);
  }
  const isAbs = activation === 'abs';
  const sign = isAbs ? 1 : -1;
  const twice = {
    weights: layer.weights.flatMap((row) => [row, isAbs ? row.map((w) => -w) : row]),
    bias: layer.bias.flatMap((b) => (isAbs ? [b, -b] : [b + 1, b - 1])),
  };
  const after = {
    weights: next.weights.map((row) => row.flatMap((w) => [w, sign * w])),
    bias: next.weights.map((row, j) => next.bias[j]! - (isAbs ? 0 : row.reduce((sum, w) => sum + w, 0))),
  };
  return [twice, ...inRelus([after, ...rest], others)];
}

describe('the boundary', () => {
  it('of |x| + |y| = 1 is a closed square of four pieces', () => {
    const layers: LayerInput[] = [
      {
        weights: [
          [1, 0],
          [-1, 0],
          [0, 1],
          [0, -1],
        ],
        bias: [0, 0, 0, 0],
      },
      { weights: [[1, 1, 1, 1]], bias: [-1] },
    ];
    const { boundary, pieces, length, regions, flat } = withNetwork(layers, (network) => findRegions(network, square(2)));
    expect(length).toBeCloseTo(4 * Math.SQRT2, 14);
    expect([regions, pieces, boundary.length, boundary[0]!.closed, flat]).toEqual([4, 4, 1, true, false]);
    expect(boundary[0]!.vertices.map(String).sort()).toEqual(['-1,0', '0,-1', '0,1', '1,0']);
  });

  it('has one straight piece in every region that whole-number clipping finds it to cross, where weights are drawn from so many that none agree by chance', () => {
    let pieces = 0;
    fc.assert(
      fc.property(fc.noBias(fc.noShrink(fc.tuple(layer(2, 6, 10_000), layer(6, 5, 10_000), layer(5, 1, 10_000)))), (layers) => {
        const { regions, crossed } = countRegions(layers, [-4, -3, 3, 4]);
        const found = withNetwork(layers as readonly LayerInput[], (network) => findRegions(network, { x: [-4, 3], y: [-3, 4] }));
        expect([found.regions, found.pieces]).toEqual([regions, crossed]);
        pieces += found.pieces;
      }),
      { numRuns: 200, seed: 6 },
    );
    expect(pieces).toBeGreaterThan(200);
  });

  it('goes straight through a unit that the output does not use, as one piece', () => {
    const layers: LayerInput[] = [
      {
        weights: [
          [1, 0],
          [-1, 0],
          [0, 1],
        ],
        bias: [0, 0, 0.5],
      },
      { weights: [[1, -1, 0]], bias: [0.25] },
    ];
    const { boundary, pieces } = withNetwork(layers, (network) => findRegions(network, square(1)));
    expect(pieces).toBe(1);
    expect(boundary[0]!.vertices.map(([x, y]) => [x, Math.abs(y)])).toEqual([
      [-0.25, 1],
      [-0.25, 1],
    ]);
  });

  it('is not where the output touches zero without changing its sign, and says when it is zero on a region', () => {
    const touching: LayerInput[] = [
      {
        weights: [
          [1, 0],
          [-1, 0],
        ],
        bias: [0, 0],
      },
      { weights: [[1, 1]], bias: [0] },
    ];
    expect(withNetwork(touching, (network) => findRegions(network, square(1)))).toMatchObject({ pieces: 0, flat: false, regions: 2 });
    const flat: LayerInput[] = [
      { weights: [[1, 0]], bias: [0] },
      { weights: [[1]], bias: [0] },
    ];
    expect(withNetwork(flat, (network) => findRegions(network, square(1)))).toMatchObject({ pieces: 0, flat: true, regions: 2 });
  });

  it('runs along the edge of a region where the output changes its sign just there', () => {
    const layers: LayerInput[] = [
      {
        weights: [
          [1, 0],
          [-1, 0],
        ],
        bias: [0, 0],
      },
      { weights: [[2, -1]], bias: [0] },
    ];
    expect(withNetwork(layers, (network) => findRegions(network, square(1)))).toMatchObject({ pieces: 1, regions: 2, flat: false });
  });

  it('has |f| <= 1e-9 at every vertex, and f with opposite signs on its two sides', () => {
    for (let seed = 0; seed < 10; seed++) {
      const network = new Network(simd, { widths: [2, 16, 16, 1], precision: 'f64', seed, init: { name: 'mean-field', sigmaW: 1.5, sigmaB: 1 } });
      const found = findRegions(network, square(3));
      expect(residual(network, found)).toBeLessThan(1e-9);
      for (const { vertices } of found.boundary) {
        for (const [i, [x, y]] of vertices.slice(1).entries()) {
          const [p, q] = vertices[i]!;
          const [mx, my] = [(x + p) / 2, (y + q) / 2];
          const step = 1e-7 / Math.hypot(x - p, y - q);
          const [above, below] = network.forward([
            [mx - step * (y - q), my + step * (x - p)],
            [mx + step * (y - q), my - step * (x - p)],
          ]).data;
          expect(above! * below!).toBeLessThan(0);
        }
      }
      network.dispose();
    }
  });
});

it('a network or a rectangle that does not fit is refused by name, and memory comes back', () => {
  const blocks = simd.memory.blocks;
  const of = (specification: object, rectangle = { x: [-1, 1], y: [-1, 1] }) => {
    const network = new Network(simd, { precision: 'f64', ...specification } as ConstructorParameters<typeof Network>[1]);
    try {
      return () => findRegions(network, rectangle as unknown as Parameters<typeof findRegions>[1]);
    } finally {
      if (!('keep' in specification)) queueMicrotask(() => network.dispose());
    }
  };
  expect(of({ widths: [1, 3, 1] })).toThrow(/^network: expected two inputs/);
  expect(of({ widths: [2, 3, 2] })).toThrow(/^network: expected two inputs/);
  expect(of({ widths: [2, 3, 1], activation: 'tanh' })).toThrow(/^network: expected hidden layers of relu/);
  expect(of({ widths: [2, 3, 1], outputActivation: 'sigmoid' })).toThrow(/^network: expected an output layer/);
  expect(of({ widths: [2, ...Array<number>(12).fill(2), 1], init: { name: 'constant', value: 2 ** -30 } })).toThrow(/^network: expected layers whose smallest/);
  expect(of({ widths: [2, 2, 1], init: { name: 'constant', value: 1e-60 } })).toThrow(ArgumentError);
  expect(of({ widths: [2, 2, 1] }, { x: [1, 1], y: [0, 1] })).toThrow(/^x\[1\]/);
  expect(of({ widths: [2, 2, 1] }, { x: [0, 1], y: [0, Number.POSITIVE_INFINITY] })).toThrow(/^y\[1\]/);
  expect(simd.memory.blocks).toBe(blocks);
});
