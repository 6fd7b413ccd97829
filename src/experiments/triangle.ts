import type { Engine } from '../engine/engine.js';
import type { Precision } from '../engine/memory.js';
import { uniform } from '../engine/random.js';
import { Network } from '../network/network.js';
import type { LayerInput } from '../network/specification.js';
import { lecturePieces, sharpPieces } from '../theory/bounds.js';
import { extremal, triangleWave, zigzag } from '../theory/constructions.js';
import { distance } from '../theory/distance.js';
import { pieceLengths } from '../theory/piece-lengths.js';
import { countPieces } from '../theory/pieces.js';
import { widthsForUnits } from '../theory/unit-budget.js';
import { breathe, type Context, defineExperiment } from './experiment.js';

export interface Wave {
  readonly depth: number;
  readonly units: number;
  readonly parameters: number;
  readonly pieces: number;
  readonly shortest: number;
  readonly longest: number;
  readonly certified: boolean;
}

export interface Step {
  readonly depth: number;
  /** Knots of the wave on [0, 1], ends included. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Largest |f(x + p) - f(x)| for p = 2^-depth, which the lecture calls the period, and for p = 2^(1 - depth). */
  readonly shiftedByPiece: number;
  readonly shiftedByPeriod: number;
}

export interface Budget {
  readonly units: number;
  readonly widths: readonly number[];
  /** Exact counts of one layer, of the wave's layers of two (units even) and of the widths above. */
  readonly shallow: number;
  readonly wave: number | undefined;
  readonly best: number;
}

export interface Collapse {
  readonly precision: Precision;
  readonly samples: number;
  /** Mean square of the wave over the samples, by depth from 1; 1/3 over the reals. */
  readonly meanSquares: readonly number[];
  /** The first depth at which every sample is 0. */
  readonly depth: number | undefined;
}

export interface TriangleResult {
  readonly waves: readonly Wave[];
  readonly zigzags: readonly Wave[];
  readonly steps: readonly Step[];
  /** Pieces of the last step's wave on [-1, 2]. */
  readonly outside: number;
  readonly budgets: readonly Budget[];
  /** f32, f64. */
  readonly collapses: readonly Collapse[];
}

const deepestIteration = 60;

