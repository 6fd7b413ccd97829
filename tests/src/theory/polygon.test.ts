import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ArgumentError, loadEngine, Network } from '../../../src/index.js';
import { triangleWave } from '../../../src/theory/constructions.js';
import { distance } from '../../../src/theory/distance.js';
import { countPieces } from '../../../src/theory/pieces.js';
import { polygon } from '../../../src/theory/polygon.js';
import { shifted } from '../../../src/theory/shifted.js';

const { rows } = JSON.parse(readFileSync(new URL('../../reference/extras.json', import.meta.url), 'utf8')).l1gap;
const engine = await loadEngine({ theory: true });
const make = (layers: ReturnType<typeof polygon>) => new Network(engine, { layers, precision: 'f64' });

describe('a polygon as a network of one hidden layer', () => {
  it('goes through its knots', () => {
    using network = make(polygon([0, 0.25, 0.75, 1], [1, -2, 0.5, 0.5]));
    expect([...network.forward([[0], [0.125], [0.25], [0.5], [0.75], [1]]).data]).toEqual([1, -0.5, -2, -0.75, 0.5, 0.5]);
    expect(countPieces(network, [0, 1]).count).toBe(3);
  });

  it('the best known approximations of the wave are as far away as the table says, to 1e-9, and have so many pieces', () => {
    expect(rows.length).toBe(30);
    for (const { D, m_pieces, knots, values, best_L1_found } of rows) {
      using wave = make(triangleWave(D));
      using network = make(polygon(knots, values));
      expect(Math.abs(distance(wave, network, [0, 1]).l1 - best_L1_found)).toBeLessThanOrEqual(1e-9);
      expect(countPieces(network, [0, 1]).count).toBe(m_pieces);
    }
  });

  it('shifted adds a constant', () => {
    using network = make(shifted(polygon([0, 1], [0.25, 0.75]), -0.5));
    expect([...network.forward([[0], [1]]).data]).toEqual([-0.25, 0.25]);
  });

  it('refuses knots that do not ascend, and another number of values', () => {
    expect(() => polygon([0, 0], [1, 1])).toThrow(ArgumentError);
    expect(() => polygon([0, 1], [1])).toThrow(/^values/);
  });
});
