import type { Claim } from '../claim.js';
import type { DepthRow, Result, SizeRow } from './measure.js';

/** What the engine promises of networks of up to 1000 points. */
const residualGoal = 1e-8;

export function flatClaims({ sizes, exact, features, gapSlope, thresholds, thresholdPoints }: Result): Claim[] {
  const largest = sizes.at(-1) as SizeRow;
  const upTo = (most: number) => sizes.filter(({ points }) => points <= most);
  const worst = (rows: readonly SizeRow[], figure: 'residual' | 'plain') => Math.max(...rows.map((row) => row[figure]));
  const small = upTo(1000);
  const thousand = sizes.find(({ points }) => points === 1000);
  const coinciding = sizes.find(({ single }) => single === undefined);
  const steady = thresholds.find(({ t }) => t === 1);
  const wild = thresholds.find(({ t }) => t === 0.25);
  return [
    {
      statement: 'the constructed networks, flat and deep, take every value exactly: points missed, in rational arithmetic',
      kind: 'theorem',
      checked: 'exactly',
      relation: '=',
      lecture: 0,
      sharp: 0,
      measured: exact.missed,
      holds: exact.missed === 0,
      note: `${exact.networks} networks through ${exact.points} points of R^3; the points must be distinct, which the lecture does not say`,
    },
    {
      statement: `weights of the one hidden layer through N = ${largest.points} points of R^${features}`,
      kind: 'theorem',
      checked: 'exactly',
      relation: '=',
      lecture: 2 * largest.points + features,
      sharp: 2 * largest.points + features,
      measured: largest.weights,
      holds: sizes.every(({ points, weights }) => weights === 2 * points + features),
      note: `the direction a is counted once: as a plain network of N units the first layer alone has N n = ${largest.points * features} weights`,
    },
    ...(small.length === 0
      ? []
      : [
          {
            statement: 'largest residual up to N = 1000, plain sum in f64',
            kind: 'bound' as const,
            checked: 'observed' as const,
            relation: '<=' as const,
            lecture: 0,
            sharp: residualGoal,
            measured: worst(small, 'plain'),
            holds: worst(small, 'plain') <= residualGoal,
            note: `${small.length} sets of points; the lecture's 0 is without rounding`,
          },
        ]),
    {
      statement: `largest residual up to N = ${largest.points}, f64 weights, summed in double-double`,
      kind: 'bound',
      checked: 'observed',
      relation: '<=',
      lecture: 0,
      sharp: 1e-9,
      measured: worst(sizes, 'residual'),
      holds: worst(sizes, 'residual') <= 1e-9,
      note: `each weight makes up for the rounding of those before it; a plain sum of the same weights misses by ${short(largest.plain)} at N = ${largest.points}`,
    },
    ...(thousand === undefined
      ? []
      : [
          {
            statement: 'largest residual at N = 1000, plain sum in f32',
            kind: 'trend' as const,
            checked: 'observed' as const,
            relation: '>=' as const,
            sharp: 1e-2,
            measured: thousand.single?.plain ?? 'points coincide',
            holds: thousand.single === undefined || thousand.single.plain >= 1e-2,
            note: `f32 is not enough: ${coinciding === undefined ? 'the points still differ' : `at N = ${coinciding.points} it cannot even tell two points apart`}; one set of points`,
          },
        ]),
    ...(gapSlope === undefined
      ? []
      : [
          {
            statement: 'power of N as which the smallest gap of the projections shrinks',
            kind: 'trend' as const,
            checked: 'observed' as const,
            relation: '=' as const,
            sharp: -2,
            measured: gapSlope,
            holds: Math.abs(gapSlope + 2) <= 0.4,
            note: 'N from 100, one set of points each, margin 0.4: N points on a line have N^2 / 2 differences',
          },
        ]),
    ...(steady === undefined || wild === undefined
      ? []
      : [
          {
            statement: `largest weight through ${thresholdPoints} points, thresholds a quarter (t = 1/4) against a whole gap (t = 1) below`,
            kind: 'trend' as const,
            checked: 'observed' as const,
            relation: '>=' as const,
            sharp: steady.largestWeight * 1e20,
            measured: wild.largestWeight,
            holds: wild.largestWeight >= steady.largestWeight * 1e20,
            note: `the paper only says to interleave; for t < 1/2 the weights grow as ((1 - t) / t)^N, for t = 1 they are slope differences (${short(steady.largestWeight)})`,
          },
        ]),
  ];
}

export function deepClaims({ depths, depthPoints, features, contrast, contrastPoints, sgdSteps }: Result): Claim[] {
  const plain = depths.filter(({ shared }) => !shared);
  const shared = depths.filter((row) => row.shared);
  const excess = (rows: readonly DepthRow[]) => Math.max(...rows.map(({ width, widest }) => width - widest));
  const worst = Math.max(...depths.map(({ residual }) => residual));
  const share = Math.max(...shared.map(({ nonZero }) => nonZero / (depthPoints + features)));
  const margin = Math.min(...contrast.map(({ constructed, trained }) => (trained[0] as number) / constructed));
  const runs = contrast.reduce((sum, { trained }) => sum + trained.length, 0);
  return [
    {
      statement: 'width of k = H + 1 layers above ceil((N - 1) / H) + 2',
      kind: 'theorem',
      checked: 'exactly',
      relation: '<=',
      lecture: 'O(N / k)',
      sharp: 0,
      measured: excess(plain),
      holds: excess(plain) <= 0 && excess(shared) <= 0,
      note: `${depths.length} networks through ${depthPoints} points; O(N / k) really is O(N / k + 1)`,
    },
    ...(shared.length === 0
      ? []
      : [
          {
            statement: `weights that are not 0, as a multiple of N + n (N = ${depthPoints}, n = ${features}), a written once`,
            kind: 'theorem' as const,
            checked: 'exactly' as const,
            relation: '<=' as const,
            lecture: 'O(N + n)',
            sharp: Math.max(...shared.map(({ most }) => most / (depthPoints + features))),
            measured: share,
            holds: depths.every(({ nonZero, most }) => nonZero <= most),
            note: 'at most 3 N + 3 H + n; without a layer for a alone the first layer repeats a in ceil((N - 1) / H) + 1 units',
          },
        ]),
    {
      statement: `largest residual of the deep networks through ${depthPoints} points, the engine's own forward pass in f64`,
      kind: 'bound',
      checked: 'observed',
      relation: '<=',
      lecture: 0,
      sharp: residualGoal,
      measured: worst,
      holds: worst <= residualGoal,
      note: `${depths.length} networks; no value that a layer passes on exceeds 2 max |y|, whatever the depth`,
    },
    ...(contrast.length === 0
      ? []
      : [
          {
            statement: 'residual that SGD leaves, as a multiple of the construction of the same width',
            kind: 'trend' as const,
            checked: 'observed' as const,
            relation: '>=' as const,
            sharp: 1e3,
            measured: margin,
            holds: margin >= 1e3,
            note: `the least of ${runs} runs of ${sgdSteps} steps on ${contrastPoints} points: the theorem says that weights exist, not that training finds them`,
          },
        ]),
  ];
}

const short = (value: number): string => value.toExponential(1);
