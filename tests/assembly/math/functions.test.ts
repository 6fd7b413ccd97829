import { describe, expect, it } from 'vitest';
import { builds, loadRaw } from '../../support/engines.js';
import { evaluate, mathFunctionNames, mathFunctions, patterns32, points64 } from '../../support/math-functions.js';
import { ulpError } from '../../support/ulp.js';

const limit = 2;
const engines = builds.map((build) => [build, loadRaw(build)] as const);
const simd = loadRaw('simd');
const debug = loadRaw('debug');
const sameBits = (x: Float32Array | Float64Array, y: Float32Array | Float64Array) => Buffer.from(x.buffer).equals(Buffer.from(y.buffer));
const nextUp = new Float32Array(1);

for (const name of mathFunctionNames) {
  const row = mathFunctions[name];
  describe(name, () => {
    it.each(engines.filter(([build]) => build !== 'debug'))('is within 2 ulp over a million bit patterns of single precision (%s)', (build, engine) => {
      let worst = 0;
      let at = 0;
      for (const x of patterns32(4099, 16384, build === 'simd' ? 0 : 1)) {
        const y = evaluate(engine, name, x);
        for (let i = 0; i < x.length; i++) {
          const error = ulpError(y[i]!, row.rough(x[i]!), 'f32');
          if (error > worst) [worst, at] = [error, x[i]!];
        }
      }
      expect(worst, `${name}(${at})`).toBeLessThanOrEqual(limit);
    });

    it('is within 2 ulp on 200,000 points of double precision', () => {
      const x = points64(200_000, row.range);
      const y = evaluate(simd, name, x);
      let worst = 0;
      let at = 0;
      for (let i = 0; i < x.length; i++) {
        const error = ulpError(y[i]!, row.truth(x[i]!), 'f64');
        if (error > worst) [worst, at] = [error, x[i]!];
      }
      expect(worst, `${name}(${at})`).toBeLessThanOrEqual(limit);
    });

    it.each(engines)('gives what IEEE 754 and C99 say at the ends, in every lane, in both precisions (%s)', (_, engine) => {
      for (const [x, y] of row.special) {
        for (let lane = 0; lane < 4; lane++) {
          const single = new Float32Array(4).fill(0.5);
          const double = new Float64Array(4).fill(0.5);
          single[lane] = x;
          double[lane] = x;
          const other = [evaluate(engine, name, new Float32Array([0.5]))[0], evaluate(engine, name, new Float64Array([0.5]))[0]];
          const results = [evaluate(engine, name, single), evaluate(engine, name, double)];
          results.forEach((result, k) => {
            const expected = Array.from({ length: 4 }, (_, i) => (i === lane ? y : other[k]));
            expect([...result], `${name}(${x}) in lane ${lane}`).toEqual(expected);
          });
        }
      }
    });

    it('the debug and simd builds agree bit for bit', () => {
      const single = Float32Array.from(points64(20_000, row.range));
      const double = points64(20_000, row.range);
      expect(sameBits(evaluate(debug, name, single), evaluate(simd, name, single))).toBe(true);
      expect(sameBits(evaluate(debug, name, double), evaluate(simd, name, double))).toBe(true);
    });

    if (row.odd)
      it('is odd to the bit', () => {
        for (const x of [Float32Array.from(points64(100_000, row.range)), points64(100_000, row.range)]) {
          const y = evaluate(simd, name, x);
          const mirrored = evaluate(
            simd,
            name,
            x.map((value) => -value),
          ).map((value) => -value);
          expect(y.every((value, i) => Object.is(value, mirrored[i]))).toBe(true);
        }
      });

    if (row.increasing)
      it('never falls by more than a unit from one single to the next', () => {
        let falls = 0;
        for (const x of patterns32(8191)) {
          const above = x.map(successor);
          const y = evaluate(simd, name, x);
          const z = evaluate(simd, name, above);
          for (let i = 0; i < x.length; i++) {
            if (!(z[i]! < y[i]!)) continue;
            falls += 1;
            expect(ulpError(z[i]!, y[i]!, 'f32'), `${name} from ${x[i]} to ${above[i]}`).toBeLessThanOrEqual(1);
          }
        }
        expect(falls).toBeLessThan(100_000);
      });
  });
}

it('|tanh| and |erf| are never more than 1, and are exactly 1 far out', () => {
  for (const name of ['tanh', 'erf'] as const) {
    for (const x of patterns32(8209)) {
      evaluate(simd, name, x).forEach((y, i) => {
        if (!Number.isNaN(x[i]!) && !(Math.abs(y) <= 1)) expect(y, `${name}(${x[i]})`).toBe(1);
        if (Math.abs(x[i]!) > 9.2 && Math.abs(y) !== 1) expect(y, `${name}(${x[i]})`).toBe(1);
      });
    }
  }
});

it('subnormal arguments and results are kept, not flushed', () => {
  const tiny = Float32Array.of(1e-45, -1e-45, 2e-40, -2e-40);
  for (const name of ['expm1', 'log1p', 'tanh', 'sin'] as const) expect(evaluate(simd, name, tiny)).toEqual(tiny);
  expect(evaluate(simd, 'exp', Float32Array.of(-103.9))[0]).toBe(2 ** -149);
  expect(evaluate(simd, 'exp', Float64Array.of(-745.1))[0]).toBe(5e-324);
  const tiniest = Float64Array.of(5e-324, -5e-324, 1e-310, -1e-310);
  for (const name of ['expm1', 'log1p', 'tanh', 'sin'] as const) expect(evaluate(simd, name, tiniest)).toEqual(tiniest);
});

/** The next single above x, NaN and infinity being their own. */
function successor(x: number): number {
  if (Number.isNaN(x) || x === Number.POSITIVE_INFINITY) return x;
  if (x === 0) return 2 ** -149;
  nextUp[0] = x;
  const bits = new Int32Array(nextUp.buffer);
  bits[0]! += x > 0 ? 1 : -1;
  return nextUp[0]!;
}
