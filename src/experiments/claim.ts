/** A figure of a claim or a table. Counts beyond 2^53 are bigints; what has no number is said in words. */
export type Figure = number | bigint | string;

/**
 * One statement of the lecture as numbers: what it says, what is sharp, what was measured. A claim that does not hold is a value, never a throw.
 *
 * - `theorem`: checked exactly, by rational arithmetic or a certified bound;
 * - `bound`: never violated over what was tried, with the count in `note`;
 * - `trend`: statistical, with seeds and margin in `note`.
 */
export interface Claim {
  readonly statement: string;
  readonly kind: 'theorem' | 'bound' | 'trend';
  /** Whether the measured value is exact, or one that was observed in floating point or over samples. */
  readonly checked: 'exactly' | 'observed';
  /** How the measured value stands to the bounds: `<=` means at most. */
  readonly relation: '<=' | '>=' | '=';
  /** The lecture's own figure; undefined where the lecture gives none. */
  readonly lecture?: Figure | undefined;
  /** The sharp or corrected figure; undefined where there is none. */
  readonly sharp?: Figure | undefined;
  readonly measured: Figure;
  readonly holds: boolean;
  /** What was tried, how often, with which margin; where the lecture is loose, in what way. */
  readonly note?: string | undefined;
}
