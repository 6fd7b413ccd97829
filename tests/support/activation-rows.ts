import { DoubleDouble } from './double-double.js';
import { cos, erf, erfc, exp, expm1, log1p, sin, tanh } from './reference-math.js';

/** What is checked of one activation. A row a member of ActivationId: a member without a row fails the tests. */
export interface ActivationRow {
  /** f(z) and f'(z) for finite z other than 0, by a formula of its own. */
  readonly value: (z: DoubleDouble, alpha: DoubleDouble) => DoubleDouble;
  readonly slope: (z: DoubleDouble, alpha: DoubleDouble) => DoubleDouble;
  /** f and f' at -inf, -0, 0, inf. */
  readonly values: readonly [number, number, number, number];
  readonly slopes: readonly [number, number, number, number];
  /** Largest error of value and slope in units in the last place: single, then double precision. */
  readonly ulps: readonly [value32: number, slope32: number, value64: number, slope64: number];
  readonly alpha?: number;
  /** Where the slope changes sign smoothly: there its error counts in units of `floor`. */
  readonly root?: { readonly from: number; readonly to: number; readonly floor: number };
  /** Points where f or f' has a corner; central differences keep away from them. */
  readonly kinks?: readonly number[];
}

const n = (high: number, low = 0) => new DoubleDouble(high, low);
const zero = n(0);
const one = n(1);
const two = n(2);
const sqrtHalf = n(Math.SQRT1_2, -4.833646656726457e-17);
const sqrtTwoOverPi = n(0.7978845608028654, -4.98465440455546e-17);
const cubic = n(0.044715, 2.1960211427085595e-18);
const seluScale = n(1.0507009873554805, 3.9874847667154144e-17);
const seluAlpha = n(1.6732632423543772, 1.0657222547717531e-16);
const inf = Number.POSITIVE_INFINITY;
const { NaN: nan } = Number;

const positive = (z: DoubleDouble) => z.high > 0;
const magnitude = (z: DoubleDouble) => (z.high < 0 ? z.negated : z);
const within = (z: DoubleDouble, size: number) => Math.abs(z.toNumber()) < size;

/** 1 / (1 + e^-z); on the left e^z / (1 + e^z), because e^-z swamps the 1. */
const sigmoid = (z: DoubleDouble): DoubleDouble => {
  const e = exp(magnitude(z).negated);
  return (positive(z) ? one : e).over(one.plus(e));
};
const sigmoidSlope = (z: DoubleDouble) => sigmoid(z).times(sigmoid(z.negated));
const softplus = (z: DoubleDouble): DoubleDouble => {
  const tail = Math.abs(z.toNumber()) > 600 ? exp(magnitude(z).negated) : log1p(exp(magnitude(z).negated));
  return positive(z) ? z.plus(tail) : tail;
};
const normal = (z: DoubleDouble) => erfc(z.times(sqrtHalf).negated).shifted(-1);
const density = (z: DoubleDouble) => exp(z.times(z).shifted(-1).negated).times(sqrtTwoOverPi).shifted(-1);
const geluTanhArgument = (z: DoubleDouble) => sqrtTwoOverPi.shifted(1).times(z.plus(cubic.times(z).times(z).times(z)));
const geluTanhArgumentSlope = (z: DoubleDouble) => sqrtTwoOverPi.shifted(1).times(one.plus(cubic.times(n(3)).times(z).times(z)));
/** sech^2 z = 4 e^-2|z| / (1 + e^-2|z|)^2 */
const sech2 = (z: DoubleDouble): DoubleDouble => {
  const e = exp(magnitude(z).shifted(1).negated);
  const base = one.plus(e);
  return e.shifted(2).over(base.times(base));
};
/** tanh that stays relatively accurate where e^z is so small that softplus z is, too. */
const tanhOf = (y: DoubleDouble) => (within(y, 1e-30) ? y : tanh(y));

