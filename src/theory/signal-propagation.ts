import type { Engine } from '../engine/engine.js';
import { type ActivationName, activationId, checkAlpha } from '../network/activation.js';

/** The initialisers whose weights are independent with mean 0, and biases 0, by the variance of a weight. */
export const weightVariance = {
  heuristic: (inputs: number) => 1 / (3 * inputs),
  'lecun-normal': (inputs: number) => 1 / inputs,
  'lecun-uniform': (inputs: number) => 1 / inputs,
  'xavier-normal': (inputs: number, outputs: number) => 2 / (inputs + outputs),
  'xavier-uniform': (inputs: number, outputs: number) => 2 / (inputs + outputs),
  'he-normal': (inputs: number) => 2 / inputs,
  'he-uniform': (inputs: number) => 2 / inputs,
} as const satisfies Record<string, (inputs: number, outputs: number) => number>;

export type SpreadName = keyof typeof weightVariance;
export const spreadNames = Object.keys(weightVariance) as SpreadName[];

/** Means of an activation f over a normal number s g: E f, E f^2 and E f'^2, with the activation's own alpha; the rule is assembly/gaussian-moments.ts's. */
export interface Moments {
  readonly mean: number;
  readonly square: number;
  readonly slopeSquare: number;
}

export function gaussianMoments(engine: Engine, activation: ActivationName, deviation: number): Moments {
  const { memory, exports } = engine;
  const id = activationId(engine, activation);
  const alpha = checkAlpha('alpha', activation, undefined, 'f64');
  return memory.scratch('moments', 8 * (exports.gaussianMomentsNumbers() + 4), (result) => {
    engine.run('gaussianMoments', () => exports.gaussianMoments(id, alpha, deviation, result, result + 32));
    const [mean, square, slopeSquare] = memory.floats('f64', result, 3) as unknown as readonly [number, number, number];
    return { mean, square, slopeSquare };
  });
}

/** What mean-field theory expects of a hidden layer: mean squares over samples and units of wide random networks. */
export interface ExpectedLayer {
  /** E z^2. */
  readonly preActivations: number;
  readonly activations: Moments;
  /** E(dL/dz)^2 of this layer over that of the layer above; 1 for the last. */
  readonly gradientStep: number;
  /** E(dL/dz)^2 over that of the last hidden layer. */
  readonly gradients: number;
}

/**
 * q_1 = n_0 V_1 m, q_{l+1} = n_l V_{l+1} E f(sqrt(q_l) g)^2, and E d_l^2 = n_{l+1} V_{l+1} E f'(sqrt(q_l) g)^2 E d_{l+1}^2 (Glorot and Bengio 2010 with f
 * linear; Poole et al., Schoenholz et al. 2017 for every f): V_l the variance of a weight, m the mean square of the inputs. Biases are 0.
 */
export function expectedLayers(
  engine: Engine,
  hidden: readonly number[],
  inputs: { readonly width: number; readonly meanSquare: number },
  activation: ActivationName,
  init: SpreadName,
): ExpectedLayer[] {
  const variance: (inputs: number, outputs: number) => number = weightVariance[init];
  let width = inputs.width;
  let square = inputs.meanSquare;
  const forward = hidden.map((units) => {
    const preActivations = width * variance(width, units) * square;
    const activations = gaussianMoments(engine, activation, Math.sqrt(preActivations));
    [width, square] = [units, activations.square];
    return { preActivations, activations };
  });
  const steps = forward.map(({ activations }, layer) => {
    const [units, above] = [hidden[layer] as number, hidden[layer + 1]];
    return above === undefined ? 1 : above * variance(units, above) * activations.slopeSquare;
  });
  return forward.map((layer, index) => ({
    ...layer,
    gradientStep: steps[index] as number,
    gradients: steps.slice(index).reduce((product, step) => product * step, 1),
  }));
}
