import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../../src/index.js';
import { encloseTarget, evaluateTarget, largestDerivative, targetOn } from '../../../src/theory/approximation.js';
import { loadTheoryEngines } from '../../support/engine.js';

type Complex = readonly [re: number, im: number];
const c = {
  add: ([a, b]: Complex, [p, q]: Complex): Complex => [a + p, b + q],
  mul: ([a, b]: Complex, [p, q]: Complex): Complex => [a * p - b * q, a * q + b * p],
  inv: ([a, b]: Complex): Complex => [a / (a * a + b * b), -b / (a * a + b * b)],
  exp: ([a, b]: Complex): Complex => [Math.exp(a) * Math.cos(b), Math.exp(a) * Math.sin(b)],
  log: ([a, b]: Complex): Complex => [Math.log(Math.hypot(a, b)), Math.atan2(b, a)],
  sin: ([a, b]: Complex): Complex => [Math.sin(a) * Math.cosh(b), Math.cos(a) * Math.sinh(b)],
  cos: ([a, b]: Complex): Complex => [Math.cos(a) * Math.cosh(b), -Math.sin(a) * Math.sinh(b)],
};
const times = (k: number, z: Complex): Complex => [k * z[0], k * z[1]];
const div = (a: Complex, b: Complex): Complex => c.mul(a, c.inv(b));
const sqrt = (z: Complex): Complex => c.exp(times(0.5, c.log(z)));

/** Each on the complex plane, written without the engine's rules. */
const analytic: readonly (readonly [formula: string, f: (z: Complex) => Complex, at: number, radius: number])[] = [
  ['exp(x)', c.exp, 0.3, 1],
  ['sin(x)', c.sin, 1.1, 1],
  ['cos(2*x)', (z) => c.cos(times(2, z)), 0.4, 0.8],
  ['log(x)', c.log, 1.7, 1],
  ['sqrt(x)', sqrt, 1.3, 0.8],
  ['tan(x)', (z) => div(c.sin(z), c.cos(z)), 0.5, 0.7],
  ['tanh(x)', (z) => div(c.add(c.exp(times(2, z)), [-1, 0]), c.add(c.exp(times(2, z)), [1, 0])), 0.7, 1],
  ['atan(x)', (z) => times(0.5, c.mul([0, 1], c.add(c.log(c.add([1, 0], c.mul([0, -1], z))), times(-1, c.log(c.add([1, 0], c.mul([0, 1], z))))))), 0.6, 0.8],
  ['sinh(x)', (z) => times(0.5, c.add(c.exp(z), times(-1, c.exp(times(-1, z))))), 0.4, 1],
  ['cosh(x)', (z) => times(0.5, c.add(c.exp(z), c.exp(times(-1, z)))), 0.4, 1],
  ['sigmoid(3*x)', (z) => c.inv(c.add([1, 0], c.exp(times(-3, z)))), 0.2, 0.6],
  ['x^5-2*x^3+7', (z) => c.add(c.add(c.mul(c.mul(c.mul(z, z), c.mul(z, z)), z), times(-2, c.mul(c.mul(z, z), z))), [7, 0]), -0.8, 1],
  ['1/(1+x^2)', (z) => c.inv(c.add([1, 0], c.mul(z, z))), 0.5, 0.8],
  ['x^-3', (z) => c.inv(c.mul(c.mul(z, z), z)), 2, 1],
  ['x^1.5', (z) => c.exp(times(1.5, c.log(z))), 1.6, 0.8],
  ['exp(-x^2/2)*sin(3*x)/(2+x)', (z) => div(c.mul(c.exp(times(-0.5, c.mul(z, z))), c.sin(times(3, z))), c.add([2, 0], z)), 0.4, 1],
];

/** c_k = (1 / N) sum f(x + r w^i) w^(-ik) / r^k by Cauchy's formula. */
function coefficients(f: (z: Complex) => Complex, x: number, radius: number): { readonly values: number[]; readonly size: number } {
  const points = 256;
  const samples = Array.from({ length: points }, (_, i) => f(c.add([x, 0], times(radius, c.exp([0, (2 * Math.PI * i) / points])))));
  const values = Array.from({ length: 22 }, (_, k) => {
    const sum = samples.reduce((total, value, i) => c.add(total, c.mul(value, c.exp([0, (-2 * Math.PI * ((i * k) % points)) / points]))), [0, 0] as Complex);
    return sum[0] / points / radius ** k;
  });
  return { values, size: Math.max(...samples.map(([a, b]) => Math.hypot(a, b))) };
}

