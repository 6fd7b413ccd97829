import { ArgumentError } from '../engine/errors.js';

/** A list as the user wrote it: its values in order, each once, and what was left out. */
export interface List<T> {
  readonly values: readonly T[];
  readonly notes: readonly string[];
}

/** How many values one list may have: far above any sweep, and small enough to hold. */
export const listLimit = 100_000;

const integerPattern = /^(?:0|[1-9][0-9]*)$/;
const decimalPattern = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:e([+-]?[0-9]{1,3}))?$/i;

/** One whole number in plain decimal digits: no sign, space, leading zero, hexadecimal, exponent or separator. */
export function parseInteger(argument: string, text: string, minimum: number, maximum: number): number {
  return Number(integer(argument, text, BigInt(minimum), BigInt(maximum)));
}

/** A seed: a whole number up to 2^64 - 1, as a number where that is exact and as a decimal string beyond. */
export function parseSeed(argument: string, text: string): number | string {
  return seedValue(integer(argument, text, 0n, largestSeed));
}

/** One decimal number, `0.05` or `5e-2`: no hexadecimal, space or bare point; beyond the double range it is an error, never infinity. */
export function parseDecimal(argument: string, text: string, minimum: number, maximum: number): number {
  const value = decimal(argument, text, minimum, maximum).value;
  return value;
}

/** Whole numbers: `3`, `1:20`, `1:20:2` (ends included) and lists of these by commas. */
export function parseIntegers(argument: string, text: string, minimum: number, maximum: number): List<number> {
  return integers(argument, text, BigInt(minimum), BigInt(maximum), Number);
}

/** Seeds, as whole numbers are given. */
export function parseSeeds(argument: string, text: string): List<number | string> {
  return integers(argument, text, 0n, largestSeed, seedValue);
}

/** Decimal numbers: `0.1`, `0.1:0.5:0.1` (ends included; a step is needed) and lists of these. Ranges are counted in exact decimals. */
export function parseDecimals(argument: string, text: string, minimum: number, maximum: number): List<number> {
  return list(argument, text, (item, room) => {
    const parts = item.split(':');
    if (parts.length === 1) return [decimal(argument, item, minimum, maximum).value];
    if (parts.length !== 3) throw new ArgumentError(argument, 'a number, or a range of decimals with its step as in 0.1:0.5:0.1', item);
    const [first, last, step] = parts.map((part) => decimal(argument, part, -Number.MAX_VALUE, Number.MAX_VALUE)) as [Decimal, Decimal, Decimal];
    const exponent = Math.min(first.exponent, last.exponent, step.exponent);
    const units = range(argument, item, scaled(first, exponent), scaled(last, exponent), scaled(step, exponent), room);
    return units.map((unit) => decimal(argument, `${unit}e${exponent}`, minimum, maximum).value);
  });
}

/** Words by commas. Each is checked, and put in its canonical form, by `read`. */
export function parseWords(argument: string, text: string, read: (word: string) => string): List<string> {
  return list(argument, text, (item) => [read(item)]);
}

const largestSeed = 2n ** 64n - 1n;
const seedValue = (seed: bigint): number | string => (seed <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(seed) : String(seed));

function integers<T extends number | string>(argument: string, text: string, minimum: bigint, maximum: bigint, convert: (value: bigint) => T): List<T> {
  return list(argument, text, (item, room) => {
    const parts = item.split(':');
    if (parts.length > 3) throw new ArgumentError(argument, 'a range as in 1:20 or 1:20:2', item);
    const [first, last, step] = parts.map((part, i) => integer(argument, part, i === 2 ? 0n : minimum, i === 2 ? 2n ** 64n : maximum));
    if (last === undefined) return [convert(first!)];
    return range(argument, item, first!, last, step ?? 1n, room).map(convert);
  });
}

/** Splits by commas, expands each item with `expand` (told how many values there is room for), and drops what came before. */
function list<T extends number | string>(argument: string, text: string, expand: (item: string, room: number) => T[]): List<T> {
  const values = new Set<T>();
  const repeated = new Set<T>();
  for (const item of text.split(',')) {
    if (item === '') throw new ArgumentError(argument, 'values separated by single commas', text);
    for (const value of expand(item, listLimit - values.size)) (values.has(value) ? repeated : values).add(value);
  }
  const notes = repeated.size === 0 ? [] : [`${argument}: ${sample([...repeated])} given more than once, used once`];
  return { values: [...values], notes };
}

function range(argument: string, text: string, first: bigint, last: bigint, step: bigint, room: number): bigint[] {
  if (step <= 0n) throw new ArgumentError(argument, 'a range with a step above 0', text);
  if (last < first) throw new ArgumentError(argument, 'a range that goes upwards', text);
  const count = (last - first) / step + 1n;
  if (count > BigInt(room)) throw new ArgumentError(argument, `at most ${listLimit} values, and this range has ${count}`, text);
  return Array.from({ length: Number(count) }, (_, i) => first + BigInt(i) * step);
}

function integer(argument: string, text: string, minimum: bigint, maximum: bigint): bigint {
  const value = integerPattern.test(text) && text.length <= 20 ? BigInt(text) : undefined;
  if (value === undefined || value < minimum || value > maximum) throw new ArgumentError(argument, `a whole number from ${minimum} to ${maximum}`, text);
  return value;
}

/** A decimal kept exactly: digits x 10^exponent, beside the nearest double. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
  readonly value: number;
}

function decimal(argument: string, text: string, minimum: number, maximum: number): Decimal {
  const match = text.length <= 60 ? decimalPattern.exec(text) : null;
  const value = match ? Number(text) : Number.NaN;
  const bounds = maximum === Number.MAX_VALUE ? (minimum === -Number.MAX_VALUE ? '' : ` from ${minimum}`) : ` from ${minimum} to ${maximum}`;
  if (!match || !(value >= minimum && value <= maximum)) throw new ArgumentError(argument, `a decimal number${bounds}, as in 0.05 or 5e-2`, text);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  return { digits: BigInt(sign + whole + fraction), exponent: Number(exponent) - fraction.length, value };
}

const scaled = (number: Decimal, exponent: number): bigint => number.digits * 10n ** BigInt(number.exponent - exponent);

const sample = (values: readonly (number | string)[]): string =>
  values.length > 5 ? `${values.slice(0, 5).join(', ')} and ${values.length - 5} more` : values.join(', ');
