import { dyadic, roundQuotient } from './dyadic.js';

/** numerator / denominator, not reduced; the denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The exact value of a finite number. */
export function rational(value: number): Rational {
  const { mantissa, exponent } = dyadic(value);
  return exponent >= 0 ? { numerator: mantissa << BigInt(exponent), denominator: 1n } : { numerator: mantissa, denominator: 1n << BigInt(-exponent) };
}

/** A quotient of integers; divisor is not zero. */
export function quotient(dividend: bigint, divisor: bigint): Rational {
  return divisor < 0n ? { numerator: -dividend, denominator: -divisor } : { numerator: dividend, denominator: divisor };
}

/** Negative, zero or positive, as a is below, at or above b. */
export function compare(a: Rational, b: Rational): number {
  return sign(a.numerator * b.denominator - b.numerator * a.denominator);
}

export const sign = (value: bigint): number => (value > 0n ? 1 : value < 0n ? -1 : 0);

export const add = (a: Rational, b: Rational): Rational => reduced(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

export const subtract = (a: Rational, b: Rational): Rational => add(a, { numerator: -b.numerator, denominator: b.denominator });

export const multiply = (a: Rational, b: Rational): Rational => reduced(a.numerator * b.numerator, a.denominator * b.denominator);

/** a / b; b is not zero. */
export const divide = (a: Rational, b: Rational): Rational => {
  const { numerator, denominator } = quotient(a.numerator * b.denominator, a.denominator * b.numerator);
  return reduced(numerator, denominator);
};

export const absolute = (a: Rational): Rational => (a.numerator < 0n ? { numerator: -a.numerator, denominator: a.denominator } : a);

/** The nearest f64, ties to even. */
export const toNumber = ({ numerator, denominator }: Rational): number => roundQuotient(numerator, denominator);

/** Euclid's algorithm, so that sums of many terms stay short. */
function reduced(numerator: bigint, denominator: bigint): Rational {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return a > 1n ? { numerator: numerator / a, denominator: denominator / a } : { numerator, denominator };
}
