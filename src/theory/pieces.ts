import { integer, options } from '../engine/check.js';
import type { Network } from '../network/network.js';
import { certifiedPieces } from './certified-pieces.js';

import { roundQuotient } from './dyadic.js';
import { type ExactPieces, exactPieces, type LayerPieces } from './exact-pieces.js';
import { zeroSet } from './level-set.js';
import { defaultLimit } from './limit.js';
import { activationPieces, checkTask, type PiecewiseLinear, type Task } from './piecewise.js';
import { toNumber } from './rational.js';

export type { LayerPieces } from './exact-pieces.js';

/** The linear pieces of a function on an interval. What the weights, as stored, define over the reals: numbers are correctly rounded, but for `open` of them. */
export interface Pieces {
  readonly interval: readonly [number, number];
  /** The least number of affine pieces: 1 + the points strictly inside the interval where the slope changes. */
  readonly count: number;
  /** Those points, ascending: count - 1. Two may round to the same number. */
  readonly breakpoints: Float64Array;
  /** The function at lo, at every breakpoint and at hi: count + 1. */
  readonly values: Float64Array;
  /** Of every piece: count. */
  readonly slopes: Float64Array;
  /** Points strictly inside the interval where the function changes sign; `crossings` tells touches and stretches, too. */
  readonly zeros: Float64Array;
  /** Of every layer's activations, output included. */
  readonly layers: readonly LayerPieces[];
  /** Every sign, order and equality of slopes was settled, by a certified bound or exactly. */
  readonly certified: true;
  /** How many of these decisions took exact rational arithmetic. */
  readonly exactDecisions: number;
  /** How many of the numbers above (never the counts) are not proven to the last bit: 0 but for wide and deep networks with arbitrary weights. */
  readonly open: number;
}

export interface PiecesOptions {
  /** Most joint pieces of a layer; 2^22 unless said. */
  readonly limit?: number;
}

/**
 * Counts the linear pieces of a network of one input and one output, or of any along a segment (`alongSegment`), exactly.
 *
 * @throws {ArgumentError} for more than one input or output, a smooth activation, a weight that is no number, or a bad interval.
 * @throws {EngineError} `too-large` where a layer has more pieces than `limit`, `out-of-memory`
 * @example
 * using network = new Network(engine, { layers: triangleWave(10), precision: 'f64' });
 * countPieces(network, [0, 1]).count // 1024
 */
export function countPieces(network: PiecewiseLinear, interval: readonly [number, number], given: PiecesOptions = {}): Pieces {
  const task = checkTask('network', network, interval);
  const { limit = defaultLimit } = options('options', given, ['limit']);
  integer('limit', limit, 1, 2 ** 28);
  return count(task, limit, limit) as Pieces;
}

/** What tracePieces finds. */
export interface TracedPieces extends Pieces {
  /** For each breakpoint the first layer, from 1, that bends there; points that one double stands for count as one. */
  readonly madeBy: Uint16Array;
}

/**
 * @internal The pieces with the layers that made them. Where the bounds of the doubles do not settle a decision, exact arithmetic goes through at most
 * `exactLimit` joint pieces of a layer; with 0 it is not begun, and the answer is undefined.
 *
 * @throws {EngineError} `too-large` where a layer has more pieces than the limit
 */
export function tracePieces(network: Network, interval: readonly [number, number], limit: number, exactLimit: number): TracedPieces | undefined {
  const trace: Float64Array[] = [];
  const pieces = count(checkTask('network', network, interval), limit, exactLimit, trace);
  if (pieces === undefined) return undefined;
  const first = new Map<number, number>();
  for (const [layer, points] of trace.entries()) for (const x of points) if (!first.has(x)) first.set(x, layer + 1);
  const own = (trace.at(-1) as Float64Array).subarray(1, -1);
  return { ...pieces, madeBy: Uint16Array.from(own, (x) => first.get(x) as number) };
}

function count(task: Task, limit: number, exactLimit: number, trace?: Float64Array[]): Pieces | undefined {
  const certified = certifiedPieces(task, limit, trace);
  if (certified === undefined && exactLimit === 0) return undefined;
  trace?.splice(0, certified ? 0 : trace.length);
  const pieces: Pieces = certified
    ? { interval: [task.lo, task.hi], count: certified.slopes.length, ...certified, certified: true, exactDecisions: 0 }
    : fromExact(task, exactPieces(task, exactLimit, trace));
  withinBound(task, pieces);
  return pieces;
}

function fromExact(task: Task, exact: ExactPieces): Pieces {
  const { points, forms, scale, layers, decisions } = exact;
  const slopes = Float64Array.from(forms, ({ slope }) => roundQuotient(slope, scale));
  const values = Float64Array.from(points, ({ numerator, denominator }, index) => {
    const { slope, offset } = forms[Math.min(index, forms.length - 1)]!;
    return roundQuotient(slope * numerator + offset * denominator, scale * denominator);
  });
  return {
    interval: [task.lo, task.hi],
    count: forms.length,
    breakpoints: Float64Array.from(points.slice(1, -1), toNumber),
    values,
    slopes,
    zeros: zeroSet(exact).crossings,
    layers,
    certified: true,
    exactDecisions: decisions,
    open: 0,
  };
}

/** Every unit cuts a piece at most once for each knot of its activation: a count beyond that would be a fault of this program. */
function withinBound({ network }: Task, { layers }: Pieces): void {
  let bound = 1n;
  for (const [index, { count, units }] of layers.entries()) {
    const { activation, alpha } = network.activations[index]!;
    bound *= BigInt(units.length * activationPieces(activation, alpha).knots.length + 1);
    if (BigInt(count) > bound) throw new Error(`layer ${index} has ${count} pieces, and the bound is ${bound}: ${JSON.stringify(network.layers)}`);
  }
}
