/**
 * The exports of the module, and nothing else: one shim per operation and precision.
 * Legend: B batch, I inputs of a layer, O outputs, P parameters; pointers are byte addresses.
 */
import { activate, ActivationId, multiplyBySlope } from "./activations/index";
import { circles, gaussians, images, moons, spirals, xor } from "./datasets";
import { firstOutside } from "./element";
import { evaluate, oneHot } from "./evaluate";
import { fingerprint } from "./fingerprint";
import { initialize } from "./initialize";
import { mapErf, mapExp, mapExpm1, mapLog1p } from "./math/index";
import { denseBackwardInputs, denseBackwardWeights, denseForward } from "./matmul/dense";
import { matmul } from "./matmul/matmul";
import {
  bind, CHUNK, createNetwork, destroyNetwork, gradientNorms, gradients, layerOf, Network, predict, scatterRows, unbind,
} from "./network";
import { fillNormal, fillUniform, permute, Purpose } from "./random";
import { createTrainer, runTrainer, setOptimizer as setOptimizerOf, setSchedule as setScheduleOf, Trainer } from "./train";
export { ActivationId } from "./activations/index";
export { InitializerId } from "./initialize";
export { LossId } from "./loss";
export { OptimizerId } from "./optimizer";
export { ScheduleId } from "./train";

/** Raised whenever the exports change meaning; the loader compares it with the number that it was written for. */
export function abiVersion(): i32 { return 1; }

/** Which build this is: 0 debug, 1 simd, 2 relaxed; a result names the build that made it, so the module itself must know. */
export function buildId(): i32 { return ASC_NO_ASSERT ? (ASC_FEATURE_RELAXED_SIMD ? 2 : 1) : 0; }

export function allocate(bytes: usize): usize { return heap.alloc(bytes); }
export function release(pointer: usize): void { heap.free(pointer); }

// Elementwise: n numbers, whole vectors; outputs may be inputs.
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
export function tanh_f32(n: i32, x: usize, y: usize): void { activate<f32>(ActivationId.Tanh, n, 0, x, y); }
export function tanh_f64(n: i32, x: usize, y: usize): void { activate<f64>(ActivationId.Tanh, n, 0, x, y); }
export function erf_f32(n: i32, x: usize, y: usize): void { mapErf<f32>(n, x, y); }
export function erf_f64(n: i32, x: usize, y: usize): void { mapErf<f64>(n, x, y); }
export function sin_f32(n: i32, x: usize, y: usize): void { activate<f32>(ActivationId.Sin, n, 0, x, y); }
export function sin_f64(n: i32, x: usize, y: usize): void { activate<f64>(ActivationId.Sin, n, 0, x, y); }

// Products: strides in numbers, leading dimensions in whole vectors.
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

