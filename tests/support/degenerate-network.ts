import type { OracleLayer } from './rational-oracle.js';

/** A small generator of its own (xorshift32), so that a seed names a network. */
export function randomNumbers(seed: number): () => number {
  let state = Math.imul(seed, 2654435761) >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 8; i++) next();
  return next;
}

/** What can go wrong in counting: each kind is there on purpose. */
export const kinds = ['gaussian', 'thirds', 'tenths', 'integers', 'repeated', 'zeros', 'cancelling', 'ends', 'tangent'] as const;
export type Kind = (typeof kinds)[number];

export interface Sample {
  readonly kind: Kind;
  readonly layers: readonly OracleLayer[];
  readonly interval: readonly [number, number];
}

/** Network number `seed`: up to 4 hidden layers of up to 5 units; 8 kinds of 9 are degenerate. */
export function sample(seed: number): Sample {
  const random = randomNumbers(seed + 1);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const kind = kinds[seed % kinds.length] as Kind;
  const weight = (): number => {
    if (kind === 'gaussian') return (random() + random() + random() - 1.5) * 2;
    if (kind === 'thirds') return whole(-6, 6) / 3;
    if (kind === 'tenths') return whole(-15, 15) / 10;
    if (kind === 'zeros' && random() < 0.5) return 0;
    return whole(-3, 3);
  };
  const widths = [1, ...Array.from({ length: whole(1, 4) }, () => whole(1, 5)), 1];
  const leaky = random() < 0.2 ? 0.25 : random() < 0.15 ? -1 : 0;
  const layers = widths.slice(1).map((outputs, index) => {
    const weights = Array.from({ length: outputs }, () => Array.from({ length: widths[index] as number }, weight));
    const bias = Array.from({ length: outputs }, weight);
    if (kind === 'repeated' && outputs > 1) {
      weights[outputs - 1] = [...(weights[0] as number[])];
      bias[outputs - 1] = bias[0] as number;
    }
    const last = index === widths.length - 2;
    return { weights, bias, alpha: last ? (random() < 0.2 ? 0 : 1) : leaky };
  });
  const first = layers[0] as { weights: number[][]; bias: number[] };
  if (kind === 'ends') first.weights.forEach((row, unit) => (first.bias[unit] = -(row[0] as number) * whole(0, 1)));
  if (kind === 'cancelling' && first.weights.length > 1) {
    // two copies of a unit, read with opposite signs by everything
    first.weights[1] = [...(first.weights[0] as number[])];
    first.bias[1] = first.bias[0] as number;
    for (const row of (layers[1] as { weights: number[][] }).weights) row[1] = -(row[0] as number);
  }
  if (kind === 'tangent' && first.weights.length > 1) {
    // |x - 1/2| without an offset: the next layer touches zero
    [first.weights[0], first.weights[1], first.bias[0], first.bias[1]] = [[1], [-1], -0.5, 0.5];
    const next = layers[1] as { weights: number[][]; bias: number[] };
    next.weights[0] = (next.weights[0] as number[]).map((_, input) => (input < 2 ? 1 : 0));
    next.bias[0] = 0;
  }
  return { kind, layers, interval: random() < 0.6 ? [0, 1] : [-4, 4] };
}
