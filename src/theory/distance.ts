/**
 * Integrals of piecewise-linear functions, and distances of two of them: over every common piece in closed form, never on a grid.
 * A sum of many fractions would have a denominator as long as all of theirs together. So every term is cut to a fixed number of binary
 * places, which leaves the sum between two bounds, and the places are doubled until both bounds round to the same number.
 */
import { roundQuotient } from './dyadic.js';
import { type ExactPieces, exactPieces } from './exact-pieces.js';
import { defaultLimit } from './limit.js';
import { checkTask, type PiecewiseLinear, type Point } from './piecewise.js';
import { absolute, add, compare, divide, multiply, type Rational, rational, sign, subtract, toNumber } from './rational.js';

export interface Distance {
  /** Integral of |f - g|, correctly rounded. */
  readonly l1: number;
  /** Square root of the integral of (f - g)^2: the integral is rounded once, and then its root. */
  readonly l2: number;
  /** Largest |f - g|, correctly rounded. */
  readonly sup: number;
}

/** A common piece: its ends, and the function's values there. */
interface Piece {
  readonly width: Rational;
  readonly left: Rational;
  readonly right: Rational;
}

/**
 * Distances of two piecewise-linear networks on an interval, in three norms, from their exact pieces.
 *
 * @throws {ArgumentError} as `countPieces`, naming the network.
 * @example
 * distance(shallow, deep, [0, 1]).sup
 */
export function distance(networkA: PiecewiseLinear, networkB: PiecewiseLinear, interval: readonly [number, number]): Distance {
  const [taskA, taskB] = [checkTask('networkA', networkA, interval), checkTask('networkB', networkB, interval)];
  const pieces = difference(exactPieces(taskA, defaultLimit), exactPieces(taskB, defaultLimit));
  const highest = pieces
    .flatMap(({ left, right }) => [absolute(left), absolute(right)])
    .reduce((most, value) => (compare(value, most) > 0 ? value : most), rational(0));
  return { l1: roundedSum(pieces.map(areaOf)), l2: Math.sqrt(roundedSum(pieces.map(energyOf))), sup: toNumber(highest) };
}

/**
 * The integral of a piecewise-linear network, correctly rounded.
 *
 * @throws {ArgumentError} as `countPieces`.
 * @example
 * integral(wave, [0, 1]) // 0.5
 */
export function integral(network: PiecewiseLinear, interval: readonly [number, number]): number {
  const exact = exactPieces(checkTask('network', network, interval), defaultLimit);
  return roundedSum(piecesOf(exact).map(({ width, left, right }) => multiply(width, divide(add(left, right), rational(2)))));
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
