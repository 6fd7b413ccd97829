/**
 * Update rules, elementwise over a network's whole block of parameters (padded with zeros to whole vectors).
 * g is the gradient, scaled by the clipping factor; t counts updates from 1. The formulas are PyTorch's.
 *
 *   sgd        p -= r g                                             weight decay w: g += w p (all but adamw)
 *   momentum   v = mu v + g;  p -= r v                              Polyak 1964
 *   nesterov   v = mu v + g;  p -= r (g + mu v)                     Sutskever et al. 2013
 *   rmsprop    s = a s + (1 - a) g^2;  p -= r g / (sqrt s + eps)    Tieleman and Hinton 2012
 *   adam       m = b1 m + (1 - b1) g;  s = b2 s + (1 - b2) g^2;  p -= r (m / (1 - b1^t)) / (sqrt(s / (1 - b2^t)) + eps)    Kingma and Ba 2015
 *   adamw      p -= r w p, then adam without decay                  Loshchilov and Hutter 2019
 */
import { bytes } from "./element";
import { Simd } from "./simd";

export enum OptimizerId {
  Sgd,
  Momentum,
  Nesterov,
  Rmsprop,
  Adam,
  Adamw,
}

/** Blocks of state, each as long as the parameters, that a rule keeps between updates. */
export function optimizerStates(optimizer: i32): i32 {
  if (optimizer == OptimizerId.Sgd) return 0;
  return optimizer >= OptimizerId.Adam ? 2 : 1;
}

/** The numbers of one update. Field names are the formulas' of this file's head. */
@unmanaged
export class Update {
  optimizer: i32;
  /** r, the learning rate of this update. */
  rate: f64;
  /** mu of momentum and nesterov, a of rmsprop, b1 of adam. */
  beta1: f64;
  beta2: f64;
  epsilon: f64;
  weightDecay: f64;
  /** Factor on every gradient: below 1 where the norm is clipped. */
  gradientScale: f64;
  /** 1 - b1^t and 1 - b2^t. */
  correction1: f64;
  correction2: f64;
}

/** Applies one update to n parameters p (a multiple of the lanes) from gradients g; first and second are the rule's states. */
export function update<T extends number>(rule: Update, n: i32, p: usize, g: usize, first: usize, second: usize): void {
  const end = Simd.offset<T>(n);
  const rate = Simd.constant<T>(rule.rate);
  const scale = Simd.constant<T>(rule.gradientScale);
  const decay = Simd.constant<T>(rule.weightDecay);
  const beta1 = Simd.constant<T>(rule.beta1);
  switch (rule.optimizer) {
    case OptimizerId.Sgd: {
      for (let i: usize = 0; i < end; i += 16) {
        const x = v128.load(p + i);
        v128.store(p + i, v128.sub<T>(x, v128.mul<T>(rate, Gradient.decayed<T>(g + i, scale, decay, x))));
      }
      break;
    }
    case OptimizerId.Momentum: {
      for (let i: usize = 0; i < end; i += 16) {
        const x = v128.load(p + i);
        const v = v128.add<T>(v128.mul<T>(beta1, v128.load(first + i)), Gradient.decayed<T>(g + i, scale, decay, x));
        v128.store(first + i, v);
        v128.store(p + i, v128.sub<T>(x, v128.mul<T>(rate, v)));
      }
      break;
    }
    case OptimizerId.Nesterov: {
      for (let i: usize = 0; i < end; i += 16) {
        const x = v128.load(p + i);
        const gradient = Gradient.decayed<T>(g + i, scale, decay, x);
        const v = v128.add<T>(v128.mul<T>(beta1, v128.load(first + i)), gradient);
        v128.store(first + i, v);
        v128.store(p + i, v128.sub<T>(x, v128.mul<T>(rate, v128.add<T>(gradient, v128.mul<T>(beta1, v)))));
      }
      break;
    }
    case OptimizerId.Rmsprop: {
      const rest = Simd.constant<T>(1 - rule.beta1);
      const epsilon = Simd.constant<T>(rule.epsilon);
      for (let i: usize = 0; i < end; i += 16) {
        const x = v128.load(p + i);
        const gradient = Gradient.decayed<T>(g + i, scale, decay, x);
        const s = v128.add<T>(v128.mul<T>(beta1, v128.load(first + i)), v128.mul<T>(rest, v128.mul<T>(gradient, gradient)));
        v128.store(first + i, s);
        const step = v128.div<T>(gradient, v128.add<T>(v128.sqrt<T>(s), epsilon));
        v128.store(p + i, v128.sub<T>(x, v128.mul<T>(rate, step)));
      }
      break;
    }
    case OptimizerId.Adam:
      adam<T>(rule, end, p, g, first, second, decay, Simd.constant<T>(0));
      break;
    case OptimizerId.Adamw:
      adam<T>(rule, end, p, g, first, second, Simd.constant<T>(0), Simd.constant<T>(rule.rate * rule.weightDecay));
      break;
    default:
      unreachable();
  }
}

