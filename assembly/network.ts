/**
 * A network in memory, its forward and its backward pass.
 *
 * Layer l (0-based; the last is the output) computes z = W x + b, a = f(z). Everything that depends on a batch is feature-major,
 * [features][ld]: sample b is lane b, and ld is the batch rounded up to whole vectors. The padding lanes repeat the last sample, so that they
 * never bring in an overflow or a NaN of their own, and their gradients are zero.
 *
 * One block holds this header, the table of layers, the parameters W0 b0 W1 b1 ... (W [outputs][inputs], row-major, no gaps) and their
 * gradients in the same order; both are padded with zeros to whole vectors. A second block, the workspace, holds what a batch needs.
 */
import { ActivationId, activate, multiplyBySlope } from "./activations/index";
import { bytes, copy, firstOutside, padded } from "./element";
import { lossGradient } from "./loss";
import { denseBackwardInputs, denseBackwardWeights, denseForward } from "./matmul/dense";
import { rootOfSquares } from "./optimizer";
import { Simd } from "./simd";

/** Samples that forward and evaluate take at a time: enough to fill the vectors, few enough to stay in cache. */
export const CHUNK = 128;

@unmanaged
export class Layer {
  inputs: i32;
  outputs: i32;
  activation: i32;
  /** Parameter of the activation (leaky slope, ELU scale). */
  alpha: f64;
  weights: usize;
  bias: usize;
  weightGradients: usize;
  biasGradients: usize;
  /** Pre-activations and activations, [outputs][ld]; the same memory where the activation is the identity. */
  z: usize;
  a: usize;
  /** dL/dz, [outputs][ld]. */
  dz: usize;
}

@unmanaged
export class Network {
  /** Bytes of a number: 4 or 8. */
  size: i32;
  layers: i32;
  /** Number of parameters, without the padding. */
  parameterCount: i32;
  parameters: usize;
  gradients: usize;
  /** Batch of the last pass and its padded length. */
  batch: i32;
  ld: i32;
  /** Inputs of the last pass and dL/d(inputs), [inputs][ld]. */
  x: usize;
  dx: usize;
  /** Targets of the last pass, [outputs of the last layer][ld]. */
  y: usize;
  workspace: usize;
  /** Bytes of the workspace. */
  capacity: usize;
  /** Whether the last binding kept every layer's dz apart. */
  keepsGradients: bool;
}

export function layerOf(network: Network, l: i32): Layer {
  return changetype<Layer>(changetype<usize>(network) + offsetof<Network>() + <usize>l * offsetof<Layer>());
}

/** A network of `layers` layers with widths[0..layers] (i32; inputs first) in numbers of `size` bytes. Weights are zero, activations the identity. */
export function createNetwork(size: i32, layers: i32, widths: usize): usize {
  let count = 0;
  for (let l = 0; l < layers; l++) {
    const inputs = load<i32>(widths + ((<usize>l) << 2));
    const outputs = load<i32>(widths + ((<usize>l) << 2), 4);
    count += outputs * (inputs + 1);
  }
  const header = (offsetof<Network>() + <usize>layers * offsetof<Layer>() + 15) & ~15;
  const block = bytes(size, padded(size, count));
  const whole = header + 2 * block;
  const network = changetype<Network>(heap.alloc(whole));
  memory.fill(changetype<usize>(network), 0, whole);
  network.size = size;
  network.layers = layers;
  network.parameterCount = count;
  network.parameters = changetype<usize>(network) + header;
  network.gradients = network.parameters + block;

  let at: usize = 0;
  for (let l = 0; l < layers; l++) {
    const layer = layerOf(network, l);
    layer.inputs = load<i32>(widths + ((<usize>l) << 2));
    layer.outputs = load<i32>(widths + ((<usize>l) << 2), 4);
    layer.activation = ActivationId.Identity;
    layer.weights = network.parameters + at;
    layer.weightGradients = network.gradients + at;
    at += bytes(size, layer.outputs * layer.inputs);
    layer.bias = network.parameters + at;
    layer.biasGradients = network.gradients + at;
    at += bytes(size, layer.outputs);
  }
  return changetype<usize>(network);
}

