import { MessageChannel } from 'node:worker_threads';
import type { ExperimentNews, ExperimentRequest, ExperimentResult } from './experiment.js';
import { createPool } from './pool.js';
import type { Refusal } from './worker.js';

export interface ExperimentsOptions {
  readonly requests: readonly ExperimentRequest[];
  /** The compiled engine with the theory's kernels, from `engine.module`. */
  readonly module: WebAssembly.Module;
  /** Worker threads. */
  readonly jobs: number;
  /** Once aborted, no experiment is started; those under way may end within `graceMilliseconds`. */
  readonly signal?: AbortSignal | undefined;
  readonly graceMilliseconds?: number;
  /** Which are started first; the order of the requests where it is missing. What takes longest should not come last. */
  readonly order?: readonly number[];
  /** Called with the request's place and the share of its work that is done. */
  readonly onProgress?: (index: number, share: number) => void;
  readonly onEnd?: (index: number, end: ExperimentEnd) => void;
  /** The worker's code, where it is not beside this file. */
  readonly workerFile?: URL;
}

/** How a request ended: with a result, refused for its parameters, failed with a reason, or stopped. */
export type ExperimentEnd = ExperimentResult | Refusal | { readonly failure: string } | { readonly stopped: true };

/** Runs experiments on worker threads, each thread one at a time; one that fails costs only itself. Ends in the order of the requests. */
export async function runExperiments(options: ExperimentsOptions): Promise<readonly ExperimentEnd[]> {
  const { requests, signal, graceMilliseconds = 2000, onProgress, onEnd, order = [...requests.keys()] } = options;
  const threads = Math.max(1, Math.min(options.jobs, requests.length));
  const pool = createPool(options.module, threads, options.workerFile);
  const ends: ExperimentEnd[] = requests.map(() => ({ stopped: true }));
  const graceIsOver = signal === undefined ? new Promise<never>(() => {}) : delayAfter(signal, graceMilliseconds);
  const waiting = [...order];

  const one = async (index: number): Promise<ExperimentEnd> => {
    const { port1, port2 } = new MessageChannel();
    const stop = () => port1.postMessage('stop');
    signal?.addEventListener('abort', stop, { once: true });
    port1.on('message', ({ done, of }: ExperimentNews) => onProgress?.(index, Math.min(1, done / Math.max(1, of))));
    try {
      const task: Promise<ExperimentResult | null | Refusal> = pool.run(
        { request: requests[index], line: { port: port2 } },
        { name: 'experiment', transferList: [port2] },
      );
      task.catch(() => {}); // where the grace ended first, its failure is nobody's business
      return (await Promise.race([task, graceIsOver])) ?? { stopped: true };
    } catch (error) {
      return { failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    } finally {
      signal?.removeEventListener('abort', stop);
      port1.close();
    }
  };
  const lane = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined && signal?.aborted !== true; index = waiting.shift()) {
      const end = await one(index);
      ends[index] = end;
      onEnd?.(index, end);
    }
  };
  try {
    await Promise.all(Array.from({ length: threads }, lane));
  } finally {
    await pool.destroy();
  }
  return ends;
}

/** Null, so many milliseconds after a signal. */
function delayAfter(signal: AbortSignal, milliseconds: number): Promise<null> {
  return new Promise((resolve) => {
    const begin = () => setTimeout(() => resolve(null), milliseconds).unref();
    if (signal.aborted) begin();
    else signal.addEventListener('abort', begin, { once: true });
  });
}
