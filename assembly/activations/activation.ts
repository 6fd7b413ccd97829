/**
 * The contract of an activation: what the nonlinearity is worth at a pre-activation z, and its slope there.
 * Methods are called on a null receiver (`changetype<A>(0)`), so a subclass has no fields and never touches `this`.
 * Both are total: NaN in gives NaN out, infinities give the limits, and the slope at a kink is the one that each file states.
 */
export abstract class Activation<T extends number> {
  /** f(z); alpha is the layer's parameter (leaky slope, ELU scale) in every lane, ignored by most. */
  abstract value(z: v128, alpha: v128): v128;

  /** f'(z); a = f(z) is at hand for those whose slope is cheaper, and no less accurate, from the value. */
  abstract slope(z: v128, a: v128, alpha: v128): v128;
}
