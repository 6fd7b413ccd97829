/**
 * Barron's theorem on points of a ball: f with C = int |w| |f~(w)| dw (|w| Euclidean) is within (2 r C)^2 / q, in mean square under any probability on the ball of radius r, of
 * f(0) plus q sigmoids (Barron, "Universal approximation bounds for superpositions of a sigmoidal function", 1993, theorem 1). Everything is in double precision;
 * points are [points][n].
 */
import { Call } from "./math/call";
import { cosTurn, sinTurn } from "./math/turn";
import { normal, Purpose, uniform } from "./random";
import { sortBytes, sortedOrder } from "./sort";

/** Functions whose C is known in closed form. */
export enum BarronTarget {
  /** exp(-s^2 |x|^2 / 2): the first frequency is s. */
  Gaussian,
  /** Sum of amplitude cos(2 pi (frequency . x + phase)). */
  Cosines,
  /** Sum of amplitude / cosh(frequency . x + phase). */
  Sech,
}

/** Points uniform in the ball: the first n of n + 2 coordinates of a point uniform on the sphere (Archimedes, for n = 1). */
export function ballPoints(points: i32, n: i32, radius: f64, seedLow: u32, seedHigh: u32, stream: u32, x: usize): void {
  for (let i = 0; i < points; i++) {
    const row = x + at(i) * <usize>n;
    let square: f64 = 0;
    for (let k = 0; k < n + 2; k++) {
      const value = normal(seedLow, seedHigh, Purpose.Data, stream, i * (n + 2) + k);
      if (k < n) store<f64>(row + at(k), value);
      square += value * value;
    }
    const scale = radius / Math.sqrt(square);
    for (let k = 0; k < n; k++) store<f64>(row + at(k), scale * load<f64>(row + at(k)));
  }
}

/** y[i] = f(x_i) + offset + noise times a standard normal number; frequencies [terms][n]. */
export function barronTarget(
  target: i32,
  points: i32,
  n: i32,
  x: usize,
  terms: i32,
  frequencies: usize,
  phases: usize,
  amplitudes: usize,
  offset: f64,
  noise: f64,
  seedLow: u32,
  seedHigh: u32,
  stream: u32,
  y: usize,
): void {
  for (let i = 0; i < points; i++) {
    const row = x + at(i) * <usize>n;
    let sum: f64 = 0;
    if (target == BarronTarget.Gaussian) sum = exp(-0.5 * load<f64>(frequencies) * load<f64>(frequencies) * dot(n, row, row));
    else {
      for (let term = 0; term < terms; term++) {
        const phase = dot(n, frequencies + at(term) * <usize>n, row) + load<f64>(phases + at(term));
        let value: f64;
        if (target == BarronTarget.Cosines) value = cosTurn(phase);
        else {
          const decay = exp(-abs(phase));
          value = (2 * decay) / (1 + decay * decay);
        }
        sum += load<f64>(amplitudes + at(term)) * value;
      }
    }
    sum += offset;
    store<f64>(y + at(i), noise > 0 ? sum + noise * normal(seedLow, seedHigh, Purpose.Data, stream, i) : sum);
  }
}

/**
 * `steps` more units of the greedy construction (Jones 1992; Barron 1993, theorem 5): u becomes (1 - l) u + l g 1[a . x > t], g = reach or -reach (2 r C), a point between u and a corner of the convex hull
 * that f lies in. The share l in [0, 1], the sign and the threshold t are the best there are for the mean square of u - h on the first `fitted` points, and a is the best of `candidates` directions, taken in
 * turn from directions [count][n] from number `first` on.
 *
 * h = f - f(0) and u at all the points; units before this call: `done`. Per unit: a [n], t and the height in the sum; earlier heights shrink by 1 - l. errors has
 * the mean squares after each unit: on the fitted points, then on the rest.
 */
export function barronGreedy(
  points: i32,
  fitted: i32,
  n: i32,
  x: usize,
  h: usize,
  u: usize,
  reach: f64,
  count: i32,
  directions: usize,
  first: i32,
  candidates: i32,
  done: i32,
  steps: i32,
  units: usize,
  errors: usize,
  work: usize,
): void {
  assert(fitted >= 1 && fitted < points && count >= 1, "barronGreedy: points to fit, others, and directions");
  const z = work + sortBytes(fitted);
  const order = z + at(fitted);
  let next = first;
  for (let step = 0; step < steps; step++) {
    const size = dot(fitted, u, u);
    const along = size - dot(fitted, u, h); // <u - h, u>
    let most: f64 = 0;
    let share: f64 = 0;
    let height: f64 = 0;
    let threshold: f64 = 0;
    let chosen = directions;
    for (let candidate = 0; candidate < candidates; candidate++) {
      const a = directions + at((next++ % count) * n);
      for (let i = 0; i < fitted; i++) store<f64>(z + at(i), dot(n, a, x + at(i) * <usize>n));
      sortedOrder(fitted, z, order, work);
      let error: f64 = 0; // <u - h, 1[a . x > t]>
      let value: f64 = 0; // <u, 1[a . x > t]>
      for (let i = fitted - 1; i >= 0; i--) {
        const point = ranked(order, i);
        error += load<f64>(u + point) - load<f64>(h + point);
        value += load<f64>(u + point);
        for (let sign: f64 = -1; sign <= 1; sign += 2) {
          // |u - h + l (g 1 - u)|^2 = |u - h|^2 - 2 l fall + l^2 distance
          const g = sign * reach;
          const fall = along - g * error;
          if (!(fall > 0)) continue;
          const distance = g * g * <f64>(fitted - i) - 2 * g * value + size;
          const l = min(1, fall / distance);
          const gain = l * (2 * fall - l * distance);
          if (gain > most) {
            most = gain;
            share = l;
            height = l * g;
            chosen = a;
            const end = load<f64>(z + point);
            threshold = i == 0 ? end - 1 : end / 2 + load<f64>(z + ranked(order, i - 1)) / 2;
          }
        }
      }
    }
    const before = 1 - share;
    const unit = units + at((done + step) * (n + 2));
    memory.copy(unit, chosen, at(n));
    store<f64>(unit + at(n), threshold);
    store<f64>(unit + at(n + 1), height);
    for (let earlier = 0; earlier < done + step; earlier++) {
      const its = units + at(earlier * (n + 2) + n + 1);
      store<f64>(its, before * load<f64>(its));
    }
    let fittedError: f64 = 0;
    let otherError: f64 = 0;
    for (let i = 0; i < points; i++) {
      let value = before * load<f64>(u + at(i));
      if (dot(n, chosen, x + at(i) * <usize>n) > threshold) value += height;
      store<f64>(u + at(i), value);
      const difference = value - load<f64>(h + at(i));
      if (i < fitted) fittedError += difference * difference;
      else otherError += difference * difference;
    }
    store<f64>(errors + at(2 * step), fittedError / <f64>fitted);
    store<f64>(errors + at(2 * step + 1), otherError / <f64>(points - fitted));
  }
}

