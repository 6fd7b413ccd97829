import { activationNames } from '../network/activation.js';
import { MeanField } from '../theory/mean-field.js';
import { breathe, type Context, defineExperiment, type ResultTable } from './experiment.js';
import { claimsOf } from './init/claims.js';
import { type GradientRow, measureGradients, measureScales, type Regime, regimeOf, trainGrid } from './init/measure.js';
import { plotsOf } from './init/pictures.js';
import type { InitResult } from './init/result.js';
import { type CriticalRow, criticalLine, criticalRows, depths as followed, type SchemeRow, schemeRow, schemes } from './init/theory.js';

/** Activations and weight variances whose gradients are measured in networks. */
const measuredGradients = [
  ['relu', 1],
  ['tanh', 1],
  ['tanh', 2],
  ['selu', 1],
  ['sigmoid', 1],
] as const;
/** Whose critical lines are drawn: those of the homogeneous ones are points. */
const drawn = ['tanh', 'elu', 'selu', 'gelu', 'silu', 'softsign'] as const;

export const init = defineExperiment({
  name: 'init',
  title: 'Proper initialization',
  section: 'Vanishing gradients',
  question: 'Which variances of weights and biases are "proper": through how many layers do signals and gradients go, and which networks train?',
  parameters: {
    activation: {
      kind: 'choice',
      default: 'tanh',
      choices: activationNames,
      help: 'Of the networks whose depth scale is measured, and of those that are trained.',
    },
    sigmaB: { kind: 'number', default: 0.224, minimum: 0, maximum: 2, help: 'Standard deviation of the biases.' },
    sigmas: {
      kind: 'numbers',
      default: [0.6, 0.9, 1.1, 1.3, 1.6, 2, 2.5, 3],
      minimum: 0.1,
      maximum: 10,
      help: 'sigma_w of the trained networks: weights have variance sigma_w^2 / fan-in.',
    },
    depths: { kind: 'integers', default: [2, 5, 10, 15, 20, 30, 40], minimum: 1, maximum: 100, unit: 'hidden layers', help: 'Of the trained networks.' },
    width: { kind: 'integer', default: 48, minimum: 1, maximum: 512, unit: 'units', help: 'Of the trained networks.' },
    steps: { kind: 'integer', default: 150, minimum: 1, maximum: 100_000, unit: 'updates', help: 'Of each training, on 32 digits each.' },
    learningRate: { kind: 'number', default: 0.02, minimum: 0, maximum: 1, help: "Gradient descent's." },
    scaleSigmas: { kind: 'numbers', default: [0.7, 0.9, 1.1, 1.7, 2.1, 2.5], minimum: 0.1, maximum: 10, help: 'sigma_w at which the depth scale is measured.' },
    scaleWidth: { kind: 'integer', default: 1000, minimum: 2, maximum: 100_000, unit: 'units', help: 'Of the networks whose depth scale is measured.' },
    scaleNets: { kind: 'integer', default: 20, minimum: 1, maximum: 10_000, unit: 'networks', help: 'Of each sigma_w whose depth scale is measured.' },
    gradientNets: {
      kind: 'integer',
      default: 400,
      minimum: 10,
      maximum: 100_000,
      unit: 'networks',
      help: 'ReLU networks whose gradients are compared; a tenth as many, 12 at least, of the other activations.',
    },
    curvePoints: { kind: 'integer', default: 30, minimum: 2, maximum: 1000, help: 'sigma_w at which the theory is drawn.' },
    seed: { kind: 'integer', default: 0, minimum: 0, maximum: 2 ** 52, help: 'Of the networks.' },
  },
  quick: {
    sigmas: [0.6, 1.1, 2.5],
    depths: [2, 10, 30],
    width: 32,
    scaleSigmas: [0.9, 3],
    scaleWidth: 500,
    scaleNets: 8,
    gradientNets: 40,
    curvePoints: 6,
  },

  async run(engine, given, context): Promise<InitResult> {
    const { activation, sigmaB, width, seed, steps, scaleWidth, scaleNets, gradientNets, curvePoints } = given;
    const biases = sigmaB ** 2;
    const sigmas = ascending(given.sigmas);
    const depths = ascending(given.depths);
    const scaleSigmas = ascending(given.scaleSigmas);
    const total = activationNames.length + curvePoints + sigmas.length * (1 + depths.length) + scaleSigmas.length + measuredGradients.length + 2;
    let done = 0;
    const told: Context = { ...context, progress: () => context.progress(Math.min(done, total), total) };
    const next = () => breathe(told, ++done, total);

    const [schemeRows, critical]: [SchemeRow[], CriticalRow[]] = [[], []];
    for (const name of activationNames) {
      schemeRows.push(...schemes.map(({ weights }) => schemeRow(engine, name, weights)));
      critical.push(...criticalRows(engine, name, name === 'gelu' || name === 'silu' || biases === 0 ? 0.04 : biases));
      await next();
    }
    const lines = drawn.map((name) => ({ activation: name, points: criticalLine(engine, name) }));

    const field = new MeanField(engine, activation);
    const [curve, regimes]: [Regime[], Regime[]] = [[], []];
    const [lowest, highest] = [Math.min(...sigmas, ...scaleSigmas), Math.max(...sigmas, ...scaleSigmas)];
    for (let point = 0; point < curvePoints; point++) {
      curve.push(regimeOf(engine, field, lowest + ((highest - lowest) * point) / (curvePoints - 1), biases));
      await next();
    }
    for (const sigmaW of sigmas) {
      regimes.push(regimeOf(engine, field, sigmaW, biases));
      await next();
    }

    const scales = await measureScales(engine, field, { sigmas: scaleSigmas, biases, width: scaleWidth, nets: scaleNets, seed }, told);
    done += scaleSigmas.length;
    const gradients: GradientRow[] = [];
    for (const [name, weights] of measuredGradients) {
      gradients.push(
        await measureGradients(engine, { activation: name, weights, width: 64, steps: 9, nets: Math.max(12, Math.ceil(gradientNets / 10)), seed }, told),
      );
      await next();
    }
    const he: GradientRow[] = [];
    for (const size of [
      { width: 64, steps: 10 },
      { width: 32, steps: 50 },
    ]) {
      he.push(await measureGradients(engine, { activation: 'relu', weights: 2, ...size, nets: gradientNets, seed }, told));
      await next();
    }
    const cells = await trainGrid(
      engine,
      { activation, sigmas, depths, biases, width, steps, learningRate: given.learningRate, seed },
      {
        ...told,
        progress: () => context.progress(Math.min(++done, total), total),
      },
    );
    return {
      activation,
      biases,
      schemes: schemeRows,
      critical,
      lines,
      curve: [...curve.filter(({ sigmaW }) => !sigmas.includes(sigmaW)), ...regimes].sort((a, b) => a.sigmaW - b.sigmaW),
      regimes,
      scales,
      gradients,
      he,
      cells,
      propagation: { width: scaleWidth, nets: scaleNets },
      training: { width, steps },
    };
  },

  claims: claimsOf,
  tables: tablesOf,
  plots: plotsOf,
});

