import { deadUnitsClaims } from './dead-units/claims.js';
import {
  type DeadUnitsResult,
  digitsOf,
  measureChance,
  measureCourses,
  measurePatients,
  measureStart,
  shownActivations,
  shownInits,
} from './dead-units/measure.js';
import { deadUnitsPlots } from './dead-units/plots.js';
import { deadUnitsTables } from './dead-units/tables.js';
import { defineExperiment } from './experiment.js';

export const deadUnits = defineExperiment({
  name: 'dead-units',
  title: 'Inactive and dead ReLU units',
  section: 'Solving the gradient vanishing problem? ReLU and leaky ReLU',
  question:
    'How many ReLU units are inactive for one input, how many are dead for all of them, before and after training, and does leaky ReLU help a network that has died?',
  parameters: {
    activations: { kind: 'choices', default: shownActivations, choices: shownActivations, help: 'Of the trained networks.' },
    inits: { kind: 'choices', default: ['he-normal', 'xavier-normal'], choices: shownInits, help: 'How the weights of the trained networks begin.' },
    depths: { kind: 'integers', default: [2, 5, 10], minimum: 1, maximum: 50, unit: 'hidden layers', help: 'Depths of the trained networks.' },
    width: { kind: 'integer', default: 32, minimum: 1, maximum: 500, unit: 'units', help: 'Of every hidden layer.' },
    rates: { kind: 'numbers', default: [0.05, 0.5], minimum: 0, maximum: 1000, help: "SGD's learning rates." },
    steps: { kind: 'integer', default: 400, minimum: 1, maximum: 1_000_000, unit: 'updates', help: 'Of each training, 32 digits each.' },
    trials: { kind: 'integer', default: 4000, minimum: 1, maximum: 10_000_000, help: 'Random networks whose signal is followed, of each shape.' },
    startDepth: { kind: 'integer', default: 10, minimum: 1, maximum: 50, unit: 'hidden layers', help: 'Of the networks that are looked at untrained.' },
    startNetworks: { kind: 'integer', default: 16, minimum: 1, maximum: 1000, help: 'How many of them.' },
    killRate: { kind: 'number', default: 0.7, minimum: 0, maximum: 1000, help: 'Learning rate of the trainings that are to kill.' },
    killSteps: { kind: 'integer', default: 400, minimum: 1, maximum: 100_000, unit: 'updates', help: 'Of these.' },
    careSteps: { kind: 'integer', default: 600, minimum: 1, maximum: 100_000, unit: 'updates', help: 'Of Adam, afterwards.' },
    patients: { kind: 'integer', default: 3, minimum: 1, maximum: 100, help: 'Seeds that both ReLU and leaky ReLU are trained from in this way.' },
    seed: { kind: 'integer', default: 0, minimum: 0, maximum: 2 ** 52, help: 'First seed.' },
  },
  quick: { depths: [5], inits: ['he-normal'], steps: 100, trials: 1000, startNetworks: 4, patients: 1 },

  async run(engine, parameters, context): Promise<DeadUnitsResult> {
    const part = (from: number, to: number) => ({ ...context, progress: (done: number, of: number) => context.progress(from + (to - from) * (done / of), 1) });
    using data = await digitsOf(engine);
    const { width, startNetworks, killRate, killSteps } = parameters;
    return {
      ...(await measureChance(engine, parameters, part(0, 0.1))),
      start: await measureStart(engine, data, parameters, part(0.1, 0.2)),
      courses: await measureCourses(engine, data, parameters, part(0.2, 0.8)),
      patients: await measurePatients(engine, data, parameters, part(0.8, 1)),
      width,
      startNetworks,
      killRate,
      killSteps,
    };
  },
  claims: deadUnitsClaims,
  tables: deadUnitsTables,
  plots: deadUnitsPlots,
});
