import type { Engine } from '../../engine/engine.js';
import { bytesPer, type Precision, precisions } from '../../engine/memory.js';
import { type ActivationName, activationId, activations } from '../../network/activation.js';
import { median } from '../../theory/median.js';
import { breathe, type Context } from '../experiment.js';

/** Nanoseconds a number, medians over the rounds. */
export interface Speed {
  readonly name: ActivationName;
  readonly precision: Precision;
  readonly length: number;
  /** a = f(z), and d = d f'(z). */
  readonly forward: number;
  readonly backward: number;
  /** Of the fastest round: what others do on the machine only adds to a time. */
  readonly fastestForward: number;
}

export interface SpeedOptions {
  readonly names: readonly ActivationName[];
  readonly lengths: readonly number[];
  readonly rounds: number;
  /** Milliseconds, of the wall or of the processor. */
  readonly clock: () => number;
}

/** Milliseconds that a sample lasts at least: short, so that few are interrupted, but never fewer ticks of the clock than that (a page's may tick in tenths). */
const shortest = 0.2;
const ticks = 20;
/** Milliseconds for which every kernel runs before anything is timed: V8 compiles it again, better, after a while. */
const warmUp = 40;
/** Samples between two looks at the clock. */
const together = 32;
/** Lengths are rounded up to a multiple of the lanes. */
const lanes = 4;

/**
 * Times the kernels of each engine over standard normal numbers, which is what a sound network feeds them: one sample of everything after the other, engines in turn, round after round, so that whatever else
 * the machine does falls on all alike. Whoever needs ratios takes them within one call. Uses nothing of the larger module, so that any build can be measured. One list an engine.
 */
export async function measureSpeed(engines: readonly Engine[], { names, lengths, rounds, clock }: SpeedOptions, context: Context): Promise<Speed[][]> {
  const longest = Math.ceil(Math.max(...lengths) / lanes) * lanes;
  const block = longest * bytesPer('f64');
  const arrays: { readonly engine: Engine; readonly z: number }[] = [];
  try {
    for (const engine of engines) arrays.push({ engine, z: engine.memory.allocate(`three arrays of ${longest} numbers`, 3 * block) });
    const tasks = precisions.flatMap((precision) =>
      names.flatMap((name) => lengths.flatMap((length) => arrays.map((place) => taskOf({ ...place, name, precision, length, block })))),
    );
    const sampleTime = Math.max(shortest, ticks * tickOf(clock));
    const samplers = tasks.flatMap(({ forward, backward }) => [forward, backward].map((run) => new Sampler(run, clock, sampleTime)));
    const total = samplers.length * (rounds + 1);
    let done = 0;
    let filled: Precision | undefined;
    const each = async (work: (sampler: Sampler) => void) => {
      for (const [index, sampler] of samplers.entries()) {
        const { precision } = tasks[index >> 1]!;
        // the three arrays are shared: numbers of one precision are noise in the other, subnormal ones among them
        if (filled !== precision) for (const place of arrays) fill(place, precision, block, longest);
        filled = precision;
        work(sampler);
        if (++done % together === 0) await breathe(context, done, total);
      }
    };
    for (const precision of precisions) {
      for (const place of arrays) fill(place, precision, block, longest);
      const few = tasks.filter((task) => task.precision === precision && task.length === tasks[0]!.length);
      for (const start = clock(); clock() - start < warmUp; ) for (const { forward, backward } of few) [forward(), backward()];
    }
    await each((sampler) => sampler.calibrate());
    for (let round = 0; round < rounds; round++) await each((sampler) => sampler.sample());
    const speeds = tasks.map(({ engine, name, precision, length }, index) => {
      const [forward, backward] = [samplers[2 * index]!, samplers[2 * index + 1]!];
      const each = (milliseconds: number) => (milliseconds * 1e6) / length;
      const times = { forward: each(forward.median), backward: each(backward.median), fastestForward: each(forward.fastest) };
      return { engine, speed: { name, precision, length, ...times } };
    });
    return engines.map((engine) => speeds.filter((it) => it.engine === engine).map(({ speed }) => speed));
  } finally {
    for (const { engine, z } of arrays) engine.memory.release(z);
  }
}

/** The least of some steps of a clock, in milliseconds: another process may run within one. */
function tickOf(clock: () => number): number {
  let least = Number.POSITIVE_INFINITY;
  let before = clock();
  for (let step = 0; step < 10; step++) {
    let after = clock();
    while (after === before) after = clock();
    least = Math.min(least, after - before);
    before = after;
  }
  return least;
}

interface Place {
  readonly engine: Engine;
  readonly name: ActivationName;
  readonly precision: Precision;
  readonly length: number;
  readonly z: number;
  readonly block: number;
}

function taskOf({ engine, name, precision, length, z, block }: Place) {
  const { activate, multiplyBySlope } = engine.kernels(precision);
  const id = activationId(engine, name);
  const facts = activations[name];
  const alpha = 'alpha' in facts ? facts.alpha.default : 0;
  const count = Math.ceil(length / lanes) * lanes;
  return {
    engine,
    name,
    precision,
    length: count,
    forward: () => activate(id, count, alpha, z, z + block),
    backward: () => multiplyBySlope(id, count, alpha, z, z + block, z + 2 * block),
  };
}

/** Standard normal z; zeros as a and as d, which stay zeros however often they are multiplied. */
function fill({ engine, z }: { readonly engine: Engine; readonly z: number }, precision: Precision, block: number, count: number): void {
  engine.memory.floats('f64', z + block, (2 * block) / bytesPer('f64')).fill(0);
  engine.kernels(precision).fillNormal(count, 1, 0, 0, z);
}

/** A task that is repeated within a sample until the sample is long enough. */
class Sampler {
  readonly #samples: number[] = [];
  readonly #run: () => void;
  readonly #clock: () => number;
  readonly #least: number;
  #repeats = 1;

  /** A sample lasts `least` milliseconds at least. */
  constructor(run: () => void, clock: () => number, least: number) {
    this.#run = run;
    this.#clock = clock;
    this.#least = least;
  }

  calibrate(): void {
    for (let time = this.#time(); time < this.#least; time = this.#time()) this.#repeats *= time > this.#least / 8 ? 2 : 8;
  }

  sample(): void {
    this.#samples.push(this.#time() / this.#repeats);
  }

  /** Milliseconds a run. */
  get median(): number {
    return median(this.#samples);
  }

  get fastest(): number {
    return Math.min(...this.#samples);
  }

  #time(): number {
    const start = this.#clock();
    for (let i = 0; i < this.#repeats; i++) this.#run();
    return this.#clock() - start;
  }
}
