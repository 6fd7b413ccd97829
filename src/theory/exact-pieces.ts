/**
 * The pieces of a network in exact arithmetic: slow, and right whatever the weights. The f64 engine hands over what it cannot decide.
 *
 * State before a layer: points x_0 = lo < x_1 < ... < x_n = hi, rational, and on each cell between two of them every unit's value as an
 * affine form (slope x + offset) / scale in integers. One scale for the whole layer, so that forms are compared by their integers alone.
 * Invariant: forms of neighbouring cells agree at the point between them, and differ in at least one slope (else the point is dropped).
 */
import { EngineError } from '../engine/errors.js';
import { bitLength, lowestExponent, scaled } from './dyadic.js';
import { type ActivationPieces, activationPieces, type Point, type Task } from './piecewise.js';
import { compare, quotient, rational, sign, toNumber } from './rational.js';

/** The value of one unit on one cell: (slope x + offset) / scale. */
export interface Form {
  readonly slope: bigint;
  readonly offset: bigint;
}

export interface LayerPieces {
  /** Pieces on which every unit of the layer is affine. */
  readonly count: number;
  /** Pieces of each unit's activation. */
  readonly units: readonly number[];
}

/** The output: n + 1 points, n forms. */
export interface ExactPieces {
  readonly points: readonly Point[];
  readonly forms: readonly Form[];
  readonly scale: bigint;
  readonly layers: readonly LayerPieces[];
  /** Signs, orders and equalities of slopes that were settled. */
  readonly decisions: number;
}

interface State {
  points: Point[];
  /** [cell][unit] */
  cells: Form[][];
  scale: bigint;
  decisions: number;
}

/** Counts exactly; `limit` is the most joint pieces of a layer. `trace` is given the ends and bends of each layer. */
export function exactPieces(task: Task, limit: number, trace?: Float64Array[]): ExactPieces {
  const state = start(task);
  const layers = task.layers.map((layer, index) => {
    applyWeights(state, layer.weights.data, layer.bias);
    splitAtKnots(state, activationPieces(layer.activation, layer.alpha), index, limit);
    const counts = joinEqual(state);
    trace?.push(Float64Array.from(state.points, toNumber));
    return counts;
  });
  return { points: state.points, forms: state.cells.map(([form]) => form as Form), scale: state.scale, layers, decisions: state.decisions };
}

/** The output's form on the piece around an inner point, and its scale; undefined where a unit is at a knot there. */
export function formAt(task: Task, point: Point): { readonly form: Form; readonly scale: bigint } | undefined {
  const state = start(task);
  state.points = [point, point];
  for (const layer of task.layers) {
    applyWeights(state, layer.weights.data, layer.bias);
    const activation = activationPieces(layer.activation, layer.alpha);
    const levels = activation.knots.map((knot) => knot * state.scale);
    const forms = state.cells[0] as Form[];
    if (forms.some((form) => form.slope !== 0n && levels.some((level) => sideOf(form, level, point) === 0))) return undefined;
    state.cells = [forms.map((form) => activated(form, activation, levels, state.scale, point, point))];
    state.scale *= activation.denominator;
    removeCommonFactor(state);
  }
  return { form: state.cells[0]![0] as Form, scale: state.scale };
}

/** The inputs as forms: x itself, or every coordinate of the segment. */
function start({ lo, hi, segment }: Task): State {
  const points = [rational(lo), rational(hi)];
  if (segment === undefined) return { points, cells: [[{ slope: 1n, offset: 0n }]], scale: 1n, decisions: 0 };
  const shift = -lowestExponent([...segment.from, ...segment.to]);
  const forms = Array.from(segment.from, (from, index) => {
    const offset = scaled(from, shift);
    return { slope: scaled(segment.to[index] as number, shift) - offset, offset };
  });
  return { points, cells: [forms], scale: 1n << BigInt(shift), decisions: 0 };
}

