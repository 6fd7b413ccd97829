import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dataset, Network, type Optimizer, optimizerNames, type Schedule, Trainer } from '../../../src/index.js';
import { loadEngines } from '../../support/engine.js';

const engines = await loadEngines();
const [, [, engine]] = engines as [(typeof engines)[0], (typeof engines)[0]];

const inputs = Array.from({ length: 13 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
const targets = inputs.map(([x, y]) => [(x as number) * (y as number), (x as number) - 0.5]);

/** Update rules as their papers write them, over plain arrays. */
function step(
  rule: Required<Omit<Optimizer, 'clipNorm'>> & { clipNorm?: number },
  rate: number,
  t: number,
  p: number[],
  gradient: number[],
  state: { m: number[]; s: number[] },
): number[] {
  const length = Math.hypot(...gradient);
  const clip = rule.clipNorm !== undefined && length > rule.clipNorm ? rule.clipNorm / length : 1;
  return p.map((x, i) => {
    const decoupled = rule.name === 'adamw' ? x - rate * rule.weightDecay * x : x;
    const g = clip * (gradient[i] as number) + (rule.name === 'adamw' ? 0 : rule.weightDecay * x);
    const { m, s } = state;
    switch (rule.name) {
      case 'sgd':
        return x - rate * g;
      case 'momentum':
      case 'nesterov':
        m[i] = rule.momentum * (m[i] as number) + g;
        return x - rate * (rule.name === 'momentum' ? m[i] : g + rule.momentum * m[i]);
      case 'rmsprop':
        s[i] = rule.decay * (s[i] as number) + (1 - rule.decay) * g * g;
        return x - (rate * g) / (Math.sqrt(s[i]) + rule.epsilon);
      default:
        m[i] = rule.beta1 * (m[i] as number) + (1 - rule.beta1) * g;
        s[i] = rule.beta2 * (s[i] as number) + (1 - rule.beta2) * g * g;
        return decoupled - (rate * (m[i] / (1 - rule.beta1 ** t))) / (Math.sqrt(s[i] / (1 - rule.beta2 ** t)) + rule.epsilon);
    }
  });
}

function rateAt(base: number, schedule: Schedule, steps: number, t: number): number {
  const warm = t < (schedule.warmup ?? 0) ? (t + 1) / (schedule.warmup as number) : 1;
  if (schedule.name === 'step') return warm * base * (schedule.factor ?? 0.1) ** Math.floor(t / schedule.every);
  if (schedule.name === 'constant') return warm * base;
  const final = schedule.final ?? 0;
  return warm * base * (final + ((1 - final) * (1 + Math.cos((Math.PI * Math.min(t, steps)) / steps))) / 2);
}

const schedules: Schedule[] = [
  { name: 'constant' },
  { name: 'step', every: 5, factor: 0.5, warmup: 3 },
  { name: 'step', every: 1, factor: 0.9 },
  { name: 'cosine', final: 0.1 },
  { name: 'cosine', over: 6, warmup: 2 },
];

describe.each(engines)('the %s build', (_build, engine) => {
  for (const precision of ['f32', 'f64'] as const) {
    it.each(optimizerNames)(`%s in ${precision} follows the rule of its paper, under every schedule, decay and clipping`, (name) => {
      for (const [index, schedule] of schedules.entries()) {
        const steps = 12;
        const rule = {
          name,
          learningRate: 0.03,
          momentum: 0.8,
          decay: 0.9,
          beta1: 0.85,
          beta2: 0.97,
          epsilon: 1e-6,
          weightDecay: index % 2 ? 0.05 : 0,
          ...(index > 1 ? { clipNorm: 0.2 } : {}),
        };
        using data = new Dataset(engine, { inputs, targets, precision });
        using network = new Network(engine, { widths: [2, 5, 2], activation: 'tanh', precision, seed: index });
        using twin = new Network(engine, { widths: [2, 5, 2], activation: 'tanh', precision, seed: index });
        let p = [...network.parameters()];
        const state = { m: p.map(() => 0), s: p.map(() => 0) };
        using trainer = new Trainer(network, { data, loss: 'mse', batch: 'full', optimizer: rule, schedule }, steps);
        for (let t = 0; t < steps; t++) {
          twin.setParameters(p.map((x) => (precision === 'f32' ? Math.fround(x) : x)));
          const { loss, weights, biases } = twin.gradients({ data, loss: 'mse' });
          const gradient = weights.flatMap((w, l) => [...w.data, ...(biases[l] as Float64Array)]);
          const over = schedule.name === 'cosine' ? (schedule.over ?? steps) : steps;
          p = step(rule, rateAt(rule.learningRate, schedule, over, t), t + 1, p, gradient, state);
          const [got] = trainer.run(1).losses as unknown as [number];
          expect(Math.abs(got - loss)).toBeLessThan(precision === 'f32' ? 1e-5 : 1e-13);
        }
        network.parameters().forEach((x: number, i: number) => expect(Math.abs(x - (p[i] as number))).toBeLessThan(precision === 'f32' ? 2e-5 : 1e-13));
      }
    });
  }

  it('an epoch takes every sample once, in an order of its own, and a last short batch whole', () => {
    // One linear unit without targets of its own: the loss of a step is the mean square of its samples, which are powers of two.
    using data = new Dataset(engine, {
      inputs: Array.from({ length: 10 }, (_, i) => [2 ** i]),
      targets: Array.from({ length: 10 }, () => [0]),
      precision: 'f64',
    });
    using network = new Network(engine, { layers: [{ weights: [[1]], bias: [0], activation: 'identity' }], precision: 'f64' });
    const { losses } = network.train({ data, loss: 'mse', steps: 9, batch: 4, optimizer: { learningRate: 0 } });
    const sizes = [4, 4, 2, 4, 4, 2, 4, 4, 2];
    const sums = [...losses].map((loss, index) => loss * (sizes[index] as number));
    const everything = (4 ** 10 - 1) / 3;
    for (const epoch of [0, 3, 6]) expect(sums.slice(epoch, epoch + 3).reduce((a, b) => a + b)).toBe(everything);
    expect(new Set([0, 3, 6].map((epoch) => sums[epoch])).size).toBeGreaterThan(1);
  });
});

it('a training cut into pieces, with other work in between, has the bits of one run', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...optimizerNames),
      fc.constantFrom(3, 4, 'full' as const),
      (cuts, name, batch) => {
        const total = cuts.reduce((a, b) => a + b, 0);
        using data = new Dataset(engine, { inputs, targets });
        const make = () => new Network(engine, { widths: [2, 7, 7, 2], activation: 'silu', seed: 3 });
        const options = { data, loss: 'mse', batch, optimizer: { name, learningRate: 0.01 }, schedule: { name: 'cosine' }, seed: 5 } as const;
        using whole = make();
        const { losses } = whole.train({ ...options, steps: total });
        using pieces = make();
        using trainer = new Trainer(pieces, options, total);
        const parts = cuts.flatMap((steps) => {
          pieces.evaluate({ data, loss: 'mse' }); // takes the workspace over
          pieces.gradients({ inputs: inputs.slice(0, 2), targets: targets.slice(0, 2), loss: 'mse' });
          return [...trainer.run(steps).losses];
        });
        expect(parts).toEqual([...losses]);
        expect(pieces.fingerprint()).toBe(whole.fingerprint());
      },
    ),
    { numRuns: 60 },
  );
});

