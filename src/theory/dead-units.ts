import { seed as checkSeed } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import { bytesPer } from '../engine/memory.js';
import type { Seed } from '../engine/random.js';
import type { Network } from '../network/network.js';
import { arctangent } from './arctangent.js';

/**
 * The probability that the signal of one input is not lost in a random ReLU network without biases: (1 - 2^-n)^L. Every unit of a layer that is reached is
 * active with probability 1/2, independently, whatever the symmetric law of the weights; the layer passes something unless all n are inactive.
 */
export function survivalProbability(width: number, depth: number): number {
  const passes = 1 - 2 ** -width;
  return Array<number>(depth)
    .fill(passes)
    .reduce((product, each) => product * each, 1); // the host's power has other last bits elsewhere
}

/** The probability that w x + b, w ~ N(0, sigmaW^2), b ~ N(0, sigmaB^2), has its zero in (0, 1): atan(sigmaW / sigmaB) / pi. */
export function kinkProbability(sigmaW: number, sigmaB: number): number {
  return arctangent(sigmaW / sigmaB) / Math.PI;
}

/** Random networks in which the signal of one input was followed. */
export interface Survivals {
  readonly trials: number;
  readonly survived: number;
  /** Layers that a signal reached, and units in them that were active. */
  readonly reached: number;
  readonly active: number;
}

/** Draws networks `first`, `first` + 1, ... of a seed; the kernel is assembly/signal-death.ts. */
export function drawSurvivals(engine: Engine, given: { width: number; depth: number; first: number; trials: number; seed: Seed }): Survivals {
  const { width, depth, first, trials, seed } = given;
  const { low, high } = checkSeed('seed', seed);
  return engine.memory.scratch('signals', 8 * (3 + 2 * width), (result) => {
    engine.run('survivingSignals', () => engine.exports.survivingSignals(width, depth, first, trials, low, high, result, result + 24));
    const [survived, reached, active] = engine.memory.floats('f64', result, 3) as unknown as readonly [number, number, number];
    return { trials, survived, reached, active };
  });
}

/** How many of `units` random ReLU units of one input bend inside [0, 1], and how many are 0 on all of it. */
export function drawKinks(engine: Engine, given: { units: number; sigmaW: number; sigmaB: number; seed: Seed }): { inside: number; dead: number } {
  const { low, high } = checkSeed('seed', given.seed);
  return engine.memory.scratch('kinks', 16, (result) => {
    engine.run('firstLayerKinks', () => engine.exports.firstLayerKinks(given.units, given.sigmaW, given.sigmaB, low, high, result));
    const [inside, dead] = engine.memory.floats('f64', result, 2) as unknown as readonly [number, number];
    return { inside, dead };
  });
}

/** What the units of a layer do on the samples of a data set; the kernel is assembly/unit-census.ts. */
export interface Census {
  readonly units: number;
  /** Share of pairs of unit and sample with z > 0, and of those with a slope that is not exactly 0. */
  readonly active: number;
  readonly passing: number;
  /** Units with slope 0 on every sample: no gradient ever reaches their weights. */
  readonly dead: number;
  /** Units with z > 0 on no sample, and on every one. */
  readonly neverActive: number;
  readonly alwaysActive: number;
  /** Samples on which every unit has slope 0: they teach the layers below nothing. */
  readonly blocked: number;
  /** Units by the share of samples on which they are active, in equal intervals of [0, 1]. */
  readonly shares: readonly number[];
}

/** The hidden layers of a network after its last pass over `samples` samples. */
export function censusOf(network: Network, samples: number, bins: number): Census[] {
  const { engine, address, widths, depth, precision } = network;
  const { memory, exports } = engine;
  const header = exports.censusNumbers();
  const row = exports.paddedBatchOf(address) * (bytesPer(precision) + 1);
  return memory.scratch('a census', 8 * (header + bins) + 16 + row, (result) =>
    Array.from({ length: depth }, (_, layer) => {
      const work = result + 16 * Math.ceil((header + bins) / 2);
      engine.run('unitCensus', () => exports.unitCensus(address, layer, bins, result, work));
      const units = widths[layer + 1] as number;
      const numbers = memory.floats('f64', result, header + bins);
      const [active, passing, dead, neverActive, alwaysActive, blocked] = numbers as unknown as readonly [number, number, number, number, number, number];
      const pairs = units * samples;
      return {
        units,
        active: active / pairs,
        passing: passing / pairs,
        dead,
        neverActive,
        alwaysActive,
        blocked: blocked / samples,
        shares: Array.from(numbers.subarray(header)),
      };
    }),
  );
}
