/**
 * Numbers of the form mantissa * 2^exponent, which every finite f32 and f64 is, and the way back: a quotient of integers rounded once.
 */

export interface Dyadic {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const view = new DataView(new ArrayBuffer(8));

/** The exact value of a finite number; the mantissa is odd or zero. */
export function dyadic(value: number): Dyadic {
  if (value === 0) return { mantissa: 0n, exponent: 0 };
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  let mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  let exponent = (biased === 0 ? 1 : biased) - 1075;
  const zeros = trailingZeros(mantissa);
  mantissa >>= BigInt(zeros);
  exponent += zeros;
  return { mantissa: bits >> 63n === 1n ? -mantissa : mantissa, exponent };
}

/** value * 2^shift, which must be an integer. */
export function scaled(value: number, shift: number): bigint {
  const { mantissa, exponent } = dyadic(value);
  return mantissa << BigInt(exponent + shift);
}

/** Smallest exponent of some numbers: times 2^-exponent they all are integers. 0 if they are integers already. */
export function lowestExponent(values: Iterable<number>): number {
  let lowest = 0;
  for (const value of values) lowest = Math.min(lowest, dyadic(value).exponent);
  return lowest;
}

/** The f64 nearest to numerator / denominator, ties to even; denominator > 0. Overflows to infinity, as rounding does. */
export function roundQuotient(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  const magnitude = numerator < 0n ? -numerator : numerator;
  // 2^(exponent - 1) < magnitude / denominator < 2^(exponent + 1): from 54 bits on, with a sticky last one, one rounding is right
  const exponent = bitLength(magnitude) - bitLength(denominator);
  const shift = Math.min(55 - exponent, 1075); // below 2^-1022 the last bit stays where it is
  const [n, d] = shift >= 0 ? [magnitude << BigInt(shift), denominator] : [magnitude, denominator << BigInt(-shift)];
  const quotient = n / d;
  const rounded = halveToEven(quotient, quotient * d !== n, shift === 1075 ? Math.max(bitLength(quotient) - 53, 1) : bitLength(quotient) - 53);
  const result = ldexp(Number(rounded.mantissa), rounded.shift - shift);
  return numerator < 0n ? -result : result;
}

/** Number of bits of a non-negative integer. */
export function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const hexadecimal = value.toString(16);
  return 4 * hexadecimal.length - Math.clz32(Number.parseInt(hexadecimal[0] as string, 16)) + 28;
}

/** Drops `bits` low bits, rounding to nearest, ties to even; `sticky` says that something non-zero follows them. */
function halveToEven(value: bigint, sticky: boolean, bits: number): { mantissa: bigint; shift: number } {
  const mantissa = value >> BigInt(bits);
  const rest = value - (mantissa << BigInt(bits));
  const half = 1n << BigInt(bits - 1);
  const up = rest > half || (rest === half && (sticky || (mantissa & 1n) === 1n));
  return { mantissa: up ? mantissa + 1n : mantissa, shift: bits };
}

/** value * 2^exponent where value has at most 53 bits and the result is a double or overflows: exact, in steps that do not round. */
function ldexp(value: number, exponent: number): number {
  let result = value;
  let rest = exponent;
  for (; rest > 1000; rest -= 1000) result *= 2 ** 1000;
  for (; rest < -1000; rest += 1000) result *= 2 ** -1000;
  return result * 2 ** rest;
}

function trailingZeros(value: bigint): number {
  const low = Number(value & 0xffffffffn);
  if (low !== 0) return 31 - Math.clz32(low & -low);
  return 32 + trailingZeros(value >> 32n);
}
