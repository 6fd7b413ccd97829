import type { Engine } from '../engine/engine.js';
import { Resource } from '../engine/resource.js';
import { enumMember } from '../network/activation.js';
import { drawRandomLayer, type RandomRelu, rowsPerUnit } from './random-relu.js';

/**
 * A random network on a batch of inputs, with the derivative along one direction at each (assembly/shattered/tangents.ts): means and deviations are taken over the batch, and
 * are constants in the derivative. Weights are those of `StepSlopes` with the same description.
 */
export class SampledSlopes extends Resource {
  readonly network: RandomRelu;
  readonly #points: number;
  #depth = 1;
  readonly #at: { readonly z: number; readonly dz: number; readonly h: number; readonly dh: number; readonly weights: number; readonly biases: number };

  /**
   * @param inputs an even number of inputs of a network of one input; or the number of inputs that are orthogonal to each other and to the direction of the derivative, in a space
   * of as many dimensions as that takes.
   */
  constructor(engine: Engine, network: RandomRelu, inputs: Float64Array | number) {
    const { width } = network;
    const points = typeof inputs === 'number' ? inputs : inputs.length;
    const rows = width * rowsPerUnit(network);
    const sizes = [width * points, width * points, rows * points, rows * points, Math.max(rows * width, points * width), width];
    const places = sizes.map((_, index) => 8 * sizes.slice(0, index).reduce((sum, size) => sum + size + (size & 1), 0));
    const block = engine.memory.allocate('a batch of a random network', 8 * sizes.reduce((sum, size) => sum + size + 1, 0));
    super(engine, 'random network', () => engine.memory.release(block));
    this.network = network;
    this.#points = points;
    const [z, dz, h, dh, weights, biases] = places.map((place) => block + place) as [number, number, number, number, number, number];
    this.#at = { z, dz, h, dh, weights, biases };
    if (typeof inputs === 'number') this.#orthogonal();
    else this.#line(inputs);
  }

  get depth(): number {
    return this.#depth;
  }

  /** One hidden layer more. */
  advance(): void {
    const { engine, network } = this;
    const { branch } = network;
    const { z, dz, h, dh, weights, biases } = this.#at;
    const points = this.#points;
    this.#rectify(network.normalization);
    drawRandomLayer(engine, network, ++this.#depth, weights, biases);
    const { width } = network;
    const inputs = width * rowsPerUnit(network);
    const { matmul } = engine.kernels('f64');
    const keep = branch === undefined ? 0 : 1;
    if (branch === undefined) engine.run('denseForward', () => engine.kernels('f64').denseForward(width, inputs, points, weights, biases, h, z));
    else engine.run('matmul', () => matmul(width, points, inputs, 1, weights, inputs, 1, h, points, 1, 1, z, points, 1));
    engine.run('matmul', () => matmul(width, points, inputs, 1, weights, inputs, 1, dh, points, 1, keep, dz, points, 1));
  }

  /** The derivative of the output at every input. */
  slopes(): Float64Array {
    const { engine, network } = this;
    const { dh, h, weights, biases } = this.#at;
    this.#rectify(network.branch === undefined ? network.normalization : 'none');
    drawRandomLayer(engine, network, -this.#depth, weights, biases);
    const inputs = network.width * rowsPerUnit(network);
    const points = this.#points;
    engine.run('matmul', () => engine.kernels('f64').matmul(1, points, inputs, 1, weights, inputs, 1, dh, points, 1, 0, h, points, 1));
    return engine.memory.floats('f64', h, points).slice() as Float64Array;
  }

  /** Cosine between the layer's derivatives (after its ReLU) at two inputs, meaned over all pairs of inputs. */
  meanCosine(): number {
    const { engine, network } = this;
    this.#rectify(network.normalization);
    const [rows, points] = [network.width * rowsPerUnit(network), this.#points];
    return engine.run('meanCosine', () => engine.exports.meanCosine(rows, points, points, this.#at.dh));
  }

  #rectify(normalization: RandomRelu['normalization']): void {
    this.alive();
    const { engine, network } = this;
    const { z, dz, h, dh } = this.#at;
    const { exports } = engine;
    const mode = enumMember(exports.Normalization, normalization);
    engine.run('rectifyTangents', () =>
      exports.rectifyTangents(network.width, this.#points, this.#points, z, dz, mode, Number(network.mirrored ?? false), h, dh),
    );
  }

  /** z = w x + b, dz = w. */
  #line(inputs: Float64Array): void {
    const { engine, network } = this;
    const { z, dz, h, dh, weights, biases } = this.#at;
    const { width } = network;
    drawRandomLayer(engine, network, 1, weights, biases);
    const points = this.#points;
    engine.memory.floats('f64', h, points).set(inputs);
    engine.memory.floats('f64', dh, points).fill(1);
    engine.run('denseForward', () => engine.kernels('f64').denseForward(width, 1, points, weights, biases, h, z));
    engine.run('matmul', () => engine.kernels('f64').matmul(width, points, 1, 1, weights, 1, 1, dh, points, 1, 0, dz, points, 1));
  }

  /** Inputs e_1, e_2, ... and the direction e_0: the columns of the first layer's matrix themselves, dz the same at every input. */
  #orthogonal(): void {
    const { engine, network } = this;
    const { z, dz, dh, weights, biases } = this.#at;
    const { width } = network;
    const points = this.#points;
    drawRandomLayer(engine, { ...network, width: width * points, number: network.number }, 1, z, weights);
    drawRandomLayer(engine, network, 1, weights, biases);
    engine.memory.floats('f64', dh, points).fill(1);
    engine.run('matmul', () => engine.kernels('f64').matmul(width, points, 1, 1, weights, 1, 1, dh, points, 1, 0, dz, points, 1));
  }
}
