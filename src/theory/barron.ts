import { seed as checkSeed } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import { normal, type Seed } from '../engine/random.js';
import { Resource } from '../engine/resource.js';
import { enumMember } from '../network/activation.js';
import { power } from './power.js';

export const barronTargets = ['gaussian', 'cosine', 'sech', 'cosines'] as const;
export type BarronTargetName = (typeof barronTargets)[number];

/** A function on R^n whose Barron constant is known: the formulas are assembly/barron.ts's. */
export interface BarronTarget {
  readonly name: BarronTargetName;
  /** What the module calls its formula. */
  readonly kernel: string;
  readonly dimension: number;
  /** C = int |w| |f~(w)| dw, |w| Euclidean. */
  readonly constant: number;
  readonly frequencies: Float64Array;
  readonly phases: Float64Array;
  readonly amplitudes: Float64Array;
  /** Directions of the frequencies; undefined where every direction is as likely. */
  readonly directions: Float64Array | undefined;
}

/** 8 G / pi^2, G Catalan's constant: the constant of 1 / cosh x on the line. */
export const sechConstant = 0.7424537454215444;

/** Steep enough that the function is far from constant on the unit ball. */
const sharpness = 1.5;

/** Sums of ridges: |frequency| and amplitude of each term; `turn` as the kernel counts the phases of cosines in turns. */
const ridges = {
  cosine: { kernel: 'cosines', lengths: [6], amplitudes: [1], weight: 1, turn: 2 * Math.PI },
  sech: { kernel: 'sech', lengths: [4], amplitudes: [1], weight: sechConstant, turn: 1 },
  cosines: { kernel: 'cosines', lengths: [6, 6, 6], amplitudes: [1, 1, 1], weight: 1, turn: 2 * Math.PI },
} as const;

/** The constant of exp(-|x|^2 / 2) on R^n: sqrt 2 Gamma((n + 1) / 2) / Gamma(n / 2), the mean length of a normal vector. */
export function gaussianConstant(dimension: number): number {
  let ratio = dimension % 2 === 1 ? 1 / Math.sqrt(Math.PI) : Math.sqrt(Math.PI) / 2;
  for (let n = dimension % 2 === 1 ? 1 : 2; n < dimension; n += 2) ratio *= (n + 1) / n; // Gamma(x + 1) = x Gamma(x)
  return Math.SQRT2 * ratio;
}

/** One of the targets in a dimension; directions and phases of the ridges are drawn. */
export function barronTarget(engine: Engine, name: BarronTargetName, dimension: number, seed: Seed): BarronTarget {
  if (name === 'gaussian') {
    const constant = sharpness * gaussianConstant(dimension);
    const single = Float64Array.of(1);
    return { name, kernel: name, dimension, constant, frequencies: Float64Array.of(sharpness), phases: single, amplitudes: single, directions: undefined };
  }
  const { kernel, lengths, amplitudes, weight, turn } = ridges[name];
  const drawn = normal(engine, { count: lengths.length * dimension, seed, stream: streams.directions + dimension });
  const rows = lengths.map((_, term) => {
    const row = Array.from(drawn.subarray(term * dimension, (term + 1) * dimension));
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    return row.map((value) => value / length);
  });
  return {
    name,
    kernel,
    dimension,
    constant: weight * lengths.reduce<number>((sum, length, term) => sum + length * (amplitudes[term] as number), 0),
    frequencies: Float64Array.from(rows.flatMap((row, term) => row.map((value) => (value * (lengths[term] as number)) / turn))),
    phases: new Float64Array(lengths.length),
    amplitudes: Float64Array.from(amplitudes),
    directions: Float64Array.from(rows.flat()),
  };
}

/** Streams of the seed. */
const streams = { points: 0, noise: 1, directions: 100, candidates: 300 };

/** Points uniform in a ball and the target's values there, with noise if wanted; stream keeps one sample from another. */
export interface BallSample {
  readonly inputs: Float64Array;
  readonly values: Float64Array;
}

