/**
 * Scratch of the blocked product, a fixed place in memory: nothing is allocated, so nothing can run out.
 * One instance of the module runs one product at a time.
 */

/** Length of a chain between two visits to c: a panel of KC rows is 8 KiB, a quarter of the smallest first-level cache. */
export const KC = 256;
/** Bytes of one row of a packed panel of b: two vectors. */
export const PANEL: usize = 32;
/** Panels packed together, so that a packed block of a serves them all. */
export const GROUP = 8;
/** Rows of a packed block of a. */
export const MC = 16;

/** [GROUP][KC][two vectors]: 64 KiB. */
export const panels: usize = memory.data(65536, 16);
/** [KC][MC] elements of f64: 32 KiB. */
export const block: usize = memory.data(32768, 16);
/** [MC][two vectors]: results on their way to a c that cannot take whole vectors. */
export const tile: usize = memory.data(512, 16);
/** A zero of either precision. */
export const zero: usize = memory.data(16, 16);
