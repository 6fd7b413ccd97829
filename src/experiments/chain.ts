import type { Engine } from '../engine/engine.js';
import {
  type ChainLength,
  type ChainSupremum,
  chainSuprema,
  expectedReluGradient,
  explosionReach,
  sigmoidFactors,
  supremumOfThree,
  sweepChains,
} from '../theory/chain.js';
import { power } from '../theory/power.js';
import { chainPlots } from './chain/plots.js';
import type { ChainResult, Draws, Reach } from './chain/result.js';
import { type Agreement, agreementOf, chainActivations, showTape } from './chain/tapes.js';
import type { Claim } from './claim.js';
import { breathe, defineExperiment, type ResultTable } from './experiment.js';

/** Least and greatest slope of each activation. */
const slopes = { sigmoid: [0, 0.25], relu: [0, 1], 'leaky-relu': [undefined, 1] } as const;
/** Chains of single precision are followed so far: 4^-75 is 0 there. */
const farthest = 96;
/** Layers over which a factor a layer is measured, after the chain has settled. */
const settled = 30;
/** Means are compared with their formulas where so many draws of a relative variance of 1 would say as much: it grows as 2 a layer for the share alive, as pi for the gradient. */
const fewest = 20;
/** Lengths whose suprema are searched between two looks at the clock. */
const together = 4;
/** Standard errors that a mean may be off by. */
const margin = 4.5;

