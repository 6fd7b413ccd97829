import { type SineOptions, sineClasses } from '../data/sine-classes.js';
import type { Engine } from '../engine/engine.js';
import { activate } from '../network/activation.js';
import { Dataset } from '../network/dataset.js';
import { Network } from '../network/network.js';
import { train } from '../network/trainer.js';
import { closeUp, isWithin } from '../plot/close-up.js';
import { curve } from '../plot/curve.js';
import type { Panel, Series } from '../plot/specification.js';
import { productRegions } from '../theory/bounds.js';
import { median } from '../theory/median.js';
import { countRegions, findRegions, type Polyline, type Rectangle } from '../theory/regions.js';
import type { Claim } from './claim.js';
import { breathe, defineExperiment } from './experiment.js';

/** One shape of network, over all seeds. */
export interface Contestant {
  readonly role: Role;
  /** Inputs, hidden widths, output. */
  readonly widths: readonly number[];
  readonly parameters: number;
  /** The most regions that any network of this shape has in the plane. */
  readonly most: number;
  readonly runs: readonly Run[];
}

/** One trained network. */
export interface Run {
  readonly seed: number;
  readonly diverged: boolean;
  /** Training points on the wrong side. */
  readonly errors: number;
  /** Share of test points on the wrong side. */
  readonly testError: number;
  /** In the square, and in the whole plane. */
  readonly regions: number;
  readonly regionsInPlane: number;
  /** Straight pieces of the decision boundary in the square, and largest |f| at their ends. */
  readonly pieces: number;
  readonly residual: number;
  readonly exactDecisions: number;
}

export interface BoundaryResult {
  readonly points: number;
  readonly contestants: readonly Contestant[];
  /** Of the seed whose two networks are nearest to the median numbers of errors. */
  readonly figure: Figure;
}

interface Figure {
  readonly seed: number;
  readonly whole: View;
  /** About the place where the shallow network errs most. */
  readonly close: View;
}

interface View {
  readonly rectangle: Rectangle;
  /** Where the classes really meet. */
  readonly truth: readonly Position[];
  readonly shallow: readonly Polyline[];
  readonly deep: readonly Polyline[];
  /** Training points that the shallow network gets wrong. */
  readonly shallowErrors: readonly Position[];
  readonly deepErrors: readonly Position[];
}

type Role = 'shallow' | 'deep' | 'deep, as many parameters';
type Position = readonly [x: number, y: number];

const square: Rectangle = { x: [-1, 1], y: [-1, 1] };
/** Width and height of the close-up, as shares of the square's. */
const closeUpShare = [0.4, 0.25] as const;
const testPoints = 4000;
const trainStream = 0;
const testStream = 1;

