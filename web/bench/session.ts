import { integer } from '../../src/engine/check.js';
import type { Engine } from '../../src/engine/engine.js';
import { ArgumentError } from '../../src/engine/errors.js';
import type { FloatArray } from '../../src/engine/memory.js';
import { Dataset } from '../../src/network/dataset.js';
import { Network } from '../../src/network/network.js';
import { mostSteps, Trainer } from '../../src/network/trainer.js';
import type { BenchData, Frame, Views } from './frame.js';
import type { BenchSettings } from './settings.js';
import { seedOf, specificationOf, trainingOf } from './worker/check.js';
import { drawable, makeTask } from './worker/examples.js';
import { layersView } from './worker/layers-view.js';
import { lineView, sampledLine } from './worker/line-view.js';
import { Paced } from './worker/pace.js';
import { boundaryView, gridOf, heatView } from './worker/plane-views.js';
import type { Task, TaskExamples } from './worker/task.js';

/** How far to train: about so long, or so many updates. */
export type Stretch = { readonly milliseconds: number } | { readonly steps: number };

const exportFormats = ['json', 'safetensors', 'onnx', 'pytorch'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What is told of a bench when it is opened, or another network is put in. */
export interface Opened {
  readonly data: BenchData;
  readonly parameters: number;
  /** Of the network: inputs, hidden layers, outputs. */
  readonly widths: readonly number[];
  readonly activations: readonly string[];
}

/** Most training points that the views of the layers look at; of more, evenly spaced ones. */
const mostLooked = 1024;
/** What a browser's clock may be off, in milliseconds. */
const coarseClock = 0.1;
/** Longest stretch, in milliseconds. */
const longestStretch = 1000;

/** A network in training, and the views of it: everything that lies in the engine's memory for the bench. */
export class BenchSession implements Disposable {
  readonly #engine: Engine;
  readonly #settings: BenchSettings;
  readonly #csvText: string | undefined;
  readonly #task: Task;
  readonly #data: BenchData;
  readonly #owned: Disposable[] = [];
  readonly #network: Network;
  readonly #start: FloatArray;
  readonly #train: Dataset;
  readonly #test: Dataset;
  readonly #looked: Dataset;
  readonly #grid: FloatArray;
  #trainer: Trainer;
  #losses: Float64Array[] = [];
  #isDiverged = false;
  /** Updates that fit into a millisecond, as the last stretch went. */
  #rate = 1;
  readonly #evaluations = new Paced(() => {
    const { loss } = this.#task;
    return { train: this.#network.evaluate({ data: this.#train, loss }), test: this.#network.evaluate({ data: this.#test, loss }) };
  });
  readonly #line = new Paced(() => (this.#isDiverged ? sampledLine : lineView)(this.#network, [this.#data.frame[0], this.#data.frame[1]]));
  readonly #boundary = new Paced(() => (this.#isDiverged ? undefined : boundaryView(this.#network, this.#data.frame)));
  readonly #heat = new Paced(() => heatView(this.#network, this.#grid));
  readonly #layers = new Paced(() => layersView(this.#network, this.#looked, this.#task.loss));

  private constructor(engine: Engine, settings: BenchSettings, csvText: string | undefined, task: Task, data: BenchData, make: (engine: Engine) => Network) {
    this.#engine = engine;
    this.#settings = settings;
    this.#csvText = csvText;
    this.#task = task;
    this.#data = data;
    const own = <Part extends Disposable>(part: Part): Part => {
      this.#owned.push(part);
      return part;
    };
    try {
      this.#network = own(make(engine));
      this.#start = this.#network.parameters();
      const { precision } = this.#network;
      const dataset = (examples: TaskExamples) => own(new Dataset(engine, { ...targetsOf(examples, task, precision), precision }));
      this.#train = dataset(task.train);
      this.#test = dataset(task.test);
      this.#looked = task.train.inputs.rows <= mostLooked ? this.#train : dataset(thinned(task.train));
      this.#grid = data.kind === 'plane' ? gridOf(data.frame, precision) : new Float32Array(0);
      this.#trainer = this.#begin();
      this.#isDiverged = this.#network.firstNonFiniteLayer() >= 0; // of a file
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  /**
   * The bench of these settings, at its start.
   *
   * @throws {ArgumentError} naming the setting, or the line of the CSV, that is wrong
   */
  static async open(engine: Engine, settings: BenchSettings, csvText?: string): Promise<BenchSession> {
    engine.requireTheory('the bench');
    seedOf('dataSeed', settings.dataSeed);
    const task = await makeTask(engine, settings, csvText, 'f32');
    return new BenchSession(engine, settings, csvText, task, drawable(task), () => new Network(engine, specificationOf(settings, task)));
  }

  /**
   * A bench with the same data and training, and the network of a file: JSON text, or safetensors.
   *
   * @throws {ArgumentError} naming the part of the file that is wrong or does not fit the data
   */
  async withNetwork(file: string | Uint8Array): Promise<BenchSession> {
    const engine = this.#engine;
    const network = Network.load(engine, file);
    try {
      this.#checkFits(network);
      const task = network.precision === 'f32' ? this.#task : await makeTask(engine, this.#settings, this.#csvText, 'f64');
      return new BenchSession(engine, this.#settings, this.#csvText, task, this.#data, () => network);
    } catch (error) {
      network.dispose(); // a second time where the session has done so, which does nothing
      throw error;
    }
  }

  get opened(): Opened {
    const { parameterCount: parameters, widths, activations } = this.#network;
    return { data: this.#data, parameters, widths, activations: activations.map(({ activation }) => activation) };
  }

  /**
   * Trains on: the bits are those of one long run, however it is cut. A training that has diverged stays where it is. After a stretch of time, what takes
   * more than some milliseconds (views, and losses over all points) may be that of a frame before; after so many updates nothing is.
   */
  advance(stretch: Stretch, views: Views): Frame {
    if ('steps' in stretch) {
      this.#run(integer('steps', stretch.steps, 0, mostSteps));
      return this.#frame(views, false);
    }
    const { milliseconds } = stretch;
    if (!(milliseconds > 0 && milliseconds <= longestStretch))
      throw new ArgumentError('milliseconds', `a number above 0, at most ${longestStretch}`, milliseconds);
    const [start, first] = [performance.now(), this.#trainer.step];
    for (let spent = 0; spent < milliseconds && !this.#isDiverged; ) {
      this.#run(Math.max(1, Math.floor((this.#rate * (milliseconds - spent)) / 2))); // half of what is left, then half of that: a wrong rate does little harm
      spent = performance.now() - start;
      this.#rate = (this.#trainer.step - first) / Math.max(spent, coarseClock);
    }
    return this.#frame(views, true);
  }

  /** Back to the very same start. */
  rewind(views: Views): Frame {
    this.#network.setParameters(this.#start);
    this.#trainer.dispose();
    this.#trainer = this.#begin();
    this.#losses = [];
    this.#isDiverged = this.#network.firstNonFiniteLayer() >= 0;
    for (const view of [this.#evaluations, this.#line, this.#boundary, this.#heat, this.#layers]) view.forget();
    return this.#frame(views, false);
  }

  /** The state as it stands. */
  frame(views: Views): Frame {
    return this.#frame(views, false);
  }

  /** The network as a file. */
  export(format: ExportFormat): string | Uint8Array<ArrayBuffer> {
    switch (format) {
      case 'json':
        return this.#network.save({ step: this.#trainer.step, settings: this.#settings });
      case 'safetensors':
        return this.#network.saveSafetensors();
      case 'onnx':
        return this.#network.saveOnnx();
      case 'pytorch':
        return this.#network.savePyTorch();
      default:
        throw new ArgumentError('format', `one of ${exportFormats.join(', ')}`, format);
    }
  }

  [Symbol.dispose](): void {
    this.#trainer.dispose();
    this.#release();
  }

  #release(): void {
    for (const part of this.#owned.splice(0)) part[Symbol.dispose]();
  }

  #checkFits(network: Network): void {
    const { features, outputs } = this.#task;
    const [inputs, given] = [network.widths[0], network.widths.at(-1)];
    if (inputs !== features) throw new ArgumentError('file', `a network of ${features} inputs, as the data have`, inputs);
    if (given !== outputs) throw new ArgumentError('file', `a network of ${outputs} outputs, as the data ask for`, given);
    const last = network.activations.at(-1)?.activation;
    if (last !== 'identity') throw new ArgumentError('file', 'an output layer without activation', last);
  }

  #begin(): Trainer {
    return new Trainer(this.#network, { data: this.#train, loss: this.#task.loss, ...trainingOf(this.#settings) });
  }

  #run(steps: number): void {
    const result = this.#trainer.run(steps);
    this.#losses.push(result.losses);
    this.#isDiverged ||= result.status === 'diverged' || this.#network.firstNonFiniteLayer() >= 0; // the last update may have done it
  }

  #frame(views: Views, isLive: boolean): Frame {
    const step = this.#trainer.step;
    const { train, test } = this.#evaluations.at(step, isLive);
    const { kind } = this.#data;
    const boundary = views.boundary && kind === 'plane' ? this.#boundary.at(step, isLive) : undefined;
    const frame: Frame = {
      step,
      status: this.#isDiverged ? 'diverged' : step === 0 ? 'ready' : 'trained',
      losses: joined(this.#losses),
      trainLoss: train.loss,
      testLoss: test.loss,
      trainAccuracy: train.accuracy ?? Number.NaN,
      testAccuracy: test.accuracy ?? Number.NaN,
      fingerprint: this.#network.fingerprint(),
      ...(views.layers ? { layers: this.#layers.at(step, isLive) } : {}),
      ...(views.line && kind === 'line' ? { line: this.#line.at(step, isLive) } : {}),
      ...(boundary ? { boundary } : {}),
      ...(views.heat && kind === 'plane' ? { heat: this.#heat.at(step, isLive) } : {}),
    };
    this.#losses = [];
    return frame;
  }
}

/** Targets as the loss has them: a column of values or of 0 and 1, or labels. */
function targetsOf({ inputs, labels }: TaskExamples, { loss, classes }: Task, precision: Network['precision']) {
  if (loss === 'cross-entropy') return { inputs, labels: Int32Array.from(labels), classes };
  const data = precision === 'f32' ? Float32Array.from(labels) : Float64Array.from(labels);
  return { inputs, targets: { rows: inputs.rows, columns: 1, data } };
}

/** Evenly spaced rows, as many as are looked at. */
function thinned({ inputs: { rows, columns, data }, labels }: TaskExamples): TaskExamples {
  const places = Array.from({ length: mostLooked }, (_, index) => Math.floor((index * rows) / mostLooked));
  const taken = data instanceof Float32Array ? new Float32Array(mostLooked * columns) : new Float64Array(mostLooked * columns);
  places.forEach((row, index) => taken.set(data.subarray(row * columns, (row + 1) * columns), index * columns));
  return { inputs: { rows: mostLooked, columns, data: taken }, labels: places.map((row) => labels[row] as number) };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
