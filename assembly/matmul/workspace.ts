/**
 * Scratch of the dense products, a fixed place in memory: nothing is allocated, so nothing can run out.
 * One instance of the module runs one product at a time.
 */
import { PANEL } from "./microkernel";

/** Rows of a packed panel, and so the length of a chain between two visits to c: 16 KiB of panel, half of the smallest first-level cache. */
export const KC = 512;
/** Rows of c that are merged at once when c cannot be written directly. */
export const MC = 64;

/** [KC][two vectors]. */
export const panel: usize = memory.data(16384, 16);
/** [MC][two vectors]. */
export const tile: usize = memory.data(2048, 16);
/** Four rows of KC elements of a, for operands that are contiguous neither way. */
export const rowsOfA: usize = memory.data(16384, 16);
/** A zero of either precision. */
export const zero: usize = memory.data(16, 16);
