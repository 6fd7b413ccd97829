import type { ResultTable } from '../experiment.js';
import type { GradientsResult } from './measure.js';

export function gradientsTables({ starts, courses, jacobians }: GradientsResult): ResultTable[] {
  return [
    {
      title: 'At the start: activations, dL/dz and dL/dW, layer by layer',
      columns: [
        'inputs',
        'activation',
        'init',
        'layer',
        'rms activation',
        'foretold',
        'deviation',
        'foretold',
        'dL/dz over the last layer',
        'foretold',
        'dL/dW over the last layer',
        'NaN',
      ],
      rows: starts.flatMap(({ source, activation, init, layers }) =>
        layers.map((it, index) => [
          source,
          activation,
          init,
          index + 1,
          it.activation.measured,
          it.activation.expected,
          it.spread.measured,
          it.spread.expected,
          it.gradient.measured,
          it.gradient.expected,
          it.weightGradient,
          it.nan,
        ]),
      ),
    },
    {
      title: 'During training',
      columns: ['activation', 'init', 'updates', 'loss', 'layer', 'mean activation', 'deviation', 'saturated', 'dL/dz over the last layer'],
      rows: courses.flatMap(({ activation, init, snapshots }) =>
        snapshots.flatMap(({ step, loss, layers }) =>
          layers.map((it, index) => [activation, init, step, loss, index + 1, it.mean, it.deviation, it.saturated, it.gradient]),
        ),
      ),
    },
    {
      title: 'Mean singular value of the Jacobian from a hidden layer to the next, tanh',
      columns: ['init', 'from layer', 'mean singular value'],
      rows: jacobians.flatMap(({ init, means }) => means.map((mean, index) => [init, index + 1, mean])),
    },
  ];
}