export const boundary = defineExperiment({
  name: 'boundary',
  title: 'One wide layer against two narrow ones',
  section: 'Deeper is better: the decision boundaries of a shallow and a deep network (after Montufar et al. 2014)',
  question: 'Does a network with two layers of 10 units classify better than one with a layer of 20, and is that because it cuts the plane into more regions?',
  parameters: {
    units: {
      kind: 'integer',
      default: 20,
      minimum: 4,
      maximum: 200,
      unit: 'hidden units',
      help: 'Of the shallow network, and of both layers of the deep one together.',
    },
    seeds: { kind: 'integer', default: 50, minimum: 1, maximum: 1000, help: 'Trainings of each shape; every seed has its own points and its own weights.' },
    points: { kind: 'integer', default: 500, minimum: 10, maximum: 100_000, help: 'Training points.' },
    steps: { kind: 'integer', default: 1500, minimum: 1, maximum: 1_000_000, unit: 'updates', help: 'Of each training.' },
    batch: { kind: 'integer', default: 500, minimum: 1, maximum: 100_000, unit: 'points', help: 'Points an update; all of them if there are no more.' },
    learningRate: { kind: 'number', default: 0.02, minimum: 0, maximum: 1, help: "Adam's." },
    seed: { kind: 'integer', default: 0, minimum: 0, maximum: 2 ** 52, help: 'The first seed.' },
  },
  quick: { seeds: 3 },

  async run(engine, { units, seeds, points, steps, batch, learningRate, seed }, context): Promise<BoundaryResult> {
    const shapes = shapesOf(units);
    const recipe = { points, steps, batch, learningRate };
    const runs = shapes.map((): Run[] => []);
    for (let index = 0; index < seeds; index++) {
      using examples = datasetOf(engine, { precision: 'f32', samples: points, seed: seed + index, stream: trainStream });
      using fresh = datasetOf(engine, { precision: 'f32', samples: testPoints, seed: seed + index, stream: testStream });
      for (const [place, { widths }] of shapes.entries()) {
        using network = new Network(engine, { widths, seed: seed + index });
        runs[place]?.push(measure(network, examples, fresh, recipe, seed + index));
        await breathe(context, index * shapes.length + place + 1, seeds * shapes.length + 1);
      }
    }
    const contestants = shapes.map((shape, place) => ({ ...shape, runs: runs[place] as Run[] }));
    const seedOfFigure = typicalSeed(runs[0] as Run[], runs[1] as Run[]);
    const figure = drawn(engine, shapes, recipe, seedOfFigure);
    await breathe(context, 1, 1);
    return { points, contestants, figure };
  },

  claims({ points, contestants }) {
    const [shallow, deep, equal] = contestants as readonly [Contestant, Contestant, Contestant];
    const all = contestants.flatMap(({ runs }) => runs);
    const seeds = `${shallow.runs.length} seeds, ${points} points`;
    const regions = contestants.map(({ widths, most, runs }): Claim => {
      const found = Math.max(...runs.map(({ regionsInPlane }) => regionsInPlane));
      const all = runs.filter(({ regionsInPlane }) => regionsInPlane === most).length;
      return {
        statement: `A ${widths.join('-')} network has at most ${most} regions in the plane`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '<=',
        sharp: most,
        measured: found,
        holds: found <= most,
        note: `the most over ${runs.length} trained networks, all regions of the plane counted, unbounded ones too; ${all} of them have as many as that. The lecture bounds one input only`,
      };
    });
    const worst = all.reduce((most, { residual }) => Math.max(most, residual), 0);
    const errors = (it: Contestant) => median(it.runs.map((run) => run.errors));
    const tested = (it: Contestant) => median(it.runs.map((run) => run.testError));
    const versus = (it: Contestant) =>
      `${it.widths.join('-')} (${it.parameters} parameters) against ${shallow.widths.join('-')} (${shallow.parameters}), median ${errors(shallow)} errors; ${seeds}`;
    const used = (it: Contestant, key: 'regions' | 'regionsInPlane' = 'regions') => median(it.runs.map((run) => run[key]));
    return [
      ...regions,
      {
        statement: 'Every vertex of a decision boundary satisfies f = 0',
        kind: 'bound',
        checked: 'observed',
        relation: '<=',
        sharp: 1e-9,
        measured: worst,
        holds: worst <= 1e-9,
        note: `largest |f| over ${all.reduce((sum, { pieces }) => sum + pieces, 0)} straight pieces of ${all.length} boundaries`,
      },
      {
        statement: 'With equal units, two layers make at most a quarter of the training errors of one (medians)',
        kind: 'trend',
        checked: 'observed',
        relation: '<=',
        lecture: 'fewer',
        sharp: 0.25 * errors(shallow),
        measured: errors(deep),
        holds: errors(deep) <= 0.25 * errors(shallow),
        note: versus(deep),
      },
      {
        statement: 'With equal parameters the advantage is gone: the test error of two layers is at least 0.75 of that of one (medians)',
        kind: 'trend',
        checked: 'observed',
        relation: '>=',
        lecture: 'less',
        sharp: 0.75 * tested(shallow),
        measured: tested(equal),
        holds: tested(equal) >= 0.75 * tested(shallow),
        note: `${versus(equal)}. Equal units are not like for like: ${deep.widths.join('-')} has ${deep.parameters} parameters`,
      },
      {
        statement: 'The deep network is better without more regions: at most 1.5 times as many in the square as the shallow one (medians)',
        kind: 'trend',
        checked: 'observed',
        relation: '<=',
        lecture: 'more',
        sharp: 1.5 * used(shallow),
        measured: used(deep),
        holds: used(deep) <= 1.5 * used(shallow),
        note: `median ${used(shallow)} regions of ${shallow.widths.join('-')}; in the whole plane ${used(deep, 'regionsInPlane')} and ${used(shallow, 'regionsInPlane')}; ${seeds}. It could have up to ${deep.most}: what training finds is far from the bound`,
      },
    ];
  },

  tables({ contestants }) {
    const summary = contestants.map(({ role, widths, parameters, runs, most }) => {
      const of = (key: 'errors' | 'testError' | 'regions' | 'regionsInPlane' | 'pieces') => runs.map((run) => run[key]);
      const range = (values: readonly number[]) => `${Math.min(...values)} to ${Math.max(...values)}`;
      const exact = runs.reduce((sum, { exactDecisions }) => sum + exactDecisions, 0);
      const row = [
        median(of('errors')),
        range(of('errors')),
        median(of('testError')),
        median(of('regions')),
        range(of('regions')),
        median(of('regionsInPlane')),
        most,
      ];
      return [role, widths.join('-'), parameters, ...row, median(of('pieces')), exact];
    });
    return [
      {
        title: 'Shapes',
        columns: [
          'role',
          'network',
          'parameters',
          'errors (median)',
          'errors',
          'test error (median)',
          'regions in the square (median)',
          'regions in the square',
          'regions in the plane (median)',
          'at most',
          'boundary pieces (median)',
          'exact decisions',
        ],
        rows: summary,
      },
      {
        title: 'Runs',
        columns: ['network', 'seed', 'errors', 'test error', 'regions in the square', 'regions in the plane', 'boundary pieces', 'largest |f|'],
        rows: contestants.flatMap(({ widths, runs }) =>
          runs.map(({ seed, errors, testError, regions, regionsInPlane, pieces, residual }) => [
            widths.join('-'),
            seed,
            errors,
            testError,
            regions,
            regionsInPlane,
            pieces,
            residual,
          ]),
        ),
      },
    ];
  },

  plots({ contestants, figure }) {
    const [shallow, deep] = contestants as readonly [Contestant, Contestant, Contestant];
    const name = ({ role, widths }: Contestant) => `${role}: ${widths.join('-')}`;
    const panel = (title: string, view: View): Panel => ({
      title,
      x: { label: 'x', scale: 'linear', domain: view.rectangle.x },
      y: { label: 'y', scale: 'linear', domain: view.rectangle.y },
      equalAspect: true,
      series: [
        { name: name(shallow), mark: 'line', points: curve(view.shallow) },
        { name: name(deep), mark: 'line', points: curve(view.deep) },
        { name: 'where the classes meet', mark: 'line', points: curve([{ vertices: view.truth, closed: false }]) },
        { name: `errors of ${name(shallow)}`, mark: 'points', points: view.shallowErrors.map(([x, y]) => ({ x, y })) },
        { name: `errors of ${name(deep)}`, mark: 'points', points: view.deepErrors.map(([x, y]) => ({ x, y })) },
      ],
    });
    const scatter = (title: string, label: string, key: 'regions' | 'pieces'): Panel => ({
      title,
      x: { label, scale: 'linear' },
      y: { label: 'training errors', scale: 'linear' },
      series: contestants.map((it): Series => ({ name: name(it), mark: 'points', points: it.runs.map((run) => ({ x: run[key], y: run.errors })) })),
    });
    return [
      {
        title: 'One layer of 20 units against two of 10'.replace('20', String(shallow.widths[1])).replace('10', String(deep.widths[1])),
        description: `Decision boundaries of a shallow and a deep network trained on the same points (seed ${figure.seed}), whole and close up, with the points that each gets wrong; below, errors of all runs against their regions and their boundary's pieces.`,
        columns: 2,
        panels: [
          panel('Decision boundaries', figure.whole),
          panel('Close-up', figure.close),
          scatter('Regions', 'regions in the square', 'regions'),
          scatter('Boundary', 'straight pieces of the boundary', 'pieces'),
        ],
      },
    ];
  },
});