const leaf = fc.oneof(
  fc.constant({ text: 'x', value: (x: number) => x }),
  fc.double({ min: 0.1, max: 4, noNaN: true }).map((number) => ({ text: `${number}`, value: () => number })),
);
type Node = { readonly text: string; readonly value: (x: number) => number };
const unary = ['sin', 'cos', 'tan', 'exp', 'log', 'sqrt', 'tanh', 'atan', 'abs'] as const;
const { formula } = fc.letrec<{ formula: Node }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    leaf,
    fc.tuple(fc.constantFrom(...unary), tie('formula')).map(([name, u]) => ({ text: `${name}(${u.text})`, value: (x: number) => Math[name](u.value(x)) })),
    fc.tuple(tie('formula'), fc.integer({ min: -3, max: 4 })).map(([u, n]) => ({ text: `(${u.text})^(${n})`, value: (x: number) => u.value(x) ** n })),
    fc.tuple(tie('formula'), fc.constantFrom('+', '-', '*', '/'), tie('formula')).map(([u, sign, v]) => ({
      text: `(${u.text})${sign}(${v.text})`,
      value: (x: number) => {
        const [a, b] = [u.value(x), v.value(x)];
        return sign === '+' ? a + b : sign === '-' ? a - b : sign === '*' ? a * b : a / b;
      },
    })),
  ),
}));

