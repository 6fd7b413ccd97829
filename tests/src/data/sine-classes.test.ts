import { describe, expect, it } from 'vitest';
import { sineClasses } from '../../../src/data/sine-classes.js';
import { loadEngine } from '../../../src/engine/engine.js';

const engine = await loadEngine({ theory: true });
const options = { precision: 'f64', samples: 5000, seed: 3, stream: 0 } as const;

describe('points about a sine', () => {
  it('are of class 1 above sin(3 pi x) / 2 and of class 0 below, spread evenly over [-1, 1]^2', () => {
    const { inputs, labels } = sineClasses(engine, options);
    const points = Array.from(labels, (label, i) => ({ x: inputs.data[2 * i]!, y: inputs.data[2 * i + 1]!, label }));
    for (const { x, y, label } of points) {
      const height = y - 0.5 * Math.sin(3 * Math.PI * x);
      if (Math.abs(height) > 1e-12) expect(label).toBe(height > 0 ? 1 : 0);
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1);
    }
    // six standard deviations of a count of 1/4 of the points
    for (const [right, above] of [
      [true, true],
      [true, false],
      [false, true],
      [false, false],
    ]) {
      const share = points.filter(({ x, y }) => x > 0 === right && y > 0 === above).length / points.length;
      expect(Math.abs(share - 0.25)).toBeLessThan(6 * Math.sqrt((0.25 * 0.75) / points.length));
    }
  });

  it('in f32 are those of f64, rounded; other seeds and streams give others; a shorter set is the beginning of a longer one', () => {
    const { inputs, labels } = sineClasses(engine, options);
    const single = sineClasses(engine, { ...options, precision: 'f32' });
    expect(single.inputs.data).toEqual(Float32Array.from(inputs.data));
    expect(single.labels).toEqual(labels);
    expect(sineClasses(engine, { ...options, seed: 4 }).inputs.data).not.toEqual(inputs.data);
    expect(sineClasses(engine, { ...options, stream: 1 }).inputs.data).not.toEqual(inputs.data);
    expect(sineClasses(engine, { ...options, samples: 10 }).inputs.data).toEqual(inputs.data.slice(0, 20));
  });
});
