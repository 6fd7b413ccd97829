import { seed as checkSeed } from '../../engine/check.js';
import type { Engine } from '../../engine/engine.js';
import { bytesPer, type Precision } from '../../engine/memory.js';
import { type ActivationName, activationId, activations } from '../../network/activation.js';

/** Largest errors of one precision's kernels, in units in the last place. */
export interface Accuracy {
  readonly name: ActivationName;
  readonly precision: Precision;
  readonly value: number;
  readonly slope: number;
}

/** Next to its root a result has no relative accuracy: there it is measured in units of `floor` (as in docs/accuracy.md). */
const roots: Partial<Record<ActivationName, { readonly from: number; readonly to: number; readonly floor: number; readonly ofValue: boolean }>> = {
  'hard-sigmoid': { from: -3, to: -1.5, floor: 0.25, ofValue: true },
  gelu: { from: -1.5, to: -0.25, floor: 0.125, ofValue: false },
  'gelu-tanh': { from: -1.5, to: -0.25, floor: 0.125, ofValue: false },
  silu: { from: -2, to: -0.75, floor: 0.125, ofValue: false },
  mish: { from: -2, to: -0.75, floor: 0.125, ofValue: false },
};

/**
 * The kernels of `subject` (any build) over random numbers, against what `reference` (with the larger module) says is true: for f32 its f64 kernels, over all magnitudes; for f64 double-double arithmetic,
 * over |z| <= 32.
 */
export function measureAccuracy(reference: Engine, subject: Engine, name: ActivationName, precision: Precision, points: number, seed: number): Accuracy {
  const count = Math.ceil(points / 4) * 4;
  const { low, high } = checkSeed('seed', seed);
  const facts = activations[name];
  const given = 'alpha' in facts ? facts.alpha.default : 0;
  const alpha = precision === 'f32' ? Math.fround(given) : given;
  const { exports, memory } = reference;
  const { errorPoints, activationErrors } = reference.kernels(precision);
  const block = bytesPer(precision) * count;
  return memory.scratch(`${count} points`, 3 * block + 16 + 8 * exports.comparisonScratch(), (z) => {
    reference.run('errorPoints', () => errorPoints(count, low, high, z));
    const results = evaluated(subject, name, precision, alpha, memory.floats(precision, z, count).slice());
    memory.floats(precision, z + block, 2 * count).set(results);
    const { from, to, floor, ofValue } = roots[name] ?? { from: 0, to: 0, floor: 0, ofValue: false };
    const result = z + 3 * block;
    const id = activationId(reference, name);
    reference.run('activationErrors', () =>
      activationErrors(id, alpha, count, z, z + block, z + 2 * block, from, to, floor, ofValue ? 1 : 0, result, result + 16),
    );
    const [value, slope] = memory.floats('f64', result, 2) as unknown as [number, number];
    return { name, precision, value, slope };
  });
}

/** Values, then slopes. */
function evaluated(engine: Engine, name: ActivationName, precision: Precision, alpha: number, points: Float32Array | Float64Array) {
  const { memory } = engine;
  const { activate, multiplyBySlope } = engine.kernels(precision);
  const { byteLength: block, length } = points;
  const id = activationId(engine, name);
  return memory.scratch(`${length} points`, 3 * block, (z) => {
    memory.floats(precision, z, length).set(points);
    memory.floats(precision, z + 2 * block, length).fill(1);
    engine.run(name, () => activate(id, length, alpha, z, z + block));
    engine.run(name, () => multiplyBySlope(id, length, alpha, z, z + block, z + 2 * block));
    return memory.floats(precision, z + block, 2 * length).slice();
  });
}
