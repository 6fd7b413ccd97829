import { integer } from '../engine/check.js';

/**
 * Lower bounds on the L1 distance on [0, 1] between the triangle wave of depth D (2^D segments, values from 0 to 1) and any continuous
 * piecewise linear g with kappa pieces. A bound at or below 0 says nothing.
 */
export interface SeparationBounds {
  /** The lecture's, (1/16)(1 - kappa / 2^D). */
  readonly lecture: number;
  /** The same argument without its slip: the error of the constant 1/2 on one segment is 2^-D / 4, not 2^-D / 8. (1/8)(1 - kappa / 2^D), proved. */
  readonly corrected: number;
  /**
   * (1/4)(1 - 2 (kappa - 1) / 2^D), proved: the sign of f - 1/2 is orthogonal to every affine function on each of the 2^(D-1) windows from trough to trough,
   * and all but kappa - 1 of them hold no kink of g.
   */
  readonly windows: number;
  /** (1/4)(1 - kappa / 2^D): proved by computation up to depth 4 (`provedWaveBounds`), conjectured beyond; 1/4 cannot be raised. */
  readonly conjectured: number;
}

export function separationBounds(depth: number, pieces: number): SeparationBounds {
  integer('depth', depth, 1, 52);
  integer('pieces', pieces, 1, Number.MAX_SAFE_INTEGER);
  const segments = 2 ** depth;
  const missing = 1 - pieces / segments;
  return { lecture: missing / 16, corrected: missing / 8, windows: (1 - (2 * (pieces - 1)) / segments) / 4, conjectured: missing / 4 };
}

/** Distance of the best constant, 1/2, whatever the depth. */
export const distanceOfConstant = 0.25;
