/** Integrals, distances and level sets of functions given by their corners, by fractions in lowest terms: see rational-oracle.ts. */
import { type Corner, Fraction, valueAt } from './rational-oracle.js';

const absolute = (x: Fraction) => (x.sign < 0 ? Fraction.of(0n).minus(x) : x);
const half = Fraction.of(1n, 2n);

/** f - g at every corner of either, and wherever it is 0 between two. */
export function difference(f: readonly Corner[], g: readonly Corner[]): Corner[] {
  const xs = [...f, ...g].map(({ x }) => x).sort((a, b) => a.minus(b).sign);
  const corners = xs.filter((x, k) => k === 0 || xs[k - 1]!.minus(x).sign !== 0).map((x) => ({ x, y: valueAt(f, x).minus(valueAt(g, x)) }));
  return corners.flatMap((corner, k) => {
    const before = corners[k - 1];
    if (!before || before.y.sign * corner.y.sign >= 0) return [corner];
    const share = before.y.over(before.y.minus(corner.y));
    return [{ x: before.x.plus(share.times(corner.x.minus(before.x))), y: Fraction.of(0n) }, corner];
  });
}

/** The sum over all pieces of width times `mean` of the values at both ends. */
const summed = (corners: readonly Corner[], mean: (a: Fraction, b: Fraction) => Fraction) =>
  corners.slice(1).reduce((sum, { x, y }, k) => sum.plus(x.minus(corners[k]!.x).times(mean(corners[k]!.y, y))), Fraction.of(0n));

export const integralOf = (corners: readonly Corner[]): Fraction => summed(corners, (a, b) => a.plus(b).times(half));

/** The three distances, the second as its square. */
export function distancesOf(f: readonly Corner[], g: readonly Corner[]) {
  const corners = difference(f, g);
  return {
    l1: summed(corners, (a, b) => absolute(a).plus(absolute(b)).times(half)),
    // Simpson's rule is exact for squares of linear functions
    energy: summed(corners, (a, b) => {
      const middle = a.plus(b).times(half);
      return a.times(a).plus(Fraction.of(4n).times(middle).times(middle)).plus(b.times(b)).over(Fraction.of(6n));
    }),
    sup: corners.map(({ y }) => absolute(y)).reduce((most, y) => (y.minus(most).sign > 0 ? y : most)),
  };
}

/** Where the function is `level`, as the nearest doubles. */
export function levelSetOf(f: readonly Corner[], level: number) {
  const at = Fraction.from(level);
  const corners = difference(
    f,
    [f[0]!, f.at(-1)!].map(({ x }) => ({ x, y: at })),
  );
  const found = { crossings: [] as number[], touches: [] as number[], stretches: [] as [number, number][] };
  corners.forEach(({ x, y }, k) => {
    if (y.sign !== 0) return;
    const [left, right] = [corners[k - 1]?.y.sign, corners[k + 1]?.y.sign];
    if (right === 0) found.stretches.push([x.nearest, corners[k + 1]!.x.nearest]);
    if (left === 0 || right === 0) return;
    (left !== undefined && right !== undefined && left * right < 0 ? found.crossings : found.touches).push(x.nearest);
  });
  return found;
}
