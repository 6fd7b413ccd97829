/**
 * The pieces of a network in double-double arithmetic with certified bounds (assembly/pieces/). Layer by layer: values at all points, codes of
 * where they stand among the activation's knots, new points where a unit passes one, and which units bend where. A layer's loop over points is the
 * module's; here stands only who owns which block. Anything that a bound leaves open ends the attempt: exact-pieces.ts then does it over.
 */
import type { Engine } from '../engine/engine.js';
import type { Layer } from '../network/network.js';
import { lowestExponent, scaled } from './dyadic.js';
import { type LayerPieces, tooManyCells } from './exact-pieces.js';
import type { Task } from './piecewise.js';
import { type Rational, rational, subtract, toNumber } from './rational.js';
import { settle } from './settle.js';

export interface CertifiedPieces {
  readonly breakpoints: Float64Array;
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  readonly zeros: Float64Array;
  readonly layers: readonly LayerPieces[];
  /** Numbers that are not known to the last bit. */
  readonly open: number;
}

/** Open numbers are settled exactly as long as this many weights are read for them: some tenths of a second. */
const mostWork = 2 ** 18;

/** The points before a layer: a state of assembly/pieces/state.ts and the bits of its bends. */
interface Points {
  readonly count: number;
  readonly ld: number;
  readonly units: number;
  readonly state: number;
  readonly bits: number;
}

/** The module's own limits of magnitude: see assembly/pieces/double.ts. */
const inRange = (value: number): boolean => value === 0 || (Math.abs(value) >= 1e-90 && Math.abs(value) <= 1e90);

/** Blocks of the engine's memory that are released together. */
class Blocks {
  readonly #engine: Engine;
  readonly #pointers: number[] = [];

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  take(what: string, bytes: number): number {
    const pointer = this.#engine.memory.allocate(what, Math.max(bytes, 16));
    this.#pointers.push(pointer);
    return pointer;
  }