describe.each(await loadTheoryEngines())('functions by formulas in the %s build', (_build, engine) => {
  it.each(analytic)("%s has the 22 coefficients of Cauchy's formula, held by intervals that are narrow", (text, f, x, radius) => {
    const target = targetOn(engine, 'function', text, [x - 0.05, x + 0.05]);
    const { values, size } = coefficients(f, x, radius);
    for (const [k, wanted] of values.entries()) {
      const [low, high] = encloseTarget(engine, target, [x], [x], k) as unknown as [number, number];
      const reference = (4e-15 * size) / radius ** k;
      expect(wanted, `order ${k}`).toBeGreaterThanOrEqual(low - reference);
      expect(wanted, `order ${k}`).toBeLessThanOrEqual(high + reference);
      // recurrences add up magnitudes, so that intervals widen with the order
      expect(high - low, `order ${k}`).toBeLessThanOrEqual(1e-12 * size * (2 / radius) ** k);
    }
    for (const order of [0, 1] as const) {
      const got = evaluateTarget(engine, target, [x], order)[0] as number;
      const [low, high] = encloseTarget(engine, target, [x], [x], order) as unknown as [number, number];
      expect(got).toBeGreaterThanOrEqual(low);
      expect(got).toBeLessThanOrEqual(high);
    }
  });

  it('the enclosure of any formula over any interval holds its values, slopes and curvatures there', () => {
    let told = 0;
    fc.assert(
      fc.property(formula, fc.double({ min: 0.05, max: 3, noNaN: true }), fc.double({ min: 1e-6, max: 0.5, noNaN: true }), ({ text, value }, from, width) => {
        const to = from + width;
        let target: ReturnType<typeof targetOn>;
        try {
          target = targetOn(engine, 'function', text, [from, to]);
        } catch (error) {
          expect(error).toBeInstanceOf(ArgumentError);
          return;
        }
        told++;
        const points = Array.from({ length: 11 }, (_, i) => Math.min(to, from + (i / 10) * width));
        const [low, high] = encloseTarget(engine, target, [from], [to]) as unknown as [number, number];
        if (!Number.isNaN(low)) {
          for (const x of points) {
            expect(value(x)).toBeGreaterThanOrEqual(low);
            expect(value(x)).toBeLessThanOrEqual(high);
          }
        }
        if (target.kinks > 0) return;
        for (const order of [0, 1, 2]) {
          const [least, most] = encloseTarget(engine, target, [from], [to], order) as unknown as [number, number];
          const inside = encloseTarget(engine, target, points, points, order);
          if (Number.isNaN(least)) continue;
          // both hold the true value
          for (const i of points.keys()) {
            expect(inside[2 * i]).toBeLessThanOrEqual(most);
            expect(inside[2 * i + 1]).toBeGreaterThanOrEqual(least);
          }
        }
        const slopes = evaluateTarget(engine, target, points, 1);
        const most = largestDerivative(engine, target, 1);
        expect(Math.max(...slopes.map(Math.abs))).toBeLessThanOrEqual(most * (1 + 1e-12));
        expect(target.steepest).toBeLessThanOrEqual(most * (1 + 1e-9));
      }),
      { numRuns: 400, seed: 1 },
    );
    expect(told).toBeGreaterThan(150);
  });

  it('log is that of the runtime to a few units, from 1e-4 to 1e6', () => {
    const logs = Array.from({ length: 400 }, (_, i) => 1e-4 * 1.06 ** i);
    const log = targetOn(engine, 'function', 'log(x)', [1e-5, 1e8]);
    for (const [i, got] of evaluateTarget(engine, log, logs).entries())
      expect(Math.abs(got - Math.log(logs[i] as number))).toBeLessThanOrEqual(8 * 2 ** -53 * Math.max(Math.abs(Math.log(logs[i] as number)), 1e-3));
  });

  it.each<[string, number, number, readonly number[], number]>([
    ['abs(x-1/3)', 0, 1, [1 / 3], 1],
    // f'' = e^-x (-8 sin 3x - 6 cos 3x) is 0 where tan 3x = -3/4
    ['exp(-x)*sin(3*x) + abs(x-1/2)', 0, 1, [0.5, (Math.PI - Math.atan(3 / 4)) / 3], 1],
    ['abs(sin(3*x))', 0.1, 3, [Math.PI / 3, (2 * Math.PI) / 3], 2],
    ['abs(x)', 0, 1, [], 0],
    ['abs(x^2+1)', -2, 2, [], 0],
    ['x^3', -1, 2, [0], 0],
    ['x^4', -1, 2, [], 0],
    ['3*x+1', -1, 2, [], 0],
    ['0', -1, 2, [], 0],
    ['tanh(5*x)', -1, 1, [0], 0],
    ['sin(30*x)', 0.01, 1, Array.from({ length: 9 }, (_, i) => ((i + 1) * Math.PI) / 30), 0],
    ['x^3-0.75*x^2', -1, 2, [0.25], 0],
    ['relu(x-1)+x^3', -1, 2, [0, 1], 1],
  ])('%s on [%d, %d] has its kinks and inflections, and no others', (text, from, to, cuts, kinks) => {
    const target = targetOn(engine, 'function', text, [from, to]);
    expect(target.cuts.length).toBe(cuts.length);
    for (const [i, cut] of cuts.entries()) expect(Math.abs((target.cuts[i] as number) - cut)).toBeLessThan(4e-15);
    expect(target.kinks).toBe(kinks);
  });

  it.each<[string, RegExp]>([
    ['log(x)', /^function: expected a function that is finite on \[0, 5\], not as near x = 0, got "log\(x\)"/],
    ['sqrt(x)', /derivatives are finite on \[0, 5\], not as near x = 0,/],
    ['sqrt(x-1)', /finite on \[0, 5\], not as near x = 0,/],
    ['1/(x-2)', /finite on \[0, 5\], not as near x = 2,/],
    ['tan(x)', /finite on \[0, 5\], not as near x = 1.57079633,/],
    ['exp(exp(x^2))', /finite on \[0, 5\], not as near x = 2.3/],
    ['sin(x)/x', /finite on \[0, 5\], not as near x = 0,/],
    ['sin(1000*x)', /at most 511 kinks and inflections/],
    ['abs(sin(1000*x))', /at most 511 kinks and inflections/],
  ])('%s is refused on [0, 5] with the place', (text, message) => {
    expect(() => targetOn(engine, 'function', text, [0, 5])).toThrow(ArgumentError);
    expect(() => targetOn(engine, 'function', text, [0, 5])).toThrow(message);
  });
});
