import { describe, expect, it } from 'vitest';
import { Grid, type GridSpecification, runLimit } from '../../../src/sweep/grid.js';
import { canonicalInitializer, initializerWords, readInitializer, shortInitializer } from '../../../src/sweep/initializers.js';
import { small } from './small-grid.js';

describe('a grid', () => {
  it('has every combination once; the seed varies fastest, then depth, then the initialiser and so on', () => {
    const grid = new Grid(small);
    const runs = Array.from({ length: grid.size }, (_, i) => grid.at(i));
    expect(runs.map(({ activation, depth, seed }) => [activation, depth, seed])).toEqual(
      ['relu', 'tanh'].flatMap((activation) => [1, 2, 3].flatMap((depth) => [0, 1].map((seed) => [activation, depth, seed]))),
    );
  });

  it('writes out what is implied, and drops what has no effect', () => {
    const run = (change: Partial<GridSpecification>, shared: Partial<GridSpecification['shared']> = {}) =>
      new Grid({ ...small, ...change, shared: { ...small.shared, samples: undefined, noise: undefined, ...shared } }).at(0);
    expect(run({})).toMatchObject({ samples: 512, noise: 0.1, momentum: undefined, weightDecay: 0, alpha: undefined });
    expect(run({ data: ['digits'] }, { samples: 9, noise: 1 })).toMatchObject({ samples: undefined, noise: undefined });
    expect(run({ optimizer: ['momentum'], activation: ['leaky-relu'] })).toMatchObject({ momentum: 0.9, alpha: 0.01 });
    expect(run({ activation: ['tanh'] }, { alpha: 0.5, momentum: 0.5 })).toMatchObject({ momentum: undefined, alpha: undefined });
  });

  it('too many runs are refused with their number, and an axis without values by its name', () => {
    const seeds = Array.from({ length: 1000 }, (_, i) => i);
    expect(() => new Grid({ ...small, seed: seeds, width: seeds, depth: seeds })).toThrow(
      `grid: expected at most ${runLimit} runs (1000 of width x 2 of activation x 1000 of depth x 1000 of seed), got 2000000000`,
    );
    expect(() => new Grid({ ...small, init: [] })).toThrow('init: expected at least one value, got an empty array');
  });

  it.each([-1, 0.5, 12, Number.NaN])('has no run %d', (index) => {
    expect(() => new Grid(small).at(index)).toThrow('index: expected a whole number below 12');
  });
});

describe('words for initialisers', () => {
  it('short names stand for the schemes that the lecture means', () => {
    expect(
      ['he', 'xavier', 'lecun', 'gaussian', 'orthogonal', 'normal=0.10', 'mean-field=1.5/0.1'].map((word) => canonicalInitializer('--init', word)),
    ).toEqual(['he-normal', 'xavier-normal', 'lecun-normal', 'normal=0.1', 'orthogonal', 'normal=0.1', 'mean-field=1.5/0.1']);
    expect(['he-normal', 'normal=0.1', 'normal=0.2'].map(shortInitializer)).toEqual(['he', 'gaussian', 'normal=0.2']);
    expect(readInitializer('--init', 'mean-field=1.5/0.1')).toEqual({ name: 'mean-field', sigmaW: 1.5, sigmaB: 0.1 });
    expect(readInitializer('--init', 'gaussian')).toEqual({ name: 'normal', sigma: 0.1 });
  });

  it('a canonical word stands for itself', () => {
    for (const word of initializerWords) {
      const filled = word.replace(/\[=gain\]/, '=2').replace(/=.*$/, word.startsWith('mean-field') ? '=1/2' : '=2');
      expect(canonicalInitializer('--init', canonicalInitializer('--init', filled))).toBe(canonicalInitializer('--init', filled));
    }
  });

  const wrong: [string, string][] = [
    ['hee', 'did you mean he?'],
    ['normal', 'expected normal=sigma, got "normal"'],
    ['normal=', 'expected a decimal number'],
    ['normal=0.1/0.2', 'expected normal=sigma'],
    ['he=1', 'did you mean he?'],
    ['he-normal=1', 'expected he-normal without parameters'],
    ['mean-field=1', 'expected mean-field=sigmaW/sigmaB'],
    ['constant=0x1', 'got "0x1"'],
    ['normal=1=2', 'one of'],
    ['__proto__', 'one of'],
    ['', 'one of'],
  ];
  it.each(wrong)('%j is refused', (word, reason) => {
    expect(() => canonicalInitializer('--init', word)).toThrow(reason);
  });
});
