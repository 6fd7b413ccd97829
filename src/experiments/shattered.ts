import type { Claim } from './claim.js';
import { defineExperiment, type ResultTable } from './experiment.js';
import {
  type Curve,
  interval,
  kindsOf,
  lags,
  type MapRow,
  measureKind,
  measureMap,
  measureNoise,
  type Row,
  type Settings,
  samples,
} from './shattered/measure.js';

interface Result {
  readonly settings: Settings;
  readonly rows: readonly Row[];
  readonly curves: readonly Curve[];
  readonly map: readonly MapRow[];
  readonly noises: ReturnType<typeof measureNoise>;
}

export const shattered = defineExperiment({
  name: 'shattered',
  title: 'Shattered gradients',
  section: 'Training deep networks (Balduzzi et al. 2017)',
  question: 'How does dy/dx of a ReLU network at initialisation vary with x: like a random walk, or like white noise? And what makes the difference?',
  parameters: {
    width: { kind: 'integer', default: 64, minimum: 2, maximum: 1000, help: 'units of every hidden layer' },
    nets: { kind: 'integer', default: 3, minimum: 1, maximum: 1000, help: 'networks a kind' },
    depths: { kind: 'integers', default: [1, 2, 4, 10, 24, 50], minimum: 1, maximum: 200, help: 'numbers of hidden layers' },
    biasDeviations: {
      kind: 'numbers',
      default: [0.316, 0.1],
      minimum: 0.001,
      maximum: 10,
      help: "standard deviations of the plain networks' biases; the first is that of the others",
    },
    branchScales: { kind: 'numbers', default: [1, 0.1], minimum: 0.001, maximum: 10, help: "factors of the residual networks' branches" },
    pieceLimit: { kind: 'integer', default: 120_000, minimum: 1000, maximum: 4_000_000, unit: 'pieces', help: 'beyond, there are only samples' },
    mapWidth: { kind: 'integer', default: 512, minimum: 64, maximum: 4096, help: 'units of the networks on orthogonal inputs' },
    mapNets: { kind: 'integer', default: 3, minimum: 1, maximum: 100, help: 'networks on orthogonal inputs' },
    seed: { kind: 'integer', default: 0, minimum: 0, maximum: 2 ** 32 - 1, help: 'of all weights' },
  },
  quick: { width: 32, nets: 2, depths: [1, 4, 10, 24], pieceLimit: 60_000, mapWidth: 256, mapNets: 1 },
  async run(engine, settings, context): Promise<Result> {
    const kinds = kindsOf(settings);
    const total = kinds.length + 1;
    const rows: Row[] = [];
    const curves: Curve[] = [];
    for (const [index, kind] of kinds.entries()) {
      const found = await measureKind(engine, settings, kind, { ...context, progress: (done, of) => context.progress(index + done / of, total) });
      rows.push(...found.rows);
      curves.push(...found.curves);
    }
    const map = await measureMap(engine, settings, { ...context, progress: (done, of) => context.progress(kinds.length + done / of, total) });
    const noises = measureNoise(engine, settings.seed);
    context.progress(total, total);
    return { settings, rows, curves, map, noises };
  },
  claims: claimsOf,
  tables: (result) => [correlationTable(result), pieceTable(result), mapTable(result)],
  plots: ({ rows, curves, noises, settings }) => [
    {
      title: 'dy/dx of random ReLU networks',
      description:
        'The derivative of a plain and of a normalised network of each depth on [-2, 2], beside brown and white noise: the plain one stays a walk, the normalised one becomes white.',
      columns: 2,
      panels: [
        ...drawnDepths(settings.depths).flatMap((depth) =>
          curves
            .filter((curve) => curve.depth === depth && (curve.kind.startsWith(`plain, bias ${settings.biasDeviations[0]}`) || curve.kind === 'normalised'))
            .map((curve) => ({
              title: `${curve.kind}, ${depth} ${depth === 1 ? 'layer' : 'layers'}${curve.step ? '' : ' (256 samples)'}`,
              x: { label: 'x', scale: 'linear' as const, domain: interval },
              y: { label: 'dy/dx', scale: 'linear' as const },
              series: [{ name: 'dy/dx', mark: 'line' as const, points: pathOf(curve) }],
            })),
        ),
        ...[...noises].reverse().map(({ name, samples: values }) => ({
          title: name,
          x: { label: 'x', scale: 'linear' as const, domain: interval },
          y: { label: 'noise', scale: 'linear' as const },
          series: [{ name: 'noise', mark: 'line' as const, points: Array.from(values, (y, index) => ({ x: position(index), y })) }],
        })),
      ],
    },
    {
      title: 'Autocorrelation of dy/dx',
      description:
        'Autocorrelation of the derivative against the lag, by kind of network and depth; exact where the pieces could be had, else from 256 samples.',
      columns: 3,
      panels: [...new Set(rows.map(({ kind }) => kind))].map((kind) => ({
        title: kind,
        x: { label: 'lag (4/255 each)', scale: 'linear' as const },
        y: { label: 'autocorrelation', scale: 'linear' as const, domain: [-0.4, 1] as const },
        series: rows
          .filter((row) => row.kind === kind)
          .map((row) => ({ name: `depth ${row.depth}`, mark: 'line' as const, points: lags.map((x, lag) => ({ x, y: valueAt(row, lag) })) })),
      })),
    },
  ],
});

