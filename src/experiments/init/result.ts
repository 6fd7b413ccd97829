import type { ActivationName } from '../../network/activation.js';
import type { GradientRow, Regime, ScaleRow, TrainedCell } from './measure.js';
import type { CriticalRow, SchemeRow } from './theory.js';

/** What the experiment found: theory of every activation, random networks, trained networks. */
export interface InitResult {
  readonly activation: ActivationName;
  readonly biases: number;
  readonly schemes: readonly SchemeRow[];
  readonly critical: readonly CriticalRow[];
  readonly lines: readonly { readonly activation: ActivationName; readonly points: readonly (readonly [sigmaW: number, sigmaB: number])[] }[];
  /** The depth scale over sigma_w, and at the sigma_w of the trained networks. */
  readonly curve: readonly Regime[];
  readonly regimes: readonly Regime[];
  readonly scales: readonly ScaleRow[];
  readonly gradients: readonly GradientRow[];
  readonly he: readonly GradientRow[];
  readonly cells: readonly TrainedCell[];
  readonly propagation: { readonly width: number; readonly nets: number };
  readonly training: { readonly width: number; readonly steps: number };
}
