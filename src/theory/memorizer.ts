import type { Engine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import type { Matrix } from '../engine/matrix.js';
import type { Precision } from '../engine/memory.js';
import { Resource } from '../engine/resource.js';
import { Network } from '../network/network.js';

/** A network c(x) = sum_j w_j relu(a . x - b_j) through N points, and what it cost; the construction is assembly/memorize.ts's. */
export interface Memorizer {
  readonly precision: Precision;
  /** a: n weights, used by every unit. */
  readonly direction: Float64Array;
  /** b, ascending: N weights. */
  readonly thresholds: Float64Array;
  /** w: N weights. */
  readonly weights: Float64Array;
  /** Smallest distance of two neighbours on the direction. */
  readonly smallestGap: number;
  readonly largestWeight: number;
  /** |A| |A^-1| in the norm of row sums, A the matrix relu(z_i - b_j); of t = 1 alone. */
  readonly condition: number;
  /** Largest entry of |A^-1|; of t = 1 alone. */
  readonly largestInverse: number;
  /** Largest |c(x_i) - y_i| of the network with its parameters as stored, evaluated in double-double. */
  readonly residual: number;
  /** The same over `sampled` of the points, every product and sum rounded to the precision. */
  readonly plainResidual: number;
}

/** A network of several hidden layers through N points. */
export interface DeepMemorizer {
  readonly network: Network;
  /** Parameters that are not 0. */
  readonly nonZero: number;
}

export interface MemorizeOptions {
  readonly precision?: Precision;
  /** Where a threshold stands between two projections: 1 at the lower, near 0 at the upper. */
  readonly t?: number;
  /** Most points at which the plain sum is tried, each of which costs N. */
  readonly sampled?: number;
}

/** Points with a value each, in the engine's memory, and the networks that go through them. */
export class Points extends Resource {
  readonly count: number;
  readonly features: number;
  readonly #x: number;
  readonly #y: number;
  readonly #order: number;
  readonly #direction: number;
  readonly #thresholds: number;
  readonly #weights: number;
  readonly #facts: number;
  readonly #work: number;

  constructor(engine: Engine, inputs: Matrix, targets: Float64Array) {
    const { rows: count, columns: features, data } = inputs;
    if (!(data instanceof Float64Array)) throw new ArgumentError('inputs', 'a matrix in double precision', data);
    if (count < 2) throw new ArgumentError('inputs', 'at least two points', count);
    if (targets.length !== count) throw new ArgumentError('targets', `${count} numbers`, targets);
    const { memory, exports } = engine;
    const sizes = [8 * count * features, 8 * count, 4 * count, 8 * features, 8 * count, 8 * count, 64, exports.memorizeBytes(count)];
    const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, bytes) => sum + Math.ceil(bytes / 16) * 16, 0));
    const pointer = memory.allocate(`${count} points`, (starts.at(-1) as number) + (sizes.at(-1) as number));
    super(engine, 'points', () => memory.release(pointer));
    this.count = count;
    this.features = features;
    const places = starts.map((start) => pointer + start) as [number, number, number, number, number, number, number, number];
    [this.#x, this.#y, this.#order, this.#direction, this.#thresholds, this.#weights, this.#facts, this.#work] = places;
    memory.floats('f64', this.#x, count * features).set(data);
    memory.floats('f64', this.#y, count).set(targets);
  }

  /** The smallest gap between the projections on a direction, for the size of the largest: what makes a direction good. */
  gap(direction: Float64Array): number {
    const { engine, count, features } = this;
    this.#setDirection(direction);
    return engine.run('projectedGap', () => engine.exports.projectedGap(count, features, this.#x, this.#direction, this.#order, this.#work));
  }

  /** The network of 2 N + n weights on a direction; undefined where no number of the precision stands between two projections. */
  memorize(direction: Float64Array, { precision = 'f64', t = 1, sampled = 1000 }: MemorizeOptions = {}): Memorizer | undefined {
    const { engine, count, features } = this;
    const { exports, memory } = engine;
    const single = precision === 'f32' ? 1 : 0;
    this.#setDirection(direction);
    const [x, y, a, order, b, w, facts, work] = [this.#x, this.#y, this.#direction, this.#order, this.#thresholds, this.#weights, this.#facts, this.#work];
    if (engine.run('memorize', () => exports.memorize(count, features, x, y, a, t, single, order, b, w, facts, work)) === 0) return undefined;
    const [smallestGap, largestWeight, norm, inverseNorm, largestInverse] = memory.floats('f64', facts, 5) as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    const read = (pointer: number, length: number) => memory.floats('f64', pointer, length).slice() as Float64Array;
    const residual = memory.scratch('residuals', 8 * count, (out) =>
      engine.run('memorizedValues', () => exports.memorizedValues(count, b, w, count, features, x, y, a, single, out, work)),
    );
    const stride = Math.ceil(count / sampled);
    return {
      precision,
      direction: read(a, features),
      thresholds: read(b, count),
      weights: read(w, count),
      smallestGap,
      largestWeight,
      condition: t === 1 ? norm * inverseNorm : Number.NaN,
      largestInverse: t === 1 ? largestInverse : Number.NaN,
      residual,
      plainResidual: engine.run('memorizedPlainly', () => engine.kernels(precision).memorizedPlainly(count, b, w, count, features, x, y, a, stride)),
    };
  }

  /**
   * A network in double precision of at most `hiddenLayers` hidden layers, as wide as `deepWidths` says. `shared` spends the first of them on a . x alone.
   * The caller disposes of the network.
   */
  memorizeDeep(direction: Float64Array, hiddenLayers: number, shared: boolean): DeepMemorizer | undefined {
    const { engine, count, features } = this;
    const widths = deepWidths(count, hiddenLayers, shared);
    if (!(this.gap(direction) > 0)) return undefined; // leaves the projections, and their order, where they are wanted
    const network = new Network(engine, { widths: [features, ...widths, 1], precision: 'f64', init: 'zeros' });
    const projections = this.#work + engine.exports.sortBytes(count);
    const parameters = engine.exports.parametersOf(network.address);
    const [y, a, order] = [this.#y, this.#direction, this.#order];
    const intervals = blockLength(count, hiddenLayers, shared);
    const nonZero = engine.run('memorizeDeep', () =>
      engine.exports.memorizeDeep(count, features, projections, y, order, a, intervals, shared ? 1 : 0, parameters),
    );
    return { network, nonZero };
  }

  /** Largest distance of a network's outputs from the points' values; infinite if one is not a number. */
  residualOf(network: Network): number {
    const { engine, count, features } = this;
    const { memory, exports } = engine;
    const outputs = network.forward({ rows: count, columns: features, data: memory.floats('f64', this.#x, count * features).slice() });
    return memory.scratch('outputs', 8 * count, (pointer) => {
      memory.floats('f64', pointer, count).set(outputs.data);
      const largest = engine.run('largestDifference', () => exports.largestDifference(count, pointer, this.#y));
      return Number.isNaN(largest) ? Number.POSITIVE_INFINITY : largest;
    });
  }

  #setDirection(direction: Float64Array): void {
    this.alive();
    if (direction.length !== this.features) throw new ArgumentError('direction', `${this.features} numbers`, direction);
    this.engine.memory.floats('f64', this.#direction, this.features).set(direction);
  }
}

/** Intervals between neighbours that one layer takes. */
export function blockLength(count: number, hiddenLayers: number, shared: boolean): number {
  const layers = shared ? hiddenLayers - 1 : hiddenLayers;
  if (layers < 1) throw new ArgumentError('hiddenLayers', `at least ${shared ? 2 : 1}`, hiddenLayers);
  return Math.ceil((count - 1) / layers);
}

/** Hidden widths of the deep network: at most blockLength + 2, and fewer layers where fewer blocks are filled. */
export function deepWidths(count: number, hiddenLayers: number, shared: boolean): number[] {
  const length = blockLength(count, hiddenLayers, shared);
  const blocks = Math.ceil((count - 1) / length);
  const widths = Array.from({ length: blocks }, (_, block) => Math.min(length, count - 1 - block * length) + (block === 0 ? 1 : 2));
  return shared ? [1, ...widths] : widths;
}
