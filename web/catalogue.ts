import { catalogue as made } from 'virtual:catalogue';
import type { Experiment } from '../src/experiments/experiment.js';

/** An experiment without its code, which only the workers load. */
export type Entry = Omit<Experiment, 'run'>;

/** One entry an experiment, in the lecture's order. */
export const catalogue = made as readonly Entry[];
