import type { Box, Colors, Pen } from './pen.js';

/** A value's place between two ends. */
export const scale =
  (from: number, to: number, start: number, end: number) =>
  (value: number): number =>
    start + ((value - from) / (to - from || 1)) * (end - start);

/** Round values within a range, about `count` of them. */
export function ticks(from: number, to: number, count: number): number[] {
  const rough = (to - from) / count;
  if (!(rough > 0) || !Number.isFinite(rough)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Powers of ten within a range of exponents, at most about `count` of them. */
export function powers(from: number, to: number, count: number): number[] {
  const step = Math.max(1, Math.ceil((to - from) / count));
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step);
}

/** A number in few characters: 0.0123, 1.2e-9. */
export function brief(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (value === 0) return '0';
  return size < 1e-3 || size >= 1e5 ? value.toExponential(1).replace('.0e', 'e') : String(Number(value.toPrecision(3)));
}

/** Grid lines and their figures below and to the left of a box. */
export function grid(
  pen: Pen,
  box: Box,
  colors: Colors,
  x: readonly (readonly [at: number, text: string])[],
  y: readonly (readonly [at: number, text: string])[],
): void {
  const { left, top, width, height } = box;
  for (const [at, text] of x) {
    pen.lines([at, top, at, top + height], { color: colors.grid, width: 1 });
    pen.text(at, top + height + 15, text, { color: colors.soft, size: 11, align: 'center' });
  }
  for (const [at, text] of y) {
    pen.lines([left, at, left + width, at], { color: colors.grid, width: 1 });
    pen.text(left - 5, at + 4, text, { color: colors.soft, size: 11, align: 'right' });
  }
}