export const triangle = defineExperiment({
  name: 'triangle',
  title: 'The triangle wave',
  section: 'Triangle wave',
  question: 'How many linear pieces do D layers of two units make, what is the period of their wave, and is there a better network for as many units?',
  parameters: {
    depth: { kind: 'integer', default: 20, minimum: 1, maximum: 21, unit: 'hidden layers', help: 'Deepest triangle wave that is counted: 2^depth pieces.' },
    zigzagDepth: {
      kind: 'integer',
      default: 10,
      minimum: 1,
      maximum: 10,
      unit: 'hidden layers',
      help: 'Deepest zigzag of width 3 that is counted: 4^depth pieces.',
    },
    steps: { kind: 'integer', default: 6, minimum: 1, maximum: 9, unit: 'hidden layers', help: 'Compositions that are drawn, and whose period is measured.' },
    units: { kind: 'integer', default: 24, minimum: 3, maximum: 30, unit: 'units', help: 'Largest number of units for which the best network is built.' },
    samples: { kind: 'integer', default: 100_000, minimum: 100, maximum: 1_000_000, help: 'Points at which the wave is evaluated by iteration.' },
    seed: { kind: 'integer', default: 0, minimum: 0, maximum: Number.MAX_SAFE_INTEGER - 1, help: 'Of these points.' },
  },
  quick: { depth: 14, zigzagDepth: 7, units: 16, samples: 20_000 },

  async run(engine, { depth, zigzagDepth, steps, units, samples, seed }, context): Promise<TriangleResult> {
    const total = depth + zigzagDepth + steps + (units - 2) + 2;
    let done = 0;
    const each = async <Item, Row>(items: readonly Item[], row: (item: Item) => Row): Promise<Row[]> => {
      const rows: Row[] = [];
      for (const item of items) {
        rows.push(row(item));
        await breathe(context, ++done, total);
      }
      return rows;
    };
    const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
    return {
      waves: await each(upTo(depth), (d) => countWave(engine, triangleWave(d), d)),
      zigzags: await each(upTo(zigzagDepth), (d) => countWave(engine, zigzag(d), d)),
      steps: await each(upTo(steps), (d) => step(engine, d)),
      outside: countOn(engine, triangleWave(steps), [-1, 2]),
      budgets: await each(upTo(units, 3), (count) => budget(engine, count)),
      collapses: await each(['f32', 'f64'] as const, (precision) => iterate(engine, precision, samples, seed, context)),
    };
  },

  claims({ waves, zigzags, steps, outside, budgets, collapses }) {
    const [wave, tooth, shown] = [waves.at(-1)!, zigzags.at(-1)!, steps.at(-1)!];
    const twos = Array<number>(wave.depth).fill(2);
    const threes = Array<number>(tooth.depth).fill(3);
    const best = budgets.at(-1)!;
    const [single, double] = collapses as [Collapse, Collapse];
    const { samples } = single;
    const lastPlaceF32 = 24 + samples.toString(2).length;
    return [
      {
        statement: `${wave.depth} hidden layers of 2 units make 2^${wave.depth} linear pieces on [0, 1]`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        lecture: 2 ** wave.depth,
        sharp: 2 ** wave.depth,
        measured: wave.pieces,
        holds: waves.every(({ depth, pieces, units, certified }) => certified && pieces === 2 ** depth && units === 2 * depth),
        note: `counted at every depth from 1 to ${wave.depth}`,
      },
      {
        statement: `every piece of the wave of depth ${wave.depth} is 2^-${wave.depth} long`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        sharp: 2 ** -wave.depth,
        measured: wave.longest,
        holds: waves.every(({ depth, shortest, longest }) => shortest === 2 ** -depth && longest === 2 ** -depth),
        note: 'shortest and longest piece at every depth; all ends are dyadic, so their differences are exact',
      },
      {
        statement: `period of the wave of depth ${shown.depth}`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        lecture: 2 ** -shown.depth,
        sharp: 2 ** (1 - shown.depth),
        measured: shown.shiftedByPeriod === 0 ? 2 ** (1 - shown.depth) : 'none found',
        holds: steps.every(({ shiftedByPiece, shiftedByPeriod }) => shiftedByPiece === 1 && shiftedByPeriod === 0),
        note: `1/2^D is the length of a piece, half a period: shifted by it, the wave is off by up to ${shown.shiftedByPiece}; shifted by 2/2^D, by ${shown.shiftedByPeriod} (one tent of period 1 for D = 1)`,
      },
      {
        statement: `the wave of depth ${wave.depth} (almost) reaches the bound on the number of pieces`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '<=',
        lecture: lecturePieces(twos),
        sharp: sharpPieces(twos),
        measured: wave.pieces,
        holds: BigInt(wave.pieces) ** 2n === lecturePieces(twos) && BigInt(wave.pieces) <= sharpPieces(twos),
        note: "it reaches the square root of the lecture's 4^D; no network of width 2 can have more than 3^D pieces",
      },
      {
        statement: `${tooth.depth} hidden layers of 3 units make 4^${tooth.depth} pieces, the most that width 3 can have`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        lecture: lecturePieces(threes),
        sharp: sharpPieces(threes),
        measured: tooth.pieces,
        holds: zigzags.every(
          ({ depth, pieces, units, certified }) => certified && BigInt(pieces) === sharpPieces(Array<number>(depth).fill(3)) && units === 3 * depth,
        ),
        note: 'the zigzag 0-1-0-1-0 composed with itself; 1.587 pieces a unit in the mean, multiplied, against 1.414 of the wave',
      },
      {
        statement: `${best.units} units in layers of 3 or more make up to prod (n_d + 1) pieces, at widths ${best.widths.join('-')}`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        lecture: lecturePieces(best.widths),
        sharp: sharpPieces(best.widths),
        measured: best.best,
        holds: budgets.every(({ widths, best: count, shallow, units }) => BigInt(count) === sharpPieces(widths) && shallow === units + 1),
        note: `built and counted for 3 to ${best.units} units; one layer makes ${best.shallow} pieces, the wave ${best.wave ?? 'needs an even number'}`,
      },
      {
        statement: `the wave's ${wave.units} units take 6 D + 1 parameters`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        sharp: 6 * wave.depth + 1,
        measured: wave.parameters,
        holds: waves.every(({ depth, parameters }) => parameters === 6 * depth + 1),
      },
      {
        statement: `on the whole line the wave of depth ${shown.depth} has 2^${shown.depth} + 2 pieces (one tent: 3)`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        sharp: shown.depth === 1 ? 3 : 2 ** shown.depth + 2,
        measured: outside,
        holds: outside === (shown.depth === 1 ? 3 : 2 ** shown.depth + 2),
        note: 'counted on [-1, 2]; beyond, no unit changes state',
      },
      {
        statement: 'depth at which evaluation by iteration gives 0 at every point, f64',
        kind: 'theorem',
        checked: 'observed',
        relation: '<=',
        sharp: 54,
        measured: double.depth ?? 'none',
        holds: double.depth !== undefined && double.depth <= 54,
        note: 'every step is exact, but doubling shifts out the 53 binary places of the points: the wave of a p-place number is 0 beyond depth p. So waves are counted, never sampled',
      },
      {
        statement: 'depth at which evaluation by iteration gives 0 at every point, f32',
        kind: 'trend',
        checked: 'observed',
        relation: '=',
        sharp: `about ${lastPlaceF32}`,
        measured: single.depth ?? 'none',
        holds: single.depth !== undefined && Math.abs(single.depth - lastPlaceF32) <= 4,
        note: `the smallest of ${samples} points fall last, near 1/${samples}, with 24 places; another sample differs by a few layers (margin 4)`,
      },
    ];
  },

  tables({ waves, zigzags, steps, budgets, collapses }) {
    const columns = ['depth', 'units', 'parameters', 'pieces', 'shortest piece', 'longest piece', 'lecture 2^D prod n', 'sharp prod (n + 1)'];
    const rows = (counted: readonly Wave[], width: number) =>
      counted.map(({ depth, units, parameters, pieces, shortest, longest }) => {
        const widths = Array<number>(depth).fill(width);
        return [depth, units, parameters, pieces, shortest, longest, lecturePieces(widths), sharpPieces(widths)];
      });
    return [
      { title: 'Triangle wave, width 2', columns, rows: rows(waves, 2) },
      { title: 'Zigzag, width 3', columns, rows: rows(zigzags, 3) },
      {
        title: 'Period',
        columns: ['depth', "lecture's period 1/2^D", 'off by, shifted by it', 'period 2/2^D', 'off by, shifted by it'],
        rows: steps.map(({ depth, shiftedByPiece, shiftedByPeriod }) => [depth, 2 ** -depth, shiftedByPiece, 2 ** (1 - depth), shiftedByPeriod]),
      },
      {
        title: 'Pieces for a number of units',
        columns: ['units', 'one layer', 'wave', 'best widths of 3 or more', 'pieces'],
        rows: budgets.map(({ units, shallow, wave, widths, best }) => [units, shallow, wave ?? '', widths.join('-'), best]),
      },
      {
        title: 'Mean square of the wave, evaluated by iteration (1/3 over the reals)',
        columns: ['depth', ...collapses.map(({ precision }) => precision)],
        rows: Array.from({ length: deepestIteration }, (_, index) => [index + 1, ...collapses.map(({ meanSquares }) => meanSquares[index]!)]),
      },
    ];
  },

  plots({ waves, zigzags, steps, budgets, collapses }) {
    return [
      {
        title: 'The triangle wave, composed step by step',
        description: 'Each panel composes the one before with one more tent: twice the pieces, half the period.',
        columns: 3,
        panels: steps.map(({ depth, x, y }) => ({
          title: `D = ${depth}: ${2 ** depth} pieces`,
          x: { label: 'x', scale: 'linear' as const, domain: [0, 1] as const },
          y: { label: 'f(x)', scale: 'linear' as const, domain: [0, 1] as const },
          series: [{ name: 'triangle wave', mark: 'line' as const, points: x.map((at, index) => ({ x: at, y: y[index]! })) }],
        })),
      },
      {
        title: 'Pieces by units, and the end of iteration',
        description:
          'Left: exact counts by number of units on a log axis; one layer grows linearly, layers of 2 and of 3 exponentially. Right: iterating the tent in floating point ends in zeros.',
        columns: 2,
        panels: [
          {
            title: 'Linear pieces on [0, 1], counted',
            x: { label: 'units', scale: 'linear' },
            y: { label: 'pieces', scale: 'log' },
            series: [
              { name: 'one layer', mark: 'line', points: budgets.map(({ units, shallow }) => ({ x: units, y: shallow })) },
              { name: 'triangle wave', mark: 'line', points: waves.map(({ units, pieces }) => ({ x: units, y: pieces })) },
              { name: 'zigzag', mark: 'line', points: zigzags.map(({ units, pieces }) => ({ x: units, y: pieces })) },
              { name: 'best widths', mark: 'points', points: budgets.map(({ units, best }) => ({ x: units, y: best })) },
            ],
          },
          {
            title: 'Evaluation by iteration',
            x: { label: 'depth', scale: 'linear' },
            y: { label: 'mean square of the wave', scale: 'linear' },
            series: collapses.map(({ precision, meanSquares }) => ({
              name: precision,
              mark: 'line' as const,
              points: meanSquares.map((y, index) => ({ x: index + 1, y })),
            })),
          },
        ],
      },
    ];
  },
});

