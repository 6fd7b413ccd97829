import { Command } from 'commander';
import { loadEngine } from '../engine/engine.js';
import { Network } from '../network/network.js';
import type { PlotSpecification } from '../plot/specification.js';
import { renderSvg } from '../plot/svg.js';
import { encode } from '../sweep/codec.js';
import { countPieces, type Pieces } from '../theory/pieces.js';
import { UsageError } from './failure.js';
import { checkDistinct, checkOutput, shown, writeWhole } from './files.js';
import { readNetworkFile } from './network-file.js';
import { optionText, type RawOptions, refuseRepeats } from './options.js';
import { renderTable } from './table.js';
import { lineWidth, print, say } from './terminal.js';

const example = `
Counts are certified: every tie is decided exactly, none by a tolerance. The table of pieces is shortened; --csv and --json have all of them.

Examples:
  fathom train --data moons --widths 16,16 --save model.json
  fathom pieces wave.json --interval 0,1
  fathom pieces wave.json --interval 0,1 --csv pieces.csv --svg wave.svg`;

/** Most pieces that are printed as a table, and most that a picture shows. */
const printed = 20;
const drawn = 20_000;

/** `fathom pieces`: the exact linear pieces of a saved network of one input and one output. */
export function piecesCommand(): Command {
  const command = new Command('pieces')
    .summary('count the linear pieces of a saved network, exactly')
    .description('Counts the linear pieces of a saved piecewise-linear network of one input and one output.')
    .argument('<model>', "the network's file; - is standard input")
    .requiredOption('--interval <lo,hi>', 'where to count, for example 0,1')
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
  const [csv, svg] = [optionText(raw, 'csv'), optionText(raw, 'svg')];
  checkDistinct({ '--csv': csv, '--svg': svg });
  if (csv !== undefined) checkOutput('--csv', csv, 'replace');
  if (svg !== undefined) checkOutput('--svg', svg, 'replace');
  const file = readNetworkFile(path);
  const engine = await loadEngine({ theory: true });
  using network = Network.load(engine, file);
  const pieces = countPieces(network, interval);
  if (csv !== undefined) writeWhole(csv, toCsv(pieces));
  if (svg !== undefined) writeWhole(svg, renderSvg(picture(pieces)));
  await print(raw['json'] === true ? encode({ version: engine.version, build: engine.build, widths: network.widths, ...pieces }) : toText(pieces));
  if (csv !== undefined) say(`pieces: ${shown(csv)}`);
  if (svg !== undefined) say(`picture: ${shown(svg)}`);
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

function toText(pieces: Pieces): string {
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
  return `${pieces.count} linear pieces on [${lo}, ${hi}], ${pieces.zeros.length} changes of sign (certified; ${exact})${open}\n\n${layers}\n${list}`;
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
