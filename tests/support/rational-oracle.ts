/**
 * Pieces of a ReLU network by fractions in lowest terms, unit by unit: every unit is a list of (x, value) corners, sums are taken on the union of
 * all corners, relu adds the zero of each segment that changes sign, and corners on a straight line are dropped. Shares no code and no idea of
 * cells, forms or scales with src/theory.
 */

export class Fraction {
  private constructor(
    readonly n: bigint,
    readonly d: bigint,
  ) {}

  static of(n: bigint, d = 1n): Fraction {
    let [a, b] = [n < 0n ? -n : n, d < 0n ? -d : d];
    while (b > 0n) [a, b] = [b, a % b];
    const s = d < 0n ? -1n : 1n;
    return a === 0n ? new Fraction(0n, 1n) : new Fraction((s * n) / a, (s * d) / a);
  }

  /** The exact value of a double, by its own decimal-free expansion: doubled until it is an integer. */
  static from(x: number): Fraction {
    let value = x;
    let d = 1n;
    while (!Number.isInteger(value)) {
      value *= 2;
      d *= 2n;
    }
    return Fraction.of(BigInt(value), d);
  }

  plus(o: Fraction): Fraction {
    return Fraction.of(this.n * o.d + o.n * this.d, this.d * o.d);
  }
  minus(o: Fraction): Fraction {
    return Fraction.of(this.n * o.d - o.n * this.d, this.d * o.d);
  }
  times(o: Fraction): Fraction {
    return Fraction.of(this.n * o.n, this.d * o.d);
  }
  over(o: Fraction): Fraction {
    return Fraction.of(this.n * o.d, this.d * o.n);
  }
  /** The nearest double, ties to even: BigInt to Number rounds so, and 80 bits with a last one for what follows them are enough. Normal doubles only. */
  get nearest(): number {
    const size = this.n < 0n ? -this.n : this.n;
    const shift = BigInt(this.d.toString(2).length - size.toString(2).length + 80);
    const [n, d] = shift > 0n ? [size << shift, this.d] : [size, this.d << -shift];
    const value = Number((n / d) | (n % d === 0n ? 0n : 1n));
    return (this.sign * value) / 2 ** Number(shift / 2n) / 2 ** Number(shift - shift / 2n);
  }
  get sign(): number {
    return this.n > 0n ? 1 : this.n < 0n ? -1 : 0;
  }
  /** Whether a double is nearest to this: no neighbour is nearer, and of two as near the even one is taken. */
  isNearest(x: number): boolean {
    if (this.n === 0n) return x === 0;
    const gap = (y: number) => {
      const difference = Fraction.from(y).minus(this);
      return difference.sign < 0 ? Fraction.of(-difference.n, difference.d) : difference;
    };
    const [at, bits] = [gap(x), new BigInt64Array(Float64Array.of(x).buffer)[0] as bigint];
    return [bits - 1n, bits + 1n].every((other) => {
      const y = new Float64Array(BigInt64Array.of(other).buffer)[0] as number;
      if (!Number.isFinite(y)) return true;
      const order = gap(y).minus(at).sign;
      return order > 0 || (order === 0 && (bits & 1n) === 0n);
    });
  }
}

export interface Corner {
  readonly x: Fraction;
  readonly y: Fraction;
}

export interface OracleLayer {
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
  /** Slope below zero: 0 is relu, 1 the identity, -1 abs. */
  readonly alpha: number;
  /** In place of alpha: hard-tanh is z kept within -1 and 1, hard-sigmoid (z + 3) / 6 within 0 and 1. */
  readonly hard?: 'tanh' | 'sigmoid';
}

