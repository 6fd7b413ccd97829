import type { Panel, PlotSpecification, Series } from '../../plot/specification.js';
import type { ActivationsResult } from '../activations.js';

export function activationPlots({ builds, names, trainings, depths, length }: ActivationsResult): readonly PlotSpecification[] {
  const bars = (name: string, heights: readonly number[]): Series => ({ name, mark: 'points', points: heights.map((y, index) => ({ x: names[index]!, y })) });
  const times = (key: 'forward' | 'backward'): Panel => ({
    title: `${key === 'forward' ? 'Forward' : 'Backward'}, ${length} numbers`,
    x: { label: '', scale: 'band' },
    y: { label: 'ns a number', scale: 'log' },
    series: builds.flatMap(({ build, speeds }) =>
      (['f32', 'f64'] as const).map((precision) =>
        bars(
          builds.length > 1 ? `${precision} ${build}` : precision,
          names.map((name) => speeds.find((it) => it.name === name && it.precision === precision && it.length === length)![key]),
        ),
      ),
    ),
  });
  const shown = names.filter((name) => ['relu', 'leaky-relu', 'selu', 'sigmoid', 'tanh', 'softsign', 'gelu', 'mish', 'identity'].includes(name));
  const byDepth = (title: string, label: string, key: 'accuracy' | 'quiet'): Panel => ({
    title,
    x: { label: 'hidden layers', scale: 'linear' },
    y: { label, scale: 'linear', domain: [0, 1] },
    series: shown.map((name) => ({
      name,
      mark: 'line',
      points: depths.map((depth) => ({ x: depth, y: trainings.find((it) => it.name === name && it.depth === depth)![key] })),
    })),
  });
  return [
    {
      title: 'What activations cost',
      description: 'Nanoseconds a number, forward and backward, in single and double precision, on a log axis.',
      columns: 1,
      panels: [times('forward'), times('backward')],
    },
    ...(shown.length === 0 || depths.length < 2
      ? []
      : [
          {
            title: 'What networks make of them',
            description: 'Two moons: test accuracy and the share of units without a slope to speak of, by depth, for some of the activations.',
            columns: 2,
            panels: [byDepth('Test accuracy', 'share right', 'accuracy'), byDepth('Quiet units', 'share of units', 'quiet')],
          },
        ]),
  ];
}
