import { quarterCircleMean } from '../../theory/layer-jacobian.js';
import type { SpreadName } from '../../theory/signal-propagation.js';
import type { Claim } from '../claim.js';
import type { Course, GradientsResult, Jacobians, Measured, ShownActivation, Start, StartLayer } from './measure.js';

/** Relative margin of what is foretold: 10 % at width 500 with two networks; the squares of random networks scatter as 1 / sqrt(width networks). */
const marginOf = ({ width, networks }: { readonly width: number; readonly networks: number }): number => 0.1 * Math.sqrt(1000 / (width * networks));

/** Largest share by which the weight gradients of the first and the last layer may differ. */
const evenness = 1.25;
/** Below this the mean of the top sigmoid layer has left its half. */
const saturating = 0.4;

export function gradientsClaims(result: GradientsResult): Claim[] {
  return [...startClaims(result), ...jacobianClaims(result), ...courseClaims(result)];
}

function startClaims(result: GradientsResult): Claim[] {
  const { starts, width, networks } = result;
  const margin = marginOf(result);
  const within = `within ${percent(margin)}: ${networks} networks of width ${width}`;
  const find = (activation: ShownActivation, init: SpreadName) =>
    starts.find((it) => it.source === 'normal' && it.activation === activation && it.init === init);
  const factor = (statement: string, start: Start | undefined, sharp: number, note: string): Claim[] => {
    if (start === undefined) return [];
    const measured = meanOf(start, ({ step }) => step?.measured);
    return [
      {
        statement,
        kind: 'trend',
        checked: 'observed',
        relation: '=',
        sharp,
        measured,
        holds: Math.abs(measured / sharp - 1) <= margin,
        note: `${within}; mean over the layers; ${note}`,
      },
    ];
  };
  const standard = find('tanh', 'heuristic');
  const worst = (of: (layer: StartLayer) => Measured | undefined) => Math.max(...starts.flatMap(({ layers }) => layers.map((it) => deviation(of(it)))));
  const foretold = (statement: string, measured: number): Claim => ({
    statement,
    kind: 'trend',
    checked: 'observed',
    relation: '<=',
    sharp: margin,
    measured,
    holds: measured <= margin,
    note: `${starts.length} kinds of network, ${networks} of each, width ${width}; by the mean-field recursion, with nothing fitted`,
  });
  const even = [standard, find('tanh', 'xavier-uniform')].flatMap((start) => start?.layers[0]?.weightGradient ?? []);
  return [
    ...factor(
      'Heuristic weights, linear units: the mean square of dL/dz shrinks by this factor a layer',
      find('identity', 'heuristic'),
      1 / 3,
      'n Var W = 1/3',
    ),
    ...factor("Glorot's weights, linear units: it keeps its size", find('identity', 'xavier-uniform'), 1, 'n Var W = 1'),
    ...factor("He's weights, ReLU: it keeps its size", find('relu', 'he-uniform'), 1, 'n Var W = 2, and half of the slopes are 0'),
    foretold(
      'Every layer, activation, initialisation and input: largest relative error of the foretold change of the mean square of dL/dz',
      worst(({ step }) => step),
    ),
    foretold(
      'The same of the foretold root mean square of the activations',
      worst(({ activation }) => activation),
    ),
    ...(standard === undefined ? [] : narrowing(standard, margin, within)),
    ...(even.length === 0
      ? []
      : [
          {
            statement:
              'The gradients of the weights do not shrink with those of the units: first over last layer, or its inverse, tanh, heuristic and normalized',
            kind: 'trend' as const,
            checked: 'observed' as const,
            relation: '<=' as const,
            sharp: evenness,
            measured: Math.max(...even.map((ratio) => Math.max(ratio, 1 / ratio))),
            holds: even.every((ratio) => Math.max(ratio, 1 / ratio) <= evenness),
            note: 'activations shrink on the way up as gradients do on the way down, and dL/dW is their product; true of activations that are odd',
          },
        ]),
  ];
}

