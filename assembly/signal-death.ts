/**
 * How often ReLU units are dead in random networks, by drawing them.
 */
import { normal, Purpose, uniform } from "./random";

/**
 * Signals of `trials` random networks of `depth` ReLU layers of `width` units without biases, from the input 1: trial t takes the stream t of the seed, and its
 * weights are U(-c, c), c^2 = 6 / fan-in (He); only their symmetry matters. result (f64): [0] networks whose last layer has an active unit, [1] layers that a
 * signal reached, [2] active units in them. `work` has room for 2 width doubles.
 */
export function survivingSignals(width: i32, depth: i32, first: i32, trials: i32, seedLow: u32, seedHigh: u32, result: usize, work: usize): void {
  assert(width > 0 && depth > 0, "survivingSignals: there are units");
  let survived = 0;
  let reached = 0;
  let active: f64 = 0;
  for (let trial = first; trial < first + trials; trial++) {
    let x = work;
    let y = work + ((<usize>width) << 3);
    store<f64>(x, 1);
    let inputs = 1;
    let index = 0;
    let alive = true;
    for (let l = 0; l < depth && alive; l++) {
      const limit = Math.sqrt(6 / <f64>inputs);
      reached++;
      alive = false;
      for (let o = 0; o < width; o++) {
        let z: f64 = 0;
        for (let i = 0; i < inputs; i++) {
          z += limit * (2 * uniform(seedLow, seedHigh, Purpose.Weights, trial, index++) - 1) * load<f64>(x + ((<usize>i) << 3));
        }
        if (z > 0) {
          alive = true;
          active += 1;
        }
        store<f64>(y + ((<usize>o) << 3), max<f64>(z, 0));
      }
      const kept = x;
      x = y;
      y = kept;
      inputs = width;
    }
    survived += <i32>alive;
  }
  store<f64>(result, survived);
  store<f64>(result, reached, 8);
  store<f64>(result, active, 16);
}

/**
 * `units` ReLU units of one input, w ~ N(0, sigmaW^2), b ~ N(0, sigmaB^2), on [0, 1]. result (f64): [0] units that bend inside, [1] units that are 0 on the
 * whole interval.
 */
export function firstLayerKinks(units: i32, sigmaW: f64, sigmaB: f64, seedLow: u32, seedHigh: u32, result: usize): void {
  let inside = 0;
  let dead = 0;
  for (let i = 0; i < units; i++) {
    const left = sigmaB * normal(seedLow, seedHigh, Purpose.Biases, 0, i);
    const right = left + sigmaW * normal(seedLow, seedHigh, Purpose.Weights, 0, i);
    inside += <i32>(left > 0 != right > 0);
    dead += <i32>(left <= 0 && right <= 0);
  }
  store<f64>(result, inside);
  store<f64>(result, dead, 8);
}
