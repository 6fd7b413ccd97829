/**
 * The exports of the module, and nothing else: one shim per operation and precision.
 * Legend: B batch, I inputs of a layer, O outputs, P parameters; pointers are byte addresses.
 */
import { activate, multiplyBySlope } from "./activations/index";
export { ActivationId } from "./activations/index";

/** Raised whenever the exports change meaning; the loader compares it with the number that it was written for. */
export function abiVersion(): i32 { return 1; }

/** Which build this is: 0 debug, 1 simd, 2 relaxed; a result names the build that made it, so the module itself must know. */
export function buildId(): i32 { return ASC_NO_ASSERT ? (ASC_FEATURE_RELAXED_SIMD ? 2 : 1) : 0; }

export function allocate(bytes: usize): usize { return heap.alloc(bytes); }
export function release(pointer: usize): void { heap.free(pointer); }

export function activate_f32(id: i32, n: i32, alpha: f32, z: usize, a: usize): void { activate<f32>(id, n, alpha, z, a); }
export function activate_f64(id: i32, n: i32, alpha: f64, z: usize, a: usize): void { activate<f64>(id, n, alpha, z, a); }
export function multiplyBySlope_f32(id: i32, n: i32, alpha: f32, z: usize, a: usize, d: usize): void { multiplyBySlope<f32>(id, n, alpha, z, a, d); }
export function multiplyBySlope_f64(id: i32, n: i32, alpha: f64, z: usize, a: usize, d: usize): void { multiplyBySlope<f64>(id, n, alpha, z, a, d); }
