import { describe, expect, it } from 'vitest';
import { activationIds, alphaOf, evaluateActivation } from '../../support/activation-calls.js';
import { activationRows, geluByErf } from '../../support/activation-rows.js';
import { DoubleDouble } from '../../support/double-double.js';
import { builds, loadRaw, type Precision, precisions, type RawEngine } from '../../support/engines.js';
import { patterns32, points64 } from '../../support/math-functions.js';
import { ulpError } from '../../support/ulp.js';

const engines = builds.map((build) => [build, loadRaw(build)] as const);
const fast = engines.filter(([build]) => build !== 'debug');
const simd = loadRaw('simd');
const debug = loadRaw('debug');
const names = activationIds(simd).map(([name]) => name);
const sameBits = (x: Float32Array | Float64Array, y: Float32Array | Float64Array) => Buffer.from(x.buffer).equals(Buffer.from(y.buffer));
const inf = Number.POSITIVE_INFINITY;

/** Ordinary arguments, all magnitudes, and the ends of the formats. */
const argumentsOf = (precision: Precision): Float32Array | Float64Array => {
  if (precision === 'f64') {
    const tails = points64(4000, [-760, 60]);
    return Float64Array.of(
      ...points64(6000, [-6, 6]),
      ...tails,
      ...points64(3000, [-40, 40]),
      5e-324,
      -5e-324,
      1.7976931348623157e308,
      -1.7976931348623157e308,
      2 ** -1022,
    );
  }
  const all = [...patterns32(524_287)].flatMap((block) => [...block]).filter((z) => Number.isFinite(z) && z !== 0);
  const ends = [2 ** -149, -(2 ** -149), 3.4028234663852886e38, -3.4028234663852886e38];
  return Float32Array.of(...all, ...points64(8000, [-6, 6]), ...points64(6000, [-110, 30]), ...ends).filter(Number.isFinite);
};
const points = { f32: argumentsOf('f32'), f64: argumentsOf('f64') };

/** The worst error of value and slope over the points, and where. */
const worst = (name: string, precision: Precision, engine: RawEngine) => {
  const row = activationRows[name]!;
  const z = points[precision];
  const alpha = DoubleDouble.from(alphaOf(name));
  const { a, d } = evaluateActivation(engine, name, z);
  const result = { value: 0, valueAt: 0, slope: 0, slopeAt: 0 };
  for (let i = 0; i < z.length; i++) {
    const at = z[i]!;
    if (at === 0) continue;
    const exact = DoubleDouble.from(at);
    const floor = row.root && at > row.root.from && at < row.root.to ? row.root.floor : 0;
    const value = ulpError(a[i]!, row.value(exact, alpha), precision, name === 'HardSigmoid' ? floor : 0);
    const slope = ulpError(d[i]!, row.slope(exact, alpha), precision, floor);
    if (value > result.value) [result.value, result.valueAt] = [value, at];
    if (slope > result.slope) [result.slope, result.slopeAt] = [slope, at];
  }
  return result;
};

it('every activation has a row, and every row an activation', () => {
  expect([...names].sort()).toEqual(Object.keys(activationRows).sort());
});

