import { ArgumentError } from '../engine/errors.js';
import type { LayerInput } from '../network/specification.js';

/** One hidden layer that goes straight from knot to knot on [knots[0], knots.at(-1)]: a unit a piece, relu(x - knot), each adding its change of slope. */
export function polygon(knots: readonly number[], values: readonly number[]): LayerInput[] {
  if (knots.length < 2 || knots.some((knot, index) => index > 0 && !(knot > knots[index - 1]!)))
    throw new ArgumentError('knots', 'two ascending numbers or more', knots);
  if (values.length !== knots.length) throw new ArgumentError('values', `${knots.length} numbers (one a knot)`, values);
  const starts = knots.slice(0, -1);
  const slopes = starts.map((knot, piece) => (values[piece + 1]! - values[piece]!) / (knots[piece + 1]! - knot));
  return [
    { weights: starts.map(() => [1]), bias: starts.map((knot) => -knot) },
    { weights: [slopes.map((slope, piece) => slope - (slopes[piece - 1] ?? 0))], bias: [values[0]!] },
  ];
}
