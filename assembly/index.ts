/**
 * The exports of the module, and nothing else: one shim per operation and precision.
 * Legend: B batch, I inputs of a layer, O outputs, P parameters; pointers are byte addresses.
 */
import { activate, multiplyBySlope } from "./activations/index";
export { ActivationId } from "./activations/index";
import { circles, images, moons, spirals } from "./datasets";

/** Raised whenever the exports change meaning; the loader compares it with the number that it was written for. */
export function abiVersion(): i32 { return 1; }

export function allocate(bytes: usize): usize { return heap.alloc(bytes); }
export function release(pointer: usize): void { heap.free(pointer); }

export function activate_f32(id: i32, n: i32, alpha: f32, z: usize, a: usize): void { activate<f32>(id, n, alpha, z, a); }
export function activate_f64(id: i32, n: i32, alpha: f64, z: usize, a: usize): void { activate<f64>(id, n, alpha, z, a); }
export function multiplyBySlope_f32(id: i32, n: i32, alpha: f32, z: usize, a: usize, d: usize): void { multiplyBySlope<f32>(id, n, alpha, z, a, d); }
export function multiplyBySlope_f64(id: i32, n: i32, alpha: f64, z: usize, a: usize, d: usize): void { multiplyBySlope<f64>(id, n, alpha, z, a, d); }

export function moons_f32(n: i32, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { moons<f32>(n, noise, seedLow, seedHigh, stream, inputs, labels); }
export function moons_f64(n: i32, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { moons<f64>(n, noise, seedLow, seedHigh, stream, inputs, labels); }
export function circles_f32(n: i32, factor: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { circles<f32>(n, factor, noise, seedLow, seedHigh, stream, inputs, labels); }
export function circles_f64(n: i32, factor: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { circles<f64>(n, factor, noise, seedLow, seedHigh, stream, inputs, labels); }
export function spirals_f32(n: i32, turns: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { spirals<f32>(n, turns, noise, seedLow, seedHigh, stream, inputs, labels); }
export function spirals_f64(n: i32, turns: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { spirals<f64>(n, turns, noise, seedLow, seedHigh, stream, inputs, labels); }
export function images_f32(n: i32, pixels: i32, text: usize, inputs: usize, labels: usize): void { images<f32>(n, pixels, text, inputs, labels); }
export function images_f64(n: i32, pixels: i32, text: usize, inputs: usize, labels: usize): void { images<f64>(n, pixels, text, inputs, labels); }
