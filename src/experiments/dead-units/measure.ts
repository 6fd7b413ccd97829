import { dataSets } from '../../data/index.js';
import type { Engine } from '../../engine/engine.js';
import { Dataset } from '../../network/dataset.js';
import { Network } from '../../network/network.js';
import { type Optimizer, Trainer } from '../../network/trainer.js';
import { type Census, censusOf, drawKinks, drawSurvivals, kinkProbability, survivalProbability } from '../../theory/dead-units.js';
import { backpropagate, outputRange } from '../../theory/layer-statistics.js';
import { breathe, type Context } from '../experiment.js';

export const shownActivations = ['relu', 'leaky-relu', 'elu', 'gelu'] as const;
export type ShownActivation = (typeof shownActivations)[number];
export const shownInits = ['he-normal', 'xavier-normal', 'heuristic', 'orthogonal'] as const;
export type ShownInit = (typeof shownInits)[number];

/** A share that was counted, and what it is expected to be; `error` in standard deviations of so many independent draws. */
export interface Share {
  readonly expected: number;
  readonly measured: number;
  readonly draws: number;
  readonly error: number;
}

export interface SurvivalRow {
  readonly width: number;
  readonly depth: number;
  readonly survival: Share;
  /** Active units in the layers that a signal reached. */
  readonly active: Share;
}

export interface KinkRow {
  readonly sigmaW: number;
  readonly inside: Share;
  readonly dead: Share;
}

/** Random ReLU networks on digits, a layer each: units with z > 0, and units that are inactive on all digits. */
export interface StartRow {
  readonly active: Share;
  readonly dead: number;
}

/** A network at a moment of its training, on all training digits. */
export interface Moment {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly layers: readonly Census[];
  /** Root mean square of dL/dz in the first hidden layer. */
  readonly gradient: number;
  /** Largest difference between two images in one output. */
  readonly range: number;
}

export interface Course {
  readonly activation: ShownActivation;
  readonly init: ShownInit;
  readonly depth: number;
  readonly rate: number;
  readonly diverged: boolean;
  readonly moments: readonly Moment[];
}

/** One network that is trained too fast and then with care, under one seed for both activations. */
export interface Patient {
  readonly activation: 'relu' | 'leaky-relu';
  readonly seed: number;
  readonly diverged: boolean;
  /** Before, after the fast steps, and during the careful ones. */
  readonly moments: readonly Moment[];
}

export interface DeadUnitsResult {
  readonly survivals: readonly SurvivalRow[];
  readonly kinks: readonly KinkRow[];
  /** A hidden layer each. */
  readonly start: readonly StartRow[];
  readonly courses: readonly Course[];
  readonly patients: readonly Patient[];
  readonly width: number;
  readonly startNetworks: number;
  readonly killRate: number;
  readonly killSteps: number;
}

export interface DeadUnitsParameters {
  readonly activations: readonly ShownActivation[];
  readonly inits: readonly ShownInit[];
  readonly depths: readonly number[];
  readonly width: number;
  readonly rates: readonly number[];
  readonly steps: number;
  readonly trials: number;
  readonly startDepth: number;
  readonly startNetworks: number;
  readonly killRate: number;
  readonly killSteps: number;
  readonly careSteps: number;
  readonly patients: number;
  readonly seed: number;
}

const loss = 'cross-entropy';
const classes = 10;
const bins = 10;
/** Shapes whose signals are followed. */
const shapes = [
  [1, 3],
  [2, 5],
  [2, 10],
  [3, 10],
  [4, 20],
  [8, 50],
] as const;
/** Weights of the first layer on [0, 1], as multiples of the deviation of the bias. */
const kinkScales = [0.5, 1, 2];
const kinkUnits = 20_000;

function share(expected: number, count: number, draws: number): Share {
  const measured = count / draws;
  return { expected, measured, draws, error: Math.abs(measured - expected) / Math.sqrt((expected * (1 - expected)) / draws) };
}

