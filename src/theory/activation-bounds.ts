import type { ActivationName } from '../network/activation.js';

/** A number, or what it is of the activation's parameter. */
type Form = number | ((alpha: number) => number);

/** What is known of an activation and its slope in closed form; numbers without one are roots, to 17 digits. */
interface ActivationBounds {
  /** Infimum and supremum of the values. */
  readonly values: readonly [Form, Form];
  /** Infimum and supremum of the slope. */
  readonly slopes: readonly [Form, Form];
  /** Where the slope is greatest, if at one point. */
  readonly steepest?: number;
  /** How the supremum of the slope comes about. */
  readonly formula: string;
  /** Points where left and right slope differ, with the slope that is taken there. */
  readonly kinks?: readonly { readonly at: number; readonly left: Form; readonly right: Form; readonly taken: Form }[];
}

const infinity = Number.POSITIVE_INFINITY;
const itself: Form = (alpha) => alpha;
const seluScale = 1.0507009873554805;
const seluLeft = 1.7580993408473768;
/** The root of z tanh(z / 2) = 2, where the slope of z s(z) is greatest. */
const steepestSilu = 2.3993572805154675;

/** One row an activation. */
export const activationBounds: Readonly<Record<ActivationName, ActivationBounds>> = {
  identity: { values: [-infinity, infinity], slopes: [1, 1], formula: '1' },
  relu: { values: [0, infinity], slopes: [0, 1], formula: '1 right of 0', kinks: [{ at: 0, left: 0, right: 1, taken: 0 }] },
  'leaky-relu': { values: [-infinity, infinity], slopes: [itself, 1], formula: '1 right of 0', kinks: [{ at: 0, left: itself, right: 1, taken: itself }] },
  elu: { values: [(alpha) => -alpha, infinity], slopes: [0, (alpha) => Math.max(1, alpha)], formula: 'max(1, alpha)' },
  selu: {
    values: [-seluLeft, infinity],
    slopes: [0, seluLeft],
    formula: '1.0507 x 1.6733, at 0 from the left',
    kinks: [{ at: 0, left: seluLeft, right: seluScale, taken: seluLeft }],
  },
  celu: { values: [(alpha) => -alpha, infinity], slopes: [0, 1], formula: '1 from 0 on' },
  sigmoid: { values: [0, 1], slopes: [0, 0.25], steepest: 0, formula: 's (1 - s) with s = 1/2' },
  'hard-sigmoid': {
    values: [0, 1],
    slopes: [0, 1 / 6],
    formula: '1/6 between -3 and 3',
    kinks: [
      { at: -3, left: 0, right: 1 / 6, taken: 0 },
      { at: 3, left: 1 / 6, right: 0, taken: 0 },
    ],
  },
  tanh: { values: [-1, 1], slopes: [0, 1], steepest: 0, formula: '1 - tanh^2 at 0' },
  'hard-tanh': {
    values: [-1, 1],
    slopes: [0, 1],
    formula: '1 between -1 and 1',
    kinks: [
      { at: -1, left: 0, right: 1, taken: 0 },
      { at: 1, left: 1, right: 0, taken: 0 },
    ],
  },
  softplus: { values: [0, infinity], slopes: [0, 1], formula: 'the sigmoid, at infinity' },
  softsign: { values: [-1, 1], slopes: [0, 1], steepest: 0, formula: '1 / (1 + |z|)^2 at 0' },
  gelu: {
    values: [-0.16997120747990366, infinity],
    slopes: [-0.12890414518515478, 1.1289041451851547],
    steepest: Math.SQRT2,
    formula: "Phi(z) + z Phi'(z) at z = sqrt 2",
  },
  'gelu-tanh': {
    values: [-0.17004075057125406, infinity],
    slopes: [-0.12899306865877178, 1.1289930686587717],
    steepest: 1.4185040087908285,
    formula: 'a root of the second derivative',
  },
  silu: {
    values: [-0.2784645427610738, infinity],
    slopes: [-0.09983932012886691, 1.099839320128867],
    steepest: steepestSilu,
    formula: 's (1 + z (1 - s)) at z tanh(z / 2) = 2',
  },
  mish: {
    values: [-0.30884341301725043, infinity],
    slopes: [-0.11252612238946257, 1.088498161251728],
    steepest: 1.4905711794854286,
    formula: 'a root of the second derivative',
  },
  sin: { values: [-1, 1], slopes: [-1, 1], formula: 'cos 0' },
  square: { values: [0, infinity], slopes: [-infinity, infinity], formula: '2 z has no bound' },
  abs: { values: [0, infinity], slopes: [-1, 1], formula: '1 right of 0', kinks: [{ at: 0, left: -1, right: 1, taken: 0 }] },
};

/** The number that a form means. */
export const resolved = (form: Form, alpha: number): number => (typeof form === 'number' ? form : form(alpha));

/** The least upper bound of |f'|: the Lipschitz constant. */
export function slopeBound(name: ActivationName, alpha: number): number {
  const [least, greatest] = activationBounds[name].slopes;
  return Math.max(Math.abs(resolved(least, alpha)), Math.abs(resolved(greatest, alpha)));
}
