import { Command } from 'commander';
import { loadEngine } from '../engine/engine.js';
import type { PlotSpecification } from '../plot/specification.js';
import { renderSvg } from '../plot/svg.js';
import { encode } from '../sweep/codec.js';
import type { PiecesRequest, PiecesResult } from '../sweep/pieces.js';
import { createPool } from '../sweep/pool.js';
import type { Refusal } from '../sweep/worker.js';
import type { Pieces } from '../theory/pieces.js';
import { UsageError } from './failure.js';
import { checkDistinct, checkOutput, shown, writeWhole } from './files.js';
import { type Interrupt, listenForInterrupt } from './interrupt.js';
import { readNetworkFile } from './network-file.js';
import { optionText, type RawOptions, refuseRepeats } from './options.js';
import { renderTable } from './table.js';
import { lineWidth, print, say, startWaiting } from './terminal.js';

const example = `
Counts are certified: every tie is decided exactly, none by a tolerance. Tables and lists are shortened; --csv and --json have all of them.
Integrals, distances and crossings are those of the exact functions, each rounded once.

Examples:
  fathom train --data moons --widths 16,16 --save model.json
  fathom pieces wave.json --interval 0,1
  fathom pieces wave.json --interval 0,1 --csv pieces.csv --svg wave.svg
  fathom pieces wave.json --interval 0,1 --distance shallow.json
  fathom pieces wave.json --interval 0,1 --level 0.5 --integral --json`;

/** Most pieces and points that are printed, and most that a picture shows. */
const printed = 20;
const drawn = 20_000;

/** `fathom pieces`: the exact linear pieces of a saved network of one input and one output. */
export function piecesCommand(): Command {
  const command = new Command('pieces')
    .summary('count the linear pieces of a saved network, exactly')
    .description('Counts the linear pieces of a saved piecewise-linear network of one input and one output, and measures it by them.')
    .argument('<model>', "the network's file; - is standard input")
    .requiredOption('--interval <lo,hi>', 'where to count, for example 0,1')
    .option('--distance <model>', 'measure the distance to another network: L1, L2 and the largest')
    .option('--level <number>', 'list where the function crosses this value, touches it, or stays on it')
    .option('--integral', 'print the integral')
    .option('--json', 'print one JSON object with every breakpoint, value and slope')
    .option('--csv <file>', 'write the pieces as a table: from, to, value at both ends, slope')
    .option('--svg <file>', 'write a picture of the function')
    .addHelpText('after', example)
    .action(async (model: string, raw: RawOptions) => run(model, raw));
  refuseRepeats(command);
  return command;
}

async function run(path: string, raw: RawOptions): Promise<void> {
  const interval = readInterval(optionText(raw, 'interval') as string);
  const level = readLevel(optionText(raw, 'level'));
  const [csv, svg, other] = [optionText(raw, 'csv'), optionText(raw, 'svg'), optionText(raw, 'distance')];
  checkDistinct({ '--csv': csv, '--svg': svg });
  if (csv !== undefined) checkOutput('--csv', csv, 'replace');
  if (svg !== undefined) checkOutput('--svg', svg, 'replace');
  if (path === '-' && other === '-') throw new UsageError('standard input (-) can be read once only');
  const request: PiecesRequest = {
    model: readNetworkFile(path),
    interval,
    other: other === undefined ? undefined : readNetworkFile(other, '--distance'),
    level,
    integral: raw['integral'] === true,
  };
  const { module, version, build } = await loadEngine({ theory: true });
  using interrupt = listenForInterrupt('stopped');
  const result = await measure(module, request, interrupt);
  if (result === undefined) {
    process.exitCode = interrupt.exitCode;
    return;
  }
  if ('refusal' in result) throw new UsageError(`${result.refusal} (model ${shown(path)}${other === undefined ? '' : `, --distance ${shown(other)}`})`);
  const { pieces, widths, ...measured } = result;
  if (csv !== undefined) writeWhole(csv, toCsv(pieces));
  if (svg !== undefined) writeWhole(svg, renderSvg(picture(pieces)));
  const at = measured.level && { value: level, ...measured.level };
  await print(raw['json'] === true ? encode({ version, build, widths, ...pieces, ...measured, level: at }) : toText(result, request));
  if (csv !== undefined) say(`pieces: ${shown(csv)}`);
  if (svg !== undefined) say(`picture: ${shown(svg)}`);
}

/** On a thread of its own, so that a signal is heard; undefined where one came. */
async function measure(module: WebAssembly.Module, request: PiecesRequest, { signal }: Interrupt): Promise<PiecesResult | Refusal | undefined> {
  const pool = createPool(module, 1);
  const waiting = startWaiting('counting pieces');
  signal.addEventListener('abort', () => waiting.stop(), { once: true });
  try {
    return await pool.run(request, { name: 'pieces', signal });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    waiting.stop();
    await pool.destroy();
  }
}

