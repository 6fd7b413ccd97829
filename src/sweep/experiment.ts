import type { MessagePort } from 'node:worker_threads';
import type { Engine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import { experiments, type Outcome } from '../experiments/index.js';

export interface ExperimentRequest {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Where news of an experiment goes; any message that comes back stops it. */
export interface ExperimentLine {
  readonly port: MessagePort;
}

export interface ExperimentNews {
  readonly done: number;
  readonly of: number;
}

/** Runs an experiment on the thread that calls; null if it was stopped before its end. */
export async function runExperiment(engine: Engine, { name, parameters }: ExperimentRequest, { port }: ExperimentLine): Promise<Outcome | null> {
  const experiment = experiments.find((one) => one.name === name);
  if (!experiment) throw new ArgumentError('experiment', `one of ${experiments.map((one) => one.name).join(', ')}`, name);
  const controller = new AbortController();
  port.on('message', () => controller.abort());
  try {
    return await experiment.run(engine, parameters, {
      progress: (done, of) => port.postMessage({ done, of } satisfies ExperimentNews),
      signal: controller.signal,
    });
  } catch (error) {
    if (controller.signal.aborted) return null;
    throw error;
  } finally {
    port.close();
  }
}
