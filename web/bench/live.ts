import { type Signal, signal } from '@preact/signals';
import type { ActivationName } from '../../src/network/activation.js';
import type { BenchData, Frame, Views } from './frame.js';
import { History } from './history.js';
import type { BenchRemote, Connection, ExportFormat, Stretch } from './remote.js';
import type { BenchSettings } from './settings.js';

export type Phase =
  | { readonly kind: 'starting' | 'ready' | 'playing' | 'diverged' }
  /** The worker said no: `message` names the setting. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The worker is gone; `restart` makes another. */
  | { readonly kind: 'failed'; readonly error: unknown };

/** A network as it was opened. */
export interface Opened {
  readonly settings: BenchSettings;
  readonly data: BenchData;
  readonly parameters: number;
}

interface Opening {
  readonly settings: BenchSettings;
  readonly csv: string | undefined;
  readonly step: number;
}

/** Time to train between two frames: with the drawing, less than the thirtieth part of a second. */
const pace: Stretch = { milliseconds: 12 };
/** Longest a jump to a step keeps the worker from answering, about. */
const patience = 60;
/** A frame that takes longer, in milliseconds, is too slow for 30 of them a second. */
const costly = 30;

/**
 * A network that lives in a worker. Wishes are noted, and served one at a time, at most one an animation frame: there are never two
 * questions outstanding, and of two wishes of a kind only the newer is served.
 */
export class Live implements Disposable {
  readonly phase: Signal<Phase> = signal({ kind: 'starting' });
  readonly opened: Signal<Opened | undefined> = signal(undefined);
  readonly frame: Signal<Frame | undefined> = signal(undefined);
  /** Why the last file was not taken; the network is then the one before. */
  readonly fileRefusal: Signal<string | undefined> = signal(undefined);
  /** Steps a frame while playing; 0 for as many as there is time for. */
  readonly speed = signal(10);
  history = new History();
  onImported: (settings: BenchSettings) => void = () => {};

  #connection: Connection | undefined;
  #isBusy = false;
  #isScheduled = false;
  #isDisposed = false;
  #last: Opening | undefined;
  #opening: Opening | undefined;
  #file: string | Uint8Array | undefined;
  #rewinds = false;
  #steps = 0;
  #target = 0;
  #chunk = 8;
  #redraws = false;
  /** What the last frame with a boundary cost, and when it came, in milliseconds. */
  #boundary = { cost: 0, made: 0 };
  #views: Views = { boundary: false, heat: false, line: false, layers: false };

  constructor(
    private readonly start: () => Promise<Connection>,
    private readonly nextTurn: (turn: () => void) => void = (turn) => void requestAnimationFrame(turn),
  ) {}

  /** Another network, at its start or trained as far as `step`. */
  open(settings: BenchSettings, csv: string | undefined, step = 0): void {
    this.#opening = this.#last = { settings, csv, step };
    this.#schedule();
  }

  play(): void {
    if (this.opened.value === undefined || this.phase.value.kind !== 'ready') return;
    this.phase.value = { kind: 'playing' };
    this.#schedule();
  }

  pause(): void {
    this.#target = 0;
    if (this.phase.value.kind !== 'playing') return;
    this.phase.value = { kind: 'ready' };
    this.#redraws = true; // what was left out while it played
    this.#schedule();
  }

  step(): void {
    if (this.phase.value.kind === 'playing') this.pause();
    this.#steps++;
    this.#schedule();
  }

  /** Back to the very same start. */
  rewind(): void {
    this.pause();
    this.#steps = 0;
    this.#rewinds = true;
    this.#schedule();
  }

