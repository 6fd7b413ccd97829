import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import {
  alongSegment,
  countPieces,
  crossings,
  distance,
  EngineError,
  extremal,
  integral,
  type LayerInput,
  loadEngine,
  Network,
  triangleWave,
  zigzag,
} from '../../src/index.js';
import { integerNetwork } from '../support/integer-network.js';

interface Case {
  readonly id: string;
  readonly W: readonly (readonly (readonly string[])[])[];
  readonly b: readonly (readonly string[])[];
  readonly relu_out: boolean;
  readonly results: readonly { readonly interval: 'R' | readonly [string, string]; readonly kappa: number; readonly breakpoints: number[] | null }[];
}

const reference: { cases: Case[]; tent_large: { D: number; kappa: number }[] } = JSON.parse(
  readFileSync(new URL('../reference/pieces.json', import.meta.url), 'utf8'),
);
const engine = await loadEngine({ theory: true });
const counted = (layers: readonly LayerInput[], interval: readonly [number, number] = [0, 1]) => {
  using network = new Network(engine, { layers, precision: 'f64' });
  return countPieces(network, interval);
};
const hinges = (weights: number[], bias: number[], read: number[]): LayerInput[] => [
  { weights: weights.map((weight) => [weight]), bias },
  { weights: [read], bias: [0] },
];

afterAll(() => expect(engine.memory.blocks).toBe(0));

describe('counts that are known', () => {
  it.each(reference.cases.map((one) => [one.id, one] as const))('%s: the reference count, and every breakpoint to the last bit', (_id, one) => {
    const { layers } = integerNetwork(one.W, one.b, one.relu_out);
    for (const { interval, kappa, breakpoints } of one.results) {
      if (interval === 'R') continue;
      const pieces = counted(layers, [Number(interval[0]), Number(interval[1])]);
      expect(pieces.count).toBe(kappa);
      if (breakpoints) expect([...pieces.breakpoints]).toEqual(breakpoints);
      expect(pieces.open).toBe(0);
    }
  });

  it('the triangle wave of depth D has 2^D pieces of slope +-2^D, at k / 2^D, for D = 1 to 20', () => {
    for (let depth = 1; depth <= 20; depth++) {
      const pieces = counted(triangleWave(depth));
      expect(pieces.count).toBe(2 ** depth);
      expect(pieces.breakpoints.findIndex((x, k) => x !== (k + 1) / 2 ** depth)).toBe(-1);
      expect(pieces.values.findIndex((y, k) => y !== k % 2)).toBe(-1);
      expect(pieces.slopes.findIndex((slope, k) => slope !== (k % 2 ? -1 : 1) * 2 ** depth)).toBe(-1);
      expect(pieces.layers.slice(0, -1).map(({ count }) => count)).toEqual(Array.from({ length: depth }, (_, layer) => 2 ** (layer + 1)));
    }
  });

  it('the reference of large waves agrees', () => {
    for (const { D, kappa } of reference.tent_large) expect(counted(triangleWave(D)).count).toBe(kappa);
  });

  it('the zigzag of width 3 has 4^D pieces for D = 1 to 8', () => {
    for (let depth = 1; depth <= 8; depth++) expect(counted(zigzag(depth)).count).toBe(4 ** depth);
  });

  it.each([[[3]], [[4]], [[3, 3]], [[5, 5]], [[7, 5, 3]], [[3, 3, 3, 3]], [[13, 4]]])(
    'the extremal net of widths %j reaches the product of (n + 1)',
    (widths) => {
      expect(counted(extremal(widths)).count).toBe(widths.reduce((product, width) => product * (width + 1), 1));
    },
  );

  it('k hinges make k + 1 pieces, for k = 1 to 64', () => {
    for (let k = 1; k <= 64; k++) {
      const at = Array.from({ length: k }, (_, index) => (index + 1) / (k + 1));
      expect(
        counted(
          hinges(
            at.map(() => 1),
            at.map((x) => -x),
            at.map(() => 1),
          ),
        ).count,
      ).toBe(k + 1);
    }
  });
});

