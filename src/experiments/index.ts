import { bumps } from './bumps.js';
import type { Experiment } from './experiment.js';
import { lemmas } from './lemmas.js';
import { universal } from './universal.js';

export type { Claim, Figure } from './claim.js';
export type { Context, Experiment, Outcome, ResultTable } from './experiment.js';
export type { Parameter, Parameters } from './parameters.js';

/** One row an experiment, in the lecture's order. */
export const experiments: readonly Experiment[] = [bumps, universal, lemmas];
