import { generator } from '../engine/random.js';
import type { RunConfiguration, RunRecord } from './configuration.js';
import type { Grid } from './grid.js';
import { createPool } from './pool.js';
import type { Task, TaskOutcome } from './worker.js';

export interface SweepOptions {
  readonly grid: Grid;
  /** The compiled engine, from `engine.module`. */
  readonly module: WebAssembly.Module;
  readonly build: string;
  readonly version: string;
  /** Worker threads. */
  readonly jobs: number;
  /** Once aborted, no run is started; those under way may end within `graceMilliseconds`. */
  readonly signal?: AbortSignal | undefined;
  readonly graceMilliseconds?: number;
  /** Called for every run in the order in which they end. */
  readonly onRecord?: (record: RunRecord) => void;
  readonly onFailure?: (failure: RunFailure) => void;
  /** The worker's code, where it is not beside this file. */
  readonly workerFile?: URL;
}

/** A run that gave no result, and why. The rest of the sweep goes on. */
export interface RunFailure {
  readonly index: number;
  readonly configuration: RunConfiguration;
  readonly reason: string;
}

export interface SweepOutcome {
  /** In the order of the grid. */
  readonly records: readonly RunRecord[];
  readonly failures: readonly RunFailure[];
  /** Whether the sweep was stopped before its end. */
  readonly isStopped: boolean;
}

/** Work of a task: long enough that its message costs nothing, short enough that progress moves and a stop is quick. */
const taskMilliseconds = 50;
const largestTask = 256;

/** Runs a grid on worker threads. Which thread does a run, and when, has no effect on its record. */
export async function runSweep(options: SweepOptions): Promise<SweepOutcome> {
  const { grid, jobs, signal, graceMilliseconds = 2000 } = options;
  const pool = createPool(options.module, Math.min(jobs, grid.size), options.workerFile);
  const records: RunRecord[] = [];
  const failures: RunFailure[] = [];
  let next = 0;
  let taskSize = 1;
  let isClosed = false;

  const fail = (task: Task, reason: string) => {
    const failure = { ...task, reason };
    failures.push(failure);
    options.onFailure?.(failure);
  };
  const accept = (task: Task, outcome: TaskOutcome | undefined) => {
    if (outcome === undefined || outcome.index !== task.index) fail(task, 'the worker sent no result');
    else if ('failure' in outcome) fail(task, outcome.failure);
    else {
      const record = { index: task.index, ...task.configuration, ...outcome.result, build: options.build, version: options.version, prng: generator };
      records.push(record);
      options.onRecord?.(record);
    }
  };
  const attempt = async (tasks: readonly Task[]): Promise<void> => {
    const start = performance.now();
    const outcomes = await pool.run(tasks).then(
      (value) => value as TaskOutcome[],
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    if (isClosed) return;
    if (!(outcomes instanceof Error)) {
      for (const [i, task] of tasks.entries()) accept(task, outcomes[i]);
      taskSize = sizeFor((performance.now() - start) / 2 / tasks.length); // half of the time it waited behind another task
    } else if (tasks.length === 1) fail(tasks[0]!, `the worker stopped: ${outcomes.message}`);
    else for (const task of tasks) await attempt([task]); // one of them took the worker with it: which one?
  };
  const lane = async (): Promise<void> => {
    while (next < grid.size && !signal?.aborted && !isClosed) {
      const tasks = Array.from({ length: Math.min(taskSize, grid.size - next) }, (_, i) => ({ index: next + i, configuration: grid.at(next + i) }));
      next += tasks.length;
      await attempt(tasks);
    }
  };

  await pool.run([]); // an engine that cannot start is one error, not a failure of every run

  // Two tasks a thread, so that none waits for the main thread between two of them.
  const lanes = Promise.all(Array.from({ length: 2 * jobs }, lane));
  try {
    await Promise.race([lanes, stopped(signal, graceMilliseconds)]);
  } finally {
    isClosed = true;
    await pool.destroy();
    await lanes.catch(() => {}); // an error of a callback has been thrown by the race already
  }
  const done = records.length + failures.length;
  return { records: records.sort((a, b) => a.index - b.index), failures: failures.sort((a, b) => a.index - b.index), isStopped: done < grid.size };
}

const sizeFor = (milliseconds: number): number => Math.max(1, Math.min(largestTask, Math.floor(taskMilliseconds / milliseconds)));

/** Ends when runs that were under way at the abort have had their time. */
function stopped(signal: AbortSignal | undefined, graceMilliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const wait = () => setTimeout(resolve, graceMilliseconds).unref();
    if (signal?.aborted) wait();
    else signal?.addEventListener('abort', wait, { once: true });
  });
}
