import { afterAll, describe, expect, it } from 'vitest';
import { distance, loadEngine, Network } from '../../src/index.js';
import { integralOf } from '../../src/theory/distance.js';
import { randomNumbers } from '../support/degenerate-network.js';
import * as oracle from '../support/distance-oracle.js';
import { layerInputs } from '../support/oracle-layers.js';
import { type Corner, Fraction, type OracleLayer, oracleCorners } from '../support/rational-oracle.js';

const engine = await loadEngine({ theory: true });
afterAll(() => expect(engine.memory.blocks).toBe(0));

const interval = [0, 1] as const;
/** How far from the midpoint of two doubles a result is put, relatively: 2^-k on either side. */
const distances = [56, 60, 66, 72, 78, 84, 88, 92, 96, 100, 104, 110, 125];

const power = (exponent: number) => Fraction.of(1n, 1n << BigInt(exponent));

/** The sum of three doubles that is nearest to a number: about 159 bits. */
function threeDoubles(number: Fraction): [number, number, number] {
  const first = number.nearest;
  const rest = number.minus(Fraction.from(first));
  const second = rest.nearest;
  return [first, second, rest.minus(Fraction.from(second)).nearest];
}

/** Ramps so steep that units of 2^20 to 2^45 cancel, and that a last place of a bend is much of the height. */
function steep(random: () => number): ReturnType<typeof bent> {
  const ramps = Array.from({ length: 2 }, () => {
    const slope = 2 ** (20 + 25 * random());
    const bias = -slope * (0.1 + 0.8 * random());
    return { slope, bias, height: 0.1 + random(), read: 0.5 + random() };
  });
  const weights = ramps.flatMap(({ slope }) => [[slope], [slope]]);
  const bias = ramps.flatMap(({ bias, height }) => [bias, bias - height * 2 ** 10]);
  return { hidden: [{ weights, bias, alpha: 0 }], read: ramps.flatMap(({ read }) => [read * 2 ** -10, -read * 2 ** -10]) };
}

/** Some bends at points that are no doubles, positive everywhere. */
function bent(seed: number): { hidden: OracleLayer[]; read: number[] } {
  const random = randomNumbers(seed + 11);
  const units = 1 + (seed % 4);
  const weight = () => (seed % 3 === 0 ? 3 + Math.floor(8 * random()) : 2 + 5 * random());
  if (seed % 4 === 3) return steep(random);
  const weights = Array.from({ length: units }, () => [weight()]);
  const bias = weights.map(([w]) => -w! * (0.1 + 0.8 * random()));
  const first = { weights, bias, alpha: 0 };
  const read = Array.from({ length: units }, () => 0.25 + random());
  if (seed % 2 === 0) return { hidden: [first], read };
  const second = {
    weights: weights.map((_, row) => weights.map((_, column) => (row === column ? 1 : 0.125 * random()))),
    bias: weights.map(() => -0.3 * random()),
    alpha: 0,
  };
  return { hidden: [first, second], read };
}

/** The function plus a constant, as the sum of three doubles, each exactly so. */
function raised({ hidden, read }: ReturnType<typeof bent>, [a, b, c]: readonly number[]): OracleLayer[] {
  const last = hidden.at(-1)!;
  const inputs = last.weights[0]!.map(() => 0);
  const constant = { ...last, weights: [...last.weights, inputs, inputs], bias: [...last.bias, 1, 1] };
  return [...hidden.slice(0, -1), constant, { weights: [[...read, b!, c!]], bias: [a!], alpha: 1 }];
}

const zero: OracleLayer[] = [{ weights: [[0]], bias: [0], alpha: 1 }];
const cornersOf = (layers: readonly OracleLayer[]) => oracleCorners(layers, ...interval).corners;

/** Midpoints of two doubles near a number, a little above and a little below each. */
function targets(near: Fraction): Fraction[] {
  const value = near.nearest;
  const middle = Fraction.from(value)
    .plus(Fraction.from(value + 2 ** (Math.floor(Math.log2(value)) - 52)))
    .over(Fraction.of(2n));
  return distances.flatMap((k) => [middle.plus(middle.times(power(k))), middle.minus(middle.times(power(k)))]);
}

/** Asks the engine for every constant's function; the answers must be those of fractions. */
function check(
  seed: number,
  constants: readonly Fraction[],
  measure: (f: Network, g: Network) => readonly [number, boolean],
  exact: (corners: readonly Corner[]) => number,
) {
  using g = new Network(engine, { layers: layerInputs(zero), precision: 'f64' });
  let decided = 0;
  const seen = new Set<number>();
  for (const constant of constants) {
    const layers = raised(bent(seed), threeDoubles(constant));
    using f = new Network(engine, { layers: layerInputs(layers), precision: 'f64' });
    const [value, rational] = measure(f, g);
    expect(value, `function ${seed}`).toBe(exact(cornersOf(layers)));
    seen.add(value);
    decided += Number(!rational);
  }
  return { decided, seen: seen.size };
}

describe('results that are within 2^-56 to 2^-125 of the midpoint of two doubles round to the right one', () => {
  it('integral, L1 and the largest difference', () => {
    let decided = 0;
    for (let seed = 0; seed < 16; seed++) {
      const plain = cornersOf(raised(bent(seed), [1, 0, 0]));
      const sum = oracle.integralOf(plain);
      const highest = oracle.distancesOf(plain, cornersOf(zero)).sup;
      const one = Fraction.of(1n);
      const sums = targets(sum).map((target) => target.minus(sum).plus(one));
      const tops = targets(highest).map((target) => target.minus(highest).plus(one));
      const asIntegral = check(
        seed,
        sums,
        (f) => {
          const { value, rational } = integralOf(f, interval);
          return [value, rational];
        },
        (corners) => oracle.integralOf(corners).nearest,
      );
      const asL1 = check(
        seed,
        sums,
        (f, g) => {
          const { l1, rational } = distance(f, g, interval);
          return [l1, rational];
        },
        (corners) => oracle.integralOf(corners).nearest,
      );
      const asSup = check(
        seed,
        tops,
        (f, g) => {
          const { sup, rational } = distance(f, g, interval);
          return [sup, rational];
        },
        (corners) => oracle.distancesOf(corners, cornersOf(zero)).sup.nearest,
      );
      expect([asIntegral.seen, asL1.seen, asSup.seen]).toEqual([2, 2, 2]); // both neighbours of the midpoint
      decided += asIntegral.decided;
    }
    expect(decided).toBeGreaterThan(16 * 2); // not all of them are left to fractions
  });

  it('L2', () => {
    for (let seed = 0; seed < 8; seed++) {
      const energyOf = (constant: Fraction) => oracle.distancesOf(cornersOf(raised(bent(seed), threeDoubles(constant))), cornersOf(zero)).energy;
      const one = Fraction.of(1n);
      const constants = targets(energyOf(one)).map((target) => {
        // energy(c) = target by Newton's method: its slope is twice the integral
        let constant = one;
        for (let step = 0; step < 4; step++) {
          const sum = oracle.integralOf(cornersOf(raised(bent(seed), threeDoubles(constant))));
          constant = constant.plus(target.minus(energyOf(constant)).over(sum.plus(sum)));
          const [a, b, c] = threeDoubles(constant);
          constant = Fraction.from(a).plus(Fraction.from(b)).plus(Fraction.from(c));
        }
        return constant;
      });
      check(
        seed,
        constants,
        (f, g) => {
          const { l2, rational } = distance(f, g, interval);
          return [l2, rational];
        },
        (corners) => Math.sqrt(oracle.distancesOf(corners, cornersOf(zero)).energy.nearest),
      );
    }
  });
});
