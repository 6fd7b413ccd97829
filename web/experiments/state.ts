import type { Parameter } from '../../src/experiments/parameters.js';
import type { Entry } from '../catalogue.js';
import type { Route } from '../shell/route.js';

/** Values of an experiment's parameters, each given. */
export type Settings = Readonly<Record<string, unknown>>;

/** What the panel begins with: the quick look. */
export function initialSettings({ parameters, quick }: Entry): Settings {
  return Object.fromEntries(Object.entries(parameters).map(([name, { default: value }]) => [name, quick[name] ?? value]));
}

export function defaultSettings({ parameters }: Entry): Settings {
  return Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]));
}

/** The values that are not the panel's first ones, as texts for the URL. */
export function toRoute(entry: Entry, settings: Settings): Route['values'] {
  const initial = initialSettings(entry);
  const entries = Object.keys(entry.parameters).map((name) => [name, String(settings[name])] as const);
  return Object.fromEntries(entries.filter(([name, text]) => text !== String(initial[name])));
}

/** The panel's first values, and over them those of the URL. A text that is no number becomes NaN, which the experiment refuses by name. */
export function fromRoute(entry: Entry, values: Route['values']): Settings {
  const given = Object.entries(entry.parameters).flatMap(([name, parameter]) => {
    const text = values[name];
    return text === undefined ? [] : [[name, parse(parameter, text)] as const];
  });
  return { ...initialSettings(entry), ...Object.fromEntries(given) };
}

/** A value from its text; lists are separated by commas. */
export function parse(parameter: Parameter, text: string): unknown {
  const number = (word: string): number => (word.trim() === '' ? Number.NaN : Number(word));
  switch (parameter.kind) {
    case 'integer':
    case 'number':
      return number(text);
    case 'integers':
    case 'numbers':
      return text.split(',').map(number);
    case 'choices':
      return text === '' ? [] : text.split(',');
    default:
      return text;
  }
}
