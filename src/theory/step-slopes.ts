import { integer } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import { Resource } from '../engine/resource.js';
import { enumMember } from '../network/activation.js';
import { drawRandomLayer, type RandomRelu, rowsPerUnit } from './random-relu.js';

/** dy/dx of a piecewise linear function: slopes[k] between knots[k] and knots[k + 1]. */
export interface StepFunction {
  readonly knots: Float64Array;
  readonly slopes: Float64Array;
}

/** A block that grows; what it held is lost then. */
class Room {
  pointer = 0;
  #bytes = 0;

  constructor(
    readonly engine: Engine,
    readonly what: string,
  ) {}

  reserve(bytes: number): number {
    if (bytes <= this.#bytes) return this.pointer;
    this.release();
    this.pointer = this.engine.memory.allocate(this.what, Math.ceil((1.25 * bytes) / 16) * 16);
    this.#bytes = Math.ceil((1.25 * bytes) / 16) * 16;
    return this.pointer;
  }

  release(): void {
    if (this.#bytes > 0) this.engine.memory.release(this.pointer);
    this.#bytes = 0;
  }
}

const rooms = ['x', 'nextX', 'z', 'nextZ', 'h', 'weights', 'biases', 'means', 'scales', 'first', 'list', 'places', 'origins', 'y'] as const;
type Rooms = Record<(typeof rooms)[number], Room>;

const paddedKnots = (knots: number) => (knots + 1) & ~1;

/**
 * A random network of one input as a function on an interval, layer by layer (assembly/shattered/pieces.ts): all the knots, and the units there. No grid: means and deviations are
 * integrals over the pieces, a knot is the zero of a line between two f64 numbers, and knots nearer than 2^-46 of the interval are one.
 */
export class StepSlopes extends Resource {
  readonly network: RandomRelu;
  #rooms: Rooms;
  #points = 2;
  #depth = 1;

  constructor(engine: Engine, network: RandomRelu, [lo, hi]: readonly [number, number]) {
    const made = Object.fromEntries(rooms.map((name) => [name, new Room(engine, `${name} of a random network`)])) as Rooms;
    super(engine, 'random network', () => {
      for (const room of Object.values(made)) room.release();
    });
    integer('width', network.width, 1, 2 ** 14);
    this.network = network;
    this.#rooms = made;
    const { width } = network;
    const [x, z] = [made.x.reserve(16), made.z.reserve(16 * width)];
    engine.memory.floats('f64', x, 2).set([lo, hi]);
    const [weights, biases] = this.#draw(1, width);
    engine.run('denseForward', () => engine.kernels('f64').denseForward(width, 1, 2, weights, biases, x, z));
  }

  /** Hidden layers so far. */
  get depth(): number {
    return this.#depth;
  }

  /** One hidden layer more. Returns the knots it stands on, or undefined where they would be more than `limit`: the network is then left as it was. */
  advance(limit: number): number | undefined {
    this.alive();
    const { engine, network } = this;
    const { width, branch } = network;
    const cut = this.#cut(network.normalization, branch !== undefined, limit);
    if (cut === undefined) return undefined;
    const { knots, h } = cut;
    const ld = paddedKnots(knots);
    const inputs = width * rowsPerUnit(network);
    const [weights, biases] = this.#draw(this.#depth + 1, width * inputs);
    const z = this.#rooms.nextZ.reserve(8 * width * ld);
    const { denseForward, matmul } = engine.kernels('f64');
    if (branch === undefined) engine.run('denseForward', () => denseForward(width, inputs, ld, weights, biases, h, z));
    else engine.run('matmul', () => matmul(width, ld, inputs, 1, weights, inputs, 1, h, ld, 1, 1, z, ld, 1));
    this.#rooms = { ...this.#rooms, x: this.#rooms.nextX, nextX: this.#rooms.x, z: this.#rooms.nextZ, nextZ: this.#rooms.z };
    this.#points = knots;
    this.#depth++;
    return knots;
  }

  /** dy/dx of the network that ends here, with a linear output; undefined where it has more than `limit` pieces. */
  slopes(limit: number): StepFunction | undefined {
    this.alive();
    const { engine, network } = this;
    // a residual network is read without normalisation: at depth 1 it is the plain one
    const cut = this.#cut(network.branch === undefined ? network.normalization : 'none', false, limit);
    if (cut === undefined) return undefined;
    const { knots, h } = cut;
    const ld = paddedKnots(knots);
    const inputs = network.width * rowsPerUnit(network);
    const [weights, biases] = this.#draw(-this.#depth, inputs);
    const y = this.#rooms.y.reserve(8 * ld);
    const { memory, exports } = engine;
    engine.run('denseForward', () => engine.kernels('f64').denseForward(1, inputs, ld, weights, biases, h, y));
    const x = this.#rooms.nextX.pointer;
    const slopes = this.#rooms.places.pointer; // used up
    const pieces = engine.run('shatteredSlopes', () => exports.shatteredSlopes(knots, x, y, slopes));
    return { knots: memory.floats('f64', x, pieces + 1).slice() as Float64Array, slopes: memory.floats('f64', slopes, pieces).slice() as Float64Array };
  }

  /** The layer's ReLUs at their own knots, in `nextX` and `h`; with `keeps`, its z there in `nextZ`, too. */
  #cut(normalization: RandomRelu['normalization'], keeps: boolean, limit: number): { readonly knots: number; readonly h: number } | undefined {
    const { engine, network } = this;
    const { width } = network;
    const { exports } = engine;
    const points = this.#points;
    const from = paddedKnots(points);
    const { x, z } = this.#rooms;
    const [means, scales, first] = [this.#rooms.means.reserve(8 * width), this.#rooms.scales.reserve(8 * width), this.#rooms.first.reserve(4 * points)];
    const mode = enumMember(exports.Normalization, normalization);
    engine.run('shatteredNormalize', () => exports.shatteredNormalize(width, points, from, x.pointer, z.pointer, mode, means, scales));
    const crossings = engine.run('shatteredCrossings', () => exports.shatteredCrossings(width, points, from, z.pointer, means, first));
    const most = points + crossings;
    if (most > limit + 1 + width) return undefined; // a first layer with zero mean has all of its crossings in one knot
    const [list, places] = [this.#rooms.list.reserve(8 * crossings), this.#rooms.places.reserve(8 * most)];
    const [origins, nextX] = [this.#rooms.origins.reserve(4 * most), this.#rooms.nextX.reserve(8 * paddedKnots(most))];
    const knots = engine.run('shatteredCut', () => exports.shatteredCut(width, points, from, x.pointer, z.pointer, means, first, list, nextX, places, origins));
    if (knots > limit + 1) return undefined;
    const ld = paddedKnots(knots);
    const h = this.#rooms.h.reserve(8 * width * rowsPerUnit(network) * ld);
    const kept = keeps ? this.#rooms.nextZ.reserve(8 * width * ld) : 0;
    engine.run('shatteredRectify', () =>
      exports.shatteredRectify(width, points, from, z.pointer, means, scales, knots, ld, places, origins, Number(network.mirrored ?? false), h, kept),
    );
    return { knots, h };
  }

  #draw(layer: number, weights: number): readonly [number, number] {
    const [w, b] = [this.#rooms.weights.reserve(8 * weights), this.#rooms.biases.reserve(8 * this.network.width)];
    drawRandomLayer(this.engine, this.network, layer, w, b);
    return [w, b];
  }
}
