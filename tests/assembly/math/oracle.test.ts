import { describe, expect, it } from 'vitest';
import { DoubleDouble } from '../../support/double-double.js';
import { goldens } from '../../support/reference-goldens.js';
import { cos, erf, erfc, exp, expm1, log1p, sin, tanh } from '../../support/reference-math.js';
import { ulpError } from '../../support/ulp.js';

const functions: Record<string, (x: DoubleDouble) => DoubleDouble> = { exp, expm1, log1p, tanh, erf, erfc };
const angles: Record<string, (x: number) => DoubleDouble> = { sin, cos };

describe('the oracle itself', () => {
  for (const [name, values] of Object.entries(goldens)) {
    it(`${name} agrees with mpmath to 2^-95`, () => {
      for (const [x, high, low, exponent] of values) {
        const y = angles[name]?.(x) ?? functions[name]!(DoubleDouble.from(x));
        const truth = new DoubleDouble(high, low, exponent);
        const relative = y.minus(truth).over(truth).toNumber();
        expect(Math.abs(relative), `${name}(${x})`).toBeLessThan(2 ** -95);
      }
    });
  }

  it('a unit in the last place is that of the true value', () => {
    expect(ulpError(1, new DoubleDouble(1), 'f64')).toBe(0);
    expect(ulpError(1 + 2 ** -52, new DoubleDouble(1), 'f64')).toBe(1);
    expect(ulpError(1 + 2 ** -23, new DoubleDouble(1), 'f32')).toBe(1);
    expect(ulpError(1, new DoubleDouble(1, 2 ** -54), 'f64')).toBe(0.25);
    expect(ulpError(0, DoubleDouble.from(5e-324), 'f64')).toBe(1);
    expect(ulpError(2 ** -149, DoubleDouble.from(2 ** -150), 'f32')).toBe(0.5);
    expect(ulpError(Number.POSITIVE_INFINITY, new DoubleDouble(3e38), 'f32')).toBeGreaterThan(1000);
    expect(ulpError(Number.POSITIVE_INFINITY, new DoubleDouble(1, 0, 128), 'f32')).toBe(0);
  });

  it('kinds are told apart: NaN, infinities, zeros and their signs', () => {
    expect(ulpError(Number.NaN, new DoubleDouble(1), 'f64')).toBe(Number.POSITIVE_INFINITY);
    expect(ulpError(1, Number.NaN, 'f64')).toBe(Number.POSITIVE_INFINITY);
    expect(ulpError(Number.NaN, Number.NaN, 'f64')).toBe(0);
    expect(ulpError(0, -0, 'f64')).toBe(Number.POSITIVE_INFINITY);
    expect(ulpError(-0, -0, 'f64')).toBe(0);
    expect(ulpError(0, DoubleDouble.from(-5e-324), 'f64')).toBe(Number.POSITIVE_INFINITY);
    expect(ulpError(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 'f64')).toBe(Number.POSITIVE_INFINITY);
  });
});
