import { describe, expect, it } from 'vitest';
import { type TelgarskyResult, telgarsky } from '../../src/experiments/telgarsky.js';
import { ArgumentError, loadEngine, Network } from '../../src/index.js';
import { triangleWave } from '../../src/theory/constructions.js';
import { distance } from '../../src/theory/distance.js';
import { ceilingRoot, forcedWidth } from '../../src/theory/forced-width.js';
import { countPieces } from '../../src/theory/pieces.js';
import { equalPowers, waveInLayers } from '../../src/theory/wave-in-layers.js';

const engine = await loadEngine({ theory: true });

describe('telgarsky', () => {
  it('n layers need about 2^(n^2) units each to come near n^3 layers of two, and that many suffice', async () => {
    const { result, claims } = await telgarsky.run(engine, { depth: 6 });
    const { instances, trades } = result as TelgarskyResult;
    expect(claims.map(({ holds }) => holds)).not.toContain(false);
    expect(instances.map(({ forced }) => [forced.lecture, forced.sharp])).toEqual([
      [1n, 1n],
      [7n, 14n],
      [233n, 489n],
      [30495n, 63384n],
    ]);
    expect(instances.map(({ sufficient }) => sufficient)).toEqual([2n, 16n, 512n, 65536n]);
    expect(instances.map(({ deepUnits, deepParameters }) => [deepUnits, deepParameters])).toEqual([1, 8, 27, 64].map((layers) => [2 * layers, 6 * layers + 1]));
    expect(trades.map(({ units }) => units)).toEqual([64, 16, 12, 12, 12, 12]);
  });

  it('gives the same bits whenever it is run', async () => {
    const run = async () =>
      JSON.stringify((await telgarsky.run(engine, { depth: 3, largest: 2 })).result, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(await run()).toBe(await run());
  });
});

describe('the wave in fewer layers', () => {
  it('is the wave exactly, whatever the powers', () => {
    for (const powers of [[1], [2], [3], [5], [1, 2], [2, 1], [1, 1, 3], [2, 2, 2], [4, 1, 1]]) {
      const depth = powers.reduce((sum, power) => sum + power, 0);
      using wave = new Network(engine, { layers: triangleWave(depth), precision: 'f64' });
      using network = new Network(engine, { layers: waveInLayers(powers), precision: 'f64' });
      expect(distance(wave, network, [0, 1]).sup).toBe(0);
      expect(countPieces(network, [0, 1]).count).toBe(2 ** depth);
    }
  });

  it('equal powers add up and differ by 1 at most', () => {
    for (let depth = 1; depth <= 20; depth++)
      for (let layers = 1; layers <= depth; layers++) {
        const powers = equalPowers(depth, layers);
        expect([powers.length, powers.reduce((sum, power) => sum + power, 0)]).toEqual([layers, depth]);
        expect(powers[0]! - powers.at(-1)!).toBeLessThanOrEqual(1);
      }
    expect(() => equalPowers(2, 3)).toThrow(ArgumentError);
    expect(() => waveInLayers([0])).toThrow(/^powers\[0\]/);
  });
});

describe('the forced width', () => {
  it('is the least that the bounds allow, by trial of every width', () => {
    for (let depth = 1; depth <= 9; depth++)
      for (let layers = 1; layers <= 4; layers++)
        for (const error of [0, 1 / 64, 0.1, 0.15, 0.2]) {
          const segments = 2 ** depth;
          const lecture = (width: number) => 1 / 16 - (2 * width) ** layers / segments / 16 <= error;
          const sharp = (pieces: number) => Math.max((1 - pieces / segments) / 8, (1 - (2 * (pieces - 1)) / segments) / 4) <= error + 1e-15;
          const least = (allows: (width: number) => boolean) => BigInt(Array.from({ length: 600 }, (_, index) => index + 1).find(allows)!);
          const forced = forcedWidth(depth, layers, error);
          expect(forced.lecture).toBe(least(lecture));
          expect(forced.sharp).toBe(least((width) => sharp((width + 1) ** layers)));
          expect(forced.units).toBeLessThanOrEqual(BigInt(layers) * forced.sharp);
          if (layers === 2) {
            const pairs = Array.from({ length: 60 }, (_, a) => Array.from({ length: 60 }, (_, b) => [a + 1, b + 1] as const)).flat();
            expect(forced.units).toBe(BigInt(Math.min(...pairs.filter(([a, b]) => sharp((a + 1) * (b + 1))).map(([a, b]) => a + b))));
          }
        }
  });

  it('roots are rounded up, exactly', () => {
    for (let power = 1; power <= 5; power++)
      for (let root = 2n; root < 40n; root++) {
        const value = root ** BigInt(power);
        expect([ceilingRoot(value, power), ceilingRoot(value + 1n, power)]).toEqual([root, root + 1n]);
      }
    expect(ceilingRoot(2n ** 4000n, 4)).toBe(2n ** 1000n);
    expect(ceilingRoot(1n, 3)).toBe(1n);
  });

  it('refuses an error of 1/4 and more, which a constant reaches', () => {
    expect(() => forcedWidth(3, 1, 0.25)).toThrow(/^error/);
  });
});
