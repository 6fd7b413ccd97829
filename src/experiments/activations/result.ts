import type { Build } from '../../engine/load.js';
import type { ActivationName } from '../../network/activation.js';
import type { Accuracy } from './accuracy.js';
import type { Speed } from './speed.js';
import type { Training } from './training.js';

/** What was measured of one build of the engine. */
export interface BuildFigures {
  readonly build: Build;
  readonly speeds: readonly Speed[];
  readonly accuracies: readonly Accuracy[];
}

export interface ActivationsResult {
  readonly names: readonly ActivationName[];
  /** The numbers of the first table are of arrays of this length, which stay in cache. */
  readonly length: number;
  readonly points: number;
  readonly rounds: number;
  readonly depths: readonly number[];
  readonly seeds: number;
  readonly builds: readonly BuildFigures[];
  readonly trainings: readonly Training[];
}