function countWave(engine: Engine, layers: readonly LayerInput[], depth: number): Wave {
  using network = new Network(engine, { layers, precision: 'f64' });
  const pieces = countPieces(network, [0, 1]);
  const units = network.widths.slice(1, -1).reduce((sum, width) => sum + width, 0);
  return { depth, units, parameters: network.parameterCount, pieces: pieces.count, certified: pieces.certified, ...pieceLengths(engine, pieces) };
}

function countOn(engine: Engine, layers: readonly LayerInput[], interval: readonly [number, number]): number {
  using network = new Network(engine, { layers, precision: 'f64' });
  return countPieces(network, interval).count;
}

function step(engine: Engine, depth: number): Step {
  const layers = triangleWave(depth);
  using network = new Network(engine, { layers, precision: 'f64' });
  const { breakpoints, values } = countPieces(network, [0, 1]);
  /** The first layer reads x with weight 1, so that a shift is added to its biases, exactly. */
  const off = (shift: number): number => {
    const [first, ...rest] = layers as [LayerInput, ...LayerInput[]];
    using shifted = new Network(engine, { layers: [{ ...first, bias: Array.from(first.bias, (bias) => bias + shift) }, ...rest], precision: 'f64' });
    return shift < 1 ? distance(network, shifted, [0, 1 - shift]).sup : 0;
  };
  return { depth, x: [0, ...breakpoints, 1], y: [...values], shiftedByPiece: off(2 ** -depth), shiftedByPeriod: off(2 ** (1 - depth)) };
}

