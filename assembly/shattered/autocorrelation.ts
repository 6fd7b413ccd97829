/**
 * Autocorrelation at a lag: of a step function on [lo, hi] the integral of (s(x) - m) (s(x + lag) - m) from lo to hi - lag over that of (s(x) - m)^2; of samples the same in sums
 * (the usual estimate, which falls to 0 at the longest lag). m is the mean. Lags are shorter than the interval.
 *
 * Where the mean is not removed (not `centred`), m is 0, and both are divided by the length, or the number of samples, that they run over: a constant has 1 at every lag.
 */

/** `facts`: mean and variance of the step function, weighted by length. Where the variance is 0, so are the correlations. */
export function stepAutocorrelation(pieces: i32, x: usize, s: usize, centred: bool, lags: i32, lag: usize, out: usize, facts: usize): void {
  const lo = load<f64>(x);
  const hi = load<f64>(x + at(pieces));
  let mean: f64 = 0;
  for (let p: usize = 0; p < at(pieces); p += 8) mean += (load<f64>(x + p, 8) - load<f64>(x + p)) * load<f64>(s + p);
  mean /= hi - lo;
  const variance = product(pieces, x, s, 0, mean) / (hi - lo);
  store<f64>(facts, mean);
  store<f64>(facts, variance, 8);
  if (!centred) mean = 0;
  const square = product(pieces, x, s, 0, mean);
  for (let i = 0; i < lags; i++) {
    const shift = load<f64>(lag + at(i));
    const overlap = centred ? 1 : (hi - lo - shift) / (hi - lo);
    store<f64>(out + at(i), square > 0 ? product(pieces, x, s, shift, mean) / (square * overlap) : 0);
  }
}

export function sampledAutocorrelation(count: i32, s: usize, centred: bool, lags: i32, lag: usize, out: usize): void {
  let mean: f64 = 0;
  if (centred) {
    for (let i = 0; i < count; i++) mean += load<f64>(s + at(i));
    mean /= <f64>count;
  }
  let square: f64 = 0;
  for (let i = 0; i < count; i++) square += (load<f64>(s + at(i)) - mean) * (load<f64>(s + at(i)) - mean);
  for (let l = 0; l < lags; l++) {
    const step = load<i32>(lag + ((<usize>l) << 2));
    let sum: f64 = 0;
    for (let i = step; i < count; i++) sum += (load<f64>(s + at(i - step)) - mean) * (load<f64>(s + at(i)) - mean);
    const overlap = centred ? 1 : <f64>(count - step) / <f64>count;
    store<f64>(out + at(l), square > 0 ? sum / (square * overlap) : 0);
  }
}

/** Integral of (s(x) - m) (s(x + lag) - m): both factors are constant between the knots and the knots moved by the lag. */
function product(pieces: i32, x: usize, s: usize, lag: f64, m: f64): f64 {
  const end = load<f64>(x + at(pieces)) - lag;
  let behind = 0;
  let ahead = 0;
  let from = load<f64>(x);
  while (ahead < pieces - 1 && load<f64>(x + at(ahead + 1)) <= from + lag) ahead++;
  let sum: f64 = 0;
  while (from < end) {
    const next = load<f64>(x + at(behind + 1));
    const other = ahead < pieces - 1 ? load<f64>(x + at(ahead + 1)) - lag : end;
    const to = min(min(next, other), end);
    sum += (to - from) * (load<f64>(s + at(behind)) - m) * (load<f64>(s + at(ahead)) - m);
    if (next <= to && behind < pieces - 1) behind++;
    if (other <= to && ahead < pieces - 1) ahead++;
    from = to;
  }
  return sum;
}

function at(i: i32): usize {
  return (<usize>i) << 3;
}
