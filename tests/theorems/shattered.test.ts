import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { shattered } from '../../src/experiments/shattered.js';
import { countPieces, loadEngine, Network } from '../../src/index.js';
import { sampledAutocorrelation, stepAutocorrelation } from '../../src/theory/autocorrelation.js';
import { correlationMap } from '../../src/theory/correlation-map.js';
import { drawRandomLayer, type RandomRelu, rowsPerUnit } from '../../src/theory/random-relu.js';
import { SampledSlopes } from '../../src/theory/sampled-slopes.js';
import { StepSlopes } from '../../src/theory/step-slopes.js';

const engine = await loadEngine({ theory: true });
const points = Float64Array.from({ length: 256 }, (_, index) => -2 + (4 * index) / 255);
const network = (given: Partial<RandomRelu>): RandomRelu => ({ width: 16, normalization: 'none', biasDeviation: 0.316, seed: 1, number: 0, ...given });

interface Reference {
  readonly nets: number;
  readonly lags: readonly number[];
  readonly rows: readonly { readonly kind: string; readonly depth: number; readonly mean: readonly number[]; readonly deviation: readonly number[] }[];
}
const reference: Reference = JSON.parse(readFileSync(new URL('../reference/shattered.json', import.meta.url), 'utf8'));

/** Weights and biases of one layer, as the engine draws them. */
function drawn(given: RandomRelu, layer: number): { readonly weights: readonly number[]; readonly biases: readonly number[]; readonly inputs: number } {
  const units = layer < 0 ? 1 : given.width;
  const inputs = layer === 1 ? 1 : given.width * rowsPerUnit(given);
  return engine.memory.scratch('a layer', 8 * units * (inputs + 1), (weights) => {
    const biases = weights + 8 * units * inputs;
    drawRandomLayer(engine, given, layer, weights, biases);
    return { weights: [...engine.memory.floats('f64', weights, units * inputs)], biases: [...engine.memory.floats('f64', biases, units)], inputs };
  });
}

/** dy/dx at the 256 points after each depth, the plain way: loops over points and units, and the same weights. */
function gridSlopes(given: RandomRelu, depths: number): number[][] {
  const { width, normalization, branch, mirrored } = given;
  const rows = (count: number, value: (unit: number, index: number) => number) =>
    Array.from({ length: count }, (_, unit) => Array.from(points, (_, index) => value(unit, index)));
  const first = drawn(given, 1);
  let z = rows(width, (unit, index) => first.weights[unit]! * points[index]! + first.biases[unit]!);
  let dz = rows(width, (unit) => first.weights[unit]!);
  const rectified = (how: RandomRelu['normalization']) => {
    const means = z.map((row) => (how === 'none' ? 0 : row.reduce((sum, value) => sum + value) / row.length));
    const deviations = z.map((row, unit) => (how === 'scale' ? Math.sqrt(row.reduce((sum, value) => sum + (value - means[unit]!) ** 2, 0) / row.length) : 1));
    const signs = mirrored ? [1, -1] : [1];
    const normal = (unit: number, index: number, sign: number) => (sign * (z[unit]![index]! - means[unit]!)) / deviations[unit]!;
    const each = (value: (unit: number, index: number, sign: number) => number) =>
      rows(width * signs.length, (row, index) => value(Math.floor(row / signs.length), index, signs[row % signs.length]!));
    return {
      h: each((unit, index, sign) => Math.max(0, normal(unit, index, sign))),
      dh: each((unit, index, sign) => (normal(unit, index, sign) > 0 ? (sign * dz[unit]![index]!) / deviations[unit]! : 0)),
    };
  };
  return Array.from({ length: depths }, (_, depth) => {
    if (depth > 0) {
      const { weights, biases, inputs } = drawn(given, depth + 1);
      const { h, dh } = rectified(normalization);
      const through = (from: number[][], unit: number, index: number) =>
        from.reduce((sum, row, input) => sum + weights[unit * inputs + input]! * row[index]!, 0);
      const [before, slopes] = [z, dz];
      z = rows(width, (unit, index) => through(h, unit, index) + (branch === undefined ? biases[unit]! : before[unit]![index]!));
      dz = rows(width, (unit, index) => through(dh, unit, index) + (branch === undefined ? 0 : slopes[unit]![index]!));
    }
    const { weights } = drawn(given, -(depth + 1));
    const { dh } = rectified(branch === undefined ? normalization : 'none');
    return Array.from(points, (_, index) => dh.reduce((sum, row, input) => sum + weights[input]! * row[index]!, 0));
  });
}

