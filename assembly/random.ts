/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
 * A number is a pure function of (seed, purpose, stream, index): any run of a sweep can be repeated alone, in any order, on any machine, with the same bits.
 *
 * Key = seed (64 bits). Counter = (index of the block, stream, purpose, 0); a block is four 32-bit words.
 */
import { bytes, write } from "./element";
import { Call } from "./math/call";
import { cosTurn, sinTurn } from "./math/turn";

/** What the numbers are for: streams of different purposes never meet. */
export enum Purpose {
  Weights,
  Biases,
  Batches,
  Data,
  User,
}

/** The block that was drawn last: static fields, since AssemblyScript functions return one value. */
export class Philox {
  static word0: u32 = 0;
  static word1: u32 = 0;
  static word2: u32 = 0;
  static word3: u32 = 0;

  /** Ten rounds on the counter (c0, c1, c2, c3) under the key (k0, k1); the multipliers and Weyl constants are the paper's. */
  static draw(k0: u32, k1: u32, c0: u32, c1: u32, c2: u32, c3: u32): void {
    for (let round = 0; round < 10; round++) {
      const product0 = <u64>0xd2511f53 * <u64>c0;
      const product1 = <u64>0xcd9e8d57 * <u64>c2;
      c0 = <u32>(product1 >> 32) ^ c1 ^ k0;
      c2 = <u32>(product0 >> 32) ^ c3 ^ k1;
      c1 = <u32>product1;
      c3 = <u32>product0;
      k0 += 0x9e3779b9;
      k1 += 0xbb67ae85;
    }
    Philox.word0 = c0;
    Philox.word1 = c1;
    Philox.word2 = c2;
    Philox.word3 = c3;
  }
}

/** The index-th uniform number of a stream, in [0, 1): 53 bits, two numbers a block. */
export function uniform(seedLow: u32, seedHigh: u32, purpose: u32, stream: u32, index: u32): f64 {
  Philox.draw(seedLow, seedHigh, index >> 1, stream, purpose, 0);
  return index & 1 ? unit(Philox.word2, Philox.word3) : unit(Philox.word0, Philox.word1);
}

/**
 * The index-th standard normal number of a stream, by Box and Muller (1958): two numbers a block.
 * The radius takes 1 - u in (0, 1], so that it is finite: at most sqrt(2 * 53 ln 2) = 8.57.
 */
export function normal(seedLow: u32, seedHigh: u32, purpose: u32, stream: u32, index: u32): f64 {
  Philox.draw(seedLow, seedHigh, index >> 1, stream, purpose, 0);
  const logarithm = f64x2.extract_lane(Call.log1p<f64>(f64x2.splat(-unit(Philox.word0, Philox.word1))), 0);
  const turn = unit(Philox.word2, Philox.word3);
  return Math.sqrt(-2 * logarithm) * (index & 1 ? sinTurn(turn) : cosTurn(turn));
}

/** count uniform numbers from the start of a stream. */
export function fillUniform(size: i32, count: i32, seedLow: u32, seedHigh: u32, purpose: u32, stream: u32, out: usize): void {
  for (let i = 0; i < count; i++) write(size, out + bytes(size, i), uniform(seedLow, seedHigh, purpose, stream, i));
}

/** count standard normal numbers from the start of a stream. */
export function fillNormal(size: i32, count: i32, seedLow: u32, seedHigh: u32, purpose: u32, stream: u32, out: usize): void {
  for (let i = 0; i < count; i++) write(size, out + bytes(size, i), normal(seedLow, seedHigh, purpose, stream, i));
}

/** A uniformly random order of 0..count-1 as u32 (Fisher and Yates; Knuth, TAOCP 2, 3.4.2 P). */
export function permute(count: i32, seedLow: u32, seedHigh: u32, purpose: u32, stream: u32, out: usize): void {
  for (let i = 0; i < count; i++) store<u32>(out + ((<usize>i) << 2), i);
  for (let i = count - 1; i > 0; i--) {
    const j = below(<u32>i + 1, seedLow, seedHigh, purpose, stream, i);
    const p = out + ((<usize>i) << 2);
    const q = out + ((<usize>j) << 2);
    const kept = load<u32>(p);
    store<u32>(p, load<u32>(q));
    store<u32>(q, kept);
  }
}

/**
 * A uniformly random integer in [0, bound), without bias: the high word of a product, redrawn in the rare case that its low word
 * is short (Lemire, "Fast random integer generation in an interval", 2019). Redraws advance the last word of the counter.
 */
function below(bound: u32, seedLow: u32, seedHigh: u32, purpose: u32, stream: u32, index: u32): u32 {
  const threshold = <u32>-(<i32>bound) % bound;
  let redraw: u32 = 0;
  let product: u64;
  do {
    Philox.draw(seedLow, seedHigh, index, stream, purpose, redraw++);
    product = <u64>Philox.word0 * <u64>bound;
  } while (<u32>product < threshold);
  return <u32>(product >> 32);
}

/** 53 bits of two words as a number in [0, 1). */
function unit(high: u32, low: u32): f64 {
  return (<f64>(high >> 5) * 67108864 + <f64>(low >> 6)) * 1.1102230246251565e-16; // 2^26, 2^-53
}
