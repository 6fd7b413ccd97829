/**
 * Statistics of a block [rows][ld] of which the first `batch` lanes of every row count, in one pass: the padding is not read.
 *
 * result (f64): [0] numbers, [1] how many of them are NaN (they count in nothing below), [2] mean, [3] variance (divided by their number), [4] Euclidean norm,
 * [5] least, [6] greatest, [7] zeros, [8] numbers <= low, [9] numbers >= high, [10] numbers < from, [11] numbers > to, then `bins` counts of equal
 * intervals from `from` to `to`, each with its lower end and the last with both (without intervals [10] and [11] are 0, too). Without any number, mean, variance, least and greatest are NaN.
 *
 * Sums are doubles in both precisions. The variance is that of the differences from the first number, so that a mean far from 0 costs no digits; squares below
 * 1e-308 are lost (Chan, Golub and LeVeque 1983). An infinite number makes the mean infinite and the variance NaN.
 */

/** Numbers of `result` before the counts of the intervals. */
export const STATISTICS = 12;

export function describe<T extends number>(
  rows: i32,
  batch: i32,
  ld: i32,
  values: usize,
  low: f64,
  high: f64,
  bins: i32,
  from: f64,
  to: f64,
  result: usize,
): void {
  assert(rows > 0 && batch > 0 && batch <= ld, "describe: a block holds numbers");
  assert(bins >= 0 && (bins == 0 || from < to), "describe: intervals have a length");
  const counts = result + (STATISTICS << 3);
  memory.fill(result, 0, (<usize>STATISTICS + <usize>bins) << 3);
  const scale = <f64>bins / (to - from);
  const first = <f64>load<T>(values);
  const shift = first - first == 0 ? first : 0;
  let nan = 0;
  let sum: f64 = 0;
  let sumOfSquares: f64 = 0;
  let squares: f64 = 0;
  let least: f64 = Infinity;
  let greatest: f64 = -Infinity;
  let zeros = 0;
  let lows = 0;
  let highs = 0;
  let below = 0;
  let above = 0;
  for (let r = 0; r < rows; r++) {
    let at = values + ((<usize>r * <usize>ld) << alignof<T>());
    const end = at + ((<usize>batch) << alignof<T>());
    for (; at < end; at += sizeof<T>()) {
      const x = <f64>load<T>(at);
      if (x != x) {
        nan++;
        continue;
      }
      const difference = x - shift;
      sum += difference;
      sumOfSquares += difference * difference;
      squares += x * x;
      least = min(least, x);
      greatest = max(greatest, x);
      zeros += <i32>(x == 0);
      lows += <i32>(x <= low);
      highs += <i32>(x >= high);
      if (bins == 0) continue;
      if (x < from) {
        below++;
      } else if (x > to) {
        above++;
      } else {
        const bin = counts + ((<usize>min(bins - 1, <i32>((x - from) * scale))) << 3);
        store<f64>(bin, load<f64>(bin) + 1);
      }
    }
  }
  const all = <f64>rows * <f64>batch;
  const count = all - <f64>nan;
  const mean = sum / count;
  store<f64>(result, all);
  store<f64>(result, nan, 8);
  store<f64>(result, shift + mean, 16);
  store<f64>(result, max<f64>(sumOfSquares / count - mean * mean, 0), 24);
  store<f64>(result, Math.sqrt(squares), 32);
  store<f64>(result, count > 0 ? least : NaN, 40);
  store<f64>(result, count > 0 ? greatest : NaN, 48);
  store<f64>(result, zeros, 56);
  store<f64>(result, lows, 64);
  store<f64>(result, highs, 72);
  store<f64>(result, below, 80);
  store<f64>(result, above, 88);
}
