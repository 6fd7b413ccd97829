/**
 * The code of a worker thread: an engine of its own, from the module that the main thread compiled. Hot loops run here alone, so that
 * the main thread can always answer a signal.
 */
import { workerData } from 'node:worker_threads';
import { type Engine, loadEngine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import type { RunConfiguration, RunResult } from './configuration.js';
import { type ExperimentLine, type ExperimentRequest, type ExperimentResult, runExperiment } from './experiment.js';
import { measurePieces, type PiecesRequest, type PiecesResult } from './pieces.js';
import { DataStore, describeFailure, run } from './run.js';
import {
  type EvaluationRequest,
  type EvaluationResult,
  evaluateOne,
  type TrainingLine,
  type TrainingRequest,
  type TrainingResult,
  trainOne,
} from './single.js';

/** What every worker is given at its start. */
export interface WorkerData {
  readonly module: WebAssembly.Module;
}

/** One run to do: its place in the grid, and what makes it. */
export interface Task {
  readonly index: number;
  readonly configuration: RunConfiguration;
}

/** A run that was done, or the reason why not. */
export type TaskOutcome = { readonly index: number; readonly result: RunResult } | { readonly index: number; readonly failure: string };

/** Does runs one after the other; a run that throws costs only itself. */
export default async function runAll(tasks: readonly Task[]): Promise<TaskOutcome[]> {
  const { engine, store } = await ready();
  const outcomes: TaskOutcome[] = [];
  for (const { index, configuration } of tasks) {
    try {
      outcomes.push({ index, result: run(engine, configuration, await store.get(configuration)) });
    } catch (error) {
      outcomes.push({ index, failure: describeFailure(error) });
    }
  }
  return outcomes;
}

/** What a worker answers where the request itself is wrong: an error's class does not survive the way between threads. */
export interface Refusal {
  readonly refusal: string;
}

/** One training that can be watched and stopped. */
export async function training({ request, line }: { request: TrainingRequest; line: TrainingLine }): Promise<TrainingResult | Refusal> {
  const { engine, store } = await ready();
  return orRefusal(() => trainOne(engine, store, request, line));
}

/** One network on given inputs. */
export async function evaluation(request: EvaluationRequest): Promise<EvaluationResult | Refusal> {
  const { engine } = await ready();
  return orRefusal(async () => evaluateOne(engine, request));
}

/** The pieces of one network, and what is measured by them. */
export async function pieces(request: PiecesRequest): Promise<PiecesResult | Refusal> {
  const { engine } = await ready();
  return orRefusal(async () => measurePieces(engine, request));
}

/** One experiment that can be watched and stopped; null if it was stopped. */
export async function experiment({ request, line }: { request: ExperimentRequest; line: ExperimentLine }): Promise<ExperimentResult | null | Refusal> {
  const { engine } = await ready();
  return orRefusal(() => runExperiment(engine, request, line));
}

async function orRefusal<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ArgumentError) return { refusal: error.message };
    started = undefined; // a trap stops an engine for good: what comes next on this thread gets a new one
    throw error;
  }
}

let started: Promise<{ engine: Engine; store: DataStore }> | undefined;

function ready(): Promise<{ engine: Engine; store: DataStore }> {
  started ??= loadEngine({ wasm: (workerData as WorkerData).module }).then((engine) => ({ engine, store: new DataStore(engine) }));
  return started;
}