/** `coupled` decay joins the gradient (adam), `decoupled` shrinks the parameter (adamw); one of the two is zero. */
function adam<T extends number>(rule: Update, end: usize, p: usize, g: usize, first: usize, second: usize, coupled: v128, decoupled: v128): void {
  const scale = Simd.constant<T>(rule.gradientScale);
  const beta1 = Simd.constant<T>(rule.beta1);
  const beta2 = Simd.constant<T>(rule.beta2);
  const rest1 = Simd.constant<T>(1 - rule.beta1);
  const rest2 = Simd.constant<T>(1 - rule.beta2);
  const epsilon = Simd.constant<T>(rule.epsilon);
  const rate = Simd.constant<T>(rule.rate / rule.correction1);
  const root = Simd.constant<T>(1 / Math.sqrt(rule.correction2));
  for (let i: usize = 0; i < end; i += 16) {
    let x = v128.load(p + i);
    x = v128.sub<T>(x, v128.mul<T>(decoupled, x));
    const gradient = Gradient.decayed<T>(g + i, scale, coupled, x);
    const m = v128.add<T>(v128.mul<T>(beta1, v128.load(first + i)), v128.mul<T>(rest1, gradient));
    const s = v128.add<T>(v128.mul<T>(beta2, v128.load(second + i)), v128.mul<T>(rest2, v128.mul<T>(gradient, gradient)));
    v128.store(first + i, m);
    v128.store(second + i, s);
    const step = v128.div<T>(m, v128.add<T>(v128.mul<T>(v128.sqrt<T>(s), root), epsilon));
    v128.store(p + i, v128.sub<T>(x, v128.mul<T>(rate, step)));
  }
}

/** 2^-500, 2^600 and 2^-600: numbers below the first, or whose squares overflow, are squared after a factor of one of the others. */
const SMALL: f64 = 3.054936363499605e-151;
const UP: f64 = 4.149515568880993e180;
const DOWN: f64 = 2.409919865102884e-181;

/**
 * Square root of share times the sum of n squares (n a multiple of the lanes): with share 1 the Euclidean norm. Squares are taken in double
 * precision, where those of f32 neither overflow nor underflow; those of f64 may, and are then taken of scaled numbers (exactly: they lose no bit).
 */
export function rootOfSquares(size: i32, n: i32, x: usize, share: f64): f64 {
  const root = Math.sqrt(sumOfSquares(size, n, x, 1) * share);
  if (size == 8) {
    if (root < SMALL) return Math.sqrt(sumOfSquares(size, n, x, UP) * share) * DOWN;
    if (root == Infinity) return Math.sqrt(sumOfSquares(size, n, x, DOWN) * share) * UP;
  }
  return root;
}

/** Sum of n squares of scale * x (f32: of x) in double precision. */
function sumOfSquares(size: i32, n: i32, x: usize, scale: f64): f64 {
  const end = x + bytes(size, n);
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  if (size == 4) {
    for (; x < end; x += 16) {
      const low = f64x2.promote_low_f32x4(v128.load64_zero(x));
      const high = f64x2.promote_low_f32x4(v128.load64_zero(x, 8));
      even = f64x2.add(even, f64x2.mul(low, low));
      odd = f64x2.add(odd, f64x2.mul(high, high));
    }
  } else {
    for (; x < end; x += 16) {
      const value = f64x2.mul(v128.load(x), f64x2.splat(scale));
      even = f64x2.add(even, f64x2.mul(value, value));
    }
  }
  return Simd.sum<f64>(f64x2.add(even, odd));
}

class Gradient {
  /** scale * g + decay * x. */
  @inline static decayed<T extends number>(g: usize, scale: v128, decay: v128, x: v128): v128 {
    return v128.add<T>(v128.mul<T>(scale, v128.load(g)), v128.mul<T>(decay, x));
  }
}
