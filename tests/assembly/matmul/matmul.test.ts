import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CanaryArena, type Placed } from '../../support/canary.js';
import { type Build, builds, loadRaw, type Precision, precisions, type RawEngine } from '../../support/engines.js';
import { chainProduct, epsilon, exactElement, identical, type Operand, seeded, worstRatio } from '../../support/gemm-oracle.js';

/** Above the ratio 8 a result is wrong; BLAS's own testers allow 16. */
const ratioLimit = 8;
const coefficients = [0, 1, -1, 0.7];

type Layout = 'rows' | 'columns' | 'general';
interface Problem {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly alpha: number;
  readonly beta: number;
  readonly layouts: readonly [Layout, Layout, Layout];
  /** Elements that every row (or column) is longer than it must be. */
  readonly extra: number;
  readonly shift: number;
}

const rounded = (precision: Precision, x: number): number => (precision === 'f32' ? Math.fround(x) : x);

const random = (precision: Precision, next: () => number, rows: number, columns: number): Operand => ({
  rows,
  columns,
  values: Float64Array.from({ length: rows * columns }, () => rounded(precision, 2 * next() - 1)),
});

const nan = (rows: number, columns: number): Operand => ({ rows, columns, values: new Float64Array(rows * columns).fill(Number.NaN) });

class Bench {
  readonly engine: RawEngine;
  readonly arena: CanaryArena;

  constructor(
    readonly build: Build,
    readonly precision: Precision,
  ) {
    this.engine = loadRaw(build);
    this.arena = new CanaryArena(this.engine, precision);
  }

  private place(x: Operand, layout: Layout, extra: number, shift: number): Placed {
    if (layout === 'rows') return this.arena.place(x.rows, x.columns, x.values, { rowStride: x.columns + extra, columnStride: 1, shift });
    if (layout === 'columns') return this.arena.place(x.rows, x.columns, x.values, { rowStride: 1, columnStride: x.rows + extra, shift });
    return this.arena.place(x.rows, x.columns, x.values, { rowStride: 3 * x.columns + extra, columnStride: 3, shift });
  }

  /** The product, after checking that C alone was written, and only where it has elements. */
  run(problem: Problem, a: Operand, b: Operand, c: Operand): ArrayLike<number> {
    const { m, n, k, alpha, beta, layouts, extra, shift } = problem;
    this.arena.reset();
    const at = this.place(a, layouts[0], extra, shift);
    const bt = this.place(b, layouts[1], extra, (shift * 3) % 4);
    const ct = this.place(c, layouts[2], extra, (shift * 2) % 4);
    const call = this.precision === 'f32' ? this.engine.matmul_f32 : this.engine.matmul_f64;
    call(m, n, k, alpha, at.pointer, at.rowStride, at.columnStride, bt.pointer, bt.rowStride, bt.columnStride, beta, ct.pointer, ct.rowStride, ct.columnStride);
    const damage = [at.damage('input'), bt.damage('input'), ct.damage('output')];
    if (damage.some(Boolean)) throw new Error(`${this.build} ${JSON.stringify(problem)}: damaged A, B, C: ${damage}`);
    return ct.read();
  }
}

