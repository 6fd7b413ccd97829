import type { Claim, Figure, Outcome, ResultTable } from '../experiments/index.js';
import { lessons } from './lessons.js';
import { style } from './style.js';
import { escapeHtml, typeset } from './text.js';

/** One topic of the report: an experiment, what it found, its plots as SVG, and the command that runs it again. */
export interface Topic {
  readonly title: string;
  readonly section: string;
  readonly question: string;
  readonly outcome: Outcome;
  readonly pictures: readonly string[];
  readonly command: string;
}

export interface Provenance {
  readonly version: string;
  readonly build: string;
  /** The command that made the whole report. */
  readonly command: string;
}

/** The report as one HTML file that needs nothing else: no script, no network. */
export function reportHtml(topics: readonly Topic[], { version, build, command }: Provenance): string {
  const claims = topics.flatMap(({ outcome }) => outcome.claims);
  const failed = claims.filter(({ holds }) => !holds).length;
  const verdict = failed === 0 ? 'all hold' : `${failed} ${failed === 1 ? 'does' : 'do'} not hold`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>The power of depth: claims and measurements</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>
<h1>The power of depth</h1>
<p class="lead">What a lecture on deep networks claims, what is sharp, and what was measured. ${claims.length} claims on ${topics.length} topics: ${verdict}.</p>
<p class="made">Fathom ${escapeHtml(version)} (${escapeHtml(build)}), made by <code>${escapeHtml(command)}</code></p>
</header>
<nav aria-label="Topics"><ol>
${topics.map(({ title, outcome }) => `<li><a href="#${outcome.experiment}">${escapeHtml(title)}</a> <span class="count">${tally(outcome.claims)}</span></li>`).join('\n')}
</ol></nav>
<main>
${topics.map(topicHtml).join('\n')}
</main>
<footer><p>A claim is a theorem (checked exactly), a bound (never violated over what was tried) or a trend (statistical). “Lecture” is the lecture’s own figure, “sharp” the best that is known.</p></footer>
</body>
</html>
`;
}

function topicHtml({ title, section, question, outcome, pictures, command }: Topic): string {
  const { experiment, claims, plots, tables, parameters } = outcome;
  return `<section id="${experiment}" aria-labelledby="${experiment}-title">
<p class="where">${escapeHtml(section)}</p>
<h2 id="${experiment}-title">${escapeHtml(title)}</h2>
${(lessons[experiment] ?? []).map((paragraph) => `<p>${typeset(paragraph)}</p>`).join('\n')}
<p class="question">${escapeHtml(question)}</p>
${claimsHtml(claims)}
${pictures.map((svg, index) => figureHtml(svg, plots[index]?.title ?? title, plots[index]?.description ?? '')).join('\n')}
${tables.map(tableHtml).join('\n')}
<details><summary>Parameters, and how to run it again</summary>
<p><code>${escapeHtml(command)}</code></p>
<dl>${Object.entries(parameters)
    .map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(String(value))}</dd></div>`)
    .join('')}</dl>
</details>
</section>`;
}

function claimsHtml(claims: readonly Claim[]): string {
  const rows = claims.map(
    ({ statement, kind, checked, relation, lecture, sharp, measured, holds, note }) =>
      `<tr class="${holds ? 'holds' : 'fails'}"><td class="tick">${holds ? '✓<span class="sr"> holds</span>' : '✗<span class="sr"> does not hold</span>'}</td><td>${escapeHtml(statement)}${
        note === undefined ? '' : `<small>${escapeHtml(note)}</small>`
      }</td><td>${bound(relation, lecture)}</td><td>${bound(relation, sharp)}</td><td>${short(measured)}</td><td>${kind}, ${checked}</td></tr>`,
  );
  return `<div class="scroll"><table class="claims"><thead><tr><th scope="col"><span class="sr">holds</span></th><th scope="col">claim</th><th scope="col">lecture</th><th scope="col">sharp</th><th scope="col">measured</th><th scope="col">checked</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

/** A drawing as an image: its ids and fonts are its own. */
function figureHtml(svg: string, title: string, description: string): string {
  return `<figure><img alt="${escapeHtml(`${title}. ${description}`)}" src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}"><figcaption>${escapeHtml(description)}</figcaption></figure>`;
}

/** Longer tables are cut: the files beside the report have every row. */
const mostRows = 60;

function tableHtml({ title, columns, rows }: ResultTable): string {
  const more = rows.length > mostRows ? `<p>${rows.length - mostRows} more rows are in the JSON file.</p>` : '';
  return `<details><summary>${escapeHtml(title)}</summary><div class="scroll"><table><thead><tr>${columns.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('')}</tr></thead><tbody>
${rows
  .slice(0, mostRows)
  .map((row) => `<tr>${row.map((value) => `<td>${short(value)}</td>`).join('')}</tr>`)
  .join('\n')}
</tbody></table></div>${more}</details>`;
}

const tally = (claims: readonly Claim[]): string => `${claims.filter(({ holds }) => holds).length} of ${claims.length}`;

const signs = { '<=': '≤\u00a0', '>=': '≥\u00a0', '=': '' } as const;
const bound = (relation: Claim['relation'], value: Figure | undefined): string => (value === undefined ? '–' : signs[relation] + short(value));

/** Whole numbers whole up to 15 digits, others to six digits. */
function short(value: Figure): string {
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'bigint') return String(value).length <= 15 ? String(value) : Number(value).toExponential(4);
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(6)));
}
