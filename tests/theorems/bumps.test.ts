import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bumps } from '../../src/experiments/bumps.js';
import { ArgumentError, loadEngine } from '../../src/index.js';
import { bumpsAbout, evaluateBumps, piecewiseError, targetOn } from '../../src/theory/approximation.js';

const reference = JSON.parse(readFileSync(new URL('../reference/listings.json', import.meta.url), 'utf8'));
interface Statistics {
  readonly max_all: number;
  readonly L1_all_riemann: number;
  readonly max_covered: number;
  readonly L1_covered_riemann: number;
}
/** One sine listing of the reference. */
interface Listing {
  readonly name: string;
  readonly step: number;
  readonly first_i: number;
  readonly n_samples: number;
  readonly n_rects: number;
  readonly covered: readonly [number, number];
  readonly f64_literal: Statistics;
  readonly f64_robust: Statistics;
  readonly f32_literal: Statistics;
  readonly f32_robust: Statistics;
  readonly ideal_step_function: { readonly max_covered: number; readonly L1_covered: number };
  readonly samples_robust: readonly (readonly [number, number])[];
}

const engine = await loadEngine({ theory: true });
const sine = targetOn(engine, 'function', 'sin', [0, 5]);
const near = (got: number, wanted: number, relative: number) => expect(Math.abs(got / wanted - 1), `${got} against ${wanted}`).toBeLessThanOrEqual(relative);

describe("the lecture's listings", () => {
  it.each<[string, Listing]>(reference.sin.map((row: Listing) => [`${row.name}, loop from ${row.first_i}`, row]))(
    '%s: as written in f64, in f32 and without cancellation',
    (_name, row) => {
      const list = bumpsAbout(engine, sine, 0, row.step, row.first_i, row.n_samples - 2);
      expect(list.count).toBe(row.n_rects);
      const grid = { start: 0, step: 0.001, count: 5000 };
      const covered = [row.covered[0] + 1e-6, row.covered[1] - 1e-6] as const;
      const runs = [
        ['literal', 'f64', row.f64_literal, 1e-9],
        ['clamped', 'f64', row.f64_robust, 1e-12],
        ['literal', 'f32', row.f32_literal, 0.05],
        ['clamped', 'f32', row.f32_robust, 1e-6],
      ] as const;
      for (const [form, precision, wanted, tolerance] of runs) {
        const got = evaluateBumps(engine, form, precision, list, 1e-7, grid, sine, covered);
        near(got.sup, wanted.max_all, tolerance);
        near(got.l1, wanted.L1_all_riemann, tolerance);
        near(got.coveredSup, wanted.max_covered, tolerance);
        near(got.coveredL1, wanted.L1_covered_riemann, tolerance);
      }
      for (const [x, y] of row.samples_robust) {
        const { values } = evaluateBumps(engine, 'clamped', 'f64', list, 1e-7, { start: x, step: 1, count: 1 }, sine, covered);
        expect(Math.abs(values[0]! - y)).toBeLessThanOrEqual(1e-12);
      }
      const { sup, l1 } = piecewiseError(engine, sine, steps(list.table));
      near(sup, row.ideal_step_function.max_covered, 1e-9);
      near(l1, row.ideal_step_function.L1_covered, 1e-8);
    },
  );

  it('the sweep of eps has the reference errors: f64, f32 and the form without cancellation', async () => {
    const { result } = await bumps.run(engine);
    const sweep = (result as { listing1: { sweep: { eps: number; f32: number; f64: number; f32Clamped: number }[] } }).listing1.sweep;
    expect(sweep.map(({ eps }) => eps)).toEqual(reference.listing1.eps_sweep.map(({ eps }: { eps: number }) => eps));
    for (const [i, wanted] of reference.listing1.eps_sweep.entries()) {
      near(sweep[i]!.f64, wanted.f64_literal_max_err, 1e-9);
      near(sweep[i]!.f32, wanted.f32_literal_max_err, 0.05);
      expect(sweep[i]!.f32Clamped).toBeLessThanOrEqual(2e-7);
    }
  });
});

/** Bumps with vertical sides, without the ramps at the ends. */
function steps(table: Float64Array) {
  const count = table.length / 3;
  const rows = Array.from({ length: count }, (_, k) => table.subarray(3 * k, 3 * k + 3));
  return { x: Float64Array.from(rows.flatMap(([a, b]) => [a!, b!])), y: Float64Array.from(rows.flatMap(([, , h]) => [h!, h!])) };
}

describe('bumps', () => {
  it('has the table of exact errors that the step function has, and the picture of ten samples owes 78 % of its error to what is not drawn', async () => {
    const { tables } = await bumps.run(engine);
    const exact = tables[0]!.rows.filter(([, name]) => name === 'listing, where it has bumps');
    for (const [i, [sup, l1]] of [
      [0.249315, 0.275348],
      [0.049988, 0.071482],
      [0.005, 0.0075548],
    ].entries()) {
      near(exact[i]![3] as number, sup!, 1e-4);
      near(exact[i]![5] as number, l1!, 1e-4);
    }
    const [, , , , l1, , covered] = tables[1]!.rows[0] as number[];
    expect(1 - covered! / l1!).toBeCloseTo(0.78, 2);
  });

  it('holds for every function, any interval and any numbers of samples', async () => {
    for (const name of ['exp', 'gaussian', 'square', 'runge', 'sin', 'exp(-x/2)*sin(3*x)+abs(x-1/2)', 'tanh(2*x)/(2+cos(x))', '2*x-1', '3', 'abs(x)']) {
      const { claims } = await bumps.run(engine, { function: name, from: -3, to: 4, samples: [40, 160, 640] });
      expect(claims.filter(({ holds }) => !holds)).toEqual([]);
      expect(claims.length).toBeGreaterThan(6);
    }
  });

  it('f32 is refused where eps is too small for it, naming eps, and allowed where it is not', async () => {
    const refusal = bumps.run(engine, { precision: 'f32' });
    await expect(refusal).rejects.toThrow(ArgumentError);
    await expect(refusal).rejects.toThrow(/^eps: expected at least 0\.0000\d+ in f32 .*got 1e-7/);
    const { tables } = await bumps.run(engine, { precision: 'f32', eps: 1e-3, samples: [10] });
    expect(tables[1]!.rows[0]![5]).toBeLessThan(0.26);
  });

  it('leaves out the best pieces where there are fewer samples than inflections', async () => {
    const { tables, claims } = await bumps.run(engine, { function: 'sin(20*x)', samples: [10, 40, 500] });
    const best = tables[0]!.rows.filter(([, name]) => name === 'best pieces').map(([samples]) => samples);
    expect(best).toEqual([40, 500]);
    expect(claims.every(({ holds }) => holds)).toBe(true);
  });

  it('refuses what is no formula and what is not smooth on the interval, with the place', async () => {
    await expect(bumps.run(engine, { function: 'sin(x' })).rejects.toThrow(/^function: expected "\)" at character 6/);
    await expect(bumps.run(engine, { function: 'log(x)' })).rejects.toThrow(/^function: .* near x = 0/);
  });

  it('refuses an empty interval and ramps wider than the steps, by name', async () => {
    await expect(bumps.run(engine, { from: 1, to: 1 })).rejects.toThrow(/^to: /);
    await expect(bumps.run(engine, { eps: 0.1, samples: [50] })).rejects.toThrow(/^eps: /);
  });

  it('gives the same bits again', async () => {
    expect(await bumps.run(engine)).toEqual(await bumps.run(engine));
  });
});
