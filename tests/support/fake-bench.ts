import type { BenchData, Frame, Histogram, LayerFrame, Points, Views } from '../../web/bench/frame.js';
import type { BenchRemote, Stretch } from '../../web/bench/remote.js';
import type { BenchSettings } from '../../web/bench/settings.js';

const histogram = (from: number, to: number): Histogram => ({
  from,
  to,
  counts: Float64Array.from({ length: 32 }, (_, i) => Math.round(100 * Math.exp(-(((i - 16) / 6) ** 2)))),
  mean: (from + to) / 2,
  deviation: (to - from) / 5,
});

const points = (kind: 'plane' | 'line', count: number, shift: number): Points => ({
  count,
  coordinates: Float64Array.from({ length: count * (kind === 'plane' ? 2 : 1) }, (_, i) =>
    kind === 'plane' ? Math.sin(17 * i + shift) : -1 + (2 * i) / count,
  ),
  labels: Float64Array.from({ length: count }, (_, i) => (kind === 'plane' ? Number(Math.sin(34 * i + shift) > 0) : Math.sin((6 * i) / count))),
});

/** A worker that invents its figures, of the right shapes, and counts how many questions are open at once. */
export class FakeBench implements BenchRemote {
  readonly asked: string[] = [];
  mostOpen = 0;
  readonly #wait: () => Promise<void>;
  #open = 0;
  #settings: BenchSettings | undefined;
  #step = 0;

  constructor(wait: () => Promise<void> = () => Promise.resolve()) {
    this.#wait = wait;
  }

  async #answer<T>(name: string, answer: () => T): Promise<T> {
    this.asked.push(name);
    this.mostOpen = Math.max(this.mostOpen, ++this.#open);
    await this.#wait();
    this.#open--;
    return answer();
  }

  openBench(settings: BenchSettings): Promise<{ data: BenchData; parameters: number } | { refusal: string }> {
    return this.#answer(`open ${settings.data}`, () => {
      if (settings.formula === 'bad') return { refusal: 'formula: expected a formula in x' };
      this.#settings = settings;
      this.#step = 0;
      return this.#opened();
    });
  }

  advanceBench(stretch: Stretch, views: Views): Promise<Frame> {
    const steps = 'steps' in stretch ? stretch.steps : 20;
    return this.#answer('advance', () => {
      this.#step += steps;
      return this.#frame(steps, views);
    });
  }

  rewindBench(views: Views): Promise<Frame> {
    return this.#answer('rewind', () => {
      this.#step = 0;
      return this.#frame(0, views);
    });
  }

  frameBench(views: Views): Promise<Frame> {
    return this.#answer('frame', () => this.#frame(0, views));
  }

  exportBench(format: string): Promise<string> {
    return this.#answer(`export ${format}`, () => format);
  }

  importBench(file: string | Uint8Array): ReturnType<BenchRemote['importBench']> {
    return this.#answer('import', () => {
      if (file === 'bad') return { refusal: 'format: no network' };
      this.#step = 0;
      return { ...this.#opened(), widths: [2, 5, 1], activations: ['tanh', 'identity'] };
    });
  }

  #opened(): { data: BenchData; parameters: number } {
    const settings = this.#settings!;
    const kind = settings.data === 'function' ? 'line' : settings.data === 'digits' ? 'many' : 'plane';
    const shape = kind === 'many' ? 'plane' : kind;
    const count = kind === 'many' ? 0 : settings.samples;
    return {
      data: { kind, features: 2, classes: 2, train: points(shape, count, 0), test: points(shape, count, 1), frame: [-1.2, 1.2, -1.2, 1.2] },
      parameters: 177,
    };
  }

  #frame(steps: number, views: Views): Frame {
    const { widths, learningRate } = this.#settings!;
    const loss = 0.7 * Math.exp(-this.#step / 400) + 0.01;
    const isDiverged = learningRate > 100 && this.#step > 3;
    return {
      step: this.#step,
      status: isDiverged ? 'diverged' : this.#step === 0 ? 'ready' : 'trained',
      losses: Float64Array.from({ length: steps }, (_, i) => loss * (1 + 0.2 * Math.sin(i + this.#step))),
      trainLoss: loss,
      testLoss: loss * 1.2,
      trainAccuracy: 1 - loss / 2,
      testAccuracy: 1 - loss / 1.8,
      fingerprint: String(this.#step),
      ...(views.layers ? { layers: widths.map((units, i) => this.#layer(units, i)) } : {}),
      ...(views.heat ? { heat: this.#heat() } : {}),
      ...(views.boundary
        ? {
            boundary: {
              regions: 40 + (this.#step % 50),
              pieces: 12,
              points: Float64Array.of(-1, -1, 0, 0.5, 1, 1, -1, 1, 0, 0.8),
              starts: Uint32Array.of(0, 3),
            },
          }
        : {}),
      ...(views.line ? { line: this.#line() } : {}),
    };
  }

  #layer(units: number, i: number): LayerFrame {
    const size = i % 7 === 6 ? 0 : 10 ** -(i / 2);
    return { units, activations: histogram(0, 1 + i / 4), gradients: histogram(-size, size), gradientNorm: size, dead: i % 4 === 3 ? 3 : 0 };
  }

  #heat() {
    const values = Float32Array.from({ length: 64 * 64 }, (_, i) => 0.5 + 0.5 * Math.sin(((i % 64) / 12) * Math.cos(i / 64 / 20 + this.#step / 400)));
    return { columns: 64, rows: 64, values };
  }

  #line() {
    const x = Float64Array.from({ length: 30 }, (_, i) => -1 + (2 * i) / 29);
    const layer = Uint8Array.from(x, (_, i) => (i === 0 || i === 29 ? 0 : 1 + (i % Math.max(1, this.#settings!.widths.length))));
    return { isExact: true, x, y: x.map((value) => Math.sin(3 * value + this.#step / 900)), layer, pieces: 29, bound: '6561' };
  }
}
