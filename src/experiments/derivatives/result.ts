import type { ActivationName } from '../../network/activation.js';
import type { ActivationFacts } from '../../theory/activation-facts.js';

/** A kink, and slopes just left of it, at it, and just right of it. */
export interface Kink {
  readonly at: number;
  readonly left: number;
  readonly taken: number;
  readonly right: number;
}

export interface Measured {
  readonly name: ActivationName;
  readonly alpha: number;
  readonly facts: ActivationFacts;
  /** Value and slope at -infinity and at infinity; NaN where there is no limit. */
  readonly ends: { readonly values: readonly [number, number]; readonly slopes: readonly [number, number] };
  readonly kinks: readonly Kink[];
  /** The curve for the picture. */
  readonly curve: { readonly z: readonly number[]; readonly values: readonly number[]; readonly slopes: readonly number[] };
}

export interface DerivativesResult {
  readonly tolerance: number;
  readonly rows: readonly Measured[];
}
