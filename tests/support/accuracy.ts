import { activationIds, alphaOf, evaluateActivation } from './activation-calls.js';
import { activationRows } from './activation-rows.js';
import { DoubleDouble } from './double-double.js';
import { type Build, loadRaw } from './engines.js';
import { evaluate, type MathFunctionName, mathFunctionNames, mathFunctions, points64 } from './math-functions.js';
import { ulpError } from './ulp.js';

/** A share of the measurement behind docs/accuracy.md: a function over some patterns of single precision, or over points of double. */
export interface Job {
  readonly build: Build;
  readonly kind: 'function' | 'activation';
  readonly name: string;
  readonly precision: 'f32' | 'f64';
  /** Patterns from, from + step, ... below to. */
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** The worst errors in units in the last place: of a function, or of value and slope. */
export interface Result {
  readonly count: number;
  readonly worst: readonly { readonly ulps: number; readonly at: number }[];
}

export const names = (build: Build) => ({ functions: mathFunctionNames, activations: activationIds(loadRaw(build)).map(([name]) => name) });

const block = 65536;

export const measure = (job: Job): Result => {
  const engine = loadRaw(job.build);
  const worst = [
    { ulps: 0, at: 0 },
    { ulps: 0, at: 0 },
  ];
  const note = (which: 0 | 1, ulps: number, at: number) => {
    if (ulps > worst[which]!.ulps) worst[which] = { ulps, at };
  };
  let count = 0;
  for (const x of job.precision === 'f32' ? patterns(job) : [points(job)]) {
    count += x.length;
    if (job.kind === 'function') {
      const row = mathFunctions[job.name as MathFunctionName];
      const y = evaluate(engine, job.name as MathFunctionName, x);
      for (let i = 0; i < x.length; i++) {
        const given = y[i]!;
        if (job.precision === 'f64') {
          note(0, ulpError(given, Number.isFinite(x[i]!) ? row.truth(x[i]!) : row.rough(x[i]!), 'f64'), x[i]!);
          continue;
        }
        // nothing to note where the result is the truth rounded: that is half a unit at most
        const truth = row.rough(x[i]!);
        const rounded = Math.fround(truth);
        if ((given === rounded && (given !== 0 || Object.is(given, rounded))) || (Number.isNaN(given) && Number.isNaN(truth))) continue;
        note(0, ulpError(given, truth, 'f32'), x[i]!);
      }
    } else {
      const row = activationRows[job.name]!;
      const alpha = DoubleDouble.from(alphaOf(job.name));
      const { a, d } = evaluateActivation(engine, job.name, x);
      for (let i = 0; i < x.length; i++) {
        const at = x[i]!;
        if (!Number.isFinite(at) || at === 0) continue;
        const exact = DoubleDouble.from(at);
        const floor = row.root && at > row.root.from && at < row.root.to ? row.root.floor : 0;
        note(0, ulpError(a[i]!, row.value(exact, alpha), job.precision, job.name === 'HardSigmoid' ? floor : 0), at);
        note(1, ulpError(d[i]!, row.slope(exact, alpha), job.precision, floor), at);
      }
    }
  }
  return { count, worst: job.kind === 'function' ? worst.slice(0, 1) : worst };
};

function* patterns({ from, to, step }: Job): Generator<Float32Array> {
  for (let next = from; next < to; next += step * block) {
    const bits = new Uint32Array(Math.min(block, Math.ceil((to - next) / step)));
    for (let i = 0; i < bits.length; i++) bits[i] = next + i * step;
    yield new Float32Array(bits.buffer);
  }
}

const points = ({ kind, name }: Job) => points64(200_000, kind === 'function' ? mathFunctions[name as MathFunctionName].range : [-40, 40]);
