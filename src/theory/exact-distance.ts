/**
 * Integrals and distances by rational arithmetic, from the exact pieces: slow, and right whatever the weights. What the bounds of the module leave open comes here.
 * A sum of many fractions would have a denominator as long as all of theirs together. So every term is cut to a fixed number of binary
 * places, which leaves the sum between two bounds, and the places are doubled until both bounds round to the same number.
 */
import { roundQuotient } from './dyadic.js';
import type { ExactPieces } from './exact-pieces.js';
import type { Point } from './piecewise.js';
import { absolute, add, compare, divide, multiply, type Rational, rational, sign, subtract, toNumber } from './rational.js';

/** A common piece: its ends, and the function's values there. */
interface Piece {
  readonly width: Rational;
  readonly left: Rational;
  readonly right: Rational;
}

/** The three distances; `energy` is the integral of the square. */
export function exactDistance(f: ExactPieces, g: ExactPieces): { readonly l1: number; readonly energy: number; readonly sup: number } {
  const pieces = difference(f, g);
  const highest = pieces
    .flatMap(({ left, right }) => [absolute(left), absolute(right)])
    .reduce((most, value) => (compare(value, most) > 0 ? value : most), rational(0));
  return { l1: roundedSum(pieces.map(areaOf)), energy: roundedSum(pieces.map(energyOf)), sup: toNumber(highest) };
}

export function exactIntegral(f: ExactPieces): number {
  return roundedSum(piecesOf(f).map(({ width, left, right }) => multiply(width, divide(add(left, right), rational(2)))));
}

const valueAt = ({ forms, scale }: ExactPieces, piece: number, { numerator, denominator }: Point): Rational => {
  const { slope, offset } = forms[piece]!;
  return { numerator: slope * numerator + offset * denominator, denominator: scale * denominator };
};

const piecesOf = (exact: ExactPieces): Piece[] =>
  exact.forms.map((_, index) => {
    const [from, to] = [exact.points[index]!, exact.points[index + 1]!];
    return { width: subtract(to, from), left: valueAt(exact, index, from), right: valueAt(exact, index, to) };
  });

/** f - g on the common refinement of their pieces. */
function difference(f: ExactPieces, g: ExactPieces): Piece[] {
  const pieces: Piece[] = [];
  let from = f.points[0]!;
  for (let [i, j] = [0, 0]; i < f.forms.length && j < g.forms.length; ) {
    const order = compare(f.points[i + 1]!, g.points[j + 1]!);
    const to = order <= 0 ? f.points[i + 1]! : g.points[j + 1]!;
    const gap = (at: Point) => subtract(valueAt(f, i, at), valueAt(g, j, at));
    pieces.push({ width: subtract(to, from), left: gap(from), right: gap(to) });
    if (order <= 0) i++;
    if (order >= 0) j++;
    from = to;
  }
  return pieces;
}

/** Integral of |d| where d goes straight from `left` to `right`: two triangles if it changes sign. */
function areaOf({ width, left, right }: Piece): Rational {
  const [a, b] = [absolute(left), absolute(right)];
  const mean = divide(add(a, b), rational(2));
  if (sign(left.numerator) * sign(right.numerator) >= 0) return multiply(width, mean);
  return multiply(width, divide(add(multiply(a, a), multiply(b, b)), multiply(rational(4), mean)));
}

/** Integral of d^2: width (left^2 + left right + right^2) / 3. */
function energyOf({ width, left, right }: Piece): Rational {
  const squares = add(add(multiply(left, left), multiply(left, right)), multiply(right, right));
  return multiply(width, divide(squares, rational(3)));
}

/** The correctly rounded sum. Each term is cut downwards, so that the sum lies within terms.length units above what is added up. */
function roundedSum(terms: readonly Rational[]): number {
  for (let places = 1200n; places < 1n << 16n; places *= 2n) {
    let low = 0n;
    let cut = 0n;
    for (const { numerator, denominator } of terms) {
      const shifted = numerator << places;
      const down = floorDivide(shifted, denominator);
      if (down * denominator !== shifted) cut++;
      low += down;
    }
    const [below, above] = [roundQuotient(low, 1n << places), roundQuotient(low + cut, 1n << places)];
    if (below === above) return below;
  }
  return toNumber(terms.reduce(add, rational(0))); // exactly between two numbers: no bound can tell
}

const floorDivide = (a: bigint, b: bigint): bigint => (a < 0n && a % b !== 0n ? a / b - 1n : a / b);