// Networks: `network` is what createNetwork returned; its layout is network.ts's.
export function createNetwork_f32(layers: i32, widths: usize): usize { return createNetwork(4, layers, widths); }
export function createNetwork_f64(layers: i32, widths: usize): usize { return createNetwork(8, layers, widths); }
export function freeNetwork(network: usize): void { destroyNetwork(changetype<Network>(network)); }
export function setActivation(network: usize, layer: i32, activation: i32, alpha: f64): void {
  const target = layerOf(changetype<Network>(network), layer);
  target.activation = activation;
  target.alpha = alpha;
  unbind(changetype<Network>(network));
}
export function parametersOf(network: usize): usize { return changetype<Network>(network).parameters; }
export function gradientsOf(network: usize): usize { return changetype<Network>(network).gradients; }
export function paddedBatchOf(network: usize): i32 { return changetype<Network>(network).ld; }
export function inputGradientsOf(network: usize): usize { return changetype<Network>(network).dx; }
export function preActivationsOf(network: usize, layer: i32): usize { return layerOf(changetype<Network>(network), layer).z; }
export function activationsOf(network: usize, layer: i32): usize { return layerOf(changetype<Network>(network), layer).a; }
export function layerGradientsOf(network: usize, layer: i32): usize { return layerOf(changetype<Network>(network), layer).dz; }
/** Most samples that predict and evaluate bind at a time. */
export function chunkSamples(): i32 { return CHUNK; }
export function initializeLayer_f32(network: usize, layer: i32, scheme: i32, parameter0: f64, parameter1: f64, seedLow: u32, seedHigh: u32): void {
  const target = layerOf(changetype<Network>(network), layer);
  const layers = changetype<Network>(network).layers;
  initialize(4, scheme, layer, layers, target.outputs, target.inputs, parameter0, parameter1, seedLow, seedHigh, target.weights, target.bias);
}
export function initializeLayer_f64(network: usize, layer: i32, scheme: i32, parameter0: f64, parameter1: f64, seedLow: u32, seedHigh: u32): void {
  const target = layerOf(changetype<Network>(network), layer);
  const layers = changetype<Network>(network).layers;
  initialize(8, scheme, layer, layers, target.outputs, target.inputs, parameter0, parameter1, seedLow, seedHigh, target.weights, target.bias);
}
export function bindNetwork_f32(network: usize, batch: i32, keepsGradients: i32): void { bind(changetype<Network>(network), batch, keepsGradients != 0); }
export function bindNetwork_f64(network: usize, batch: i32, keepsGradients: i32): void { bind(changetype<Network>(network), batch, keepsGradients != 0); }
export function predict_f32(network: usize, samples: i32, inputs: usize, outputs: usize): void { predict(changetype<Network>(network), samples, inputs, outputs); }
export function predict_f64(network: usize, samples: i32, inputs: usize, outputs: usize): void { predict(changetype<Network>(network), samples, inputs, outputs); }
export function gradients_f32(network: usize, samples: i32, inputs: usize, targets: usize, loss: i32): f64 { return gradients(changetype<Network>(network), samples, inputs, targets, loss); }
export function gradients_f64(network: usize, samples: i32, inputs: usize, targets: usize, loss: i32): f64 { return gradients(changetype<Network>(network), samples, inputs, targets, loss); }
export function gradientNorms_f32(network: usize, norms: usize): void { gradientNorms(changetype<Network>(network), norms); }
export function gradientNorms_f64(network: usize, norms: usize): void { gradientNorms(changetype<Network>(network), norms); }
export function evaluate_f32(network: usize, samples: i32, inputs: usize, targets: usize, loss: i32, result: usize): void { evaluate(changetype<Network>(network), samples, inputs, targets, loss, result); }
export function evaluate_f64(network: usize, samples: i32, inputs: usize, targets: usize, loss: i32, result: usize): void { evaluate(changetype<Network>(network), samples, inputs, targets, loss, result); }
export function scatterRows_f32(features: i32, batch: i32, ld: i32, columns: usize, table: usize): void { scatterRows(4, features, batch, ld, columns, table); }
export function scatterRows_f64(features: i32, batch: i32, ld: i32, columns: usize, table: usize): void { scatterRows(8, features, batch, ld, columns, table); }
export function oneHot_f32(count: i32, classes: i32, labels: usize, targets: usize): void { oneHot(4, count, classes, labels, targets); }
export function oneHot_f64(count: i32, classes: i32, labels: usize, targets: usize): void { oneHot(8, count, classes, labels, targets); }
export function firstOutside_f32(count: i32, values: usize, low: f64, high: f64): i32 { return firstOutside(4, count, values, low, high); }
export function firstOutside_f64(count: i32, values: usize, low: f64, high: f64): i32 { return firstOutside(8, count, values, low, high); }
export function fingerprint_f32(count: i32, values: usize): u64 { return fingerprint(4, count, values); }
export function fingerprint_f64(count: i32, values: usize): u64 { return fingerprint(8, count, values); }

