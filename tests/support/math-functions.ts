import { DoubleDouble } from './double-double.js';
import type { Precision, RawEngine } from './engines.js';
import * as reference from './reference-math.js';

/** One row a function of assembly/math: its truth, and what IEEE 754 and C99 (annex F) say of the ends. */
export interface MathFunction {
  /** For finite arguments; a number where the result is exact. */
  readonly truth: (x: number) => DoubleDouble | number;
  /** The same in plain double precision, below one unit of it: enough to judge single precision, and fast. */
  readonly rough: (x: number) => number;
  readonly odd: boolean;
  readonly increasing: boolean;
  /** Where the function does something between these, most of the points of double precision are taken. */
  readonly range: readonly [number, number];
  readonly special: readonly (readonly [x: number, y: number])[];
}

const { NaN: nan, POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: minusInf } = Number;
const through = (f: (x: DoubleDouble) => DoubleDouble) => (x: number) => (x === 0 ? x : f(DoubleDouble.from(x)));

/** erf in plain double precision: the series of positive terms. */
const roughErf = (x: number): number => {
  if (!(Math.abs(x) < 6)) return Math.sign(x);
  if (Math.abs(x) < 1e-6) return (2 / Math.sqrt(Math.PI)) * x;
  let term = x;
  let sum = x;
  for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
    term *= (2 * x * x) / (2 * k + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
};

export const mathFunctions: Readonly<Record<'exp' | 'expm1' | 'log1p' | 'tanh' | 'erf' | 'sin', MathFunction>> = {
  exp: {
    truth: (x) => reference.exp(DoubleDouble.from(x)),
    rough: Math.exp,
    odd: false,
    increasing: true,
    range: [-746, 710],
    special: [
      [-0, 1],
      [0, 1],
      [minusInf, 0],
      [inf, inf],
      [nan, nan],
      [-1e30, 0],
      [1e30, inf],
    ],
  },
  expm1: {
    truth: through(reference.expm1),
    rough: Math.expm1,
    odd: false,
    increasing: true,
    range: [-40, 710],
    special: [
      [-0, -0],
      [0, 0],
      [minusInf, -1],
      [inf, inf],
      [nan, nan],
      [-1e30, -1],
      [1e30, inf],
    ],
  },
  log1p: {
    truth: (x) => (x < -1 ? nan : x === -1 ? minusInf : x === 0 ? x : reference.log1p(DoubleDouble.from(x))),
    rough: Math.log1p,
    odd: false,
    increasing: true,
    range: [-1, 10],
    special: [
      [-0, -0],
      [0, 0],
      [-1, minusInf],
      [-1.5, nan],
      [-1e30, nan],
      [minusInf, nan],
      [inf, inf],
      [nan, nan],
    ],
  },
  tanh: {
    truth: through(reference.tanh),
    rough: Math.tanh,
    odd: true,
    increasing: true,
    range: [-20, 20],
    special: [
      [-0, -0],
      [0, 0],
      [minusInf, -1],
      [inf, 1],
      [nan, nan],
      [-1e30, -1],
      [1e30, 1],
      [30, 1],
    ],
  },
  erf: {
    truth: through(reference.erf),
    rough: roughErf,
    odd: true,
    increasing: true,
    range: [-6, 6],
    special: [
      [-0, -0],
      [0, 0],
      [minusInf, -1],
      [inf, 1],
      [nan, nan],
      [-1e30, -1],
      [1e30, 1],
      [10, 1],
    ],
  },
  sin: {
    truth: (x) => (x === 0 ? x : reference.sin(x)),
    rough: Math.sin,
    odd: true,
    increasing: false,
    range: [-100, 100],
    special: [
      [-0, -0],
      [0, 0],
      [minusInf, nan],
      [inf, nan],
      [nan, nan],
    ],
  },
};

export type MathFunctionName = keyof typeof mathFunctions;
export const mathFunctionNames = Object.keys(mathFunctions) as MathFunctionName[];

/** y = f(x) by the engine; x may have any length. */
export const evaluate = <A extends Float32Array | Float64Array>(engine: RawEngine, name: MathFunctionName, x: A): A => {
  const precision: Precision = x instanceof Float32Array ? 'f32' : 'f64';
  const lanes = 16 / x.BYTES_PER_ELEMENT;
  const n = Math.ceil(x.length / lanes) * lanes;
  const pointer = engine.allocate(n * x.BYTES_PER_ELEMENT) >>> 0;
  const view = () => new (x.constructor as new (b: ArrayBufferLike, o: number, n: number) => A)(engine.memory.buffer, pointer, n);
  view().fill(0).set(x);
  engine[`${name}_${precision}`](n, pointer, pointer);
  const y = view().slice(0, x.length) as A;
  engine.release(pointer);
  return y;
};

/** Every step-th of the 2^32 patterns, in blocks. */
export function* patterns32(step: number, block = 16384, offset = 0): Generator<Float32Array> {
  for (let next = offset; next < 2 ** 32; next += step * block) {
    const bits = new Uint32Array(Math.min(block, Math.ceil((2 ** 32 - next) / step)));
    for (let i = 0; i < bits.length; i++) bits[i] = next + i * step;
    yield new Float32Array(bits.buffer);
  }
}

/** Points of double precision: half of them even over the range, the rest over all magnitudes, both signs; repeatable. */
export const points64 = (count: number, [from, to]: readonly [number, number]): Float64Array => {
  const x = new Float64Array(count);
  let state = 0x9e3779b9;
  const random = () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < count; i++) {
    const u = (random() + random() * 2 ** -32) % 1;
    if (i % 2 === 0) x[i] = from + (to - from) * u;
    else if (i % 4 === 1) x[i] = (random() < 0.5 ? -1 : 1) * (1 + u) * 2 ** Math.floor(random() * 40 - 30);
    else x[i] = (random() < 0.5 ? -1 : 1) * (1 + u) * 2 ** Math.floor(random() * 2097 - 1074);
  }
  return x;
};
