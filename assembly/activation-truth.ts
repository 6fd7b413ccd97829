/**
 * The activations and their slopes to some 90 bits, from their textbook formulas, by other methods than the kernels': what the errors of the f64 kernels are measured against.
 * For |z| <= 32, z not 0.
 */
import { ActivationId } from "./activations/index";
import { Wide } from "./wide";

/** Numbers of 16 bytes that truth() works in; its first two are the results. */
export const WIDE_NUMBERS: i32 = 8;

/** f(z) to the first number of the block, f'(z) to the second. */
export function truth(id: i32, alpha: f64, z: f64, block: usize): void {
  const value = Wide.at(block, 0);
  const slope = Wide.at(block, 1);
  const right = z > 0;
  const size = abs(z);
  const a = Wide.at(block, 2);
  const b = Wide.at(block, 3);
  const work = Wide.at(block, 7);
  value.set(z);
  slope.set(1);
  switch (id) {
    case ActivationId.Identity:
      return;
    case ActivationId.Relu:
      if (right) return;
      value.set(0);
      slope.set(0);
      return;
    case ActivationId.LeakyRelu:
      if (right) return;
      value.times(alpha);
      slope.set(alpha);
      return;
    case ActivationId.Elu:
      if (right) return;
      value.expm1(work).times(alpha);
      slope.set(z).exp(work).times(alpha);
      return;
    case ActivationId.Selu:
      if (!right) {
        value.expm1(work).times(1.6732632423543772, 1.0657222547717531e-16);
        slope.set(z).exp(work).times(1.6732632423543772, 1.0657222547717531e-16);
      }
      value.times(1.0507009873554805, 3.9874847667154144e-17);
      slope.times(1.0507009873554805, 3.9874847667154144e-17);
      return;
    case ActivationId.Celu:
      if (right) return;
      value.over(alpha).expm1(work).times(alpha);
      slope.set(z).over(alpha).exp(work);
      return;
    case ActivationId.Sigmoid:
      sigmoid(value, work);
      a.set(-z);
      sigmoid(a, work);
      slope.copy(value).multiply(a);
      return;
    case ActivationId.HardSigmoid:
      if (size >= 3) {
        value.set(right ? 1 : 0);
        slope.set(0);
        return;
      }
      value.over(6).plus(0.5);
      slope.over(6);
      return;
    case ActivationId.Tanh:
      value.set(-2 * size).expm1(work);
      a.copy(value).plus(2);
      value.divide(a);
      if (right) value.negate();
      slope.set(-2 * size).exp(work);
      b.copy(slope).plus(1);
      slope.divide(b).divide(b).scale(4);
      return;
    case ActivationId.HardTanh:
      if (size < 1) return;
      value.set(right ? 1 : -1);
      slope.set(0);
      return;
    case ActivationId.Softplus:
      value.set(-size).exp(work).log1p(a, b).plus(max(z, 0));
      slope.set(z);
      sigmoid(slope, work);
      return;
    case ActivationId.Softsign:
      a.set(1).plus(size);
      value.divide(a);
      slope.divide(a).divide(a);
      return;
    case ActivationId.Gelu:
      normal(z, slope, block);
      value.multiply(slope);
      a.set(z).times(z).scale(-0.5).exp(work).times(0.3989422804014327, -2.49232720227773e-17).times(z); // 1 / sqrt(2 pi)
      slope.add(a);
      return;
    case ActivationId.GeluTanh:
      // w = 2 sqrt(2 / pi) (z + 0.044715 z^3), and z w'
      a.set(z).times(z).times(0.044715, 2.1960211427085595e-18);
      b.copy(a).times(3).plus(1).times(z).times(1.5957691216057308, -9.96930880911092e-17);
      a.plus(1).times(z).times(1.5957691216057308, -9.96930880911092e-17);
      gated(value, slope, a, b, work);
      return;
    case ActivationId.Silu:
      a.set(z);
      b.set(z);
      gated(value, slope, a, b, work);
      return;
    case ActivationId.Mish:
      mish(z, value, slope, block);
      return;
    case ActivationId.Sin:
      sine(z, value, slope, block);
      return;
    case ActivationId.Square:
      value.times(z);
      slope.set(2 * z);
      return;
    case ActivationId.Abs:
      value.set(size);
      slope.set(right ? 1 : -1);
      return;
    default:
      unreachable();
  }
}