export const chain = defineExperiment({
  name: 'chain',
  title: 'The chain of derivatives',
  section: 'Vanishing gradients',
  question: 'How large can dy/dw_1 of a chain of single units be, how large is it, and does the ReLU solve the problem?',
  parameters: {
    length: { kind: 'integer', default: 64, minimum: 12, maximum: 256, unit: 'layers', help: 'Longest chain; every length from 1 is tried.' },
    draws: {
      kind: 'integer',
      default: 10_000,
      minimum: 100,
      maximum: 1_000_000,
      help: 'Random chains of each length, for each activation and law of weights.',
    },
    x: { kind: 'number', default: 1, minimum: 0.001, maximum: 1000, help: 'Input of the chain.' },
    weights: { kind: 'numbers', default: [0.5, -0.75, 0.25], minimum: -100, maximum: 100, help: 'Of the chain whose tape is shown.' },
    sigma: { kind: 'number', default: 1 / 3, minimum: 0.001, maximum: 10, help: 'Standard deviation of normal weights.' },
    alpha: { kind: 'number', default: 0.01, minimum: 0.001, maximum: 1, help: 'Slope of the leaky ReLU left of 0.' },
    reaches: {
      kind: 'numbers',
      default: [1, 2, 3, 4, 4.5, 5, 5.5, 6, 7, 8],
      minimum: 0.25,
      maximum: 8,
      help: 'Sizes up to which weights are allowed, for the supremum a layer.',
    },
    seed: { kind: 'integer', default: 0, minimum: 0, maximum: 2 ** 52, help: 'Of the weights.' },
  },
  quick: { length: 24, draws: 2000, reaches: [1, 4, 6] },

  async run(engine, { length, draws, x, weights, sigma, alpha, reaches, seed }, context): Promise<ChainResult> {
    const total = 2 * length + 8 + reaches.length;
    let done = 0;
    const tick = () => breathe(context, ++done, total);
    const tapes = chainActivations.map((activation) => showTape(engine, activation, alpha, weights, x));
    let agreement: Agreement = { chains: 0, tape: 0, network: 0 };
    for (let layers = 1; layers <= length; layers++) {
      const one = agreementOf(engine, layers, alpha, x, seed);
      agreement = { chains: agreement.chains + one.chains, tape: Math.max(agreement.tape, one.tape), network: Math.max(agreement.network, one.network) };
      await tick();
    }
    const law = { draws, sigma, x, seed, alpha, length };
    const random: Draws[] = [];
    for (const activation of ['sigmoid', 'relu', 'leaky-relu'] as const) {
      for (const drawn of ['uniform', 'normal'] as const) {
        const [least = alpha, most] = slopes[activation];
        random.push({ activation, weights: drawn, lengths: sweepChains(engine, { ...law, activation, weights: drawn, precision: 'f64', least, most }) });
        await tick();
      }
    }
    const sigmoid = { ...law, activation: 'sigmoid', most: 0.25, least: 0 } as const;
    const ones = { ...sigmoid, weights: 'ones', draws: 1, length: farthest } as const;
    const singles = {
      random: sweepChains(engine, { ...sigmoid, weights: 'uniform', precision: 'f32' }),
      ones: sweepChains(engine, { ...ones, precision: 'f32' }),
      onesInDoubles: sweepChains(engine, { ...ones, precision: 'f64' }),
    };
    await tick();
    const suprema: ChainSupremum[] = [];
    for (let first = 1; first <= length; first += together) {
      const lengths = Array.from({ length: Math.min(together, length + 1 - first) }, (_, index) => first + index);
      suprema.push(...chainSuprema(engine, 'sigmoid', [0, 1], 1, lengths));
      done += lengths.length - 1;
      await tick();
    }
    const measured: Reach[] = [];
    for (const reach of [...new Set(reaches)].sort((a, b) => a - b)) {
      measured.push({ reach, factor: factorOf(engine, reach) });
      await tick();
    }
    return { x, alpha, sigma, draws, tapes, agreement, random, suprema, reaches: measured, singles };
  },

  claims(result): readonly Claim[] {
    const { x, alpha, sigma, draws, agreement, random, suprema, reaches, singles } = result;
    const last = suprema.at(-1)!;
    const factor = last.attained / suprema.at(-2)!.attained;
    const tried = `${draws} chains of each length from 1 to ${suprema.length}, weights uniform in [-1, 1) and N(0, ${Number(sigma.toPrecision(3))}^2)`;
    const of = (activation: Draws['activation']) => random.filter((it) => it.activation === activation).flatMap(({ lengths }) => lengths);
    const count = (activation: Draws['activation'], key: 'above' | 'below') => of(activation).reduce((sum, it) => sum + it[key], 0);
    const outside = of('sigmoid').reduce((sum, it) => sum + it.outside, 0);
    const relu = random.find((it) => it.activation === 'relu' && it.weights === 'normal')!.lengths;
    const alive = relu
      .filter(({ length }) => draws >= fewest * 2 ** length && length <= 8)
      .map(({ length, alive: living }) => deviation(living / draws, 2 ** -length, (1 - 2 ** -length) * 2 ** length, draws));
    const means = relu.flatMap(({ length, mean }) => {
      const { mean: expected, relativeVariance } = expectedReluGradient(length, sigma);
      return relativeVariance * fewest <= draws ? [deviation(mean, expected, relativeVariance, draws)] : [];
    });
    const [three, tenth] = [relu[2]!, relu[9]!];
    const zero = firstZero(singles.ones);
    const predicted = singles.onesInDoubles.find(({ mean }) => mean * x <= 2 ** -150)?.length;
    const stray = reaches.filter(({ reach, factor: it }) => it > reach / 4 || it > 1 !== reach > explosionReach);
    return [
      {
        statement: "dy/dw_1 as the lecture's product, by back-propagation along the tape, and as a network's gradient: largest difference over its bound",
        kind: 'bound',
        checked: 'observed',
        relation: '<=',
        sharp: 1,
        measured: Math.max(agreement.tape, agreement.network),
        holds: agreement.tape <= 1 && agreement.network <= 1,
        note: `${agreement.chains} chains of up to ${suprema.length} layers, sigmoid, tanh, ReLU and leaky ReLU; 2L factors in two orders may differ by (4L - 2) 2^-53 relative, and 4 more where a loss is divided out`,
      },
      {
        statement: 'sigmoid chains with |w_2|, ..., |w_L| <= 1 whose |dy/dw_1| exceeds (1/4)^L |x|',
        kind: 'bound',
        checked: 'observed',
        relation: '=',
        lecture: 0,
        sharp: 0,
        measured: count('sigmoid', 'above'),
        holds: count('sigmoid', 'above') === 0,
        note: `${tried}, less ${outside} that had a weight beyond 1; rounding cannot cross the bound; w_1 need not be bounded`,
      },
      {
        statement: 'greatest |dy/dw_1| / |x| of three sigmoid layers, |w_2|, |w_3| <= 1',
        kind: 'bound',
        checked: 'observed',
        relation: '<=',
        lecture: 1 / 64,
        sharp: supremumOfThree,
        measured: suprema[2]!.attained,
        holds: Math.abs(suprema[2]!.attained / supremumOfThree - 1) < 1e-13,
        note: `${Number((64 * suprema[2]!.attained).toPrecision(4))} of the lecture's bound, which is not attained: at u_1 = ${suprema[2]!.u1.toPrecision(6)}, w_2 = ${suprema[2]!.weights[0]}, w_3 = ${suprema[2]!.weights[1]}; three slopes cannot all be taken at 0`,
      },
      {
        statement: `factor by which the greatest |dy/dw_1| shrinks from ${suprema.length - 1} to ${suprema.length} sigmoid layers`,
        kind: 'bound',
        checked: 'observed',
        relation: '=',
        lecture: 0.25,
        sharp: sigmoidFactors.steepest,
        measured: factor,
        holds:
          Math.abs(factor - sigmoidFactors.steepest) < 1e-6 &&
          suprema.every(
            ({ grid, attained, length, weights }) => attained <= 0.25 ** length && Math.abs(grid / attained - 1) < 1e-3 && weights.every((w) => w === -1),
          ),
        note: `a dynamic programme over the box and then the chain itself, for every length: all weights go to -1, where activations tend to a = s(-a); the supremum is ${Number((last.attained * 4 ** last.length).toPrecision(3))} of (1/4)^${last.length}`,
      },
      {
        statement: 'ReLU chains with |w_2|, ..., |w_L| <= 1 whose |dy/dw_1| exceeds |x|',
        kind: 'bound',
        checked: 'observed',
        relation: '=',
        lecture: 0,
        sharp: 0,
        measured: count('relu', 'above'),
        holds: count('relu', 'above') === 0,
        note: `${tried}; |x| is attained (all weights 1), but it is an upper bound, and does not solve anything by itself: see the next two`,
      },
      {
        statement: `share of ReLU chains that are alive after L layers is 2^-L: largest deviation in standard errors, L = 1 to ${alive.length}`,
        kind: 'trend',
        checked: 'observed',
        relation: '<=',
        sharp: margin,
        measured: Math.max(...alive),
        holds: Math.max(...alive) <= margin,
        note: `exactly 2^-L for weights that are symmetric about 0; at 10 layers dy/dw_1 is 0 for ${tenth.zeros} of ${draws} chains: the ReLU does not solve vanishing in a chain (it does in wide layers with Var w = 2/n)`,
      },
      {
        statement: `mean |dy/dw_1| / |x| of ReLU chains with weights N(0, sigma^2): largest deviation from (1/2) (E|w| / 2)^(L-1) in standard errors, L = 1 to ${means.length}`,
        kind: 'trend',
        checked: 'observed',
        relation: '<=',
        sharp: margin,
        measured: Math.max(...means),
        holds: Math.max(...means) <= margin,
        note: `at L = 3 ${three.mean.toPrecision(3)}, expected ${expectedReluGradient(3, sigma).mean.toPrecision(3)}; expected at L = 10 ${expectedReluGradient(10, sigma).mean.toPrecision(2)}: it vanishes by a factor of ${(Math.sqrt(2 * Math.PI) / sigma).toPrecision(3)} a layer`,
      },
      {
        statement: 'leaky ReLU chains whose product of slopes is outside [alpha^L, 1], or whose |dy/dw_1| exceeds |x| with |w| <= 1',
        kind: 'bound',
        checked: 'observed',
        relation: '=',
        sharp: 0,
        measured: count('leaky-relu', 'below') + count('leaky-relu', 'above'),
        holds: count('leaky-relu', 'below') + count('leaky-relu', 'above') === 0,
        note: `alpha = ${alpha}; ${tried}: no slope is 0, but alpha^L vanishes faster than (1/4)^L for alpha < 1/4`,
      },
      {
        statement: "sizes of weights at which the greatest factor a layer exceeds |w| max s' = |w| / 4, or is on the wrong side of 1",
        kind: 'bound',
        checked: 'observed',
        relation: '=',
        sharp: 0,
        measured: stray.length,
        holds: stray.length === 0,
        note: `|w| < 4 is enough to vanish, not needed: the greatest factor a layer passes 1 at |w| = ${explosionReach.toPrecision(6)}; without a bound on the weights the chain explodes (${reaches.map(({ reach, factor: it }) => `${reach}: ${it.toPrecision(3)}`).join(', ')})`,
      },
      {
        statement: 'length from which f32 has a false zero for dy/dw_1 of the sigmoid chain with all weights 1',
        kind: 'trend',
        checked: 'observed',
        relation: '=',
        sharp: predicted ?? 'none',
        measured: zero ?? 'none',
        holds: zero !== undefined && predicted !== undefined && Math.abs(zero - predicted) <= 1,
        note: `f64 still has ${(singles.onesInDoubles[(zero ?? 1) - 1]!.mean * x).toPrecision(3)} there (margin: a layer, for rounding); the bound (1/4)^L itself is 0 in f32 from L = 75; ${falseZeros(singles.random, random)}`,
      },
    ];
  },

  tables({ x, alpha, draws, tapes, random, suprema, reaches, singles }): readonly ResultTable[] {
    const of = (activation: Draws['activation'], weights: Draws['weights']) =>
      random.find((it) => it.activation === activation && it.weights === weights)!.lengths;
    const [sigmoid, relu, leaky] = [of('sigmoid', 'uniform'), of('relu', 'uniform'), of('leaky-relu', 'uniform')];
    return [
      ...tapes.map(({ activation, tape, network }) => ({
        title: `The tape: ${activation}, x = ${x}; dy/dw_1 = ${tape.product} as a product, ${tape.layers[0]!.gradient} back along the tape, ${network} as a network's gradient`,
        columns: ['layer', 'w', 'u', 'f(u)', "f'(u)", 'dy/dw'],
        rows: tape.layers.map(({ weight, u, activation: value, slope, gradient }, l) => [l + 1, weight, u, value, slope, gradient]),
      })),
      {
        title: `Sigmoid, |dy/dw_1| / |x| with weights in [-1, 1]: the bound, the supremum, and ${draws} draws`,
        columns: ['L', '(1/4)^L', 'supremum', 'supremum / bound', 'greatest drawn', 'mean', 'median', 'share 0 in f32'],
        rows: suprema.map(({ length, attained }, l) => [
          length,
          0.25 ** length,
          attained,
          attained * 4 ** length,
          sigmoid[l]!.greatest,
          sigmoid[l]!.mean,
          sigmoid[l]!.median,
          singles.random[l]!.zeros / draws,
        ]),
      },
      {
        title: 'ReLU and leaky ReLU, |dy/dw_1| / |x| with weights in [-1, 1]',
        columns: ['L', '2^-L', 'share alive', 'ReLU greatest', 'ReLU mean', 'alpha^L', 'leaky median', 'leaky mean'],
        rows: relu.map(({ length, alive, greatest, mean }, l) => [
          length,
          2 ** -length,
          alive / draws,
          greatest,
          mean,
          power(alpha, length),
          leaky[l]!.median,
          leaky[l]!.mean,
        ]),
      },
      {
        title: 'Weights up to a size: factor by which the greatest |dy/dw_1| of a sigmoid chain grows a layer',
        columns: ['|w| up to', 'bound |w| / 4', 'greatest factor'],
        rows: reaches.map(({ reach, factor }) => [reach, reach / 4, factor]),
      },
    ];
  },

  plots: chainPlots,
});

