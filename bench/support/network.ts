import { enumMember } from '../../src/network/activation.js';
import type { Precision, RawEngine } from '../../tests/support/engines.js';
import { type Resident, resident, type Values } from './operand.js';
import { PlainNetwork } from './plain-network.js';

export interface Shape {
  readonly depth: number;
  readonly width: number;
  readonly batch: number;
}

/** The networks of PEERS' table: as many inputs and outputs as units, so that a layer is a square. */
export const shapes: readonly Shape[] = [
  { depth: 3, width: 16, batch: 32 },
  { depth: 20, width: 32, batch: 64 },
  { depth: 50, width: 64, batch: 128 },
  { depth: 100, width: 16, batch: 64 },
  { depth: 2, width: 512, batch: 256 },
];

/** Flop of the products of a forward pass; those of a training step are three times that, but for the inputs' gradient, which nobody asks for. */
export const forwardFlop = ({ depth, width, batch }: Shape): number => 2 * (depth + 1) * width * width * batch;
export const stepFlop = ({ depth, width, batch }: Shape): number => 2 * (3 * (depth + 1) - 1) * width * width * batch;

/** A ReLU network at He's initialisation with a batch of its own, in the engine and in plain TypeScript. */
export class BenchNetwork {
  readonly address: number;
  readonly inputs: Resident;
  readonly targets: Resident;
  readonly plain: PlainNetwork;
  readonly parameterCount: number;

  constructor(
    readonly engine: RawEngine,
    readonly precision: Precision,
    { depth, width, batch }: Shape,
  ) {
    const widths = Array<number>(depth + 2).fill(width);
    const list = engine.allocate(4 * widths.length);
    new Int32Array(engine.memory.buffer, list, widths.length).set(widths);
    this.address = engine[`createNetwork_${precision}`](depth + 1, list);
    const relu = enumMember(engine.ActivationId, 'relu');
    const he = enumMember(engine.InitializerId, 'he-normal');
    for (let layer = 0; layer < depth; layer++) engine.setActivation(this.address, layer, relu, 0);
    for (let layer = 0; layer <= depth; layer++) engine[`initializeLayer_${precision}`](this.address, layer, he, 0, 0, 1, 0);
    engine[`bindNetwork_${precision}`](this.address, batch, 0);
    this.inputs = resident(engine, precision, batch * width, 1);
    this.targets = resident(engine, precision, batch * width, 2);
    this.parameterCount = (depth + 1) * width * (width + 1);
    this.plain = new PlainNetwork(widths, this.parameters);
  }

  get parameters(): Values {
    const { engine, precision, parameterCount } = this;
    const pointer = engine.parametersOf(this.address) >>> 0;
    return precision === 'f32'
      ? new Float32Array(engine.memory.buffer, pointer, parameterCount)
      : new Float64Array(engine.memory.buffer, pointer, parameterCount);
  }
}

/** Throws unless two lists agree to the rounding of a deep network in the precision. */
export function verifyClose(what: string, got: ArrayLike<number>, expected: ArrayLike<number>, precision: Precision): void {
  const scale = Math.max(...Array.from(expected, Math.abs));
  const tolerance = precision === 'f32' ? 3e-3 : 1e-10;
  for (let i = 0; i < expected.length; i++) {
    const [x, y] = [got[i] as number, expected[i] as number];
    if (!(Math.abs(x - y) <= tolerance * scale)) throw new Error(`${what}: ${x} at ${i}, expected ${y}`);
  }
}
