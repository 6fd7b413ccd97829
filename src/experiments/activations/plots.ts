import type { Panel, PlotSpecification } from '../../plot/specification.js';
import type { ActivationsResult } from './result.js';

/** Names that fit under a panel. */
const abreast = 4;

export function activationPlots({ builds, names, trainings, depths, length }: ActivationsResult): readonly PlotSpecification[] {
  const times = builds.flatMap(({ build, speeds }) =>
    (['f32', 'f64'] as const).map((precision) => ({
      series: builds.length > 1 ? `${precision} ${build}` : precision,
      of: new Map(speeds.filter((it) => it.precision === precision && it.length === length).map((it) => [it.name, it] as const)),
    })),
  );
  const all = times.flatMap(({ of }) => [...of.values()].flatMap(({ forward, backward }) => [forward, backward])).filter((time) => time > 0); // a page's clock ticks in tenths of a millisecond
  const domain = [0.8 * Math.min(...all), 1.25 * Math.max(...all)] as const;
  const groups = Array.from({ length: Math.ceil(names.length / abreast) }, (_, group) => names.slice(abreast * group, abreast * (group + 1)));
  const cost = (group: ActivationsResult['names'], key: 'forward' | 'backward'): Panel => ({
    title: `${key === 'forward' ? 'Forward' : 'Backward'}, ${length} numbers`,
    x: { label: '', scale: 'band' },
    y: { label: 'ns a number', scale: 'log', domain },
    series: times.map(({ series, of }) => ({ name: series, mark: 'points', points: group.map((name) => ({ x: name, y: of.get(name)![key] })) })),
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
      columns: 2,
      panels: groups.flatMap((group) => [cost(group, 'forward'), cost(group, 'backward')]),
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
