import pc from 'picocolors';
import type { Claim, Figure, Outcome, ResultTable } from '../experiments/index.js';
import { hasColor } from './failure.js';
import { renderTable } from './table.js';
import { lineWidth, wrap } from './terminal.js';

/** The claims, then the tables of an outcome, for people. */
export function reportOf({ claims, tables }: Outcome): string {
  const width = lineWidth();
  return `${claims.map(claimText).join('\n')}\n\n${tables.map((table) => tableText(table, width)).join('\n')}`;
}

/** One claim: a tick or a cross, what is said, then the three columns and how the value was come by. */
export function claimText({ statement, kind, checked, relation, lecture, sharp, measured, holds, note }: Claim): string {
  const { green, red } = pc.createColors(hasColor(process.stdout));
  const bounds = [
    `lecture ${lecture === undefined ? '-' : figure(lecture)}`,
    `sharp ${sharp === undefined ? '-' : figure(sharp)}`,
    `measured ${figure(measured)} (${relation})`,
    `${kind}, checked ${checked}`,
  ].join(' | ');
  const body = [bounds, ...(note === undefined ? [] : [note])].flatMap((text) => indented(text));
  return [wrap(`${holds ? green('holds') : red('FAILS')}  ${statement}`), ...body].join('\n');
}

function tableText({ title, columns, rows }: ResultTable, width: number): string {
  const [first = '', ...others] = columns;
  return renderTable(
    {
      title: wrap(title),
      rowTitle: first,
      rows: rows.map((row) => figure(row[0] ?? '')),
      columns: others.map((name, index) => ({ group: '', name, cells: rows.map((row) => figure(row[index + 1] ?? '')) })),
    },
    width,
  );
}

/** A figure as a table shows it: whole numbers whole, others to six digits. `--json` and `--csv` have every digit. */
export function figure(value: Figure): string {
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(6)));
}

const indented = (text: string): string[] => {
  const width = process.stdout.isTTY === true ? Math.max(20, lineWidth() - 7) : Number.POSITIVE_INFINITY;
  return wrap(text, width)
    .split('\n')
    .map((line) => `       ${line}`);
};
