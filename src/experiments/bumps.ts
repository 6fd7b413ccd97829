import type { Engine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import type { Precision } from '../engine/memory.js';
import type { PlotSpecification, Series } from '../plot/specification.js';
import {
  type ApproximationError,
  bestFit,
  bumpKnots,
  bumpsAbout,
  evaluateBumps,
  evaluateTarget,
  type Grid,
  hatKnots,
  type Interval,
  type Knots,
  largestDerivative,
  piecewiseError,
  type SampledBumps,
  type Target,
  targetOn,
} from '../theory/approximation.js';
import { firstBump, heightInSingle, heightsInSingle, type PrecisionRow, sampleFirstBump, spacing, spacingsPerEps, sweepEps } from '../theory/first-bump.js';
import { logLogSlope } from '../theory/slope.js';
import type { Claim } from './claim.js';
import { breathe, defineExperiment, type ResultTable } from './experiment.js';

/** How far a fitted slope may be from its order. */
const slopeMargin = 0.05;

/** Of f: what rounding may make of a sup error. */
const rounding = 1e-13;

const names = { bumps: 'bumps about all samples', hats: 'hats', best: 'best pieces' } as const;

interface Approximant {
  readonly name: string;
  readonly pieces: number;
  readonly error: ApproximationError;
}

/** What sampled bumps tell beside their values. */
type Statistics = Omit<SampledBumps, 'values'>;

/** All that is drawn from one number of samples. */
interface Row {
  readonly samples: number;
  readonly step: number;
  /** Largest |f| at the samples. */
  readonly size: number;
  /** Bumps of the listing: its loop leaves out the first two samples and the last. */
  readonly drawn: number;
  /** On the part that the bumps cover, edges excluded; on the whole interval, where the rest is 0. */
  readonly covered: ApproximationError;
  readonly listing: Approximant;
  /** A bump about every sample, both ends included. */
  readonly bumps: Approximant;
  readonly hats: Approximant;
  /** The best fit by as many straight lines as there are samples, with no line across a kink or an inflection; there are none if those are as many. */
  readonly best: Approximant | undefined;
  /** No function of as many straight pieces, joined or not, has a smaller sup error. */
  readonly leastError: number;
  /** The listing as written, on a grid of 5000 points. */
  readonly asWritten: Statistics;
  /** Listing, hats and best pieces of the first number of samples. */
  readonly curves: readonly Series[];
}

interface Result {
  readonly formula: string;
  readonly interval: Interval;
  readonly eps: number;
  readonly precision: Precision;
  readonly steepest: number;
  /** No |f''| is greater between kinks. */
  readonly mostBent: number;
  readonly inflections: number;
  readonly kinks: number;
  readonly rows: readonly Row[];
  readonly slopes: readonly Slope[];
  /** The lecture's first bump: its error by eps, and what its picture shows in both precisions. */
  readonly listing1: { readonly sweep: readonly PrecisionRow[]; readonly curves: readonly Series[] };
  /** Height of a bump of height 1 in f32, by where it stands. */
  readonly heights: readonly { readonly at: number; readonly height: number }[];
}

export const bumps = defineExperiment({
  name: 'bumps',
  title: 'Bumps made of ReLU units',
  section: 'Approximation with ReLU nets',
  question: 'How well do n rectangular bumps follow a function, exactly? And what do as many units reach when they are not spent on rectangles?',
  parameters: {
    function: { kind: 'formula', default: 'sin(x)', help: 'the function' },
    from: { kind: 'number', default: 0, minimum: -10, maximum: 10, help: 'left end of the interval' },
    to: { kind: 'number', default: 5, minimum: -10, maximum: 10, help: 'right end of the interval' },
    samples: { kind: 'integers', default: [10, 50, 500], minimum: 4, maximum: 10_000, help: 'numbers of samples' },
    eps: { kind: 'number', default: firstBump.eps, minimum: 1e-12, maximum: 0.1, help: "width of a bump's ramps" },
    precision: { kind: 'choice', default: 'f64', choices: ['f64', 'f32'], help: 'of the listing as written; f32 is refused where eps is too small for it' },
  },
  quick: {},

  async run(engine, { function: formula, from, to, samples, eps, precision }, context): Promise<Result> {
    if (to <= from) throw new ArgumentError('to', `more than from (${from})`, to);
    const interval = [from, to] as const;
    const finest = (to - from) / Math.max(...samples);
    if (eps >= finest / 2) throw new ArgumentError('eps', `less than half the distance of two samples (${finest})`, eps);
    const least = spacingsPerEps * spacing(Math.max(Math.abs(from), Math.abs(to)));
    if (precision === 'f32' && eps < least)
      throw new ArgumentError('eps', `at least ${least} in f32 (${spacingsPerEps} spacings of its numbers on this interval), or precision f64`, eps);
    const target = targetOn(engine, 'function', formula, interval);
    const cuts = target.cuts.length;
    const rows: Row[] = [];
    for (const count of samples) {
      await breathe(context, rows.length, samples.length + 1);
      const row = approximate(engine, target, count, eps, precision);
      rows.push(rows.length === 0 ? row : { ...row, curves: [] }); // only the first is drawn
    }
    await breathe(context, samples.length, samples.length + 1);
    const mostBent = largestDerivative(engine, target, 2);
    return {
      formula,
      interval,
      eps,
      precision,
      steepest: target.steepest,
      mostBent,
      inflections: cuts - target.kinks,
      kinks: target.kinks,
      rows,
      slopes: slopesOf(engine, target, mostBent, rows),
      listing1: { sweep: sweepEps(engine), curves: [firstCurve(engine, 'f64', 'line'), firstCurve(engine, 'f32', 'points')] },
      heights: heightsInSingle(engine),
    };
  },

  claims({ rows, slopes, steepest, mostBent, kinks, eps, listing1, heights }): readonly Claim[] {
    const { samples, drawn } = rows[0] as Row;
    const last = listing1.sweep.find((entry) => entry.eps === firstBump.eps) as PrecisionRow;
    const broken = Math.max(...listing1.sweep.filter(({ f32 }) => f32 > firstBump.height / 100).map((entry) => entry.eps));
    const worst = Math.max(...rows.map((row) => ratio(row.covered.sup, steepest * (row.step / 2 + eps))));
    const worstHats = Math.max(...rows.map((row) => ratio(row.hats.error.sup, (mostBent * row.step ** 2) / 8 + row.size * rounding)));
    const leastOfHats = Math.max(...rows.map((row) => ratio(row.leastError, row.hats.error.sup + row.size * rounding)));
    return [
      {
        statement: `bumps that the listing draws from ${samples} samples`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        lecture: samples,
        sharp: samples - 3,
        measured: drawn,
        holds: drawn === samples - 3,
        note: 'range(2, size - 1) leaves out samples 0, 1 and the last: the sum is 0 on the first and the last 1.5 steps, and the error there is that of drawing nothing',
      },
      {
        statement: "sup error where there are bumps, over (step / 2) max |f'|",
        kind: 'bound',
        checked: 'observed',
        relation: '<=',
        sharp: 1,
        measured: worst,
        holds: worst <= 1 + 1e-12,
        note: `exact to rounding on every piece, ${rows.length} numbers of samples; ramps of width eps included`,
      },
      ...(kinks > 0
        ? []
        : [
            {
              statement: "sup error of the hats, over (step^2 / 8) max |f''|",
              kind: 'bound',
              checked: 'observed',
              relation: '<=',
              sharp: 1,
              measured: worstHats,
              holds: worstHats <= 1 + 1e-12,
              note: `the interpolation error of a smooth function; max |f''| bounded by intervals to about 1 %, 1e-13 of f allowed for rounding`,
            } satisfies Claim,
          ]),
      ...slopes.map(
        ({ statement, order, slope, counts }): Claim => ({
          statement,
          kind: 'trend',
          checked: 'observed',
          relation: '=',
          sharp: order,
          measured: slope,
          holds: Math.abs(slope - order) <= slopeMargin,
          note: `least squares over n = ${counts.join(', ')}, within ${slopeMargin}`,
        }),
      ),
      {
        statement: 'least sup error of any n straight pieces, over that of the n hats',
        kind: 'bound',
        checked: 'observed',
        relation: '<=',
        sharp: 1,
        measured: leastOfHats,
        holds:
          leastOfHats <= 1 && rows.every(({ best, leastError, size }) => best === undefined || leastError <= best.error.sup * (1 + 1e-6) + size * rounding),
        note: 'the best fit with as many more pieces as f has kinks and inflections bounds every fit from below, joined or not',
      },
      {
        statement: `error of listing 1 in f32 (height ${firstBump.height}, eps ${firstBump.eps})`,
        kind: 'bound',
        checked: 'observed',
        relation: '>=',
        lecture: 0,
        sharp: firstBump.height,
        measured: last.f32,
        holds: last.f32 >= firstBump.height,
        note: `eps is below the spacing of f32 at 1; in f64 the error is ${last.f64.toPrecision(2)}; the experiment refuses f32 with such an eps`,
      },
      {
        statement: 'largest eps tried at which f32 is out by more than 1 % of the height (listing 1)',
        kind: 'bound',
        checked: 'observed',
        relation: '<=',
        sharp: spacingsPerEps * spacing(3),
        measured: broken,
        holds: broken <= spacingsPerEps * spacing(3),
        note: `a value near x is wrong by up to one spacing of the numbers there, times height / eps; ${listing1.sweep.length} values of eps`,
      },
      {
        statement: 'height of a bump of height 1 at x = 1 in f32, eps 1e-7',
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        lecture: 1,
        sharp: heightInSingle,
        measured: heights.find(({ at }) => at === 1)?.height ?? Number.NaN,
        holds: heights.every(({ at, height }) => height === (at < 2 ? heightInSingle : 0)),
        note: 'a + eps rounds to a + 2^-23 for a from 0.5 to 2, and to a itself from 2 on, where the bump vanishes',
      },
      {
        statement: 'error of listing 1 in f32 with two hidden layers, 1 - relu(1 - relu(t))',
        kind: 'bound',
        checked: 'observed',
        relation: '<=',
        sharp: 1e-6,
        measured: last.f32Clamped,
        holds: last.f32Clamped <= 1e-6,
        note: 'no difference of large numbers: depth 2 computes in floating point what depth 1 cannot',
      },
    ];
  },

  tables({ rows, listing1, heights }): readonly ResultTable[] {
    return [
      {
        title: 'Exact errors',
        columns: ['samples', 'function', 'pieces', 'sup', 'at', 'L1', 'L2'],
        rows: rows.flatMap((row) => [
          [row.samples, 'listing, where it has bumps', 2 * row.drawn - 1, row.covered.sup, row.covered.supAt, row.covered.l1, row.covered.l2],
          ...[row.listing, row.bumps, row.hats, ...(row.best ? [row.best] : [])].map(({ name, pieces, error }) => [
            row.samples,
            name,
            pieces,
            error.sup,
            error.supAt,
            error.l1,
            error.l2,
          ]),
        ]),
      },
      {
        title: 'The listing as written, on the grid of its plot',
        columns: ['samples', 'bumps', 'max error', 'at', 'L1 (sum)', 'max where covered', 'L1 where covered'],
        rows: rows.map(({ samples, drawn, asWritten: { sup, supAt, l1, coveredSup, coveredL1 } }) => [samples, drawn, sup, supAt, l1, coveredSup, coveredL1]),
      },
      {
        title: 'Listing 1 by eps: max error on its 1000 points',
        columns: ['eps', 'f32', 'f64', 'f32, two hidden layers'],
        rows: listing1.sweep.map((entry) => [entry.eps, entry.f32, entry.f64, entry.f32Clamped]),
      },
      { title: 'A bump of height 1 in f32, eps 1e-7', columns: ['at', 'height'], rows: heights.map(({ at, height }) => [at, height]) },
    ];
  },

  plots({ formula, rows, listing1 }): readonly PlotSpecification[] {
    const { samples, curves } = rows[0] as Row;
    const errors = (['bumps', 'hats', 'best'] as const).map((kind) => {
      const points = rows.flatMap((row) => (row[kind] === undefined ? [] : [{ x: row.samples, y: row[kind].error.sup }]));
      return { name: names[kind], mark: 'line', points } satisfies Series;
    });
    const linear = (label: string) => ({ label, scale: 'linear' }) as const;
    const log = (label: string) => ({ label, scale: 'log' }) as const;
    return [
      {
        title: 'Bumps, hats and the best straight pieces',
        description: `The listing's bumps leave both ends of the interval at 0. Their error falls as 1 / n, that of hats and of the best pieces as 1 / n^2. In f32 the first listing's bump is too high and does not come back to 0.`,
        columns: 2,
        panels: [
          { title: `${formula} from ${samples} samples`, x: linear('x'), y: linear('f(x)'), series: curves },
          { title: 'Sup error', x: log('samples'), y: log('sup error'), series: errors },
          { title: 'Listing 1', x: linear('x'), y: linear('rect'), series: listing1.curves },
          {
            title: 'Listing 1 by eps',
            x: log('eps'),
            y: log('max error'),
            series: [
              { name: 'f64', mark: 'line', points: listing1.sweep.map((entry) => ({ x: entry.eps, y: entry.f64 })) },
              { name: 'f32', mark: 'line', points: listing1.sweep.map((entry) => ({ x: entry.eps, y: entry.f32 })) },
            ],
          },
        ],
      },
    ];
  },
});

function approximate(engine: Engine, target: Target, samples: number, eps: number, precision: Precision): Row {
  const { interval } = target;
  const [from, to] = interval;
  const step = (to - from) / samples;
  const about = (first: number, last: number) => bumpsAbout(engine, target, from, step, first, last);
  const written = about(2, samples - 2);
  const inner = bumpKnots(engine, written, eps);
  const approximant = (name: string, knots: Knots): Approximant => ({ name, pieces: knots.x.length - 1, error: piecewiseError(engine, target, knots) });
  const all = bumpKnots(engine, about(0, samples), eps);
  const ends = evaluateTarget(engine, target, [from, to]);
  const best = samples > target.cuts.length ? bestFit(engine, target, samples).knots : undefined;
  const grid: Grid = { start: from, step: (to - from) / 5000, count: 5000 };
  const { count, table } = written;
  const margin = 1e-6; // the grid may meet the edges, where a value is either height
  const covered = [(table[0] as number) + margin, (table[3 * count - 2] as number) - margin] as const;
  const listing = between(from, 0, inner.x, inner.y, to, 0);
  const whole = between(from, ends[0] as number, all.x.subarray(2, -2), all.y.subarray(2, -2), to, ends[1] as number);
  const hats = hatKnots(engine, target, interval, samples);
  const { values: _, ...asWritten } = evaluateBumps(engine, 'literal', precision, written, eps, grid, target, covered);
  return {
    samples,
    step,
    drawn: count,
    size: Math.max(...hats.y.map(Math.abs)),
    covered: piecewiseError(engine, target, { x: inner.x.subarray(1, -1), y: inner.y.subarray(1, -1) }),
    listing: approximant('listing', listing),
    bumps: approximant(names.bumps, whole),
    hats: approximant(names.hats, hats),
    best: best && approximant(names.best, best),
    leastError: bestFit(engine, target, samples + target.cuts.length).error,
    asWritten,
    curves: [curve('listing', listing), curve(names.hats, hats), ...(best ? [curve(names.best, best)] : [])],
  };
}

/** Knots with a first and a last one. */
function between(from: number, first: number, x: Float64Array, y: Float64Array, to: number, last: number): Knots {
  const knots = { x: new Float64Array(x.length + 2), y: new Float64Array(y.length + 2) };
  knots.x[0] = from;
  knots.y[0] = first;
  knots.x.set(x, 1);
  knots.y.set(y, 1);
  knots.x[x.length + 1] = to;
  knots.y[y.length + 1] = last;
  return knots;
}

interface Slope {
  readonly statement: string;
  readonly order: number;
  readonly slope: number;
  readonly counts: readonly number[];
}

/**
 * Slopes over the numbers of samples that are enough for them: f' changes by at most its largest value in a step, and there are 4 pieces for every stretch between cuts (16 of the best, which
 * change their number from stretch to stretch). Hats have no second order at a kink, and errors that are nothing but rounding have no slope.
 */
function slopesOf(engine: Engine, { cuts, kinks, steepest }: Target, mostBent: number, rows: readonly Row[]): Slope[] {
  const kinds = [
    { kind: 'bumps', norm: 'sup', order: -1, pieces: 4 },
    { kind: 'bumps', norm: 'l1', order: -1, pieces: 4 },
    { kind: 'hats', norm: 'sup', order: -2, pieces: 4 },
    { kind: 'hats', norm: 'l1', order: -2, pieces: 4 },
    { kind: 'best', norm: 'sup', order: -2, pieces: 16 },
  ] as const;
  return kinds.flatMap(({ kind, norm, order, pieces }) => {
    const enough = rows.filter(({ samples, step }) => step * mostBent <= steepest && samples >= pieces * (cuts.length + 1));
    const counts = enough.map(({ samples }) => samples);
    const errors = enough.map((row) => row[kind]?.error[norm] ?? 0);
    const nothing = enough.some(({ size }, i) => (errors[i] as number) <= 100 * rounding * size);
    if (new Set(counts).size < 2 || nothing || (kind === 'hats' && kinks > 0)) return [];
    const statement = `slope of the ${norm === 'sup' ? 'sup' : 'L1'} error of ${names[kind]} against n`;
    return [{ statement, order, slope: logLogSlope(engine, counts, errors), counts }];
  });
}

/** error / bound; an error of 0 is within any bound. */
const ratio = (error: number, bound: number): number => (error === 0 ? 0 : error / bound);

const curve = (name: string, { x, y }: Knots): Series => ({ name, mark: 'line', points: Array.from(x, (value, i) => ({ x: value, y: y[i] as number })) });

function firstCurve(engine: Engine, precision: Precision, mark: 'line' | 'points'): Series {
  const { start, step } = firstBump.grid;
  const { values } = sampleFirstBump(engine, 'literal', precision);
  return { name: precision, mark, points: Array.from(values, (y, i) => ({ x: start + i * step, y })) };
}
