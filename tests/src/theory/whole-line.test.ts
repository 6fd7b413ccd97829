import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { type ActivationName, alongSegment, extremal, type LayerInput, loadEngine, Network, triangleWave, zigzag } from '../../../src/index.js';
import { countPiecesOnLine } from '../../../src/theory/whole-line.js';
import { sample } from '../../support/degenerate-network.js';
import { integerNetwork } from '../../support/integer-network.js';
import { layerInputs } from '../../support/oracle-layers.js';
import { oraclePieces } from '../../support/rational-oracle.js';

interface Case {
  readonly id: string;
  readonly W: readonly (readonly (readonly string[])[])[];
  readonly b: readonly (readonly string[])[];
  readonly relu_out: boolean;
  readonly results: readonly { readonly interval: unknown; readonly kappa: number; readonly breakpoints: number[] | null }[];
}

const reference: { cases: Case[]; tent_large: { D: number; kappa_R: number }[] } = JSON.parse(
  readFileSync(new URL('../../reference/pieces.json', import.meta.url), 'utf8'),
);
const engine = await loadEngine({ theory: true });
const onLine = (layers: readonly LayerInput[]) => {
  using network = new Network(engine, { layers, precision: 'f64' });
  return countPiecesOnLine(network);
};
const hinge = (weight: number, bias: number, activation: ActivationName = 'relu'): LayerInput[] => [
  { weights: [[weight]], bias: [bias], activation },
  { weights: [[1]], bias: [0] },
];

afterAll(() => expect(engine.memory.blocks).toBe(0));

const cases = reference.cases.flatMap((one) => one.results.filter(({ interval }) => interval === 'R').map((result) => [one.id, one, result] as const));

it.each(cases)('%s: the reference count on R, and every breakpoint to the last bit', (_id, one, { kappa, breakpoints }) => {
  const pieces = onLine(integerNetwork(one.W, one.b, one.relu_out).layers);
  expect(pieces.count).toBe(kappa);
  if (breakpoints) expect([...pieces.breakpoints]).toEqual(breakpoints);
});

it('the reference has dozens of counts on R', () => expect(cases.length).toBeGreaterThan(50));

it('the triangle wave has 3 pieces on R at depth 1 and 2^D + 2 at depth D from 2 on', () => {
  expect(onLine(triangleWave(1)).count).toBe(3);
  for (let depth = 2; depth <= 14; depth++) expect(onLine(triangleWave(depth)).count).toBe(2 ** depth + 2);
  const { D, kappa_R } = reference.tent_large[0]!;
  expect(onLine(triangleWave(D)).count).toBe(kappa_R);
});

it('networks that are built to have prod (n_d + 1) pieces have no more on R', () => {
  for (const widths of [[3], [7], [3, 3], [5, 3, 4]]) expect(onLine(extremal(widths)).count).toBe(widths.reduce((product, width) => product * (width + 1), 1));
});

it('zigzags and random networks, most of them degenerate, have as many pieces on R as the rational oracle has on [-2^40, 2^40] and on [-2^60, 2^60]', () => {
  const onR = (layers: Parameters<typeof oraclePieces>[0]) => {
    const [near, far] = [40, 60].map((exponent) => oraclePieces(layers, -(2 ** exponent), 2 ** exponent).count);
    expect(near).toBe(far);
    return near;
  };
  for (const depth of [1, 2, 5]) {
    const layers = zigzag(depth) as unknown as readonly { weights: number[][]; bias: number[] }[];
    expect(onLine(zigzag(depth)).count).toBe(onR(layers.map(({ weights, bias }, index) => ({ weights, bias, alpha: index === layers.length - 1 ? 1 : 0 }))));
  }
  for (let seed = 0; seed < 150; seed++) {
    const { layers } = sample(seed);
    expect(onLine(layerInputs(layers)).count, `network ${seed}`).toBe(onR(layers));
  }
});

it('a bend is found however far out it is, at a power of two, and at 0', () => {
  for (const [weight, bias] of [
    [1, -1024],
    [-1, -1024],
    [2 ** -300, 1],
    [1e-200, -3],
    [-5e-324, 2 ** -60],
    [1, 0],
    [3, 1e-300],
  ] as const) {
    const { count, breakpoints, interval } = onLine(hinge(weight, bias));
    expect([count, breakpoints[0]]).toEqual([2, Object.is(bias, 0) ? 0 : -bias / weight]);
    expect(interval[1]).toBeGreaterThan(Math.abs(breakpoints[0]!));
  }
});

it('both knots of hard-tanh and hard-sigmoid count, near or far', () => {
  for (const activation of ['hard-tanh', 'hard-sigmoid'] as const) {
    const knot = activation === 'hard-tanh' ? 1 : 3;
    for (const weight of [1, -1, 2 ** -40, -(2 ** 20)]) {
      const { count, breakpoints } = onLine(hinge(weight, 0, activation));
      expect([count, ...breakpoints]).toEqual([3, -knot / Math.abs(weight), knot / Math.abs(weight)]);
    }
    expect(onLine([...hinge(1, 0, activation), { weights: [[1]], bias: [-5] }]).count).toBe(3);
  }
});

it('a line through a plane is counted to both of its ends', () => {
  using network = new Network(engine, {
    layers: [
      {
        weights: [
          [1, 0],
          [0, 1],
          [1, 1],
        ],
        bias: [-1, 8, -4000],
      },
      { weights: [[1, 1, 1]], bias: [0] },
    ],
    precision: 'f64',
  });
  expect([...countPiecesOnLine(alongSegment(network, [0, 0], [1, 1])).breakpoints]).toEqual([-8, 1, 2000]);
});

it('a function without a bend has one piece, and a bend beyond all doubles is refused', () => {
  expect(onLine([{ weights: [[1e-300]], bias: [1e300] }]).count).toBe(1);
  expect(() => onLine(hinge(1e-300, -1e300))).toThrow(/beyond the largest double/);
});
