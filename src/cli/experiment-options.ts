import { oneOf } from '../engine/check.js';
import type { Parameter, Parameters } from '../experiments/index.js';
import { parseDecimal, parseDecimals, parseInteger, parseIntegers, parseWords } from '../sweep/numbers.js';
import { formulaOf, namedFormulas } from '../theory/formula.js';
import type { RawOptions } from './options.js';

/** The flag of a parameter: `maximumDepth` is --maximum-depth. */
export const flagOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** One line of help of a parameter, with what is allowed and what it is unless said. */
export function helpOf(parameter: Parameter): string {
  const { help } = parameter;
  const many = Array.isArray(parameter.default);
  if (parameter.kind === 'formula') return `${help} (a formula in x, or ${Object.keys(namedFormulas).join(', ')}; default: ${parameter.default})`;
  const allowed = 'choices' in parameter ? parameter.choices.join(', ') : `${parameter.minimum} to ${parameter.maximum}`;
  const unit = 'unit' in parameter && parameter.unit !== undefined ? ` ${parameter.unit}` : '';
  const lists = many ? ('choices' in parameter ? '; lists by commas' : '; ranges a:b and a:b:step, lists by commas') : '';
  return `${help} (${allowed}${unit}${lists}; default: ${many ? (parameter.default as readonly unknown[]).join(',') : parameter.default})`;
}

/** The command that runs an experiment with these parameters: a flag for each that is not what it is unless said. */
export function commandOf(name: string, schema: Parameters, parameters: Readonly<Record<string, unknown>>): string {
  const flags = Object.entries(schema).flatMap(([key, { default: standard }]) => {
    const text = String(parameters[key]);
    return text === String(standard) ? [] : [`--${flagOf(key)} ${/^[\w.,:+-]+$/.test(text) ? text : `'${text}'`}`];
  });
  return ['fathom run', name, ...flags].join(' ');
}

/** The values of the flags that were given. Ranges and choices are checked by the experiment itself, by the same rows. */
export function readFlags(schema: Parameters, raw: RawOptions): Record<string, unknown> {
  const given = Object.entries(schema).flatMap(([name, parameter]) => {
    const text = raw[name];
    return typeof text === 'string' ? [[name, readFlag(`--${flagOf(name)}`, parameter, text)] as const] : [];
  });
  return Object.fromEntries(given);
}

function readFlag(flag: string, parameter: Parameter, text: string): unknown {
  switch (parameter.kind) {
    case 'integer':
      return parseInteger(flag, text, parameter.minimum, parameter.maximum);
    case 'number':
      return parseDecimal(flag, text, parameter.minimum, parameter.maximum);
    case 'integers':
      return parseIntegers(flag, text, parameter.minimum, parameter.maximum).values;
    case 'numbers':
      return parseDecimals(flag, text, parameter.minimum, parameter.maximum).values;
    case 'formula':
      return formulaOf(flag, text);
    case 'choice':
      return oneOf(flag, text, parameter.choices);
    case 'choices':
      return parseWords(flag, text, (word) => oneOf(flag, word, parameter.choices)).values;
  }
}
