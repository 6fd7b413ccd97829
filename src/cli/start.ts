import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { renderSvg } from '../plot/svg.node.js';
import { Grid, type GridSpecification } from '../sweep/grid.js';
import { pictureOf } from '../sweep/pictures.js';
import { type Cell, type Curve, cellKey, curvesOf, summarize } from '../sweep/summary.js';
import { checkOutput, shown, writeWhole } from './files.js';
import { refuseRepeats } from './options.js';
import { ratioText, tablesOf } from './report-sweep.js';
import { provenance, runGrid } from './sweep.js';
import { lineWidth, print, say, wrap } from './terminal.js';

/**
 * The first thing that `npm start` shows: depth 1 to 20 on real images, where the activation and the start decide whether
 * depth helps or kills. Steps and rate are such that a ReLU network of depth 20 learns well within a minute of work.
 */
export const startGrid: GridSpecification = {
  data: ['digits'],
  precision: ['f32'],
  optimizer: ['momentum'],
  learningRate: [0.003],
  batch: [32],
  width: [32],
  activation: ['relu', 'leaky-relu', 'tanh', 'sigmoid'],
  init: ['he-normal', 'xavier-normal', 'normal=0.1'],
  depth: Array.from({ length: 20 }, (_, i) => i + 1),
  seed: [0, 1, 2],
  shared: { samples: undefined, noise: undefined, dataSeed: 0, steps: 600, momentum: 0.9, weightDecay: undefined, clipNorm: undefined, alpha: undefined },
};

const directory = 'runs';
const log = `${directory}/start.jsonl`;
const svg = `${directory}/start.svg`;

const example = `
Writes ${log} (one line a run) and ${svg}, replacing those of the last time.

Example:
  fathom start`;

/** `fathom start`: the depth sweep that shows what the project is about. */
export function startCommand(): Command {
  const command = new Command('start')
    .summary('the depth sweep on handwritten digits, with a table and a plot')
    .description('Trains 720 networks on handwritten digits: depth 1 to 20, width 32, four activations, three initialisations, three seeds.')
    .addHelpText('after', example)
    .action(async () => {
      process.exitCode = await start();
    });
  refuseRepeats(command);
  return command;
}

async function start(): Promise<number> {
  mkdirSync(directory, { recursive: true });
  checkOutput('start', log, 'replace');
  checkOutput('start', svg, 'replace');
  const grid = new Grid(startGrid);
  say(`${grid.size} trainings on 1437 handwritten digits, tested on 360 others`);
  const { outcome, exitCode, version } = await runGrid({ grid, jobs: availableParallelism(), build: 'simd', log, overwrite: true, keepGoing: true });
  const cells = summarize(outcome.records);
  writeWhole(svg, renderSvg(pictureOf(startGrid, cells, 'What depth does: handwritten digits, width 32')));
  if (outcome.records.length > 0) {
    const tables = tablesOf(startGrid, cells, lineWidth(), { 'leaky-relu': 'leaky', sigmoid: 'sigm.' });
    const sentence = outcome.isStopped ? '' : `${wrap(conclusion(startGrid, cells))}\n\n`;
    await print(`${tables}\n${sentence}${wrap(provenance(startGrid, grid, version, 'simd'))}`);
  }
  say(`results: ${shown(log)}\nplot: ${shown(svg)}`);
  return exitCode;
}

/** A network that is right this often has learned; one in ten digits is right by chance, and one in four is hardly more. */
const learned = 0.8;
const lost = 0.25;

/** One sentence that says what the table shows, worked out from its cells. */
export function conclusion(specification: GridSpecification, cells: ReadonlyMap<string, Cell>): string {
  const curves = curvesOf(specification);
  const deepest = specification.depth.reduce((a, b) => Math.max(a, b));
  const at = (curve: Curve, depth: number): Cell | undefined => cells.get(cellKey(curve.key, depth));
  const accuracy = (curve: Curve): number => at(curve, deepest)?.accuracy.middle ?? Number.NaN;
  const ranked = curves.filter((curve) => !Number.isNaN(accuracy(curve))).toSorted((a, b) => accuracy(b) - accuracy(a));
  const best = ranked[0];
  if (best === undefined) return `At depth ${deepest} no run ended with a finite loss.`;
  const name = (curve: Curve): string => `${curve.activation}${curve.group === '' ? '' : ` from ${curve.group}`}`;
  const ratio = (curve: Curve): string => ratioText(at(curve, deepest)?.gradientRatio.middle ?? Number.NaN);
  const percent = (curve: Curve): string => `${(100 * accuracy(curve)).toFixed(1)} %`;
  const alive = ranked.filter((curve) => accuracy(curve) >= learned);
  const dead = ranked.filter((curve) => accuracy(curve) < lost);
  const most = `At depth ${deepest}, ${alive.length} of ${curves.length} kinds of network still learn, the best of them ${name(best)} with ${percent(best)} of the test digits right (its first layer's gradient is ${ratio(best)} of its last's)`;
  if (alive.length === 0)
    return `At depth ${deepest} no kind of network learns: the best, ${name(best)}, has ${percent(best)} of the test digits right (gradient ratio ${ratio(best)}).`;
  const worst = dead.toSorted((a, b) => (at(a, deepest)?.gradientRatio.middle ?? 0) - (at(b, deepest)?.gradientRatio.middle ?? 0))[0];
  if (worst === undefined) return `${most}, and none falls below ${100 * lost} %.`;
  const ascending = specification.depth.toSorted((a, b) => a - b);
  const fall = ascending.find((depth) => ascending.filter((other) => other >= depth).every((other) => (at(worst, other)?.accuracy.middle ?? 0) < lost));
  return `${most}, while ${dead.length} hardly do better than chance: ${name(worst)} from depth ${fall} on, as next to nothing of the gradient reaches its first layer (${ratio(worst)} at depth ${deepest}).`;
}
