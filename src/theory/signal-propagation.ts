import type { Engine } from '../engine/engine.js';
import type { ActivationName } from '../network/activation.js';
import { MeanField, type Moments } from './mean-field.js';

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
  const field = new MeanField(engine, activation);
  let width = inputs.width;
  let square = inputs.meanSquare;
  const forward = hidden.map((units) => {
    const preActivations = width * variance(width, units) * square;
    const activations = field.moments(preActivations);
    [width, square] = [units, activations.square];
    return { preActivations, activations };
  });
  const steps = forward.map(({ activations }, layer) => {
    const [units, above] = [hidden[layer] as number, hidden[layer + 1]];
    return above === undefined ? 1 : above * variance(units, above) * activations.slope;
  });
  return forward.map((layer, index) => ({
    ...layer,
    gradientStep: steps[index] as number,
    gradients: steps.slice(index).reduce((product, step) => product * step, 1),
  }));
}