/** x becomes 1 / (1 + e^-x). */
function sigmoid(x: Wide, work: Wide): void {
  const right = x.high > 0;
  if (right) x.negate();
  x.exp(work);
  work.copy(x).plus(1);
  if (right) x.set(1);
  x.divide(work);
}

/** value z becomes z s(w); slope becomes s(w) (1 + g s(-w)), g = z w'. */
function gated(value: Wide, slope: Wide, w: Wide, g: Wide, work: Wide): void {
  slope.copy(w).negate();
  sigmoid(slope, work);
  slope.multiply(g).plus(1);
  sigmoid(w, work);
  slope.multiply(w);
  value.multiply(w);
}

/** z t and t + z (1 - t^2) s(z), t = tanh(ln(1 + e^z)) = ((1 + e^z)^2 - 1) / ((1 + e^z)^2 + 1). */
function mish(z: f64, value: Wide, slope: Wide, block: usize): void {
  const t = Wide.at(block, 2);
  const e = Wide.at(block, 3);
  const work = Wide.at(block, 7);
  e.set(z).exp(work);
  work.copy(e).plus(2);
  t.copy(e).multiply(work);
  e.copy(t).plus(2);
  t.divide(e);
  value.multiply(t);
  slope.copy(t).multiply(t).negate().plus(1).times(z);
  e.set(z);
  sigmoid(e, work);
  slope.multiply(e).add(t);
}

/** Phi(z) = erfc(-z / sqrt 2) / 2: by Kummer's series of erf, whose terms are all of one sign, or where erfc is small by Laplace's continued fraction (A&S 7.1.6, 7.1.14). */
function normal(z: f64, result: Wide, block: usize): void {
  const x = Wide.at(block, 2).set(-z).times(0.7071067811865476, -4.833646656726457e-17); // sqrt(1/2)
  const square = Wide.at(block, 3).copy(x).multiply(x);
  const term = Wide.at(block, 4);
  const sum = Wide.at(block, 5);
  const work = Wide.at(block, 7);
  const tail = abs(x.high) >= 2.5;
  const left = x.high < 0;
  if (left) x.negate();
  if (tail) {
    sum.copy(x);
    for (let k = 160; k > 0; k--) {
      term.set(0.5 * <f64>k).divide(sum);
      sum.copy(x).add(term);
    }
    result.copy(square).negate().exp(work).divide(sum).times(0.5641895835477563, 7.66772980658294e-18); // 1 / sqrt(pi)
  } else {
    term.copy(x);
    sum.copy(x);
    for (let k = 1; k < 120; k++) {
      term
        .multiply(square)
        .scale(2)
        .over(<f64>(2 * k + 1));
      sum.add(term);
    }
    result.copy(square).negate().exp(work).multiply(sum).times(1.1283791670955126, 1.533545961316588e-17).negate().plus(1); // 2 / sqrt(pi)
  }
  if (left) result.negate().plus(2);
  result.scale(0.5);
}

/** sin z and cos z: less whole quarters of a turn, then Taylor's series at |r| <= pi / 4. */
function sine(z: f64, value: Wide, slope: Wide, block: usize): void {
  const quarters = nearest(z * 0.6366197723675814); // 2 / pi
  const r = Wide.at(block, 2).set(1.5707963267948966, 6.123233995736766e-17).times(-quarters).plus(z); // pi / 2
  const square = Wide.at(block, 3).copy(r).multiply(r);
  const s = Wide.at(block, 4).set(1);
  const c = Wide.at(block, 5).set(1);
  for (let k = 26; k > 0; k -= 2) {
    s.multiply(square)
      .over(-(<f64>(k * (k + 1))))
      .plus(1);
    c.multiply(square)
      .over(-(<f64>((k - 1) * k)))
      .plus(1);
  }
  s.multiply(r);
  const quadrant = <i32>quarters & 3;
  value.copy(quadrant & 1 ? c : s);
  slope.copy(quadrant & 1 ? s : c);
  if (quadrant >= 2) value.negate();
  if (quadrant == 1 || quadrant == 2) slope.negate();
}