export function sampleBall(
  engine: Engine,
  target: BarronTarget,
  given: { count: number; radius: number; noise: number; seed: Seed; stream: number },
): BallSample {
  const { count, radius, noise, seed, stream } = given;
  const { memory, exports } = engine;
  const { low, high } = checkSeed('seed', seed);
  return memory.scratch(`${count} points of a ball`, 8 * count * (target.dimension + 1), (x) => {
    const y = x + 8 * count * target.dimension;
    engine.run('ballPoints', () => exports.ballPoints(count, target.dimension, radius, low, high, 2 * stream + streams.points, x));
    evaluate(engine, target, count, x, y, 0, { noise, low, high, stream: 2 * stream + streams.noise });
    return {
      inputs: memory.floats('f64', x, count * target.dimension).slice() as Float64Array,
      values: memory.floats('f64', y, count).slice() as Float64Array,
    };
  });
}

function evaluate(
  engine: Engine,
  target: BarronTarget,
  count: number,
  x: number,
  y: number,
  offset: number,
  { noise, low, high, stream }: { noise: number; low: number; high: number; stream: number },
): void {
  const { memory, exports } = engine;
  const { frequencies, phases, amplitudes, dimension } = target;
  const terms = amplitudes.length;
  memory.scratch('a target', 8 * (frequencies.length + 2 * terms), (list) => {
    memory.floats('f64', list, frequencies.length).set(frequencies);
    const [phase, amplitude] = [list + 8 * frequencies.length, list + 8 * (frequencies.length + terms)];
    memory.floats('f64', phase, terms).set(phases);
    memory.floats('f64', amplitude, terms).set(amplitudes);
    const id = enumMember(exports.BarronTarget, target.kernel);
    engine.run('barronTarget', () => exports.barronTarget(id, count, dimension, x, terms, list, phase, amplitude, offset, noise, low, high, stream, y));
  });
}

/** f(0). */
function atOrigin(engine: Engine, target: BarronTarget): number {
  const { memory } = engine;
  return memory.scratch('the origin', 8 * (target.dimension + 1), (x) => {
    memory.floats('f64', x, target.dimension).fill(0);
    const y = x + 8 * target.dimension;
    evaluate(engine, target, 1, x, y, 0, { noise: 0, low: 0, high: 0, stream: 0 });
    return memory.floats('f64', y, 1)[0] as number;
  });
}

export interface GreedyOptions {
  readonly radius: number;
  /** Points of the probability in whose mean square the construction is made and measured. */
  readonly points: number;
  /** As many further points of the ball, on which it is only measured. */
  readonly fresh: number;
  readonly units: number;
  /** Random directions tried a unit, where the target does not have its own. */
  readonly candidates: number;
  readonly seed: Seed;
}

/** One unit of the sum f(0) + sum height 1[direction . x > threshold]. */
export interface StepUnit {
  readonly direction: readonly number[];
  readonly threshold: number;
  readonly height: number;
}

/** Barron's greedy construction for one target, a few units at a time. */
export class GreedyBarron extends Resource {
  readonly target: BarronTarget;
  /** f(0), the constant of the sum. */
  readonly atOrigin: number;
  /** (2 r C)^2, which over q bounds the mean square error. */
  readonly bound: number;
  /** Mean squares after each unit: on the points of the construction, and on fresh ones. */
  readonly errors: number[] = [];
  readonly freshErrors: number[] = [];
  readonly #given: GreedyOptions;
  readonly #places: readonly number[];

