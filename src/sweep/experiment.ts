import type { MessagePort } from 'node:worker_threads';
import type { Engine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import { experiments, type Outcome } from '../experiments/index.js';
import { renderSvg } from '../plot/svg.node.js';

export interface ExperimentRequest {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Whether its plots are wanted as drawings too. */
  readonly pictures: boolean;
}

/** Where news of an experiment goes; any message that comes back stops it. */
export interface ExperimentLine {
  readonly port: MessagePort;
}

export interface ExperimentNews {
  readonly done: number;
  readonly of: number;
}

/** What an experiment found, and its plots as SVG, one each, where they were asked for. */
export interface ExperimentResult {
  readonly outcome: Outcome;
  readonly pictures: readonly string[];
  /** Wall clock. */
  readonly seconds: number;
}

/** Runs an experiment on the thread that calls; null if it was stopped before its end. */
export async function runExperiment(engine: Engine, request: ExperimentRequest, { port }: ExperimentLine): Promise<ExperimentResult | null> {
  const { name, parameters } = request;
  const experiment = experiments.find((one) => one.name === name);
  if (!experiment) throw new ArgumentError('experiment', `one of ${experiments.map((one) => one.name).join(', ')}`, name);
  const controller = new AbortController();
  port.on('message', () => controller.abort());
  const start = performance.now();
  try {
    const outcome = await experiment.run(engine, parameters, {
      progress: (done, of) => port.postMessage({ done, of } satisfies ExperimentNews),
      signal: controller.signal,
    });
    const pictures = request.pictures ? outcome.plots.map(renderSvg) : [];
    return { outcome, pictures, seconds: (performance.now() - start) / 1000 };
  } catch (error) {
    if (controller.signal.aborted) return null;
    throw error;
  } finally {
    port.close();
  }
}
