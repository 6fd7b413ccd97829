import type { Engine } from '../engine/engine.js';
import type { Context, Experiment, Outcome } from './experiment.js';

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

/** Runs an experiment; null if the signal stopped it before its end. What draws is loaded only if it is needed. */
export async function perform(
  engine: Engine,
  experiment: Experiment,
  { parameters, pictures }: Omit<ExperimentRequest, 'name'>,
  context: Partial<Context>,
): Promise<ExperimentResult | null> {
  const start = performance.now();
  try {
    const outcome = await experiment.run(engine, parameters, context);
    const drawings = pictures ? outcome.plots.map((await import('../plot/svg.js')).renderSvg) : [];
    return { outcome, pictures: drawings, seconds: (performance.now() - start) / 1000 };
  } catch (error) {
    if (context.signal?.aborted) return null;
    throw error;
  }
}