describe('what counts and what does not', () => {
  it.each<[string, LayerInput[], number]>([
    ['the zero network', [{ weights: [[0]], bias: [0] }], 1],
    ['one unit', hinges([1], [-0.5], [1]), 2],
    ['two equal units', hinges([1, 1], [-0.5, -0.5], [1, 2]), 2],
    ['two equal units that cancel', hinges([1, 1], [-0.5, -0.5], [1, -1]), 1],
    ['kinks at both ends', hinges([1, 1], [0, -1], [1, 3]), 1],
    [
      'a unit that touches 0 at its bend',
      [...hinges([1, -1], [-0.5, 0.5], [1, 1]).slice(0, 1), { weights: [[1, 1]], bias: [0] }, { weights: [[1]], bias: [0] }],
      2,
    ],
    [
      'a third of x, three times',
      [
        { weights: [[1 / 3], [1]], bias: [0, 0] },
        { weights: [[3, -1]], bias: [0] },
      ],
      1,
    ],
    ['kinks at 1/10 by way of 0.1 and of 0.3', hinges([1, 3], [-0.1, 0.3], [1, 1]), 2],
    ['kinks 2^-52 apart', hinges([1, 1], [-0.5, -0.5 - 2 ** -52], [1, -1]), 3],
    [
      'hard-tanh',
      [
        { weights: [[4]], bias: [-2], activation: 'hard-tanh' },
        { weights: [[1]], bias: [0] },
      ],
      3,
    ],
    [
      'hard-sigmoid, whose slope is 1/6',
      [
        { weights: [[12]], bias: [-6], activation: 'hard-sigmoid' },
        { weights: [[1]], bias: [0] },
      ],
      3,
    ],
    [
      'leaky-relu of slope 1',
      [
        { weights: [[1]], bias: [-0.5], activation: 'leaky-relu', alpha: 1 },
        { weights: [[1]], bias: [0] },
      ],
      1,
    ],
    ['weights of 1e308', hinges([1e308], [-5e307], [1e308]), 2],
    ['weights of 5e-324', hinges([5e-324, 1], [0, -0.25], [5e-324, 1]), 2],
    ['a sum that cancels but for 2^-52', hinges([1, 1], [-0.5, -0.5], [1 + 2 ** -52, -1]), 2],
  ])('%s', (_what, layers, count) => {
    expect(counted(layers).count).toBe(count);
  });

  it('pieces of every unit and joint pieces of every layer', () => {
    const { layers } = counted([
      { weights: [[1], [-1], [1]], bias: [-0.5, 0.5, -0.25] },
      { weights: [[1, 1, 0]], bias: [0], activation: 'relu' },
      { weights: [[1]], bias: [0] },
    ]);
    expect(layers).toEqual([
      { count: 3, units: [2, 2, 2] },
      { count: 2, units: [2] },
      { count: 2, units: [2] },
    ]);
  });

  it('where the exact path decides, how often is said; where all is dyadic, it is never asked', () => {
    expect(counted(triangleWave(12)).exactDecisions).toBe(0);
    // two crossings less than 2^-53 apart: as stored, 0.9 is not quite 3 times 0.3, nor 0.3 of 0.1
    expect(counted(hinges([0.3, 0.9], [0.1, 0.3], [3, -1]), [-1.1, 1.7]).exactDecisions).toBeGreaterThan(0);
  });

  it('units of the same weights, or of twice the weights, bend at the same points, which takes no exact arithmetic: the pieces are those of one unit read twice', () => {
    const widths = [1, 12, 12, 12, 1];
    using drawn = new Network(engine, { widths, init: { name: 'mean-field', sigmaW: Math.SQRT2, sigmaB: 1 }, precision: 'f64', seed: 3 });
    const once = drawn.layers.map(({ weights, bias }) => ({
      weights: Array.from({ length: weights.rows }, (_, row) => [...weights.data.subarray(row * weights.columns, (row + 1) * weights.columns)]),
      bias: [...bias],
    }));
    const twice = once.map(({ weights, bias }, layer) => {
      // every unit but the output twice, each copy read by half of the weight
      const rows = weights.map((row) => (layer === 0 ? row : row.flatMap((weight) => [weight / 2, weight / 2])));
      return layer === 3 ? { weights: rows, bias } : { weights: rows.flatMap((row) => [row, row]), bias: bias.flatMap((offset) => [offset, offset]) };
    });
    const [single, doubled] = [counted(once, [-4, 4]), counted(twice, [-4, 4])];
    expect(doubled.exactDecisions).toBe(0);
    for (const key of ['count', 'breakpoints', 'values', 'slopes', 'zeros'] as const) expect(doubled[key]).toEqual(single[key]);
    const scaled = once.map(({ weights, bias }, layer) => {
      // every unit but the output and its double, which is read by a quarter of the weight
      const rows = weights.map((row) => (layer === 0 ? row : row.flatMap((weight) => [weight / 2, weight / 4])));
      return layer === 3
        ? { weights: rows, bias }
        : { weights: rows.flatMap((row) => [row, row.map((weight) => 2 * weight)]), bias: bias.flatMap((offset) => [offset, 2 * offset]) };
    });
    expect(counted(scaled, [-4, 4])).toEqual(doubled);
    expect(doubled.layers.map(({ units }) => units)).toEqual(
      single.layers.map(({ units }, layer) => (layer === 3 ? units : units.flatMap((pieces) => [pieces, pieces]))),
    );
  });

  it('a network of 40 layers whose weights differ from 1 by 2^-52 is counted exactly', () => {
    const weight = 1 + 2 ** -52;
    const layer = {
      weights: Array.from({ length: 4 }, (_, row) => Array.from({ length: 4 }, (_, column) => ((row ^ column) & 1 ? -weight : weight))),
      bias: [0.5, 0, 0, 0],
    };
    const pieces = counted([{ weights: [[1], [1], [-1], [-1]], bias: [0, -0.5, 1, 0.5] }, ...Array(39).fill(layer), { weights: [[1, 1, 1, 1]], bias: [0] }]);
    expect(pieces.count).toBeGreaterThanOrEqual(1);
    expect(pieces.values.every(Number.isFinite)).toBe(true);
  });
});

