import { oneOf } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import type { Context, Outcome } from './experiment.js';
import { experiments } from './index.js';

export interface ExperimentRequest {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Whether its plots are wanted as drawings too. */
  readonly pictures: boolean;
}

/** What an experiment found, and its plots as SVG, one each, where they were asked for. */
export interface ExperimentResult {
  readonly outcome: Outcome;
  readonly pictures: readonly string[];
  /** Wall clock. */
  readonly seconds: number;
}

/** Runs an experiment of the registry; null if the signal stopped it before its end. What draws is loaded only if it is needed. */
export async function perform(engine: Engine, request: ExperimentRequest, context: Partial<Context>): Promise<ExperimentResult | null> {
  const { name, parameters } = request;
  oneOf(
    'experiment',
    name,
    experiments.map((one) => one.name),
  );
  const experiment = experiments.find((one) => one.name === name)!;
  const start = performance.now();
  try {
    const outcome = await experiment.run(engine, parameters, context);
    const pictures = request.pictures ? outcome.plots.map((await import('../plot/svg.js')).renderSvg) : [];
    return { outcome, pictures, seconds: (performance.now() - start) / 1000 };
  } catch (error) {
    if (context.signal?.aborted) return null;
    throw error;
  }
}
