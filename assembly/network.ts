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

/** A network of `layers` layers with widths[0..layers] (i32; inputs first). Weights are zero, activations the identity. */
export function createNetwork<T extends number>(layers: i32, widths: usize): usize {
  let count = 0;
  for (let l = 0; l < layers; l++) {
    const inputs = load<i32>(widths + ((<usize>l) << 2));
    const outputs = load<i32>(widths + ((<usize>l) << 2), 4);
    count += outputs * (inputs + 1);
  }
  const header = (offsetof<Network>() + <usize>layers * offsetof<Layer>() + 15) & ~15;
  const block = Simd.offset<T>(Simd.padded<T>(count));
  const size = header + 2 * block;
  const network = changetype<Network>(heap.alloc(size));
  memory.fill(changetype<usize>(network), 0, size);
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
    at += Simd.offset<T>(layer.outputs * layer.inputs);
    layer.bias = network.parameters + at;
    layer.biasGradients = network.gradients + at;
    at += Simd.offset<T>(layer.outputs);
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
export function bind<T extends number>(network: Network, batch: i32, keepGradients: bool): void {
  if (network.batch == batch && network.keepsGradients == keepGradients) return;
  const ld = Simd.padded<T>(batch);
  const row = Simd.offset<T>(ld);
  const last = layerOf(network, network.layers - 1);
  let units = 2 * layerOf(network, 0).inputs + last.outputs; // x, dx, y
  let widest = 0;
  for (let l = 0; l < network.layers; l++) {
    const layer = layerOf(network, l);
    units += layer.outputs * (1 + <i32>(layer.activation != ActivationId.Identity) + <i32>keepGradients);
    widest = max(widest, layer.outputs);
  }
  if (!keepGradients) units += 2 * widest;

  const size = <usize>units * row;
  if (size > network.capacity) {
    const old = network.workspace;
    network.batch = 0;
    network.capacity = 0;
    network.workspace = 0;
    if (old) heap.free(old);
    network.workspace = heap.alloc(size); // a failure here leaves a network without workspace: the next pass tries again
    network.capacity = size;
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
    const bytes = <usize>layer.outputs * row;
    layer.z = at;
    at += bytes;
    layer.a = layer.z;
    if (layer.activation != ActivationId.Identity) {
      layer.a = at;
      at += bytes;
    }
    if (keepGradients) {
      layer.dz = at;
      at += bytes;
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
export function gatherColumns<T extends number>(features: i32, batch: i32, ld: i32, table: usize, order: usize, columns: usize): void {
  const row = Simd.offset<T>(ld);
  for (let b = 0; b < ld; b++) {
    const sample = min(b, batch - 1);
    const index = order ? load<u32>(order + ((<usize>sample) << 2)) : <u32>sample;
    let from = table + Simd.offset<T>(features) * <usize>index;
    let to = columns + Simd.offset<T>(b);
    for (let f = 0; f < features; f++) {
      store<T>(to, load<T>(from));
      from += sizeof<T>();
      to += row;
    }
  }
}

/** Columns [features][ld] of a batch back to rows [batch][features]. */
export function scatterRows<T extends number>(features: i32, batch: i32, ld: i32, columns: usize, table: usize): void {
  const row = Simd.offset<T>(ld);
  for (let b = 0; b < batch; b++) {
    let from = columns + Simd.offset<T>(b);
    for (let f = 0; f < features; f++) {
      store<T>(table, load<T>(from));
      table += sizeof<T>();
      from += row;
    }
  }
}

/** Pre-activations and activations of every layer, from network.x. */
export function forward<T extends number>(network: Network): void {
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
export function backward<T extends number>(network: Network, loss: i32): f64 {
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

/** Outputs [samples][outputs] of inputs [samples][inputs], both row-major, a chunk at a time. */
export function predict<T extends number>(network: Network, samples: i32, inputs: usize, outputs: usize): void {
  const first = layerOf(network, 0);
  const last = layerOf(network, network.layers - 1);
  for (let start = 0; start < samples; start += CHUNK) {
    const batch = min(CHUNK, samples - start);
    bind<T>(network, batch, false);
    gatherColumns<T>(first.inputs, batch, network.ld, inputs + Simd.offset<T>(first.inputs) * <usize>start, 0, network.x);
    forward<T>(network);
    scatterRows<T>(last.outputs, batch, network.ld, last.a, outputs + Simd.offset<T>(last.outputs) * <usize>start);
  }
}

/** Loss of a whole table (mean over samples), and every gradient; x, y row-major. */
export function gradients<T extends number>(network: Network, samples: i32, x: usize, y: usize, loss: i32): f64 {
  bind<T>(network, samples, true);
  gatherColumns<T>(layerOf(network, 0).inputs, samples, network.ld, x, 0, network.x);
  gatherColumns<T>(layerOf(network, network.layers - 1).outputs, samples, network.ld, y, 0, network.y);
  forward<T>(network);
  return backward<T>(network, loss);
}

/** Root mean square over batch and units of each layer's dL/dz, as f64, after gradients<T>. */
export function gradientNorms<T extends number>(network: Network, norms: usize): void {
  for (let l = 0; l < network.layers; l++) {
    const layer = layerOf(network, l);
    const count = layer.outputs * network.ld;
    const share = 1 / (<f64>layer.outputs * <f64>network.batch);
    store<f64>(norms + ((<usize>l) << 3), rootOfSquares<T>(count, layer.dz, share));
  }
}

/** The first layer with an activation that is not finite in the last pass, or -1. */
export function firstNonFiniteLayer<T extends number>(network: Network): i32 {
  for (let l = 0; l < network.layers; l++) {
    const layer = layerOf(network, l);
    const end = layer.a + Simd.offset<T>(layer.outputs * network.ld);
    let difference = v128.splat<T>(<T>0); // x - x is 0, or NaN where x is not finite
    for (let at = layer.a; at < end; at += 16) {
      const x = v128.load(at);
      difference = v128.add<T>(difference, v128.sub<T>(x, x));
    }
    const sum = Simd.sum<T>(difference);
    if (sum != sum) return l;
  }
  return -1;
}
