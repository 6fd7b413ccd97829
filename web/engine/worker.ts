/**
 * The code of the page's workers: an engine of its own, of the module that the page compiled. Every hot loop of the lab runs here, so
 * that the page always answers; what takes too long is ended with its worker.
 */
import { expose } from 'comlink';
import { type Engine, loadEngine } from '../../src/engine/engine.js';
import { ArgumentError } from '../../src/engine/errors.js';
import type { ExperimentRequest, ExperimentResult } from '../../src/experiments/perform.js';

/** A refusal for a wrong argument, which would lose its class on the way between threads. */
export interface Refusal {
  readonly refusal: string;
}

let engine: Engine | undefined;

const started = (): Engine => {
  if (engine === undefined) throw new Error('start the worker first');
  return engine;
};

const api = {
  /** Makes this worker's engine. */
  async start(module: WebAssembly.Module): Promise<{ readonly version: string; readonly build: string }> {
    engine = await loadEngine({ wasm: module });
    return { version: engine.version, build: engine.build };
  },

  /** Runs an experiment and draws its plots. To stop it, end the worker. */
  async experiment(request: ExperimentRequest, onProgress: (done: number, of: number) => void): Promise<ExperimentResult | Refusal> {
    const { perform } = await import('../../src/experiments/perform.js'); // the bench has no need of it
    try {
      const result = await perform(started(), request, { progress: (done, of) => void onProgress(done, of) });
      if (result === null) throw new Error('stopped without having been told to');
      return result;
    } catch (error) {
      if (error instanceof ArgumentError) return { refusal: error.message };
      throw error;
    }
  },
};

export type LabWorker = typeof api;

expose(api);
