/**
 * The order that sorts doubles: order[0..count) are the indices (u32) by ascending value, equal values in their own order. -0 stands before 0; there may be no NaN.
 *
 * Least digit first, 8 digits of 8 bits (Knuth, TAOCP 3, 5.2.5): the time grows as count, and a digit that all keys share costs nothing.
 * `work` has sortBytes(count) bytes: keys, keys, order, the counts of each digit's values.
 */
const DIGITS = 8;

export function sortBytes(count: i32): usize {
  return <usize>count * 20 + (DIGITS << 10);
}

export function sortedOrder(count: i32, values: usize, order: usize, work: usize): void {
  const end = <usize>count;
  let keys = work;
  let otherKeys = keys + (end << 3);
  let from = order;
  let to = otherKeys + (end << 3);
  const counts = to + (end << 2);
  memory.fill(counts, 0, DIGITS << 10);
  for (let i: usize = 0; i < end; i++) {
    const bits = load<i64>(values + (i << 3));
    const key = <u64>(bits ^ ((bits >> 63) | i64.MIN_VALUE)); // orders negative numbers before positive ones
    store<u64>(keys + (i << 3), key);
    store<u32>(from + (i << 2), <u32>i);
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = counts + (((<usize>digit) << 10) | ((<usize>((key >> ((<u64>digit) << 3)) & 255)) << 2));
      store<u32>(count, load<u32>(count) + 1);
    }
  }
  for (let digit = 0; digit < DIGITS; digit++) {
    const shift = (<u64>digit) << 3;
    const places = counts + ((<usize>digit) << 10);
    if (count == 0 || load<u32>(places + ((<usize>((load<u64>(keys) >> shift) & 255)) << 2)) == count) continue;
    let place: u32 = 0;
    for (let value: usize = 0; value < 1024; value += 4) {
      const many = load<u32>(places + value);
      store<u32>(places + value, place);
      place += many;
    }
    for (let i: usize = 0; i < end; i++) {
      const key = load<u64>(keys + (i << 3));
      const at = places + ((<usize>((key >> shift) & 255)) << 2);
      const place = <usize>load<u32>(at);
      store<u32>(at, <u32>place + 1);
      store<u64>(otherKeys + (place << 3), key);
      store<u32>(to + (place << 2), load<u32>(from + (i << 2)));
    }
    let swap = keys;
    keys = otherKeys;
    otherKeys = swap;
    swap = from;
    from = to;
    to = swap;
  }
  if (from != order) memory.copy(order, from, end << 2);
}
