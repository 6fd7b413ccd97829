import type { Claim } from '../claim.js';
import type { GreedyRow, SamplingRow, TrainedRow } from './measure.js';

/** What the claims are made of. */
export interface Measured {
  readonly radius: number;
  readonly points: number;
  readonly units: number;
  readonly greedy: readonly GreedyRow[];
  readonly sampling: readonly SamplingRow[];
  readonly repetitions: number;
  readonly trained: readonly TrainedRow[];
}

/** The middle of ascending values, the lower one of two. */
export const median = (ascending: readonly number[]): number => ascending[(ascending.length - 1) >> 1] as number;

export function claimsOf(result: Measured): Claim[] {
  return [...greedyClaims(result), ...samplingClaims(result), ...trainedClaims(result)];
}

function greedyClaims({ greedy, units, points, radius }: Measured): Claim[] {
  const largest = Math.max(...greedy.map(({ ratio }) => ratio));
  const flattest = greedy.reduce((a, b) => (b.slope > a.slope ? b : a));
  const tried = `${greedy.length} targets and dimensions, q = 1 to ${units}`;
  return [
    {
      statement: 'mean square error of q greedy units, times q / (2 r C_f)^2',
      kind: 'bound',
      checked: 'observed',
      relation: '<=',
      lecture: 'O(1)',
      sharp: 1,
      measured: largest,
      holds: largest <= 1,
      note: `${tried}: the largest of ${greedy.length * units}, on ${points} points of the ball of radius ${radius}, for which the theorem holds as for any probability. C_f has the modulus of the Fourier transform, which the lecture leaves out, and the Euclidean norm; the lecture's norm is the cube's`,
    },
    {
      statement: 'slope of log error against log q, the flattest',
      kind: 'trend',
      checked: 'observed',
      relation: '<=',
      lecture: -1,
      sharp: -0.95,
      measured: flattest.slope,
      holds: flattest.slope <= -0.95,
      note: `${tried}, the flattest ${flattest.target}, n = ${flattest.dimension}. -1 is the slope of the bound, and no promise on the error's: sums of slow cosines (|w| = 2), far below their bound, were as flat as -0.7`,
    },
  ];
}

function samplingClaims({ sampling, repetitions }: Measured): Claim[] {
  const off = Math.max(...sampling.map(({ measured, expected }) => Math.abs(measured / expected - 1)));
  const slopes = Math.max(...sampling.map(({ slope }) => Math.abs(slope + 1)));
  const shares = sampling.flatMap(({ measured, bound }) => (bound === undefined ? [] : [measured / bound]));
  const tried = `${sampling.length} kinds, q = 1 to 64, ${repetitions} draws`;
  return [
    {
      statement: 'q times the mean square error of random sums, from its exact value, relatively',
      kind: 'trend',
      checked: 'observed',
      relation: '<=',
      sharp: 0.05,
      measured: off,
      holds: off <= 0.05,
      note: `${tried}: where the units are drawn and not chosen the expected error is K / q exactly`,
    },
    {
      statement: 'slope of log error of random sums against log q, from -1',
      kind: 'trend',
      checked: 'observed',
      relation: '<=',
      lecture: 0,
      sharp: 0.05,
      measured: slopes,
      holds: slopes <= 0.05,
      note: tried,
    },
    {
      statement: 'q times the mean square error of random steps for sines, over (2 r C_f)^2',
      kind: 'bound',
      checked: 'observed',
      relation: '<=',
      lecture: 'O(1)',
      sharp: 1,
      measured: Math.max(...shares),
      holds: Math.max(...shares) <= 1,
      note: `${shares.length} frequencies k: (8 k^2 - 1/2) / (2 pi k)^2, a factor of 5 to spare`,
    },
  ];
}

function trainedClaims({ trained }: Measured): Claim[] {
  const samples = [...new Set(trained.map((row) => row.samples))];
  const widths = [...new Set(trained.map(({ width }) => width))];
  const error = (count: number, width: number) => median(trained.find((row) => row.samples === count && row.width === width)?.errors ?? [Number.NaN]);
  const [few, many] = [samples[0] as number, samples.at(-1) as number];
  const wide = widths.at(-1) as number;
  const seeds = trained[0]?.errors.length ?? 0;
  if (samples.length < 2 || widths.length < 2) return [];
  const gain = error(few, wide) / error(many, wide);
  const upturn = error(few, wide) / Math.min(...widths.map((width) => error(few, width)));
  const later = Math.min(...widths.map((width) => error(many, width)));
  return [
    {
      statement: `estimation: error of ${wide} trained units on N = ${few} over that on N = ${many}`,
      kind: 'trend',
      checked: 'observed',
      relation: '>=',
      sharp: 3,
      measured: gain,
      holds: gain >= 3,
      note: `medians of ${seeds} seeds: q fixed, only N varies, so that what falls is the term q n log N / N`,
    },
    {
      statement: `estimation: on N = ${few} samples, error of ${wide} units over that of the best width`,
      kind: 'trend',
      checked: 'observed',
      relation: '>=',
      sharp: 1.1,
      measured: upturn,
      holds: upturn >= 1.1,
      note: `medians of ${seeds} seeds: more units do not mean a better network, the lecture's reading of an upper bound; on N = ${many} the same ratio is ${(error(many, wide) / later).toFixed(2)}`,
    },
  ];
}
