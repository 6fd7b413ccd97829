import { Simd } from "../simd";
import { Call } from "./call";
import { Erf } from "./erf";
import { Expm1 } from "./expm1";

/**
 * The functions as loops over memory: y[0..n) = f(x[0..n)), n a multiple of the lanes; y may be x.
 * tanh and sin are activations, and run there.
 */

export function mapExp<T extends number>(n: i32, x: usize, y: usize): void {
  for (let i: usize = 0; i < Simd.offset<T>(n); i += 16) v128.store(y + i, Call.exp<T>(v128.load(x + i)));
}

export function mapExpm1<T extends number>(n: i32, x: usize, y: usize): void {
  for (let i: usize = 0; i < Simd.offset<T>(n); i += 16) v128.store(y + i, Expm1.value<T>(v128.load(x + i)));
}

export function mapLog1p<T extends number>(n: i32, x: usize, y: usize): void {
  for (let i: usize = 0; i < Simd.offset<T>(n); i += 16) v128.store(y + i, Call.log1p<T>(v128.load(x + i)));
}

export function mapErf<T extends number>(n: i32, x: usize, y: usize): void {
  for (let i: usize = 0; i < Simd.offset<T>(n); i += 16) v128.store(y + i, Erf.value<T>(v128.load(x + i)));
}
