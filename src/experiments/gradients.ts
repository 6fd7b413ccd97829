import { spreadNames } from '../theory/signal-propagation.js';
import { defineExperiment } from './experiment.js';
import { gradientsClaims } from './gradients/claims.js';
import { type GradientsResult, measureCourses, measureJacobians, measureStarts, shownActivations, sources } from './gradients/measure.js';
import { gradientsPlots } from './gradients/plots.js';
import { gradientsTables } from './gradients/tables.js';

/** Shares of the run that its parts take. */
const parts = { starts: 0.75, jacobians: 0.85 };

export const gradients = defineExperiment({
  name: 'gradients',
  title: 'Activations and gradients from layer to layer',
  section: 'Vanishing gradients (Glorot and Bengio 2010)',
  question:
    'How large are activations and back-propagated gradients in every layer of a deep network, at the start and during training, and is it what the variance of the weights foretells?',
  parameters: {
    activations: { kind: 'choices', default: ['identity', 'tanh', 'sigmoid', 'relu'], choices: shownActivations, help: 'Of the hidden layers.' },
    inits: { kind: 'choices', default: ['heuristic', 'xavier-uniform', 'he-uniform'], choices: spreadNames, help: 'How the weights begin.' },
    data: { kind: 'choices', default: sources, choices: sources, help: 'Inputs at the start: normal numbers, as many as units, or digits.' },
    depth: { kind: 'integer', default: 5, minimum: 2, maximum: 50, unit: 'hidden layers', help: 'Of every network.' },
    width: { kind: 'integer', default: 500, minimum: 10, maximum: 2000, unit: 'units', help: 'Of the networks at the start.' },
    samples: { kind: 'integer', default: 200, minimum: 10, maximum: 2000, help: 'Inputs that activations and gradients are looked at on.' },
    networks: { kind: 'integer', default: 2, minimum: 1, maximum: 100, help: 'Networks of each kind at the start.' },
    bins: { kind: 'integer', default: 61, minimum: 3, maximum: 1000, help: 'Intervals of a histogram.' },
    trainWidth: { kind: 'integer', default: 100, minimum: 2, maximum: 1000, unit: 'units', help: 'Of the networks that are trained on digits.' },
    trainSteps: { kind: 'integer', default: 1024, minimum: 1, maximum: 1_000_000, unit: 'updates', help: 'Of each training.' },
    learningRate: { kind: 'number', default: 0.1, minimum: 0, maximum: 100, help: "SGD's." },
    batch: { kind: 'integer', default: 10, minimum: 1, maximum: 1437, help: 'Images an update.' },
    jacobianWidth: { kind: 'integer', default: 160, minimum: 2, maximum: 256, unit: 'units', help: 'Of the networks whose singular values are found.' },
    seed: { kind: 'integer', default: 0, minimum: 0, maximum: 2 ** 52, help: 'Of inputs and batches, and the first of the weights.' },
  },
  quick: { width: 128, samples: 100, networks: 1, trainWidth: 64, trainSteps: 512, jacobianWidth: 64 },

  async run(engine, parameters, context): Promise<GradientsResult> {
    const part = (from: number, to: number) => ({ ...context, progress: (done: number, of: number) => context.progress(from + (to - from) * (done / of), 1) });
    const { width, networks, samples, jacobianWidth } = parameters;
    return {
      starts: await measureStarts(engine, parameters, part(0, parts.starts)),
      jacobians: await measureJacobians(engine, parameters, part(parts.starts, parts.jacobians)),
      courses: await measureCourses(engine, parameters, part(parts.jacobians, 1)),
      width,
      networks,
      samples,
      jacobianWidth,
    };
  },
  claims: gradientsClaims,
  tables: gradientsTables,
  plots: gradientsPlots,
});
