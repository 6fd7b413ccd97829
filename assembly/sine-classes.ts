/**
 * Points of the square [-1, 1]^2 in two classes: 1 above the wave y = sin(3 pi x) / 2, three half periods wide, else 0.
 *
 * Coordinate c of row i is number 2 i + c of the stream. `size` is the bytes of a number, 4 or 8; the class is that of the point before it is rounded to f32.
 */
import { sinTurn } from "./math/turn";
import { Purpose, uniform } from "./random";

export function sineClasses(size: i32, n: i32, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void {
  for (let i = 0; i < n; i++) {
    const x = 2 * uniform(seedLow, seedHigh, Purpose.Data, stream, 2 * i) - 1;
    const y = 2 * uniform(seedLow, seedHigh, Purpose.Data, stream, 2 * i + 1) - 1;
    const at = inputs + <usize>i * <usize>(2 * size);
    if (size == 4) {
      store<f32>(at, <f32>x);
      store<f32>(at, <f32>y, 4);
    } else {
      store<f64>(at, x);
      store<f64>(at, y, 8);
    }
    store<i32>(labels + ((<usize>i) << 2), <i32>(y > 0.5 * sinTurn(1.5 * x)));
  }
}
