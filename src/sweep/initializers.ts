import { nearest } from '../engine/check.js';
import { ArgumentError } from '../engine/errors.js';
import { type Initializer, type InitializerName, initializers } from '../network/initializer.js';
import { parseDecimal } from './numbers.js';

/**
 * Initialisers as one word, the way a command line and a log need them: `he-normal`, `normal=0.1`, `mean-field=1.5/0.1`.
 * The short names are the lecture's. Its small Gaussian is "zero mean and small variance, such that with high probability -1 <= w <= 1":
 * sigma 0.1, where |w| <= 1 with probability 1 - 2e-23.
 */
const aliases: Readonly<Record<string, string>> = { he: 'he-normal', xavier: 'xavier-normal', lecun: 'lecun-normal', gaussian: 'normal=0.1' };

const parametersOf = (name: InitializerName): readonly { readonly name: string; readonly default?: number }[] => initializers[name];

/** Every word that stands for an initialiser, with placeholders for parameters, as help texts list them. */
export const initializerWords: readonly string[] = [
  ...Object.keys(aliases),
  ...(Object.keys(initializers) as InitializerName[]).map((name) => {
    const parameters = parametersOf(name);
    const text = `=${parameters.map((parameter) => parameter.name).join('/')}`;
    if (parameters.length === 0) return name;
    return parameters.every((parameter) => parameter.default !== undefined) ? `${name}[${text}]` : name + text;
  }),
];

/** The canonical word: `he` becomes `he-normal`, `normal=0.10` becomes `normal=0.1`. */
export function canonicalInitializer(argument: string, text: string): string {
  const { name, values } = read(argument, text);
  return values.length === 0 ? name : `${name}=${values.join('/')}`;
}

/** The initialiser that a word stands for, as a network takes it. */
export function readInitializer(argument: string, text: string): Initializer {
  const { name, values } = read(argument, text);
  return { name, ...Object.fromEntries(values.map((value, i) => [parametersOf(name)[i]!.name, value])) } as Initializer;
}

/** The word as people say it: the short name of a canonical one, where it has one. */
export function shortInitializer(word: string): string {
  return Object.entries(aliases).find(([, canonical]) => canonical === word)?.[0] ?? word;
}

function read(argument: string, text: string): { name: InitializerName; values: readonly number[] } {
  const word = Object.hasOwn(aliases, text) ? aliases[text]! : text;
  const [name, ...rest] = word.split('=') as [string, ...string[]];
  if (!Object.hasOwn(initializers, name) || rest.length > 1) {
    const near = nearest(name, [...Object.keys(aliases), ...Object.keys(initializers)]);
    throw new ArgumentError(argument, `one of ${initializerWords.join(', ')}${near === undefined ? '' : ` (did you mean ${near}?)`}`, text);
  }
  const parameters = parametersOf(name as InitializerName);
  const texts = rest.length === 0 ? [] : rest[0]!.split('/');
  const isComplete = texts.length === parameters.length || (texts.length === 0 && parameters.every((parameter) => parameter.default !== undefined));
  if (!isComplete) {
    const form = parameters.length === 0 ? `${name} without parameters` : `${name}=${parameters.map((parameter) => parameter.name).join('/')}`;
    throw new ArgumentError(argument, form, text);
  }
  return { name: name as InitializerName, values: texts.map((value, i) => parseDecimal(`${argument} ${name} ${parameters[i]!.name}`, value, -1e6, 1e6)) };
}
