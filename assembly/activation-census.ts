/** What the units of a network do on its last batch. */
import { multiplyBySlope } from "./activations/index";
import { bytes, read, write } from "./element";
import { layerOf, Network } from "./network";

/** Hidden units with |f'(z)| < tolerance for every sample of the last pass: what the network learns from these samples does not reach their weights. `slopes` has room for a row. */
export function quietUnits(network: Network, tolerance: f64, slopes: usize): i32 {
  const size = network.size;
  const row = bytes(size, network.ld);
  let quiet = 0;
  for (let l = 0; l < network.layers - 1; l++) {
    const layer = layerOf(network, l);
    for (let unit = 0; unit < layer.outputs; unit++) {
      const at = row * <usize>unit;
      for (let b = 0; b < network.ld; b++) write(size, slopes + bytes(size, b), 1);
      if (size == 4) multiplyBySlope<f32>(layer.activation, network.ld, <f32>layer.alpha, layer.z + at, layer.a + at, slopes);
      else multiplyBySlope<f64>(layer.activation, network.ld, layer.alpha, layer.z + at, layer.a + at, slopes);
      quiet += <i32>(largest(size, network.batch, slopes) < tolerance);
    }
  }
  return quiet;
}

function largest(size: i32, count: i32, values: usize): f64 {
  let most: f64 = 0;
  for (let i = 0; i < count; i++) most = max(most, abs(read(size, values + bytes(size, i)))); // NaN stays, and is not quiet
  return most;
}