function budget(engine: Engine, units: number): Budget {
  const widths = widthsForUnits(units);
  return {
    units,
    widths,
    shallow: countOn(engine, extremal([units]), [0, 1]),
    wave: units % 2 === 0 ? countOn(engine, triangleWave(units / 2), [0, 1]) : undefined,
    best: countOn(engine, extremal(widths), [0, 1]),
  };
}

function iterate(engine: Engine, precision: Precision, samples: number, seed: number, { signal }: Context): Collapse {
  using tent = new Network(engine, { layers: triangleWave(1), precision });
  const points = uniform(engine, { count: samples, seed });
  const column = (data: typeof points) => ({ rows: samples, columns: 1, data });
  const zeros = column(precision === 'f32' ? new Float32Array(samples) : new Float64Array(samples));
  let inputs = column(precision === 'f32' ? Float32Array.from(points) : points);
  const meanSquares = Array.from({ length: deepestIteration }, () => {
    signal?.throwIfAborted();
    const { loss } = tent.evaluate({ inputs, targets: zeros, loss: 'mse' });
    inputs = tent.forward(inputs) as typeof inputs;
    return loss;
  });
  const index = meanSquares.indexOf(0);
  return { precision, samples, meanSquares, depth: index < 0 ? undefined : index + 1 };
}
