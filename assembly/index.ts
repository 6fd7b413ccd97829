/**
 * The exports of the module, and nothing else: one shim per operation and precision.
 * Legend: B batch, I inputs of a layer, O outputs, P parameters; pointers are byte addresses.
 */
import { ActivationId, activate, multiplyBySlope } from "./activations/index";
import { mapErf, mapExp, mapExpm1, mapLog1p } from "./math/index";
export { ActivationId } from "./activations/index";

/** Raised whenever the exports change meaning; the loader compares it with the number that it was written for. */
export function abiVersion(): i32 { return 1; }

export function allocate(bytes: usize): usize { return heap.alloc(bytes); }
export function release(pointer: usize): void { heap.free(pointer); }

export function activate_f32(id: i32, n: i32, alpha: f32, z: usize, a: usize): void { activate<f32>(id, n, alpha, z, a); }
export function activate_f64(id: i32, n: i32, alpha: f64, z: usize, a: usize): void { activate<f64>(id, n, alpha, z, a); }
export function multiplyBySlope_f32(id: i32, n: i32, alpha: f32, z: usize, a: usize, d: usize): void { multiplyBySlope<f32>(id, n, alpha, z, a, d); }
export function multiplyBySlope_f64(id: i32, n: i32, alpha: f64, z: usize, a: usize, d: usize): void { multiplyBySlope<f64>(id, n, alpha, z, a, d); }

export function exp_f32(n: i32, x: usize, y: usize): void { mapExp<f32>(n, x, y); }
export function exp_f64(n: i32, x: usize, y: usize): void { mapExp<f64>(n, x, y); }
export function expm1_f32(n: i32, x: usize, y: usize): void { mapExpm1<f32>(n, x, y); }
export function expm1_f64(n: i32, x: usize, y: usize): void { mapExpm1<f64>(n, x, y); }
export function log1p_f32(n: i32, x: usize, y: usize): void { mapLog1p<f32>(n, x, y); }
export function log1p_f64(n: i32, x: usize, y: usize): void { mapLog1p<f64>(n, x, y); }
export function erf_f32(n: i32, x: usize, y: usize): void { mapErf<f32>(n, x, y); }
export function erf_f64(n: i32, x: usize, y: usize): void { mapErf<f64>(n, x, y); }
export function tanh_f32(n: i32, x: usize, y: usize): void { activate<f32>(ActivationId.Tanh, n, 0, x, y); }
export function tanh_f64(n: i32, x: usize, y: usize): void { activate<f64>(ActivationId.Tanh, n, 0, x, y); }
export function sin_f32(n: i32, x: usize, y: usize): void { activate<f32>(ActivationId.Sin, n, 0, x, y); }
export function sin_f64(n: i32, x: usize, y: usize): void { activate<f64>(ActivationId.Sin, n, 0, x, y); }
