import { seed as checkSeed } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import type { Seed } from '../engine/random.js';

/** What became of random functions with k pieces. */
export interface ClippedRow {
  readonly k: number;
  readonly functions: number;
  /** The most pieces that the ReLU of one had; 0 if there were none. */
  readonly most: number;
  /** Which function it was. */
  readonly trial: number;
  /** How many had more than floor(3k/2) + 1. */
  readonly violations: number;
}

export interface LemmaCounts {
  readonly clipped: readonly ClippedRow[];
  /** Sums f + g: with more than kappa(f) + kappa(g) - 1 pieces; with just as many; with no kink in common; where the latter two disagree; with more than kappa(f) + kappa(g). */
  readonly sums: {
    readonly violations: number;
    readonly equalities: number;
    readonly disjoint: number;
    readonly disagreements: number;
    readonly lecture: number;
  };
}

/** The least number of linear pieces of the function with these integer values at 0, 1, 2, ..., or of its ReLU. */
export function linearPieces(engine: Engine, values: readonly number[], clipped: boolean): number {
  return engine.memory.scratch(`${values.length} values`, 4 * values.length, (pointer) => {
    engine.memory.integers(pointer, values.length).set(values);
    return engine.run('linearPieces', () => engine.exports.linearPieces(values.length - 1, pointer, clipped ? 1 : 0));
  });
}

/** The values of the index-th random function of a seed. Trial t has f = 2t and g = 2t + 1. */
export function lemmaFunction(engine: Engine, seed: Seed, index: number): number[] {
  const { low, high } = checkSeed('seed', seed);
  const count = engine.exports.lemmaCells() + 1;
  return engine.memory.scratch(`${count} values`, 4 * count, (pointer) => {
    engine.run('lemmaFunction', () => engine.exports.lemmaFunction(index, low, high, pointer));
    return [...engine.memory.integers(pointer, count)];
  });
}

/** Counts the pieces of relu(f) and f + g for trials first to first + trials - 1. */
export function sweepLemmas(engine: Engine, seed: Seed, first: number, trials: number): LemmaCounts {
  const { low, high } = checkSeed('seed', seed);
  const { exports, memory } = engine;
  const cells = exports.lemmaCells();
  const count = exports.lemmaNumbers();
  return memory.scratch('lemmas', 4 * (count + 3 * (cells + 1)), (result) => {
    memory.integers(result, count).fill(0);
    engine.run('sweepLemmas', () => exports.sweepLemmas(first, trials, low, high, result, result + 4 * count));
    const numbers = [...memory.integers(result, count)];
    const clipped = Array.from({ length: cells }, (_, row) => {
      const [functions, most, trial, violations] = numbers.slice(4 * row, 4 * row + 4) as [number, number, number, number];
      return { k: row + 1, functions, most, trial, violations };
    });
    const [violations, equalities, disjoint, disagreements, lecture] = numbers.slice(4 * cells) as [number, number, number, number, number];
    return { clipped, sums: { violations, equalities, disjoint, disagreements, lecture } };
  });
}

/** Two sweeps as one. */
export function mergeLemmas(a: LemmaCounts, b: LemmaCounts): LemmaCounts {
  return {
    clipped: a.clipped.map((row, i) => {
      const other = b.clipped[i] as ClippedRow;
      const best = other.most > row.most ? other : row;
      return { ...best, functions: row.functions + other.functions, violations: row.violations + other.violations };
    }),
    sums: {
      violations: a.sums.violations + b.sums.violations,
      equalities: a.sums.equalities + b.sums.equalities,
      disjoint: a.sums.disjoint + b.sums.disjoint,
      disagreements: a.sums.disagreements + b.sums.disagreements,
      lecture: a.sums.lecture + b.sums.lecture,
    },
  };
}