const pick = <T>(next: () => number, from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
const layouts: readonly Layout[] = ['rows', 'rows', 'columns', 'columns', 'general'];

const randomProblem = (next: () => number): Problem => {
  const small = () => Math.floor(next() * 10);
  const wide = () => Math.floor(next() * 40);
  const size = () => (next() < 0.9 ? small() : wide());
  return {
    m: size(),
    n: size(),
    k: next() < 0.995 ? size() : 250 + Math.floor(next() * 300),
    alpha: rounded('f32', pick(next, coefficients)),
    beta: rounded('f32', pick(next, coefficients)),
    layouts: [pick(next, layouts), pick(next, layouts), pick(next, layouts)],
    extra: pick(next, [0, 0, 1, 7]),
    shift: Math.floor(next() * 4),
  };
};

/** Runs one problem on every build: the bound on each, and the same bits from debug and simd; returns the worst ratio. */
const check = (benches: readonly Bench[], precision: Precision, problem: Problem, next: () => number): number => {
  const { m, n, k, alpha, beta } = problem;
  const a = alpha === 0 ? nan(m, k) : random(precision, next, m, k);
  const b = alpha === 0 ? nan(k, n) : random(precision, next, k, n);
  const old = random(precision, next, m, n);
  const c = beta === 0 ? nan(m, n) : old;
  let worst = 0;
  let first: ArrayLike<number> | undefined;
  for (const bench of benches) {
    const got = bench.run(problem, a, b, c);
    const ratio = worstRatio(precision, alpha, a, b, beta, c, got);
    if (!(ratio < ratioLimit)) throw new Error(`${bench.build} ${JSON.stringify(problem)}: ratio ${ratio}`);
    worst = Math.max(worst, ratio);
    if (bench.build === 'relaxed') continue;
    if (first && !identical(got, first)) throw new Error(`${JSON.stringify(problem)}: debug and simd differ`);
    first = got;
    if (alpha === 1 && (beta === 0 || beta === 1)) {
      const chain = chainProduct(precision, a, b, (i, j) => (beta === 0 ? 0 : old.values[i * n + j]!));
      if (!identical(got, chain)) throw new Error(`${bench.build} ${JSON.stringify(problem)}: not one ascending chain`);
    }
  }
  return worst;
};

describe('the oracle', () => {
  /** x * 2^scale as an integer, for doubles whose last bit is not below 2^-scale. */
  const integer = (x: number, scale: number): bigint => {
    let exponent = 0;
    while (!Number.isInteger(x)) {
      x *= 2;
      exponent++;
    }
    return BigInt(x) << BigInt(scale - exponent);
  };

  test('double-double agrees with exact integer arithmetic to 2^-98 of the gauge', () => {
    const next = seeded(11);
    for (let round = 0; round < 2000; round++) {
      const k = Math.floor(next() * 12);
      const draw = (rows: number, columns: number): Operand => ({
        rows,
        columns,
        values: Float64Array.from({ length: rows * columns }, () => (next() - 0.5) * 2 ** Math.floor(next() * 20 - 10)),
      });
      const [a, b, c] = [draw(1, k), draw(k, 1), draw(1, 1)];
      const alpha = pick(next, [1, -1, 0.7, next()]);
      const beta = pick(next, [0, 1, -1, 0.7]);
      const { value, gauge } = exactElement(alpha, a, b, beta, c, 0, 0);
      let sum = 0n;
      for (let l = 0; l < k; l++) sum += integer(a.values[l]!, 100) * integer(b.values[l]!, 100);
      const exact = sum * integer(alpha, 100) + ((integer(beta, 100) * integer(c.values[0]!, 100)) << 100n);
      const error = ((integer(value[0], 250) + integer(value[1], 250)) << 50n) - exact;
      expect(Math.abs(Number(error)) * 2 ** -300, `case ${round}`).toBeLessThanOrEqual(gauge * 2 ** -98);
    }
  });
});

for (const precision of precisions) {
  describe(`matmul ${precision}`, () => {
    const benches = builds.map((build) => new Bench(build, precision));

    test('matmul stays under 8 eps of the gauge for 20,000 random products, strides and coefficients', () => {
      const next = seeded(1);
      let worst = 0;
      for (let i = 0; i < 20_000; i++) worst = Math.max(worst, check(benches, precision, randomProblem(next), next));
      console.info(`matmul ${precision}: cases=20000 worst_ratio=${worst.toFixed(3)}`);
      expect(worst).toBeLessThan(ratioLimit);
    });

    test('matmul equals the exact product around the edges of tile, panel and block, in all four transposes', () => {
      const next = seeded(2);
      const edges = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 33];
      let at = 0;
      for (const m of edges) {
        for (const n of edges) {
          for (const k of [1, 2, 3, 17, 255, 256, 257, 513]) {
            const transposed = at++ % 4;
            const pair: Problem['layouts'] = [transposed & 1 ? 'columns' : 'rows', transposed & 2 ? 'columns' : 'rows', 'rows'];
            check(benches.slice(k > 100 ? 1 : 0), precision, { m, n, k, alpha: 1, beta: 0, layouts: pair, extra: at % 3, shift: at % 4 }, next);
          }
        }
      }
    });

    test('matmul equals the exact product where operands are packed', () => {
      const next = seeded(3);
      for (const [m, n, k] of [
        [17, 141, 300],
        [301, 33, 70],
        [9, 67, 530],
        [80, 70, 100],
      ] as const) {
        for (const a of ['rows', 'columns', 'general'] as const) {
          for (const b of ['rows', 'columns', 'general'] as const) {
            const c = pick(next, ['rows', 'columns', 'general'] as const);
            const [alpha, beta] = pick(next, [
              [1, 0],
              [1, 1],
              [-1, 0.5],
            ] as const);
            check(benches.slice(1), precision, { m, n, k, alpha, beta, layouts: [a, b, c], extra: pick(next, [0, 3]), shift: 0 }, next);
          }
        }
      }
    });

    test('products of integers are exact in every build', () => {
      const next = seeded(4);
      for (let i = 0; i < 2000; i++) {
        const problem = { ...randomProblem(next), alpha: pick(next, [1, -1, 2]), beta: pick(next, [0, 1, -1]) };
        const draw = (rows: number, columns: number): Operand => ({
          rows,
          columns,
          values: Float64Array.from({ length: rows * columns }, () => Math.floor(next() * 65) - 32),
        });
        const [a, b, c] = [draw(problem.m, problem.k), draw(problem.k, problem.n), draw(problem.m, problem.n)];
        const want = chainProduct('f64', a, b).map((sum, at) => problem.alpha * sum + problem.beta * c.values[at]! + 0);
        for (const bench of benches)
          expect(
            identical(
              Float64Array.from(Array.from(bench.run(problem, a, b, c)), (x) => x + 0),
              want,
            ),
            `${bench.build} ${JSON.stringify(problem)}`,
          ).toBe(true);
      }
    });

    test('NaN, infinities, signed zeros and subnormals follow the ascending chain in every lane and tail', () => {
      const next = seeded(5);
      const tiny = precision === 'f32' ? 2 ** -149 : 2 ** -1074;
      const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, tiny, -3 * tiny, 1.5];
      for (let i = 0; i < 6400; i++) {
        const [m, n, k] = [1 + (i % 6), 1 + (i % 19), 1 + (i % 5)];
        const a = random(precision, next, m, k);
        const b = random(precision, next, k, n);
        const l = Math.floor(next() * k);
        (a.values as Float64Array)[Math.floor(next() * m) * k + l] = special[i % 8]!;
        (b.values as Float64Array)[l * n + (Math.floor(i / 8) % n)] = special[Math.floor(i / 8) % 8]!;
        const want = chainProduct(precision, a, b);
        const problem: Problem = {
          m,
          n,
          k,
          alpha: 1,
          beta: 0,
          layouts: [pick(next, layouts), pick(next, layouts), pick(next, layouts)],
          extra: 0,
          shift: i % 4,
        };
        for (const bench of benches) {
          const got = bench.run(problem, a, b, nan(m, n));
          // A fused build may keep a subnormal product that rounding loses; its non-finite results are the same.
          const same =
            bench.build === 'relaxed'
              ? identical(
                  Array.from(got, (x) => (Number.isFinite(x) ? 1 : x)),
                  Array.from(want, (x) => (Number.isFinite(x) ? 1 : x)),
                )
              : identical(got, want);
          expect(same, `${bench.build} case ${i}: ${JSON.stringify(problem)}`).toBe(true);
        }
      }
    });

    test('alpha = 0 and k = 0 never read A and B, and beta = 0 never reads C', () => {
      for (const bench of benches) {
        const call = precision === 'f32' ? bench.engine.matmul_f32 : bench.engine.matmul_f64;
        const outside = 0xfffffff0; // past the end of memory: reading it traps
        for (const [alpha, k] of [
          [0, 5],
          [1, 0],
        ] as const) {
          bench.arena.reset();
          const c = bench.arena.place(3, 5, Number.NaN);
          call(3, 5, k, alpha, outside, k, 1, outside, 5, 1, 0, c.pointer, 5, 1);
          expect(identical(Float64Array.from(c.read()), new Float64Array(15))).toBe(true);
          const d = bench.arena.place(3, 5, 3);
          call(3, 5, k, alpha, outside, k, 1, outside, 5, 1, 0.5, d.pointer, 5, 1);
          expect(d.read().every((x) => x === 1.5)).toBe(true);
        }
        expect(() => call(1, 1, 1, 1, outside, 1, 1, outside, 1, 1, 0, bench.arena.place(1, 1, 0).pointer, 1, 1)).toThrow(WebAssembly.RuntimeError);
      }
    });

    test('negative and zero strides run backwards and repeat', () => {
      for (const bench of benches) {
        bench.arena.reset();
        const call = precision === 'f32' ? bench.engine.matmul_f32 : bench.engine.matmul_f64;
        const bytes = precision === 'f32' ? 4 : 8;
        const a = bench.arena.place(2, 3, [1, 2, 3, 4, 5, 6]);
        const b = bench.arena.place(1, 3, [1, 10, 100]);
        const c = bench.arena.place(2, 2, Number.NaN);
        // A with its rows and columns reversed, times a column (1, 10, 100) repeated twice.
        call(2, 2, 3, 1, a.pointer + 5 * bytes, -3, -1, b.pointer, 1, 0, 0, c.pointer, 2, 1);
        expect(Array.from(c.read())).toEqual([456, 456, 123, 123]);
      }
    });

    test('operands may end where memory ends: nothing past them is read', () => {
      const size = precision === 'f32' ? 4 : 8;
      for (const build of builds) {
        const engine = loadRaw(build); // its own: the last bytes of memory belong to the allocator
        const call = precision === 'f32' ? engine.matmul_f32 : engine.matmul_f64;
        const [other, c] = [engine.allocate(4096), engine.allocate(4096)];
        const end = engine.memory.buffer.byteLength;
        for (let n = 1; n <= 19; n++) {
          for (const k of [1, 3, 4, 7, 8]) {
            const last = end - n * k * size;
            call(3, n, k, 1, other, k, 1, last, 1, k, 0, c, n, 1); // B by columns
            call(3, n, k, 1, other, k, 1, last, n, 1, 0, c, n, 1); // B by rows
            call(n, 3, k, 1, last, k, 1, other, 3, 1, 0, c, 3, 1); // A by rows
            call(n, 3, k, 1, last, 1, n, other, 3, 1, 0, c, 3, 1); // A by columns
            call(n, k, 3, 1, other, 3, 1, other, k, 1, 0, last, k, 1); // C by rows
            call(n, k, 3, 1, other, 3, 1, other, k, 1, 0, last, 1, n); // C by columns
          }
        }
        expect(engine.memory.buffer.byteLength).toBe(end);
      }
    });

    test('the reference file of exact and rounded products holds', () => {
      interface Case {
        id: string;
        m: number;
        n: number;
        k: number;
        op: string;
        A: number[][];
        B: number[][];
        C: number[][];
        exact: boolean;
      }
      const { cases } = JSON.parse(readFileSync(new URL('../../reference/gemm.json', import.meta.url), 'utf8')) as { cases: Case[] };
      for (const { id, m, n, k, op, A, B, C, exact } of cases) {
        const operand = (stored: number[][], transposed: boolean, rows: number, columns: number): Operand => ({
          rows,
          columns,
          values: Float64Array.from({ length: rows * columns }, (_, at) => {
            const [i, j] = [Math.floor(at / columns), at % columns];
            return transposed ? stored[j]![i]! : stored[i]![j]!;
          }),
        });
        const a = operand(A, op[0] === 't', m, k);
        const b = operand(B, op[1] === 't', k, n);
        const problem: Problem = {
          m,
          n,
          k,
          alpha: 1,
          beta: 0,
          layouts: [op[0] === 't' ? 'columns' : 'rows', op[1] === 't' ? 'columns' : 'rows', 'rows'],
          extra: 0,
          shift: 0,
        };
        for (const bench of benches) {
          const got = bench.run(problem, a, b, nan(m, n));
          for (let at = 0; at < m * n; at++) {
            const [i, j] = [Math.floor(at / n), at % n];
            const { gauge } = exactElement(1, a, b, 0, a, i, j);
            // The file's own tolerance: bit equality, or k units of rounding of the sum of magnitudes (twice that where inputs were rounded to f32).
            const tolerance = exact ? 0 : k * epsilon[precision] * gauge * (precision === 'f32' ? 1 : 0.5);
            expect(Math.abs(got[at]! - C[i]![j]!), `${bench.build} ${id} (${i}, ${j})`).toBeLessThanOrEqual(tolerance);
          }
        }
      }
    });
  });
}
