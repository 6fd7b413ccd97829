import type { Engine } from '../engine/engine.js';
import { Network } from '../network/network.js';
import { triangleWave } from '../theory/constructions.js';
import { distance } from '../theory/distance.js';
import { type ForcedWidth, forcedWidth } from '../theory/forced-width.js';
import { countPieces } from '../theory/pieces.js';
import { equalPowers, waveInLayers } from '../theory/wave-in-layers.js';
import { breathe, defineExperiment } from './experiment.js';

/** The theorem at one n: a wave of n^3 layers of two units against n layers. */
export interface Instance {
  readonly n: number;
  readonly deepLayers: number;
  readonly deepUnits: number;
  readonly deepParameters: number;
  /** Of the deep network on [0, window], counted; there are 2^(n^3) on [0, 1]. */
  readonly counted: number;
  readonly window: number;
  /** What n layers must have at least, to come within the error. */
  readonly forced: ForcedWidth;
  /** Width of n layers that are the wave: 2^(n^2). */
  readonly sufficient: bigint;
  /** Pieces of that network and its largest distance from the deep one, on [0, 1]; undefined where it is too large to build. */
  readonly built: { readonly pieces: number; readonly distance: number } | undefined;
}

/** The same wave in so many layers. */
export interface Trade {
  readonly layers: number;
  readonly widths: readonly number[];
  readonly units: number;
  readonly parameters: number;
  readonly pieces: number;
  readonly distance: number;
  readonly forced: ForcedWidth;
}

export interface TelgarskyResult {
  readonly error: number;
  readonly depth: number;
  readonly instances: readonly Instance[];
  readonly trades: readonly Trade[];
}

/** Waves with more pieces are counted on a window. */
const wholeDepth = 12;

export const telgarsky = defineExperiment({
  name: 'telgarsky',
  title: 'Depth against width',
  section: 'Depth and parametric cost',
  question: 'How wide must n layers be to come near what n^3 layers of two units compute, and what do units and parameters cost as layers are added?',
  parameters: {
    largest: { kind: 'integer', default: 4, minimum: 1, maximum: 8, help: 'Largest n: a wave of n^3 layers against n layers.' },
    depth: { kind: 'integer', default: 8, minimum: 1, maximum: 10, unit: 'hidden layers', help: 'Depth of the wave that is built in 1, 2, ..., depth layers.' },
    error: { kind: 'number', default: 1 / 64, minimum: 0, maximum: 0.24, help: "L1 distance that is allowed; Telgarsky's is 1/64." },
  },
  quick: {},

  async run(engine, { largest, depth, error }, context): Promise<TelgarskyResult> {
    const total = largest + depth;
    const instances: Instance[] = [];
    for (let n = 1; n <= largest; n++) {
      instances.push(instanceOf(engine, n, error));
      await breathe(context, n, total);
    }
    const trades: Trade[] = [];
    for (let layers = 1; layers <= depth; layers++) {
      trades.push(tradeOf(engine, depth, layers, error));
      await breathe(context, largest + layers, total);
    }
    return { error, depth, instances, trades };
  },

  claims({ error, depth, instances, trades }) {
    const last = instances.at(-1)!;
    const [single] = trades;
    const deepest = trades.at(-1)!;
    const built = instances.filter((instance) => instance.built !== undefined);
    const forcedUnits = ({ forced }: Instance) => forced.units;
    return [
      {
        statement: `width that ${last.n} layers need to come within ${error} of a wave of ${last.deepLayers} layers of 2 units`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '>=',
        lecture: last.forced.lecture,
        sharp: last.forced.sharp,
        measured: last.sufficient,
        holds: instances.every(({ forced, sufficient }) => forced.lecture <= forced.sharp && forced.sharp <= sufficient),
        note: `measured: 2^(n^2) suffice, for every n from 1 to ${last.n}: what is forced and what suffices agree but for ${percent(last)} %`,
      },
      {
        statement: `units that ${last.n} layers need: Omega(2^n)`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '>=',
        lecture: 2 ** last.n,
        sharp: forcedUnits(last),
        measured: BigInt(last.n) * last.sufficient,
        holds: instances.every((instance) => 2n * forcedUnits(instance) >= 1n << BigInt(instance.n)),
        note: `forced for n = 1 to ${last.n}: ${instances.map(forcedUnits).join(', ')}, at least 2^n/2 each, and in truth about n 2^(n^2). The slide's Theta is an upper bound; Theta is two-sided, Omega the lower one`,
      },
      {
        statement: `the deep network has 2^(n^3) pieces with 2 n^3 units, n = 1 to ${last.n}`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        lecture: 1n << BigInt(last.deepLayers),
        sharp: 1n << BigInt(last.deepLayers),
        measured: last.window === 1 ? last.counted : `${last.counted} on [0, 2^-${last.deepLayers - wholeDepth}]`,
        holds: instances.every(({ deepLayers, counted, window }) => counted === piecesIn(deepLayers, window)),
        note: `counted on all of [0, 1] up to depth ${wholeDepth}, beyond on a window of ${2 ** wholeDepth} pieces at 0; the rest is its repetition`,
      },
      {
        statement: `n layers of 2^(n^2) units are the wave of n^3 layers exactly, built for n = ${built.map(({ n }) => n).join(', ')}`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '=',
        sharp: 0,
        measured: Math.max(...built.map((instance) => instance.built!.distance)),
        holds: built.every((instance) => instance.built!.distance === 0 && instance.built!.pieces === 2 ** instance.deepLayers),
        note: 'measured: the largest |f - g| on [0, 1]; for larger n by T_m o T_k = T_mk',
      },
      {
        statement: `units of one hidden layer within ${error} of the wave of depth ${depth}`,
        kind: 'theorem',
        checked: 'exactly',
        relation: '>=',
        lecture: single!.forced.lecture,
        sharp: single!.forced.sharp,
        measured: single!.units,
        holds: BigInt(single!.units) >= single!.forced.sharp && trades.every(({ distance: off, pieces }) => off === 0 && pieces === 2 ** depth),
        note: `${single!.units} units are the wave exactly, counted; ${depth} layers of two do it with ${deepest.units}, and with ${deepest.parameters} parameters instead of ${single!.parameters}`,
      },
    ];
  },

  tables({ error, depth, instances, trades }) {
    return [
      {
        title: `n^3 layers of two units against n layers, within ${error}`,
        columns: [
          'n',
          'deep layers',
          'deep units',
          'deep parameters',
          'pieces',
          'counted',
          'on [0, x]',
          'width forced, lecture',
          'width forced, sharp',
          'units forced',
          '2^n',
          'width that suffices',
          'built, pieces',
        ],
        rows: instances.map(({ n, deepLayers, deepUnits, deepParameters, counted, window, forced, sufficient, built }) => [
          n,
          deepLayers,
          deepUnits,
          deepParameters,
          1n << BigInt(deepLayers),
          counted,
          window,
          forced.lecture,
          forced.sharp,
          forced.units,
          2 ** n,
          sufficient,
          built?.pieces ?? 'not built',
        ]),
      },
      {
        title: `The wave of depth ${depth} in 1 to ${depth} layers`,
        columns: ['layers', 'widths', 'units', 'parameters', 'pieces', 'largest |f - g|', 'width forced, lecture', 'width forced, sharp', 'units forced'],
        rows: trades.map(({ layers, widths, units, parameters, pieces, distance: off, forced }) => [
          layers,
          widths.join('-'),
          units,
          parameters,
          pieces,
          off,
          forced.lecture,
          forced.sharp,
          forced.units,
        ]),
      },
    ];
  },

  plots({ error, depth, instances, trades }) {
    const layers = { label: 'hidden layers', scale: 'linear' as const };
    return [
      {
        title: 'What depth saves',
        description: `Left: the width that n layers need against a wave of n^3 layers of two units grows as 2^(n^2). Middle and right: units and parameters of the wave of ${2 ** depth} pieces, built with more and more layers, above what the theorems force for an error of ${error}.`,
        columns: 3,
        panels: [
          {
            title: 'n layers against n^3',
            x: { label: 'n', scale: 'linear' },
            y: { label: 'width', scale: 'log' },
            series: [
              { name: 'suffices', mark: 'line', points: instances.map(({ n, sufficient }) => ({ x: n, y: Number(sufficient) })) },
              { name: 'forced', mark: 'points', points: instances.map(({ n, forced }) => ({ x: n, y: Number(forced.sharp) })) },
              { name: "forced, by the lecture's bounds", mark: 'points', points: instances.map(({ n, forced }) => ({ x: n, y: Number(forced.lecture) })) },
            ],
          },
          {
            title: `units, wave of depth ${depth}`,
            x: layers,
            y: { label: 'units', scale: 'log' },
            series: [
              { name: 'suffices', mark: 'line', points: trades.map((trade) => ({ x: trade.layers, y: trade.units })) },
              { name: 'forced', mark: 'points', points: trades.map((trade) => ({ x: trade.layers, y: Number(trade.forced.units) })) },
            ],
          },
          {
            title: `parameters, wave of depth ${depth}`,
            x: layers,
            y: { label: 'parameters', scale: 'log' },
            series: [{ name: 'suffices', mark: 'line', points: trades.map((trade) => ({ x: trade.layers, y: trade.parameters })) }],
          },
        ],
      },
    ];
  },
});

