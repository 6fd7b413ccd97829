/**
 * Numbers of two words that carry a bound: the value is within `bound` of high + low. The result of an operation stands in the static fields. What
 * goes in exactly (bound 0) in one word and loses nothing comes out with the bound 0. Sources and charges as in pieces/double.ts.
 */
import { divide as quotient, high, low, product, ROUNDING, sum, UP } from "../pieces/double";

/** Below this a product's low word may underflow; what is lost is far below UNDERFLOW. */
const TINY: f64 = 1e-250;
const UNDERFLOW: f64 = 1e-290;

export class Ball {
  static high: f64 = 0;
  static low: f64 = 0;
  static bound: f64 = 0;

  static set(x: f64, xLow: f64, bound: f64): void {
    Ball.high = x;
    Ball.low = xLow;
    Ball.bound = bound;
  }

  /** What stands at `at`: high, low, bound. */
  static load(at: usize): void {
    Ball.set(load<f64>(at), load<f64>(at, 8), load<f64>(at, 16));
  }

  static store(at: usize): void {
    store<f64>(at, Ball.high);
    store<f64>(at, Ball.low, 8);
    store<f64>(at, Ball.bound, 16);
  }

  /** a - b of two doubles, exactly. */
  static setDifference(a: f64, b: f64): void {
    sum(a, -b);
    Ball.set(high, low, 0);
  }

  static negate(): void {
    Ball.high = -Ball.high;
    Ball.low = -Ball.low;
  }

  static add(x: f64, xLow: f64, bound: f64): void {
    let total = Ball.bound + bound;
    if (Ball.low != 0 || xLow != 0) total += ROUNDING * (abs(Ball.high) + abs(x));
    sum(Ball.high, x);
    const rest = low;
    sum(high, rest + (Ball.low + xLow));
    Ball.set(high, low, total * UP);
  }

  static multiply(x: f64, xLow: f64, bound: f64): void {
    const a = Ball.high;
    const aLow = Ball.low;
    let total = abs(a) * bound + abs(x) * Ball.bound + Ball.bound * bound;
    product(a, x);
    const top = high;
    if (aLow != 0 || xLow != 0) total += ROUNDING * abs(top);
    if (a != 0 && x != 0 && abs(top) < TINY) total += UNDERFLOW;
    sum(top, low + (a * xLow + aLow * x));
    Ball.set(high, low, total * UP);
  }

  /** The divisor is not 0; where its bound does not tell that, the result's is infinite. */
  static divide(x: f64, xLow: f64, bound: f64): void {
    const before = Ball.bound;
    const exact = quotient(Ball.high, Ball.low, x, xLow);
    const size = abs(high);
    let total: f64 = bound < abs(x) * 0.5 ? (before + size * bound) / (abs(x) * 0.9999999 - bound) : Infinity;
    if (!exact) total += ROUNDING * size;
    Ball.set(high, low, total * UP);
  }
}
