import { activationRows } from './activation-rows.js';
import type { RawEngine } from './engines.js';

/** The members of ActivationId, as the module exports them: asc writes each as a global "ActivationId.Name". */
export const activationIds = (engine: RawEngine): readonly (readonly [name: string, id: number])[] =>
  Object.entries(engine.ActivationId)
    .filter((entry): entry is [string, number] => Number.isNaN(Number(entry[0])))
    .map(([name, id]) => [name, Number(id)] as const)
    .sort((a, b) => a[1] - b[1]);

export const alphaOf = (name: string): number => activationRows[name]?.alpha ?? 0;

type Floats = Float32Array | Float64Array;

/** a = f(z) and d = f'(z) by the engine; any length. */
export const evaluateActivation = <A extends Floats>(engine: RawEngine, name: string, z: A): { a: A; d: A } => {
  const id = activationIds(engine).find(([member]) => member === name)![1];
  const bytes = z.BYTES_PER_ELEMENT;
  const n = Math.ceil(z.length / (16 / bytes)) * (16 / bytes);
  const pointers = [0, 1, 2].map(() => engine.allocate(n * bytes) >>> 0) as [number, number, number];
  const [zs, as, ds] = pointers.map(
    (pointer) => new (z.constructor as new (b: ArrayBufferLike, o: number, n: number) => A)(engine.memory.buffer, pointer, n),
  ) as [A, A, A];
  zs.fill(0).set(z);
  ds.fill(1);
  const precision = z instanceof Float32Array ? 'f32' : 'f64';
  engine[`activate_${precision}`](id, n, alphaOf(name), pointers[0], pointers[1]);
  engine[`multiplyBySlope_${precision}`](id, n, alphaOf(name), pointers[0], pointers[1], pointers[2]);
  const result = { a: as.slice(0, z.length) as A, d: ds.slice(0, z.length) as A };
  for (const pointer of pointers) engine.release(pointer);
  return result;
};
