/**
 * What is known at the points lo = x_0 < ... < x_n = hi before or after a layer. Rows of ld numbers, ld even, points along the lanes:
 *   high words of `units` units and of x, low words of the same, bounds of the same, and one row more: `spread`.
 * A bound is of one number's absolute error; spread is of the Euclidean norm of all units' errors together, which grows from layer to layer
 * by the spectral norm of the weights, where the bounds alone would grow by the sum of their magnitudes.
 */
export class State {
  @inline static bytes(units: i32, ld: i32): usize {
    return <usize>(3 * (units + 1) + 1) * ((<usize>ld) << 3);
  }

  /** Bytes from a row of high words to that of low words, and from there to bounds. */
  @inline static plane(units: i32, ld: i32): usize {
    return <usize>(units + 1) * ((<usize>ld) << 3);
  }

  @inline static spread(state: usize, units: i32, ld: i32): usize {
    return state + 3 * State.plane(units, ld);
  }
}
