import type { Engine } from '../../engine/engine.js';
import { uniform } from '../../engine/random.js';
import type { ActivationName } from '../../network/activation.js';
import { Network } from '../../network/network.js';
import { type ChainTape, chainTape } from '../../theory/chain.js';

export interface ShownTape {
  readonly activation: ActivationName;
  readonly tape: ChainTape;
  /** dy/dw_1 by the engine's own gradients of a network of single units. */
  readonly network: number;
}

/** The three ways to dy/dw_1 side by side, over chains of random weights. */
export interface Agreement {
  readonly chains: number;
  /** Largest differences from the product, in units of 2^-53 relative, over the bound on them: 4L - 2 for the tape, 4L + 2 for the network. */
  readonly tape: number;
  readonly network: number;
}

/** The half-unit that every multiplication may be off by, relative. */
const roundoff = 2 ** -53;

export const chainActivations = ['sigmoid', 'tanh', 'relu', 'leaky-relu'] as const;

export function showTape(engine: Engine, activation: ActivationName, alpha: number, weights: readonly number[], x: number): ShownTape {
  const tape = chainTape(engine, activation, alpha, weights, x);
  return { activation, tape, network: networkGradient(engine, activation, alpha, weights, x, tape.layers.at(-1)!.activation) };
}

/** One chain of each length with weights uniform in [-1, 1), by all three ways. */
export function agreementOf(engine: Engine, length: number, alpha: number, x: number, seed: number): Agreement {
  const weights = [...uniform(engine, { count: length, seed, stream: length })].map((u) => 2 * u - 1);
  const shown = chainActivations.map((activation) => showTape(engine, activation, alpha, weights, x));
  const apart = (y: number, product: number): number => (y === product ? 0 : Math.abs(y / product - 1) / roundoff);
  const worst = (pick: (tape: ShownTape) => number): number => Math.max(...shown.map((it) => apart(pick(it), it.tape.product)));
  return {
    chains: shown.length,
    tape: worst(({ tape }) => tape.layers[0]!.gradient) / (4 * length - 2),
    network: worst(({ network }) => network) / (4 * length + 2),
  };
}

/** dy/dw_1 from the gradient of (y - t)^2, which is 2 (y - t) dy/dw_1, with t half below y. */
function networkGradient(engine: Engine, activation: ActivationName, alpha: number, weights: readonly number[], x: number, y: number): number {
  const layer = { activation, ...(activation === 'leaky-relu' ? { alpha } : {}) };
  using network = new Network(engine, { layers: weights.map((w) => ({ weights: [[w]], bias: [0], ...layer })), precision: 'f64' });
  const target = y - 0.5;
  const { weights: gradients } = network.gradients({ inputs: [[x]], targets: [[target]], loss: 'mse' });
  return (gradients[0]!.data[0] as number) / (2 * (y - target));
}
