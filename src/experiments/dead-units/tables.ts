import type { ResultTable } from '../experiment.js';
import type { DeadUnitsResult } from './measure.js';

export function deadUnitsTables({ survivals, kinks, start, courses, patients }: DeadUnitsResult): ResultTable[] {
  return [
    {
      title: 'Signals of one input through random ReLU networks without biases',
      columns: ['width', 'depth', 'networks', 'survived', '(1 - 2^-n)^L', 'active units'],
      rows: survivals.map(({ width, depth, survival, active }) => [width, depth, survival.draws, survival.measured, survival.expected, active.measured]),
    },
    {
      title: 'Units of a first layer on [0, 1]',
      columns: ['sw / sb', 'bend inside', 'atan(sw / sb) / pi', '0 on all of it', 'expected'],
      rows: kinks.map(({ sigmaW, inside, dead }) => [sigmaW, inside.measured, inside.expected, dead.measured, dead.expected]),
    },
    {
      title: "Untrained ReLU networks on digits, He's weights",
      columns: ['layer', 'active', 'dead units'],
      rows: start.map(({ active, dead }, index) => [index + 1, active.measured, dead]),
    },
    {
      title: 'Trained networks: shares of units, all hidden layers together',
      columns: ['activation', 'init', 'depth', 'learning rate', 'updates', 'right', 'active', 'dead', 'dead in the worst layer'],
      rows: courses.flatMap(({ activation, init, depth, rate, moments }) =>
        moments.map(({ step, accuracy, layers }) => [
          activation,
          init,
          depth,
          rate,
          step,
          accuracy,
          layers.reduce((sum, { active }) => sum + active, 0) / layers.length,
          layers.reduce((sum, { dead, units }) => sum + dead / units, 0) / layers.length,
          Math.max(...layers.map(({ dead, units }) => dead / units)),
        ]),
      ),
    },
    {
      title: 'Trained too fast, then with care',
      columns: ['activation', 'seed', 'updates', 'loss', 'right', 'dead in the worst layer', 'rms dL/dz, first layer', 'range of the outputs'],
      rows: patients.flatMap(({ activation, seed, moments }) =>
        moments.map(({ step, loss, accuracy, layers, gradient, range }) => [
          activation,
          seed,
          step,
          loss,
          accuracy,
          Math.max(...layers.map(({ dead, units }) => dead / units)),
          gradient,
          range,
        ]),
      ),
    },
  ];
}