const position = (index: number) => interval[0] + ((interval[1] - interval[0]) * index) / (samples - 1);
const valueAt = ({ exact, sampled }: Row, lag: number) => (exact ?? sampled)[lag] as number;
const lagOne = lags.indexOf(1);

/** At most three of them: the first, the last, and 24 or the one in the middle. */
function drawnDepths(depths: readonly number[]): number[] {
  const sorted = [...new Set(depths)].sort((a, b) => a - b);
  const middle = sorted.includes(24) ? 24 : (sorted[sorted.length >> 1] as number);
  return [...new Set([sorted[0] as number, middle, sorted.at(-1) as number])];
}

/** The steps themselves where there are not too many of them, else the samples. */
function pathOf({ step, sampled }: Curve): { readonly x: number; readonly y: number }[] {
  if (step === undefined) return Array.from(sampled, (y, index) => ({ x: position(index), y }));
  return Array.from(step.slopes).flatMap((y, index) => [
    { x: step.knots[index] as number, y },
    { x: step.knots[index + 1] as number, y },
  ]);
}

function claimsOf({ settings, rows, map }: Result): Claim[] {
  const { nets, mapNets, mapWidth } = settings;
  /** Two standard errors of a network's own autocorrelation, whose deviation is about 0.1. */
  const margin = 0.2 / Math.sqrt(nets);
  const deep = Math.max(...settings.depths);
  const depth = settings.depths.includes(24) ? 24 : deep;
  const at = (family: Row['family']) => rows.filter((row) => row.family === family && row.depth === depth);
  const claims: Claim[] = [];
  const [plain, normalised, residual] = [at('plain')[0] as Row, at('normalised')[0] as Row, at('residual')[0] as Row];
  const tried = (row: Row) =>
    `${nets} networks of width ${settings.width}, ${row.exact ? 'integrated over the pieces' : 'from 256 samples'}, seed ${settings.seed}`;
  if (depth >= 20) {
    claims.push(
      {
        statement: `autocorrelation of dy/dx at lag 4/255, ${depth} normalised layers, in size`,
        kind: 'trend',
        checked: 'observed',
        relation: '<=',
        lecture: 0,
        sharp: 0.05,
        measured: Math.abs(valueAt(normalised, lagOne)),
        holds: Math.abs(valueAt(normalised, lagOne)) <= 0.05 + margin,
        note: `white noise; ${tried(normalised)}; margin ${margin.toFixed(2)}, two standard errors`,
      },
      {
        statement: `the same of ${depth} plain layers (${plain.kind})`,
        kind: 'trend',
        checked: 'observed',
        relation: '>=',
        lecture: 0,
        sharp: 0.6,
        measured: valueAt(plain, lagOne),
        holds: valueAt(plain, lagOne) >= 0.6 - margin,
        note: `without normalisation gradients do not shatter: .88 at width 200; ${tried(plain)}; margin ${margin.toFixed(2)}`,
      },
      {
        statement: `the same of ${depth} residual layers (${residual.kind})`,
        kind: 'trend',
        checked: 'observed',
        relation: '>=',
        sharp: 0.6,
        measured: valueAt(residual, lagOne),
        holds: valueAt(residual, lagOne) >= 0.6 - margin,
        note: `far from white, although every branch is normalised; ${tried(residual)}; margin ${margin.toFixed(2)}`,
      },
    );
  }
  const linear = rows.filter(({ family, spread }) => family === 'looks-linear' && spread !== undefined);
  if (linear.length > 0) {
    const spread = Math.max(...linear.map((row) => row.spread as number));
    claims.push({
      statement: `looks-linear networks have a constant derivative: its deviation over its mean, up to ${Math.max(...linear.map(({ depth }) => depth))} layers`,
      kind: 'bound',
      checked: 'observed',
      relation: '<=',
      sharp: 0,
      measured: spread,
      holds: spread <= 1e-8,
      note: 'exactly 0 without rounding: W relu(z) - W relu(-z) = W z; so the gradients at any two inputs are the same, correlation 1',
    });
  }
  const fifth = map[4] as MapRow;
  const spacing = 0.8 / Math.sqrt(mapWidth * mapNets);
  claims.push(
    {
      statement: 'correlation of the gradients at orthogonal inputs after 5 plain layers (He, no bias)',
      kind: 'trend',
      checked: 'observed',
      relation: '=',
      lecture: fifth.half,
      sharp: fifth.plainTheory,
      measured: fifth.plain,
      holds: Math.abs(fifth.plain - fifth.plainTheory) <= spacing,
      note: `prod (1 - theta_l / pi) falls like L^-3, not 2^-L: ReLU layers pull inputs together; ${mapNets} networks of width ${mapWidth}, margin ${spacing.toFixed(3)}`,
    },
    {
      statement: 'the same after 5 normalised layers',
      kind: 'trend',
      checked: 'observed',
      relation: '=',
      lecture: fifth.half,
      sharp: fifth.half,
      measured: fifth.normalised,
      holds: Math.abs(fifth.normalised - fifth.half) <= spacing,
      note: `orthogonal inputs stay orthogonal once means are taken out: the 1/2^L of the paper; statistics over 32 inputs, margin ${spacing.toFixed(3)}`,
    },
  );
  return claims;
}

