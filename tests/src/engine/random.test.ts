import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal, permutation, uniform } from '../../../src/index.js';
import { loadEngines } from '../../support/engine.js';
import { philox, unit, user } from '../../support/philox.js';

const engines = await loadEngines();
const seeds = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const streams = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const key = (seed: bigint) => [Number(seed & 0xffffffffn), Number(seed >> 32n)];

it('the oracle gives the three known answers of Random123', () => {
  const hex = (words: number[]) => words.map((word) => word.toString(16)).join(' ');
  const ones = 0xffffffff;
  expect(hex(philox([0, 0, 0, 0], [0, 0]))).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8');
  expect(hex(philox([ones, ones, ones, ones], [ones, ones]))).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd');
  expect(hex(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]))).toBe('d16cfe09 94fdcceb 5001e420 24126ea1');
});

describe.each(engines)('the %s build', (_build, engine) => {
  it('draws the uniform numbers of the oracle, bit for bit, for any seed and stream', () => {
    fc.assert(
      fc.property(seeds, streams, fc.integer({ min: 0, max: 9 }), (seed, stream, count) => {
        const expected = Array.from({ length: count }, (_, index) => {
          const words = philox([index >> 1, stream, user, 0], key(seed)) as [number, number, number, number];
          return index % 2 ? unit(words[2], words[3]) : unit(words[0], words[1]);
        });
        expect([...uniform(engine, { count, seed, stream })]).toEqual(expected);
        expect([...uniform(engine, { count, seed: String(seed), stream, precision: 'f32' })]).toEqual(expected.map(Math.fround));
      }),
      { numRuns: 200 },
    );
  });

  it('draws normal numbers by Box and Muller from the same words', () => {
    fc.assert(
      fc.property(seeds, streams, (seed, stream) => {
        const words = philox([0, stream, user, 0], key(seed)) as [number, number, number, number];
        const radius = Math.sqrt(-2 * Math.log(1 - unit(words[0], words[1])));
        const angle = 2 * Math.PI * unit(words[2], words[3]);
        const [x, y] = normal(engine, { count: 2, seed, stream }) as unknown as [number, number];
        expect(Math.abs(x - radius * Math.cos(angle))).toBeLessThan(1e-14);
        expect(Math.abs(y - radius * Math.sin(angle))).toBeLessThan(1e-14);
      }),
      { numRuns: 300 },
    );
  });

  it('a million normal numbers have the moments of the normal law, within five standard errors', () => {
    const count = 1_000_000;
    const numbers = Array.from(normal(engine, { count, seed: 7 }));
    const moment = (power: number) => numbers.reduce((sum, x) => sum + x ** power, 0) / count;
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(count));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / count));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / count));
    expect(numbers.every(Number.isFinite)).toBe(true);
  });

  it('a permutation holds each index once, and every order of three comes up equally often', () => {
    const order = permutation(engine, { count: 1797, seed: 3 });
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1797 }, (_, index) => index));
    const seen = new Map<string, number>();
    for (let stream = 0; stream < 6000; stream++) {
      const name = permutation(engine, { count: 3, seed: 11, stream }).join('');
      seen.set(name, (seen.get(name) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(5 * Math.sqrt(1000 * (5 / 6)));
  });

  it('streams and seeds differ', () => {
    const first = uniform(engine, { count: 8, seed: 0 });
    expect(uniform(engine, { count: 8, seed: 0, stream: 1 })).not.toEqual(first);
    expect(uniform(engine, { count: 8, seed: 1 })).not.toEqual(first);
    expect(uniform(engine, { count: 8, seed: 2n ** 32n })).not.toEqual(first);
    expect(uniform(engine, { count: 8, seed: '0' })).toEqual(first);
  });
});
