import { finiteIn, oneOf, options } from '../engine/check.js';
import { checkEngine, type Engine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import { isDetached } from '../engine/matrix.js';
import { bytesPer, type FloatArray, type Precision } from '../engine/memory.js';

/** What is known of an activation without running it. */
interface ActivationFacts {
  /** f(z), as a formula. */
  readonly formula: string;
  /** What `alpha` is, where the function has such a parameter: its value unless said, and the values allowed. */
  readonly alpha?: { readonly default: number; readonly expected: string; readonly allows: (alpha: number) => boolean };
  /** Made of straight pieces, so that its networks are, too. */
  readonly piecewiseLinear: boolean;
}

const positive = { default: 1, expected: 'a number above 0', allows: (alpha: number) => alpha > 0 };

/** One row an activation; the name is the module's own (LeakyRelu is leaky-relu), and the code stands in assembly/activations/. */
export const activations = {
  identity: { formula: 'z', piecewiseLinear: true },
  relu: { formula: 'max(z, 0)', piecewiseLinear: true },
  'leaky-relu': {
    formula: 'z if z > 0, else alpha z',
    alpha: { default: 0.01, expected: 'a number from 0 to 1', allows: (alpha) => alpha >= 0 && alpha <= 1 },
    piecewiseLinear: true,
  },
  elu: { formula: 'z if z > 0, else alpha (e^z - 1)', alpha: positive, piecewiseLinear: false },
  selu: { formula: '1.0507 (z if z > 0, else 1.6733 (e^z - 1))', piecewiseLinear: false },
  celu: { formula: 'z if z > 0, else alpha (e^(z / alpha) - 1)', alpha: positive, piecewiseLinear: false },
  sigmoid: { formula: '1 / (1 + e^-z)', piecewiseLinear: false },
  'hard-sigmoid': { formula: 'z / 6 + 1/2, between 0 and 1', piecewiseLinear: true },
  tanh: { formula: 'tanh z', piecewiseLinear: false },
  'hard-tanh': { formula: 'z, between -1 and 1', piecewiseLinear: true },
  softplus: { formula: 'log(1 + e^z)', piecewiseLinear: false },
  softsign: { formula: 'z / (1 + |z|)', piecewiseLinear: false },
  gelu: { formula: 'z (1 + erf(z / sqrt 2)) / 2', piecewiseLinear: false },
  'gelu-tanh': { formula: 'z (1 + tanh(sqrt(2 / pi) (z + 0.044715 z^3))) / 2', piecewiseLinear: false },
  silu: { formula: 'z / (1 + e^-z)', piecewiseLinear: false },
  mish: { formula: 'z tanh(log(1 + e^z))', piecewiseLinear: false },
  sin: { formula: 'sin z', piecewiseLinear: false },
  square: { formula: 'z^2', piecewiseLinear: false },
  abs: { formula: '|z|', piecewiseLinear: true },
} as const satisfies Record<string, ActivationFacts>;

export type ActivationName = keyof typeof activations;
export const activationNames = Object.keys(activations) as ActivationName[];

/** The module's id of a name. */
export function activationId(engine: Engine, name: ActivationName): number {
  return enumMember(engine.exports.ActivationId, name);
}

/** A member of one of the module's enums by its name here: `he-normal` is HeNormal there. */
export function enumMember(members: object, name: string): number {
  const pascal = name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const id: unknown = (members as Record<string, unknown>)[pascal];
  if (typeof id === 'number') return id;
  if (id instanceof WebAssembly.Global) return id.value as number;
  throw new TypeError(`the module has no ${pascal}`);
}

/** The alpha of a layer: as given, or the activation's own default; 0 where there is none. An alpha above 0 that rounds to 0 in f32 would make NaN of every 0. */
export function checkAlpha(argument: string, name: ActivationName, alpha: number | undefined, precision: Precision): number {
  const { alpha: rule }: ActivationFacts = activations[name];
  if (!rule) return 0;
  return alpha === undefined ? rule.default : finiteIn(precision, argument, alpha, `${rule.expected} (${name})`, rule.allows);
}

export interface ActivationOptions {
  /** Leaky slope, ELU and CELU scale; the activation's default unless said. */
  readonly alpha?: number;
}

/**
 * f(z) for each number of an array, in the array's own precision.
 *
 * @throws {ArgumentError} naming the activation, the array or alpha.
 * @example
 * activate(engine, 'relu', Float32Array.of(-1, 2)) // Float32Array [0, 2]
 */
export function activate(engine: Engine, name: ActivationName, values: FloatArray, given: ActivationOptions = {}): FloatArray {
  return elementwise(engine, name, values, given, 'value');
}

/** f'(z) for each number of an array; at a kink the slope that the activation's file states (relu: 0 at 0). */
export function slope(engine: Engine, name: ActivationName, values: FloatArray, given: ActivationOptions = {}): FloatArray {
  return elementwise(engine, name, values, given, 'slope');
}

function elementwise(engine: Engine, name: ActivationName, values: FloatArray, given: ActivationOptions, wanted: 'value' | 'slope'): FloatArray {
  oneOf('activation', name, activationNames);
  if ((!(values instanceof Float32Array) && !(values instanceof Float64Array)) || isDetached(values)) {
    throw new ArgumentError('values', 'a Float32Array or a Float64Array (whose buffer is not detached)', values);
  }
  const precision = values instanceof Float32Array ? 'f32' : 'f64';
  const alpha = checkAlpha('alpha', name, options('options', given, ['alpha']).alpha, precision);
  const { memory } = checkEngine(engine);
  const id = activationId(engine, name);
  const padded = Math.ceil(values.length / 4) * 4;
  const block = padded * bytesPer(precision);
  return memory.scratch(`${name} of ${values.length} numbers`, 3 * block, (z) => {
    const a = z + block;
    const d = a + block;
    memory.floats(precision, z, padded).fill(0).set(values);
    const kernels = engine.kernels(precision);
    engine.run(name, () => kernels.activate(id, padded, alpha, z, a));
    if (wanted === 'value') return memory.floats(precision, a, values.length).slice();
    memory.floats(precision, d, padded).fill(1);
    engine.run(name, () => kernels.multiplyBySlope(id, padded, alpha, z, a, d));
    return memory.floats(precision, d, values.length).slice();
  });
}
