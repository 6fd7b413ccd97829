import Table from 'cli-table3';
import pc from 'picocolors';
import type { Claim, Figure, Outcome } from '../experiments/index.js';
import { hasColor } from './failure.js';
import { claimText, figure } from './report-experiment.js';
import { lineWidth, wrap } from './terminal.js';

/** Narrower than this, claims stand one below the other instead of in a table. */
const narrowest = 72;
const columns = { lecture: 13, sharp: 13, measured: 15, holds: 5 } as const;

/** The claims of an outcome: what is said, the lecture's figure, the sharp one, the measured one, and whether it holds. */
export function claimsTable(title: string, { experiment, claims }: Outcome): string {
  const width = Math.min(lineWidth(), 140);
  const { bold, green, red } = pc.createColors(hasColor(process.stdout));
  const heading = bold(wrap(`${experiment}: ${title}`));
  if (width < narrowest) return `${heading}\n${claims.map((claim) => claimText({ ...claim, note: undefined })).join('\n')}\n`;
  const figures = Object.values(columns);
  const rest = width - figures.reduce((sum, size) => sum + size + 1, 0);
  const table = new Table({
    head: ['', 'lecture', 'sharp', 'measured', 'holds'],
    colWidths: [rest, ...figures],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    wordWrap: true,
    wrapOnWordBoundary: true,
    chars: { ...noRules, middle: ' ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  for (const { statement, relation, lecture, sharp, measured, holds } of claims) {
    const bound = (value: Claim['lecture']) => (value === undefined ? '-' : `${relation === '=' ? '' : `${relation} `}${short(value)}`);
    table.push([statement, bound(lecture), bound(sharp), short(measured), holds ? green('yes') : red('NO')]);
  }
  return `${heading}\n${trimmed(table.toString())}\n`;
}

/** A figure that fits its column; the files have every digit. */
function short(value: Figure): string {
  const text = figure(value);
  if (typeof value === 'string' || text.length <= columns.lecture - 3) return text;
  return Number(value).toExponential(3);
}

/** A claim that does not hold, with all that is known of it. */
export function explain(experiment: string, claim: Claim): string {
  return `${experiment}: ${claimText(claim)}`;
}

const noRules = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
  ].map((name) => [name, '']),
);

const trimmed = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n');