/** The three shapes: one layer, two layers of the same units, two layers of the fewest units with as many parameters. */
export function shapesOf(units: number): readonly Omit<Contestant, 'runs'>[] {
  const count = (widths: readonly number[]) => widths.slice(1).reduce((sum, outputs, index) => sum + outputs * ((widths[index] as number) + 1), 0);
  const shape = (role: Role, hidden: readonly number[]) => {
    const widths = [2, ...hidden, 1];
    return { role, widths, parameters: count(widths), most: Number(productRegions(2, hidden)) };
  };
  const shallow = shape('shallow', [units]);
  let width = 1;
  while (count([2, width, width, 1]) < shallow.parameters) width++;
  return [shallow, shape('deep', [Math.ceil(units / 2), Math.floor(units / 2)]), shape('deep, as many parameters', [width, width])];
}

interface Recipe {
  readonly points: number;
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
}

function datasetOf(engine: Engine, options: SineOptions): Dataset {
  const { inputs, labels } = sineClasses(engine, options);
  return new Dataset(engine, { precision: options.precision, inputs, targets: { rows: labels.length, columns: 1, data: Array.from(labels) } });
}

/** Trains; false if the training diverged. */
function trained(network: Network, data: Dataset, { steps, batch, learningRate }: Recipe): boolean {
  const optimizer = { name: 'adam', learningRate } as const;
  return train(network, { data, loss: 'bce', steps, batch, optimizer }).status === 'completed';
}

