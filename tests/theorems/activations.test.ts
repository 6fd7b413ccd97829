import { describe, expect, it } from 'vitest';
import { precisions } from '../../src/engine/memory.js';
import { measureAccuracy } from '../../src/experiments/activations/accuracy.js';
import type { ActivationsResult } from '../../src/experiments/activations/result.js';
import { measureSpeed } from '../../src/experiments/activations/speed.js';
import { learned, measureTraining, quiet } from '../../src/experiments/activations/training.js';
import { activations, activationsExperiment, trainedDepth } from '../../src/experiments/activations.js';
import { activate, Dataset, loadDataSet, loadEngine, Network, slope } from '../../src/index.js';
import { activations as activationFacts, activationNames } from '../../src/network/activation.js';
import { activationRows } from '../support/activation-rows.js';
import { DoubleDouble } from '../support/double-double.js';
import { builds } from '../support/engines.js';
import { ulpError } from '../support/ulp.js';

const engine = await loadEngine({ theory: true });
const quickly = { activations: ['relu', 'sigmoid'], lengths: [256], rounds: 1, points: 64, depths: [1], seeds: 1, steps: 5 };
const pascal = (name: string) => name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
const silent = { progress: () => {} };

describe('errors in single precision', () => {
  it.each(activationNames)('of %s are within the units that are promised of it, in every build', async (name) => {
    const promised = activationRows[pascal(name)]!.ulps;
    for (const build of builds) {
      const subject = await loadEngine({ build });
      const single = measureAccuracy(engine, subject, name, 'f32', 6000, 1);
      const double = measureAccuracy(engine, subject, name, 'f64', 1500, 1);
      [single.value, single.slope, double.value, double.slope].forEach((ulps, i) => expect(ulps, build).toBeLessThanOrEqual(promised[i]!));
    }
  });

  it.each(activationNames.flatMap((name) => precisions.map((precision) => [name, precision] as const)))(
    'are those that another oracle of 100 bits finds at the same points: %s in %s',
    (name, precision) => {
      const points = 300;
      const { memory } = engine;
      const z = memory.scratch('points', 8 * points, (pointer) => {
        engine.kernels(precision).errorPoints(points, 5, 0, pointer);
        return memory.floats(precision, pointer, points).slice();
      });
      const row = activationRows[pascal(name)]!;
      const facts = activationFacts[name];
      const alpha = 'alpha' in facts ? facts.alpha.default : 0;
      const exact = DoubleDouble.from(precision === 'f32' ? Math.fround(alpha) : alpha);
      const [values, slopes] = [activate(engine, name, z), slope(engine, name, z)];
      const worst = [...z].reduce(
        ([value, steep], at, i) => {
          const x = DoubleDouble.from(at);
          const floor = row.root && at > row.root.from && at < row.root.to ? row.root.floor : 0;
          const byValue = ulpError(values[i]!, row.value(x, exact), precision, name === 'hard-sigmoid' ? floor : 0);
          return [Math.max(value, byValue), Math.max(steep, ulpError(slopes[i]!, row.slope(x, exact), precision, floor))] as const;
        },
        [0, 0] as readonly [number, number],
      );
      const measured = measureAccuracy(engine, engine, name, precision, points, 5);
      expect(measured.value).toBeCloseTo(worst[0], 6);
      expect(measured.slope).toBeCloseTo(worst[1], 6);
    },
  );
});