/** Bytes of scratch for barronGreedy. */
export function barronBytes(fitted: i32): usize {
  return sortBytes(fitted) + <usize>fitted * 12;
}

/**
 * Maurey's sampling, the proof's own: f_q is the mean of q units drawn from the measure that represents f. errors[q - 1] = mean of (f_q - f)^2 over `repetitions`
 * draws of all units and of `points` points each.
 *
 * - frequency = 0: f = exp(-|x|^2 / 2), x ~ N(0, I_n), units cos(w . x), w ~ N(0, I_n).
 * - frequency = k: f = sin(2 pi k x), x uniform in [0, 1], units 4 k sign(f'(t)) 1[x > t], t by the density |f'| / 4 k (drawn by rejection).
 *
 * work: (n + 2) points + n doubles.
 */
export function barronSampling(
  n: i32,
  frequency: i32,
  units: i32,
  repetitions: i32,
  points: i32,
  seedLow: u32,
  seedHigh: u32,
  errors: usize,
  work: usize,
): void {
  const x = work;
  const sums = x + at(points * n);
  const f = sums + at(points);
  const w = f + at(points);
  const variation = 4 * <f64>frequency;
  memory.fill(errors, 0, at(units));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const ofPoints = <u32>(2 * repetition);
    const ofUnits = ofPoints + 1;
    memory.fill(sums, 0, at(points));
    for (let i = 0; i < points; i++) {
      const row = x + at(i * n);
      if (frequency > 0) {
        store<f64>(row, uniform(seedLow, seedHigh, Purpose.Data, ofPoints, i));
        store<f64>(f + at(i), sinTurn(<f64>frequency * load<f64>(row)));
      } else {
        for (let k = 0; k < n; k++) store<f64>(row + at(k), normal(seedLow, seedHigh, Purpose.Data, ofPoints, i * n + k));
        store<f64>(f + at(i), exp(-0.5 * dot(n, row, row)));
      }
    }
    let drawn = 0;
    for (let q = 1; q <= units; q++) {
      let slope: f64 = 0;
      if (frequency > 0) {
        let chance: f64;
        do {
          store<f64>(w, uniform(seedLow, seedHigh, Purpose.Data, ofUnits, drawn++));
          slope = cosTurn(<f64>frequency * load<f64>(w));
          chance = uniform(seedLow, seedHigh, Purpose.Data, ofUnits, drawn++);
        } while (chance >= abs(slope));
      } else {
        for (let k = 0; k < n; k++) store<f64>(w + at(k), (1 / (2 * Math.PI)) * normal(seedLow, seedHigh, Purpose.Data, ofUnits, drawn++));
      }
      let square: f64 = 0;
      for (let i = 0; i < points; i++) {
        const row = x + at(i * n);
        let value: f64 = 0;
        if (frequency == 0) value = cosTurn(dot(n, w, row));
        else if (load<f64>(row) > load<f64>(w)) value = slope > 0 ? variation : -variation;
        const sum = load<f64>(sums + at(i)) + value;
        store<f64>(sums + at(i), sum);
        const error = sum / <f64>q - load<f64>(f + at(i));
        square += error * error;
      }
      store<f64>(errors + at(q - 1), load<f64>(errors + at(q - 1)) + square / (<f64>points * <f64>repetitions));
    }
  }
}

function exp(x: f64): f64 {
  return f64x2.extract_lane(Call.exp<f64>(f64x2.splat(x)), 0);
}

function dot(n: i32, p: usize, q: usize): f64 {
  let sum: f64 = 0;
  for (let k = 0; k < n; k++) sum += load<f64>(p + at(k)) * load<f64>(q + at(k));
  return sum;
}

function at(i: i32): usize {
  return (<usize>i) << 3;
}

/** Bytes to the double of the rank-th in order. */
function ranked(order: usize, rank: i32): usize {
  return (<usize>load<u32>(order + ((<usize>rank) << 2))) << 3;
}
