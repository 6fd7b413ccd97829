/** Weights and biases of one layer, small whole numbers. */
export interface WholeLayer {
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

type Triple = readonly [bigint, bigint, bigint];
interface Cell {
  /** Corners (X, Y, W) of a convex polygon, W > 0. */
  readonly corners: readonly Triple[];
  /** The units of the layer below, as forms. */
  readonly forms: readonly Triple[];
  /** As they leave the activation. */
  readonly outputs: readonly Triple[];
}

const zero: Triple = [0n, 0n, 0n];
const dot = (p: Triple, q: Triple) => p[0] * q[0] + p[1] * q[1] + p[2] * q[2];

/**
 * Counts the regions of a ReLU network with whole weights in a rectangle with whole corners, and the ends of its zero set's pieces in each: polygon by polygon, clipped one
 * half-plane at a time (Sutherland and Hodgman), in whole numbers. Nothing is shared between neighbours.
 */
export function countRegions(layers: readonly WholeLayer[], [left, bottom, right, top]: readonly [number, number, number, number]) {
  const whole = (x: number, y: number): Triple => [BigInt(x), BigInt(y), 1n];
  const coordinates: Triple[] = [
    [1n, 0n, 0n],
    [0n, 1n, 0n],
  ];
  let cells: Cell[] = [{ corners: [whole(left, bottom), whole(right, bottom), whole(right, top), whole(left, top)], forms: [], outputs: coordinates }];
  for (const layer of layers.slice(0, -1)) {
    cells = cells.map((cell) => ({ ...cell, forms: formsOf(layer, cell.outputs), outputs: [] }));
    for (let unit = 0; unit < layer.bias.length; unit++) {
      cells = cells.flatMap((cell) => {
        const form = cell.forms[unit]!;
        const values = cell.corners.map((corner) => dot(form, corner));
        const on = { ...cell, outputs: [...cell.outputs, form] };
        const off = { ...cell, outputs: [...cell.outputs, zero] };
        if (!values.some((value) => value > 0n)) return [off];
        if (!values.some((value) => value < 0n)) return [on];
        return [
          { ...on, corners: clip(cell.corners, form) },
          { ...off, corners: clip(cell.corners, form.map((value) => -value) as unknown as Triple) },
        ];
      });
    }
  }
  const last = layers.at(-1)!;
  const crossed = cells.filter((cell) => {
    const values = cell.corners.map((corner) => dot(formsOf(last, cell.outputs)[0]!, corner));
    return values.some((value) => value > 0n) && values.some((value) => value < 0n);
  });
  return { regions: cells.length, crossed: crossed.length };
}

const formsOf = ({ weights, bias }: WholeLayer, below: readonly Triple[]): Triple[] =>
  weights.map((row, j) => {
    const sum = [0n, 0n, BigInt(bias[j]!)] as [bigint, bigint, bigint];
    row.forEach((w, k) => {
      for (const i of [0, 1, 2] as const) sum[i] += BigInt(w) * below[k]![i];
    });
    return sum;
  });

/** The part of a polygon where a form is not negative. */
function clip(corners: readonly Triple[], form: Triple): Triple[] {
  return corners.flatMap((here, i) => {
    const next = corners[(i + 1) % corners.length]!;
    const [a, b] = [dot(form, here), dot(form, next)];
    const kept = a >= 0n ? [here] : [];
    if (!((a > 0n && b < 0n) || (a < 0n && b > 0n))) return kept;
    const [p, q] = a > 0n ? [a, -b] : [-a, b];
    return [...kept, [0, 1, 2].map((j) => q * here[j]! + p * next[j]!) as unknown as Triple];
  });
}