describe('timing', () => {
  it('gives a time for each activation, precision and length of each engine, and gives the memory back', async () => {
    const other = await loadEngine();
    const blocks = engine.memory.blocks;
    let [now, calls] = [0, 0];
    const clock = () => {
      now += calls++ < 11 ? 1e-6 : 1; // the first calls tell the least step
      return now;
    };
    const options = { names: ['relu', 'gelu'] as const, lengths: [6, 64], rounds: 2, clock };
    const [first, second] = await measureSpeed([engine, other], options, silent);
    for (const speeds of [first!, second!]) {
      expect(speeds.map(({ precision, name, length }) => `${precision} ${name} ${length}`)).toEqual(
        ['f32', 'f64'].flatMap((precision) => ['relu', 'gelu'].flatMap((name) => [8, 64].map((length) => `${precision} ${name} ${length}`))),
      );
      for (const { forward, backward, fastestForward, length } of speeds)
        for (const time of [forward, backward, fastestForward]) expect(time).toBeCloseTo(1e6 / length, 3); // a tick a sample
    }
    expect(engine.memory.blocks).toBe(blocks);
  });
});

describe('trainings', () => {
  it('quiet units are those whose slope is below the threshold at every training point, as a plain loop over the layers counts them', async () => {
    const { train } = await loadDataSet(engine, 'moons', { samples: 64, seed: 1 });
    using data = new Dataset(engine, { inputs: train.inputs, targets: { rows: 64, columns: 1, data: Array.from(train.labels) } });
    for (const precision of ['f32'] as const) {
      for (const [activation, sigma] of [
        ['relu', 3],
        ['tanh', 40],
        ['sigmoid', 20],
      ] as const) {
        using network = new Network(engine, {
          widths: [2, 13, 9, 1],
          activation,
          precision,
          init: { name: 'mean-field', sigmaW: sigma, sigmaB: sigma },
          seed: 2,
        });
        const { layers } = network.probe({ data, loss: 'bce' });
        const expected = layers.slice(0, -1).reduce((sum, { preActivations: { columns, data: z } }) => {
          const slopes = slope(engine, activation, z);
          return (
            sum +
            Array.from({ length: columns }, (_, unit) => unit).filter((unit) => slopes.every((it, i) => i % columns !== unit || Math.abs(it) < quiet)).length
          );
        }, 0);
        const counted = engine.memory.scratch('slopes', 8 * 64, (pointer) => engine.exports.quietUnits(network.address, quiet, pointer));
        expect(counted).toBe(expected);
        expect(counted).toBeGreaterThan(0);
      }
    }
  });

  it('a line does not pass for a network that has learned, two layers of ReLU do, and ten of sigmoid do not', { timeout: 60_000 }, async () => {
    const options = { names: ['identity', 'relu', 'sigmoid'] as const, depths: [2, 10], width: 16, seeds: 1, steps: 400, learningRate: 0.02, seed: 3 };
    const trainings = await measureTraining(engine, options, silent);
    expect(['identity', 'relu', 'sigmoid'].map((name) => trainedDepth(trainings, name as 'relu') > 0)).toEqual([false, true, false]);
    expect(trainings.every(({ accuracy, name }) => name !== 'identity' || accuracy < learned)).toBe(true);
    expect(await measureTraining(engine, options, silent)).toEqual(trainings);
  });

  it('a training that diverges is told, not shown as a number', async () => {
    const { result, tables } = await activations.run(engine, { ...quickly, activations: ['square'], learningRate: 10, steps: 200, depths: [4] });
    expect((result as ActivationsResult).trainings[0]!.loss).toBe(Number.POSITIVE_INFINITY);
    expect(tables[0]!.rows[0]!.slice(-3)).toEqual(['diverged', 0, 'diverged']);
  });
});

describe('activations', () => {
  it('shows a row for each activation and build, and what was measured of each', async () => {
    const other = await loadEngine({ build: 'debug' });
    const { tables, result } = await activationsExperiment({ others: [other] }).run(engine, quickly);
    expect(tables[0]!.rows.map(([name]) => name)).toEqual(['relu (simd)', 'relu (debug)', 'sigmoid (simd)', 'sigmoid (debug)']);
    expect((result as ActivationsResult).builds.map(({ build, accuracies }) => [build, accuracies.length])).toEqual([
      ['simd', 4],
      ['debug', 4],
    ]);
    for (const { columns, rows } of tables) for (const row of rows) expect(row.length).toBe(columns.length);
  });
});
