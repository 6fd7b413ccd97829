/**
 * What the units of a layer do on the samples of the last pass. A unit is active on a sample where z > 0; it passes the gradient where its slope is not
 * exactly 0; it is dead if it passes it nowhere. For ReLU active and passing are one thing; leaky ReLU passes everywhere.
 *
 * result (f64): [0] pairs of unit and sample that are active, [1] pairs that pass, [2] dead units, [3] units active nowhere, [4] units active everywhere,
 * [5] samples that no unit passes, then `bins` counts of units by the share of samples on which they are active, in equal intervals of [0, 1].
 * `work` has room for one row of ld numbers and ld bytes.
 */
import { multiplyBySlope } from "./activations/index";
import { bytes, write } from "./element";
import { Layer, layerOf, Network } from "./network";

/** Numbers of `result` before the counts of the intervals. */
export const CENSUS = 6;

export function census(network: Network, l: i32, bins: i32, result: usize, work: usize): void {
  assert(network.batch > 0, "census: after a pass");
  memory.fill(result, 0, (<usize>CENSUS + <usize>bins) << 3);
  memory.fill(work + bytes(network.size, network.ld), 0, network.ld);
  if (network.size == 4) censusAs<f32>(network, layerOf(network, l), bins, result, work);
  else censusAs<f64>(network, layerOf(network, l), bins, result, work);
}

function censusAs<T extends number>(network: Network, layer: Layer, bins: i32, result: usize, slopes: usize): void {
  const batch = network.batch;
  const ld = network.ld;
  const passed = slopes + bytes(sizeof<T>(), ld);
  for (let unit = 0; unit < layer.outputs; unit++) {
    const row = bytes(sizeof<T>(), ld) * <usize>unit;
    for (let b = 0; b < ld; b++) write(sizeof<T>(), slopes + bytes(sizeof<T>(), b), 1);
    multiplyBySlope<T>(layer.activation, ld, <T>layer.alpha, layer.z + row, layer.a + row, slopes);
    let active = 0;
    let passing = 0;
    for (let b = 0; b < batch; b++) {
      const at = bytes(sizeof<T>(), b);
      const passes = load<T>(slopes + at) != 0;
      active += <i32>(load<T>(layer.z + row + at) > 0);
      passing += <i32>passes;
      store<u8>(passed + <usize>b, load<u8>(passed + <usize>b) | <u8>passes);
    }
    increase(result, active);
    increase(result + 8, passing);
    increase(result + 16, <i32>(passing == 0));
    increase(result + 24, <i32>(active == 0));
    increase(result + 32, <i32>(active == batch));
    if (bins > 0) increase(result + ((<usize>CENSUS + <usize>min(bins - 1, (active * bins) / batch)) << 3), 1);
  }
  let blocked = 0;
  for (let b = 0; b < batch; b++) blocked += <i32>(load<u8>(passed + <usize>b) == 0);
  increase(result + 40, blocked);
}

function increase(at: usize, by: i32): void {
  store<f64>(at, load<f64>(at) + <f64>by);
}