function tablesOf({ schemes: rows, critical, curve, scales, gradients, he, cells }: InitResult): readonly ResultTable[] {
  return [
    {
      title: 'Initializers: where the variance tends, chi there, and log10 of the ratio of squared gradients of the first and the last of L layers',
      columns: ['activation', 'sigma_w^2', 'q*', 'chi_1', ...followed.map((depth) => `L = ${depth}`)],
      rows: rows.map(({ activation, weights, q, chi, ratios }) => [
        activation,
        weights,
        q ?? 'grows',
        chi ?? 'none',
        ...ratios.map((ratio) => ratio ?? 'beyond doubles'),
      ]),
    },
    {
      title: 'Critical points: chi_1 = 1',
      columns: ['activation', 'sigma_b^2', 'sigma_w^2', 'sigma_w', 'q*', 'slope of the variance map', 'chi_1 reached'],
      rows: critical.flatMap(({ activation, biases, points }): ResultTable['rows'] =>
        points.length === 0
          ? [[activation, biases, 'none', 'none', 'none', 'none', 'none']]
          : points.map((point) => [
              activation,
              biases,
              point.weights,
              Math.sqrt(point.weights),
              point.kind === 'any' ? 'any' : point.q,
              point.growth,
              point.reached ?? 'none: grows',
            ]),
      ),
    },
    {
      title: 'Depth scales by theory',
      columns: ['sigma_w', 'q*', 'chi_1', 'c*', 'scale of the correlation', 'scale of the variance'],
      rows: curve.map(({ sigmaW, q, chi, c, scale, varianceScale }) => [sigmaW, q ?? 'grows', chi, c, scale, varianceScale]),
    },
    {
      title: 'Depth scales of random networks',
      columns: ['sigma_w', 'c*', 'layers', 'scale by theory', 'measured'],
      rows: scales.map(({ sigmaW, c, layers, scale, measured }) => [sigmaW, c, layers, scale, measured]),
    },
    {
      title: 'Squared gradients of random networks: |delta^1|^2 / |delta^L|^2',
      columns: ['activation', 'sigma_w^2', 'width', 'layers apart', 'networks', 'theory', 'mean', 'standard error', 'median'],
      rows: [...gradients, ...he].map((row) => [row.activation, row.weights, row.width, row.steps, row.nets, row.predicted, row.mean, row.error, row.median]),
    },
    {
      title: 'Trained networks',
      columns: ['sigma_w', 'hidden layers', 'training accuracy', 'test accuracy'],
      rows: cells.map(({ sigmaW, depth, train, test }) => [sigmaW, depth, train, test]),
    },
  ];
}

const ascending = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
