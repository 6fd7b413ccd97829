import { finite, oneOf, options } from '../engine/check.js';
import { ArgumentError } from '../engine/errors.js';

/** What a scheme's parameters are called, and what they may be; the formulas stand in assembly/initialize.ts. */
interface Parameter {
  readonly name: string;
  readonly default?: number;
  readonly expected: string;
  readonly allows: (value: number) => boolean;
}

const notNegative = (name: string): Parameter => ({ name, expected: 'a number from 0', allows: (value) => value >= 0 });
const gain: Parameter = { name: 'gain', default: 1, expected: 'a number', allows: () => true };

/** One row an initialiser: its parameters in the module's order. */
export const initializers = {
  zeros: [],
  constant: [{ name: 'value', expected: 'a number', allows: () => true }],
  uniform: [notNegative('limit')],
  normal: [notNegative('sigma')],
  'lecun-uniform': [],
  'lecun-normal': [],
  'xavier-uniform': [],
  'xavier-normal': [],
  'he-uniform': [],
  'he-normal': [],
  heuristic: [],
  orthogonal: [gain],
  'looks-linear': [gain],
  'mean-field': [notNegative('sigmaW'), notNegative('sigmaB')],
} as const satisfies Record<string, readonly Parameter[]>;

export type InitializerName = keyof typeof initializers;
export const initializerNames = Object.keys(initializers) as InitializerName[];

/**
 * How weights begin: a name, or a name with its parameters. Biases begin at 0, but for mean-field.
 *
 * - `zeros`, `constant` (value), `uniform` (U(-limit, limit)), `normal` (N(0, sigma^2))
 * - `lecun-*` variance 1/fan-in; `xavier-*` 2/(fan-in + fan-out); `he-*` 2/fan-in
 * - `heuristic` U(-1/sqrt(fan-in), 1/sqrt(fan-in)), Glorot and Bengio's "standard"
 * - `orthogonal` (gain) orthonormal rows or columns; `looks-linear` (gain) mirrored, so that a ReLU network begins as a linear map
 * - `mean-field` weights N(0, sigmaW^2/fan-in), biases N(0, sigmaB^2)
 */
export type Initializer =
  | 'zeros'
  | 'lecun-uniform'
  | 'lecun-normal'
  | 'xavier-uniform'
  | 'xavier-normal'
  | 'he-uniform'
  | 'he-normal'
  | 'heuristic'
  | 'orthogonal'
  | 'looks-linear'
  | { readonly name: 'zeros' | 'lecun-uniform' | 'lecun-normal' | 'xavier-uniform' | 'xavier-normal' | 'he-uniform' | 'he-normal' | 'heuristic' }
  | { readonly name: 'constant'; readonly value: number }
  | { readonly name: 'uniform'; readonly limit: number }
  | { readonly name: 'normal'; readonly sigma: number }
  | { readonly name: 'orthogonal' | 'looks-linear'; readonly gain?: number }
  | { readonly name: 'mean-field'; readonly sigmaW: number; readonly sigmaB: number };

export interface CheckedInitializer {
  readonly name: InitializerName;
  readonly parameters: readonly [number, number];
  /** As it goes into a record: every parameter with its value. */
  readonly record: Readonly<Record<string, string | number>>;
}

const everyKey = [...new Set(['name', ...Object.values(initializers).flatMap((rows: readonly Parameter[]) => rows.map(({ name }) => name))])];

/** Checks an initialiser against its row and, for looks-linear, against the hidden widths, which must be even. */
export function checkInitializer(argument: string, given: Initializer, widths: readonly number[]): CheckedInitializer {
  if (typeof given !== 'string' && (typeof given !== 'object' || given === null)) throw new ArgumentError(argument, 'a name, or an object with a name', given);
  const named: Readonly<Record<string, unknown>> = typeof given === 'string' ? { name: given } : { ...options<object>(argument, given, everyKey) };
  const name = oneOf(typeof given === 'string' ? argument : `${argument}.name`, named['name'], initializerNames);
  const rows: readonly Parameter[] = initializers[name];
  options(argument, named, ['name', ...rows.map((row) => row.name)]);
  const values = rows.map((row) => {
    const value = named[row.name] ?? row.default;
    return finite(`${argument}.${row.name}`, value, `${row.expected} (${name})`, row.allows);
  });
  if (name === 'looks-linear') {
    const odd = widths.findIndex((width, index) => index > 0 && index < widths.length - 1 && width % 2 === 1);
    if (odd > 0) throw new ArgumentError(`widths[${odd}]`, 'an even number of units (looks-linear mirrors each)', widths[odd]);
  }
  return {
    name,
    parameters: [values[0] ?? 0, values[1] ?? 0],
    record: Object.fromEntries([['name', name], ...rows.map((row, index) => [row.name, values[index] as number] as const)]),
  };
}
