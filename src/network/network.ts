import { options } from '../engine/check.js';
import { checkEngine, type Engine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import { checkMatrix, checkNumbers, type Matrix, type MatrixInput } from '../engine/matrix.js';
import { bytesPer, type FloatArray, type Precision } from '../engine/memory.js';
import { Resource } from '../engine/resource.js';
import { activationId, enumMember } from './activation.js';
import { Dataset, type Examples, exampleKeys } from './dataset.js';
import { readNetwork, writeNetwork } from './file.js';
import { type LossName, lossId } from './loss.js';
import { writeOnnx } from './onnx.js';
import { writePyTorch } from './pytorch.js';
import { type LoadNetworkOptions, readSafetensors, writeSafetensors } from './safetensors.js';
import {
  type CheckedSpecification,
  checkSpecification,
  type LayerActivation,
  type LayeredSpecification,
  type NetworkSpecification,
  networkBytes,
  parameterCount,
  workspaceBytes,
} from './specification.js';
import { type TrainOptions, type TrainResult, train } from './trainer.js';

/** One layer: z = weights x + bias, then the activation. Copies: changing them changes nothing. */
export interface Layer extends LayerActivation {
  /** [outputs][inputs] */
  readonly weights: Matrix;
  readonly bias: FloatArray;
}

export interface Gradients {
  readonly loss: number;
  /** dL/dW, one [outputs][inputs] a layer. */
  readonly weights: readonly Matrix[];
  /** dL/db, one a layer. */
  readonly biases: readonly FloatArray[];
  /** dL/dx, [samples][inputs]. */
  readonly inputs: Matrix;
}

export interface Probe {
  readonly loss: number;
  /** A layer each, output included; every matrix is [samples][units]. */
  readonly layers: readonly { readonly preActivations: Matrix; readonly activations: Matrix; readonly gradients: Matrix }[];
}

/** Examples with the loss to measure on them: a data set in the engine's memory, or inputs with targets or labels. */
export type Measurement = ({ readonly data: Dataset } | Examples) & { readonly loss: LossName };

/**
 * A feed-forward network in the engine's memory: one block of parameters and gradients, and a workspace that grows to the largest batch.
 *
 * @throws {ArgumentError} naming the part of the specification that does not fit, before any memory is touched.
 * @throws {EngineError} `too-large`, `out-of-memory`
 * @example
 * using network = new Network(engine, { widths: [2, 16, 16, 1], activation: 'tanh', init: 'xavier-normal', seed: 1 });
 * network.forward([[0.5, -1]]).data // Float32Array of 1
 */
export class Network extends Resource {
  /** Inputs, hidden widths, outputs. */
  readonly widths: readonly number[];
  readonly precision: Precision;
  /** One a layer, output included. */
  readonly activations: readonly LayerActivation[];
  /** Number of weights and biases. */
  readonly parameterCount: number;
  /** @internal Address of the network in the module. */
  readonly address: number;
  readonly #specification: CheckedSpecification;

  constructor(engine: Engine, specification: NetworkSpecification | LayeredSpecification) {
    const checked = checkSpecification(specification);
    const address = create(checkEngine(engine), checked);
    const { exports } = engine;
    super(engine, 'network', () => exports.freeNetwork(address));
    this.address = address;
    this.#specification = checked;
    this.widths = Object.freeze([...checked.widths]); // what is read from memory is laid out by them
    this.precision = checked.precision;
    this.activations = Object.freeze([...checked.activations]);
    this.parameterCount = parameterCount(checked.widths);
    checked.activations.forEach(({ activation, alpha }, layer) => exports.setActivation(address, layer, activationId(engine, activation), alpha));
    try {
      this.#start(checked.start);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /**
   * A network from a file that `save` or `saveSafetensors` made, or one of PyTorch's in safetensors.
   *
   * @throws {ArgumentError} naming the part of the file that is wrong, such as `layers[3].weights[0][2]`.
   */
  static load(engine: Engine, file: string | Uint8Array, given: LoadNetworkOptions = {}): Network {
    return new Network(engine, typeof file === 'string' ? readNetwork(file) : readSafetensors(file, given));
  }

  /** Number of hidden layers; 0 is an affine map. */
  get depth(): number {
    return this.widths.length - 2;
  }

  /** How the weights began, as it goes into a record; undefined if they were given. */
  get origin(): { readonly init: Readonly<Record<string, string | number>>; readonly seed: string } | undefined {
    const { start } = this.#specification;
    if (start.kind === 'given') return undefined;
    return { init: start.init.record, seed: String((BigInt(start.seed.high) << 32n) | BigInt(start.seed.low)) };
  }

  /** Outputs [samples][outputs] of inputs [samples][inputs]. A sample's outputs do not depend on the others in its batch. */
  forward(inputs: MatrixInput): Matrix {
    this.alive();
    const { engine, precision, widths } = this;
    const { memory } = engine;
    const [features, outputs] = [widths[0] as number, widths.at(-1) as number];
    const matrix = checkMatrix('inputs', inputs, precision, features);
    const size = bytesPer(precision);
    const chunk = Math.min(matrix.rows, engine.exports.chunkSamples());
    this.reserve(chunk, false);
    return memory.scratch(`a batch of ${matrix.rows}`, matrix.rows * (features + outputs) * size, (x) => {
      const y = x + matrix.rows * features * size;
      matrix.copyTo(memory.floats(precision, x, matrix.rows * features));
      this.#pass('forward', chunk, false, () => engine.kernels(precision).predict(this.address, matrix.rows, x, y));
      return { rows: matrix.rows, columns: outputs, data: memory.floats(precision, y, matrix.rows * outputs).slice() };
    });
  }

  /** The loss, and its gradient by every weight, bias and input. */
  gradients(measurement: Measurement): Gradients {
    return this.#measure(measurement, (samples, loss) => {
      const { exports } = this.engine;
      return {
        loss,
        ...this.#split(exports.gradientsOf(this.address)),
        inputs: this.#columns(this.widths[0] as number, samples, exports.inputGradientsOf(this.address)),
      };
    });
  }

  /** Pre-activations, activations and dL/dz of every layer, from one pass: what histograms need. */
  probe(measurement: Measurement): Probe {
    return this.#measure(measurement, (samples, loss) => ({
      loss,
      layers: this.widths.slice(1).map((units, layer) => {
        const { exports } = this.engine;
        return {
          preActivations: this.#columns(units, samples, exports.preActivationsOf(this.address, layer)),
          activations: this.#columns(units, samples, exports.activationsOf(this.address, layer)),
          gradients: this.#columns(units, samples, exports.layerGradientsOf(this.address, layer)),
        };
      }),
    }));
  }

  /** Root mean square, over samples and units, of each layer's dL/dz: hidden layers first, then the output. */
  gradientNorms(measurement: Measurement): Float64Array<ArrayBuffer> {
    return this.#measure(measurement, () => {
      const { engine, precision, widths } = this;
      const layers = widths.length - 1;
      return engine.memory.scratch('gradient norms', 8 * layers, (norms) => {
        engine.run('gradientNorms', () => engine.kernels(precision).gradientNorms(this.address, norms));
        return engine.memory.floats('f64', norms, layers).slice() as Float64Array<ArrayBuffer>;
      });
    });
  }

  /**
   * Makes `steps` updates in one call. A training that diverges is a result: its step, and the layer where it began.
   *
   * @throws {ArgumentError} naming the option.
   * @example
   * network.train({ data, loss: 'cross-entropy', steps: 500, optimizer: { name: 'adam', learningRate: 0.01 } }).losses
   */
  train(options: TrainOptions): TrainResult {
    return train(this, options);
  }

  /** Mean loss, and for bce and cross-entropy the share of right decisions (bce: sign of the logit; cross-entropy: largest output). */
  evaluate(measurement: Measurement): { loss: number; accuracy?: number } {
    this.alive();
    return this.#with(measurement, (data, loss) => {
      const { engine, precision } = this;
      return engine.memory.scratch('evaluation', 16, (result) => {
        const id = lossId(engine, loss);
        this.#pass('evaluate', Math.min(data.samples, engine.exports.chunkSamples()), false, () =>
          engine.kernels(precision).evaluate(this.address, data.samples, data.inputs, data.targets, id, result),
        );
        const [mean, right] = engine.memory.floats('f64', result, 2) as unknown as [number, number];
        return loss === 'mse' ? { loss: mean } : { loss: mean, accuracy: right / data.samples };
      });
    });
  }

  /** Every weight and bias in one array: W, b of the first layer, then of the next; W [outputs][inputs]. A copy. */
  parameters(): FloatArray {
    this.alive();
    return this.#view(this.engine.exports.parametersOf(this.address), this.parameterCount).slice();
  }

  /** Replaces every weight and bias; the order is that of `parameters`. */
  setParameters(values: FloatArray | readonly number[]): void {
    this.alive();
    const numbers = checkNumbers('values', values, this.precision, this.parameterCount);
    this.#view(this.engine.exports.parametersOf(this.address), this.parameterCount).set(numbers);
  }

  /** Copies of the layers. */
  get layers(): Layer[] {
    this.alive();
    const { weights, biases } = this.#split(this.engine.exports.parametersOf(this.address));
    return this.activations.map((activation, layer) => ({ weights: weights[layer] as Matrix, bias: biases[layer] as FloatArray, ...activation }));
  }

  /** The network as JSON text, bit for bit, with the seed and the versions that made it; `training` is any JSON to keep beside them. */
  save(training?: unknown): string {
    return writeNetwork(this, training);
  }

  /** The network as safetensors bytes, its tensors named as PyTorch names them. */
  saveSafetensors(): Uint8Array<ArrayBuffer> {
    return writeSafetensors(this);
  }

  /** The network as an ONNX model (opset 13), from `inputs` [samples][inputs] to `outputs` [samples][outputs], in the network's precision. */
  saveOnnx(): Uint8Array<ArrayBuffer> {
    return writeOnnx(this);
  }

  /** The network as a short PyTorch script that defines `model`, its numbers written out to the last digit. */
  savePyTorch(): string {
    return writePyTorch(this);
  }

  /** 16 hexadecimal digits over the bits of every parameter (FNV-1a): equal networks have equal fingerprints. */
  fingerprint(): string {
    this.alive();
    const { engine, precision } = this;
    const hash = engine.run('fingerprint', () => engine.kernels(precision).fingerprint(this.parameterCount, engine.exports.parametersOf(this.address)));
    return BigInt.asUintN(64, hash).toString(16).padStart(16, '0');
  }

  /** @internal The first layer with a weight or bias that is not finite, or -1. */
  firstNonFiniteLayer(): number {
    const { engine, precision, parameterCount: count } = this;
    const parameters = engine.exports.parametersOf(this.address);
    const index = engine.run('parameters', () => engine.kernels(precision).firstOutside(count, parameters, -Number.MAX_VALUE, Number.MAX_VALUE));
    if (index < 0) return -1;
    let end = 0;
    return this.widths.slice(1).findIndex((outputs, layer) => {
      end += outputs * ((this.widths[layer] as number) + 1);
      return index < end;
    });
  }

  /** @internal The bytes of a workspace for a batch, refused if no block can have them. */
  reserve(batch: number, keepsGradients: boolean): number {
    const bytes = workspaceBytes(this.#specification, batch, keepsGradients);
    this.engine.memory.fits(`a batch of ${batch} through a network of ${this.parameterCount} parameters`, bytes);
    return bytes;
  }

  #start(start: CheckedSpecification['start']): void {
    const { engine, precision, address } = this;
    if (start.kind === 'drawn') {
      const scheme = enumMember(engine.exports.InitializerId, start.init.name);
      const [first, second] = start.init.parameters;
      const orthogonal = orthogonalBytes(this.#specification);
      // The module allocates this much while it runs, where a failure would be a trap: that there is room shows beforehand.
      if (orthogonal > 0) engine.memory.scratch(`an orthogonal matrix of ${orthogonal / 8} numbers`, orthogonal, () => {});
      for (let layer = 0; layer <= this.depth; layer++) {
        engine.run('initialize', () => engine.kernels(precision).initializeLayer(address, layer, scheme, first, second, start.seed.low, start.seed.high));
      }
      return;
    }
    let at = engine.exports.parametersOf(address) >>> 0;
    for (const { weights, bias } of start.layers) {
      weights.copyTo(this.#view(at, weights.rows * weights.columns));
      at += weights.rows * weights.columns * bytesPer(precision);
      this.#view(at, bias.length).set(bias);
      at += bias.length * bytesPer(precision);
    }
  }

  /** Runs forward and backward over the whole measurement, then `read` while every layer's values still stand. */
  #measure<Result>(measurement: Measurement, read: (samples: number, loss: number) => Result): Result {
    this.alive();
    return this.#with(
      measurement,
      (data, loss) => {
        const { engine, precision } = this;
        const id = lossId(engine, loss);
        const value = this.#pass('gradients', data.samples, true, () =>
          engine.kernels(precision).gradients(this.address, data.samples, data.inputs, data.targets, id),
        );
        return read(data.samples, value);
      },
      true,
    );
  }

  /** Calls `body` with the measurement's data set, or with one made for the occasion. */
  #with<Result>(measurement: Measurement, body: (data: Dataset, loss: LossName) => Result, wholeBatch = false): Result {
    const { loss, ...rest } = options('measurement', measurement, ['data', 'loss', ...exampleKeys]);
    lossId(this.engine, loss);
    if ('data' in rest) return body(this.checkData(rest.data, loss), loss);
    if (wholeBatch) this.reserve(rowsOf(rest.inputs), true); // refused before a data set is made for it
    const data = new Dataset(this.engine, { ...rest, precision: this.precision });
    try {
      return body(this.checkData(data, loss), loss);
    } finally {
      data.dispose();
    }
  }

  /** @internal A data set that this network can be measured on. */
  checkData(data: unknown, loss: LossName): Dataset {
    this.alive(); // after the options were read: a getter may have disposed of the network
    if (!(data instanceof Dataset)) throw new ArgumentError('data', 'a Dataset', data);
    data.alive();
    const { engine, precision, widths } = this;
    if (data.engine !== engine) throw new ArgumentError('data', "a Dataset of the network's own engine", data);
    if (data.precision !== precision) throw new ArgumentError('data.precision', precision, data.precision);
    if (data.features !== widths[0]) throw new ArgumentError('data.features', `${widths[0]} (the network's inputs)`, data.features);
    if (data.outputs !== widths.at(-1)) throw new ArgumentError('data.outputs', `${widths.at(-1)} (the network's outputs)`, data.outputs);
    data.checkTargets(loss);
    return data;
  }

  /** A pass that may grow the workspace. What may fail in it is the growth alone, so that a trap means memory. */
  #pass<Result>(what: string, batch: number, keepsGradients: boolean, call: () => Result): Result {
    const bytes = this.reserve(batch, keepsGradients);
    const { engine, precision } = this;
    engine.memory.attempt(`a batch of ${batch}`, bytes, () => engine.kernels(precision).bindNetwork(this.address, Math.max(batch, 1), keepsGradients ? 1 : 0));
    return engine.run(what, call);
  }

  /** A block of parameters or gradients as a matrix and a vector a layer. */
  #split(pointer: number): { weights: Matrix[]; biases: FloatArray[] } {
    const weights: Matrix[] = [];
    const biases: FloatArray[] = [];
    let at = pointer >>> 0;
    for (const [index, rows] of this.widths.slice(1).entries()) {
      const columns = this.widths[index] as number;
      weights.push({ rows, columns, data: this.#view(at, rows * columns).slice() });
      at += rows * columns * bytesPer(this.precision);
      biases.push(this.#view(at, rows).slice());
      at += rows * bytesPer(this.precision);
    }
    return { weights, biases };
  }

  /** A block [features][padded batch] of the workspace as [samples][features]. */
  #columns(features: number, samples: number, pointer: number): Matrix {
    const { engine, precision } = this;
    const { memory } = engine;
    return memory.scratch(`${samples} x ${features} numbers`, samples * features * bytesPer(precision), (table) => {
      const padded = engine.exports.paddedBatchOf(this.address);
      engine.run('probe', () => engine.kernels(precision).scatterRows(features, samples, padded, pointer, table));
      return { rows: samples, columns: features, data: memory.floats(precision, table, samples * features).slice() };
    });
  }

  #view(pointer: number, count: number): FloatArray {
    return this.engine.memory.floats(this.precision, pointer, count);
  }
}

