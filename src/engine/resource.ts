import type { Engine } from './engine.js';
import { EngineError } from './errors.js';

/** What was forgotten without dispose() is given back when the collector finds it: a safety net, not a plan. */
const forgotten = new FinalizationRegistry<() => void>((release) => release());

/** Something that holds a block of the engine's memory until it is disposed of. */
export abstract class Resource {
  readonly #release: () => void;
  readonly #name: string;
  #disposed = false;

  /** `release` must not hold on to the resource itself, or it is never collected. */
  protected constructor(
    readonly engine: Engine,
    name: string,
    release: () => void,
  ) {
    this.#name = name;
    this.#release = () => {
      if (!engine.ended) release();
    };
    forgotten.register(this, this.#release, this);
  }

  /** Gives the memory back. A second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    forgotten.unregister(this);
    this.#release();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @internal Throws if this was disposed of. */
  alive(): void {
    if (this.#disposed) throw new EngineError('disposed', `the ${this.#name} was disposed`);
  }
}
