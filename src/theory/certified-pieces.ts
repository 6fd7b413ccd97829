/**
 * The pieces of a network in double-double arithmetic with certified bounds (assembly/pieces/). Layer by layer: values at all points, codes of
 * where they stand among the activation's knots, new points where a unit passes one, and which units bend where. A layer's loop over points is the
 * module's; here stands only who owns which block. Anything that a bound leaves open ends the attempt: exact-pieces.ts then does it over.
 */
import type { Engine } from '../engine/engine.js';
import { lowestExponent, scaled } from './dyadic.js';
import { type LayerPieces, tooManyCells } from './exact-pieces.js';
import { Blocks, bitWords, type Loaded, load, type Points, stateBytes } from './piece-state.js';
import type { Task } from './piecewise.js';
import { plainOutline, plainPass } from './plain-pieces.js';
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

/** The module's own limits of magnitude: see assembly/pieces/double.ts. */
const inRange = (value: number): boolean => value === 0 || (Math.abs(value) >= 1e-90 && Math.abs(value) <= 1e90);

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
      const scratch = new Blocks(engine);
      try {
        const loaded = load(engine, scratch, layer, `layer ${index}`);
        points = loaded && (plainPass(engine, next, points, loaded, index, limit, layers) ?? pass(engine, next, points, loaded, index, limit, layers));
      } finally {
        scratch.release();
        current.release();
        current = next;
      }
      if (points) trace?.push(engine.memory.floats('f64', points.state + 8 * points.units * points.ld, points.count).slice() as Float64Array);
    }
    return points && (plainOutline(engine, points, layers) ?? outline(engine, task, points, layers));
  } finally {
    current.release();
  }
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
  let plain = true;
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
      plain &&= low === 0 && bound === 0;
    }
    numbers[3 * plane + at] = Math.sqrt(squares) * 1.0000001;
  }
  return { count: 2, ld: 2, units, state, bits, plain };
}

/** from + t (to - from), exactly. */
function along(from: number, to: number, t: number): Rational {
  const shift = -lowestExponent([from, to]);
  const place = rational(t);
  const start = scaled(from, shift);
  return { numerator: start * place.denominator + (scaled(to, shift) - start) * place.numerator, denominator: place.denominator << BigInt(shift) };
}

/** One layer; what it leaves stands in `blocks`. */
function pass(engine: Engine, blocks: Blocks, given: Points, layer: Loaded, index: number, limit: number, counts: LayerPieces[]): Points | undefined {
  const { memory, exports } = engine;
  const { units, inputs, weights, bias, masks, knots, alpha } = layer;
  const what = `layer ${index} at ${given.count} points`;
  const scratch = new Blocks(engine);
  try {
    const from = widened(engine, scratch, given);
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
    const twins = scratch.take(grown, 4 * units);
    engine.run('piecesTwins', () => exports.piecesTwins(units, inputs, knots, weights, bias, twins));
    const count = memory.scratch(grown, exports.piecesSplitScratch(units), (work) =>
      engine.run('piecesSplit', () => exports.piecesSplit(units, from.count, from.ld, knots, alpha, z, codes, ld, state, origins, bits, twins, work)),
    );
    if (count < 0) return undefined;
    const unitCounts = scratch.take(grown, 4 * units);
    const keep = scratch.take(grown, 4 * count);
    const kept = engine.run('piecesBends', () =>
      exports.piecesBends(units, inputs, count, ld, state, origins, bits, from.ld, from.bits, masks, codes, knots, alpha, unitCounts, keep),
    );
    if (kept < 0) return undefined;
    if (kept < count) {
      engine.run('piecesCompact', () => {
        exports.piecesCompact(3 * (units + 1) + 1, ld, kept, keep, state);
        exports.piecesCompact(bitWords(units), ld, kept, keep, bits);
      });
    }
    counts.push({ count: kept - 1, units: Array.from(memory.integers(unitCounts, units)) });
    return { count: kept, ld, units, state, bits, plain: false };
  } finally {
    scratch.release();
  }
}

/** A plain state with low words and bounds. */
function widened(engine: Engine, blocks: Blocks, points: Points): Points {
  if (!points.plain) return points;
  const { units, ld } = points;
  const state = blocks.take(`${points.count} points`, stateBytes(units, ld));
  engine.run('piecesWiden', () => engine.exports.piecesWiden(units, ld, points.state, state));
  return { ...points, state, plain: false };
}

/** The output's numbers; those that are not known to the last bit are computed exactly, from the lines of the pieces beside them. */
function outline(engine: Engine, task: Task, given: Points, layers: readonly LayerPieces[]): CertifiedPieces | undefined {
  const { memory, exports } = engine;
  const blocks = new Blocks(engine);
  try {
    const { count, ld, state } = widened(engine, blocks, given);
    const xs = blocks.take(`${count} breakpoints`, 64 * count);
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
  } finally {
    blocks.release();
  }
}