export function destroyNetwork(network: Network): void {
  if (network.workspace) heap.free(network.workspace);
  heap.free(changetype<usize>(network));
}

/**
 * Lays the workspace out for a batch, growing it where it is too small. With keepGradients every layer has its own dz, for those who look at
 * it afterwards; without, two blocks take turns and stay in cache.
 */
export function bind(network: Network, batch: i32, keepGradients: bool): void {
  if (network.batch == batch && network.keepsGradients == keepGradients) return;
  const ld = padded(network.size, batch);
  const row = bytes(network.size, ld);
  const last = layerOf(network, network.layers - 1);
  let units = 2 * layerOf(network, 0).inputs + last.outputs; // x, dx, y
  let widest = 0;
  for (let l = 0; l < network.layers; l++) {
    const layer = layerOf(network, l);
    units += layer.outputs * (1 + <i32>(layer.activation != ActivationId.Identity) + <i32>keepGradients);
    widest = max(widest, layer.outputs);
  }
  if (!keepGradients) units += 2 * widest;

  const needed = <usize>units * row;
  if (needed > network.capacity) {
    const old = network.workspace;
    network.batch = 0;
    network.capacity = 0;
    network.workspace = 0;
    if (old) heap.free(old);
    network.workspace = heap.alloc(needed); // a failure here leaves a network without workspace: the next pass tries again
    network.capacity = needed;
  }

  let at = network.workspace;
  network.x = at;
  at += <usize>layerOf(network, 0).inputs * row;
  network.dx = at;
  at += <usize>layerOf(network, 0).inputs * row;
  network.y = at;
  at += <usize>last.outputs * row;
  const turns = at;
  if (!keepGradients) at += 2 * <usize>widest * row;
  for (let l = 0; l < network.layers; l++) {
    const layer = layerOf(network, l);
    const block = <usize>layer.outputs * row;
    layer.z = at;
    at += block;
    layer.a = layer.z;
    if (layer.activation != ActivationId.Identity) {
      layer.a = at;
      at += block;
    }
    if (keepGradients) {
      layer.dz = at;
      at += block;
    } else {
      layer.dz = turns + (l & 1 ? <usize>widest * row : 0);
    }
  }
  network.batch = batch;
  network.ld = ld;
  network.keepsGradients = keepGradients;
}

/** Forgets the layout, so that the next bind makes it anew: after a change of activation. */
export function unbind(network: Network): void {
  network.batch = 0;
}

/**
 * Takes samples of a row-major table [samples][features] into columns [features][ld]; order (u32) says which rows, null means as they stand.
 * The padding repeats the last sample.
 */
export function gatherColumns(size: i32, features: i32, batch: i32, ld: i32, table: usize, order: usize, columns: usize): void {
  for (let b = 0; b < ld; b++) {
    const sample = min(b, batch - 1);
    const index = order ? load<i32>(order + ((<usize>sample) << 2)) : sample;
    copy(size, features, table + bytes(size, features) * <usize>index, size, columns + bytes(size, b), bytes(size, ld));
  }
}

/** Columns [features][ld] of a batch back to rows [batch][features]. */
export function scatterRows(size: i32, features: i32, batch: i32, ld: i32, columns: usize, table: usize): void {
  for (let b = 0; b < batch; b++) copy(size, features, columns + bytes(size, b), bytes(size, ld), table + bytes(size, features) * <usize>b, size);
}

/** Pre-activations and activations of every layer, from network.x. */
export function forward(network: Network): void {
  if (network.size == 4) forwardAs<f32>(network);
  else forwardAs<f64>(network);
}

function forwardAs<T extends number>(network: Network): void {
  const ld = network.ld;
  let x = network.x;
  for (let l = 0; l < network.layers; l++) {
    const layer = layerOf(network, l);
    denseForward<T>(layer.outputs, layer.inputs, ld, layer.weights, layer.bias, x, layer.z);
    if (layer.activation != ActivationId.Identity) activate<T>(layer.activation, layer.outputs * ld, <T>layer.alpha, layer.z, layer.a);
    x = layer.a;
  }
}