  release(): void {
    for (const pointer of this.#pointers.splice(0)) this.#engine.memory.release(pointer);
  }
}

/**
 * Undefined where a decision or a rounding is left open, or a number is outside what the bounds are made for. `trace` is given the ends and bends of
 * each layer, as doubles that a point keeps from layer to layer.
 */
export function certifiedPieces(task: Task, limit: number, trace?: Float64Array[]): CertifiedPieces | undefined {
  const { engine } = task.network;
  const layers: LayerPieces[] = [];
  let current = new Blocks(engine);
  try {
    let points = start(engine, current, task);
    for (const [index, layer] of task.layers.entries()) {
      if (points === undefined) return undefined;
      const next = new Blocks(engine);
      const step = pass(engine, next, points, layer, index, limit, layers);
      current.release();
      current = next;
      points = step;
      if (step) trace?.push(engine.memory.floats('f64', step.state + 8 * step.units * step.ld, step.count).slice() as Float64Array);
    }
    return points && outline(engine, task, points, layers);
  } finally {
    current.release();
  }
}

const stateBytes = (units: number, ld: number): number => (3 * (units + 1) + 1) * ld * 8;
const bitWords = (units: number): number => (units + 63) >>> 6;

/** Knots and lower slope of an activation that the module has. */
function kindOf({ activation, alpha }: Layer): { knots: number; alpha: number } | undefined {
  if (activation === 'identity' || (activation === 'leaky-relu' && alpha === 1)) return { knots: 0, alpha: 0 };
  if (activation === 'relu') return { knots: 1, alpha: 0 };
  if (activation === 'abs') return { knots: 1, alpha: -1 };
  if (activation === 'leaky-relu' && (alpha === 0 || alpha > 1e-30)) return { knots: 1, alpha };
  return activation === 'hard-tanh' ? { knots: 2, alpha: 0 } : undefined;
}

/** The two ends of the interval, and every input there. */
function start(engine: Engine, blocks: Blocks, { lo, hi, segment }: Task): Points | undefined {
  const units = segment?.from.length ?? 1;
  const what = `the start of ${units} inputs`;
  const state = blocks.take(what, stateBytes(units, 2));
  const bits = blocks.take(what, 16 * bitWords(units));
  const numbers = engine.memory.floats('f64', state, stateBytes(units, 2) / 8).fill(0);
  engine.memory.floats('f64', bits, 2 * bitWords(units)).fill(0);
  const plane = 2 * (units + 1);
  let squares = 0;
  for (const [at, t] of [lo, hi].entries()) {
    numbers[2 * units + at] = t;
    if (!inRange(t)) return undefined;
    squares = 0;
    for (let unit = 0; unit < units; unit++) {
      const exact = segment ? along(segment.from[unit] as number, segment.to[unit] as number, t) : rational(t);
      const high = toNumber(exact);
      const rest = subtract(exact, rational(Number.isFinite(high) ? high : 0));
      const low = toNumber(rest);
      if (!inRange(high) || !inRange(low)) return undefined;
      const bound = subtract(rest, rational(low)).numerator === 0n ? 0 : Math.abs(high) * 2 ** -100;
      numbers[2 * unit + at] = high;
      numbers[plane + 2 * unit + at] = low;
      numbers[2 * plane + 2 * unit + at] = bound;
      squares += bound * bound;
    }
    numbers[3 * plane + at] = Math.sqrt(squares) * 1.0000001;
  }
  return { count: 2, ld: 2, units, state, bits };
}

/** from + t (to - from), exactly. */
function along(from: number, to: number, t: number): Rational {
  const shift = -lowestExponent([from, to]);
  const place = rational(t);
  const start = scaled(from, shift);
  return { numerator: start * place.denominator + (scaled(to, shift) - start) * place.numerator, denominator: place.denominator << BigInt(shift) };
}

/** One layer; what it leaves stands in `blocks`. */
function pass(engine: Engine, blocks: Blocks, from: Points, layer: Layer, index: number, limit: number, counts: LayerPieces[]): Points | undefined {
  const { memory, exports } = engine;
  const kind = kindOf(layer);
  if (kind === undefined) return undefined;
  const { knots, alpha } = kind;
  const { rows: units, columns: inputs, data } = layer.weights;
  const what = `layer ${index} at ${from.count} points`;
  const scratch = new Blocks(engine);
  try {
    const weights = scratch.take(what, 8 * units * inputs);
    memory.floats('f64', weights, units * inputs).set(data);
    const bias = scratch.take(what, 8 * units);
    memory.floats('f64', bias, units).set(layer.bias);
    const z = scratch.take(what, stateBytes(units, from.ld));
    const codes = scratch.take(what, units * from.ld);
    const norm = memory.scratch(what, exports.piecesNormScratch(units, inputs), (work) =>
      memory.attempt(what, 0, () => exports.piecesNorm(units, inputs, weights, work)),
    );
    const done = memory.scratch(what, exports.piecesForwardScratch(units, inputs), (work) =>
      engine.run('piecesForward', () => exports.piecesForward(units, inputs, from.count, from.ld, weights, bias, norm, from.state, z, work)),
    );
    if (!done) return undefined;
    const most = engine.run('piecesClassify', () => exports.piecesClassify(units, from.count, from.ld, knots, z, codes));
    if (most < 0) return undefined;
    if (most - 1 > limit) throw tooManyCells(index, most - 1, limit);

    const ld = most + (most & 1);
    const grown = `layer ${index} at ${most} points`;
    const state = blocks.take(grown, stateBytes(units, ld));
    const bits = blocks.take(grown, 8 * bitWords(units) * ld);
    memory.floats('f64', bits, bitWords(units) * ld).fill(0);
    const origins = scratch.take(grown, 4 * most);
    const count = memory.scratch(grown, exports.piecesSplitScratch(units), (work) =>
      engine.run('piecesSplit', () => exports.piecesSplit(units, from.count, from.ld, knots, alpha, z, codes, ld, state, origins, bits, work)),
    );
    if (count < 0) return undefined;
    const masks = scratch.take(grown, 8 * units * bitWords(inputs));
    const unitCounts = scratch.take(grown, 4 * units);
    const keep = scratch.take(grown, 4 * count);
    const kept = engine.run('piecesBends', () => {
      exports.piecesMasks(units, inputs, weights, masks);
      return exports.piecesBends(units, inputs, count, ld, state, origins, bits, from.ld, from.bits, masks, codes, knots, alpha, unitCounts, keep);
    });
    if (kept < 0) return undefined;
    if (kept < count) {
      engine.run('piecesCompact', () => {
        exports.piecesCompact(3 * (units + 1) + 1, ld, kept, keep, state);
        exports.piecesCompact(bitWords(units), ld, kept, keep, bits);
      });
    }
    counts.push({ count: kept - 1, units: Array.from(memory.integers(unitCounts, units)) });
    return { count: kept, ld, units, state, bits };
  } finally {
    scratch.release();
  }
}

/** The output's numbers; those that are not known to the last bit are computed exactly, from the lines of the pieces beside them. */
function outline(engine: Engine, task: Task, { count, ld, state }: Points, layers: readonly LayerPieces[]): CertifiedPieces | undefined {
  const { memory, exports } = engine;
  return memory.scratch(`${count} breakpoints`, 64 * count, (xs) => {
    const [values, slopes, zeros, list] = [xs + 8 * count, xs + 16 * count, xs + 24 * count, xs + 32 * count];
    const found = engine.run('piecesOutline', () => exports.piecesOutline(count, ld, state, xs, values, slopes, zeros, list));
    if (found < 0) return undefined;
    const copy = (pointer: number, length: number) => memory.floats('f64', pointer, length).slice() as Float64Array<ArrayBuffer>;
    const result = { xs: copy(xs, count), values: copy(values, count), slopes: copy(slopes, count - 1), zeros: copy(zeros, found) };
    const entries = memory.integers(list + 4, memory.integers(list, 1)[0] as number);
    const affordable = entries.length * task.network.parameterCount <= mostWork;
    if (affordable && !settle(task, entries, result)) return undefined;
    const open = affordable ? 0 : entries.length;
    return { breakpoints: result.xs.slice(1, -1), values: result.values, slopes: result.slopes, zeros: result.zeros, layers, open };
  });
}
