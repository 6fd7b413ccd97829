/**
 * JSON that loses no number. Plain JSON turns NaN and infinities into null and -0 into 0, and cannot hold 64-bit integers. Here -0 is
 * written as `-0`, which JSON has; the others are strings with a tag, and a string that looks like one of these is tagged itself.
 * Finite numbers are written in the shortest form that reads back to the same bits.
 */

/** One line of JSON for a plain value: numbers, texts, booleans, null, bigints, typed arrays, arrays and records of these. */
export function encode(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? (Object.is(value, -0) ? '-0' : String(value)) : `"${numberTag}${value}"`;
  if (typeof value === 'bigint') return `"${integerTag}${value}"`;
  if (typeof value === 'string') return JSON.stringify(tags.some((tag) => value.startsWith(tag)) ? textTag + value : value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return `[${Array.from(value as ArrayLike<unknown>, encode).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${encode(field)}`).join(',')}}`;
}

/** The value of a text that `encode` wrote; fields that were undefined are not there, and typed arrays are arrays. */
export function decode(text: string): unknown {
  return untag(JSON.parse(text));
}

const numberTag = 'f64:';
const integerTag = 'u64:';
const textTag = 'text:';
const tags = [numberTag, integerTag, textTag];
const special: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, '-Infinity': Number.NEGATIVE_INFINITY };

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
  // fromEntries makes own properties, so a key named __proto__ is a key like any other.
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, untag(field)]));
  return value;
}
