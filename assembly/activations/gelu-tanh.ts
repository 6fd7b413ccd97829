import { Exp } from "../math/exp";
import { Table } from "../math/table";
import { Activation } from "./activation";
import { Logistic } from "./logistic";

// w = z (linear + cubic z^2); the high part of the cubic coefficient has 8 (f32) or 13 (f64) bits
const END = 0;
const CUBIC_HIGH = 1;
const CUBIC_LOW = 2;
const LINEAR_HIGH = 3;
const LINEAR_LOW = 4;
const THREE_CUBIC = 5;
const scalar32 = memory.data<f32>([11.05, 0.07128906, 6.5753775e-5, 1.5957692, -4.534068e-8, 0.21406445]);
const scalar64 = memory.data<f64>([21.66, 0.07135009765625, 4.718616350248776e-6, 1.5957691216057308, -9.96930880911092e-17, 0.21406444881780073]);

/**
 * z (1 + tanh(c (z + 0.044715 z^3))) / 2, c = sqrt(2 / pi), which is z s(w) with s the sigmoid and w = 2c (z + 0.044715 z^3). Far to the
 * left this is z e^w, which magnifies an error of w by |w|: hence w is formed in two parts, the products of their leading digits exact.
 * -0 at -inf.
 */
@final
export class GeluTanh<T extends number> extends Activation<T> {
  @inline value(z: v128, _alpha: v128): v128 {
    const y = GeluTanh.bounded<T>(z);
    const factor = GeluTanh.factorHigh<T>(y);
    const high = GeluTanh.argumentHigh<T>(y, factor);
    const low = GeluTanh.argumentLow<T>(y, factor);
    const exponent = Exp.exponent<T>(v128.add<T>(high, low), Exp.guarded<T>());
    const fraction = Exp.fractionOfSum<T>(high, low, v128.sub<T>(exponent, Exp.guarded<T>()), Exp.unit<T>());
    return Logistic.gated<T>(z, exponent, fraction);
  }

  @inline slope(z: v128, _a: v128, _alpha: v128): v128 {
    const y = GeluTanh.bounded<T>(z);
    const factor = GeluTanh.factorHigh<T>(y);
    const high = GeluTanh.argumentHigh<T>(y, factor);
    const low = GeluTanh.argumentLow<T>(y, factor);
    const exponent = Exp.exponent<T>(v128.add<T>(high, low), Exp.guarded<T>());
    const fraction = Exp.fractionOfSum<T>(high, low, v128.sub<T>(exponent, Exp.guarded<T>()), Exp.unit<T>());
    const steepness = v128.add<T>(v128.mul<T>(v128.mul<T>(y, y), GeluTanh.scalar<T>(THREE_CUBIC)), GeluTanh.scalar<T>(LINEAR_HIGH));
    return Logistic.gatedSlope<T>(z, v128.mul<T>(y, steepness), exponent, fraction);
  }

  @inline static scalar<T extends number>(i: i32): v128 {
    return Table.at<T>(sizeof<T>() == 4 ? scalar32 : scalar64, i);
  }

  /** |z|, no more than where e^-|w| and its product with z w' have become 0 by rounding; NaN stays. */
  @inline static bounded<T extends number>(z: v128): v128 {
    return v128.pmin<T>(v128.abs<T>(z), GeluTanh.scalar<T>(END));
  }

  /** The first 8 (f32) or 20 (f64) bits of y. */
  @inline static head<T extends number>(y: v128): v128 {
    return v128.and(y, sizeof<T>() == 4 ? i32x4.splat(0xffff0000) : i64x2.splat(0xfffffffe00000000));
  }

  /** The first 16 (f32) or 33 (f64) bits of the factor. */
  @inline static factorHead<T extends number>(factor: v128): v128 {
    return v128.and(factor, sizeof<T>() == 4 ? i32x4.splat(0xffffff00) : i64x2.splat(0xfffffffffff00000));
  }

  /** w / z, rounded. */
  @inline static factorHigh<T extends number>(y: v128): v128 {
    return v128.add<T>(GeluTanh.scalar<T>(LINEAR_HIGH), GeluTanh.cubicHigh<T>(y));
  }

  /** The exact part of cubic y^2. */
  @inline static cubicHigh<T extends number>(y: v128): v128 {
    const head = GeluTanh.head<T>(y);
    return v128.mul<T>(v128.mul<T>(head, head), GeluTanh.scalar<T>(CUBIC_HIGH));
  }

  /** -|w|, its exact part. */
  @inline static argumentHigh<T extends number>(y: v128, factor: v128): v128 {
    return v128.neg<T>(v128.mul<T>(GeluTanh.head<T>(y), GeluTanh.factorHead<T>(factor)));
  }

  /** -|w|, the rest. */
  @inline static argumentLow<T extends number>(y: v128, factor: v128): v128 {
    const head = GeluTanh.head<T>(y);
    const tail = v128.sub<T>(y, head);
    // what the sum linear + cubic y^2 lost, and the parts that were left out of it
    const linear = GeluTanh.scalar<T>(LINEAR_HIGH);
    const cubic = GeluTanh.cubicHigh<T>(y);
    const added = v128.sub<T>(factor, linear);
    const lost = v128.add<T>(v128.sub<T>(linear, v128.sub<T>(factor, added)), v128.sub<T>(cubic, added));
    const square = v128.mul<T>(v128.mul<T>(tail, v128.add<T>(y, head)), GeluTanh.scalar<T>(CUBIC_HIGH));
    const small = v128.add<T>(v128.mul<T>(v128.mul<T>(y, y), GeluTanh.scalar<T>(CUBIC_LOW)), GeluTanh.scalar<T>(LINEAR_LOW));
    const rest = v128.add<T>(lost, v128.add<T>(square, small));
    const factorTail = v128.sub<T>(factor, GeluTanh.factorHead<T>(factor));
    const sum = v128.add<T>(v128.mul<T>(tail, factor), v128.add<T>(v128.mul<T>(head, factorTail), v128.mul<T>(y, rest)));
    return v128.neg<T>(sum);
  }
}
