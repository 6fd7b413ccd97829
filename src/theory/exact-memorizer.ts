import { add, compare, divide, multiply, type Rational, rational, subtract } from './rational.js';

/** Layers of a network with rational weights [outputs][inputs]; relu on all but the last. */
export interface ExactLayer {
  readonly weights: readonly (readonly Rational[])[];
  readonly bias: readonly Rational[];
}

/** Points by their projections, ascending; undefined where two coincide. */
export interface ExactPoints {
  readonly direction: readonly Rational[];
  readonly inputs: readonly (readonly Rational[])[];
  readonly projections: readonly Rational[];
  readonly values: readonly Rational[];
}

const zero = rational(0);
const one = rational(1);
const negative = (value: Rational): Rational => subtract(zero, value);
const sum = (values: readonly Rational[]): Rational => values.reduce(add, zero);
const dot = (a: readonly Rational[], b: readonly Rational[]): Rational => sum(a.map((value, index) => multiply(value, b[index] as Rational)));
const relu = (value: Rational): Rational => (compare(value, zero) > 0 ? value : zero);

/** Points in the order of their projections, every number taken for the dyadic rational that it is. */
export function exactPoints(inputs: readonly (readonly number[])[], values: readonly number[], direction: readonly number[]): ExactPoints | undefined {
  const a = direction.map(rational);
  const rows = inputs.map((input, index) => {
    const x = input.map(rational);
    return { x, z: dot(a, x), y: rational(values[index] as number) };
  });
  rows.sort((p, q) => compare(p.z, q.z));
  if (rows.some(({ z }, index) => index > 0 && compare(z, (rows[index - 1] as { z: Rational }).z) === 0)) return undefined;
  return { direction: a, inputs: rows.map(({ x }) => x), projections: rows.map(({ z }) => z), values: rows.map(({ y }) => y) };
}

/**
 * The two-layer network of 2 N + n weights: thresholds b_j = z_j - t (z_j - z_(j-1)) and the weights by forward substitution, as layers with the direction
 * written once a unit. `first` is the gap assumed before the first point.
 */
export function exactMemorizer({ direction, projections, values }: ExactPoints, t: Rational = one, first: Rational = one): ExactLayer[] {
  const thresholds = projections.map((z, j) => subtract(z, multiply(t, j === 0 ? first : subtract(z, projections[j - 1] as Rational))));
  const weights: Rational[] = [];
  for (const [j, z] of projections.entries()) {
    const before = sum(weights.map((w, i) => multiply(w, subtract(z, thresholds[i] as Rational))));
    weights.push(divide(subtract(values[j] as Rational, before), subtract(z, thresholds[j] as Rational)));
  }
  return [
    { weights: thresholds.map(() => direction), bias: thresholds.map(negative) },
    { weights: [weights], bias: [zero] },
  ];
}

/** The network of several hidden layers, each of which takes `length` intervals: the construction of assembly/memorize-deep.ts, without its rounding. */
export function exactDeepMemorizer({ direction, projections, values }: ExactPoints, length: number, shared: boolean): ExactLayer[] {
  const z = (index: number): Rational => projections[index] as Rational;
  const y = (index: number): Rational => values[index] as Rational;
  const size = values.map((value) => (compare(value, zero) < 0 ? negative(value) : value)).reduce((a, b) => (compare(a, b) > 0 ? a : b));
  const slope = (j: number): Rational => divide(subtract(y(j + 1), y(j)), subtract(z(j + 1), z(j)));
  const last = projections.length - 1;
  const layers: ExactLayer[] = shared ? [{ weights: [direction], bias: [negative(z(0))] }] : [];
  /** The value so far as a row over the units of the block from start to end, its carrier last. */
  const valueSoFar = (start: number, end: number, carries: boolean): Rational[] => {
    const slopes = Array.from({ length: end - start }, (_, j) => slope(start + j));
    const changes = slopes.map((value, j) => (j === 0 ? value : subtract(value, slopes[j - 1] as Rational)));
    return [...changes, negative(slopes.at(-1) as Rational), ...(carries ? [one] : [])];
  };
  let [start, end] = [0, 0];
  for (let block = 0; end < last; block++) {
    const from = end;
    const to = Math.min(from + length, last);
    const kinks = Array.from({ length: to - from + 1 }, (_, j) => z(from + j));
    const before = layers.at(-1);
    if (before === undefined) layers.push({ weights: kinks.map(() => direction), bias: kinks.map(negative) });
    else {
      const remainder = before.weights.map((_, unit) => (unit === (block === 0 ? 0 : end - start) ? one : zero));
      const carried = block > 0 ? [valueSoFar(start, end, block > 1)] : [];
      layers.push({
        weights: [...kinks.map(() => remainder), ...carried],
        bias: [...kinks.map((kink) => subtract(z(from), kink)), ...carried.map(() => (block === 1 ? add(size, y(0)) : zero))],
      });
    }
    [start, end] = [from, to];
  }
  const carries = start > 0;
  return [...layers, { weights: [valueSoFar(start, end, carries)], bias: [carries ? negative(size) : y(0)] }];
}

/** The only output of a network of one output. */
export function exactValue(layers: readonly ExactLayer[], input: readonly Rational[]): Rational {
  const outputs = layers.reduce<readonly Rational[]>((h, { weights, bias }, layer) => {
    const z = weights.map((row, unit) => add(dot(row, h), bias[unit] as Rational));
    return layer === layers.length - 1 ? z : z.map(relu);
  }, input);
  return outputs[0] as Rational;
}

/** At how many points the network is not exactly the value wanted. */
export function missed(layers: readonly ExactLayer[], { inputs, values }: ExactPoints): number {
  return inputs.filter((input, index) => compare(exactValue(layers, input), values[index] as Rational) !== 0).length;
}
