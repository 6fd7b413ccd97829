import type { Claim } from './claim.js';
import { defineExperiment, type ResultTable } from './experiment.js';
import {
  type Curve,
  claimDepth,
  type Estimate,
  interval,
  type Kind,
  kindsOf,
  lags,
  type MapRow,
  measureKind,
  measureMap,
  measureNext,
  measureNoise,
  type Row,
  type Settings,
  samples,
} from './shattered/measure.js';

interface Result {
  readonly settings: Settings;
  readonly rows: readonly Row[];
  readonly curves: readonly Curve[];
  readonly next: readonly Next[];
  readonly map: readonly MapRow[];
  readonly noises: ReturnType<typeof measureNoise>;
}

/** Lag 1 after 24 layers: from samples of many networks, and exact of a few. */
interface Next {
  readonly kind: string;
  readonly sampled: Estimate;
  readonly exact: Estimate | undefined;
}

export const shattered = defineExperiment({
  name: 'shattered',
  title: 'Shattered gradients',
  section: 'Training deep networks (Balduzzi et al. 2017)',
  question: 'How does dy/dx of a ReLU network at initialisation vary with x: like a random walk, or like white noise? And what makes the difference?',
  parameters: {
    width: { kind: 'integer', default: 64, minimum: 2, maximum: 1000, help: 'units of every hidden layer' },
    nets: { kind: 'integer', default: 3, minimum: 1, maximum: 1000, help: 'networks a kind' },
    sampledNets: { kind: 'integer', default: 48, minimum: 8, maximum: 100_000, help: 'networks of 24 layers that the claims sample' },
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
  quick: { width: 32, nets: 2, sampledNets: 16, depths: [1, 4, 10, 24], pieceLimit: 60_000, mapWidth: 256, mapNets: 1 },
  async run(engine, settings, context): Promise<Result> {
    const kinds = kindsOf(settings);
    const claimed = (['plain', 'normalised', 'residual'] as const).map((family) => kinds.find((kind) => kind.family === family) as Kind);
    const total = kinds.length + claimed.length + 1;
    const part = (index: number) => ({ ...context, progress: (done: number, of: number) => context.progress(index + done / of, total) });
    const rows: Row[] = [];
    const curves: Curve[] = [];
    for (const [index, kind] of kinds.entries()) {
      const found = await measureKind(engine, settings, kind, part(index));
      rows.push(...found.rows);
      curves.push(...found.curves);
    }
    const next: Next[] = [];
    for (const [index, kind] of claimed.entries()) {
      const sampled = await measureNext(engine, settings, kind, part(kinds.length + index));
      next.push({ kind: kind.name, sampled, exact: rows.find((row) => row.kind === kind.name && row.depth === claimDepth)?.exactNext });
    }
    const map = await measureMap(engine, settings, part(total - 1));
    const noises = measureNoise(engine, settings.seed);
    context.progress(total, total);
    return { settings, rows, curves, next, map, noises };
  },
  claims: claimsOf,
  tables: (result) => [correlationTable(result), nextTable(result), pieceTable(result), mapTable(result)],
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
              series: [{ name: 'dy/dx, or noise', mark: 'line' as const, points: pathOf(curve) }],
            })),
        ),
        ...[...noises].reverse().map(({ name, samples: values }) => ({
          title: name,
          x: { label: 'x', scale: 'linear' as const, domain: interval },
          y: { label: 'noise', scale: 'linear' as const },
          series: [{ name: 'dy/dx, or noise', mark: 'line' as const, points: Array.from(values, (y, index) => ({ x: position(index), y })) }],
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

function claimsOf({ settings, rows, next, map }: Result): Claim[] {
  const { mapNets, mapWidth } = settings;
  const claims = nextClaims(next, settings);
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

/** A trend's bar holds unless the measurement is beyond it by three standard errors, taken from the networks themselves. */
function nextClaims(next: readonly Next[], { width, seed }: Settings): Claim[] {
  const [plain, normalised, residual] = next as [Next, Next, Next];
  const about = ({ sampled, exact }: Next) =>
    `${sampled.count} networks of width ${width}, 256 samples each, seed ${seed}; margin ${margin(sampled).toFixed(3)}, three standard errors` +
    (exact ? `; exact, of ${exact.count}: ${exact.mean.toFixed(3)}` : '');
  const atLeast = (found: Next, sharp: number) =>
    ({
      kind: 'trend',
      checked: 'observed',
      relation: '>=',
      sharp,
      measured: found.sampled.mean,
      holds: found.sampled.mean >= sharp - margin(found.sampled),
    }) as const;
  const size = Math.abs(normalised.sampled.mean);
  return [
    {
      statement: `autocorrelation of dy/dx at lag 4/255, ${claimDepth} normalised layers, in size, within 3 standard errors`,
      kind: 'trend',
      checked: 'observed',
      relation: '<=',
      lecture: 0,
      sharp: 0.05,
      measured: size,
      holds: size <= 0.05 + margin(normalised.sampled),
      note: `white noise; ${about(normalised)}`,
    },
    {
      ...atLeast(plain, 0.7),
      statement: `the same of ${claimDepth} plain layers (${plain.kind})`,
      lecture: 0,
      note: `without normalisation gradients do not shatter; ${about(plain)}`,
    },
    {
      ...atLeast(residual, 0.6),
      statement: `the same of ${claimDepth} residual layers (${residual.kind})`,
      note: `far from white, although every branch is normalised; ${about(residual)}`,
    },
  ];
}

/** Three standard errors. */
const margin = ({ error = 0 }: Estimate) => 3 * error;

const rounded = (value: number | undefined) => (value === undefined ? 'beyond the limit' : Math.round(1e4 * value) / 1e4);

function correlationTable({ rows }: Result): ResultTable {
  const shown = [1, 5, 15];
  return {
    title: 'Autocorrelation of dy/dx at lags of 1, 5 and 15 times 4/255: exact, and from 256 samples (looks-linear: a constant, so its mean is left in)',
    columns: ['kind', 'depth', ...shown.map((lag) => `exact, lag ${lag}`), ...shown.map((lag) => `sampled, lag ${lag}`)],
    rows: rows.map((row) => [
      row.kind,
      row.depth,
      ...shown.map((lag) => rounded(row.exact?.[lags.indexOf(lag)])),
      ...shown.map((lag) => rounded(row.sampled[lags.indexOf(lag)])),
    ]),
  };
}

function nextTable({ next, settings }: Result): ResultTable {
  return {
    title: `Autocorrelation of dy/dx at lag 4/255 after ${claimDepth} layers of width ${settings.width}, with its standard error over the networks`,
    columns: ['kind', 'sampled', 'error', 'networks', 'exact', 'error of exact', 'networks of exact'],
    rows: next.map(({ kind, sampled, exact }) => [kind, ...estimated(sampled), ...(exact ? estimated(exact) : ['not had', '-', '-'])]),
  };
}

const estimated = ({ mean, error, count }: Estimate) => [rounded(mean), error === undefined ? '-' : rounded(error), count];

function pieceTable({ rows, settings }: Result): ResultTable {
  const depths = [...new Set(rows.map(({ depth }) => depth))];
  return {
    title: `Pieces of dy/dx on [-2, 2] at width ${settings.width}: normalised networks have ever more a layer, plain ones about one a unit (looks-linear: bends of the units; the function has one piece)`,
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
