import { Simd } from "../simd";
import { Abs } from "./abs";
import { Activation } from "./activation";
import { Celu } from "./celu";
import { Elu } from "./elu";
import { Gelu } from "./gelu";
import { GeluTanh } from "./gelu-tanh";
import { HardSigmoid } from "./hard-sigmoid";
import { HardTanh } from "./hard-tanh";
import { Identity } from "./identity";
import { LeakyRelu } from "./leaky-relu";
import { Mish } from "./mish";
import { Relu } from "./relu";
import { Selu } from "./selu";
import { Sigmoid } from "./sigmoid";
import { Silu } from "./silu";
import { Sin } from "./sin";
import { Softplus } from "./softplus";
import { Softsign } from "./softsign";
import { Square } from "./square";
import { Tanh } from "./tanh";

/** Ids of the activations, exported by name: TypeScript looks them up there and keeps no second list. */
export enum ActivationId {
  Identity,
  Relu,
  LeakyRelu,
  Elu,
  Selu,
  Celu,
  Sigmoid,
  HardSigmoid,
  Tanh,
  HardTanh,
  Softplus,
  Softsign,
  Gelu,
  GeluTanh,
  Silu,
  Mish,
  Sin,
  Square,
  Abs,
}

/** a[0..n) = f(z[0..n)) for n elements, a multiple of the vector's lanes; a may be z. */
export function activate<T extends number>(id: i32, n: i32, alpha: T, z: usize, a: usize): void {
  switch (id) {
    case ActivationId.Identity:
      forward<T, Identity<T>>(n, alpha, z, a);
      break;
    case ActivationId.Relu:
      forward<T, Relu<T>>(n, alpha, z, a);
      break;
    case ActivationId.LeakyRelu:
      forward<T, LeakyRelu<T>>(n, alpha, z, a);
      break;
    case ActivationId.Elu:
      forward<T, Elu<T>>(n, alpha, z, a);
      break;
    case ActivationId.Selu:
      forward<T, Selu<T>>(n, alpha, z, a);
      break;
    case ActivationId.Celu:
      forward<T, Celu<T>>(n, alpha, z, a);
      break;
    case ActivationId.Sigmoid:
      forward<T, Sigmoid<T>>(n, alpha, z, a);
      break;
    case ActivationId.HardSigmoid:
      forward<T, HardSigmoid<T>>(n, alpha, z, a);
      break;
    case ActivationId.Tanh:
      forward<T, Tanh<T>>(n, alpha, z, a);
      break;
    case ActivationId.HardTanh:
      forward<T, HardTanh<T>>(n, alpha, z, a);
      break;
    case ActivationId.Softplus:
      forward<T, Softplus<T>>(n, alpha, z, a);
      break;
    case ActivationId.Softsign:
      forward<T, Softsign<T>>(n, alpha, z, a);
      break;
    case ActivationId.Gelu:
      forward<T, Gelu<T>>(n, alpha, z, a);
      break;
    case ActivationId.GeluTanh:
      forward<T, GeluTanh<T>>(n, alpha, z, a);
      break;
    case ActivationId.Silu:
      forward<T, Silu<T>>(n, alpha, z, a);
      break;
    case ActivationId.Mish:
      forward<T, Mish<T>>(n, alpha, z, a);
      break;
    case ActivationId.Sin:
      forward<T, Sin<T>>(n, alpha, z, a);
      break;
    case ActivationId.Square:
      forward<T, Square<T>>(n, alpha, z, a);
      break;
    case ActivationId.Abs:
      forward<T, Abs<T>>(n, alpha, z, a);
      break;
    default:
      unreachable();
  }
}

/** d[0..n) *= f'(z[0..n)), with a = f(z). */
export function multiplyBySlope<T extends number>(id: i32, n: i32, alpha: T, z: usize, a: usize, d: usize): void {
  switch (id) {
    case ActivationId.Identity:
      backward<T, Identity<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.Relu:
      backward<T, Relu<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.LeakyRelu:
      backward<T, LeakyRelu<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.Elu:
      backward<T, Elu<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.Selu:
      backward<T, Selu<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.Celu:
      backward<T, Celu<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.Sigmoid:
      backward<T, Sigmoid<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.HardSigmoid:
      backward<T, HardSigmoid<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.Tanh:
      backward<T, Tanh<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.HardTanh:
      backward<T, HardTanh<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.Softplus:
      backward<T, Softplus<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.Softsign:
      backward<T, Softsign<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.Gelu:
      backward<T, Gelu<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.GeluTanh:
      backward<T, GeluTanh<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.Silu:
      backward<T, Silu<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.Mish:
      backward<T, Mish<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.Sin:
      backward<T, Sin<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.Square:
      backward<T, Square<T>>(n, alpha, z, a, d);
      break;
    case ActivationId.Abs:
      backward<T, Abs<T>>(n, alpha, z, a, d);
      break;
    default:
      unreachable();
  }
}

// The loops: a method of A is inlined into each, on a null receiver, since functions as values would stay indirect calls.
function forward<T extends number, A extends Activation<T>>(n: i32, alpha: T, z: usize, a: usize): void {
  assert(n >= 0 && n % Simd.lanes<T>() == 0, "activation: n must be a multiple of the lanes");
  const f = changetype<A>(0);
  const parameter = v128.splat<T>(alpha);
  const end = Simd.offset<T>(n);
  for (let i: usize = 0; i < end; i += 16) v128.store(a + i, f.value(v128.load(z + i), parameter));
}

function backward<T extends number, A extends Activation<T>>(n: i32, alpha: T, z: usize, a: usize, d: usize): void {
  assert(n >= 0 && n % Simd.lanes<T>() == 0, "activation: n must be a multiple of the lanes");
  const f = changetype<A>(0);
  const parameter = v128.splat<T>(alpha);
  const end = Simd.offset<T>(n);
  for (let i: usize = 0; i < end; i += 16) {
    const slope = f.slope(v128.load(z + i), v128.load(a + i), parameter);
    v128.store(d + i, v128.mul<T>(v128.load(d + i), slope));
  }
}
