import type { RunRecord } from './configuration.js';
import type { Axis, GridSpecification } from './grid.js';
import { axes } from './grid.js';
import { shortInitializer } from './initializers.js';

/** Runs that differ in the seed alone, put together. */
export interface Cell {
  readonly depth: number;
  /** Which curve the cell belongs to; see `curvesOf`. */
  readonly curve: string;
  readonly runs: number;
  readonly diverged: number;
  /** Over the runs that did not diverge; NaN where none is left. */
  readonly accuracy: Spread;
  readonly loss: Spread;
  /** First-to-last gradient ratio before training. Its middle is the median: ratios of two seeds can be decades apart. */
  readonly gradientRatio: Spread;
  readonly underflows: number;
}

export interface Spread {
  /** The mean, or the median where the field says so. */
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

/** One line of a plot, one column of a table: the values of every axis that is neither depth nor seed. */
export interface Curve {
  readonly key: string;
  /** What it shares with its neighbours in a table's heading; empty where nothing else varies. */
  readonly group: string;
  readonly activation: string;
}

/** The curves of a grid, in its order. The heading of a group names only what the sweep varies. */
export function curvesOf(specification: GridSpecification): Curve[] {
  const others = axes.filter((axis) => !['depth', 'seed', 'activation'].includes(axis));
  let groups: { key: string; group: string[] }[] = [{ key: '', group: [] }];
  for (const axis of others) {
    const values = specification[axis];
    groups = groups.flatMap(({ key, group }) =>
      values.map((value) => ({ key: `${key}${value}|`, group: values.length > 1 ? [...group, label(axis, value)] : group })),
    );
  }
  return groups.flatMap(({ key, group }) => specification.activation.map((activation) => ({ key: key + activation, group: group.join(' '), activation })));
}

/** Cells by curve and depth: `cells.get(cellKey(curve.key, depth))`. */
export function summarize(records: readonly RunRecord[]): Map<string, Cell> {
  const grouped = new Map<string, RunRecord[]>();
  for (const record of records) {
    const key = cellKey(curveKey(record), record.depth);
    const group = grouped.get(key);
    if (group === undefined) grouped.set(key, [record]);
    else group.push(record);
  }
  return new Map([...grouped].map(([key, group]) => [key, cellOf(group)]));
}

export const cellKey = (curve: string, depth: number): string => `${curve}@${depth}`;

function cellOf(records: readonly RunRecord[]): Cell {
  const completed = records.filter((record) => record.status === 'completed');
  const first = records[0]!;
  return {
    depth: first.depth,
    curve: curveKey(first),
    runs: records.length,
    diverged: records.length - completed.length,
    accuracy: spread(
      completed.map((record) => record.testAccuracy),
      mean,
    ),
    loss: spread(
      completed.map((record) => record.testLoss),
      mean,
    ),
    gradientRatio: spread(
      records.map((record) => record.gradientRatio),
      median,
    ),
    underflows: records.filter((record) => record.gradientUnderflow).length,
  };
}

/** The same key that `curvesOf` gives. */
const curveKey = (record: RunRecord): string =>
  axes
    .filter((axis) => !['depth', 'seed', 'activation'].includes(axis))
    .map((axis) => `${record[axis]}|`)
    .join('') + record.activation;

function label(axis: Axis, value: unknown): string {
  if (axis === 'init') return shortInitializer(String(value));
  if (axis === 'learningRate') return `lr=${value}`;
  return axis === 'batch' || axis === 'width' ? `${axis}=${value}` : String(value);
}

function spread(values: readonly number[], middle: (values: readonly number[]) => number): Spread {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return { middle: Number.NaN, low: Number.NaN, high: Number.NaN };
  return { middle: middle(known), low: known.reduce((a, b) => Math.min(a, b)), high: known.reduce((a, b) => Math.max(a, b)) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [below, above] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!];
  return below === above ? below : (below + above) / 2;
}
