/**
 * The training loop: many steps in one call. A trainer keeps everything between calls (optimiser state, place in the epoch), so that a run cut
 * into several calls has the bits of one call.
 *
 * An epoch takes the samples in a fresh random order (stream = epoch, under the batch seed), batch after batch; the last one may be short.
 * A batch as large as the table is the table in its own order, every time.
 */
import { bytes, padded } from "./element";
import { cosTurn } from "./math/turn";
import { backward, firstNonFiniteLayer, forward, Network, takeWithTargets } from "./network";
import { optimizerStates, rootOfSquares, Update, update } from "./optimizer";
import { permute, Purpose } from "./random";

export enum ScheduleId {
  Constant,
  Step,
  Cosine,
}

@unmanaged
export class Trainer {
  network: usize;
  /** Samples, and their tables [samples][inputs] and [samples][outputs], row-major. */
  samples: i32;
  inputs: usize;
  targets: usize;
  loss: i32;
  batch: i32;
  seedLow: u32;
  seedHigh: u32;
  /** Steps done; the epoch whose order is in `order`, and the next sample in it. */
  step: i32;
  epoch: u32;
  next: i32;
  order: usize;
  /** State blocks of the optimiser, as long as the padded parameters. */
  first: usize;
  second: usize;
  clipNorm: f64;
  learningRate: f64;
  schedule: i32;
  warmup: i32;
  /** step: updates between drops. cosine: updates in all. */
  period: i32;
  /** step: factor of a drop. cosine: final share of the learning rate. */
  factor: f64;
  /** step: the learning rate after the drops so far. */
  dropped: f64;
  /** Powers of b1 and b2 so far, for Adam's corrections. */
  power1: f64;
  power2: f64;
  /** First layer that was not finite when training diverged, or -1. */
  divergedLayer: i32;
}

/** Bytes before the trainer's order and states: itself and the numbers of its update. */
function headerBytes(): usize {
  return (offsetof<Trainer>() + offsetof<Update>() + 15) & ~15;
}

export function updateOf(trainer: Trainer): Update {
  return changetype<Update>(changetype<usize>(trainer) + offsetof<Trainer>());
}

/** A trainer of one network on one table, with plain SGD until setOptimizer says otherwise. */
export function createTrainer(
  network: Network,
  samples: i32,
  inputs: usize,
  targets: usize,
  loss: i32,
  batch: i32,
  optimizer: i32,
  seedLow: u32,
  seedHigh: u32,
): usize {
  const order = (((<usize>samples) << 2) + 15) & ~15;
  const state = bytes(network.size, padded(network.size, network.parameterCount));
  const size = headerBytes() + order + <usize>optimizerStates(optimizer) * state;
  const trainer = changetype<Trainer>(heap.alloc(size));
  memory.fill(changetype<usize>(trainer), 0, size);
  trainer.network = changetype<usize>(network);
  trainer.samples = samples;
  trainer.inputs = inputs;
  trainer.targets = targets;
  trainer.loss = loss;
  trainer.batch = batch;
  trainer.seedLow = seedLow;
  trainer.seedHigh = seedHigh;
  trainer.next = samples; // the first step begins epoch 0
  trainer.epoch = <u32>-1;
  trainer.order = changetype<usize>(trainer) + headerBytes();
  trainer.first = trainer.order + order;
  trainer.second = trainer.first + state;
  trainer.power1 = 1;
  trainer.power2 = 1;
  trainer.divergedLayer = -1;
  updateOf(trainer).optimizer = optimizer;
  return changetype<usize>(trainer);
}

/** clipNorm 0 means no clipping; the other numbers are optimizer.ts's. */
export function setOptimizer(trainer: Trainer, learningRate: f64, beta1: f64, beta2: f64, epsilon: f64, weightDecay: f64, clipNorm: f64): void {
  const rule = updateOf(trainer);
  trainer.learningRate = learningRate;
  trainer.clipNorm = clipNorm;
  rule.beta1 = beta1;
  rule.beta2 = beta2;
  rule.epsilon = epsilon;
  rule.weightDecay = weightDecay;
}

export function setSchedule(trainer: Trainer, schedule: i32, period: i32, factor: f64, warmup: i32): void {
  trainer.schedule = schedule;
  trainer.period = period;
  trainer.factor = factor;
  trainer.warmup = warmup;
}

/**
 * Runs up to `steps` steps and stores the loss of each step's batch, before its update, in losses (f64).
 * Returns the steps done: fewer than asked if the loss stopped being finite; that step's loss is stored, its update is not applied.
 */
export function runTrainer(trainer: Trainer, steps: i32, losses: usize): i32 {
  const network = changetype<Network>(trainer.network);
  const count = padded(network.size, network.parameterCount);
  const rule = updateOf(trainer);
  const whole = trainer.batch >= trainer.samples;
  if (whole) takeWithTargets(network, trainer.samples, false, trainer.inputs, trainer.targets, 0);
  for (let done = 0; done < steps; done++) {
    if (!whole) {
      if (trainer.next >= trainer.samples) {
        trainer.next = 0;
        trainer.epoch++;
        permute(trainer.samples, trainer.seedLow, trainer.seedHigh, Purpose.Batches, trainer.epoch, trainer.order);
      }
      const batch = min(trainer.batch, trainer.samples - trainer.next);
      const order = trainer.order + ((<usize>trainer.next) << 2);
      trainer.next += batch;
      takeWithTargets(network, batch, false, trainer.inputs, trainer.targets, order);
    }
    forward(network);
    const loss = backward(network, trainer.loss);
    store<f64>(losses + ((<usize>done) << 3), loss);
    if (!isFinite(loss)) {
      trainer.divergedLayer = firstNonFiniteLayer(network);
      return done;
    }
    rule.rate = learningRate(trainer);
    rule.gradientScale = 1;
    if (trainer.clipNorm > 0) {
      const length = rootOfSquares(network.size, count, network.gradients, 1);
      if (length > trainer.clipNorm) rule.gradientScale = trainer.clipNorm / length;
    }
    trainer.power1 *= rule.beta1;
    trainer.power2 *= rule.beta2;
    rule.correction1 = 1 - trainer.power1;
    rule.correction2 = 1 - trainer.power2;
    if (network.size == 4) update<f32>(rule, count, network.parameters, network.gradients, trainer.first, trainer.second);
    else update<f64>(rule, count, network.parameters, network.gradients, trainer.first, trainer.second);
    trainer.step++;
  }
  return steps;
}

/** Learning rate of the next update, asked for once an update: the schedule's, scaled linearly up over the warm-up. */
function learningRate(trainer: Trainer): f64 {
  const t = trainer.step;
  let rate = trainer.learningRate;
  if (trainer.schedule == ScheduleId.Step) {
    if (t == 0) trainer.dropped = rate;
    else if (t % trainer.period == 0) trainer.dropped *= trainer.factor;
    rate = trainer.dropped;
  } else if (trainer.schedule == ScheduleId.Cosine) {
    const progress = min(1.0, <f64>t / <f64>trainer.period);
    rate *= trainer.factor + (1 - trainer.factor) * 0.5 * (1 + cosTurn(progress / 2)); // Loshchilov and Hutter 2017, eq. 5
  }
  return t < trainer.warmup ? (rate * <f64>(t + 1)) / <f64>trainer.warmup : rate;
}
