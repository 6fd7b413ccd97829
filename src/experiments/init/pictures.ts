import type { Panel, PlotSpecification, Point } from '../../plot/specification.js';
import { reach } from './claims.js';
import type { InitResult } from './result.js';

export function plotsOf(result: InitResult): readonly PlotSpecification[] {
  return [signal(result), trainability(result)];
}

function signal({ activation, biases, lines, curve, scales }: InitResult): PlotSpecification {
  const sigmaW = { label: 'sigma_w', scale: 'linear' } as const;
  const [longest] = [...scales].sort((a, b) => b.layers - a.layers);
  const chaotic = scales.filter(({ c }) => c < 1).sort((a, b) => b.layers - a.layers)[0];
  const gap = (values: readonly number[]): Point[] => values.map((value, layer) => ({ x: layer, y: value }));
  const shown = [longest, chaotic].filter((row, index, all) => row !== undefined && all.indexOf(row) === index) as (typeof scales)[number][];
  const decay: Panel = {
    title: 'Distance of the correlation from c*',
    x: { label: 'layer', scale: 'linear' },
    y: { label: 'share of the first', scale: 'log' },
    series: shown.flatMap((row) => [
      { name: `theory, sigma_w = ${row.sigmaW}`, mark: 'line' as const, points: gap(row.expected) },
      { name: `networks, sigma_w = ${row.sigmaW}`, mark: 'points' as const, points: gap(row.gaps) },
    ]),
  };
  return {
    title: 'How far a signal goes',
    description: `Left: where each activation neither loses nor blows up gradients. Middle: the depth scale of correlations for ${activation} and sigma_b^2 = ${short(biases)}, by theory and in random networks; it diverges on the critical line. Right: correlations of two inputs.`,
    columns: 3,
    panels: [
      {
        title: 'Critical lines',
        x: sigmaW,
        y: { label: 'sigma_b', scale: 'linear' },
        series: lines.map(({ activation: name, points }) => ({ name, mark: 'line', points: points.map(([x, y]) => ({ x, y })) })),
      },
      {
        title: `Depth scale, ${activation}, sigma_b^2 = ${short(biases)}`,
        x: sigmaW,
        y: { label: 'layers', scale: 'log' },
        series: [
          { name: 'theory, correlation', mark: 'line', points: curve.map(({ sigmaW: x, scale }) => ({ x, y: scale })) },
          { name: 'theory, variance', mark: 'line', points: curve.map(({ sigmaW: x, varianceScale }) => ({ x, y: varianceScale })) },
          { name: 'random networks', mark: 'points', points: scales.map(({ sigmaW: x, measured }) => ({ x, y: measured })) },
        ],
      },
      decay,
    ],
  };
}

function trainability({ activation, biases, cells, curve, training }: InitResult): PlotSpecification {
  const panel = (title: string, key: 'train' | 'test'): Panel => ({
    title,
    x: { label: 'sigma_w', scale: 'linear' },
    y: { label: 'hidden layers', scale: 'linear' },
    series: [
      { name: 'accuracy', mark: 'cells', domain: [0, 1], points: cells.map((cell) => ({ x: cell.sigmaW, y: cell.depth, value: cell[key] })) },
      { name: `${reach} depth scales`, mark: 'line', points: curve.map(({ sigmaW: x, scale }) => ({ x, y: reach * scale })) },
    ],
  });
  return {
    title: `Which ${activation} networks train`,
    description: `Accuracy on the digits of networks of width ${training.width} after ${training.steps} updates, over sigma_w and the number of hidden layers, sigma_b^2 = ${short(biases)}. The line is ${reach} times the depth scale of the theory, which knows nothing of the data.`,
    columns: 2,
    panels: [panel('Training images', 'train'), panel('Test images', 'test')],
  };
}

const short = (value: number) => Number(value.toPrecision(4));
