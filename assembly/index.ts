/**
 * The exports of the module, and nothing else: one shim per operation and precision.
 * Legend: B batch, I inputs of a layer, O outputs, P parameters; pointers are byte addresses.
 */
import { activate, multiplyBySlope } from "./activations/index";
export { ActivationId } from "./activations/index";
import { denseBackwardInputs, denseBackwardWeights, denseForward } from "./matmul/dense";
import { matmul } from "./matmul/matmul";
import { matmulReference } from "./matmul/reference";

/** Raised whenever the exports change meaning; the loader compares it with the number that it was written for. */
export function abiVersion(): i32 { return 1; }

export function allocate(bytes: usize): usize { return heap.alloc(bytes); }
export function release(pointer: usize): void { heap.free(pointer); }

export function activate_f32(id: i32, n: i32, alpha: f32, z: usize, a: usize): void { activate<f32>(id, n, alpha, z, a); }
export function activate_f64(id: i32, n: i32, alpha: f64, z: usize, a: usize): void { activate<f64>(id, n, alpha, z, a); }
export function multiplyBySlope_f32(id: i32, n: i32, alpha: f32, z: usize, a: usize, d: usize): void { multiplyBySlope<f32>(id, n, alpha, z, a, d); }
export function multiplyBySlope_f64(id: i32, n: i32, alpha: f64, z: usize, a: usize, d: usize): void { multiplyBySlope<f64>(id, n, alpha, z, a, d); }

export function denseForward_f32(outputs: i32, inputs: i32, ld: i32, w: usize, bias: usize, x: usize, z: usize): void { denseForward<f32>(outputs, inputs, ld, w, bias, x, z); }
export function denseForward_f64(outputs: i32, inputs: i32, ld: i32, w: usize, bias: usize, x: usize, z: usize): void { denseForward<f64>(outputs, inputs, ld, w, bias, x, z); }
export function denseBackwardInputs_f32(outputs: i32, inputs: i32, ld: i32, w: usize, dz: usize, dx: usize): void { denseBackwardInputs<f32>(outputs, inputs, ld, w, dz, dx); }
export function denseBackwardInputs_f64(outputs: i32, inputs: i32, ld: i32, w: usize, dz: usize, dx: usize): void { denseBackwardInputs<f64>(outputs, inputs, ld, w, dz, dx); }
export function denseBackwardWeights_f32(outputs: i32, inputs: i32, ld: i32, dz: usize, x: usize, dw: usize, db: usize): void { denseBackwardWeights<f32>(outputs, inputs, ld, dz, x, dw, db); }
export function denseBackwardWeights_f64(outputs: i32, inputs: i32, ld: i32, dz: usize, x: usize, dw: usize, db: usize): void { denseBackwardWeights<f64>(outputs, inputs, ld, dz, x, dw, db); }
export function matmul_f32(
  m: i32, n: i32, k: i32, alpha: f32, a: usize, rowStrideA: i32, columnStrideA: i32, b: usize, rowStrideB: i32, columnStrideB: i32,
  beta: f32, c: usize, rowStrideC: i32, columnStrideC: i32,
): void {
  matmul<f32>(m, n, k, alpha, a, rowStrideA, columnStrideA, b, rowStrideB, columnStrideB, beta, c, rowStrideC, columnStrideC);
}
export function matmul_f64(
  m: i32, n: i32, k: i32, alpha: f64, a: usize, rowStrideA: i32, columnStrideA: i32, b: usize, rowStrideB: i32, columnStrideB: i32,
  beta: f64, c: usize, rowStrideC: i32, columnStrideC: i32,
): void {
  matmul<f64>(m, n, k, alpha, a, rowStrideA, columnStrideA, b, rowStrideB, columnStrideB, beta, c, rowStrideC, columnStrideC);
}
export function matmulReference_f32(
  m: i32, n: i32, k: i32, alpha: f32, a: usize, rowStrideA: i32, columnStrideA: i32, b: usize, rowStrideB: i32, columnStrideB: i32,
  beta: f32, c: usize, rowStrideC: i32, columnStrideC: i32,
): void {
  matmulReference<f32>(m, n, k, alpha, a, rowStrideA, columnStrideA, b, rowStrideB, columnStrideB, beta, c, rowStrideC, columnStrideC);
}
export function matmulReference_f64(
  m: i32, n: i32, k: i32, alpha: f64, a: usize, rowStrideA: i32, columnStrideA: i32, b: usize, rowStrideB: i32, columnStrideB: i32,
  beta: f64, c: usize, rowStrideC: i32, columnStrideC: i32,
): void {
  matmulReference<f64>(m, n, k, alpha, a, rowStrideA, columnStrideA, b, rowStrideB, columnStrideB, beta, c, rowStrideC, columnStrideC);
}
