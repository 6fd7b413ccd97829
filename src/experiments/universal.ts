import type { Engine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import { Dataset } from '../network/dataset.js';
import { Network } from '../network/network.js';
import { train } from '../network/trainer.js';
import type { PlotSpecification } from '../plot/specification.js';
import { evaluateTarget, type Target, targetOn } from '../theory/approximation.js';
import {
  asLayers,
  type Certificate,
  certify,
  fewestReluUnits,
  lipschitzConstant,
  type OneHiddenLayer,
  type PolynomialBound,
  quadraticBound,
  smallestCertified,
} from '../theory/universal.js';
import type { Claim } from './claim.js';
import { breathe, defineExperiment, type ResultTable } from './experiment.js';

const smooth = ['sigmoid', 'tanh', 'relu'] as const;
type Smooth = (typeof smooth)[number];

/** A certificate takes about this many evaluations at most: a few times max |f'| / eps. */
const longest = 100_000;

/** Points at which networks are drawn and their error observed. */
const shown = 500;

interface Built {
  readonly activation: Smooth;
  readonly eps: number;
  /** Units. */
  readonly q: number;
  readonly certificate: Certificate;
  /** Error at the points of the plot. */
  readonly errors: readonly number[];
  readonly observed: number;
}

interface Trained {
  readonly q: number;
  /** The largest error at the four points of the lower bound, of square units and of tanh units. */
  readonly square: number;
  readonly tanh: number;
}

interface Result {
  readonly formula: string;
  readonly built: readonly Built[];
  /** By eps: no network of one hidden layer has fewer ReLU units. */
  readonly fewest: readonly { readonly eps: number; readonly units: number }[];
  readonly quadratic: PolynomialBound;
  readonly trained: readonly Trained[];
  readonly steps: number;
}

export const universal = defineExperiment({
  name: 'universal',
  title: 'Universal approximation, certified',
  section: 'Universal function approximation',
  question: 'How many hidden units does one layer need to come within eps of f on all of [0, 1]? And what if the activation is a polynomial?',
  parameters: {
    function: { kind: 'formula', default: 'sin(5*x)', help: 'f, on [0, 1]' },
    eps: { kind: 'numbers', default: [0.1, 0.01, 0.001], minimum: 1e-4, maximum: 1, help: 'sup errors to certify' },
    activation: { kind: 'choices', default: smooth, choices: smooth, help: 'of the networks that are built' },
    units: { kind: 'integers', default: [1, 2, 4, 8, 16, 32, 64], minimum: 1, maximum: 1024, help: 'of the trained networks with the activation z^2' },
    steps: { kind: 'integer', default: 2000, minimum: 1, maximum: 100_000, help: 'of their training' },
    seed: { kind: 'integer', default: 1, minimum: 0, maximum: Number.MAX_SAFE_INTEGER, help: 'of their weights' },
  },
  quick: { eps: [0.1, 0.01], steps: 500 },

  async run(engine, { function: formula, eps, activation, units, steps, seed }, context): Promise<Result> {
    const f = targetOn(engine, 'function', formula, [0, 1]);
    const lipschitz = lipschitzConstant(engine, f);
    const fine = eps.findIndex((bound) => lipschitz / bound > longest);
    if (fine >= 0) throw new ArgumentError(`eps[${fine}]`, `at least ${lipschitz / longest} for this f, whose slope reaches ${lipschitz}`, eps[fine]);
    const work = eps.length * activation.length + units.length;
    let done = 0;
    const built: Built[] = [];
    for (const bound of eps) {
      for (const name of activation) {
        await breathe(context, done++, work);
        built.push(build(engine, f, name, lipschitz, bound));
      }
    }
    const quadratic = quadraticBound(engine, f);
    const trained: Trained[] = [];
    for (const q of units) {
      await breathe(context, done++, work);
      const worst = (name: 'square' | 'tanh') => trainedError(engine, f, quadratic, name, q, steps, seed);
      trained.push({ q, square: worst('square'), tanh: worst('tanh') });
    }
    const needed = eps.map((bound) => ({ eps: bound, units: fewestReluUnits(engine, f, bound) }));
    return { formula, built, fewest: needed, quadratic, trained, steps };
  },

  claims({ built, fewest, quadratic, trained, steps }): readonly Claim[] {
    const activations = smooth.filter((name) => built.some(({ activation }) => activation === name));
    const relu = built.filter(({ activation }) => activation === 'relu');
    const least = (eps: number) => fewest.find((row) => row.eps === eps)?.units ?? 0;
    const reached = Math.min(...trained.map(({ square }) => square));
    return [
      ...activations.map((name): Claim => {
        const own = built.filter(({ activation }) => activation === name);
        return {
          statement: `certified max |net - f| over [0, 1] / eps, ${name} units`,
          kind: 'theorem',
          checked: 'exactly',
          relation: '<=',
          lecture: 1,
          measured: Math.max(...own.map(({ certificate, eps }) => certificate.bound / eps)),
          holds: own.every(({ certificate, eps, observed }) => certificate.certified && certificate.bound < eps && observed < eps),
          note: `${own.map(({ eps, q }) => `eps ${eps}: q = ${q}`).join(', ')}; for all x, as the lecture's formula does not say, by intervals; rounding counted, at most ${Math.max(...own.map(({ certificate }) => certificate.rounding)).toExponential(1)}; f in intervals; counts on the engine's functions being within 16 units in the last place, where at most 2.3 were measured (docs/accuracy.md)`,
        };
      }),
      ...(relu.length === 0
        ? []
        : [
            {
              statement: 'ReLU units built, over the fewest that any network of one hidden layer needs',
              kind: 'bound',
              checked: 'observed',
              relation: '>=',
              sharp: 1,
              measured: Math.min(...relu.map(({ q, eps }) => q / Math.max(1, least(eps)))),
              holds: relu.every(({ q, eps }) => q >= least(eps)),
              note: `q units make at most q + 1 pieces; fewest: ${fewest.map(({ eps, units }) => `eps ${eps}: ${units}`).join(', ')}; the theorem says nothing of q`,
            } satisfies Claim,
          ]),
      {
        statement: 'error of networks with the activation z^2, any number of units',
        kind: 'theorem',
        checked: 'exactly',
        relation: '>=',
        sharp: quadratic.bound,
        measured: reached,
        holds: trained.every(({ square }) => square >= quadratic.bound),
        note: `such a network is a polynomial of degree 2; by the third divided difference at ${quadratic.points.join(', ')} none is closer to f than the bound (Leshno 1993: density needs a non-polynomial); measured: best of q = ${trained.map(({ q }) => q).join(', ')} after ${steps} steps of Adam, at these four points`,
      },
    ];
  },

  tables({ built, fewest, trained, quadratic }): readonly ResultTable[] {
    const units = new Map(fewest.map((row) => [row.eps, row.units]));
    return [
      {
        title: 'Certified networks of one hidden layer',
        columns: ['eps', 'activation', 'units', 'certified error', 'observed error', 'rounding', 'evaluations', 'fewest ReLU units'],
        rows: built.map(({ eps, activation, q, certificate, observed }) => [
          eps,
          activation,
          q,
          certificate.bound,
          observed,
          certificate.rounding,
          certificate.evaluations,
          activation === 'relu' ? (units.get(eps) ?? '') : '',
        ]),
      },
      {
        title: 'Trained networks: error at the four points of the bound',
        columns: ['units', 'z^2', 'tanh', 'bound for z^2'],
        rows: trained.map(({ q, square, tanh }) => [q, square, tanh, quadratic.bound]),
      },
    ];
  },

  plots({ formula, built, trained, quadratic }): readonly PlotSpecification[] {
    const activations = smooth.filter((name) => built.some(({ activation }) => activation === name));
    const log = (label: string) => ({ label, scale: 'log' }) as const;
    const coarsest = Math.max(...built.map(({ eps }) => eps));
    const line = (name: string, points: readonly { x: number; y: number }[]) => ({ name, mark: 'line', points }) as const;
    return [
      {
        title: 'Networks of one hidden layer with a certified error',
        description:
          'Left, the error of the built networks over [0, 1], within eps everywhere. Middle, units needed for eps. Right, trained networks: with the activation z^2 more units do not help below the bound.',
        columns: 3,
        panels: [
          {
            title: `Error for ${formula}, eps = ${coarsest}`,
            x: { label: 'x', scale: 'linear' },
            y: { label: 'net - f', scale: 'linear' },
            series: built
              .filter(({ eps }) => eps === coarsest)
              .map(({ activation, errors }) =>
                line(
                  activation,
                  errors.map((y, i) => ({ x: i / shown, y })),
                ),
              ),
          },
          {
            title: 'Units for eps',
            x: log('eps'),
            y: log('q'),
            series: activations.map((name) =>
              line(
                name,
                built.filter(({ activation }) => activation === name).map(({ eps, q }) => ({ x: eps, y: q })),
              ),
            ),
          },
          {
            title: 'Trained',
            x: log('units'),
            y: log('error at four points'),
            series: [
              line(
                'z^2',
                trained.map(({ q, square }) => ({ x: q, y: square })),
              ),
              line(
                'tanh',
                trained.map(({ q, tanh }) => ({ x: q, y: tanh })),
              ),
              line(
                'bound for z^2',
                trained.map(({ q }) => ({ x: q, y: quadratic.bound })),
              ),
            ],
          },
        ],
      },
    ];
  },
});

/** The smallest network of its kind whose error is certified. */
function build(engine: Engine, f: Target, activation: Smooth, lipschitz: number, eps: number): Built {
  const network = smallestCertified(engine, f, activation, lipschitz, eps);
  const errors = errorsAt(engine, network, f);
  return {
    activation,
    eps,
    q: network.w.length,
    certificate: certify(engine, network, f, lipschitz, eps),
    errors,
    observed: Math.max(...errors.map(Math.abs)),
  };
}

/** net - f at evenly spaced points, by the engine's network. */
function errorsAt(engine: Engine, layer: OneHiddenLayer, f: Target): number[] {
  const points = Array.from({ length: shown + 1 }, (_, i) => i / shown);
  using network = new Network(engine, { layers: asLayers(layer), precision: 'f64' });
  const outputs = network.forward(points.map((x) => [x])).data;
  const exact = evaluateTarget(engine, f, points);
  return points.map((_, i) => (outputs[i] as number) - (exact[i] as number));
}

/** The largest error of a trained network at the four points where polynomials of degree 2 cannot all be right. */
function trainedError(
  engine: Engine,
  f: Target,
  { points, values: exact }: PolynomialBound,
  activation: 'square' | 'tanh',
  q: number,
  steps: number,
  seed: number,
): number {
  const inputs = Array.from({ length: 128 }, (_, i) => i / 127);
  const targets = [...evaluateTarget(engine, f, inputs)].map((y) => [y]);
  using data = new Dataset(engine, { inputs: inputs.map((x) => [x]), targets, precision: 'f64' });
  using network = new Network(engine, { widths: [1, q, 1], activation, init: 'xavier-normal', seed, precision: 'f64' });
  train(network, { data, loss: 'mse', batch: 'full', steps, optimizer: { name: 'adam', learningRate: 0.01 } });
  const outputs = network.forward(points.map((x) => [x])).data;
  return Math.max(...exact.map((y, i) => Math.abs((outputs[i] as number) - y)));
}
