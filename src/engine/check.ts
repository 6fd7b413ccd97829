import { ArgumentError } from './errors.js';

/** An integer from minimum to maximum. */
export function integer(argument: string, value: unknown, minimum: number, maximum: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < minimum || value > maximum) {
    throw new ArgumentError(argument, `an integer from ${minimum} to ${maximum}`, value);
  }
  return value;
}

/** A finite number that satisfies the rule said in `expected`. */
export function finite(argument: string, value: unknown, expected = 'a finite number', holds: (x: number) => boolean = () => true): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || !holds(value)) throw new ArgumentError(argument, expected, value);
  return value;
}

/** A number as a precision has it: what rounds to an infinity there, or no longer satisfies the rule, is not in it. */
export function finiteIn(
  precision: 'f32' | 'f64',
  argument: string,
  value: unknown,
  expected = 'a finite number',
  holds: (x: number) => boolean = () => true,
): number {
  const number = finite(argument, value, expected, holds);
  return precision === 'f64' ? number : finite(argument, number, `${expected} that f32 has`, (x) => Number.isFinite(Math.fround(x)) && holds(Math.fround(x)));
}

/** One of a list of names; the nearest is suggested. */
export function oneOf<Name extends string>(argument: string, value: unknown, names: readonly Name[]): Name {
  if (typeof value === 'string' && (names as readonly string[]).includes(value)) return value as Name;
  const near = typeof value === 'string' ? nearest(value, names) : undefined;
  throw new ArgumentError(argument, `one of ${names.join(', ')}${near ? ` (did you mean ${near}?)` : ''}`, value);
}

/**
 * The values of an object with known keys only: a misspelt option is an error, never a default. Each is read once, so that what was checked
 * is what is used, whatever a getter or proxy would say the next time.
 */
export function options<Options extends object>(argument: string, value: Options, keys: readonly string[]): Options {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw new ArgumentError(argument, `an object with ${keys.join(', ')}`, value);
  }
  for (const key of Object.keys(value)) {
    if (keys.includes(key)) continue;
    const near = nearest(key, keys);
    throw new ArgumentError(argument, near ? `no option ${JSON.stringify(key)} (did you mean ${near}?)` : `only the options ${keys.join(', ')}`, key);
  }
  const read: Record<string, unknown> = {};
  for (const key of keys) {
    try {
      if (key in value) read[key] = (value as Record<string, unknown>)[key];
    } catch (cause) {
      throw new ArgumentError(`${argument}.${key}`, 'a value that can be read', cause);
    }
  }
  return read as Options;
}

/** A 64-bit seed in two words: an integer below 2^53, a bigint, or a decimal string up to 2^64 - 1. */
export function seed(argument: string, value: unknown): { readonly low: number; readonly high: number } {
  const expected = 'an integer from 0 to 2^53 - 1, or a bigint or decimal string from 0 to 2^64 - 1';
  const decimal = typeof value === 'string' && /^(0|[1-9]\d{0,19})$/.test(value);
  if (typeof value !== 'bigint' && !decimal && !(typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0))) {
    throw new ArgumentError(argument, expected, value);
  }
  const wide = BigInt(value as bigint | string | number);
  if (wide < 0n || wide >= 1n << 64n) throw new ArgumentError(argument, expected, value);
  return { low: Number(wide & 0xffffffffn), high: Number(wide >> 32n) };
}

/** The name within two edits of what was written, letter case and separators aside. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const distances = names.map((name) => ({ name, distance: edits(plain(written), plain(name)) }));
  const best = distances.reduce((a, b) => (b.distance < a.distance ? b : a), { name: '', distance: Number.POSITIVE_INFINITY });
  return best.distance <= 2 ? best.name : undefined;
}

/** Levenshtein's distance, row by row. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((next[j] as number) + 1, (row[j + 1] as number) + 1, (row[j] as number) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] as number;
}