describe('what else is exact', () => {
  it('a wave has distance 1/4 from 1/2 in the mean, sqrt(1/12) in the square and 1/2 at most', () => {
    for (const depth of [1, 4, 8]) {
      using wave = new Network(engine, { layers: triangleWave(depth), precision: 'f64' });
      using half = new Network(engine, { layers: [{ weights: [[0]], bias: [0.5] }], precision: 'f64' });
      expect(distance(wave, half, [0, 1])).toEqual({ l1: 0.25, l2: Math.sqrt(1 / 12), sup: 0.5, rational: false });
      expect(integral(wave, [0, 1])).toBe(0.5);
    }
  });

  it('crossings, touches and stretches of a level are told apart', () => {
    // up to 1 at 1/4, down to 0 at 1/2, 0 until 3/4, up to 1 at 1
    using network = new Network(engine, { layers: hinges([1, 1, 1, 1], [0, -0.25, -0.5, -0.75], [4, -8, 4, 4]), precision: 'f64' });
    expect(crossings(network, 0, [0, 1])).toEqual({ crossings: Float64Array.of(), touches: Float64Array.of(0), stretches: [[0.5, 0.75]], rational: false });
    expect([...crossings(network, 0.5, [0, 1]).crossings]).toEqual([0.125, 0.375, 0.875]);
    expect([...crossings(network, 1, [0, 1]).touches]).toEqual([0.25, 1]);
    expect([...countPieces(network, [0, 1]).zeros]).toEqual([]);
  });

  it('the wave through 1/2 changes sign once a piece', () => {
    const layers = triangleWave(6);
    const pieces = counted([...layers.slice(0, -1), { weights: [[2, -4]], bias: [-0.5] }]);
    expect([...pieces.zeros]).toEqual(Array.from({ length: 64 }, (_, k) => (k + 0.5) / 64));
  });

  it('along a segment the pieces are those of the line, whatever the direction', () => {
    using plane = new Network(engine, {
      precision: 'f64',
      layers: [
        {
          weights: [
            [1, 0],
            [0, 1],
            [1, 1],
          ],
          bias: [-0.5, -0.25, -1.25],
        },
        { weights: [[1, 1, 1]], bias: [0] },
      ],
    });
    const there = countPieces(alongSegment(plane, [0, 0], [1, 1]), [0, 1]);
    const back = countPieces(alongSegment(plane, [1, 1], [0, 0]), [0, 1]);
    expect([...there.breakpoints]).toEqual([0.25, 0.5, 0.625]);
    expect([...back.breakpoints]).toEqual([0.375, 0.5, 0.75]);
    expect(integral(alongSegment(plane, [0, 0], [1, 1]), [0, 1])).toBe(integral(alongSegment(plane, [1, 1], [0, 0]), [0, 1]));
  });

  it('both builds that anyone runs give the same bits', async () => {
    const debug = await loadEngine({ build: 'debug' });
    const specification = { widths: [1, 12, 12, 1], init: { name: 'mean-field', sigmaW: 1.5, sigmaB: 1 }, precision: 'f64', seed: 5 } as const;
    expect(countPieces(new Network(debug, specification), [-3, 3])).toEqual(countPieces(new Network(engine, specification), [-3, 3]));
    for (const layers of [triangleWave(8), zigzag(4), [...triangleWave(5).slice(0, -1), { weights: [[2, -4]], bias: [-0.5] }]]) {
      const short = { layers, precision: 'f64' } as const;
      expect(countPieces(new Network(debug, short), [0, 1])).toEqual(countPieces(new Network(engine, short), [0, 1]));
    }
  });
});

describe('refusals', () => {
  it('a wave of depth 40 is refused with the number of cells, and the engine goes on', () => {
    using wave = new Network(engine, { layers: triangleWave(40), precision: 'f64' });
    const refusal = (limit: number) => {
      try {
        return countPieces(wave, [0, 1], { limit });
      } catch (error) {
        return error;
      }
    };
    const error = refusal(1000);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({
      code: 'too-large',
      message: expect.stringMatching(/layer 9 cuts the interval into 1024 cells or more, and the limit is 1000/),
    });
    expect(counted(triangleWave(3)).count).toBe(8);
  });

  it('weights that are no numbers are named by layer, row and column', () => {
    using network = new Network(engine, { layers: hinges([1, 1], [0, 0], [1, 1]), precision: 'f64' });
    network.setParameters([1, 1, 0, 0, 1, Number.NaN, 0]);
    expect(() => countPieces(network, [0, 1])).toThrow('network.layers[1].weights[0][1]: expected a finite number, got NaN');
  });
});
