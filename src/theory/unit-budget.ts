import { integer } from '../engine/check.js';

/**
 * Hidden widths, all of 3 or more, that have the most pieces on a line for a number of units (3 or more): the product of (width + 1) is attained for them.
 * The wider layers come last. Widths of 2 are left out: their product is not attained (7 of 9 pieces for 2-2), and 3-3 beats 2-2-2 anyway.
 */
export function widthsForUnits(units: number): readonly number[] {
  integer('units', units, 3, 1000);
  // (n + 1)^(1/n) falls from n = 3 on: threes, and the one or two units left over go one each to a layer
  const layers = Math.floor(units / 3);
  const wider = units - 3 * layers;
  return Array.from({ length: layers }, (_, layer) => 3 + Math.floor((wider + layer) / layers));
}
