import { bound } from './bound.js';
import type { Experiment } from './experiment.js';
import { separation } from './separation.js';
import { telgarsky } from './telgarsky.js';
import { triangle } from './triangle.js';

export type { Claim, Figure } from './claim.js';
export type { Context, Experiment, Outcome, ResultTable } from './experiment.js';
export type { Parameter, Parameters } from './parameters.js';

/** One row an experiment, in the lecture's order. */
export const experiments: readonly Experiment[] = [bound, triangle, separation, telgarsky];
