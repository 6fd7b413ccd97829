import { ArgumentError, EngineError } from './errors.js';
import { type Build, type LoadOptions, loadModule, type RawExports } from './load.js';
import { Memory, type Precision } from './memory.js';
import { version } from './version.js';

/**
 * Loads the engine: the `simd` build unless another is asked for, from the package's own files unless `wasm` says where.
 *
 * @throws {ArgumentError} if the build is unknown or this runtime cannot run it.
 * @throws {EngineError} if the module cannot be had; the code says why, the message what to do.
 * @example
 * const engine = await loadEngine();
 * const network = new Network(engine, { widths: [2, 16, 16, 1], activation: 'tanh' });
 */
export async function loadEngine(options: LoadOptions = {}): Promise<Engine> {
  const { build, module, exports } = await loadModule(options);
  return new Engine(build, module, exports);
}

/** The exports that exist once per precision, by their names without `_f32`, `_f64`. */
type PerPrecision = { [Key in keyof RawExports as Key extends `${infer Stem}_f64` ? Stem : never]: RawExports[Key] };

/**
 * One instance of the module with its memory. Networks, data sets and products take it as their first argument; each instance is
 * single-threaded and independent of every other. `module` can be handed to a worker, which loads it by `loadEngine({ wasm: module })`.
 */
export class Engine {
  readonly version = version;
  /** @internal */
  readonly memory: Memory;
  readonly #exports: RawExports;
  readonly #kernels: Record<Precision, PerPrecision>;
  #stopped: EngineError | undefined;

  /** @internal */
  constructor(
    /** Which of the three builds runs. */
    readonly build: Build,
    /** The compiled module. */
    readonly module: WebAssembly.Module,
    exports: RawExports,
  ) {
    this.#exports = exports;
    this.memory = new Memory(exports);
    this.#kernels = { f32: kernels(exports, 'f32'), f64: kernels(exports, 'f64') };
  }

  /** Size of the module's memory in bytes. It grows as needed, up to 4 GiB, and never shrinks. */
  get memoryBytes(): number {
    return this.memory.bytes;
  }

  /** @internal The exports, for those who lay out memory themselves. */
  get exports(): RawExports {
    this.#alive();
    return this.#exports;
  }

  /** @internal The kernels of one precision. */
  kernels(precision: Precision): PerPrecision {
    this.#alive();
    return this.#kernels[precision];
  }

  /**
   * @internal Runs a kernel. A trap, or in the debug build a failed assertion, leaves the memory in a state that nobody knows, so the engine is then stopped for good:
   * every later call says so, and a new engine works.
   */
  run<Result>(what: string, call: () => Result): Result {
    this.#alive();
    try {
      return call();
    } catch (cause) {
      if (cause instanceof WebAssembly.RuntimeError) {
        this.#stopped = new EngineError('stopped', `the engine was stopped by a trap in ${what} (${cause.message}); load a new one`, { cause });
        throw this.#stopped;
      }
      if (cause instanceof EngineError && cause.code === 'stopped') this.#stopped = cause;
      throw cause;
    }
  }

  /** Ends the engine: whatever was made with it can no longer be used. A second call does nothing. */
  dispose(): void {
    this.#stopped ??= new EngineError('disposed', 'the engine was disposed; load a new one');
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @internal */
  get ended(): boolean {
    return this.#stopped !== undefined;
  }

  #alive(): void {
    if (this.#stopped) throw this.#stopped;
  }
}

/** Refuses what is not an engine, before anything is asked of it. */
export function checkEngine(engine: unknown): Engine {
  if (!(engine instanceof Engine)) throw new ArgumentError('engine', 'an Engine, as loadEngine gives', engine);
  return engine;
}

function kernels(exports: RawExports, precision: Precision): PerPrecision {
  const suffix = `_${precision}`;
  const entries = Object.entries(exports).filter(([name]) => name.endsWith(suffix));
  return Object.fromEntries(entries.map(([name, kernel]) => [name.slice(0, -suffix.length), kernel])) as unknown as PerPrecision;
}
