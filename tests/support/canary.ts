import type { Precision, RawEngine } from './engines.js';

/** A NaN in either precision, and not the one that arithmetic makes: a kernel that reads it spoils its result, one that writes over it is seen. */
const canary = 0xfff8beef;
const guardBytes = 64;

type Values = Float32Array | Float64Array;
const arrayOf = (precision: Precision, length: number): Values => (precision === 'f32' ? new Float32Array(length) : new Float64Array(length));

/** A matrix laid into the arena: its elements at (i, j) * strides, canary words around it and in its gaps. */
export interface Placed {
  readonly pointer: number;
  readonly rowStride: number;
  readonly columnStride: number;
  /** The elements, row after row. */
  read(): Values;
  /** The name of what changed that must not have: 'guard', or, for inputs, 'element'. */
  damage(role: 'input' | 'output'): 'guard' | 'element' | undefined;
}

/** One block of an engine's memory, reused for case after case; whatever a case lays out is fenced with canaries. */
export class CanaryArena {
  private readonly base: number;
  private top = 0;

  constructor(
    private readonly engine: RawEngine,
    private readonly precision: Precision,
    private readonly capacity = 1 << 22,
  ) {
    this.base = engine.allocate(capacity) >>> 0;
  }

  reset(): void {
    this.top = 0;
  }

  /** Lays out a rows x columns matrix; strides in elements (contiguous rows unless said), `shift` elements past a 16-byte boundary. */
  place(rows: number, columns: number, values: ArrayLike<number> | number, layout: { rowStride?: number; columnStride?: number; shift?: number } = {}): Placed {
    const { rowStride = columns, columnStride = 1, shift = 0 } = layout;
    const size = this.precision === 'f32' ? 4 : 8;
    const span = rows > 0 && columns > 0 ? (rows - 1) * rowStride + (columns - 1) * columnStride + 1 : 0;
    const start = this.base + this.top;
    const bytes = guardBytes + (((shift + span) * size + 15) & ~15) + guardBytes;
    if (this.top + bytes > this.capacity) throw new RangeError('arena: the case is too large');
    this.top += bytes;
    const block = (): Uint8Array => new Uint8Array(this.engine.memory.buffer, start, bytes);
    const elementsOf = (buffer: ArrayBufferLike, offset: number): Values =>
      this.precision === 'f32' ? new Float32Array(buffer, offset, bytes / 4) : new Float64Array(buffer, offset, bytes / 8);
    const first = guardBytes / size + shift;
    new Uint32Array(this.engine.memory.buffer, start, bytes / 4).fill(canary);
    const live = elementsOf(this.engine.memory.buffer, start);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) live[first + i * rowStride + j * columnStride] = typeof values === 'number' ? values : values[i * columns + j]!;
    }
    const before = block().slice();
    return {
      pointer: start + first * size,
      rowStride,
      columnStride,
      read: () => {
        const now = elementsOf(this.engine.memory.buffer, start);
        const out = arrayOf(this.precision, rows * columns);
        for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[i * columns + j] = now[first + i * rowStride + j * columnStride]!;
        return out;
      },
      damage: (role) => {
        const now = block().slice();
        if (Buffer.compare(now, before) === 0) return undefined;
        if (role === 'input') return 'element';
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++) {
            const at = (first + i * rowStride + j * columnStride) * size;
            now.set(before.subarray(at, at + size), at);
          }
        }
        return Buffer.compare(now, before) === 0 ? undefined : 'guard';
      },
    };
  }
}