const kinds: Record<string, Partial<RandomRelu>> = {
  plain: {},
  centred: { normalization: 'centre' },
  normalised: { normalization: 'scale' },
  'residual x 1': { normalization: 'scale', branch: 1 },
  'residual x 0.1': { normalization: 'scale', branch: 0.1 },
  'looks-linear': { mirrored: true },
};

afterAll(() => expect(engine.memory.blocks).toBe(0));

describe('the correlation map', () => {
  it('has the reference values on orthogonal inputs, and halves where means are taken out', () => {
    const steps = correlationMap(50, false);
    for (const [depth, wanted, digits] of [
      [1, 0.5, 12],
      [2, 0.30156, 5],
      [3, 0.20035, 4.9],
      [5, 0.10456, 5],
      [10, 0.03365, 5],
      [20, 0.00823, 4.9],
      [50, 0.000912, 6],
    ] as const)
      expect(steps[depth - 1]?.correlation).toBeCloseTo(wanted, digits);
    for (const { depth, correlation } of correlationMap(20, true)) expect(Math.abs(correlation * 2 ** depth - 1)).toBeLessThan(1e-12);
  });
});

describe('the samples', () => {
  it.each(Object.entries(kinds))('%s: are those of a plain program with the same weights, for widths 1 to 33 and depths 1 to 6', (_kind, given) => {
    for (const width of [1, 2, 3, 8, 33]) {
      const one = network({ ...given, width, number: width });
      const wanted = gridSlopes(one, 6);
      using sampled = new SampledSlopes(engine, one, points);
      for (const slopes of wanted) {
        if (slopes !== wanted[0]) sampled.advance();
        const found = sampled.slopes();
        const size = Math.max(1, ...slopes.map(Math.abs));
        expect(Math.max(...slopes.map((slope, index) => Math.abs(slope - found[index]!))) / size).toBeLessThan(1e-10);
      }
    }
  });
});

describe('the exact steps', () => {
  it('of plain networks have the pieces that are proven, at the same breakpoints, for widths 2 to 40 and depths 1 to 6', () => {
    for (const width of [2, 3, 5, 8, 17, 40])
      for (let number = 0; number < 4; number++) {
        const one = network({ width, number });
        using exact = new StepSlopes(engine, one, [-2, 2]);
        for (let depth = 1; depth <= 6; depth++) {
          if (depth > 1) exact.advance(1e5);
          using proven = new Network(engine, { widths: [1, ...Array(depth).fill(width), 1], activation: 'relu', precision: 'f64' });
          const layers = [...Array.from({ length: depth }, (_, index) => drawn(one, index + 1)), drawn(one, -depth)];
          proven.setParameters(layers.flatMap(({ weights, biases }) => [...weights, ...biases]));
          const pieces = countPieces(proven, [-2, 2]);
          const { knots, slopes } = exact.slopes(1e5)!;
          expect(slopes.length, `width ${width}, network ${number}, depth ${depth}`).toBe(pieces.count);
          pieces.breakpoints.forEach((x, index) => expect(Math.abs(knots[index + 1]! - x)).toBeLessThan(1e-13));
          pieces.slopes.forEach((slope, index) => expect(Math.abs(slopes[index]! - slope) * (knots[index + 1]! - knots[index]!)).toBeLessThan(1e-12));
        }
      }
  });

  it('are the derivatives that forward mode gives, away from the knots, for plain and looks-linear networks of every depth to 6', () => {
    for (const mirrored of [false, true]) {
      using exact = new StepSlopes(engine, network({ mirrored }), [-2, 2]);
      using sampled = new SampledSlopes(engine, network({ mirrored }), points);
      for (let depth = 1; depth <= 6; depth++) {
        if (depth > 1) {
          exact.advance(1e5);
          sampled.advance();
        }
        const { knots, slopes } = exact.slopes(1e5)!;
        const values = sampled.slopes();
        points.forEach((x, index) => {
          const piece = knots.findIndex((knot, at) => at < slopes.length && knot + 1e-9 < x && (knots[at + 1] as number) - 1e-9 > x);
          if (piece >= 0) expect(Math.abs((slopes[piece] as number) - (values[index] as number))).toBeLessThan(1e-6);
        });
      }
    }
  });

  it('have one knot in a first layer with zero mean, and none beyond the limit', () => {
    using exact = new StepSlopes(engine, network({ normalization: 'centre' }), [-2, 2]);
    expect(exact.slopes(100)?.slopes.length).toBe(2);
    expect(exact.advance(1)).toBeUndefined();
    expect(exact.depth).toBe(1);
  });
});

