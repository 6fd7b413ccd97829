import { brief, powers, scale } from './axes.js';
import type { Histogram, LayerFrame } from './frame.js';
import type { Colors, Pen } from './pen.js';

const heading = 24;
const footing = 22;

/** Height of a row: high where there are few layers, never too low to read. */
const rowHeight = (layers: number): number => (layers <= 8 ? 40 : layers <= 20 ? 26 : 17);

export const layersHeight = (layers: number): number => heading + footing + Math.max(1, layers) * rowHeight(layers);

/** A row a hidden layer: its activations on one common axis, its gradients each on its own, their size on a logarithmic axis, its dead units. */
export function drawLayers(pen: Pen, colors: Colors, layers: readonly LayerFrame[]): void {
  const height = rowHeight(layers.length);
  const isNarrow = pen.width < 520;
  const first = isNarrow ? 46 : 92;
  const gap = isNarrow ? 8 : 18;
  const column = (pen.width - first - 3 * gap) / 3;
  const columns = [0, 1, 2].map((i) => first + i * (column + gap)) as [number, number, number];
  const bottom = heading + layers.length * height;
  const titles = isNarrow ? ['activation', 'gradient', 'size'] : ['activations', 'gradients dL/dz', 'size of gradient (RMS)'];
  for (const [i, title] of titles.entries()) pen.text(columns[i]!, 14, title, { color: colors.ink, size: 12, isBold: true });
  pen.text(0, 14, isNarrow ? 'dead' : 'layer, dead', { color: colors.ink, size: 12, isBold: true });

  const finite = layers.map(({ activations }) => activations).filter(({ from, to }) => Number.isFinite(from) && Number.isFinite(to));
  const low = Math.min(0, ...finite.map(({ from }) => from));
  const high = Math.max(low === 0 ? 1e-12 : 0, ...finite.map(({ to }) => to));
  const x = scale(low, high, columns[0], columns[0] + column);
  pen.lines([x(0), heading, x(0), bottom], { color: colors.grid, width: 1 });
  pen.text(columns[0], bottom + 15, brief(low), { color: colors.soft, size: 11 });
  pen.text(columns[0] + column, bottom + 15, brief(high), { color: colors.soft, size: 11, align: 'right' });

  const exponents = layers.map(({ gradientNorm }) => Math.log10(gradientNorm)).filter(Number.isFinite);
  const least = Math.floor(Math.min(-2, ...exponents));
  const most = Math.ceil(Math.max(0, ...exponents));
  const size = scale(least, most, columns[2] + 14, columns[2] + column - 8);
  for (const power of powers(least, most, isNarrow ? 3 : 5)) {
    pen.lines([size(power), heading, size(power), bottom], { color: colors.grid, width: 1 });
    pen.text(size(power), bottom + 15, `1e${power}`, { color: colors.soft, size: 11, align: 'center' });
  }

  const trail: number[] = [];
  for (const [i, layer] of layers.entries()) {
    const top = heading + i * height;
    const base = top + height - 3;
    pen.lines([0, top + height - 0.5, pen.width, top + height - 0.5], { color: colors.grid, width: 1 });
    label(pen, colors, i + 1, layer, top + height / 2 + 4, isNarrow);
    bars(pen, layer.activations, x, base, height - 6, colors.train);
    const reach = Math.max(Math.abs(layer.gradients.from), Math.abs(layer.gradients.to));
    if (reach === 0 || layer.gradientNorm === 0) {
      pen.text(columns[1], top + height / 2 + 4, 'all exactly 0', { color: colors.bad, size: 11, isBold: true });
      pen.text(columns[2], top + height / 2 + 4, '0', { color: colors.bad, size: 12, isBold: true });
      continue;
    }
    const room = isNarrow ? column : column - 58;
    bars(pen, layer.gradients, scale(-reach, reach, columns[1], columns[1] + room), base, height - 6, colors.test);
    if (!isNarrow) pen.text(columns[1] + column, top + height / 2 + 4, `±${brief(reach)}`, { color: colors.soft, size: 11, align: 'right' });
    if (Number.isFinite(layer.gradientNorm)) trail.push(size(Math.log10(layer.gradientNorm)), top + height / 2);
  }
  if (trail.length >= 4) pen.lines(trail, { color: colors.soft, width: 1 });
  pen.dots(trail, height < 20 ? 3 : 4.5, { fill: colors.test });
}

function label(pen: Pen, colors: Colors, layer: number, { units, dead }: LayerFrame, y: number, isNarrow: boolean): void {
  pen.text(isNarrow ? 16 : 22, y, String(layer), { color: colors.ink, size: 12, align: 'right' });
  if (dead > 0) pen.text(isNarrow ? 20 : 30, y, isNarrow ? `†${dead}` : `† ${dead} of ${units}`, { color: colors.bad, size: 11, isBold: true });
}

function bars(pen: Pen, { from, to, counts }: Histogram, x: (value: number) => number, base: number, height: number, fill: string): void {
  const most = counts.reduce((high, count) => Math.max(high, count), 0);
  if (most === 0 || !Number.isFinite(from) || !Number.isFinite(to)) return;
  const boxes: number[] = [];
  const width = Math.max(1.5, (x(to) - x(from)) / counts.length);
  for (const [i, count] of counts.entries()) {
    if (count === 0) continue;
    // By roots, so that rare values can be seen beside a spike.
    const tall = Math.max(1, height * Math.sqrt(count / most));
    boxes.push(x(from + ((to - from) * i) / counts.length), base - tall, width + 0.5, tall);
  }
  pen.boxes(boxes, fill);
}

/** The layers in words. */
export function layersInWords(layers: readonly LayerFrame[]): string {
  if (layers.length === 0) return 'There is no hidden layer.';
  const dead = layers.reduce((sum, layer) => sum + layer.dead, 0);
  const units = layers.reduce((sum, layer) => sum + layer.units, 0);
  const [first, last] = [layers[0]!, layers.at(-1)!];
  const spread = layers.map(({ activations: { deviation } }) => brief(deviation)).join(', ');
  return `${layers.length} hidden layers. Gradient size ${brief(first.gradientNorm)} in the first and ${brief(last.gradientNorm)} in the last. ${dead} of ${units} units are dead. Standard deviations of the activations by layer: ${spread}.`;
}
