import * as Plot from '@observablehq/plot';
import type { Axis, Panel, Point, Series } from './specification.js';

/** Values and the colours they have: viridis, whose lightness rises with the value, so that it reads in grey and with any colour vision. */
export interface ColourScale {
  readonly name: string;
  readonly domain: readonly [number, number];
  colour(value: number): string;
}

/** From where to where a cell reaches on one axis; both are the same on a band. */
type Extent = readonly [from: number | string, to: number | string];

/** The colour scale of a panel's cells; undefined if it has none. */
export function colourScale({ series }: Panel): ColourScale | undefined {
  const cells = series.filter(({ mark }) => mark === 'cells');
  const [first] = cells;
  if (first === undefined) return undefined;
  const values = cells.flatMap(({ points }) => points.map(({ value }) => value ?? Number.NaN)).filter(Number.isFinite);
  const [low, high] = first.domain ?? [
    values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ];
  const domain = low < high ? ([low, high] as const) : Number.isFinite(low) ? ([low - 0.5, low + 0.5] as const) : ([0, 1] as const);
  const { apply } = Plot.scale({ color: { type: 'linear', scheme: 'viridis', domain, clamp: true } } as Plot.ScaleDefaults & { color: Plot.ScaleOptions });
  return { name: first.name, domain, colour: (value) => String(apply(value)) };
}

/** What cells add to the domains of their axes: their edges. */
export function cellEdges(series: Series, scale: Axis['scale'], key: 'x' | 'y'): (number | string)[] {
  return [...extents(series.points, scale, key).values()].flat();
}

/** The rectangles of a series; a cell without a finite value is left open. */
export function cellMarks({ points }: Series, { x, y }: Panel, { colour }: ColourScale): Plot.Markish[] {
  const [columns, rows] = [extents(points, x.scale, 'x'), extents(points, y.scale, 'y')];
  const cells = points.flatMap((point) => {
    const [column, row] = [columns.get(point.x), rows.get(point.y)];
    if (!Number.isFinite(point.value) || column === undefined || row === undefined) return [];
    return [{ x: column[0], x1: column[0], x2: column[1], y: row[0], y1: row[0], y2: row[1], fill: colour(point.value as number) }];
  });
  const shared = { fill: 'fill', inset: -0.25 }; // without seams
  if (x.scale === 'band' && y.scale === 'band') return [Plot.cell(cells, { x: 'x', y: 'y', ...shared })];
  if (x.scale === 'band') return [Plot.barY(cells, { x: 'x', y1: 'y1', y2: 'y2', ...shared })];
  if (y.scale === 'band') return [Plot.barX(cells, { y: 'y', x1: 'x1', x2: 'x2', ...shared })];
  return [Plot.rect(cells, { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', ...shared })];
}

/** Half way to the neighbours on the axis, in the logarithm on a log axis; the outermost reach as far out as in. */
function extents(points: readonly Point[], scale: Axis['scale'], key: 'x' | 'y'): Map<number | string, Extent> {
  const values = [...new Set(points.map((point) => point[key]))];
  if (scale === 'band') return new Map(values.map((value) => [value, [value, value]]));
  const [to, from] = scale === 'log' ? [Math.log, Math.exp] : [(value: number) => value, (value: number) => value];
  const places = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(to(value))).sort((a, b) => a - b);
  return new Map(
    places.map((value, index) => {
      const place = to(value);
      const [below, above] = [places[index - 1], places[index + 1]].map((next) => (next === undefined ? undefined : Math.abs(to(next) - place) / 2));
      return [value, [from(place - (below ?? above ?? 0.5)), from(place + (above ?? below ?? 0.5))]];
    }),
  );
}
