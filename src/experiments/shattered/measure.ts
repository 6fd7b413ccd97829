import type { Engine } from '../../engine/engine.js';
import { noise, sampledAutocorrelation, stepAutocorrelation } from '../../theory/autocorrelation.js';
import { correlationMap } from '../../theory/correlation-map.js';
import type { RandomRelu } from '../../theory/random-relu.js';
import { SampledSlopes } from '../../theory/sampled-slopes.js';
import { type StepFunction, StepSlopes } from '../../theory/step-slopes.js';
import { breathe, type Context } from '../experiment.js';

/** The paper's inputs: 256 points of [-2, 2]. Lags are counted in their steps. */
export const samples = 256;
export const interval = [-2, 2] as const;
export const lags = [1, 5, 15, ...Array.from({ length: 16 }, (_, index) => 4 * index)]
  .filter((lag, index, all) => all.indexOf(lag) === index)
  .sort((a, b) => a - b);
const spacing = (interval[1] - interval[0]) / (samples - 1);

export interface Settings {
  readonly width: number;
  readonly nets: number;
  readonly sampledNets: number;
  readonly depths: readonly number[];
  readonly biasDeviations: readonly number[];
  readonly branchScales: readonly number[];
  readonly pieceLimit: number;
  readonly mapWidth: number;
  readonly mapNets: number;
  readonly seed: number;
}

export interface Kind {
  readonly name: string;
  readonly family: 'plain' | 'centred' | 'normalised' | 'residual' | 'looks-linear';
  readonly network: Omit<RandomRelu, 'width' | 'seed' | 'number'>;
}

/** A mean over networks, and its standard error (undefined for a single one). */
export interface Estimate {
  readonly mean: number;
  readonly error: number | undefined;
  readonly count: number;
}

/** The depth of the paper's picture, which the claims are about. */
export const claimDepth = 24;

/** One kind at one depth, meaned over the networks. */
export interface Row {
  readonly kind: string;
  readonly family: Kind['family'];
  readonly depth: number;
  /** Pieces of dy/dx; undefined where some network has more than the limit. */
  readonly pieces: number | undefined;
  /** Autocorrelation at every lag of `lags`: exact, and from 256 samples; undefined as pieces. */
  readonly exact: readonly number[] | undefined;
  readonly sampled: readonly number[];
  /** At a lag of 1 alone, with its standard error. */
  readonly exactNext: Estimate | undefined;
  /** Largest standard deviation of dy/dx over its mean, among the networks. */
  readonly spread: number | undefined;
}

/** Steps that a picture can hold; of more, it shows the samples. */
const mostDrawn = 4000;

/** dy/dx of the first network, for the pictures. */
export interface Curve {
  readonly kind: string;
  readonly depth: number;
  readonly step: StepFunction | undefined;
  readonly sampled: Float64Array;
}

export interface MapRow {
  readonly depth: number;
  readonly plain: number;
  readonly normalised: number;
  readonly plainTheory: number;
  readonly half: number;
}

export function kindsOf({ biasDeviations, branchScales }: Settings): Kind[] {
  const biasDeviation = biasDeviations[0] as number;
  return [
    ...biasDeviations.map(
      (deviation): Kind => ({ name: `plain, bias ${deviation}`, family: 'plain', network: { normalization: 'none', biasDeviation: deviation } }),
    ),
    { name: 'centred', family: 'centred', network: { normalization: 'centre', biasDeviation } },
    { name: 'normalised', family: 'normalised', network: { normalization: 'scale', biasDeviation } },
    ...branchScales.map((branch): Kind => ({ name: `residual x ${branch}`, family: 'residual', network: { normalization: 'scale', branch, biasDeviation } })),
    { name: 'looks-linear', family: 'looks-linear', network: { normalization: 'none', mirrored: true, biasDeviation } },
  ];
}

