import { Exp } from "../math/exp";
import { Table } from "../math/table";
import { Simd } from "../simd";
import { Activation } from "./activation";

/**
 * z tanh(softplus z). With e = e^-|z| the hyperbolic tangent is a quotient of polynomials with positive coefficients: (2e + 1) / (2e^2 + 2e + 1)
 * on the right, e (e + 2) / (e^2 + 2e + 2) on the left. The slope follows by differentiation (Misra 2019, arXiv 1908.08681). -0 at -inf.
 */
@final
export class Mish<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    const one = Table.one<T>();
    const two = Table.two<T>();
    const left = v128.lt<T>(z, Simd.constant<T>(0));
    const x = Exp.bounded<T>(v128.neg<T>(v128.abs<T>(z)));
    const rounder = Exp.guarded<T>();
    const exponent = Exp.exponent<T>(x, rounder);
    const scale = Exp.scale<T>(exponent);
    const fraction = Exp.fraction<T>(x, v128.sub<T>(exponent, rounder), Exp.unit<T>());
    const e = v128.mul<T>(fraction, scale);
    const right = v128.add<T>(v128.add<T>(e, e), one);
    const numerator = v128.bitselect(v128.mul<T>(fraction, v128.add<T>(e, two)), right, left);
    const square = v128.mul<T>(e, e);
    const denominator = v128.bitselect(v128.add<T>(v128.mul<T>(e, v128.add<T>(e, two)), two), v128.add<T>(v128.add<T>(square, square), right), left);
    const lead = v128.mul<T>(v128.pmax<T>(z, Exp.leftEnd<T>()), v128.bitselect(scale, one, left));
    return v128.mul<T>(lead, v128.div<T>(numerator, denominator));
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    const one = Table.one<T>();
    const two = Table.two<T>();
    const four = Simd.constant<T>(4);
    const left = v128.lt<T>(z, Simd.constant<T>(0));
    const x = Exp.bounded<T>(v128.neg<T>(v128.abs<T>(z)));
    const rounder = Exp.guarded<T>();
    const exponent = Exp.exponent<T>(x, rounder);
    const scale = Exp.scale<T>(exponent);
    const fraction = Exp.fraction<T>(x, v128.sub<T>(exponent, rounder), Exp.unit<T>());
    const e = v128.mul<T>(fraction, scale);
    // right: (1 + 4e + (4z + 6) e^2 + 4(z + 1) e^3) / (1 + 2e + 2e^2)^2; left: e times the same coefficients in reverse / (2 + 2e + e^2)^2
    const y = v128.pmin<T>(v128.pmax<T>(z, Exp.leftEnd<T>()), v128.neg<T>(Exp.leftEnd<T>()));
    const linear = v128.mul<T>(v128.add<T>(y, one), four);
    const middle = v128.add<T>(linear, two);
    let numerator = v128.add<T>(v128.mul<T>(v128.bitselect(one, linear, left), e), v128.bitselect(four, middle, left));
    numerator = v128.add<T>(v128.mul<T>(numerator, e), v128.bitselect(middle, four, left));
    numerator = v128.add<T>(v128.mul<T>(numerator, e), v128.bitselect(linear, one, left));
    const first = v128.bitselect(two, one, left);
    const last = v128.bitselect(one, two, left);
    const base = v128.add<T>(v128.mul<T>(v128.add<T>(v128.mul<T>(last, e), two), e), first);
    const quotient = v128.div<T>(v128.mul<T>(numerator, v128.bitselect(fraction, one, left)), v128.mul<T>(base, base));
    return v128.mul<T>(quotient, v128.bitselect(scale, one, left));
  }
}