/** A segment x = from + t (to - from), t the variable. */
export interface OracleSegment {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

export interface OraclePieces {
  readonly count: number;
  readonly units: readonly (readonly number[])[];
  /** Whether these doubles are the correctly rounded breakpoints, values and slopes. */
  matches(breakpoints: ArrayLike<number>, values: ArrayLike<number>, slopes: ArrayLike<number>): boolean;
}

const slope = (a: Corner, b: Corner) => b.y.minus(a.y).over(b.x.minus(a.x));

/** Without the corners where nothing bends. */
const straightened = (corners: readonly Corner[]): Corner[] => {
  const kept: Corner[] = [];
  corners.forEach((corner, index) => {
    const [before, next] = [kept.at(-1), corners[index + 1]];
    if (!before || !next || slope(before, corner).minus(slope(corner, next)).sign !== 0) kept.push(corner);
  });
  return kept;
};

/** Linear between the corners. */
export const valueAt = (corners: readonly Corner[], x: Fraction): Fraction => {
  const right = Math.max(
    corners.findIndex((corner) => corner.x.minus(x).sign >= 0),
    1,
  );
  const [a, b] = [corners[right - 1] as Corner, corners[right] as Corner];
  return a.y.plus(slope(a, b).times(x.minus(a.x)));
};

const activated = (corners: readonly Corner[], alpha: Fraction): Corner[] => {
  const all: Corner[] = [];
  corners.forEach((corner, index) => {
    const before = corners[index - 1];
    if (before && before.y.sign * corner.y.sign < 0) all.push({ x: before.x.minus(before.y.over(slope(before, corner))), y: Fraction.of(0n) });
    all.push(corner);
  });
  return straightened(all.map(({ x, y }) => ({ x, y: y.sign < 0 ? y.times(alpha) : y })));
};

const clamped = (corners: readonly Corner[], levels: readonly Fraction[]): Corner[] => {
  const [least, most] = levels as [Fraction, Fraction];
  let all = [...corners];
  for (const level of levels) {
    all = all.flatMap((corner, index) => {
      const before = all[index - 1];
      if (!before || before.y.minus(level).sign * corner.y.minus(level).sign >= 0) return [corner];
      return [{ x: before.x.plus(level.minus(before.y).over(slope(before, corner))), y: level }, corner];
    });
  }
  return straightened(all.map(({ x, y }) => ({ x, y: y.minus(least).sign < 0 ? least : y.minus(most).sign > 0 ? most : y })));
};

const hardened = (corners: readonly Corner[], hard: 'tanh' | 'sigmoid'): Corner[] => {
  const one = Fraction.of(1n);
  if (hard === 'tanh') return clamped(corners, [Fraction.of(-1n), one]);
  return clamped(
    corners.map(({ x, y }) => ({ x, y: y.plus(Fraction.of(3n)).over(Fraction.of(6n)) })),
    [Fraction.of(0n), one],
  );
};

/** The corners of the output, and the pieces of every unit. */
export function oracleCorners(layers: readonly OracleLayer[], lo: number, hi: number, segment?: OracleSegment) {
  const ends = [lo, hi].map((x) => Fraction.from(x));
  const inputs = segment?.from.map((from, index) => [from, segment.to[index] as number].map((x) => Fraction.from(x)) as [Fraction, Fraction]);
  let functions: Corner[][] = inputs?.map(([from, to]) => ends.map((x) => ({ x, y: from.plus(x.times(to.minus(from))) }))) ?? [ends.map((x) => ({ x, y: x }))];
  const units: number[][] = [];
  for (const { weights, bias, alpha, hard } of layers) {
    const xs: Fraction[] = [];
    for (const { x } of functions.flat()) if (!xs.some((other) => other.minus(x).sign === 0)) xs.push(x);
    xs.sort((a, b) => a.minus(b).sign);
    const values = functions.map((corners) => xs.map((x) => valueAt(corners, x)));
    functions = weights.map((row, unit) => {
      const before = xs.map((x, index) => ({
        x,
        y: row.reduce((sum, weight, input) => sum.plus(Fraction.from(weight).times(values[input]?.[index] as Fraction)), Fraction.from(bias[unit] as number)),
      }));
      return hard ? hardened(before, hard) : activated(before, Fraction.from(alpha));
    });
    units.push(functions.map((corners) => corners.length - 1));
  }
  return { corners: functions[0] as Corner[], units };
}

export function oraclePieces(layers: readonly OracleLayer[], lo: number, hi: number): OraclePieces {
  const { corners: output, units } = oracleCorners(layers, lo, hi);
  const all = (expected: readonly Fraction[], got: ArrayLike<number>) =>
    expected.length === got.length && expected.every((value, index) => value.isNearest(got[index] as number));
  return {
    count: output.length - 1,
    units,
    matches: (breakpoints, values, slopes) =>
      all(
        output.slice(1, -1).map(({ x }) => x),
        breakpoints,
      ) &&
      all(
        output.map(({ y }) => y),
        values,
      ) &&
      all(
        output.slice(1).map((corner, index) => slope(output[index] as Corner, corner)),
        slopes,
      ),
  };
}
