/**
 * Where a function is asked for the line of each of its pieces: at two doubles inside, a quarter from either end. An end is a breakpoint rounded to
 * the nearest double, so both are inside the piece itself as long as it is wider than a few last places.
 */
import { LEAST_BOUND, outside, UP } from "../pieces/double";
import { State } from "../pieces/state";
import { Ball } from "./ball";

/** 2^-50: four units in the last place at least. */
const REACH: f64 = 8.881784197001252e-16;

/**
 * The state (pieces/state.ts, ld = 2 pieces) of `inputs` inputs at the samples of `pieces` pieces with the ends xs (pieces + 1): x itself, or where
 * `to` is not 0, from + x (to - from). False where a piece is too narrow, or a number out of range.
 */
export function samples(pieces: i32, xs: usize, inputs: i32, from: usize, to: usize, state: usize): bool {
  const ld = 2 * pieces;
  const plane = State.plane(inputs, ld);
  memory.fill(state, 0, State.bytes(inputs, ld));
  const row = state + ((<usize>(inputs * ld)) << 3);
  for (let k = 0; k < pieces; k++) {
    const left = load<f64>(xs + ((<usize>k) << 3));
    const right = load<f64>(xs + ((<usize>k) << 3), 8);
    const width = right - left;
    const a = left + width * 0.25;
    const b = right - width * 0.25;
    const reach = max(abs(left), abs(right)) * REACH;
    if (!(a - left > reach && right - b > reach && b - a > reach)) return false;
    store<f64>(row + ((<usize>k) << 4), a);
    store<f64>(row + ((<usize>k) << 4), b, 8);
  }
  for (let p: usize = 0; p < (<usize>ld) << 3; p += 8) {
    const t = load<f64>(row + p);
    let squares: f64 = 0;
    for (let unit = 0; unit < inputs; unit++) {
      const at = state + <usize>unit * ((<usize>ld) << 3) + p;
      if (to == 0) {
        Ball.set(t, 0, 0);
      } else {
        const start = load<f64>(from + ((<usize>unit) << 3));
        Ball.setDifference(load<f64>(to + ((<usize>unit) << 3)), start);
        Ball.multiply(t, 0, 0);
        Ball.add(start, 0, 0);
      }
      if (outside(Ball.high) || outside(Ball.low)) return false;
      const bound = Ball.bound == 0 ? 0 : max(Ball.bound, LEAST_BOUND);
      store<f64>(at, Ball.high);
      store<f64>(at + plane, Ball.low);
      store<f64>(at + 2 * plane, bound);
      squares += bound * bound;
    }
    store<f64>(State.spread(state, inputs, ld) + p, Math.sqrt(squares) * UP);
  }
  return true;
}
