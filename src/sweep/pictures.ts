import type { Panel, PlotSpecification } from '../plot/specification.js';
import type { Axis as GridAxis, GridSpecification } from './grid.js';
import { type Cell, type Curve, cellKey, curvesOf, type Spread } from './summary.js';

/** Two rows of panels over depth, test accuracy above and gradient ratio below: one panel a group, one line an activation. */
export function pictureOf(specification: GridSpecification, cells: ReadonlyMap<string, Cell>, title: string): PlotSpecification {
  const curves = curvesOf(specification);
  const groups = [...new Set(curves.map((curve) => curve.group))];
  const depths = specification.depth.toSorted((a, b) => a - b);
  const panel = (group: string, name: string, y: Panel['y'], value: (cell: Cell) => Spread): Panel => ({
    title: group === '' ? name : `${name}: ${group}`,
    x: { label: 'depth (hidden layers)', scale: 'linear' },
    y,
    series: curves.filter((curve) => curve.group === group).map((curve) => series(curve, depths, cells, value)),
  });
  const percent = ({ middle, low, high }: Spread): Spread => ({ middle: 100 * middle, low: 100 * low, high: 100 * high });
  const top = groups.map((group) =>
    panel(group, 'Test accuracy', { label: 'correct (%)', scale: 'linear', domain: [0, 100] }, (cell) => percent(cell.accuracy)),
  );
  const ratios = [...cells.values()]
    .flatMap(({ gradientRatio }) => [gradientRatio.low, gradientRatio.high])
    .filter((ratio) => ratio > 0 && Number.isFinite(ratio));
  const domain =
    ratios.length > 0 ? ([decadeBelow(ratios.reduce((a, b) => Math.min(a, b))), decadeAbove(ratios.reduce((a, b) => Math.max(a, b)))] as const) : undefined;
  const axis: Panel['y'] = { label: 'first / last hidden layer', scale: 'log', ...(domain === undefined || domain[0] === domain[1] ? {} : { domain }) };
  const bottom = groups.map((group) => panel(group, 'Gradient at start', axis, (cell) => cell.gradientRatio));
  return {
    title,
    description:
      `${title}. Upper panels: share of test examples classified correctly after training, by depth. Lower panels: root mean square of the loss's ` +
      `gradient at the first hidden layer over that at the last, before training, on a logarithmic axis. Lines are means (below: medians) over ${specification.seed.length} seeds, bands run from the lowest to the highest.`,
    columns: groups.length <= 3 ? groups.length : Math.min(4, groups.length),
    panels: inRows(top, bottom, groups.length <= 3 ? groups.length : Math.min(4, groups.length)),
  };
}

/** Which axes a title has to name: those with one value, as `digits, width 32, sgd`. */
export function sharedText(specification: GridSpecification): string {
  const shown: readonly GridAxis[] = ['data', 'width', 'optimizer'];
  return shown
    .filter((axis) => specification[axis].length === 1)
    .map((axis) => (axis === 'width' ? `width ${specification.width[0]}` : String(specification[axis][0])))
    .join(', ');
}

function series(curve: Curve, depths: readonly number[], cells: ReadonlyMap<string, Cell>, value: (cell: Cell) => Spread): Panel['series'][number] {
  const points = depths.map((depth) => {
    const cell = cells.get(cellKey(curve.key, depth));
    const { middle, low, high } = cell === undefined ? { middle: Number.NaN, low: Number.NaN, high: Number.NaN } : value(cell);
    return { x: depth, y: middle, low, high };
  });
  return { name: curve.activation, mark: 'line', points };
}

/** Each row of accuracy panels is followed by the row of gradient panels that belongs to it. */
function inRows(top: readonly Panel[], bottom: readonly Panel[], columns: number): Panel[] {
  const panels: Panel[] = [];
  for (let i = 0; i < top.length; i += columns) panels.push(...top.slice(i, i + columns), ...bottom.slice(i, i + columns));
  return panels;
}

/** The powers of ten about a positive number, by its decimal text. */
const decadeBelow = (value: number): number => Number(`1e${value.toExponential().split('e')[1]}`);
const decadeAbove = (value: number): number => (decadeBelow(value) === value ? value : Number(`1e${Number(value.toExponential().split('e')[1]) + 1}`));