/** Bytes of the largest matrix that the initialiser makes orthogonal, in double precision; 0 for the others. */
function orthogonalBytes({ widths, start }: CheckedSpecification): number {
  if (start.kind === 'given' || (start.init.name !== 'orthogonal' && start.init.name !== 'looks-linear')) return 0;
  return 8 * widths.slice(1).reduce((largest, outputs, index) => Math.max(largest, outputs * (widths[index] as number)), 0);
}

function create(engine: Engine, specification: CheckedSpecification): number {
  const { widths, precision } = specification;
  const { memory } = engine;
  const bytes = networkBytes(specification);
  const what = `a network of ${parameterCount(widths)} parameters`;
  memory.fits(what, bytes);
  const orthogonal = orthogonalBytes(specification);
  memory.fits(`an orthogonal matrix of ${orthogonal / 8} numbers`, orthogonal);
  return memory.scratch('widths', 4 * widths.length, (list) => {
    memory.integers(list, widths.length).set(widths);
    return memory.attempt(what, bytes, () => engine.kernels(precision).createNetwork(widths.length - 1, list));
  });
}

/** How many samples an input claims to have; 0 where it is no matrix, which is found out when it is read. */
function rowsOf(inputs: unknown): number {
  const rows: unknown = Array.isArray(inputs) ? inputs.length : (inputs as { rows?: unknown } | undefined)?.rows;
  return typeof rows === 'number' && Number.isSafeInteger(rows) && rows > 0 ? rows : 0;
}