/** JSON as text, safetensors as bytes. */
function readLevel(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const level = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(level)) throw new UsageError(`--level: expected a number, for example 0.5, got ${JSON.stringify(text)}`);
  return level;
}

function readInterval(text: string): [number, number] {
  const ends = text.split(',').map((end) => (end.trim() === '' ? Number.NaN : Number(end)));
  if (ends.length !== 2 || !ends.every(Number.isFinite) || !((ends[0] as number) < (ends[1] as number))) {
    throw new UsageError(`--interval: expected lo,hi with lo below hi, for example 0,1, got ${JSON.stringify(text)}`);
  }
  return ends as [number, number];
}

const endsOf = ({ interval: [lo, hi], breakpoints }: Pieces) => [lo, ...breakpoints, hi];

function toCsv(pieces: Pieces): string {
  const ends = endsOf(pieces);
  const rows = Array.from(pieces.slopes, (slope, k) => [ends[k], ends[k + 1], pieces.values[k], pieces.values[k + 1], slope].join(','));
  return `from,to,value_from,value_to,slope\n${rows.join('\n')}\n`;
}

function toText({ pieces, ...measured }: PiecesResult, { level }: PiecesRequest): string {
  const [lo, hi] = pieces.interval;
  const ends = [...[lo, ...pieces.breakpoints.subarray(0, printed)], hi];
  const shownPieces = Math.min(pieces.count, printed);
  const column = (name: string, text: (piece: number) => string) => ({ group: '', name, cells: Array.from({ length: shownPieces }, (_, k) => text(k)) });
  const layers = renderTable(
    {
      title: 'Layers',
      rowTitle: 'layer',
      rows: pieces.layers.map((_, index) => String(index + 1)),
      columns: [
        { group: '', name: 'units', cells: pieces.layers.map(({ units }) => String(units.length)) },
        { group: '', name: 'joint pieces', cells: pieces.layers.map(({ count }) => String(count)) },
        { group: '', name: 'most of a unit', cells: pieces.layers.map(({ units }) => String(units.reduce((most, unit) => Math.max(most, unit), 0))) },
      ],
    },
    lineWidth(),
  );
  const list = renderTable(
    {
      title: shownPieces < pieces.count ? `The first ${shownPieces} pieces` : 'Pieces',
      rowTitle: 'piece',
      rows: Array.from({ length: shownPieces }, (_, k) => String(k + 1)),
      columns: [column('from', (k) => String(ends[k])), column('value', (k) => String(pieces.values[k])), column('slope', (k) => String(pieces.slopes[k]))],
    },
    lineWidth(),
  );
  const exact = pieces.exactDecisions === 0 ? 'no decision took rational arithmetic' : `${pieces.exactDecisions} decisions by rational arithmetic`;
  const open = pieces.open === 0 ? '' : `\n${pieces.open} of the numbers are not proven to the last bit; the count is.`;
  return `${pieces.count} linear pieces on [${lo}, ${hi}], ${pieces.zeros.length} changes of sign (certified; ${exact})${open}\n\n${layers}\n${list}${measurements(measured, level)}`;
}

/** What was asked for besides the pieces, a line or a few each. */
function measurements({ integral, distance, level }: Omit<PiecesResult, 'pieces'>, value: number | undefined): string {
  const points = (name: string, all: ArrayLike<unknown>) => {
    const rest = all.length - printed;
    const list = Array.from(all)
      .slice(0, printed)
      .map((point) => (Array.isArray(point) ? `[${point.join(', ')}]` : String(point)));
    return `  ${name}: ${all.length}${all.length > 0 ? `, at ${list.join(', ')}` : ''}${rest > 0 ? ` and ${rest} more` : ''}`;
  };
  return [
    ...(integral === undefined ? [] : [`\nIntegral: ${integral}`]),
    ...(distance === undefined ? [] : [`\nDistance: L1 ${distance.l1}, L2 ${distance.l2}, largest ${distance.sup}`]),
    ...(level === undefined
      ? []
      : [`\nLevel ${value}`, points('crossings', level.crossings), points('touches', level.touches), points('flat stretches', level.stretches)]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function picture(pieces: Pieces): PlotSpecification {
  const ends = endsOf(pieces);
  const step = Math.max(1, Math.ceil(ends.length / drawn));
  const points = ends.flatMap((x, k) => (k % step === 0 || k === ends.length - 1 ? [{ x, y: pieces.values[k] as number }] : []));
  return {
    title: `${pieces.count} linear pieces`,
    description: `The function from ${pieces.interval[0]} to ${pieces.interval[1]}: ${pieces.count} linear pieces.${step > 1 ? ` Every ${step}th breakpoint is drawn.` : ''}`,
    columns: 1,
    panels: [
      {
        title: `${pieces.count} pieces`,
        x: { label: 'x', scale: 'linear' },
        y: { label: 'f(x)', scale: 'linear' },
        series: [{ name: 'f', mark: 'line', points }],
      },
    ],
  };
}