/**
 * The loss of the batch that forward has just seen (its mean over samples), and from it every gradient of the parameters.
 * With keepGradients also dL/d(inputs), and every layer's dL/dz stays readable.
 */
export function backward(network: Network, loss: i32): f64 {
  return network.size == 4 ? backwardAs<f32>(network, loss) : backwardAs<f64>(network, loss);
}

function backwardAs<T extends number>(network: Network, loss: i32): f64 {
  const ld = network.ld;
  const last = layerOf(network, network.layers - 1);
  const scale = 1 / <f64>network.batch;
  const sum = lossGradient<T>(loss, last.outputs, network.batch, ld, last.a, network.y, scale, last.dz);
  if (last.activation != ActivationId.Identity) {
    multiplyBySlope<T>(last.activation, last.outputs * ld, <T>last.alpha, last.z, last.a, last.dz);
  }
  for (let l = network.layers - 1; l >= 0; l--) {
    const layer = layerOf(network, l);
    const x = l ? layerOf(network, l - 1).a : network.x;
    denseBackwardWeights<T>(layer.outputs, layer.inputs, ld, layer.dz, x, layer.weightGradients, layer.biasGradients);
    if (l) {
      const below = layerOf(network, l - 1);
      denseBackwardInputs<T>(layer.outputs, layer.inputs, ld, layer.weights, layer.dz, below.dz);
      if (below.activation != ActivationId.Identity) {
        multiplyBySlope<T>(below.activation, below.outputs * ld, <T>below.alpha, below.z, below.a, below.dz);
      }
    } else if (network.keepsGradients) {
      denseBackwardInputs<T>(layer.outputs, layer.inputs, ld, layer.weights, layer.dz, network.dx);
    }
  }
  return sum * scale;
}

/** Binds `batch` samples of a row-major table, in the order given or as they stand. */
export function take(network: Network, batch: i32, keepGradients: bool, x: usize, order: usize): void {
  bind(network, batch, keepGradients);
  gatherColumns(network.size, layerOf(network, 0).inputs, batch, network.ld, x, order, network.x);
}

/** The same with their targets. */
export function takeWithTargets(network: Network, batch: i32, keepGradients: bool, x: usize, y: usize, order: usize): void {
  take(network, batch, keepGradients, x, order);
  gatherColumns(network.size, layerOf(network, network.layers - 1).outputs, batch, network.ld, y, order, network.y);
}

/** Outputs [samples][outputs] of inputs [samples][inputs], both row-major, a chunk at a time. */
export function predict(network: Network, samples: i32, inputs: usize, outputs: usize): void {
  const size = network.size;
  const first = layerOf(network, 0);
  const last = layerOf(network, network.layers - 1);
  for (let start = 0; start < samples; start += CHUNK) {
    const batch = min(CHUNK, samples - start);
    take(network, batch, false, inputs + bytes(size, first.inputs) * <usize>start, 0);
    forward(network);
    scatterRows(size, last.outputs, batch, network.ld, last.a, outputs + bytes(size, last.outputs) * <usize>start);
  }
}

/** Loss of a whole table (mean over samples), and every gradient; x, y row-major. */
export function gradients(network: Network, samples: i32, x: usize, y: usize, loss: i32): f64 {
  takeWithTargets(network, samples, true, x, y, 0);
  forward(network);
  return backward(network, loss);
}

/** Root mean square over batch and units of each layer's dL/dz, as f64, after gradients. */
export function gradientNorms(network: Network, norms: usize): void {
  for (let l = 0; l < network.layers; l++) {
    const layer = layerOf(network, l);
    const count = layer.outputs * network.ld;
    const share = 1 / (<f64>layer.outputs * <f64>network.batch);
    store<f64>(norms + ((<usize>l) << 3), rootOfSquares(network.size, count, layer.dz, share));
  }
}

/** The first layer with an activation that is not finite in the last pass, or -1. */
export function firstNonFiniteLayer(network: Network): i32 {
  for (let l = 0; l < network.layers; l++) {
    const layer = layerOf(network, l);
    if (firstOutside(network.size, layer.outputs * network.ld, layer.a, -f64.MAX_VALUE, f64.MAX_VALUE) >= 0) return l;
  }
  return -1;
}
