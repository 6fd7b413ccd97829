/** How far the kernels are from the true values of an activation and its slope, in units in the last place. */
import { activate, multiplyBySlope } from "./activations/index";
import { truth, WIDE_NUMBERS } from "./activation-truth";
import { Philox, Purpose, uniform } from "./random";
import { power, Wide } from "./wide";

/** 2^-900: below it (gelu-tanh left of -20), the low half of a number of 100 bits has no room. */
const LEAST: f64 = 1.1830521861667747e-271;

/** Points that comparison takes at a time. */
const BLOCK: i32 = 256;

/** Numbers (f64) of scratch, for both comparisons. */
export function comparisonScratch(): i32 {
  return 3 * BLOCK + 2 * WIDE_NUMBERS;
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
      worstValue = max(worstValue, units(<f64>load<f32>(a + given), load<f64>(values + at), 0, valueHasRoot ? least : 0, 23, -126));
      worstSlope = max(worstSlope, units(<f64>load<f32>(d + given), load<f64>(slopes + at), 0, least, 23, -126));
    }
  }
  store<f64>(result, worstValue);
  store<f64>(result, worstSlope, 8);
}

/** n points of double precision, not 0: a third each uniform in [-8, 8), uniform in [-32, 32), and of any sign, fraction and binary exponent from -60 to 3. */
export function doublePoints(n: i32, seedLow: u32, seedHigh: u32, z: usize): void {
  for (let i = 0; i < n; i++) {
    const share = uniform(seedLow, seedHigh, Purpose.Data, 1, i);
    const at = z + ((<usize>i) << 3);
    if (i % 3 == 0) store<f64>(at, 16 * share - 8);
    else if (i % 3 == 1) store<f64>(at, 64 * share - 32);
    else store<u64>(at, (reinterpret<u64>(share) & 0x000fffffffffffff) | ((<u64>(963 + ((i / 6) % 64))) << 52) | ((<u64>((i / 3) & 1)) << 63));
    if (load<f64>(at) == 0) store<f64>(at, 1);
  }
}

/**
 * The same for f64 values a and slopes d at n points z of doublePoints(), against their true values (activation-truth.ts), where these are not below LEAST. scratch: WIDE_NUMBERS numbers of 16 bytes.
 */
export function compareDoubles(
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
  const value = Wide.at(scratch, 0);
  const slope = Wide.at(scratch, 1);
  let worstValue: f64 = 0;
  let worstSlope: f64 = 0;
  for (let i: usize = 0; i < (<usize>n) << 3; i += 8) {
    const point = load<f64>(z + i);
    const least = point > rootFrom && point < rootTo ? floor : 0;
    truth(id, alpha, point, scratch);
    if (value.high != 0 && abs(value.high) < LEAST) continue;
    worstValue = max(worstValue, units(load<f64>(a + i), value.high, value.low, valueHasRoot ? least : 0, 52, -1022));
    worstSlope = max(worstSlope, units(load<f64>(d + i), slope.high, slope.low, least, 52, -1022));
  }
  store<f64>(result, worstValue);
  store<f64>(result, worstSlope, 8);
}

/** |given - truth|, the truth being high + low, in units in the last place at max(|truth|, floor), of numbers of so many fraction bits and least exponent. */
function units(given: f64, high: f64, low: f64, floor: f64, bits: i32, least: i32): f64 {
  const size = max(abs(high), floor);
  const exponent = max(<i32>((reinterpret<u64>(size) >> 52) & 0x7ff) - 1023, least);
  return abs(given - high - low) * power(bits - exponent);
}
