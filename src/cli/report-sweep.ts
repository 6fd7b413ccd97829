import { encode } from '../sweep/codec.js';
import type { RunRecord } from '../sweep/configuration.js';
import type { GridSpecification } from '../sweep/grid.js';
import { type Cell, type Curve, cellKey, curvesOf } from '../sweep/summary.js';
import { renderTable } from './table.js';
import { wrap } from './terminal.js';

/** Two tables over depth: test accuracy, and the ratio of the first hidden layer's gradient to the last's. */
export function tablesOf(
  specification: GridSpecification,
  cells: ReadonlyMap<string, Cell>,
  width: number,
  names: Readonly<Record<string, string>> = {},
): string {
  const curves = curvesOf(specification);
  const depths = specification.depth.toSorted((a, b) => a - b);
  const seeds = specification.seed.length;
  const over = seeds > 1 ? ` (mean of ${seeds} seeds)` : '';
  const table = (title: string, text: (cell: Cell) => string) =>
    renderTable(
      {
        title: wrap(title),
        rowTitle: 'depth',
        rows: depths.map(String),
        columns: curves.map((curve: Curve) => ({
          group: curve.group,
          name: names[curve.activation] ?? curve.activation,
          cells: depths.map((depth) => {
            const cell = cells.get(cellKey(curve.key, depth));
            return cell === undefined ? '' : text(cell);
          }),
        })),
      },
      width,
    );
  const accuracy = table(`Test accuracy in %${over}`, (cell) => (cell.diverged === cell.runs ? 'div' : percentText(cell.accuracy.middle)));
  const ratio = table(`Gradient of the first hidden layer over that of the last, at the start${seeds > 1 ? ' (median)' : ''}`, (cell) =>
    ratioText(cell.gradientRatio.middle),
  );
  return `${accuracy}\n${ratio}${footnotes([...cells.values()])}`;
}

/** What the cells could not say. */
function footnotes(cells: readonly Cell[]): string {
  const diverged = cells.reduce((sum, cell) => sum + cell.diverged, 0);
  const underflows = cells.reduce((sum, cell) => sum + cell.underflows, 0);
  const notes = [
    ...(diverged > 0 ? [`${diverged} of the runs diverged; means are over the others (div: none was left).`] : []),
    ...(underflows > 0 ? [`${underflows} runs have a gradient of exactly 0 because it is too small for the precision (underflow), not because it is 0.`] : []),
  ];
  return notes.length === 0 ? '' : `\n${notes.map((note) => wrap(note)).join('\n')}\n`;
}

const percentText = (share: number): string => (Number.isNaN(share) ? '-' : (100 * share).toFixed(1));

/** At most five letters: 0.031, 2.4, 310, 7e-12. */
export function ratioText(ratio: number): string {
  if (Number.isNaN(ratio)) return '-';
  if (ratio === 0 || !Number.isFinite(ratio)) return String(ratio);
  if (ratio >= 0.01 && ratio < 1000) return String(Number(ratio.toPrecision(2)));
  const [digit, exponent] = ratio.toExponential(0).split('e') as [string, string];
  return `${digit}e${Number(exponent)}`;
}

/** Comma-separated values with a heading; numbers in their shortest exact form, NaN and infinities by name, nothing for null. */
export function toCsv(records: readonly RunRecord[]): string {
  const columns = [...csvColumns];
  const lines = records.map((record) => columns.map((column) => csvField(record[column])).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

const csvColumns = [
  'index',
  'data',
  'samples',
  'noise',
  'dataSeed',
  'precision',
  'optimizer',
  'learningRate',
  'momentum',
  'weightDecay',
  'clipNorm',
  'batch',
  'steps',
  'width',
  'activation',
  'alpha',
  'init',
  'depth',
  'seed',
  'status',
  'divergedAt',
  'trainLoss',
  'testLoss',
  'testAccuracy',
  'gradientRatio',
  'gradientUnderflow',
  'gradientRatioAfter',
  'weightsHash',
  'build',
  'version',
  'prng',
] as const satisfies readonly (keyof RunRecord)[];

/** No field holds a comma, a quote or a line end: all are names, numbers and hashes. */
function csvField(value: RunRecord[keyof RunRecord]): string {
  if (value === null || value === undefined) return '';
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The records as JSON lines, as a log has them. */
export const toJsonLines = (records: readonly RunRecord[]): string => records.map((record) => `${encode(record)}\n`).join('');
