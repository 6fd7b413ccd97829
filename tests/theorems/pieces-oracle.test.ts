import { expect, it } from 'vitest';
import { loadEngine } from '../../src/index.js';
import { mismatch } from '../support/piece-mismatch.js';

// `npm run check:pieces -- --nets 100000` sets how many.
const nets = Number(process.env['PIECES_NETS'] ?? 5000);

it(`counts, breakpoints, values and slopes of ${nets} random nets, most of them degenerate, equal the rational oracle's to the last bit`, {
  timeout: 3_600_000,
}, async () => {
  const engine = await loadEngine();
  const wrong: string[] = [];
  let degenerate = 0;
  let exact = 0;
  for (let seed = 0; seed < nets && wrong.length < 10; seed++) {
    const result = mismatch(engine, seed);
    if (result.wrong !== undefined) wrong.push(result.wrong);
    degenerate += Number(result.degenerate);
    exact += Number(result.exact);
  }
  expect(wrong).toEqual([]);
  expect(degenerate).toBeGreaterThan(0.3 * nets);
  expect(exact, 'nets that the exact path counted').toBeGreaterThan(0.01 * nets);
  expect(exact, 'nets that the exact path counted').toBeLessThan(0.9 * nets);
  expect(engine.memory.blocks).toBe(0);
});