it.each([0, 150, 160, 300])('gradients of about 1e%i are clipped to their norm in f64, though their squares may overflow', (exponent) => {
  const size = 10 ** exponent;
  using data = new Dataset(engine, { inputs: [[size]], targets: [[1]], precision: 'f64' });
  using network = new Network(engine, { widths: [1, 1], init: 'zeros', precision: 'f64' }); // dL/dw = -2 size, dL/db = -2
  const clipNorm = 0.25 * Math.max(size, 1);
  network.train({ data, loss: 'mse', steps: 1, batch: 'full', optimizer: { learningRate: 1, clipNorm } });
  const scale = clipNorm / Math.hypot(2 * size, 2);
  const [w, b] = network.parameters();
  expect((w as number) / (2 * size * scale)).toBeCloseTo(1, 14);
  expect((b as number) / (2 * scale)).toBeCloseTo(1, 14);
});

it('gradient norms of f64 neither overflow nor vanish where their squares do', () => {
  for (const exponent of [-200, -160, 0, 160, 200]) {
    using network = new Network(engine, { layers: [{ weights: [[1]], bias: [0], activation: 'identity' }], precision: 'f64' });
    const [norm] = network.gradientNorms({ inputs: [[0]], targets: [[10 ** exponent]], loss: 'mse' }) as unknown as [number];
    expect(norm / (2 * 10 ** exponent)).toBeCloseTo(1, 14);
  }
});

