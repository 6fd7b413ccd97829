/** Loss and accuracy of a network on a table of samples, a chunk at a time: memory does not grow with the table. */
import { bytes, read, write } from "./element";
import { lossGradient, LossId } from "./loss";
import { CHUNK, forward, layerOf, Network, takeWithTargets } from "./network";

/** Mean loss over the samples into result[0], number of right decisions into result[1] (f64 both). */
export function evaluate(network: Network, samples: i32, x: usize, y: usize, loss: i32, result: usize): void {
  const size = network.size;
  const inputRow = bytes(size, layerOf(network, 0).inputs);
  const last = layerOf(network, network.layers - 1);
  const targetRow = bytes(size, last.outputs);
  let sum: f64 = 0;
  let right: f64 = 0;
  for (let start = 0; start < samples; start += CHUNK) {
    const batch = min(CHUNK, samples - start);
    takeWithTargets(network, batch, false, x + inputRow * <usize>start, y + targetRow * <usize>start, 0);
    forward(network);
    sum +=
      size == 4
        ? lossGradient<f32>(loss, last.outputs, batch, network.ld, last.a, network.y, 1, last.dz)
        : lossGradient<f64>(loss, last.outputs, batch, network.ld, last.a, network.y, 1, last.dz);
    right +=
      loss == LossId.CrossEntropy
        ? rightClasses(size, last.outputs, batch, network.ld, last.a, network.y)
        : rightSigns(size, last.outputs, batch, network.ld, last.a, network.y);
  }
  store<f64>(result, sum / <f64>samples);
  store<f64>(result, right, 8);
}

/** Samples whose largest output (the first, if several) is where the largest target is. A NaN is never right. */
function rightClasses(size: i32, outputs: i32, batch: i32, ld: i32, a: usize, y: usize): f64 {
  let right: f64 = 0;
  for (let b = 0; b < batch; b++) {
    const at = bytes(size, b);
    right += <f64>(largest(size, outputs, ld, a + at) == largest(size, outputs, ld, y + at));
  }
  return right;
}

/** Row of the largest entry of a column (the first, if several), or -1 if the column holds a NaN, or nothing above -Infinity. */
function largest(size: i32, rows: i32, ld: i32, column: usize): i32 {
  let best = 0;
  let most = read(size, column);
  for (let o = 0; o < rows; o++) {
    const value = read(size, column + bytes(size, o * ld));
    if (value != value) return -1;
    if (value > most) {
      best = o;
      most = value;
    }
  }
  return most == -Infinity ? -1 : best;
}

/** Share of outputs on the right side of 0, in samples: target above 1/2 means above 0. */
function rightSigns(size: i32, outputs: i32, batch: i32, ld: i32, a: usize, y: usize): f64 {
  let right: f64 = 0;
  for (let o = 0; o < outputs; o++) {
    for (let b = 0; b < batch; b++) {
      const at = bytes(size, o * ld + b);
      const logit = read(size, a + at);
      right += <f64>(logit == logit && logit > 0 == read(size, y + at) > 0.5);
    }
  }
  return right / <f64>outputs;
}

/** Targets [count][classes] of labels (i32, 0 to classes - 1): 1 in the label's column, 0 elsewhere. */
export function oneHot(size: i32, count: i32, classes: i32, labels: usize, targets: usize): void {
  memory.fill(targets, 0, bytes(size, classes) * <usize>count);
  for (let i = 0; i < count; i++) {
    const label = load<i32>(labels + ((<usize>i) << 2));
    assert(label >= 0 && label < classes, "oneHot: a label must be a class");
    write(size, targets + bytes(size, classes) * <usize>i + bytes(size, label), 1);
  }
}