const rounded = (value: number | undefined) => (value === undefined ? 'beyond the limit' : Math.round(1e4 * value) / 1e4);

function correlationTable({ rows }: Result): ResultTable {
  const shown = [1, 5, 15];
  return {
    title: 'Autocorrelation of dy/dx at lags of 1, 5 and 15 times 4/255: exact, and from 256 samples (looks-linear: mean not removed, so 1 - lag/255)',
    columns: ['kind', 'depth', ...shown.map((lag) => `exact, lag ${lag}`), ...shown.map((lag) => `sampled, lag ${lag}`)],
    rows: rows.map((row) => [
      row.kind,
      row.depth,
      ...shown.map((lag) => rounded(row.exact?.[lags.indexOf(lag)])),
      ...shown.map((lag) => rounded(row.sampled[lags.indexOf(lag)])),
    ]),
  };
}

function pieceTable({ rows, settings }: Result): ResultTable {
  const depths = [...new Set(rows.map(({ depth }) => depth))];
  return {
    title: `Pieces of dy/dx on [-2, 2] at width ${settings.width}: normalised networks have ever more a layer, plain ones at most one a unit`,
    columns: ['kind', ...depths.map((depth) => `depth ${depth}`)],
    rows: [...new Set(rows.map(({ kind }) => kind))].map((kind) => [
      kind,
      ...depths.map((depth) => rounded(rows.find((row) => row.kind === kind && row.depth === depth)?.pieces)),
    ]),
  };
}

function mapTable({ map, settings }: Result): ResultTable {
  return {
    title: `Correlation of the gradients at orthogonal inputs, width ${settings.mapWidth}`,
    columns: ['depth', 'plain, measured', 'prod (1 - theta/pi)', 'normalised, measured', '2^-L'],
    rows: map.map(({ depth, plain, plainTheory, normalised, half }) => [depth, rounded(plain), rounded(plainTheory), rounded(normalised), rounded(half)]),
  };
}
