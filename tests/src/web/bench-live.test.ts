import { describe, expect, it } from 'vitest';
import { History } from '../../../web/bench/history.js';
import { Live } from '../../../web/bench/live.js';
import { defaults } from '../../../web/bench/route.js';
import { FakeBench } from '../../support/fake-bench.js';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await turn();
};

function bench(wait?: () => Promise<void>) {
  const workers: FakeBench[] = [];
  const failures: ((error: Error) => void)[] = [];
  const start = async () => {
    const worker = new FakeBench(wait);
    workers.push(worker);
    const failure = new Promise<never>((_, reject) => failures.push(reject));
    failure.catch(() => {});
    return { worker, failure, [Symbol.dispose]: () => {} };
  };
  const live = new Live(start, (next) => void setImmediate(next));
  return { live, workers, fail: (error: Error) => failures.at(-1)!(error) };
}

const opened = async (settings = defaults, step = 0) => {
  const made = bench();
  made.live.open(settings, undefined, step);
  await turns(10);
  return made;
};

describe('the bench live', () => {
  it('never has two questions outstanding, whatever is wished in between', async () => {
    const { live, workers } = bench(turn);
    for (const data of ['moons', 'circles', 'function'] as const) {
      live.open({ ...defaults, data }, undefined);
      live.look({ boundary: true, heat: true, line: false, layers: true });
      await turns(7);
      live.play();
      await turns(9);
      live.step();
      live.rewind();
      live.import('{}');
      const file = live.export('json');
      live.play();
      await turns(9);
      expect(await file).toBe('json');
    }
    expect(workers).toHaveLength(1);
    expect(workers[0]!.mostOpen).toBe(1);
    expect(new Set(workers[0]!.asked)).toEqual(new Set(['open moons', 'open circles', 'open function', 'frame', 'advance', 'rewind', 'import', 'export json']));
  });

  it('of two settings wished for in one turn only the newer is opened', async () => {
    const { live, workers } = bench();
    live.open({ ...defaults, data: 'xor' }, undefined);
    live.open({ ...defaults, data: 'spirals' }, undefined);
    await turns(10);
    expect(workers[0]!.asked).toEqual(['open spirals', 'frame']);
    expect(live.phase.value).toEqual({ kind: 'ready' });
  });

  it.each([1, 7, 1000])('a link to step %i is opened at exactly this step', async (step) => {
    const { live } = await opened(defaults, step);
    await turns(60);
    expect(live.frame.value!.step).toBe(step);
  });

  it('steps count one by one, and rewinding forgets the curve', async () => {
    const { live } = await opened();
    live.step();
    live.step();
    await turns(4);
    expect(live.frame.value!.step).toBe(2);
    live.rewind();
    await turns(4);
    expect([live.frame.value!.step, live.history.rows.length]).toEqual([0, 1]);
  });

  it('pausing ends the questions', async () => {
    const { live, workers } = await opened();
    live.play();
    await turns(6);
    live.pause();
    await turns(4);
    const asked = workers[0]!.asked.length;
    await turns(6);
    expect(workers[0]!.asked).toHaveLength(asked);
    expect(live.frame.value!.step).toBeGreaterThan(0);
  });

  it('a refusal is told, keeps the network before, and ends with the next good settings', async () => {
    const { live } = await opened();
    live.open({ ...defaults, formula: 'bad' }, undefined);
    await turns(6);
    expect(live.phase.value).toEqual({ kind: 'refused', message: 'formula: expected a formula in x' });
    expect(live.opened.value!.settings).toEqual(defaults);
    live.open(defaults, undefined);
    await turns(6);
    expect(live.phase.value).toEqual({ kind: 'ready' });
  });

  it('an imported network is told with its layers, and the other settings stay', async () => {
    const { live } = await opened();
    const told: unknown[] = [];
    live.onImported = (settings) => told.push(settings);
    live.import('{}');
    await turns(6);
    const settings = { ...defaults, widths: [5], activations: ['tanh'] };
    expect([told, live.opened.value!.settings, live.frame.value!.step]).toEqual([[settings], settings, 0]);
  });

  it('a file that is refused is told, and the network goes on as it was', async () => {
    const { live } = await opened();
    live.import('bad');
    await turns(6);
    expect([live.fileRefusal.value, live.phase.value, live.opened.value!.settings]).toEqual(['format: no network', { kind: 'ready' }, defaults]);
  });

  it('a diverged training stops, and rewinding makes it ready', async () => {
    const { live } = await opened({ ...defaults, learningRate: 200 });
    live.play();
    await turns(8);
    expect(live.phase.value).toEqual({ kind: 'diverged' });
    live.rewind();
    await turns(4);
    expect(live.phase.value).toEqual({ kind: 'ready' });
  });

  it('a worker that dies is told, and another goes on at the same step with the same settings', async () => {
    const { live, workers, fail } = await opened();
    live.speed.value = 10;
    live.play();
    await turns(6);
    live.pause();
    await turns(3);
    const { step } = live.frame.value!;
    const error = new Error('gone');
    fail(error);
    live.step();
    await turns(4);
    expect(live.phase.value).toEqual({ kind: 'failed', error });
    live.restart();
    await turns(60);
    expect(workers).toHaveLength(2);
    expect([live.frame.value!.step, live.phase.value.kind, live.opened.value!.settings]).toEqual([step, 'ready', defaults]);
  });
});

describe('the loss curve', () => {
  const frame = (step: number, losses: number[]) => ({
    step,
    status: 'trained' as const,
    losses: Float64Array.from(losses),
    trainLoss: 1 / (step + 1),
    testLoss: 2,
    trainAccuracy: Number.NaN,
    testAccuracy: Number.NaN,
    fingerprint: '',
  });

  it('stays short however long the training, and keeps the start, the last step and the mean of the batch losses', () => {
    const history = new History();
    history.add(frame(0, []));
    for (let step = 1; step <= 50_000; step++) history.add(frame(step, [step]));
    const { rows } = history;
    expect(rows.length).toBeLessThanOrEqual(2001);
    expect([rows[0]!.step, rows.at(-1)!.step]).toEqual([0, 50_000]);
    const sum = rows.slice(1).reduce((total, row, i) => total + row.batchLoss * (row.step - rows[i]!.step), 0);
    expect(sum / 50_000).toBeCloseTo(25_000.5, 6);
  });

  it('as CSV has every number in full and nothing where there is none', () => {
    const history = new History();
    history.add(frame(0, []));
    history.add(frame(2, [0.5, 0.25]));
    expect(history.csv()).toBe('step,batchLoss,trainLoss,testLoss,trainAccuracy,testAccuracy\n0,,1,2,,\n2,0.375,0.3333333333333333,2,,\n');
  });
});
