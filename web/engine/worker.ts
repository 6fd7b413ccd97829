/**
 * The code of the page's workers: an engine of its own, of the module that the page compiled. Every hot loop of the lab runs here, so
 * that the page always answers; what takes too long is ended with its worker.
 */
import { expose } from 'comlink';
import { type Engine, loadEngine } from '../../src/engine/engine.js';
import { ArgumentError } from '../../src/engine/errors.js';
import type { Experiment } from '../../src/experiments/experiment.js';
import { type ExperimentRequest, type ExperimentResult, perform } from '../../src/experiments/perform.js';

/** A refusal for a wrong argument, which would lose its class on the way between threads. */
export interface Refusal {
  readonly refusal: string;
}

/** What a worker says of itself while it works; a callback would need a channel of its own, which outlives the worker. */
export interface News {
  readonly progress: number;
}

/** The experiments' files, which have their names, each loaded when it is first run. */
const files = import.meta.glob<Record<string, unknown>>([
  '../../src/experiments/*.ts',
  '!../../src/experiments/{claim,csv,experiment,index,parameters,perform}.ts',
]);

async function loadExperiment(name: string): Promise<Experiment> {
  const exported = await files[`../../src/experiments/${name}.ts`]?.();
  const found = Object.values(exported ?? {}).find((value) => (value as Partial<Experiment>).name === name);
  if (found === undefined) throw new Error(`there is no experiment named ${name}`);
  return found as Experiment;
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
  async experiment(request: ExperimentRequest): Promise<ExperimentResult | Refusal> {
    try {
      const result = await perform(started(), await loadExperiment(request.name), request, {
        progress: (done, of) => postMessage({ progress: done / Math.max(1, of) } satisfies News),
      });
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
