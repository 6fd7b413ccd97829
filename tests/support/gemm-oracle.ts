import type { Precision } from './engines.js';

/** BLAS's eps: the distance from 1 to the next number. */
export const epsilon = { f32: 2 ** -23, f64: 2 ** -52 } as const;

/** Unevaluated sum high + low, about 106 bits. */
type DoubleDouble = readonly [high: number, low: number];

/** Knuth's two-sum: a + b without error. */
const twoSum = (a: number, b: number): DoubleDouble => {
  const sum = a + b;
  const part = sum - a;
  return [sum, a - (sum - part) + (b - part)];
};

/** Dekker's product by Veltkamp's splitting: a * b without error while nothing overflows or underflows. */
const twoProduct = (a: number, b: number): DoubleDouble => {
  const product = a * b;
  const aSplit = a * 134217729;
  const aHigh = aSplit - (aSplit - a);
  const aLow = a - aHigh;
  const bSplit = b * 134217729;
  const bHigh = bSplit - (bSplit - b);
  const bLow = b - bHigh;
  return [product, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
};

const add = (x: DoubleDouble, y: DoubleDouble): DoubleDouble => {
  const [high, low] = twoSum(x[0], y[0]);
  return twoSum(high, low + x[1] + y[1]);
};

const scale = (x: DoubleDouble, factor: number): DoubleDouble => {
  const [high, low] = twoProduct(x[0], factor);
  return twoSum(high, low + x[1] * factor);
};

/** A matrix of the oracle: rows x columns, row after row. */
export interface Operand {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/** One element of alpha A B + beta C in double-double, with the gauge |alpha| |A||B| + |beta| |C| of its rounding error. */
export const exactElement = (alpha: number, a: Operand, b: Operand, beta: number, c: Operand, i: number, j: number): { value: DoubleDouble; gauge: number } => {
  let sum: DoubleDouble = [0, 0];
  let gauge = 0;
  if (alpha !== 0) {
    for (let l = 0; l < a.columns; l++) {
      const x = a.values[i * a.columns + l]!;
      const y = b.values[l * b.columns + j]!;
      sum = add(sum, twoProduct(x, y));
      gauge += Math.abs(x * y);
    }
    sum = scale(sum, alpha);
    gauge *= Math.abs(alpha);
  }
  if (beta !== 0) {
    const old = c.values[i * c.columns + j]!;
    sum = add(sum, twoProduct(beta, old));
    gauge += Math.abs(beta * old);
  }
  return { value: sum, gauge };
};

/** BLAS's test ratio, the worst over C: |C - exact| / (eps (|alpha| |A||B| + |beta| |C|)); an element whose gauge is 0 must be 0. */
export const worstRatio = (precision: Precision, alpha: number, a: Operand, b: Operand, beta: number, c: Operand, got: ArrayLike<number>): number => {
  let worst = 0;
  for (let i = 0; i < c.rows; i++) {
    for (let j = 0; j < c.columns; j++) {
      const { value, gauge } = exactElement(alpha, a, b, beta, c, i, j);
      const error = Math.abs(got[i * c.columns + j]! - value[0] - value[1]);
      const ratio = error === 0 ? 0 : error / (epsilon[precision] * gauge);
      worst = Math.max(worst, ratio); // NaN stays NaN, and is under no limit
    }
  }
  return worst;
};

/** A B as one ascending chain an element, each step rounded to the precision: what the deterministic builds must give bit for bit. */
export const chainProduct = (precision: Precision, a: Operand, b: Operand, start: (i: number, j: number) => number = () => 0): Float64Array => {
  const round = precision === 'f32' ? Math.fround : (x: number) => x;
  const out = new Float64Array(a.rows * b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.columns; j++) {
      let sum = start(i, j);
      for (let l = 0; l < a.columns; l++) sum = round(round(a.values[i * a.columns + l]! * b.values[l * b.columns + j]!) + sum);
      out[i * b.columns + j] = sum;
    }
  }
  return out;
};

/** Equal as bits, except that every NaN is the same. */
export const identical = (x: ArrayLike<number>, y: ArrayLike<number>): boolean => {
  if (x.length !== y.length) return false;
  for (let i = 0; i < x.length; i++) if (!Object.is(x[i], y[i])) return false;
  return true;
};

/** A small deterministic generator in [0, 1) (mulberry32), so that every run sees the same cases. */
export const seeded = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
