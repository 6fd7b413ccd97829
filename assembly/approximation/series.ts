/**
 * A function given by a formula, as a postfix program, and its Taylor series at a point (T = f64) or over an interval (T = v128: every coefficient then holds that of every point of it),
 * by the recurrences of the operations (Knuth, TAOCP 2, 4.7; Griewank and Walther, "Evaluating Derivatives", 13.2).
 *
 * A function in memory, as a block of f64: 0 instructions, 1 depth of the stack, 2 and 3 the ends of its interval, 4 how many cuts (stretches.ts), 5 how many of them are kinks,
 * 6 where it is not smooth (stretches.ts), 7 unused; the cuts, CUTS of them; the instructions, each an operation and its number; then room for depth + 2 series of intervals.
 */
import { Elementary } from "./elementary";
import { Interval } from "./interval";

/** Exported by name: TypeScript looks them up there. */
export enum Operation {
  /** Pushes its number; the formula's own is taken to be within a unit in the last place of it, or equal for an integer. */
  Constant,
  /** Pushes x. */
  Variable,
  /** Pushes what is on top. */
  Duplicate,
  Add,
  Subtract,
  Multiply,
  Divide,
  Negate,
  /** To the power of its number, an integer. */
  Power,
  Exp,
  Log,
  Sqrt,
  Sin,
  Cos,
  Tan,
  Tanh,
  Atan,
  Abs,
}

/** Degree of the series that kernels use; a buffer of coefficients has DEGREE + 1 numbers. */
export const DEGREE: i32 = 20;

/** Coefficients that there is room for: one more bounds what the others leave. */
const TERMS: i32 = DEGREE + 2;

/** Most cuts of one function. */
export const CUTS: i32 = 512;
const HEADER: i32 = 8;

/** Numbers in the block of a function. */
export function functionNumbers(instructions: i32, depth: i32): i32 {
  return HEADER + CUTS + 2 * instructions + 2 * TERMS * (depth + 2);
}

/** Where the cuts begin, and the instructions. */
export function functionCuts(): i32 {
  return HEADER;
}
export function functionCode(): i32 {
  return HEADER + CUTS;
}

/** Which side of 0 the arguments of |.| are on, a bit for each, set below 0. */
export class Branch {
  /** Whether `signs` decide, and not the arguments: f is then analytic across its kinks. */
  static held: bool = false;
  static signs: u32 = 0;
  /** Of the last expansion. */
  static seen: u32 = 0;
  /** Whether the last expansion, over an interval, had one on both sides. */
  static open: bool = false;
}

/** out[k] = f^(k)(x) / k! for k = 0..degree, at most DEGREE. */
export function taylor(f: usize, x: f64, degree: i32, out: usize): void {
  memory.copy(out, expandAt(f, x, degree), (<usize>(degree + 1)) << 3);
}

/** y[i] = f(x[i]), or f'(x[i]) with order 1, for n numbers; y may be x. */
export function evaluateTarget(f: usize, order: i32, n: i32, x: usize, y: usize): void {
  assert(order == 0 || order == 1, "evaluateTarget: order 0 or 1");
  for (let i = 0; i < n; i++) put(y, i, at(expandAt(f, at(x, i), order), order));
}

/** low[i] <= f(t) <= high[i] for every t from x[i] to to[i], or of f' with order 1, f'' / 2 with order 2: two numbers in `out` for each of n intervals. */
export function enclose(f: usize, order: i32, n: i32, x: usize, to: usize, out: usize): void {
  assert(order >= 0 && order < TERMS, "enclose: an order that there is room for");
  for (let i = 0; i < n; i++) v128.store(out + ((<usize>i) << 4), coefficient(expand<v128>(f, f64x2(at(x, i), at(to, i)), order), order));
}

/** The k-th coefficient of a series of intervals. */
export function coefficient(series: usize, k: i32): v128 {
  return v128.load(series + ((<usize>k) << 4));
}

/** The series of f at x to this degree, as numbers; it stands until the next call. */
export function expandAt(f: usize, x: f64, degree: i32): usize {
  return expand<f64>(f, x, degree);
}

/** The same over all of [from, to], as intervals. */
export function expandOver(f: usize, from: f64, to: f64, degree: i32): usize {
  return expand<v128>(f, f64x2(from, to), degree);
}

