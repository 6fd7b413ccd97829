import type { ActivationName } from '../../src/index.js';

/** Value and slope as one writes them in TypeScript, with the host's Math: what the engine's vectors are compared with. */
interface PlainActivation {
  readonly value: (z: number) => number;
  readonly slope: (z: number) => number;
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** Abramowitz and Stegun 7.1.26: 1.5e-7 off, which is what people write who need erf in TypeScript. */
const erf = (x: number): number => {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x);
  return x < 0 ? tail - 1 : 1 - tail;
};

const alpha = 0.01;
const selu = { scale: 1.0507009873554805, alpha: 1.6732632423543772 };
const bell = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
const geluArgument = (z: number): number => Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3);

export const plainActivations: Readonly<Record<ActivationName, PlainActivation>> = {
  identity: { value: (z) => z, slope: () => 1 },
  relu: { value: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0) },
  'leaky-relu': { value: (z) => (z > 0 ? z : alpha * z), slope: (z) => (z > 0 ? 1 : alpha) },
  elu: { value: (z) => (z > 0 ? z : Math.expm1(z)), slope: (z) => (z > 0 ? 1 : Math.exp(z)) },
  selu: {
    value: (z) => selu.scale * (z > 0 ? z : selu.alpha * Math.expm1(z)),
    slope: (z) => selu.scale * (z > 0 ? 1 : selu.alpha * Math.exp(z)),
  },
  celu: { value: (z) => (z > 0 ? z : Math.expm1(z)), slope: (z) => (z > 0 ? 1 : Math.exp(z)) },
  sigmoid: { value: sigmoid, slope: (z) => sigmoid(z) * sigmoid(-z) },
  'hard-sigmoid': { value: (z) => Math.min(Math.max(z / 6 + 0.5, 0), 1), slope: (z) => (Math.abs(z) < 3 ? 1 / 6 : 0) },
  tanh: { value: Math.tanh, slope: (z) => 1 / Math.cosh(z) ** 2 },
  'hard-tanh': { value: (z) => Math.min(Math.max(z, -1), 1), slope: (z) => (Math.abs(z) < 1 ? 1 : 0) },
  softplus: { value: softplus, slope: sigmoid },
  softsign: { value: (z) => z / (1 + Math.abs(z)), slope: (z) => 1 / (1 + Math.abs(z)) ** 2 },
  gelu: { value: (z) => (z * (1 + erf(z / Math.SQRT2))) / 2, slope: (z) => (1 + erf(z / Math.SQRT2)) / 2 + z * bell(z) },
  'gelu-tanh': {
    value: (z) => (z * (1 + Math.tanh(geluArgument(z)))) / 2,
    slope: (z) => (1 + Math.tanh(geluArgument(z))) / 2 + ((z / 2) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * z * z)) / Math.cosh(geluArgument(z)) ** 2,
  },
  silu: { value: (z) => z * sigmoid(z), slope: (z) => sigmoid(z) * (1 + z * sigmoid(-z)) },
  mish: { value: (z) => z * Math.tanh(softplus(z)), slope: (z) => Math.tanh(softplus(z)) + (z * sigmoid(z)) / Math.cosh(softplus(z)) ** 2 },
  sin: { value: Math.sin, slope: Math.cos },
  square: { value: (z) => z * z, slope: (z) => 2 * z },
  abs: { value: Math.abs, slope: Math.sign },
};
