import { Simd } from "../simd";
import { Erf } from "./erf";
import { Exp } from "./exp";
import { Expm1 } from "./expm1";
import { Log1p } from "./log1p";
import { Trigonometric } from "./sin";
import { Tanh } from "./tanh";

/** The functions as loops over memory: y[0..n) = f(x[0..n)), n a multiple of the lanes; y may be x. */

export function mapExp<T extends number>(n: i32, x: usize, y: usize): void {
  for (let i: usize = 0; i < Simd.offset<T>(n); i += 16) v128.store(y + i, Exp.value<T>(v128.load(x + i)));
}

export function mapExpm1<T extends number>(n: i32, x: usize, y: usize): void {
  for (let i: usize = 0; i < Simd.offset<T>(n); i += 16) v128.store(y + i, Expm1.value<T>(v128.load(x + i)));
}

export function mapLog1p<T extends number>(n: i32, x: usize, y: usize): void {
  for (let i: usize = 0; i < Simd.offset<T>(n); i += 16) v128.store(y + i, Log1p.value<T>(v128.load(x + i)));
}

export function mapTanh<T extends number>(n: i32, x: usize, y: usize): void {
  for (let i: usize = 0; i < Simd.offset<T>(n); i += 16) v128.store(y + i, Tanh.value<T>(v128.load(x + i)));
}

export function mapErf<T extends number>(n: i32, x: usize, y: usize): void {
  for (let i: usize = 0; i < Simd.offset<T>(n); i += 16) v128.store(y + i, Erf.value<T>(v128.load(x + i)));
}

export function mapSin<T extends number>(n: i32, x: usize, y: usize): void {
  for (let i: usize = 0; i < Simd.offset<T>(n); i += 16) v128.store(y + i, Trigonometric.sin<T>(v128.load(x + i)));
}
