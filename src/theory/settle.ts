import { roundQuotient } from './dyadic.js';
import { type Form, formAt } from './exact-pieces.js';
import type { Task } from './piecewise.js';
import { quotient, rational, toNumber } from './rational.js';

/** The numbers of an outline, where some may be off by a last bit. */
export interface Outline {
  /** lo, the breakpoints, hi. */
  readonly xs: Float64Array;
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  readonly zeros: Float64Array;
}

/**
 * Rounds anew what assembly/pieces/outline.ts left open: 4 index + 0 a breakpoint, 1 a value, 2 a slope, 3 a zero (the index of its piece follows).
 * A piece's line is exact once it is known at a point inside, and a breakpoint is where two lines meet.
 * False where two breakpoints are too close to put a number between them.
 */
export function settle(task: Task, open: Int32Array, { xs, values, slopes, zeros }: Outline): boolean {
  const known = new Map<number, { readonly form: Form; readonly scale: bigint } | undefined>();
  const lineOf = (piece: number) => {
    if (!known.has(piece)) known.set(piece, line(task, xs[piece] as number, xs[piece + 1] as number));
    return known.get(piece);
  };
  const last = slopes.length;
  for (let at = 0; at < open.length; at++) {
    const entry = open[at] as number;
    const [index, kind] = [entry >> 2, entry & 3];
    const piece = kind === 3 ? (open[++at] as number) : Math.min(index, last - 1);
    const here = lineOf(piece);
    if (here === undefined) return false;
    const { slope, offset } = here.form;
    if (kind === 2) slopes[index] = roundQuotient(slope, here.scale);
    if (kind === 3) zeros[index] = toNumber(quotient(-offset, slope));
    if (kind > 1) continue;
    if (index === 0 || index === last) {
      const { numerator, denominator } = rational(xs[index] as number);
      values[index] = roundQuotient(slope * numerator + offset * denominator, here.scale * denominator);
      continue;
    }
    const before = lineOf(index - 1);
    if (before === undefined) return false;
    // (slope x + offset) / scale is the same for both
    const meet = quotient(offset * before.scale - before.form.offset * here.scale, before.form.slope * here.scale - slope * before.scale);
    if (kind === 0) xs[index] = toNumber(meet);
    else values[index] = roundQuotient(slope * meet.numerator + offset * meet.denominator, here.scale * meet.denominator);
  }
  return true;
}

/** The line between two neighbouring breakpoints, each of which is known to within a unit of its last place. */
function line(task: Task, from: number, to: number): { readonly form: Form; readonly scale: bigint } | undefined {
  const middle = from + (to - from) / 2;
  const reach = Math.max(Math.abs(from), Math.abs(to)) * 2 ** -51;
  if (!(middle - from > reach && to - middle > reach)) return undefined;
  return formAt(task, rational(middle));
}
