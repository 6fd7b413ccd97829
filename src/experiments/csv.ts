import type { Figure } from './claim.js';
import type { Outcome } from './experiment.js';

/** Every table as comma-separated values under its title. */
export function csvOf({ tables }: Pick<Outcome, 'tables'>): string {
  return tables.map(({ title, columns, rows }) => `# ${title}\n${[columns, ...rows].map((row) => row.map(field).join(',')).join('\n')}\n`).join('\n');
}

function field(value: Figure): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
