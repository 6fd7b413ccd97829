import type { LayerInput } from '../../src/index.js';

/** p/q in integers; q > 0. */
export interface Fraction {
  readonly p: bigint;
  readonly q: bigint;
}

export const fraction = (text: string): Fraction => {
  const [p, q = '1'] = text.split('/');
  return { p: BigInt(p as string), q: BigInt(q) };
};

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));
const odd = (value: bigint): bigint => (value % 2n === 0n ? odd(value / 2n) : value);
const lcm = (values: readonly bigint[]): bigint => values.reduce((all, q) => (all / gcd(all, q)) * q, 1n);

/**
 * A ReLU network with fractions for weights as one with dyadic numbers: relu(c z) = c relu(z), so that a layer may be multiplied by the odd
 * part of its common denominator. The function comes out multiplied by `factor`; its pieces are the same.
 */
export function integerNetwork(
  weights: readonly (readonly (readonly string[])[])[],
  biases: readonly (readonly string[])[],
  reluOut: boolean,
): { layers: LayerInput[]; factor: bigint } {
  let factor = 1n;
  const layers = weights.map((rows, layer): LayerInput => {
    const matrix = rows.map((row) => row.map(fraction));
    const bias = (biases[layer] as readonly string[]).map(fraction);
    // z * factor * common: the bias has the factor of the layers below in it
    const scaledBias = bias.map(({ p, q }) => ({ p: p * factor, q }));
    const common = lcm([...matrix.flat(), ...scaledBias].map(({ p, q }) => odd(q / gcd(p, q))));
    const whole = ({ p, q }: Fraction) => {
      const divisor = gcd(p * common, q);
      const [numerator, denominator] = [(p * common) / divisor, q / divisor];
      const value = Number(numerator) / Number(denominator);
      if (odd(denominator) !== 1n || BigInt(Number(numerator)) !== numerator) throw new Error(`the weight ${p}/${q} times ${common} is no double`);
      return value;
    };
    factor *= common;
    return {
      weights: matrix.map((row) => row.map(whole)),
      bias: scaledBias.map(whole),
      activation: layer < weights.length - 1 || reluOut ? 'relu' : 'identity',
    };
  });
  return { layers, factor };
}