describe('the autocorrelation', () => {
  it('of two steps is the integral in closed form', () => {
    const step = { knots: Float64Array.of(-2, 0, 2), slopes: Float64Array.of(-1, 1) };
    // the signs agree on 4 - 2 lag of the interval and differ on lag, for lags up to 2
    expect(stepAutocorrelation(engine, step, [0, 1, 2], { centred: true }).values).toEqual([1, 0.25, -0.5]);
  });

  /** Means over networks of width 200, and how far they may be from the reference: 3.5 standard errors of the two, and its rounding. */
  const compare = (nets: number, depths: readonly number[]) => {
    for (const [kind, given] of Object.entries(kinds)) {
      const rows = reference.rows.filter((row) => row.kind === kind && depths.includes(row.depth));
      if (rows.length === 0) continue;
      const found = rows.map((): number[][] => []);
      for (let number = 0; number < nets; number++) {
        using sampled = new SampledSlopes(engine, network({ width: 200, number, ...given }), points);
        rows.forEach(({ depth }, index) => {
          while (sampled.depth < depth) sampled.advance();
          found[index]!.push(sampledAutocorrelation(engine, sampled.slopes(), reference.lags, { centred: true }));
        });
      }
      rows.forEach(({ depth, mean, deviation }, row) =>
        reference.lags.forEach((lag, index) => {
          const measured = found[row]!.reduce((sum, values) => sum + values[index]!, 0) / nets;
          const error = deviation[index]! * Math.sqrt(1 / nets + 1 / reference.nets);
          expect(Math.abs(measured - mean[index]!), `${kind}, depth ${depth}, lag ${lag}: ${measured}, standard error ${error}`).toBeLessThan(
            3.5 * error + 1e-4,
          );
        }),
      );
    }
  };

  // standard errors: normalised .004 to .02 (lag 1 to 15), plain and residual .005 to .04
  it('of 48 networks at 1 and 4 layers is that of 400 others, by another program', { timeout: 120_000 }, () => compare(48, [1, 4]));

  // standard errors at 24 layers: .02 normalised, .015 to .08 plain and residual
  it('of 12 networks at 10 and 24 layers, too', { timeout: 120_000 }, () => compare(12, [10, 24]));
});

describe('the experiment', () => {
  it('says that a looks-linear network has autocorrelation 1, and gives every claim at 24 layers its standard error', { timeout: 60_000 }, async () => {
    const { tables, claims } = await shattered.run(engine, { ...shattered.quick, depths: [1, 3], mapWidth: 64 });
    const linear = tables[0]!.rows.filter(([kind]) => kind === 'looks-linear');
    expect(linear.map((row) => row.slice(1))).toEqual([
      [1, 1, 1, 1, 1, 1, 1],
      [3, 1, 1, 1, 1, 1, 1],
    ]);
    const [plain, normalised] = tables[1]!.rows as [(string | number)[], (string | number)[]];
    expect(Math.abs((normalised[1] as number) - (plain[1] as number))).toBeGreaterThan(6 * (plain[2] as number));
    expect(claims.filter(({ note }) => note?.includes('three standard errors')).length).toBe(3);
  });
});
