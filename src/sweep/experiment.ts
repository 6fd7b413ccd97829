import type { MessagePort } from 'node:worker_threads';
import { oneOf } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import { experiments } from '../experiments/index.js';
import { type ExperimentRequest, type ExperimentResult, perform } from '../experiments/perform.js';

export type { ExperimentRequest, ExperimentResult } from '../experiments/perform.js';

/** Where news of an experiment goes; any message that comes back stops it. */
export interface ExperimentLine {
  readonly port: MessagePort;
}

export interface ExperimentNews {
  readonly done: number;
  readonly of: number;
}

/** Runs an experiment on the thread that calls; null if it was stopped before its end. */
export async function runExperiment(engine: Engine, request: ExperimentRequest, { port }: ExperimentLine): Promise<ExperimentResult | null> {
  oneOf(
    'experiment',
    request.name,
    experiments.map(({ name }) => name),
  );
  const experiment = experiments.find(({ name }) => name === request.name)!;
  const controller = new AbortController();
  port.on('message', () => controller.abort());
  try {
    return await perform(engine, experiment, request, {
      progress: (done, of) => port.postMessage({ done, of } satisfies ExperimentNews),
      signal: controller.signal,
    });
  } finally {
    port.close();
  }
}
