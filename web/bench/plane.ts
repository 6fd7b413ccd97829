import { grid, scale, ticks } from './axes.js';
import type { BenchData, Frame, HeatFrame, Points } from './frame.js';
import type { Box, Colors, Pen } from './pen.js';

/** The plane: how sure the network is, softly; where its output is 0, exactly; the points on top, test points hollow. */
export function drawPlane(pen: Pen, colors: Colors, data: BenchData, frame: Frame | undefined): void {
  const [left, right, bottom, top] = data.frame;
  const box: Box = { left: 34, top: 8, width: pen.width - 44, height: pen.height - 32 };
  const x = scale(left, right, box.left, box.left + box.width);
  const y = scale(bottom, top, box.top + box.height, box.top);
  pen.within(box, () => {
    if (frame?.heat !== undefined) pen.image(colored(frame.heat, colors), box);
    points(pen, colors, data.test, x, y, false);
    points(pen, colors, data.train, x, y, true);
    if (frame?.boundary === undefined) return;
    const { points: corners, starts } = frame.boundary;
    const placed = corners.map((value, i) => (i % 2 === 0 ? x(value) : y(value)));
    pen.lines(placed, { color: colors.ground, width: 5 }, starts);
    pen.lines(placed, { color: colors.ink, width: 2.25 }, starts);
  });
  grid(
    pen,
    box,
    { ...colors, grid: 'transparent' },
    ticks(left, right, 6).map((value) => [x(value), String(value)]),
    ticks(bottom, top, 6).map((value) => [y(value), String(value)]),
  );
}

function points(
  pen: Pen,
  colors: Colors,
  { count, coordinates, labels }: Points,
  x: (value: number) => number,
  y: (value: number) => number,
  isTrain: boolean,
): void {
  const radius = count > 600 ? 2.25 : 3.5;
  for (const [label, color] of colors.classes.entries()) {
    const places: number[] = [];
    for (let i = 0; i < count; i++) if (labels[i] === label) places.push(x(coordinates[2 * i]!), y(coordinates[2 * i + 1]!));
    pen.dots(places, radius, isTrain ? { fill: color, stroke: colors.ground } : { stroke: color });
  }
}

/** From one class's colour over the middle to the other's; rows are turned, for the worker's begin at the bottom. */
function colored({ columns, rows, values }: HeatFrame, { heat: [low, middle, high] }: Colors) {
  const bytes = new Uint8ClampedArray(4 * columns * rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const lean = 2 * (values[(rows - 1 - row) * columns + column] ?? 0.5) - 1;
      const side = lean < 0 ? low : high;
      const share = Math.abs(lean);
      const at = 4 * (row * columns + column);
      for (let part = 0; part < 3; part++) bytes[at + part] = middle[part]! + share * (side[part]! - middle[part]!);
      bytes[at + 3] = 255;
    }
  return { columns, rows, bytes };
}

/** The plane in words. */
export function planeInWords(data: BenchData, { boundary, testAccuracy }: Frame): string {
  const exact =
    boundary === undefined
      ? 'The activations are curved, so the boundary is seen as the middle of the colours alone.'
      : `Exact boundary of ${boundary.pieces} straight pieces; the network cuts the plane into ${boundary.regions} linear regions.`;
  return `${data.train.count} training points of two classes and ${data.test.count} test points. ${exact} ${(100 * testAccuracy).toFixed(1)} % of the test points are right.`;
}