function expand<T>(f: usize, x: T, degree: i32): usize {
  assert(degree >= 0 && degree < TERMS, "expand: a degree that there is room for");
  const stride = <usize>TERMS * sizeof<T>();
  const bytes = <usize>(degree + 1) * sizeof<T>();
  const instructions = <i32>at(f, 0);
  const code = f + ((<usize>(HEADER + CUTS)) << 3);
  const spare = code + ((<usize>instructions) << 4);
  const other = spare + stride;
  let top = other;
  let kink: u32 = 1;
  Branch.seen = 0;
  Branch.open = false;
  for (let i = 0; i < instructions; i++) {
    const operation = <i32>at(code, 2 * i);
    const operand = at(code, 2 * i + 1);
    if (operation <= Operation.Duplicate) {
      top += stride;
      if (operation == Operation.Duplicate) memory.copy(top, top - stride, bytes);
      else {
        memory.fill(top, 0, bytes);
        if (operation == Operation.Variable) {
          store<T>(top, x);
          if (degree > 0) store<T>(top + sizeof<T>(), Ring.of<T>(1));
        } else store<T>(top, Ring.of<T>(operand));
      }
      continue;
    }
    if (operation <= Operation.Divide) {
      const right = top;
      top -= stride;
      combine<T>(operation, top, right, degree, spare);
    } else if (operation == Operation.Power) power<T>(<i32>operand, top, degree, spare, other);
    else if (operation == Operation.Abs) {
      absolute<T>(kink, top, degree, spare);
      kink <<= 1;
    } else compose<T>(operation, top, degree, spare, other);
    memory.copy(top, spare, bytes);
  }
  return top;
}

function combine<T>(operation: i32, p: usize, q: usize, degree: i32, out: usize): void {
  for (let k = 0; k <= degree; k++) {
    if (operation == Operation.Add) set<T>(out, k, Ring.add<T>(get<T>(p, k), get<T>(q, k)));
    else if (operation == Operation.Subtract) set<T>(out, k, Ring.sub<T>(get<T>(p, k), get<T>(q, k)));
    else if (operation == Operation.Multiply) set<T>(out, k, product<T>(p, q, 0, k, k));
    else set<T>(out, k, Ring.div<T>(Ring.sub<T>(get<T>(p, k), product<T>(out, q, 0, k - 1, k)), get<T>(q, 0)));
  }
}

/** By squaring; u is not kept. */
function power<T>(exponent: i32, u: usize, degree: i32, out: usize, other: usize): void {
  const bytes = <usize>(degree + 1) * sizeof<T>();
  memory.fill(out, 0, bytes);
  set<T>(out, 0, Ring.of<T>(1));
  for (let n = abs(exponent); n > 0; n >>= 1) {
    if (n & 1) {
      combine<T>(Operation.Multiply, out, u, degree, other);
      memory.copy(out, other, bytes);
    }
    if (n == 1) break;
    combine<T>(Operation.Multiply, u, u, degree, other);
    memory.copy(u, other, bytes);
    set<T>(u, 0, Ring.nonNegative<T>(get<T>(u, 0)));
  }
  if (exponent >= 0) return;
  memory.copy(other, out, bytes);
  memory.fill(u, 0, bytes);
  set<T>(u, 0, Ring.of<T>(1));
  combine<T>(Operation.Divide, u, other, degree, out);
}

function absolute<T>(bit: u32, u: usize, degree: i32, out: usize): void {
  let below: bool;
  let both = false;
  if (sizeof<T>() == 8) below = load<f64>(u) < 0;
  else {
    const range = v128.load(u);
    below = Interval.high(range) <= 0;
    both = !below && !(Interval.low(range) >= 0);
  }
  if (Branch.held) below = (Branch.signs & bit) != 0;
  else if (both) Branch.open = true;
  if (below) Branch.seen |= bit;
  for (let k = 0; k <= degree; k++) {
    const value = get<T>(u, k);
    set<T>(out, k, both && !Branch.held ? Ring.symmetric<T>(value) : below ? Ring.neg<T>(value) : value);
  }
  if (both && !Branch.held) set<T>(out, 0, Ring.nonNegative<T>(get<T>(out, 0)));
}