/** Signals of one input through networks without biases, and bends of the units of a first layer. */
export async function measureChance(
  engine: Engine,
  { trials, seed }: DeadUnitsParameters,
  context: Context,
): Promise<{ survivals: SurvivalRow[]; kinks: KinkRow[] }> {
  const survivals: SurvivalRow[] = [];
  for (const [index, [width, depth]] of shapes.entries()) {
    const [survived, reached, active] = [[], [], []] as [number[], number[], number[]];
    const chunk = Math.max(1, Math.floor(2e6 / (width * width * depth)));
    for (let first = 0; first < trials; first += chunk) {
      await breathe(context, index + first / trials, shapes.length);
      const drawn = drawSurvivals(engine, { width, depth, first, trials: Math.min(chunk, trials - first), seed });
      survived.push(drawn.survived);
      reached.push(drawn.reached);
      active.push(drawn.active);
    }
    survivals.push({
      width,
      depth,
      survival: share(survivalProbability(width, depth), sum(survived), trials),
      active: share(0.5, sum(active), sum(reached) * width),
    });
  }
  const kinks = kinkScales.map((sigmaW): KinkRow => {
    const { inside, dead } = drawKinks(engine, { units: kinkUnits, sigmaW, sigmaB: 1, seed });
    const probability = kinkProbability(sigmaW, 1);
    return { sigmaW, inside: share(probability, inside, kinkUnits), dead: share((1 - probability) / 2, dead, kinkUnits) };
  });
  return { survivals, kinks };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** All training digits, in the engine's memory. */
export async function digitsOf(engine: Engine): Promise<Dataset> {
  const { train } = await dataSets.digits.load(engine, {});
  return new Dataset(engine, { ...train, classes });
}

/** Random ReLU networks, layer by layer. Units of all networks are independent; the images are not, so they count as one draw. */
export async function measureStart(engine: Engine, data: Dataset, given: DeadUnitsParameters, context: Context): Promise<StartRow[]> {
  const { startDepth, startNetworks, width, seed } = given;
  const censuses: Census[][] = [];
  for (let net = 0; net < startNetworks; net++) {
    await breathe(context, net, startNetworks);
    using network = networkOf(engine, data, 'relu', 'he-normal', startDepth, width, seed + net);
    backpropagate(network, data, loss);
    censuses.push(censusOf(network, data.samples, bins));
  }
  return Array.from({ length: startDepth }, (_, layer) => {
    const rows = censuses.map((layers) => layers[layer] as Census);
    const draws = width * startNetworks;
    return { active: share(0.5, sum(rows.map(({ active }) => active * width)), draws), dead: sum(rows.map(({ dead }) => dead)) / draws };
  });
}

export async function measureCourses(engine: Engine, data: Dataset, given: DeadUnitsParameters, context: Context): Promise<Course[]> {
  const { activations, inits, depths, width, rates, steps, seed } = given;
  const rows = activations.flatMap((activation) =>
    inits.flatMap((init) => depths.flatMap((depth) => rates.map((rate) => ({ activation, init, depth, rate })))),
  );
  const courses: Course[] = [];
  for (const [index, row] of rows.entries()) {
    using network = networkOf(engine, data, row.activation, row.init, row.depth, width, seed);
    const inner = { ...context, progress: (done: number, of: number) => context.progress(index + done / of, rows.length) };
    const { diverged, moments } = await watch(network, data, { name: 'sgd', learningRate: row.rate }, quarters(steps), seed, inner);
    courses.push({ ...row, diverged, moments: [...moments] });
  }
  return courses;
}

/** Trains ReLU and leaky ReLU from one seed too fast, then with care. */
export async function measurePatients(engine: Engine, data: Dataset, given: DeadUnitsParameters, context: Context): Promise<Patient[]> {
  const { patients, killRate, killSteps, careSteps, seed } = given;
  const rows = (['relu', 'leaky-relu'] as const).flatMap((activation) => Array.from({ length: patients }, (_, index) => ({ activation, seed: seed + index })));
  const results: Patient[] = [];
  for (const [index, row] of rows.entries()) {
    using network = networkOf(engine, data, row.activation, 'he-normal', patientDepth, patientWidth, row.seed);
    const part = (from: number) => ({ ...context, progress: (done: number, of: number) => context.progress(index + from + done / of / 2, rows.length) });
    const fast = await watch(network, data, { name: 'sgd', learningRate: killRate }, quarters(killSteps), 0, part(0));
    const careful = fast.diverged ? { diverged: true, moments: [] } : await watch(network, data, care, quarters(careSteps), 0, part(0.5));
    const later = careful.moments.slice(1).map((moment) => ({ ...moment, step: moment.step + killSteps }));
    results.push({ ...row, diverged: careful.diverged, moments: [...fast.moments, ...later] });
  }
  return results;
}

/** Shape at which a learning rate of 0.7 kills ReLU but not leaky ReLU. */
const [patientDepth, patientWidth] = [5, 32];
/** Adam takes steps of one length however small the gradient; of a gradient of 0 it makes none. */
const care: Optimizer = { name: 'adam', learningRate: 0.002 };

const quarters = (steps: number): number[] => [...new Set([0, ...[4, 2, 4 / 3, 1].map((part) => Math.ceil(steps / part))])];

function networkOf(engine: Engine, data: Dataset, activation: ShownActivation, init: ShownInit, depth: number, width: number, seed: number): Network {
  return new Network(engine, { widths: [data.features, ...Array<number>(depth).fill(width), classes], activation, init, seed });
}

const stepsBetweenBreaths = 100;

/** Trains up to the last of `looks` and describes the network at each. A training that diverges ends there. */
async function watch(network: Network, data: Dataset, optimizer: Optimizer, looks: readonly number[], seed: number, context: Context) {
  using trainer = new Trainer(network, { data, loss, optimizer, seed });
  const moments: Moment[] = [];
  for (const step of looks) {
    do {
      await breathe(context, trainer.step, looks.at(-1) as number);
      if (trainer.run(Math.min(stepsBetweenBreaths, step - trainer.step)).status === 'diverged') return { diverged: true, moments };
    } while (trainer.step < step);
    const value = backpropagate(network, data, loss);
    if (!Number.isFinite(value)) return { diverged: true, moments };
    const layers = censusOf(network, data.samples, bins);
    const range = outputRange(network, data.samples);
    const gradient = network.gradientNorms({ data, loss })[0] as number;
    moments.push({ step, loss: value, accuracy: network.evaluate({ data, loss }).accuracy as number, layers, gradient, range });
  }
  return { diverged: false, moments };
}
