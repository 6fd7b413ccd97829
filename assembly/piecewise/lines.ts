/**
 * The line of every piece of a function: value + slope (x - at), in records of 64 bytes: `at` (a double), the value there and the slope (two words
 * and a bound each), the last word unused.
 */
import { Ball } from "./ball";
import { State } from "../pieces/state";

export const LINE: usize = 64;

/** From the values at two samples a piece: the state of one output, and the samples, which stand in its row of x. */
export function lines(pieces: i32, state: usize, table: usize): void {
  const ld = 2 * pieces;
  const plane = State.plane(1, ld);
  const row = state + ((<usize>ld) << 3);
  for (let k = 0; k < pieces; k++) {
    const p = (<usize>k) << 4;
    const to = table + LINE * <usize>k;
    const a = load<f64>(row + p);
    store<f64>(to, a);
    const at = state + p;
    store<f64>(to, load<f64>(at), 8);
    store<f64>(to, load<f64>(at + plane), 16);
    store<f64>(to, load<f64>(at + 2 * plane), 24);
    Ball.setDifference(load<f64>(row + p, 8), a);
    const run = Ball.high;
    const runLow = Ball.low;
    Ball.set(load<f64>(at, 8), load<f64>(at + plane, 8), load<f64>(at + 2 * plane, 8));
    Ball.add(-load<f64>(at), -load<f64>(at + plane), load<f64>(at + 2 * plane));
    Ball.divide(run, runLow, 0);
    Ball.store(to + 32);
  }
}

/** The line at x, in Ball. */
export function lineAt(line: usize, x: f64): void {
  Ball.setDifference(x, load<f64>(line));
  Ball.multiply(load<f64>(line, 32), load<f64>(line, 40), load<f64>(line, 48));
  Ball.add(load<f64>(line, 8), load<f64>(line, 16), load<f64>(line, 24));
}

/** One line minus another at x, in Ball; `other` 0 is the line 0. */
export function differenceAt(line: usize, other: usize, x: f64): void {
  if (other == 0) return lineAt(line, x);
  lineAt(other, x);
  const value = Ball.high;
  const valueLow = Ball.low;
  const bound = Ball.bound;
  lineAt(line, x);
  Ball.add(-value, -valueLow, bound);
}

/** The slope of one line minus that of another, in Ball. */
export function slopeDifference(line: usize, other: usize): void {
  Ball.load(line + 32);
  if (other != 0) Ball.add(-load<f64>(other, 32), -load<f64>(other, 40), load<f64>(other, 48));
}