/** z = W h + b on every cell, over the scale that makes all of it integers. */
function applyWeights(state: State, weights: ArrayLike<number>, bias: ArrayLike<number>): void {
  const shift = -Math.min(lowestExponent(Array.from(weights)), lowestExponent(Array.from(bias)));
  const factors = Array.from(weights, (weight) => scaled(weight, shift));
  const offsets = Array.from(bias, (value) => scaled(value, shift) * state.scale);
  const inputs = factors.length / offsets.length;
  const used = offsets.map((_, unit) =>
    factors.slice(unit * inputs, (unit + 1) * inputs).flatMap((factor, input) => (factor === 0n ? [] : [{ factor, input }])),
  );
  state.cells = state.cells.map((forms) =>
    used.map((terms, unit) => {
      let slope = 0n;
      let offset = offsets[unit] as bigint;
      for (const { factor, input } of terms) {
        const form = forms[input] as Form;
        if (form.slope !== 0n) slope += factor * form.slope;
        if (form.offset !== 0n) offset += factor * form.offset;
      }
      return { slope, offset };
    }),
  );
  state.scale <<= BigInt(shift);
}

/** The activation on every cell, which is cut where a unit passes one of its knots. */
function splitAtKnots(state: State, activation: ActivationPieces, layer: number, limit: number): void {
  const { scale, points, cells } = state;
  const levels = activation.knots.map((knot) => knot * scale);
  const nextPoints: Point[] = [points[0] as Point];
  const nextCells: Form[][] = [];
  for (const [index, forms] of cells.entries()) {
    const [left, right] = [points[index] as Point, points[index + 1] as Point];
    const cuts: Point[] = [];
    for (const form of forms) {
      for (const level of levels) {
        state.decisions += 2;
        if (sideOf(form, level, left) * sideOf(form, level, right) < 0) cuts.push(quotient(level - form.offset, form.slope));
      }
    }
    state.decisions += Math.max(cuts.length - 1, 0);
    const ends = [...cuts.sort(compare).filter((cut, at) => at === 0 || compare(cuts[at - 1] as Point, cut) !== 0), right];
    let from = left;
    for (const to of ends) {
      nextCells.push(forms.map((form) => activated(form, activation, levels, scale, from, to)));
      nextPoints.push(to);
      from = to;
    }
    if (nextCells.length > limit) throw tooManyCells(layer, nextCells.length, limit);
  }
  state.points = nextPoints;
  state.cells = nextCells;
  state.scale = scale * activation.denominator;
}

/** The form after the activation on a cell that no knot cuts: all of it lies on one segment. */
function activated(form: Form, { segments }: ActivationPieces, levels: readonly bigint[], scale: bigint, from: Point, to: Point): Form {
  let segment = 0;
  for (const level of levels) if (sideOf(form, level, from) + sideOf(form, level, to) > 0) segment++;
  const { slope, offset } = segments[segment] as { slope: bigint; offset: bigint };
  return { slope: slope * form.slope, offset: slope * form.offset + offset * scale };
}

/** Sign of form - level at a point. */
function sideOf({ slope, offset }: Form, level: bigint, { numerator, denominator }: Point): number {
  return sign(slope * numerator + (offset - level) * denominator);
}

/** Drops the points where no unit bends, and counts the pieces of each. */
function joinEqual(state: State): LayerPieces {
  const points: Point[] = [state.points[0] as Point];
  const cells: Form[][] = [state.cells[0] as Form[]];
  const units = (state.cells[0] as Form[]).map(() => 1);
  for (let index = 1; index < state.cells.length; index++) {
    const [before, after] = [state.cells[index - 1] as Form[], state.cells[index] as Form[]];
    let bends = false;
    for (const [unit, form] of after.entries()) {
      if (form.slope === (before[unit] as Form).slope) continue;
      bends = true;
      units[unit] = (units[unit] as number) + 1;
    }
    state.decisions += after.length;
    if (!bends) continue;
    points.push(state.points[index] as Point);
    cells.push(after);
  }
  points.push(state.points.at(-1) as Point);
  state.points = points;
  state.cells = cells;
  removeCommonFactor(state);
  return { count: cells.length, units };
}

/** Takes the twos out that all integers have in common, so that they do not grow without need. */
function removeCommonFactor(state: State): void {
  let all = state.scale;
  for (const forms of state.cells) for (const { slope, offset } of forms) all |= slope | offset;
  const zeros = BigInt(bitLength(all & -all) - 1);
  if (zeros === 0n) return;
  state.scale >>= zeros;
  state.cells = state.cells.map((forms) => forms.map(({ slope, offset }) => ({ slope: slope >> zeros, offset: offset >> zeros })));
}

/** The refusal of a count that grows past what was allowed. */
export function tooManyCells(layer: number, cells: number, limit: number): EngineError {
  return new EngineError(
    'too-large',
    `layer ${layer} cuts the interval into ${cells} cells or more, and the limit is ${limit}; raise \`limit\` or shorten the interval`,
  );
}
