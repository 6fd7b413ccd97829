/** What the units of a network do on its last batch, and how far a kernel of single precision is from the one of double precision. */
import { activate, multiplyBySlope } from "./activations/index";
import { bytes, read, write } from "./element";
import { layerOf, Network } from "./network";
import { Philox, Purpose } from "./random";

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

/** Points that comparison takes at a time. */
const BLOCK: i32 = 256;

export function comparisonScratch(): i32 {
  return 3 * BLOCK;
}

/** n points of single precision: a third each uniform in [-8, 8), uniform in [-104, 24), and of any sign, fraction and binary exponent from -126 to 19. */
export function singlePoints(n: i32, seedLow: u32, seedHigh: u32, z: usize): void {
  for (let i = 0; i < n; i++) {
    Philox.draw(seedLow, seedHigh, i, 0, Purpose.Data, 0);
    const share = <f64>Philox.word0 * 2.3283064365386963e-10; // 2^-32
    const at = z + ((<usize>i) << 2);
    if (i % 3 == 0) store<f32>(at, <f32>(16 * share - 8));
    else if (i % 3 == 1) store<f32>(at, <f32>(128 * share - 104));
    else store<u32>(at, (Philox.word0 & 0x807fffff) | ((1 + (Philox.word1 % 146)) << 23));
  }
}

/**
 * Greatest differences of f32 values a and slopes d at n points z from the f64 kernels at the same points, in units in the last place of an f32 at the f64 result: result holds the two.
 * The f64 kernels are within 6.5 of their own units (docs/accuracy.md), 2^-26 of an f32's. Between rootFrom and rootTo, next to a root, results
 * below `floor` in size are measured in the unit of `floor`: slopes, and where `valueHasRoot` values too.
 */
export function compareSingles(
  id: i32,
  alpha: f64,
  n: i32,
  z: usize,
  a: usize,
  d: usize,
  rootFrom: f64,
  rootTo: f64,
  floor: f64,
  valueHasRoot: bool,
  result: usize,
  scratch: usize,
): void {
  const values = scratch + 8 * BLOCK;
  const slopes = values + 8 * BLOCK;
  let worstValue: f64 = 0;
  let worstSlope: f64 = 0;
  for (let start = 0; start < n; start += BLOCK) {
    const end = min(BLOCK, n - start);
    for (let i = 0; i < BLOCK; i++) {
      store<f64>(scratch + ((<usize>i) << 3), i < end ? <f64>load<f32>(z + ((<usize>(start + i)) << 2)) : 0);
      store<f64>(slopes + ((<usize>i) << 3), 1);
    }
    activate<f64>(id, BLOCK, alpha, scratch, values);
    multiplyBySlope<f64>(id, BLOCK, alpha, scratch, values, slopes);
    for (let i = 0; i < end; i++) {
      const at = (<usize>i) << 3;
      const given = (<usize>(start + i)) << 2;
      const point = load<f64>(scratch + at);
      const least = point > rootFrom && point < rootTo ? floor : 0;
      worstValue = max(worstValue, units(<f64>load<f32>(a + given), load<f64>(values + at), valueHasRoot ? least : 0));
      worstSlope = max(worstSlope, units(<f64>load<f32>(d + given), load<f64>(slopes + at), least));
    }
  }
  store<f64>(result, worstValue);
  store<f64>(result, worstSlope, 8);
}

/** |given - truth| in units in the last place of an f32 at max(|truth|, floor); the unit of a subnormal is 2^-149. */
function units(given: f64, truth: f64, floor: f64): f64 {
  const size = max(abs(truth), floor);
  const exponent = <i32>((reinterpret<u64>(size) >> 52) & 0x7ff) - 1023;
  const unit = reinterpret<f64>((<u64>(max(exponent, -126) - 23 + 1023)) << 52);
  return abs(given - truth) / unit;
}
