import type { PlotSpecification, Series } from '../../plot/specification.js';
import { power } from '../../theory/power.js';
import type { ChainResult } from './result.js';

/** What of the ReLU's panel is drawn: the share alive is lost on an axis down to alpha^64. */
const shown = 1e-24;

export function chainPlots({ alpha, draws, random, suprema, reaches, singles }: ChainResult): readonly PlotSpecification[] {
  const of = (activation: string, weights: string) => random.find((it) => it.activation === activation && it.weights === weights)!.lengths;
  const line = <Row extends { readonly length: number }>(name: string, rows: readonly Row[], pick: (row: Row) => number, floor = 0): Series => ({
    name,
    mark: 'line',
    points: rows.map((row) => ({ x: row.length, y: pick(row) })).filter(({ y }) => y > floor),
  });
  const layers = { label: 'layers L', scale: 'linear' } as const;
  const gradient = { label: '|dy/dw1| / |x|', scale: 'log' } as const;
  const [sigmoid, relu, leaky] = [of('sigmoid', 'uniform'), of('relu', 'uniform'), of('leaky-relu', 'uniform')];
  return [
    {
      title: 'How dy/dw1 vanishes along a chain of single units',
      description: `Weights in [-1, 1], ${draws} draws a length. The sigmoid's bound, its supremum, and what is drawn; the ReLU, which is either at most |x| or dead; how the supremum falls behind the bound; and how large weights must be for the chain to explode.`,
      columns: 2,
      panels: [
        {
          title: 'Sigmoid',
          x: layers,
          y: gradient,
          series: [
            line('bound', suprema, ({ length }) => 0.25 ** length),
            line('supremum', suprema, ({ attained }) => attained),
            line('greatest drawn', sigmoid, ({ greatest }) => greatest),
            line('median', sigmoid, ({ median }) => median),
            line('median in f32', singles.random, ({ median }) => median),
          ],
        },
        {
          title: 'ReLU and leaky ReLU',
          x: layers,
          y: gradient,
          series: [
            line('bound', relu, () => 1),
            line('greatest drawn', relu, ({ greatest }) => greatest),
            line('share alive', relu, ({ alive }) => alive / draws),
            line('leaky median', leaky, ({ median }) => median, shown),
            line('alpha^L (product of slopes)', leaky, ({ length }) => power(alpha, length), shown),
          ],
        },
        {
          title: 'Supremum over the bound (1/4)^L',
          x: layers,
          y: { label: 'share of the bound', scale: 'linear', domain: [0, 1] },
          series: [line('supremum', suprema, ({ attained, length }) => attained * 4 ** length)],
        },
        {
          title: 'Growth a layer, by size of the weights',
          x: { label: '|w| up to', scale: 'linear' },
          y: { label: 'factor', scale: 'linear' },
          series: [
            { name: 'bound', mark: 'line', points: reaches.map(({ reach }) => ({ x: reach, y: reach / 4 })) },
            { name: 'supremum', mark: 'line', points: reaches.map(({ reach, factor }) => ({ x: reach, y: factor })) },
            { name: 'factor 1', mark: 'line', points: reaches.map(({ reach }) => ({ x: reach, y: 1 })) },
          ],
        },
      ],
    },
  ];
}
