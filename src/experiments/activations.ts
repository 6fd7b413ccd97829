import type { Engine } from '../engine/engine.js';
import { precisions } from '../engine/memory.js';
import { type ActivationName, activationNames, activations as facts } from '../network/activation.js';
import { slopeBound } from '../theory/activation-bounds.js';
import { median } from '../theory/median.js';
import { type Accuracy, measureAccuracy } from './activations/accuracy.js';
import { activationPlots } from './activations/plots.js';
import type { ActivationsResult, BuildFigures } from './activations/result.js';
import { measureSpeed, type Speed } from './activations/speed.js';
import { learned, measureTraining, quiet, startOf, type Training } from './activations/training.js';
import type { Claim, Figure } from './claim.js';
import { breathe, type Context, defineExperiment, type Experiment, type ResultTable } from './experiment.js';

export interface Bench {
  /** Engines of other builds, to be measured beside the one that the experiment is given; the smaller module will do. */
  readonly others?: readonly Engine[];
  /** Milliseconds; the wall's unless said. The processor's are steadier on a shared machine. */
  readonly clock?: () => number;
}

/** No activation's error exceeds this (docs/accuracy.md has each one's own). */
const promised = 6.5;
/** A ratio of times says something from here on, whatever else the machine does. */
const slower = 1.2;
/** Length of an array whose figures stand in the first table, if it is among those measured. */
const usual = 16_384;
/** With fewer rounds, or of fewer numbers, where a call costs more than they do, times say too little to claim anything. */
const steadyRounds = 3;
const steadyLength = 4096;

/** The activations side by side: speed, accuracy, and what a network makes of them. */
export const activations: Experiment = activationsExperiment({});

