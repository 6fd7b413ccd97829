/**
 * The code of the page's workers: an engine of its own, of the module that the page compiled. Every hot loop of the lab runs here, so
 * that the page always answers; what takes too long is ended with its worker.
 */
import { expose } from 'comlink';
import { type Engine, loadEngine } from '../../src/engine/engine.js';
import { ArgumentError } from '../../src/engine/errors.js';
import type { Experiment } from '../../src/experiments/experiment.js';
import { type ExperimentRequest, type ExperimentResult, perform } from '../../src/experiments/perform.js';
import type { Frame, Views } from '../bench/frame.js';
import type { BenchSession, ExportFormat, Opened, Stretch } from '../bench/session.js';
import type { BenchSettings } from '../bench/settings.js';
import { isTooMuch } from '../bench/worker/too-much.js';

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

/** The network in training, one a worker. */
let bench: BenchSession | undefined;

const opened = (): BenchSession => {
  if (bench === undefined) throw new Error('open a bench first');
  return bench;
};

/** What is being opened: one after the other, so that the last that was asked for is the one that stays. */
let openings: Promise<unknown> = Promise.resolve();

/** Puts another bench in the place of the one there is, which stays if the new one is refused. */
function replace(make: () => Promise<BenchSession>): Promise<Opened | Refusal> {
  const opening = openings.then(() =>
    refusing(async () => {
      const session = await make();
      bench?.[Symbol.dispose]();
      bench = session;
      return session.opened;
    }),
  );
  openings = opening.catch(() => {}); // told to whoever asked for it
  return opening;
}

/** The result, or what was wrong with what was asked for. */
async function refusing<Result>(body: () => Result | Promise<Result>): Promise<Result | Refusal> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof ArgumentError || isTooMuch(error)) return { refusal: error.message };
    throw error;
  }
}

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

  /** Makes a network and its data, at their start. */
  async openBench(settings: BenchSettings, csvText?: string): Promise<Opened | Refusal> {
    return replace(async () => {
      const { BenchSession } = await import('../bench/session.js'); // the experiments have no need of it
      return BenchSession.open(started(), settings, csvText);
    });
  },

  /** Trains for about so many milliseconds, or so many updates, and tells of the views that are asked for. */
  async advanceBench(stretch: Stretch, views: Views): Promise<Frame | Refusal> {
    return refusing(() => opened().advance(stretch, views));
  },

  /** Back to the very same start. */
  async rewindBench(views: Views): Promise<Frame> {
    return opened().rewind(views);
  },

  async frameBench(views: Views): Promise<Frame> {
    return opened().frame(views);
  },

  /** The network as a file: text, or bytes. */
  async exportBench(format: ExportFormat): Promise<string | Uint8Array<ArrayBuffer> | Refusal> {
    return refusing(() => opened().export(format));
  },

  /** Puts the network of a file in, JSON text or safetensors; data and training stay. */
  async importBench(file: string | Uint8Array): Promise<Opened | Refusal> {
    return replace(async () => opened().withNetwork(file));
  },
};

export type LabWorker = typeof api;

expose(api);
