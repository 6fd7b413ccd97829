/**
 * JSON that loses no number. Plain JSON turns NaN and infinities into null and -0 into 0, and cannot hold 64-bit integers; here
 * they are strings with a tag, and a string that looks like one of these is tagged itself. Finite numbers are written in the
 * shortest form that reads back to the same bits.
 */

/** One line of JSON for a plain value. */
export function encode(value: unknown): string {
  return JSON.stringify(tag(value));
}

/** The value of a line that `encode` wrote. */
export function decode(text: string): unknown {
  return untag(JSON.parse(text));
}

const numberTag = 'f64:';
const integerTag = 'u64:';
const textTag = 'text:';
const special: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, '-Infinity': Number.NEGATIVE_INFINITY, '-0': -0 };

function tag(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : numberTag + (Object.is(value, -0) ? '-0' : String(value));
  if (typeof value === 'bigint') return integerTag + value;
  if (typeof value === 'string') return [numberTag, integerTag, textTag].some((prefix) => value.startsWith(prefix)) ? textTag + value : value;
  if (Array.isArray(value)) return value.map(tag);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, tag(field)]));
  return value;
}

function untag(value: unknown): unknown {
  if (typeof value === 'string') {
    if (value.startsWith(textTag)) return value.slice(textTag.length);
    if (value.startsWith(integerTag)) return BigInt(value.slice(integerTag.length));
    if (!value.startsWith(numberTag)) return value;
    const name = value.slice(numberTag.length);
    if (!Object.hasOwn(special, name)) throw new SyntaxError(`unknown number ${JSON.stringify(value)}`);
    return special[name];
  }
  if (Array.isArray(value)) return value.map(untag);
  // Own properties without setters: a key named __proto__ stays a key.
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, untag(field)]));
  return value;
}