/** The same with further builds, or another clock. */
export function activationsExperiment({ others = [], clock = () => performance.now() }: Bench): Experiment {
  return defineExperiment({
    name: 'activations',
    title: 'The activations side by side',
    section: 'Conclusion: activation functions play an important role',
    question: 'What does each activation cost, how exact is it, how steep, how many units does it silence, and how deep can a network of it be trained?',
    parameters: {
      activations: { kind: 'choices', default: [...activationNames], choices: activationNames, help: 'Which ones.' },
      lengths: {
        kind: 'integers',
        default: [256, usual, 1_048_576],
        minimum: 4,
        maximum: 2 ** 24,
        unit: 'numbers',
        help: 'Lengths of the arrays that are timed.',
      },
      rounds: { kind: 'integer', default: 7, minimum: 1, maximum: 1000, help: 'Times that everything is timed, in turn; medians are shown.' },
      points: { kind: 'integer', default: 20_000, minimum: 16, maximum: 2 ** 24, help: 'Random numbers of each precision over which errors are measured.' },
      depths: { kind: 'integers', default: [2, 5, 10, 20], minimum: 1, maximum: 100, unit: 'hidden layers', help: 'Of the networks that are trained.' },
      width: { kind: 'integer', default: 16, minimum: 1, maximum: 256, unit: 'units', help: 'Of every hidden layer.' },
      seeds: { kind: 'integer', default: 3, minimum: 1, maximum: 100, help: 'Trainings of each activation and depth.' },
      steps: { kind: 'integer', default: 500, minimum: 1, maximum: 100_000, unit: 'updates', help: 'Of each training.' },
      learningRate: { kind: 'number', default: 0.02, minimum: 1e-6, maximum: 10, help: 'With momentum 0.9.' },
      seed: { kind: 'integer', default: 0, minimum: 0, maximum: 2 ** 52, help: 'Of the points, the data and the first weights.' },
    },
    quick: { lengths: [usual], rounds: 5, points: 1000, depths: [2, 10], seeds: 1, steps: 400 },

    async run(engine, parameters, context): Promise<ActivationsResult> {
      const { lengths, rounds, points, seeds, seed } = parameters;
      const names = [...new Set(parameters.activations)];
      const depths = [...new Set(parameters.depths)].sort((a, b) => a - b);
      const engines = [engine, ...others];
      const part = parts(context, 2);
      const speeds = await measureSpeed(engines, { names, lengths, rounds, clock }, part());
      const builds: BuildFigures[] = [];
      for (const [index, one] of engines.entries()) {
        const accuracies: Accuracy[] = [];
        for (const name of names) {
          for (const precision of precisions) {
            accuracies.push(measureAccuracy(engine, one, name, precision, points, seed));
            await breathe({ ...context, progress: () => {} }, 0, 1);
          }
        }
        builds.push({ build: one.build, speeds: speeds[index]!, accuracies });
      }
      const trainings = await measureTraining(engine, { ...parameters, names, depths }, part());
      const length = lengths.includes(usual) ? usual : lengths[0]!;
      return { names, length: Math.ceil(length / 4) * 4, points, rounds, depths, seeds, builds, trainings };
    },

    claims(result): readonly Claim[] {
      const { names, points, rounds, depths, seeds, builds, trainings, length } = result;
      const errors = builds.flatMap(({ accuracies }) => accuracies.flatMap(({ value, slope }) => [value, slope]));
      const first = builds[0]!.speeds.filter((speed) => speed.length === length);
      const time = (name: ActivationName) => first.find((it) => it.name === name && it.precision === 'f32')?.fastestForward;
      const [relu, sigmoid] = [time('relu'), time('sigmoid')];
      const doubles = median(names.map((name) => ratioOf(first, name)));
      const steady = trainings.filter(({ name }) => name === 'identity' || name === 'leaky-relu' || name === 'abs');
      const loud = Math.max(...steady.flatMap(({ trials }) => trials.map(({ loss, quiet: share }) => (Number.isFinite(loss) ? share : 0))));
      const timed = `the fastest of ${rounds} interleaved rounds each, over ${length} numbers, ${builds[0]!.build} build`;
      const isSteady = rounds >= steadyRounds && length >= steadyLength;
      const [deepRelu, deepSigmoid] = [trainedDepth(trainings, 'relu'), trainedDepth(trainings, 'sigmoid')];
      const claims: (Claim | undefined)[] = [
        {
          statement: 'largest error of a value or slope, f32 or f64, in units in the last place',
          kind: 'bound',
          checked: 'observed',
          relation: '<=',
          sharp: promised,
          measured: Math.max(...errors),
          holds: Math.max(...errors) <= promised,
          note: `${points} random numbers of each precision, ${builds.map(({ build }) => build).join(' and ')}; f32 (magnitudes from 2^-126 to 2^20) against the f64 kernels, f64 (from 2^-60 to 32) against double-double arithmetic`,
        },
        isSteady && relu !== undefined && sigmoid !== undefined
          ? {
              statement: 'a sigmoid takes longer than a ReLU, forward in f32: ratio',
              kind: 'trend',
              checked: 'observed',
              relation: '>=',
              sharp: slower,
              measured: sigmoid / relu,
              holds: sigmoid / relu >= slower,
              note: timed,
            }
          : undefined,
        isSteady
          ? {
              statement: 'f64 takes longer than f32 a number, forward: median ratio of the activations',
              kind: 'trend',
              checked: 'observed',
              relation: '>=',
              sharp: slower,
              measured: doubles,
              holds: doubles >= slower,
              note: `${timed}; a vector holds half as many, and polynomials are longer`,
            }
          : undefined,
        steady.length > 0
          ? {
              statement: `share of units with |slope| < ${quiet} at every training point, where |f'| is never so small (identity, leaky ReLU, |z|)`,
              kind: 'bound',
              checked: 'observed',
              relation: '=',
              sharp: 0,
              measured: loud,
              holds: loud === 0,
              note: `${steady.reduce((sum, { trials }) => sum + trials.length, 0)} trained networks; the slope of |z| at 0 itself is 0`,
            }
          : undefined,
        names.includes('relu') && names.includes('sigmoid') && depths.at(-1)! >= 10
          ? {
              statement: `deepest network that trains: ReLU (He) against sigmoid (Xavier), which trains to depth ${deepSigmoid}`,
              kind: 'trend',
              checked: 'observed',
              relation: '>=',
              sharp: deepSigmoid,
              measured: deepRelu,
              holds: deepRelu > deepSigmoid,
              note: `two moons; depths ${depths.join(', ')}, medians of ${seeds} seeds; "trains": more than ${learned} of the test points right (0 where no depth does). Every activation runs with the same recipe, which favours some: see the table`,
            }
          : undefined,
      ];
      return claims.filter((claim) => claim !== undefined);
    },

    tables(result): readonly ResultTable[] {
      const { names, builds, trainings, depths, length } = result;
      return [
        {
          title: `Activations: ${length} numbers in cache; networks of ${middle(depths)} hidden layers`,
          columns: [
            'activation',
            'f32 forward ns',
            'f32 backward ns',
            'f64 forward ns',
            'f64 backward ns',
            'f32 forward GB/s',
            'f32 ulp (value, against f64)',
            'f32 ulp (slope)',
            'f64 ulp (value, against double-double)',
            'f64 ulp (slope)',
            'sup |slope|',
            'quiet units',
            'trains to depth',
            'final loss',
          ],
          rows: names.flatMap((name) => builds.map((build, index) => summary(result, name, build, index === 0))),
        },
        ...builds.map(({ build, speeds }) => ({
          title: `Nanoseconds a number and GB/s (forward: z read, a written; backward: z and d read, d written), ${build} build`,
          columns: ['activation', 'precision', 'length', 'forward ns', 'backward ns', 'forward GB/s', 'backward GB/s'],
          rows: speeds.map(({ name, precision, length: count, forward, backward }) => {
            const bytes = precision === 'f32' ? 4 : 8;
            return [name, precision, count, forward, backward, (2 * bytes) / forward, (3 * bytes) / backward];
          }),
        })),
        {
          title: 'Trainings on two moons, medians of the seeds',
          columns: ['activation', 'initialisation', 'depth', 'test accuracy', 'training loss', 'quiet units', 'loss of each seed'],
          rows: trainings.map(({ name, depth, accuracy, loss, quiet: share, trials }) => [
            name,
            startOf(name),
            depth,
            accuracy,
            Number.isFinite(loss) ? loss : 'diverged',
            Number.isFinite(loss) ? share : 'diverged',
            trials.map((trial) => Number(trial.loss.toPrecision(3))).join(' '),
          ]),
        },
      ];
    },

    plots: activationPlots,
  });
}