/** Growth a layer of the supremum, over two layers: the best chains may alternate. */
function factorOf(engine: Engine, reach: number): number {
  const [before, after] = chainSuprema(engine, 'sigmoid', [0, 1], reach, [settled, settled + 2]) as [ChainSupremum, ChainSupremum];
  return Math.sqrt(after.attained / before.attained);
}

/** |measured - expected| in standard errors of the mean of so many draws. */
function deviation(measured: number, expected: number, relativeVariance: number, draws: number): number {
  return Math.abs(measured / expected - 1) / Math.sqrt(relativeVariance / draws);
}

function firstZero(lengths: readonly ChainLength[]): number | undefined {
  return lengths.find(({ zeros }) => zeros > 0)?.length;
}

function falseZeros(singles: readonly ChainLength[], random: readonly Draws[]): string {
  const doubles = random.find(({ activation, weights }) => activation === 'sigmoid' && weights === 'uniform')!.lengths;
  const first = singles.find(({ zeros }, l) => zeros > doubles[l]!.zeros);
  const half = singles.find(({ median }, l) => median === 0 && doubles[l]!.median > 0);
  if (first === undefined) return 'no random chain of these lengths is a false zero';
  return `of the random chains some are from L = ${first.length}${half === undefined ? '' : `, half from L = ${half.length}`}`;
}
