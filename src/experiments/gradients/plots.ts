import type { PlotSpecification, Point, Series } from '../../plot/specification.js';
import type { Histogram } from '../../theory/layer-statistics.js';
import type { Course, GradientsResult, Measured, Snapshot, Start, StartLayer } from './measure.js';

/** Kinds whose histograms are drawn, where they were measured. */
const drawn: readonly string[] = ['tanh heuristic', 'tanh xavier-uniform', 'sigmoid heuristic', 'relu he-uniform'];
const nameOf = ({ activation, init }: Pick<Start, 'activation' | 'init'>) => `${activation} ${init}`;

export function gradientsPlots({ starts, courses }: GradientsResult): PlotSpecification[] {
  const source = starts[0]?.source as Start['source'];
  const first = starts.filter((it) => it.source === source);
  const chosen = first.filter((it) => drawn.includes(nameOf(it)));
  const shown = chosen.length > 0 ? chosen : first.slice(0, 4);
  return [
    {
      title: 'Activations and back-propagated gradients at the start, by layer',
      description: `Normalized histograms for ${shown.map(nameOf).join(', ')}: with heuristic weights gradients get narrower from layer to layer towards the input, with normalized ones less so.`,
      columns: 2,
      panels: shown.flatMap((start) => [
        {
          title: `${nameOf(start)}: activations`,
          x: { label: 'activation', scale: 'linear' as const },
          y: { label: 'density', scale: 'linear' as const, domain: [0, tallest(start, 'activations')] as const },
          series: start.layers.map(({ histograms }, index) => layerLine(index, density(histograms.activations))),
        },
        {
          title: `${nameOf(start)}: gradients`,
          x: { label: 'dL/dz, in rms of the last layer', scale: 'linear' as const },
          y: { label: 'density', scale: 'linear' as const, domain: [0, tallest(start, 'gradients')] as const },
          series: start.layers.map(({ histograms }, index) => layerLine(index, density(histograms.gradients))),
        },
      ]),
    },
    sizes(first, 'Size of the back-propagated gradients, by layer', 'rms of dL/dz over the last', ({ gradient }) => gradient),
    sizes(first, 'Size of the activations, by layer', 'rms activation', ({ activation }) => activation),
    {
      title: 'During training on digits, by layer',
      description:
        'Size of the back-propagated gradients relative to the last hidden layer, and the spread of the activations (of sigmoids their mean), against the number of updates.',
      columns: 2,
      panels: courses.flatMap((course) => [
        {
          title: `${nameOf(course)}: gradients`,
          x: { label: 'updates', scale: 'linear' as const },
          y: { label: 'rms of dL/dz over the last', scale: 'log' as const },
          series: courseLines(course, (it) => ({ y: it.gradient })),
        },
        {
          title: `${nameOf(course)}: activations`,
          x: { label: 'updates', scale: 'linear' as const },
          y: { label: course.activation === 'sigmoid' ? 'mean' : 'deviation', scale: 'linear' as const },
          series: courseLines(course, ({ mean, deviation }) => ({ y: course.activation === 'sigmoid' ? mean : deviation })),
        },
      ]),
    },
    ...courses.slice(0, 1).map((course) => snapshots(course)),
  ];
}

function sizes(starts: readonly Start[], title: string, label: string, of: (layer: StartLayer) => Measured): PlotSpecification {
  return {
    title,
    description: 'Measured sizes as points, those that the variance of the weights foretells as lines, one panel an initialisation.',
    columns: 3,
    panels: [...new Set(starts.map(({ init }) => init))].map((init) => ({
      title: init,
      x: { label: 'hidden layer', scale: 'linear' },
      y: { label, scale: 'log' },
      series: starts
        .filter((it) => it.init === init)
        .flatMap(({ activation, layers }): Series[] => {
          const points = (key: keyof Measured) => layers.map((layer, index) => ({ x: index + 1, y: of(layer)[key] }));
          return [
            { name: `${activation}, foretold`, mark: 'line', points: points('expected') },
            { name: `${activation}, measured`, mark: 'points', points: points('measured') },
          ];
        }),
    })),
  };
}

function snapshots({ snapshots: all, ...kind }: Course): PlotSpecification {
  const chosen = all.filter((_, index) => index === 0 || index === 3 || index === 4 || index === all.length - 1);
  return {
    title: `Back-propagated gradients during training, ${nameOf(kind)}`,
    description:
      'Normalized histograms of dL/dz of every hidden layer after more and more updates: narrow in the first layers at the start, no longer at the end.',
    columns: 2,
    panels: chosen.map(({ step, layers }) => ({
      title: `after ${step} updates`,
      x: { label: 'dL/dz, in rms of the last layer', scale: 'linear' },
      y: { label: 'density', scale: 'log' },
      series: layers.map(({ histogram }, index) =>
        layerLine(
          index,
          density(histogram).map(({ x, y }) => ({ x, y: y > 0 ? y : Number.NaN })), // a gap, where a log axis has no place
        ),
      ),
    })),
  };
}

function courseLines({ snapshots }: Course, of: (layer: Snapshot['layers'][number]) => Omit<Point, 'x'>): Series[] {
  return (snapshots[0]?.layers ?? []).map((_, layer) => ({
    name: `layer ${layer + 1}`,
    mark: 'line',
    points: snapshots.map(({ step, layers }) => ({ x: step, ...of(layers[layer] as Snapshot['layers'][number]) })),
  }));
}

const layerLine = (index: number, points: Point[]): Series => ({ name: `layer ${index + 1}`, mark: 'line', points });

/** A histogram as a curve through the middles of its intervals; gradients in units of the last layer's. */
function density({ from, to, shares }: Histogram): Point[] {
  const width = (to - from) / shares.length;
  return shares.map((share, index) => ({ x: from + (index + 0.5) * width, y: share / width }));
}

/** Top of the frame: a little above all but the tallest two intervals, so that a spike does not flatten the rest. */
function tallest({ layers }: Start, key: keyof StartLayer['histograms']): number {
  const heights = layers.flatMap(({ histograms }) =>
    density(histograms[key])
      .map(({ y }) => y)
      .sort((a, b) => b - a)
      .slice(2),
  );
  return 1.1 * Math.max(...heights);
}
