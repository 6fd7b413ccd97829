/** The smallest and the largest difference of neighbours in `count` ascending numbers, count >= 2; both are written to `out`. */
export function gaps(count: i32, points: usize, out: usize): void {
  assert(count >= 2, "gaps: at least two points");
  let least: f64 = Infinity;
  let most: f64 = 0;
  for (let i: usize = 8; i < (<usize>count) << 3; i += 8) {
    const gap = load<f64>(points + i) - load<f64>(points + i - 8);
    least = min(least, gap);
    most = max(most, gap);
  }
  store<f64>(out, least);
  store<f64>(out, most, 8);
}