function measure(network: Network, data: Dataset, fresh: Dataset, recipe: Recipe, seed: number): Run {
  const diverged = !trained(network, data, recipe);
  const wrong = (set: Dataset) => 1 - (network.evaluate({ data: set, loss: 'bce' }).accuracy as number);
  const { regions, pieces, residual, exactDecisions } = findRegions(network, square);
  const plane = countRegions(network);
  return {
    seed,
    diverged,
    errors: Math.round(data.samples * wrong(data)),
    testError: Math.round(fresh.samples * wrong(fresh)) / fresh.samples,
    regions,
    regionsInPlane: plane.regions,
    pieces,
    residual,
    exactDecisions: exactDecisions + plane.exactDecisions,
  };
}

/** The seed whose numbers of errors are nearest to both medians. */
function typicalSeed(shallow: readonly Run[], deep: readonly Run[]): number {
  const far = (runs: readonly Run[]) => {
    const middle = median(runs.map(({ errors }) => errors));
    return runs.map(({ errors }) => Math.abs(errors - middle));
  };
  const [one, other] = [far(shallow), far(deep)];
  const distances = one.map((distance, index) => distance + (other[index] as number));
  return (shallow[distances.indexOf(Math.min(...distances))] as Run).seed;
}

/** The figure of one seed: both networks are trained once more. */
function drawn(engine: Engine, shapes: readonly Omit<Contestant, 'runs'>[], recipe: Recipe, seed: number): Figure {
  const options = { precision: 'f32', samples: recipe.points, seed, stream: trainStream } as const;
  const { inputs, labels } = sineClasses(engine, options);
  using data = datasetOf(engine, options);
  const [shallow, deep] = shapes.slice(0, 2).map(({ widths }) => {
    const network = new Network(engine, { widths, seed });
    trained(network, data, recipe);
    return network;
  }) as [Network, Network];
  try {
    const position = (row: number): Position => [inputs.data[2 * row] as number, inputs.data[2 * row + 1] as number];
    const wrong = (network: Network) => {
      const logits = network.forward(inputs).data;
      return Array.from(labels.keys())
        .filter((row) => (logits[row] as number) > 0 !== (labels[row] === 1))
        .map(position);
    };
    const [shallowErrors, deepErrors] = [wrong(shallow), wrong(deep)];
    const view = (rectangle: Rectangle): View => ({
      rectangle,
      truth: truth(engine, rectangle),
      shallow: findRegions(shallow, rectangle).boundary,
      deep: findRegions(deep, rectangle).boundary,
      shallowErrors: shallowErrors.filter((point) => isWithin(point, rectangle)),
      deepErrors: deepErrors.filter((point) => isWithin(point, rectangle)),
    });
    return { seed, whole: view(square), close: view(closeUp(shallowErrors, square, closeUpShare)) };
  } finally {
    shallow.dispose();
    deep.dispose();
  }
}

/** The wave y = sin(3 pi x) / 2, with gaps where it is outside the rectangle. */
function truth(engine: Engine, rectangle: Rectangle): readonly Position[] {
  const [low, high] = rectangle.x;
  const xs = Array.from({ length: 201 }, (_, i) => low + ((high - low) * i) / 200);
  const values = activate(
    engine,
    'sin',
    Float64Array.from(xs, (x) => 3 * Math.PI * x),
  );
  return xs.map((x, i): Position => [x, 0.5 * (values[i] as number)]).map((point) => (isWithin(point, rectangle) ? point : [point[0], Number.NaN]));
}
