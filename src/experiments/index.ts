import { activations } from './activations.js';
import { barron } from './barron.js';
import { bound } from './bound.js';
import { boundary } from './boundary.js';
import { bumps } from './bumps.js';
import { capacity } from './capacity.js';
import { chain } from './chain.js';
import { deadUnits } from './dead-units.js';
import { derivatives } from './derivatives.js';
import type { Experiment } from './experiment.js';
import { gradients } from './gradients.js';
import { init } from './init.js';
import { lemmas } from './lemmas.js';
import { memorize } from './memorize.js';
import { separation } from './separation.js';
import { shattered } from './shattered.js';
import { telgarsky } from './telgarsky.js';
import { trainability } from './trainability.js';
import { triangle } from './triangle.js';
import { universal } from './universal.js';

export type { Claim, Figure } from './claim.js';
export type { Context, Experiment, Outcome, ResultTable } from './experiment.js';
export type { Parameter, Parameters } from './parameters.js';

/** One row an experiment, in the lecture's order. */
export const experiments: readonly Experiment[] = [
  bumps,
  universal,
  barron,
  capacity,
  memorize,
  lemmas,
  bound,
  triangle,
  separation,
  boundary,
  telgarsky,
  gradients,
  shattered,
  chain,
  derivatives,
  deadUnits,
  init,
  trainability,
  activations,
];