  constructor(engine: Engine, target: BarronTarget, given: GreedyOptions) {
    const { radius, points, fresh, units, candidates, seed } = given;
    const { memory, exports } = engine;
    const { dimension } = target;
    const all = points + fresh;
    const directions = target.directions?.length ?? units * candidates * dimension;
    const sizes = [8 * all * dimension, 8 * all, 8 * all, 8 * directions, 8 * units * (dimension + 2), 16 * units, exports.barronBytes(points)];
    const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, bytes) => sum + Math.ceil(bytes / 16) * 16, 0));
    const pointer = memory.allocate(`the greedy construction of ${units} units`, (starts.at(-1) as number) + (sizes.at(-1) as number));
    super(engine, 'greedy construction', () => memory.release(pointer));
    this.target = target;
    this.bound = power(2 * radius * target.constant, 2);
    this.#given = given;
    this.#places = starts.map((start) => pointer + start);
    const [x, h, u, list] = this.#places as [number, number, number, number];
    this.atOrigin = atOrigin(engine, target);
    const { low, high } = checkSeed('seed', seed);
    engine.run('ballPoints', () => exports.ballPoints(all, dimension, radius, low, high, streams.points, x));
    evaluate(engine, target, all, x, h, -this.atOrigin, { noise: 0, low, high, stream: 0 });
    memory.floats('f64', u, all).fill(0);
    const drawn = target.directions ?? normal(engine, { count: directions, seed, stream: streams.candidates });
    memory.floats('f64', list, directions).set(drawn);
  }

  /** Adds up to `steps` units, never more than the construction has room for. */
  grow(steps: number): void {
    this.alive();
    const { engine, target } = this;
    const { points, fresh, units, candidates, radius } = this.#given;
    const [x, h, u, list, kept, errors, work] = this.#places as [number, number, number, number, number, number, number];
    const { dimension } = target;
    const done = this.errors.length;
    const more = Math.min(steps, units - done);
    const own = target.directions;
    const tried = own === undefined ? candidates : own.length / dimension;
    const count = own === undefined ? units * candidates : tried;
    const reach = 2 * radius * target.constant;
    engine.run('barronGreedy', () =>
      engine.exports.barronGreedy(points + fresh, points, dimension, x, h, u, reach, count, list, done * tried, tried, done, more, kept, errors, work),
    );
    const pairs = engine.memory.floats('f64', errors, 2 * more);
    for (let step = 0; step < more; step++) {
      this.errors.push(pairs[2 * step] as number);
      this.freshErrors.push(pairs[2 * step + 1] as number);
    }
  }

  /** The units so far, as the sum now weighs them. */
  get units(): StepUnit[] {
    this.alive();
    const { dimension } = this.target;
    const numbers = Array.from(this.engine.memory.floats('f64', this.#places[4] as number, this.errors.length * (dimension + 2)));
    return this.errors.map((_, index) => {
      const row = numbers.slice(index * (dimension + 2), (index + 1) * (dimension + 2));
      return { direction: row.slice(0, dimension), threshold: row[dimension] as number, height: row[dimension + 1] as number };
    });
  }
}

export interface SamplingOptions {
  /** n of exp(-|x|^2 / 2); 1 for sines. */
  readonly dimension: number;
  /** k of sin(2 pi k x); 0 for the Gaussian. */
  readonly frequency: number;
  readonly units: number;
  readonly repetitions: number;
  /** Points a repetition. */
  readonly points: number;
  readonly seed: Seed;
}

/** Mean square error of Maurey's random sums, q = 1 to `units`; its expectation is `samplingConstant` / q, exactly. */
export function sampleMaurey(engine: Engine, { dimension, frequency, units, repetitions, points, seed }: SamplingOptions): Float64Array {
  const { memory, exports } = engine;
  const { low, high } = checkSeed('seed', seed);
  return memory.scratch('random sums', 8 * (units + points * (dimension + 2) + dimension), (errors) => {
    engine.run('barronSampling', () => exports.barronSampling(dimension, frequency, units, repetitions, points, low, high, errors, errors + 8 * units));
    return memory.floats('f64', errors, units).slice() as Float64Array;
  });
}

/** The expected mean square error of one random unit: Gaussian (1 + 5^(-n/2)) / 2 - 3^(-n/2); sine 8 k^2 - 1/2. */
export function samplingConstant({ dimension, frequency }: Pick<SamplingOptions, 'dimension' | 'frequency'>): number {
  if (frequency > 0) return 8 * frequency * frequency - 0.5;
  const root = (base: number) => (dimension % 2 === 0 ? 1 : 1 / Math.sqrt(base)) / power(base, Math.floor(dimension / 2));
  return (1 + root(5)) / 2 - root(3);
}