it('a training that diverges is a result: its step, its first bad layer, no update from a loss that is not finite', () => {
  using data = new Dataset(engine, { inputs, targets });
  using network = new Network(engine, { widths: [2, 8, 8, 2], activation: 'square', seed: 1 });
  using trainer = new Trainer(network, { data, loss: 'mse', batch: 'full', optimizer: { learningRate: 1e30 } });
  const result = trainer.run(20);
  expect(result.status).toBe('diverged');
  if (result.status !== 'diverged') return;
  expect(result.losses.length).toBe(result.step + 1);
  expect(Number.isFinite(result.losses.at(-1))).toBe(false);
  expect(result.losses.slice(0, -1).every(Number.isFinite)).toBe(true);
  expect(result.layer).toBeGreaterThanOrEqual(0);
  const parameters = network.fingerprint();
  expect(trainer.run(5)).toEqual({ status: 'diverged', step: result.step, layer: result.layer, losses: new Float64Array(0) });
  expect(network.fingerprint()).toBe(parameters);
  const after = network.train({ data, loss: 'mse', steps: 3, batch: 'full' });
  expect(after.status).toBe('diverged');
});

it('XOR is learned, and two classes are told apart', () => {
  const corners = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  using data = new Dataset(engine, { inputs: corners, labels: [0, 1, 1, 0] });
  using network = new Network(engine, { widths: [2, 8, 2], activation: 'tanh', init: 'xavier-normal', seed: 2 });
  network.train({ data, loss: 'cross-entropy', steps: 500, batch: 'full', optimizer: { name: 'adam', learningRate: 0.05 } });
  const { loss, accuracy } = network.evaluate({ data, loss: 'cross-entropy' });
  expect(accuracy).toBe(1);
  expect(loss).toBeLessThan(0.01);
});

it('a last update that leaves parameters which are not finite is a divergence, with the layer where they are', () => {
  using data = new Dataset(engine, { inputs, targets });
  using network = new Network(engine, { widths: [2, 8, 2], activation: 'tanh', seed: 1 });
  const result = network.train({ data, loss: 'mse', steps: 1, batch: 'full', optimizer: { learningRate: 3e38 } });
  const bad = network.layers.findIndex(({ weights, bias }) => ![...weights.data, ...bias].every(Number.isFinite));
  if (bad < 0) expect(result.status).toBe('completed');
  else expect(result).toMatchObject({ status: 'diverged', step: 1, layer: bad });
  const worse = network.train({ data, loss: 'mse', steps: 1, batch: 'full', optimizer: { learningRate: 3e38 } });
  expect(worse.status).toBe('diverged');
});

it('a row of logits without a largest one is never a right decision', () => {
  using network = new Network(engine, { layers: [{ weights: [[-Infinity], [-Infinity]], bias: [0, 0], activation: 'identity' }] });
  expect(network.evaluate({ inputs: [[1]], labels: [0], classes: 2, loss: 'cross-entropy' }).accuracy).toBe(0);
});
