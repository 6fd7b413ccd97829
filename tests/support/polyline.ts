/** A function by its values at 0, 1, 2, ..., linear between them: its kinks in exact fractions. The slow oracle of assembly/piece-lemmas.ts. */

/** Interior points where the slope changes. */
export function kinks(values: readonly number[]): number[] {
  return values.flatMap((y, i) => (i > 0 && i < values.length - 1 && y - values[i - 1]! !== values[i + 1]! - y ? [i] : []));
}

/** Kinks of max(f, 0): every knot and every zero between knots becomes a point; where three neighbours are not on one line there is a kink. */
export function clippedKinks(values: readonly number[]): number[] {
  const points = values.flatMap((y, i) => {
    const before = values[i - 1] ?? y;
    const knot = { top: BigInt(i), bottom: 1n, value: BigInt(Math.max(y, 0)) };
    if (before * y >= 0) return [knot];
    const drop = BigInt(before - y); // zero at i - 1 + before / (before - y)
    const sign = drop < 0n ? -1n : 1n;
    return [{ top: sign * (BigInt(i - 1) * drop + BigInt(before)), bottom: sign * drop, value: 0n }, knot];
  });
  return points.slice(1, -1).flatMap((point, i) => {
    const [left, right] = [points[i]!, points[i + 2]!];
    // (point - left) / (x - x_left) against (right - point) / (x_right - x)
    const run = (a: typeof point, b: typeof point) => ({ top: b.top * a.bottom - a.top * b.bottom, bottom: a.bottom * b.bottom });
    const [first, second] = [run(left, point), run(point, right)];
    const rise = (point.value - left.value) * first.bottom * second.top;
    const next = (right.value - point.value) * second.bottom * first.top;
    return rise === next ? [] : [Number(point.top) / Number(point.bottom)];
  });
}
