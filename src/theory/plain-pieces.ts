/**
 * The pieces of a network whose numbers are so short that plain f64 arithmetic loses nothing (assembly/pieces/plain.ts): triangle waves, zigzags,
 * dyadic weights. From the first layer that would round, certified-pieces.ts goes on in double-double.
 */
import type { Engine } from '../engine/engine.js';
import type { CertifiedPieces } from './certified-pieces.js';
import { type LayerPieces, tooManyCells } from './exact-pieces.js';
import { Blocks, bitWords, type Loaded, type Points, plainBytes } from './piece-state.js';

/** One layer; undefined where something would be rounded. */
export function plainPass(
  engine: Engine,
  blocks: Blocks,
  from: Points,
  layer: Loaded,
  index: number,
  limit: number,
  counts: LayerPieces[],
): Points | undefined {
  if (!from.plain) return undefined;
  const { memory, exports } = engine;
  const { units, inputs, weights, bias, masks, knots, alpha } = layer;
  const what = `layer ${index} at ${from.count} points`;
  const scratch = new Blocks(engine);
  try {
    const z = scratch.take(what, plainBytes(units, from.ld));
    const most = engine.run('piecesPlainForward', () => exports.piecesPlainForward(units, inputs, from.count, from.ld, weights, bias, knots, from.state, z));
    if (most < 0) return undefined;
    if (most - 1 > limit) throw tooManyCells(index, most - 1, limit);
    const ld = most + (most & 1);
    const grown = `layer ${index} at ${most} points`;
    const unitCounts = scratch.take(grown, 4 * units);
    const work = scratch.take(grown, exports.piecesPlainSplitScratch(units));
    const state = blocks.take(grown, plainBytes(units, ld));
    const bits = blocks.take(grown, 8 * bitWords(units) * ld);
    const x = from.state + 8 * inputs * from.ld;
    const kept = engine.run('piecesPlainSplit', () =>
      exports.piecesPlainSplit(units, inputs, from.count, from.ld, knots, alpha, z, x, from.bits, masks, ld, state, bits, unitCounts, work),
    );
    if (kept < 0) return undefined;
    counts.push({ count: kept - 1, units: Array.from(memory.integers(unitCounts, units)) });
    return { count: kept, ld, units, state, bits, plain: true };
  } finally {
    scratch.release();
  }
}

/** The output's numbers; undefined where one would be rounded twice. */
export function plainOutline(engine: Engine, { count, ld, state, plain }: Points, layers: readonly LayerPieces[]): CertifiedPieces | undefined {
  if (!plain) return undefined;
  const { memory, exports } = engine;
  return memory.scratch(`${count} breakpoints`, 16 * count, (slopes) => {
    const zeros = slopes + 8 * count;
    const found = engine.run('piecesPlainOutline', () => exports.piecesPlainOutline(count, ld, state, slopes, zeros));
    if (found < 0) return undefined;
    const copy = (pointer: number, length: number) => memory.floats('f64', pointer, length).slice() as Float64Array<ArrayBuffer>;
    return {
      breakpoints: copy(state + 8 * ld + 8, count - 2),
      values: copy(state, count),
      slopes: copy(slopes, count - 1),
      zeros: copy(zeros, found),
      layers,
      open: 0,
    };
  });
}
