/**
 * Arrays whose precision is known only when the code runs, given by `size`, the bytes of a number (4 or 8): what is not hot is written
 * once for both precisions in these terms, and stands once in the module.
 */

/** Bytes of n numbers. */
export function bytes(size: i32, n: i32): usize {
  return <usize>size * <usize>n;
}

/** Number of elements rounded up to whole vectors. */
export function padded(size: i32, n: i32): i32 {
  const lanes = 16 / size;
  return (n + lanes - 1) & -lanes;
}

/** The number at an address; exact. */
export function read(size: i32, at: usize): f64 {
  return size == 4 ? <f64>load<f32>(at) : load<f64>(at);
}

/** Stores a number, rounded to the precision of its size. */
export function write(size: i32, at: usize, value: f64): void {
  if (size == 4) store<f32>(at, <f32>value);
  else store<f64>(at, value);
}

/** Index of the first of `count` numbers that is not from low to high (NaN never is), or -1. */
export function firstOutside(size: i32, count: i32, values: usize, low: f64, high: f64): i32 {
  for (let i = 0; i < count; i++) {
    const value = read(size, values + bytes(size, i));
    if (!(value >= low && value <= high)) return i;
  }
  return -1;
}

/** Copies `count` numbers that are so many bytes apart. */
export function copy(size: i32, count: i32, from: usize, fromStep: usize, to: usize, toStep: usize): void {
  if (size == 4) copyAs<u32>(count, from, fromStep, to, toStep);
  else copyAs<u64>(count, from, fromStep, to, toStep);
}

function copyAs<T extends number>(count: i32, from: usize, fromStep: usize, to: usize, toStep: usize): void {
  for (let i = 0; i < count; i++) {
    store<T>(to, load<T>(from));
    from += fromStep;
    to += toStep;
  }
}
