/** Loss and accuracy of a network on a table of samples, a chunk at a time: memory does not grow with the table. */
import { lossGradient, LossId } from "./loss";
import { bind, CHUNK, forward, gatherColumns, layerOf, Network } from "./network";
import { Simd } from "./simd";

/** Mean loss over the samples into result[0], number of right decisions into result[1] (f64 both). */
export function evaluate<T extends number>(network: Network, samples: i32, x: usize, y: usize, loss: i32, result: usize): void {
  const inputs = layerOf(network, 0).inputs;
  const last = layerOf(network, network.layers - 1);
  let sum: f64 = 0;
  let right: f64 = 0;
  for (let start = 0; start < samples; start += CHUNK) {
    const batch = min(CHUNK, samples - start);
    bind<T>(network, batch, false);
    gatherColumns<T>(inputs, batch, network.ld, x + Simd.offset<T>(inputs) * <usize>start, 0, network.x);
    gatherColumns<T>(last.outputs, batch, network.ld, y + Simd.offset<T>(last.outputs) * <usize>start, 0, network.y);
    forward<T>(network);
    sum += lossGradient<T>(loss, last.outputs, batch, network.ld, last.a, network.y, 1, last.dz);
    right +=
      loss == LossId.CrossEntropy
        ? rightClasses<T>(last.outputs, batch, network.ld, last.a, network.y)
        : rightSigns<T>(last.outputs, batch, network.ld, last.a, network.y);
  }
  store<f64>(result, sum / <f64>samples);
  store<f64>(result, right, 8);
}

/** Samples whose largest output (the first, if several) is where the largest target is. A NaN is never right. */
function rightClasses<T extends number>(outputs: i32, batch: i32, ld: i32, a: usize, y: usize): f64 {
  let right: f64 = 0;
  for (let b = 0; b < batch; b++) right += <f64>(largest<T>(outputs, ld, a + Simd.offset<T>(b)) == largest<T>(outputs, ld, y + Simd.offset<T>(b)));
  return right;
}

/** Row of the largest entry of a column, or -1 if the column holds a NaN. */
function largest<T extends number>(rows: i32, ld: i32, column: usize): i32 {
  let best = 0;
  let most = load<T>(column);
  for (let o = 0; o < rows; o++) {
    const value = load<T>(column + Simd.offset<T>(o * ld));
    if (value != value) return -1;
    if (value > most) {
      best = o;
      most = value;
    }
  }
  return best;
}

/** Share of outputs on the right side of 0, in samples: target above 1/2 means above 0. */
function rightSigns<T extends number>(outputs: i32, batch: i32, ld: i32, a: usize, y: usize): f64 {
  let right: f64 = 0;
  for (let o = 0; o < outputs; o++) {
    for (let b = 0; b < batch; b++) {
      const at = Simd.offset<T>(o * ld + b);
      const logit = load<T>(a + at);
      right += <f64>(logit == logit && logit > <T>0 == load<T>(y + at) > <T>0.5);
    }
  }
  return right / <f64>outputs;
}

/** Targets [count][classes] of labels (i32, 0 to classes - 1): 1 in the label's column, 0 elsewhere. */
export function oneHot<T extends number>(count: i32, classes: i32, labels: usize, targets: usize): void {
  memory.fill(targets, 0, Simd.offset<T>(classes) * <usize>count);
  for (let i = 0; i < count; i++) {
    const label = load<i32>(labels + ((<usize>i) << 2));
    assert(label >= 0 && label < classes, "oneHot: a label must be a class");
    store<T>(targets + Simd.offset<T>(classes) * <usize>i + Simd.offset<T>(label), <T>1);
  }
}

/** Index of the first of `count` numbers that is NaN or infinite, or -1. */
export function firstNonFinite<T extends number>(count: i32, values: usize): i32 {
  for (let i = 0; i < count; i++) {
    const value = load<T>(values + Simd.offset<T>(i));
    if (value - value != <T>0) return i;
  }
  return -1;
}
