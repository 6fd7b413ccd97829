import { Simd } from "../simd";
import { Activation } from "./activation";
import { Relu } from "./relu";

/** Ids of the activations, exported by name: TypeScript looks them up there and keeps no second list. */
export enum ActivationId {
  Identity,
  Relu,
}

/** a[0..n) = f(z[0..n)) for n elements, a multiple of the vector's lanes; a may be z. */
export function activate<T extends number>(id: i32, n: i32, alpha: T, z: usize, a: usize): void {
  switch (id) {
    case ActivationId.Relu: forward<T, Relu<T>>(n, alpha, z, a); break;
    default: unreachable();
  }
}

/** d[0..n) *= f'(z[0..n)), with a = f(z). */
export function multiplyBySlope<T extends number>(id: i32, n: i32, alpha: T, z: usize, a: usize, d: usize): void {
  switch (id) {
    case ActivationId.Relu: backward<T, Relu<T>>(n, alpha, z, a, d); break;
    default: unreachable();
  }
}

function forward<T extends number, A extends Activation<T>>(n: i32, alpha: T, z: usize, a: usize): void {
  const f = changetype<A>(0);
  const parameter = v128.splat<T>(alpha);
  const end = Simd.offset<T>(n);
  for (let i: usize = 0; i < end; i += 16) v128.store(a + i, f.value(v128.load(z + i), parameter));
}

function backward<T extends number, A extends Activation<T>>(n: i32, alpha: T, z: usize, a: usize, d: usize): void {
  const f = changetype<A>(0);
  const parameter = v128.splat<T>(alpha);
  const end = Simd.offset<T>(n);
  for (let i: usize = 0; i < end; i += 16) {
    const slope = f.slope(v128.load(z + i), v128.load(a + i), parameter);
    v128.store(d + i, v128.mul<T>(v128.load(d + i), slope));
  }
}