/** One row of the table that has everything; trainings are of the first build. */
function summary(
  { trainings, depths, length, builds }: ActivationsResult,
  name: ActivationName,
  { build, speeds, accuracies }: BuildFigures,
  isFirst: boolean,
): Figure[] {
  const speed = (precision: 'f32' | 'f64') => speeds.find((it) => it.name === name && it.precision === precision && it.length === length)!;
  const [single, double] = [speed('f32'), speed('f64')];
  const errors = precisions.flatMap((precision) => {
    const { value, slope } = accuracies.find((it) => it.name === name && it.precision === precision)!;
    return [value, slope];
  });
  const training = trainings.find((it) => it.name === name && it.depth === middle(depths))!;
  const rule = facts[name];
  const stayed = Number.isFinite(training.loss);
  const trained = [stayed ? training.quiet : 'diverged', trainedDepth(trainings, name), stayed ? training.loss : 'diverged'];
  return [
    builds.length > 1 ? `${name} (${build})` : name,
    single.forward,
    single.backward,
    double.forward,
    double.backward,
    8 / single.forward,
    ...errors,
    slopeBound(name, 'alpha' in rule ? rule.alpha.default : 0),
    ...(isFirst ? trained : ['', '', '']),
  ];
}

/** The greatest depth at which the median test accuracy is that of a network that has learned; 0 if there is none. */
export function trainedDepth(trainings: readonly Training[], name: ActivationName): number {
  return Math.max(0, ...trainings.filter((it) => it.name === name && it.accuracy > learned).map(({ depth }) => depth));
}

/** The depth whose figures stand in the first table. */
const middle = (depths: readonly number[]): number => depths[depths.length >> 1]!;

function ratioOf(speeds: readonly Speed[], name: ActivationName): number {
  const time = (precision: 'f32' | 'f64') => speeds.find((it) => it.name === name && it.precision === precision)!.fastestForward;
  return time('f64') / time('f32');
}

/** The context of each of several parts of about the same length, one after the other. */
function parts(context: Context, count: number): () => Context {
  let part = 0;
  return () => {
    const before = part++;
    return { ...context, progress: (done, of) => context.progress(before * 1000 + (1000 * done) / of, count * 1000) };
  };
}
