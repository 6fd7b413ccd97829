import { boundary } from './boundary.js';
import { capacity } from './capacity.js';
import type { Experiment } from './experiment.js';

export type { Claim, Figure } from './claim.js';
export type { Context, Experiment, Outcome, ResultTable } from './experiment.js';
export type { Parameter, Parameters } from './parameters.js';

/** One row an experiment, in the lecture's order. */
export const experiments: readonly Experiment[] = [capacity, boundary];
