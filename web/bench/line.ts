import { brief, grid, scale, ticks } from './axes.js';
import type { BenchData, Frame, LineFrame } from './frame.js';
import { type Box, type Colors, layerColor, type Pen } from './pen.js';

/** A network of one input: its graph over the points, and each breakpoint in the colour of the layer that made it. */
export function drawLine(pen: Pen, colors: Colors, data: BenchData, frame: Frame | undefined, layers: number): void {
  const [left, right, low, high] = data.frame;
  const margin = 0.08 * (high - low || 1);
  const box: Box = { left: 40, top: 8, width: pen.width - 50, height: pen.height - 32 };
  const x = scale(left, right, box.left, box.left + box.width);
  const y = scale(low - margin, high + margin, box.top + box.height, box.top);
  grid(
    pen,
    box,
    colors,
    ticks(left, right, 6).map((value) => [x(value), String(value)]),
    ticks(low - margin, high + margin, 6).map((value) => [y(value), String(value)]),
  );
  const place = ({ count, coordinates, labels }: BenchData['train']) =>
    Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? x(coordinates[i / 2]!) : y(labels[(i - 1) / 2]!)));
  pen.within(box, () => {
    pen.dots(place(data.test), 2.5, { stroke: colors.soft });
    pen.dots(place(data.train), 2.5, { fill: colors.soft });
    if (frame?.line !== undefined) graph(pen, colors, frame.line, layers, x, y);
  });
}

function graph(
  pen: Pen,
  colors: Colors,
  { x: places, y: values, layer }: LineFrame,
  layers: number,
  x: (value: number) => number,
  y: (value: number) => number,
): void {
  // Far outside of the picture a canvas would round badly.
  const near = (pixel: number): number => Math.min(1e5, Math.max(-1e5, pixel));
  const corners = Array.from({ length: 2 * places.length }, (_, i) => near(i % 2 === 0 ? x(places[i / 2]!) : y(values[(i - 1) / 2]!)));
  pen.lines(corners, { color: colors.ink, width: 2.25 });
  const of: number[][] = Array.from({ length: layers + 1 }, () => []);
  for (let i = 0; i < places.length; i++) if (layer[i]! > 0) of[layer[i]!]?.push(corners[2 * i]!, corners[2 * i + 1]!);
  for (const [made, dots] of of.entries())
    if (dots.length > 0) pen.dots(dots, places.length > 200 ? 3 : 4.5, { fill: layerColor(made, layers, colors), stroke: colors.ground });
}

/** The line in words. */
export function lineInWords({ line, testLoss }: Frame): string {
  if (line === undefined) return 'The function is not drawn yet.';
  if (!line.isExact) return `The function at ${line.x.length} places; its activations are curved, so it has no linear pieces. Test loss ${brief(testLoss)}.`;
  const made = new Map<number, number>();
  for (const layer of line.layer) if (layer > 0) made.set(layer, (made.get(layer) ?? 0) + 1);
  const list = [...made].sort(([a], [b]) => a - b).map(([layer, count]) => `${count} by layer ${layer}`);
  return `The function has ${line.pieces} linear pieces, of at most ${line.bound}. Breakpoints: ${list.length === 0 ? 'none' : list.join(', ')}. Test loss ${brief(testLoss)}.`;
}
