import { describe, expect, it } from 'vitest';
import { loadRaw, theoryBuilds } from '../support/engines.js';

describe.each(theoryBuilds)('gaps in the %s build', (build) => {
  const engine = loadRaw(build);

  it('are the least and the largest difference of neighbours, wherever they stand', () => {
    for (let count = 2; count <= 9; count++)
      for (let odd = 1; odd < count; odd++)
        for (const size of [0.25, 4]) {
          const points = engine.allocate(8 * count + 16);
          const view = new Float64Array(engine.memory.buffer, points, count + 2);
          view[0] = 0;
          for (let i = 1; i < count; i++) view[i] = view[i - 1]! + (i === odd ? size : 1);
          engine.gaps(count, points, points + 8 * count);
          const others = count === 2 ? size : 1;
          expect([view[count], view[count + 1]]).toEqual([Math.min(size, others), Math.max(size, others)]);
          engine.release(points);
        }
  });
});
