/**
 * Random weights of a ReLU network at initialisation: w [units][inputs] ~ N(0, deviation^2), b [units] ~ N(0, biasDeviation^2), a stream of the seed a layer.
 *
 * `mirrored`: looks-linear weights (Balduzzi et al. 2017, section 4): the layer reads relu(z) and relu(-z) of every unit z below, side by side, with weights a and -a,
 * so that w is [units][2 inputs] and the layer is a z + b.
 */
import { normal, Purpose } from "../random";

export function drawLayer(
  units: i32,
  inputs: i32,
  deviation: f64,
  biasDeviation: f64,
  mirrored: bool,
  seedLow: u32,
  seedHigh: u32,
  stream: u32,
  w: usize,
  b: usize,
): void {
  for (let index = 0; index < units * inputs; index++) {
    const weight = deviation * normal(seedLow, seedHigh, Purpose.Weights, stream, index);
    store<f64>(w, weight);
    w += 8;
    if (!mirrored) continue;
    store<f64>(w, -weight);
    w += 8;
  }
  for (let unit = 0; unit < units; unit++) {
    store<f64>(b, biasDeviation == 0 ? 0 : biasDeviation * normal(seedLow, seedHigh, Purpose.Biases, stream, unit));
    b += 8;
  }
}

/** `count` standard normal numbers (white noise), or their partial sums (brown noise). */
export function drawNoise(count: i32, brown: bool, seedLow: u32, seedHigh: u32, stream: u32, out: usize): void {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) {
    const value = normal(seedLow, seedHigh, Purpose.Data, stream, i);
    sum += value;
    store<f64>(out, brown ? sum : value);
    out += 8;
  }
}
