/**
 * Touches and flat stretches at 0 of a piecewise-linear function whose signs at lo, the breakpoints and hi are known: `points` places xs and values.
 * touches gets single points where it is 0 without passing through, stretches the two ends of every piece that is 0. `counts` (i32) gets how many
 * touches and how many stretches. Changes of sign are what pieces/outline.ts finds.
 */
export function level(points: i32, xs: usize, values: usize, touches: usize, stretches: usize, counts: usize): void {
  let touch = touches;
  let stretch = stretches;
  let before: f64 = 0;
  for (let p = 0; p < points; p++) {
    const at = (<usize>p) << 3;
    const here = load<f64>(values + at);
    const hasBefore = p > 0;
    const hasAfter = p < points - 1;
    const after: f64 = hasAfter ? load<f64>(values + at, 8) : 0;
    if (here == 0) {
      if (hasAfter && after == 0) {
        store<f64>(stretch, load<f64>(xs + at));
        store<f64>(stretch, load<f64>(xs + at, 8), 8);
        stretch += 16;
      } else if (!(hasBefore && before == 0)) {
        const passes = hasBefore && hasAfter && before > 0 != after > 0;
        if (!passes) {
          store<f64>(touch, load<f64>(xs + at));
          touch += 8;
        }
      }
    }
    before = here;
  }
  store<i32>(counts, <i32>((touch - touches) >> 3));
  store<i32>(counts, <i32>((stretch - stretches) >> 4), 4);
}
