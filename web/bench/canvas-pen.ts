import type { Pen } from './pen.js';

/** A pen for a canvas; its pixels are `ratio` to one of the page. */
export function canvasPen(context: CanvasRenderingContext2D, width: number, height: number, ratio: number): Pen {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.lineJoin = 'round';
  return {
    width,
    height,
    lines(points, { color, width: thickness, dash = [] }, starts = [0]) {
      context.beginPath();
      for (let line = 0; line < starts.length; line++) {
        const end = line + 1 < starts.length ? starts[line + 1]! : points.length / 2;
        for (let i = starts[line]!; i < end; i++) {
          if (i === starts[line]) context.moveTo(points[2 * i]!, points[2 * i + 1]!);
          else context.lineTo(points[2 * i]!, points[2 * i + 1]!);
        }
      }
      context.strokeStyle = color;
      context.lineWidth = thickness;
      context.setLineDash([...dash]);
      context.stroke();
    },
    boxes(boxes, fill) {
      context.fillStyle = fill;
      for (let i = 0; i + 3 < boxes.length; i += 4) context.fillRect(boxes[i]!, boxes[i + 1]!, boxes[i + 2]!, boxes[i + 3]!);
    },
    dots(points, radius, { fill, stroke }) {
      context.beginPath();
      for (let i = 0; i + 1 < points.length; i += 2) {
        context.moveTo(points[i]! + radius, points[i + 1]!);
        context.arc(points[i]!, points[i + 1]!, radius, 0, 2 * Math.PI);
      }
      if (fill !== undefined) {
        context.fillStyle = fill;
        context.fill();
      }
      if (stroke === undefined) return;
      context.strokeStyle = stroke;
      context.lineWidth = 1;
      context.setLineDash([]);
      context.stroke();
    },
    text(x, y, text, { color, size = 12, align = 'left', isBold = false }) {
      context.fillStyle = color;
      context.font = `${isBold ? '600 ' : ''}${size}px system-ui, sans-serif`;
      context.textAlign = align;
      context.fillText(text, x, y);
    },
    image({ columns, rows, bytes }, { left, top, width: w, height: h }) {
      context.imageSmoothingEnabled = true;
      context.drawImage(pixelsOf(columns, rows, bytes), left, top, w, h);
    },
    within({ left, top, width: w, height: h }, draw) {
      context.save();
      context.beginPath();
      context.rect(left, top, w, h);
      context.clip();
      draw();
      context.restore();
    },
  };
}

let shared: HTMLCanvasElement | undefined;

/** A small canvas with these pixels, the same one each time. */
function pixelsOf(columns: number, rows: number, bytes: Uint8ClampedArray<ArrayBuffer>): HTMLCanvasElement {
  shared ??= document.createElement('canvas');
  if (shared.width !== columns) shared.width = columns;
  if (shared.height !== rows) shared.height = rows;
  shared.getContext('2d')!.putImageData(new ImageData(bytes, columns, rows), 0, 0);
  return shared;
}

/** Pixels as a PNG in an address, for a drawing to take away. */
export const pixelAddress = (columns: number, rows: number, bytes: Uint8ClampedArray<ArrayBuffer>): string =>
  pixelsOf(columns, rows, bytes).toDataURL('image/png');
