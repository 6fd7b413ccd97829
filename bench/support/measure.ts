import { Bench } from 'tinybench';
import type { Build, Precision } from '../../tests/support/engines.js';
import { peakLoops } from './peak.js';
import type { Row } from './suite.js';

/** Seconds of one run. */
export interface Timing {
  readonly median: number;
  /** Median absolute deviation over the rounds. */
  readonly mad: number;
}

export interface Result {
  readonly row: Row;
  readonly timing: Timing;
  /** Work a second over the best peak loop of the same rounds; only where work is flop. */
  readonly ofPeak: number | undefined;
  /** Time of plain TypeScript over the time of this row. */
  readonly overPlain: number | undefined;
}

export interface Measurement {
  readonly results: readonly Result[];
  /** Flop a second. */
  readonly peak: Readonly<Record<Precision, number>>;
}

export interface MeasureOptions {
  readonly build: Build;
  readonly rounds: number;
  readonly progress?: (done: number, of: number) => void;
}

/** Milliseconds that one sample should last, so that the clock (1 µs) and the call do not show. */
const sampleTime = 0.5;
/** Milliseconds of sampling for each row in each round. */
const roundTime = 10;
/** Plain loops are slow and steady: a few rounds of them are enough. */
const plainRounds = 3;

/** Milliseconds of processor time, not of the wall: what is timed is one busy thread, and other processes on a shared machine do not count. */
const now = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((x, y) => x - y);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

const timingOf = (samples: readonly number[]): Timing => {
  const middle = median(samples);
  return { median: middle, mad: median(samples.map((sample) => Math.abs(sample - middle))) };
};

/** A task that is warm, and repeated within a sample until the sample is long enough. */
class Sampler {
  readonly samples: number[] = [];
  private readonly repeats: number;

  constructor(
    private readonly name: string,
    private readonly run: () => void,
  ) {
    for (let start = now(); now() - start < 30; ) run();
    let runs = 0;
    const start = now();
    for (; now() - start < 10; runs++) run();
    this.repeats = Math.max(1, Math.ceil((sampleTime * runs) / (now() - start)));
  }

  /** Adds the median of one round, in seconds a run. */
  sample(): void {
    const { repeats, run } = this;
    const bench = new Bench({ time: roundTime, iterations: 1, warmup: false, throws: true, now });
    bench.add(this.name, () => {
      for (let i = 0; i < repeats; i++) run();
    });
    const [task] = bench.runSync();
    if (task?.result.state !== 'completed') throw new Error(`${this.name}: ${task?.result.state}`);
    this.samples.push(task.result.latency.p50 / 1000 / repeats);
  }
}

/** Verifies every row, then times all of them in turn, round after round, with the peak loops among them. */
export const measure = (rows: readonly Row[], { build, rounds, progress }: MeasureOptions): Measurement => {
  for (const row of rows) row.verify();
  const peaks = peakLoops(build).map((loop) => ({ loop, sampler: new Sampler(loop.name, loop.run) }));
  const timed = rows.map((row) => ({ row, sampler: new Sampler(row.name, () => row.run()) }));
  const plain = new Map(rows.flatMap((row) => (row.plain ? [[row, new Sampler(`${row.name} plain`, () => row.plain?.())]] : [])));
  for (let round = 0; round < rounds; round++) {
    for (const { sampler } of [...peaks, ...timed]) sampler.sample();
    if (round < plainRounds) for (const sampler of plain.values()) sampler.sample();
    progress?.(round + 1, rounds);
  }
  const best = (precision: Precision): number =>
    Math.max(...peaks.filter(({ loop }) => loop.precision === precision).map(({ loop, sampler }) => loop.work / timingOf(sampler.samples).median));
  const peak = { f32: best('f32'), f64: best('f64') };
  const results = timed.map(({ row, sampler }): Result => {
    const timing = timingOf(sampler.samples);
    const slow = plain.get(row);
    return {
      row,
      timing,
      ofPeak: row.unit === 'flop' ? row.work / timing.median / peak[row.precision] : undefined,
      overPlain: slow ? timingOf(slow.samples).median / timing.median : undefined,
    };
  });
  return { results, peak };
};