export const activationRows: Readonly<Record<string, ActivationRow>> = {
  Identity: { value: (z) => z, slope: () => one, values: [-inf, -0, 0, inf], slopes: [1, 1, 1, 1], ulps: [0, 0, 0, 0] },
  Relu: {
    value: (z) => (positive(z) ? z : zero),
    slope: (z) => (positive(z) ? one : zero),
    values: [0, 0, 0, inf],
    slopes: [0, 0, 0, 1],
    ulps: [0, 0, 0, 0],
    kinks: [0],
  },
  LeakyRelu: {
    value: (z, alpha) => (positive(z) ? z : z.times(alpha)),
    slope: (z, alpha) => (positive(z) ? one : alpha),
    values: [-inf, -0, 0, inf],
    slopes: [0.0625, 0.0625, 0.0625, 1],
    ulps: [0.5, 0, 0.5, 0],
    alpha: 0.0625,
    kinks: [0],
  },
  Elu: {
    value: (z, alpha) => (positive(z) ? z : alpha.times(expm1(z))),
    slope: (z, alpha) => (positive(z) ? one : alpha.times(exp(z))),
    values: [-1.5, -0, 0, inf],
    slopes: [0, 1.5, 1.5, 1],
    ulps: [1.6, 1.2, 1.8, 1.2],
    alpha: 1.5,
    kinks: [0],
  },
  Selu: {
    value: (z) => seluScale.times(positive(z) ? z : seluAlpha.times(expm1(z))),
    slope: (z) => seluScale.times(positive(z) ? one : seluAlpha.times(exp(z))),
    values: [-1.7580993408473768, -0, 0, inf],
    slopes: [0, 1.7580993408473768, 1.7580993408473768, 1.0507009873554805],
    ulps: [1.8, 1.3, 1.8, 1.2],
    kinks: [0],
  },
  Celu: {
    value: (z, alpha) => (positive(z) ? z : alpha.times(expm1(z.over(alpha)))),
    slope: (z, alpha) => (positive(z) ? one : exp(z.over(alpha))),
    values: [-2, -0, 0, inf],
    slopes: [0, 1, 1, 1],
    ulps: [1.2, 1, 1.2, 1],
    alpha: 2,
    kinks: [0],
  },
  Sigmoid: { value: sigmoid, slope: sigmoidSlope, values: [0, 0.5, 0.5, 1], slopes: [0, 0.25, 0.25, 0], ulps: [2.1, 2.3, 2.1, 2.4] },
  HardSigmoid: {
    value: (z) => (within(z, 3) ? z.over(n(6)).plus(n(0.5)) : positive(z) ? one : zero),
    slope: (z) => (within(z, 3) ? one.over(n(6)) : zero),
    values: [0, 0.5, 0.5, 1],
    slopes: [0, 1 / 6, 1 / 6, 0],
    ulps: [1, 0.5, 1, 0.5],
    root: { from: -3, to: -1.5, floor: 0.25 },
    kinks: [-3, 3],
  },
  Tanh: { value: tanhOf, slope: sech2, values: [-1, -0, 0, 1], slopes: [0, 1, 1, 0], ulps: [1.6, 2.8, 1.6, 2.8] },
  HardTanh: {
    value: (z) => (within(z, 1) ? z : positive(z) ? one : one.negated),
    slope: (z) => (within(z, 1) ? one : zero),
    values: [-1, -0, 0, 1],
    slopes: [0, 1, 1, 0],
    ulps: [0, 0, 0, 0],
    kinks: [-1, 1],
  },
  Softplus: {
    value: softplus,
    slope: sigmoid,
    values: [0, Math.LN2, Math.LN2, inf],
    slopes: [0, 0.5, 0.5, 1],
    ulps: [1.7, 2.1, 1.7, 2.1],
  },
  Softsign: {
    value: (z) => z.over(one.plus(magnitude(z))),
    slope: (z) => one.over(one.plus(magnitude(z))).over(one.plus(magnitude(z))),
    values: [-1, -0, 0, 1],
    slopes: [0, 1, 1, 0],
    ulps: [1.6, 3.1, 1.6, 3.1],
    kinks: [0],
  },
  Gelu: {
    value: (z) => z.times(normal(z)),
    slope: (z) => normal(z).plus(z.times(density(z))),
    values: [-0, -0, 0, inf],
    slopes: [-0, 0.5, 0.5, 1],
    ulps: [4.5, 5.5, 5.2, 6],
    root: { from: -1.5, to: -0.25, floor: 0.125 },
  },
  GeluTanh: {
    value: (z) => z.times(sigmoid(geluTanhArgument(z))),
    slope: (z) => {
      const w = geluTanhArgument(z);
      return sigmoid(w).times(one.plus(z.times(geluTanhArgumentSlope(z)).times(sigmoid(w.negated))));
    },
    values: [-0, -0, 0, inf],
    slopes: [-0, 0.5, 0.5, 1],
    ulps: [3, 6.5, 3.3, 6.5],
    root: { from: -1.5, to: -0.25, floor: 0.125 },
  },
  Silu: {
    value: (z) => z.times(sigmoid(z)),
    slope: (z) => sigmoid(z).times(one.plus(z.times(sigmoid(z.negated)))),
    values: [-0, -0, 0, inf],
    slopes: [-0, 0.5, 0.5, 1],
    ulps: [3, 5, 3.3, 5.8],
    root: { from: -2, to: -0.75, floor: 0.125 },
  },
  Mish: {
    value: (z) => z.times(tanhOf(softplus(z))),
    slope: (z) => tanhOf(softplus(z)).plus(z.times(sech2(softplus(z))).times(sigmoid(z))),
    values: [-0, -0, 0, inf],
    slopes: [-0, 0.6, 0.6, 1],
    ulps: [3.8, 5.5, 4, 6],
    root: { from: -2, to: -0.75, floor: 0.125 },
  },
  Sin: {
    value: (z) => sin(z.toNumber()),
    slope: (z) => cos(z.toNumber()),
    values: [nan, -0, 0, nan],
    slopes: [nan, 1, 1, nan],
    ulps: [1.6, 1.6, 1, 1],
  },
  Square: { value: (z) => z.times(z), slope: (z) => z.times(two), values: [inf, 0, 0, inf], slopes: [-inf, -0, 0, inf], ulps: [0.5, 0, 0.5, 0] },
  Abs: {
    value: magnitude,
    slope: (z) => (positive(z) ? one : one.negated),
    values: [inf, 0, 0, inf],
    slopes: [-1, 0, 0, 1],
    ulps: [0, 0, 0, 0],
    kinks: [0],
  },
};

/** erf is the other route to gelu: z (1 + erf(z / sqrt 2)) / 2, good where nothing cancels. */
export const geluByErf = (z: DoubleDouble): DoubleDouble => z.times(one.plus(erf(z.times(sqrtHalf)))).shifted(-1);