// Training: `trainer` is what createTrainer returned.
export function createTrainer_f32(network: usize, samples: i32, inputs: usize, targets: usize, loss: i32, batch: i32, optimizer: i32, seedLow: u32, seedHigh: u32): usize { return createTrainer(changetype<Network>(network), samples, inputs, targets, loss, batch, optimizer, seedLow, seedHigh); }
export function createTrainer_f64(network: usize, samples: i32, inputs: usize, targets: usize, loss: i32, batch: i32, optimizer: i32, seedLow: u32, seedHigh: u32): usize { return createTrainer(changetype<Network>(network), samples, inputs, targets, loss, batch, optimizer, seedLow, seedHigh); }
export function freeTrainer(trainer: usize): void { heap.free(trainer); }
export function setOptimizer(trainer: usize, learningRate: f64, beta1: f64, beta2: f64, epsilon: f64, weightDecay: f64, clipNorm: f64): void {
  setOptimizerOf(changetype<Trainer>(trainer), learningRate, beta1, beta2, epsilon, weightDecay, clipNorm);
}
export function setSchedule(trainer: usize, schedule: i32, period: i32, factor: f64, warmup: i32): void {
  setScheduleOf(changetype<Trainer>(trainer), schedule, period, factor, warmup);
}
export function divergedLayerOf(trainer: usize): i32 { return changetype<Trainer>(trainer).divergedLayer; }
export function runTrainer_f32(trainer: usize, steps: i32, losses: usize): i32 { return runTrainer(changetype<Trainer>(trainer), steps, losses); }
export function runTrainer_f64(trainer: usize, steps: i32, losses: usize): i32 { return runTrainer(changetype<Trainer>(trainer), steps, losses); }

// Random numbers of the user's own streams.
export function fillUniform_f32(count: i32, seedLow: u32, seedHigh: u32, stream: u32, out: usize): void { fillUniform(4, count, seedLow, seedHigh, Purpose.User, stream, out); }
export function fillUniform_f64(count: i32, seedLow: u32, seedHigh: u32, stream: u32, out: usize): void { fillUniform(8, count, seedLow, seedHigh, Purpose.User, stream, out); }
export function fillNormal_f32(count: i32, seedLow: u32, seedHigh: u32, stream: u32, out: usize): void { fillNormal(4, count, seedLow, seedHigh, Purpose.User, stream, out); }
export function fillNormal_f64(count: i32, seedLow: u32, seedHigh: u32, stream: u32, out: usize): void { fillNormal(8, count, seedLow, seedHigh, Purpose.User, stream, out); }
export function fillPermutation(count: i32, seedLow: u32, seedHigh: u32, stream: u32, out: usize): void { permute(count, seedLow, seedHigh, Purpose.User, stream, out); }

// Data sets.
export function moons_f32(n: i32, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { moons(4, n, noise, seedLow, seedHigh, stream, inputs, labels); }
export function moons_f64(n: i32, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { moons(8, n, noise, seedLow, seedHigh, stream, inputs, labels); }
export function circles_f32(n: i32, factor: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { circles(4, n, factor, noise, seedLow, seedHigh, stream, inputs, labels); }
export function circles_f64(n: i32, factor: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { circles(8, n, factor, noise, seedLow, seedHigh, stream, inputs, labels); }
export function spirals_f32(n: i32, turns: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { spirals(4, n, turns, noise, seedLow, seedHigh, stream, inputs, labels); }
export function spirals_f64(n: i32, turns: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { spirals(8, n, turns, noise, seedLow, seedHigh, stream, inputs, labels); }
export function xor_f32(n: i32, gap: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { xor(4, n, gap, noise, seedLow, seedHigh, stream, inputs, labels); }
export function xor_f64(n: i32, gap: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { xor(8, n, gap, noise, seedLow, seedHigh, stream, inputs, labels); }
export function gaussians_f32(n: i32, centre: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { gaussians(4, n, centre, noise, seedLow, seedHigh, stream, inputs, labels); }
export function gaussians_f64(n: i32, centre: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { gaussians(8, n, centre, noise, seedLow, seedHigh, stream, inputs, labels); }
export function images_f32(n: i32, pixels: i32, text: usize, inputs: usize, labels: usize): void { images(4, n, pixels, text, inputs, labels); }
export function images_f64(n: i32, pixels: i32, text: usize, inputs: usize, labels: usize): void { images(8, n, pixels, text, inputs, labels); }
