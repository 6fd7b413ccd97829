import { brief, grid, powers, scale, ticks } from './axes.js';
import type { Frame } from './frame.js';
import type { Moment } from './history.js';
import type { Box, Colors, Pen } from './pen.js';

/** Losses over the steps, on a logarithmic axis: batches softly, then training and test. */
export function drawCurve(pen: Pen, colors: Colors, rows: readonly Moment[]): void {
  const box: Box = { left: 44, top: 10, width: pen.width - 56, height: pen.height - 34 };
  const known = rows.flatMap(({ trainLoss, testLoss }) => [trainLoss, testLoss]).filter((loss) => loss > 0 && Number.isFinite(loss));
  const [least, most] = known.reduce(([low, high], loss) => [Math.min(low, loss), Math.max(high, loss)], [1, 1]);
  const [low, high] = [Math.max(-16, Math.log10(least) - 0.1), Math.log10(most) + 0.1];
  const last = Math.max(10, rows.at(-1)?.step ?? 0);
  const x = scale(0, last, box.left, box.left + box.width);
  const y = scale(low, high, box.top + box.height, box.top);
  const marks = high - low > 1.2 ? powers(low, high, 5).map((power) => 10 ** power) : ticks(10 ** low, 10 ** high, 4).filter((value) => value > 0);
  grid(
    pen,
    box,
    colors,
    ticks(0, last, 4).map((value) => [x(value), value >= 1e4 ? `${value / 1000}k` : String(value)]),
    marks.map((value) => [y(Math.log10(value)), brief(value)]),
  );
  pen.within(box, () => {
    const line = (name: 'batchLoss' | 'trainLoss' | 'testLoss', color: string, width: number, dash?: readonly number[]) => {
      const points = rows.filter((row) => Number.isFinite(row[name])).flatMap((row) => [x(row.step), y(Math.log10(Math.max(1e-17, row[name])))]);
      if (points.length >= 4) pen.lines(points, dash === undefined ? { color, width } : { color, width, dash });
    };
    line('batchLoss', colors.grid, 1);
    line('trainLoss', colors.train, 2);
    line('testLoss', colors.test, 2, [6, 3]);
  });
}

/** The curve in words. */
export const curveInWords = ({ step, trainLoss, testLoss }: Frame, rows: readonly Moment[]): string =>
  `Loss at step ${step}: ${brief(trainLoss)} on the training points, ${brief(testLoss)} on the test points; it began at ${brief(rows[0]?.trainLoss ?? trainLoss)}.`;
