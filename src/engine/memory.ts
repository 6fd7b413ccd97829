import { EngineError } from './errors.js';

export type Precision = 'f32' | 'f64';
export type FloatArray = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
export const precisions = ['f32', 'f64'] as const;

/** The largest single block: AssemblyScript's allocator keeps sizes below 1 GiB. */
const largestBlock = 2 ** 30 - 2 ** 16;

/** Bytes of one number. */
export const bytesPer = (precision: Precision): number => (precision === 'f32' ? 4 : 8);

interface Allocator {
  readonly memory: WebAssembly.Memory;
  allocate(bytes: number): number;
  release(pointer: number): void;
}

/**
 * The module's memory: blocks by pointer, and views on them made anew at each call. A view dies without a word when the memory grows
 * (length 0, writes ignored), so none is kept over a call that may allocate.
 */
export class Memory {
  readonly #exports: Allocator;
  #blocks = 0;

  constructor(exports: Allocator) {
    this.#exports = exports;
  }

  /** Size of the memory, in bytes; it grows and never shrinks. */
  get bytes(): number {
    return this.#exports.memory.buffer.byteLength;
  }

  /** Blocks that were allocated here and not yet released. */
  get blocks(): number {
    return this.#blocks;
  }

  /** Refuses a size that no block can have, before anything is allocated. */
  fits(what: string, bytes: number): void {
    if (!(bytes <= largestBlock)) {
      throw new EngineError('too-large', `${what} needs ${mebibytes(bytes)} in one block; the most is ${mebibytes(largestBlock)}`);
    }
  }

  /** A block of its own, 16-byte aligned, released by `release`. */
  allocate(what: string, bytes: number): number {
    this.fits(what, bytes);
    const pointer = this.attempt(what, bytes, () => this.#exports.allocate(bytes)) >>> 0; // i32 in the module: negative past 2 GiB
    this.#blocks++;
    return pointer;
  }

  release(pointer: number): void {
    this.#exports.release(pointer);
    this.#blocks--;
  }

  /**
   * Calls an export that allocates inside the module. The allocator traps when memory cannot grow, with its own state whole:
   * that one trap is an error to go on from.
   */
  attempt<Result>(what: string, bytes: number, call: () => Result): Result {
    try {
      return call();
    } catch (cause) {
      if (!(cause instanceof WebAssembly.RuntimeError)) throw cause;
      throw new EngineError('out-of-memory', `${what} needs ${mebibytes(bytes)}, which is more than there is (${mebibytes(this.bytes)} in use or reserved)`, {
        cause,
      });
    }
  }

  /** A block for the duration of `body`. */
  scratch<Result>(what: string, bytes: number, body: (pointer: number) => Result): Result {
    const pointer = this.allocate(what, bytes);
    try {
      return body(pointer);
    } finally {
      this.release(pointer);
    }
  }

  /** A view of `count` numbers. */
  floats(precision: Precision, pointer: number, count: number): FloatArray {
    const { buffer } = this.#exports.memory;
    return precision === 'f32' ? new Float32Array(buffer as ArrayBuffer, pointer >>> 0, count) : new Float64Array(buffer as ArrayBuffer, pointer >>> 0, count);
  }

  integers(pointer: number, count: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#exports.memory.buffer as ArrayBuffer, pointer >>> 0, count);
  }
}

const mebibytes = (bytes: number) => (bytes < 2 ** 20 ? `${bytes} bytes` : `${(bytes / 2 ** 20).toFixed(1)} MiB`);