/** The lecture's figure: the histograms of tanh with heuristic weights. */
function narrowing({ layers }: Start, margin: number, within: string): Claim[] {
  const factor = (key: keyof Measured) => meanOf({ layers }, ({ step }) => (step === undefined ? undefined : Math.sqrt(step[key])));
  const [measured, sharp] = [factor('measured'), factor('expected')];
  const zeros = (layers[0] as StartLayer).zeroGradients;
  const first = (layers[0] as StartLayer).gradient.measured;
  return [
    {
      statement: 'Tanh, heuristic weights: the histograms of dL/dz get narrower by this factor a layer',
      kind: 'trend',
      checked: 'observed',
      relation: '=',
      lecture: 'vanish to zero',
      sharp,
      measured,
      holds: Math.abs(measured / sharp - 1) <= margin,
      note: `${within}; mean over the layers`,
    },
    {
      statement: 'Gradients far from the output "vanish to zero": the share of them that are 0 in the first layer',
      kind: 'trend',
      checked: 'observed',
      relation: '=',
      lecture: 'all',
      sharp: 0,
      measured: zeros,
      holds: zeros === 0,
      note: `they are ${first.toPrecision(3)} times as large as in the last of the ${layers.length} hidden layers: smaller, not zero`,
    },
  ];
}

function jacobianClaims({ jacobians, jacobianWidth }: GradientsResult): Claim[] {
  const top = (init: SpreadName) => {
    const means = (jacobians.find((it) => it.init === init) as Jacobians).means.slice(-2);
    return means.reduce((sum, value) => sum + value, 0) / means.length;
  };
  const where = `mean over the two uppermost pairs of hidden layers, at one input, width ${jacobianWidth}`;
  const [standard, normalized] = [top('heuristic'), top('xavier-uniform')];
  const linear = quarterCircleMean / Math.sqrt(3);
  return [
    {
      statement: 'Tanh, heuristic weights: mean singular value of the Jacobian from a layer to the next, near 8 / (3 pi sqrt 3)',
      kind: 'trend',
      checked: 'observed',
      relation: '=',
      sharp: linear,
      measured: standard,
      holds: Math.abs(standard / linear - 1) <= 0.1,
      note: `within 10 %; ${where}; Glorot and Bengio saw about 0.5: the quarter-circle law explains it`,
    },
    {
      statement: 'Normalized weights: it is larger, and below 8 / (3 pi), that of linear units',
      kind: 'trend',
      checked: 'observed',
      relation: '<=',
      sharp: quarterCircleMean,
      measured: normalized,
      holds: normalized <= quarterCircleMean && normalized > standard,
      note: `${where}; Glorot and Bengio saw about 0.8; tanh is less steep than 1 away from 0, and inputs of variance 1 take it there`,
    },
  ];
}

function courseClaims({ courses }: GradientsResult): Claim[] {
  const find = (activation: ShownActivation, init: SpreadName) => courses.find((it) => it.activation === activation && it.init === init) as Course;
  const tanh = find('tanh', 'heuristic');
  const first = tanh.snapshots.map(({ layers }) => layers[0]?.gradient ?? Number.NaN);
  const largest = Math.max(...first);
  const sigmoid = find('sigmoid', 'heuristic');
  const tops = sigmoid.snapshots.map(({ layers }) => layers.at(-1)?.mean ?? Number.NaN);
  const last = tops.at(-1) as number;
  return [
    {
      statement: 'Trained, the trend reverses: largest ratio of dL/dz in the first hidden layer to that in the last, tanh, heuristic weights',
      kind: 'trend',
      checked: 'observed',
      relation: '>=',
      sharp: 1,
      measured: largest,
      holds: largest >= 1,
      note: `${(first[0] as number).toPrecision(3)} at the start; the slide does not say it; one seed, digits`,
    },
    {
      statement: 'Trained, the last hidden layer of sigmoids leaves 1/2 towards 0, where it is saturated: its mean',
      kind: 'trend',
      checked: 'observed',
      relation: '<=',
      sharp: saturating,
      measured: last,
      holds: last <= saturating,
      note: `${(tops[0] as number).toPrecision(3)} at the start, after ${sigmoid.snapshots.at(-1)?.step} updates ${last.toPrecision(3)}; one seed, digits`,
    },
  ];
}

const percent = (share: number) => `${(100 * share).toPrecision(2)} %`;

/** Relative deviation of what was measured from what was foretold; 0 where nothing was. */
function deviation(it: Measured | undefined): number {
  return it === undefined ? 0 : Math.abs(it.measured / it.expected - 1);
}

/** Over the layers that have one above. */
function meanOf({ layers }: Pick<Start, 'layers'>, of: (layer: StartLayer) => number | undefined): number {
  const values = layers.flatMap((layer) => of(layer) ?? []);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