  look(views: Views): void {
    const isNew = (Object.keys(views) as (keyof Views)[]).some((view) => views[view] && !this.#views[view]);
    this.#views = views;
    if (!isNew) return;
    this.#redraws = true;
    this.#schedule();
  }

  import(file: string | Uint8Array): void {
    this.pause();
    this.#file = file;
    this.#schedule();
  }

  /** The network as a file; waits its turn. */
  async export(format: ExportFormat): Promise<string | Uint8Array> {
    while (this.#isBusy) await new Promise<void>((resolve) => this.nextTurn(resolve));
    if (this.#connection === undefined) throw new Error('there is no network yet');
    this.#isBusy = true;
    try {
      const answer = await this.#ask((worker) => worker.exportBench(format));
      if (typeof answer !== 'string' && 'refusal' in answer) throw new Error(answer.refusal);
      return answer;
    } finally {
      this.#isBusy = false;
      this.#schedule();
    }
  }

  /** A new worker for the same state. */
  restart(): void {
    this.#connection?.[Symbol.dispose]();
    this.#connection = undefined;
    this.phase.value = { kind: 'starting' };
    this.#opening = this.#last && { ...this.#last, step: this.frame.value?.step ?? this.#last.step };
    this.#schedule();
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#connection?.[Symbol.dispose]();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isBusy || this.#isDisposed || this.phase.value.kind === 'failed') return;
    this.#isScheduled = true;
    this.nextTurn(() => {
      this.#isScheduled = false;
      void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    if (this.#isBusy || this.#isDisposed) return;
    this.#isBusy = true;
    try {
      await this.#turn();
    } catch (error) {
      if (!this.#isDisposed) this.phase.value = { kind: 'failed', error };
    } finally {
      this.#isBusy = false;
    }
    const isTold = this.#opening || this.#file !== undefined || this.#rewinds || this.#steps > 0 || this.#redraws;
    if (isTold || this.#target > 0 || this.phase.value.kind === 'playing') this.#schedule();
  }

  async #turn(): Promise<void> {
    if (this.#opening !== undefined) return this.#open(this.#opening);
    if (this.opened.value === undefined || this.phase.value.kind === 'refused') return this.#forget();
    if (this.#file !== undefined) return this.#import(this.#file);
    if (this.#rewinds) {
      this.#rewinds = false;
      this.history = new History();
      this.#show(await this.#ask((worker) => worker.rewindBench(this.#views)));
    } else if (this.#target > 0) await this.#approach();
    else if (this.#steps > 0) {
      const steps = this.#steps;
      this.#steps = 0;
      await this.#advance({ steps });
    } else if (this.phase.value.kind === 'playing') await this.#advance(this.speed.value > 0 ? { steps: this.speed.value } : pace);
    else if (this.#redraws) {
      this.#redraws = false;
      this.#show(await this.#ask((worker) => worker.frameBench(this.#views)));
    }
  }

  async #open(opening: Opening): Promise<void> {
    this.#opening = undefined;
    this.#forget();
    const { settings, csv, step } = opening;
    const answer = await this.#ask((worker) => worker.openBench(settings, csv));
    if ('refusal' in answer) {
      this.phase.value = { kind: 'refused', message: answer.refusal };
      return;
    }
    const frame = await this.#ask((worker) => worker.frameBench(this.#views));
    this.history = new History();
    this.opened.value = { settings, ...answer };
    this.phase.value = { kind: 'ready' };
    this.#target = step;
    this.#show(frame);
  }

  async #import(file: string | Uint8Array): Promise<void> {
    this.#file = undefined;
    this.fileRefusal.value = undefined;
    const answer = await this.#ask((worker) => worker.importBench(file));
    if ('refusal' in answer) {
      this.fileRefusal.value = answer.refusal;
      return;
    }
    const widths = answer.widths.slice(1, -1);
    const settings = { ...this.opened.value!.settings, widths, activations: answer.activations.slice(0, widths.length) as ActivationName[] };
    const frame = await this.#ask((worker) => worker.frameBench(this.#views));
    this.history = new History();
    this.opened.value = { settings, data: answer.data, parameters: answer.parameters };
    this.#last = { settings, csv: this.#last?.csv, step: 0 };
    this.onImported(settings);
    this.#show(frame);
  }

  /** Part of the way to a step, as long as the page may wait for it. */
  async #approach(): Promise<void> {
    const left = this.#target - (this.frame.value?.step ?? 0);
    if (left <= 0) {
      this.#target = 0;
      return;
    }
    const begun = performance.now();
    await this.#advance({ steps: Math.min(left, this.#chunk) });
    const taken = performance.now() - begun;
    this.#chunk = Math.max(1, Math.round(this.#chunk * Math.min(2, patience / Math.max(1, taken))));
  }

  async #advance(stretch: Stretch): Promise<void> {
    const begun = performance.now();
    // While it plays, a boundary of thousands of regions is made as often as a third of the time allows, and stands until the next.
    const isSkipped = this.phase.value.kind === 'playing' && this.#boundary.cost > costly && begun - this.#boundary.made < 3 * this.#boundary.cost;
    const views = isSkipped ? { ...this.#views, boundary: false } : this.#views;
    const answer = await this.#ask((worker) => worker.advanceBench(stretch, views));
    const before = this.frame.value?.boundary;
    if (views.boundary) this.#boundary = { cost: performance.now() - begun, made: performance.now() };
    if ('refusal' in answer) {
      this.#target = 0;
      this.phase.value = { kind: 'refused', message: answer.refusal };
    } else if (isSkipped && this.#views.boundary && before !== undefined) {
      this.#show({ ...answer, boundary: before });
      this.#redraws = this.phase.value.kind !== 'playing';
    } else this.#show(answer);
  }

  #show(frame: Frame): void {
    this.history.add(frame);
    this.frame.value = frame;
    this.#redraws = false;
    const { kind } = this.phase.value;
    if (frame.status === 'diverged') {
      this.phase.value = { kind: 'diverged' };
      this.#target = 0;
    } else if (kind === 'diverged') this.phase.value = { kind: 'ready' };
  }

  #forget(): void {
    this.#file = undefined;
    this.#rewinds = this.#redraws = false;
    this.#steps = this.#target = 0;
  }

  async #ask<T>(question: (worker: BenchRemote) => Promise<T>): Promise<T> {
    this.#connection ??= await this.start();
    if (this.#isDisposed) this.#connection[Symbol.dispose]();
    return Promise.race([question(this.#connection.worker), this.#connection.failure]);
  }
}