export async function measureKind(engine: Engine, settings: Settings, kind: Kind, context: Context): Promise<{ rows: Row[]; curves: Curve[] }> {
  const { width, nets, pieceLimit, seed } = settings;
  const depths = [...new Set(settings.depths)].sort((a, b) => a - b);
  const deepest = depths.at(-1) as number;
  // a constant function is all mean
  const centred = kind.family !== 'looks-linear';
  const points = inputs();
  const curves: Curve[] = [];
  /** The deepest that all networks so far have reached within the limit. */
  let reach = deepest;
  const found = depths.map((depth) => ({ depth, exact: [] as { pieces: number; values: number[]; spread: number }[], sampled: [] as number[][] }));
  for (let number = 0; number < nets; number++) {
    const network: RandomRelu = { ...kind.network, width, seed, number };
    using exact = new StepSlopes(engine, network, interval);
    using sampled = new SampledSlopes(engine, network, points);
    for (let depth = 1; depth <= deepest; depth++) {
      await breathe(context, number * deepest + depth - 1, nets * deepest);
      if (depth > 1) {
        sampled.advance();
        if (depth <= reach && exact.advance(pieceLimit) === undefined) reach = depths.findLast((each) => each < depth) ?? 0;
      }
      const at = found.find((each) => each.depth === depth);
      if (at === undefined) continue;
      const slopes = sampled.slopes();
      at.sampled.push(sampledAutocorrelation(engine, slopes, lags, { centred }));
      const step = depth <= reach ? exact.slopes(pieceLimit) : undefined;
      if (step) {
        const { values, mean, variance } = stepAutocorrelation(
          engine,
          step,
          lags.map((lag) => lag * spacing),
          { centred },
        );
        at.exact.push({ pieces: step.slopes.length, values, spread: Math.sqrt(variance) / Math.abs(mean) });
      }
      if (number === 0) curves.push({ kind: kind.name, depth, step: step && step.slopes.length <= mostDrawn ? step : undefined, sampled: slopes });
    }
  }
  const rows = found.map(({ depth, exact, sampled }): Row => {
    const all = exact.length === nets;
    return {
      kind: kind.name,
      family: kind.family,
      depth,
      pieces: all ? mean(exact.map(({ pieces }) => pieces)) : undefined,
      exact: all ? lags.map((_, lag) => mean(exact.map(({ values }) => values[lag] as number))) : undefined,
      sampled: lags.map((_, lag) => mean(sampled.map((values) => values[lag] as number))),
      exactNext: all ? estimate(exact.map(({ values }) => values[lags.indexOf(1)] as number)) : undefined,
      spread: all ? Math.max(...exact.map(({ spread }) => spread)) : undefined,
    };
  });
  return { rows, curves };
}

/** Autocorrelation at a lag of 1 of 256 samples after 24 layers, over many networks: the first of them are those of the exact steps. */
export async function measureNext(engine: Engine, { width, sampledNets, seed }: Settings, { network }: Kind, context: Context): Promise<Estimate> {
  const points = inputs();
  const values: number[] = [];
  for (let number = 0; number < sampledNets; number++) {
    using sampled = new SampledSlopes(engine, { ...network, width, seed, number }, points);
    while (sampled.depth < claimDepth) {
      await breathe(context, number + sampled.depth / claimDepth, sampledNets);
      sampled.advance();
    }
    values.push(sampledAutocorrelation(engine, sampled.slopes(), [1], { centred: true })[0] as number);
  }
  return estimate(values);
}

/** Orthogonal inputs of wide networks: the correlation of the derivatives, measured, and the map's. */
export async function measureMap(engine: Engine, { mapWidth: width, mapNets, seed }: Settings, context: Context): Promise<MapRow[]> {
  const depth = 10;
  const cosines: Record<'none' | 'scale', number[][]> = { none: [], scale: [] };
  for (let number = 0; number < mapNets; number++) {
    for (const normalization of ['none', 'scale'] as const) {
      // streams of their own, beyond those of the networks of one input
      using network = new SampledSlopes(engine, { width, normalization, biasDeviation: 0, seed, number: 100_000 + number }, 32);
      const values = [network.meanCosine()];
      while (network.depth < depth) {
        await breathe(context, number + (normalization === 'none' ? 0 : 0.5) + network.depth / (2 * depth), mapNets);
        network.advance();
        values.push(network.meanCosine());
      }
      cosines[normalization].push(values);
    }
  }
  return correlationMap(depth, false).map(({ depth, correlation }) => ({
    depth,
    plain: mean(cosines.none.map((values) => values[depth - 1] as number)),
    normalised: mean(cosines.scale.map((values) => values[depth - 1] as number)),
    plainTheory: correlation,
    half: 2 ** -depth,
  }));
}

/** White and brown noise of 256 samples: one of each, and the autocorrelation meaned over 200. */
export function measureNoise(engine: Engine, seed: number) {
  return ([false, true] as const).map((brown) => {
    const drawn = Array.from({ length: 200 }, (_, stream) => noise(engine, { count: samples, brown, seed, stream: 2 * stream + Number(brown) }));
    const correlations = drawn.map((each) => sampledAutocorrelation(engine, each, lags, { centred: true }));
    return {
      name: brown ? 'brown noise' : 'white noise',
      samples: drawn[0] as Float64Array,
      correlation: lags.map((_, lag) => mean(correlations.map((values) => values[lag] as number))),
    };
  });
}

const inputs = () => Float64Array.from({ length: samples }, (_, index) => interval[0] + spacing * index);

function estimate(values: readonly number[]): Estimate {
  const [count, middle] = [values.length, mean(values)];
  const squares = values.reduce((sum, value) => sum + (value - middle) * (value - middle), 0);
  return { mean: middle, error: count > 1 ? Math.sqrt(squares / (count * (count - 1))) : undefined, count };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
