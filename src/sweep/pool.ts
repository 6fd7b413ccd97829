import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { WorkerData } from './worker.js';

/** Where the worker's code stands: beside this file, both as compiled and in the command's bundle. */
const workerFile = new URL('./worker.js', import.meta.url);

/** Worker threads that each hold an engine of the given compiled module. Threads start when they are first needed. */
export function createPool(module: WebAssembly.Module, threads: number, file: URL = workerFile): Piscina {
  const pool = new Piscina({
    filename: fileURLToPath(file),
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: 60_000,
    workerData: { module } satisfies WorkerData,
    execArgv: [], // what the main thread was started with (a test runner's conditions, say) is not the workers' business
  });
  pool.on('error', () => {}); // a worker that fails outside of a task; the task that it should have done is rejected
  return pool;
}
