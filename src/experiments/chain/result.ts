import type { ChainLength, ChainSupremum } from '../../theory/chain.js';
import type { Agreement, ShownTape } from './tapes.js';

/** Random chains of one activation and law of weights. */
export interface Draws {
  readonly activation: 'sigmoid' | 'relu' | 'leaky-relu';
  readonly weights: 'uniform' | 'normal';
  readonly lengths: readonly ChainLength[];
}

/** How fast the greatest |dy/dw_1| grows or shrinks a layer when |w| <= reach. */
export interface Reach {
  readonly reach: number;
  readonly factor: number;
}

export interface ChainResult {
  readonly x: number;
  readonly alpha: number;
  readonly sigma: number;
  readonly draws: number;
  readonly tapes: readonly ShownTape[];
  readonly agreement: Agreement;
  readonly random: readonly Draws[];
  readonly suprema: readonly ChainSupremum[];
  readonly reaches: readonly Reach[];
  /** f32: random chains, and the one with all weights 1 in both precisions, up to `farthest` layers. */
  readonly singles: { readonly random: readonly ChainLength[]; readonly ones: readonly ChainLength[]; readonly onesInDoubles: readonly ChainLength[] };
}
