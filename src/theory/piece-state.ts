import type { Engine } from '../engine/engine.js';
import type { Layer } from '../network/network.js';

/** The points before a layer: a state of assembly/pieces/state.ts, or of assembly/pieces/plain.ts, and the bits of its bends. */
export interface Points {
  readonly count: number;
  readonly ld: number;
  readonly units: number;
  readonly state: number;
  readonly bits: number;
  /** Every number is one word and exact: a plain state. */
  readonly plain: boolean;
}

/** Blocks of the engine's memory that are released together. */
export class Blocks {
  readonly #engine: Engine;
  readonly #pointers: number[] = [];

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  take(what: string, bytes: number): number {
    const pointer = this.#engine.memory.allocate(what, Math.max(bytes, 16));
    this.#pointers.push(pointer);
    return pointer;
  }

  release(): void {
    for (const pointer of this.#pointers.splice(0)) this.#engine.memory.release(pointer);
  }
}

export const stateBytes = (units: number, ld: number): number => (3 * (units + 1) + 1) * ld * 8;
export const plainBytes = (units: number, ld: number): number => (units + 1) * ld * 8;
export const bitWords = (units: number): number => (units + 63) >>> 6;

/** A layer in the module's memory: f64, knots and lower slope of its activation, and a bit for every weight that is not 0. */
export interface Loaded {
  readonly units: number;
  readonly inputs: number;
  readonly weights: number;
  readonly bias: number;
  readonly masks: number;
  readonly knots: number;
  readonly alpha: number;
}

/** Undefined for an activation that the module does not have. */
export function load(engine: Engine, blocks: Blocks, layer: Layer, what: string): Loaded | undefined {
  const kind = kindOf(layer);
  if (kind === undefined) return undefined;
  const { memory, exports } = engine;
  const { rows: units, columns: inputs, data } = layer.weights;
  const weights = blocks.take(what, 8 * units * inputs);
  memory.floats('f64', weights, units * inputs).set(data);
  const bias = blocks.take(what, 8 * units);
  memory.floats('f64', bias, units).set(layer.bias);
  const masks = blocks.take(what, 8 * units * bitWords(inputs));
  engine.run('piecesMasks', () => exports.piecesMasks(units, inputs, weights, masks));
  return { units, inputs, weights, bias, masks, ...kind };
}

/** Knots and lower slope of an activation that the module has. */
function kindOf({ activation, alpha }: Layer): { knots: number; alpha: number } | undefined {
  if (activation === 'identity' || (activation === 'leaky-relu' && alpha === 1)) return { knots: 0, alpha: 0 };
  if (activation === 'relu') return { knots: 1, alpha: 0 };
  if (activation === 'abs') return { knots: 1, alpha: -1 };
  if (activation === 'leaky-relu' && (alpha === 0 || alpha > 1e-30)) return { knots: 1, alpha };
  return activation === 'hard-tanh' ? { knots: 2, alpha: 0 } : undefined;
}