for (const name of names.filter((member) => activationRows[member])) {
  const row = activationRows[name]!;
  describe(name, () => {
    it.each(fast.flatMap(([build, engine]) => precisions.map((precision) => [precision, build, engine] as const)))(
      'value and slope are within the units that its row promises (%s, %s)',
      (precision, _, engine) => {
        const [value, slope] = precision === 'f32' ? row.ulps : [row.ulps[2], row.ulps[3]];
        const found = worst(name, precision, engine);
        expect(found.value, `f(${found.valueAt})`).toBeLessThanOrEqual(value);
        expect(found.slope, `f'(${found.slopeAt})`).toBeLessThanOrEqual(slope);
      },
    );

    it.each(engines)('has the limits, the signed zero and the kinks that its row states, and NaN stays NaN in its lane (%s)', (_, engine) => {
      const at = [-inf, -0, 0, inf];
      for (const make of [Float32Array as unknown as Float64ArrayConstructor, Float64Array]) {
        const { a, d } = evaluateActivation(engine, name, make.from(at));
        expect([...a], 'values at -inf, -0, 0, inf').toEqual([...make.from(row.values)]);
        expect([...d], 'slopes at -inf, -0, 0, inf').toEqual([...make.from(row.slopes)]);
        for (let lane = 0; lane < 7; lane++) {
          const z = make.from({ length: 7 }, (_, i) => (i === lane ? Number.NaN : 0.5));
          const one = evaluateActivation(engine, name, make.of(0.5));
          const result = evaluateActivation(engine, name, z);
          expect([...result.a]).toEqual(Array.from({ length: 7 }, (_, i) => (i === lane ? Number.NaN : one.a[0])));
          expect([...result.d]).toEqual(Array.from({ length: 7 }, (_, i) => (i === lane ? Number.NaN : one.d[0])));
        }
      }
    });

    it('the debug and simd builds agree bit for bit', () => {
      for (const z of [points.f32.slice(0, 8000), points.f64.slice(0, 8000)]) {
        const [x, y] = [evaluateActivation(debug, name, z), evaluateActivation(simd, name, z)];
        expect(sameBits(x.a, y.a)).toBe(true);
        expect(sameBits(x.d, y.d)).toBe(true);
      }
    });

    it('the slope is the central difference of the values away from kinks', () => {
      const step = 2 ** -14;
      const z = points64(4000, [-8, 8]).filter((at) => Math.abs(at) < 8 && (row.kinks ?? []).every((kink) => Math.abs(at - kink) > 2 * step));
      const up = evaluateActivation(
        simd,
        name,
        z.map((at) => at + step),
      ).a;
      const down = evaluateActivation(
        simd,
        name,
        z.map((at) => at - step),
      ).a;
      const { d } = evaluateActivation(simd, name, z);
      for (let i = 0; i < z.length; i++) {
        const width = z[i]! + step - (z[i]! - step);
        // step^2 / 6 times the third derivative, and the rounding of the two values
        expect(Math.abs((up[i]! - down[i]!) / width - d[i]!), `f'(${z[i]})`).toBeLessThan(1e-8);
      }
    });

    it('n counts elements: nothing behind them is read into a result or written', () => {
      const id = activationIds(simd).find(([member]) => member === name)![1];
      const pointer = simd.allocate(1024) >>> 0;
      for (const precision of precisions) {
        const make = (precision === 'f32' ? Float32Array : Float64Array) as Float64ArrayConstructor;
        for (let vectors = 0; vectors <= 5; vectors++) {
          const n = (vectors * 16) / make.BYTES_PER_ELEMENT;
          const all = new make(simd.memory.buffer, pointer, 1024 / make.BYTES_PER_ELEMENT).fill(0.75);
          simd[`activate_${precision}`](id, n, alphaOf(name), pointer, pointer + 256);
          simd[`multiplyBySlope_${precision}`](id, n, alphaOf(name), pointer, pointer + 256, pointer + 512);
          const { a, d } = evaluateActivation(simd, name, make.of(0.75));
          const from = (bytes: number, length: number) => all.slice(bytes / make.BYTES_PER_ELEMENT, bytes / make.BYTES_PER_ELEMENT + length);
          expect(from(256, n + 2)).toEqual(make.from({ length: n + 2 }, (_, i) => (i < n ? a[0]! : 0.75)));
          expect(from(512, n + 2)).toEqual(make.from({ length: n + 2 }, (_, i) => (i < n ? 0.75 * d[0]! : 0.75)));
        }
      }
      simd.release(pointer);
    });
  });
}

it('bounds hold on every pattern tried: sigmoid in [0, 1], its slope at most 1/4, |tanh|, |softsign| at most 1', () => {
  for (const z of patterns32(65_537)) {
    const finite = z.filter((at) => !Number.isNaN(at));
    const sigmoid = evaluateActivation(simd, 'Sigmoid', finite);
    expect(sigmoid.a.every((y) => y >= 0 && y <= 1)).toBe(true);
    expect(sigmoid.d.every((y) => y >= 0 && y <= 0.25)).toBe(true);
    const tanh = evaluateActivation(simd, 'Tanh', finite);
    expect(tanh.a.every((y) => Math.abs(y) <= 1)).toBe(true);
    expect(tanh.d.every((y) => y >= 0 && y <= 1)).toBe(true);
    expect(evaluateActivation(simd, 'Softsign', finite).a.every((y) => Math.abs(y) <= 1)).toBe(true);
  }
});

it('the slopes of sigmoid, tanh and softsign are even to the bit', () => {
  for (const name of ['Sigmoid', 'Tanh', 'Softsign']) {
    for (const z of [points.f32, points.f64]) {
      const mirrored = evaluateActivation(simd, name, z.map((at) => -at) as typeof z).d;
      expect(evaluateActivation(simd, name, z).d).toEqual(mirrored);
    }
  }
});

it('the two routes of the oracle to gelu agree where nothing cancels', () => {
  for (const at of [0.1, 0.5, 1, 2.4, 3, 6]) {
    const z = DoubleDouble.from(at);
    const difference = activationRows['Gelu']!.value(z, z).minus(geluByErf(z));
    expect(Math.abs(difference.toNumber())).toBeLessThan(2 ** -95);
  }
});