/** out = s(u); `other` is a second series that s needs. */
function compose<T>(operation: i32, u: usize, degree: i32, out: usize, other: usize): void {
  const u0 = get<T>(u, 0);
  let value = Ring.neg<T>(u0);
  let second = value;
  if (operation == Operation.Exp) value = Elementary.exp<T>(u0);
  else if (operation == Operation.Log) value = Elementary.log<T>(u0);
  else if (operation == Operation.Sqrt) {
    value = Elementary.sqrt<T>(u0);
    second = Ring.times<T>(value, 2);
  } else if (operation == Operation.Tanh) {
    value = Elementary.tanh<T>(u0);
    second = Ring.sub<T>(Ring.of<T>(1), Ring.mul<T>(value, value));
  } else if (operation == Operation.Atan) {
    value = Elementary.atan<T>(u0);
    second = Ring.add<T>(Ring.of<T>(1), Ring.nonNegative<T>(Ring.mul<T>(u0, u0)));
  } else if (operation != Operation.Negate) {
    const turn = <i32>(operation == Operation.Cos);
    value = Elementary.sine<T>(u0, turn);
    second = Elementary.sine<T>(u0, 1 - turn);
    if (operation == Operation.Tan) {
      value = Ring.div<T>(value, second);
      second = Ring.add<T>(Ring.of<T>(1), Ring.nonNegative<T>(Ring.mul<T>(value, value)));
    }
  }
  set<T>(out, 0, value);
  set<T>(other, 0, second);
  for (let k = 1; k <= degree; k++) {
    const own = get<T>(u, k);
    let next = Ring.neg<T>(own);
    if (operation == Operation.Exp) next = chain<T>(u, out, k, k);
    else if (operation == Operation.Log) next = Ring.div<T>(Ring.sub<T>(own, chain<T>(out, u, k - 1, k)), u0);
    else if (operation == Operation.Sqrt) next = Ring.div<T>(Ring.sub<T>(own, product<T>(out, out, 1, k - 1, k)), second);
    else if (operation == Operation.Atan) {
      next = Ring.div<T>(Ring.sub<T>(own, chain<T>(out, other, k - 1, k)), second);
      set<T>(other, k, product<T>(u, u, 0, k, k));
    } else if (operation != Operation.Negate) {
      // s' = u' other; other is 1 - s^2, 1 + s^2, or the cosine of a sine and the sine of a cosine
      next = chain<T>(u, other, k, k);
      if (operation == Operation.Cos) next = Ring.neg<T>(next);
      set<T>(out, k, next);
      let beside: T;
      if (operation == Operation.Sin || operation == Operation.Cos) beside = chain<T>(u, out, k, k);
      else beside = product<T>(out, out, 0, k, k);
      set<T>(other, k, operation == Operation.Sin || operation == Operation.Tanh ? Ring.neg<T>(beside) : beside);
    }
    set<T>(out, k, next);
  }
}

/** sum p_j q_(k-j), j = first..last */
function product<T>(p: usize, q: usize, first: i32, last: i32, k: i32): T {
  let sum = Ring.of<T>(0);
  for (let j = first; j <= last; j++) sum = Ring.add<T>(sum, Ring.mul<T>(get<T>(p, j), get<T>(q, k - j)));
  return sum;
}

/** (1 / k) sum j p_j q_(k-j), j = 1..last: the k-th coefficient of the integral of p' q, or a part of it. */
function chain<T>(p: usize, q: usize, last: i32, k: i32): T {
  let sum = Ring.of<T>(0);
  for (let j = 1; j <= last; j++) sum = Ring.add<T>(sum, Ring.times<T>(Ring.mul<T>(get<T>(p, j), get<T>(q, k - j)), j));
  return Ring.over<T>(sum, k);
}

/** The arithmetic of f64 and of intervals. */
class Ring {
  @inline static of<T>(x: f64): T {
    if (sizeof<T>() == 8) return <T>x;
    else return Math.floor(x) == x ? f64x2.splat(x) : Interval.widened(f64x2.splat(x), 1);
  }
  @inline static add<T>(a: T, b: T): T {
    if (sizeof<T>() == 8) return <T>(a + b);
    else return Interval.add(a, b);
  }
  @inline static sub<T>(a: T, b: T): T {
    if (sizeof<T>() == 8) return <T>(a - b);
    else return Interval.add(a, Interval.neg(b));
  }
  @inline static mul<T>(a: T, b: T): T {
    if (sizeof<T>() == 8) return <T>(a * b);
    else return Interval.mul(a, b);
  }
  @inline static div<T>(a: T, b: T): T {
    if (sizeof<T>() == 8) return <T>(a / b);
    else return Interval.div(a, b);
  }
  @inline static neg<T>(a: T): T {
    if (sizeof<T>() == 8) return <T>-a;
    else return Interval.neg(a);
  }
  @inline static times<T>(a: T, factor: i32): T {
    if (sizeof<T>() == 8) return <T>(a * <f64>factor);
    else return Interval.times(a, factor);
  }
  @inline static over<T>(a: T, divisor: i32): T {
    if (sizeof<T>() == 8) return <T>(a / <f64>divisor);
    else return Interval.over(a, divisor);
  }
  @inline static nonNegative<T>(a: T): T {
    if (sizeof<T>() == 8) return a;
    else return Interval.nonNegative(a);
  }
  @inline static symmetric<T>(a: T): T {
    if (sizeof<T>() == 8) return a;
    else return Interval.symmetric(a);
  }
}

function get<T>(series: usize, k: i32): T {
  return load<T>(series + <usize>k * sizeof<T>());
}

function set<T>(series: usize, k: i32, value: T): void {
  store<T>(series + <usize>k * sizeof<T>(), value);
}

/** The k-th number of a block. */
export function at(block: usize, k: i32): f64 {
  return load<f64>(block + ((<usize>k) << 3));
}

export function put(block: usize, k: i32, value: f64): void {
  store<f64>(block + ((<usize>k) << 3), value);
}
