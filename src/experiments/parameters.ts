import { finite, integer, oneOf, options } from '../engine/check.js';
import { ArgumentError } from '../engine/errors.js';
import { formulaOf } from '../theory/formula.js';

/** One parameter of an experiment: what it may be, what it is unless said, and a line of help. The command, the report and the lab are made from it. */
export type Parameter =
  | {
      readonly kind: 'integer' | 'number';
      readonly default: number;
      readonly minimum: number;
      readonly maximum: number;
      readonly unit?: string;
      readonly help: string;
    }
  | {
      readonly kind: 'integers' | 'numbers';
      readonly default: readonly number[];
      readonly minimum: number;
      readonly maximum: number;
      readonly unit?: string;
      readonly help: string;
    }
  /** A function of x as text (theory/formula.ts); the value is its formula. */
  | { readonly kind: 'formula'; readonly default: string; readonly help: string }
  | { readonly kind: 'choice'; readonly default: string; readonly choices: readonly string[]; readonly help: string }
  | { readonly kind: 'choices'; readonly default: readonly string[]; readonly choices: readonly string[]; readonly help: string };

export type Parameters = Readonly<Record<string, Parameter>>;

/** The values that a schema describes. */
export type Values<Schema extends Parameters> = {
  readonly [Name in keyof Schema]: Schema[Name] extends { readonly kind: 'choice'; readonly choices: readonly (infer Choice)[] }
    ? Choice
    : Schema[Name] extends { readonly kind: 'choices'; readonly choices: readonly (infer Choice)[] }
      ? readonly Choice[]
      : Schema[Name] extends { readonly kind: 'integers' | 'numbers' }
        ? readonly number[]
        : Schema[Name] extends { readonly kind: 'formula' }
          ? string
          : number;
};

/** Longest list of values. */
const longestList = 10_000;

/** The given values over the defaults; every one checked against its row. */
export function readParameters<Schema extends Parameters>(schema: Schema, given: Readonly<Record<string, unknown>>): Values<Schema> {
  options('parameters', given, Object.keys(schema));
  const entries = Object.entries(schema).map(([name, parameter]) => [name, read(name, parameter, given[name] ?? parameter.default)]);
  return Object.fromEntries(entries) as Values<Schema>;
}

function read(name: string, parameter: Parameter, value: unknown): unknown {
  switch (parameter.kind) {
    case 'integer':
      return integer(name, value, parameter.minimum, parameter.maximum);
    case 'number':
      return number(name, parameter, value);
    case 'integers':
      return list(name, value).map((item, index) => integer(`${name}[${index}]`, item, parameter.minimum, parameter.maximum));
    case 'numbers':
      return list(name, value).map((item, index) => number(`${name}[${index}]`, parameter, item));
    case 'formula':
      return formulaOf(name, value);
    case 'choice':
      return oneOf(name, value, parameter.choices);
    case 'choices':
      return list(name, value).map((item, index) => oneOf(`${name}[${index}]`, item, parameter.choices));
  }
}

function number(name: string, { minimum, maximum }: { readonly minimum: number; readonly maximum: number }, value: unknown): number {
  return finite(name, value, `a number from ${minimum} to ${maximum}`, (x) => x >= minimum && x <= maximum);
}

function list(name: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > longestList) throw new ArgumentError(name, `a list of 1 to ${longestList} values`, value);
  return value;
}
