import { seed as checkSeed } from '../../engine/check.js';
import type { Engine } from '../../engine/engine.js';
import { type ActivationName, activationId, activations } from '../../network/activation.js';

/** Largest errors of the f32 kernels against f64 ones at the same points, in units in the last place of an f32. */
export interface Accuracy {
  readonly name: ActivationName;
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

/** The f32 kernels of `subject` (any build) against the f64 kernels of `reference` (with the larger module), over `points` random singles. */
export function measureAccuracy(reference: Engine, subject: Engine, name: ActivationName, points: number, seed: number): Accuracy {
  const count = Math.ceil(points / 4) * 4;
  const { low, high } = checkSeed('seed', seed);
  const facts = activations[name];
  const alpha = Math.fround('alpha' in facts ? facts.alpha.default : 0);
  const { exports } = reference;
  const block = 4 * count;
  return reference.memory.scratch(`${count} points`, 3 * block + 16 + 8 * exports.comparisonScratch(), (z) => {
    reference.run('singlePoints', () => exports.singlePoints(count, low, high, z));
    const singles = reference.memory.floats('f32', z, count).slice();
    const results = subject.memory.scratch(`${count} points`, 3 * block, (place) => {
      const { memory } = subject;
      const { activate, multiplyBySlope } = subject.kernels('f32');
      memory.floats('f32', place, count).set(singles);
      memory.floats('f32', place + 2 * block, count).fill(1);
      const id = activationId(subject, name);
      subject.run(name, () => activate(id, count, alpha, place, place + block));
      subject.run(name, () => multiplyBySlope(id, count, alpha, place, place + block, place + 2 * block));
      return memory.floats('f32', place + block, 2 * count).slice();
    });
    reference.memory.floats('f32', z + block, 2 * count).set(results);
    const { from, to, floor, ofValue } = roots[name] ?? { from: 0, to: 0, floor: 0, ofValue: false };
    const result = z + 3 * block;
    const id = activationId(reference, name);
    reference.run('compareSingles', () =>
      exports.compareSingles(id, alpha, count, z, z + block, z + 2 * block, from, to, floor, ofValue ? 1 : 0, result, result + 16),
    );
    const [value, slope] = reference.memory.floats('f64', result, 2) as unknown as [number, number];
    return { name, value, slope };
  });
}
