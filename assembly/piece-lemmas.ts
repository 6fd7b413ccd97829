/**
 * The two lemmas on linear pieces, over random functions, in integers: kappa(relu f) against kappa(f), and kappa(f + g) against kappa(f) + kappa(g).
 *
 * A function is its values at 0, 1, ..., cells (i32), linear between them. kappa counts runs of equal slopes; the zeros of f inside a cell are rational, but the slopes on both
 * sides of them are 0 and the cell's own, so that nothing is ever rounded.
 */
import { Philox, Purpose } from "./random";

/** Cells of a random function: at most so many pieces. */
const CELLS: i32 = 24;

/** The least common multiple of the runs 1, 2, 3, 4, 6, 12: values at knots are multiples of it, so that the values between are integers. */
const UNIT: i32 = 12;
const runs = memory.data<u8>([1, 2, 3, 4, 6, 12]);
const RUNS: i32 = 6;

/** Figures of one row of the sweep, i32: trials with this kappa(f); greatest kappa(relu f) of them; which trial had it; how many exceeded floor(3k/2) + 1. */
const ROW: i32 = 4;
/** After CELLS rows: trials whose kappa(f + g) > kappa(f) + kappa(g) - 1; with equality; with disjoint kinks; where equality and disjointness disagree; where kappa(f + g) > kappa(f) + kappa(g). */
const SUMS: i32 = 5;

export function lemmaCells(): i32 {
  return CELLS;
}

/** i32 numbers of a sweep's result, before those of its scratch: f, g, f + g at CELLS + 1 points. */
export function lemmaNumbers(): i32 {
  return CELLS * ROW + SUMS;
}

/** kappa of the function with these values on `cells` cells, or of its ReLU. */
export function linearPieces(cells: i32, values: usize, clipped: bool): i32 {
  let pieces = 0;
  let last = 0;
  let y = at(values, 0);
  for (let i = 1; i <= cells; i++) {
    const next = at(values, i);
    const slope = next - y;
    // on a cell that crosses zero the clipped slopes are 0 and this one, in the order of the signs
    const before = clipped && (y < 0 || (y == 0 && next < 0)) ? 0 : slope;
    const after = clipped && (next < 0 || (next == 0 && y < 0)) ? 0 : slope;
    if (pieces == 0 || before != last) pieces++;
    if (after != before) pieces++;
    last = after;
    y = next;
  }
  return pieces;
}

/** Adds trials first..first + trials - 1 to `result` (zeros at the start). scratch: 3 (CELLS + 1) numbers. */
export function sweepLemmas(first: i32, trials: i32, seedLow: u32, seedHigh: u32, result: usize, scratch: usize): void {
  const size = (<usize>(CELLS + 1)) << 2;
  const g = scratch + size;
  const sum = g + size;
  const sums = result + ((<usize>(CELLS * ROW)) << 2);
  for (let trial = first; trial < first + trials; trial++) {
    randomValues(2 * trial, seedLow, seedHigh, scratch);
    randomValues(2 * trial + 1, seedLow, seedHigh, g);
    const k = linearPieces(CELLS, scratch, false);
    const row = result + ((<usize>((k - 1) * ROW)) << 2);
    const clipped = linearPieces(CELLS, scratch, true);
    add(row, 0, 1);
    if (clipped > at(row, 1)) {
      put(row, 1, clipped);
      put(row, 2, trial);
    }
    if (clipped > ((3 * k) >> 1) + 1) add(row, 3, 1);

    for (let i = 0; i <= CELLS; i++) put(sum, i, at(scratch, i) + at(g, i));
    const both = k + linearPieces(CELLS, g, false);
    const together = linearPieces(CELLS, sum, false);
    const apart = disjoint(scratch, g);
    if (together > both - 1) add(sums, 0, 1);
    if (together == both - 1) add(sums, 1, 1);
    if (apart) add(sums, 2, 1);
    if (apart != (together == both - 1)) add(sums, 3, 1);
    if (together > both) add(sums, 4, 1);
  }
}

/**
 * The index-th random function of a seed: runs of 1 to 12 cells up to a limit drawn for the function, from one multiple of UNIT between -3 and 3 to the next.
 * Neighbours that happen to be collinear, knots on zero and stretches at zero are frequent, as they should be.
 */
export function randomValues(index: u32, seedLow: u32, seedHigh: u32, values: usize): void {
  let block: u32 = 0;
  Philox.draw(seedLow, seedHigh, block, index, Purpose.Data, 0);
  const limit = pick(Philox.word0, RUNS) + 1;
  let y = UNIT * (pick(Philox.word1, 7) - 3);
  put(values, 0, y);
  for (let i = 0; i < CELLS; ) {
    Philox.draw(seedLow, seedHigh, ++block, index, Purpose.Data, 0);
    let choice = pick(Philox.word0, limit);
    while (<i32>load<u8>(runs + choice) > CELLS - i) choice--;
    const run = <i32>load<u8>(runs + choice);
    const end = UNIT * (pick(Philox.word1, 7) - 3);
    const slope = (end - y) / run;
    for (let k = 0; k < run; k++) {
      y += slope;
      put(values, ++i, y);
    }
  }
}

/** Whether no point is a kink of both. */
function disjoint(f: usize, g: usize): bool {
  for (let i = 1; i < CELLS; i++) if (kink(f, i) && kink(g, i)) return false;
  return true;
}

function kink(f: usize, i: i32): bool {
  return at(f, i + 1) - at(f, i) != at(f, i) - at(f, i - 1);
}

/** A number from 0 to n - 1, of 32 random bits. */
function pick(word: u32, n: i32): i32 {
  return <i32>((<u64>word * <u64>n) >> 32);
}

function at(block: usize, i: i32): i32 {
  return load<i32>(block + ((<usize>i) << 2));
}

function put(block: usize, i: i32, value: i32): void {
  store<i32>(block + ((<usize>i) << 2), value);
}

function add(block: usize, i: i32, value: i32): void {
  put(block, i, at(block, i) + value);
}
