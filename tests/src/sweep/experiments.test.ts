import { describe, expect, it } from 'vitest';
import { loadEngine } from '../../../src/engine/engine.js';
import { type ExperimentsOptions, runExperiments } from '../../../src/sweep/experiments.js';

const { module } = await loadEngine();
const workerFile = new URL('./faulty-experiments.mjs', import.meta.url);
const run = (names: readonly string[], options: Partial<ExperimentsOptions> = {}) =>
  runExperiments({ module, workerFile, jobs: 2, requests: names.map((name) => ({ name, parameters: {}, pictures: false })), ...options });
const done = (name: string) => ({ outcome: { experiment: name, parameters: {} }, pictures: [], seconds: 0 });

describe('experiments on worker threads', () => {
  it('end in the order of the requests, whichever was begun first, and tell of their progress', async () => {
    const begun: number[] = [];
    const shares: number[] = [];
    const ends = await run(['a', 'b', 'c'], {
      jobs: 1,
      order: [2, 0, 1],
      onEnd: (index) => begun.push(index),
      onProgress: (_, share) => shares.push(share),
    });
    expect(ends).toEqual([done('a'), done('b'), done('c')]);
    expect(begun).toEqual([2, 0, 1]);
    expect(new Set(shares)).toEqual(new Set([0.25])); // a message on its way when the worker ends may be lost
  });

  it('cost only themselves when they are refused, throw, or take their thread with them', async () => {
    const ends = await run(['a', 'refused', 'throws', 'exits', 'b']);
    expect([ends[0], ends[4]]).toEqual([done('a'), done('b')]);
    expect(ends[1]).toEqual({ refusal: 'depth: expected a number, got "x"' });
    expect(ends[2]).toEqual({ failure: 'RangeError: thrown' });
    expect(ends[3]).toMatchObject({ failure: expect.stringMatching(/exit|terminat/i) });
  });

  it('are stopped by a signal, those that do not hear it after the grace, and none is begun after it', async () => {
    const controller = new AbortController();
    const begun: number[] = [];
    const ends = await run(['slow', 'deaf', 'a'], {
      signal: controller.signal,
      graceMilliseconds: 50,
      onProgress: (index) => {
        begun.push(index);
        if (begun.length === 2) controller.abort();
      },
    });
    expect(ends).toEqual([{ stopped: true }, { stopped: true }, { stopped: true }]);
    expect(begun.sort()).toEqual([0, 1]);
  });
});