/** Pieces of the wave on [0, window], whose ends are ends of pieces. */
const piecesIn = (depth: number, window: number): number => window * 2 ** depth;

function instanceOf(engine: Engine, n: number, error: number): Instance {
  const deepLayers = n * n * n;
  const window = 2 ** -Math.max(0, deepLayers - wholeDepth);
  using deep = new Network(engine, { layers: triangleWave(deepLayers), precision: 'f64' });
  return {
    n,
    deepLayers,
    deepUnits: 2 * deepLayers,
    deepParameters: deep.parameterCount,
    counted: countPieces(deep, [0, window]).count,
    window,
    forced: forcedWidth(deepLayers, n, error),
    sufficient: 1n << BigInt(n * n),
    built: window === 1 ? compare(engine, deep, Array<number>(n).fill(n * n)) : undefined,
  };
}

function tradeOf(engine: Engine, depth: number, layers: number, error: number): Trade {
  const powers = equalPowers(depth, layers);
  using deep = new Network(engine, { layers: triangleWave(depth), precision: 'f64' });
  const widths = powers.map((power) => 2 ** power);
  return { layers, widths, units: widths.reduce((sum, width) => sum + width, 0), ...compare(engine, deep, powers), forced: forcedWidth(depth, layers, error) };
}

function compare(engine: Engine, deep: Network, powers: readonly number[]): { pieces: number; parameters: number; distance: number } {
  using network = new Network(engine, { layers: waveInLayers(powers), precision: 'f64' });
  return { pieces: countPieces(network, [0, 1]).count, parameters: network.parameterCount, distance: distance(deep, network, [0, 1]).sup };
}

/** How much wider than forced what suffices is, in per cent. */
const percent = ({ forced, sufficient }: Instance): number => Math.round((Number(sufficient) / Number(forced.sharp) - 1) * 1000) / 10;
