import type { Panel, PlotSpecification, Series } from '../../plot/specification.js';
import type { ResultTable } from '../experiment.js';
import { learned } from './claims.js';
import { accuracyAt, type Curve, deepestThatLearns, lossAt, nameOf, ratioAt, type Spread, type TrainabilityResult } from './result.js';

export function tablesOf({ depths, curves, seeds }: TrainabilityResult): readonly ResultTable[] {
  const table = (title: string, at: (curve: Curve, depth: number) => Spread): ResultTable => ({
    title,
    columns: ['depth', ...curves.map(nameOf)],
    rows: depths.map((depth) => [depth, ...curves.map((curve) => at(curve, depth).middle)]),
  });
  return [
    {
      title: `Greatest depth that learns (${100 * learned} % right), and the limit that theory foresees`,
      columns: ['activation', 'initial weights', 'learns to depth', 'predicted limit', 'diverged'],
      rows: curves.map((curve) => [
        curve.activation,
        curve.init,
        deepestThatLearns(curve, depths, learned),
        curve.limit,
        curve.runs.filter(({ diverged }) => diverged).length,
      ]),
    },
    table(`Test accuracy, mean of ${seeds} seeds`, accuracyAt),
    table(`Test loss, mean of ${seeds} seeds`, lossAt),
    table('Gradient at the first hidden layer over that at the last, before training, median', ratioAt),
  ];
}

export function plotsOf(result: TrainabilityResult): readonly PlotSpecification[] {
  const { depths, curves, seeds, width } = result;
  const inits = [...new Set(curves.map(({ init }) => init))];
  const row = (title: string, y: Panel['y'], at: (curve: Curve, depth: number) => Spread): Panel[] =>
    inits.map((init) => {
      const own = curves.filter((curve) => curve.init === init);
      return {
        title: `${title}: ${init}`,
        x: { label: 'depth (hidden layers)', scale: 'linear', domain: [0, depths.at(-1) as number] },
        y,
        series: [...own.map((curve) => line(curve, depths, at)), limits(own, width, depths, at)],
      };
    });
  const percent = (curve: Curve, depth: number): Spread => {
    const { middle, low, high } = accuracyAt(curve, depth);
    return { middle: 100 * middle, low: 100 * low, high: 100 * high };
  };
  return [
    {
      title: `Which depths can be trained: handwritten digits, width ${width}`,
      description: `Test accuracy, test loss and the ratio of the first layer's gradient to the last's before training, against depth, for each activation and initial weights: means (ratios: medians) of ${seeds} seeds with their range. A point on a line stands where theory ends what can be trained: six depth scales, or as many layers as units.`,
      columns: inits.length,
      panels: [
        ...row('Accuracy', { label: 'correct (%)', scale: 'linear', domain: [0, 100] }, percent),
        ...row('Loss', { label: 'cross-entropy', scale: 'linear', domain: [0, 3] }, lossAt),
        ...row('Gradient at start', { label: 'first / last hidden layer', scale: 'log' }, ratioAt),
      ],
    },
  ];
}

function line(curve: Curve, depths: readonly number[], at: (curve: Curve, depth: number) => Spread): Series {
  return {
    name: curve.activation,
    mark: 'line',
    points: depths.map((depth) => {
      const { middle, low, high } = at(curve, depth);
      return { x: depth, y: middle, low, high };
    }),
  };
}

/** Where each curve's limit stands on it: between two depths on the straight line through them. */
function limits(curves: readonly Curve[], width: number, depths: readonly number[], at: (curve: Curve, depth: number) => Spread): Series {
  const points = curves.flatMap((curve) => {
    const limit = Math.min(curve.limit, width);
    const above = depths.find((depth) => depth >= limit);
    if (above === undefined) return [];
    const below = depths.findLast((depth) => depth <= limit) ?? above;
    const share = above === below ? 0 : (limit - below) / (above - below);
    const [from, to] = [at(curve, below).middle, at(curve, above).middle];
    return [{ x: limit, y: from + share * (to - from) }];
  });
  return { name: 'predicted limit', mark: 'points', points };
}
