/** What the views draw with, in pixels from the top left: a canvas on the page, or an SVG to take away. */
export interface Pen {
  readonly width: number;
  readonly height: number;
  /** Polylines, x and y in turn; `starts` has the index of the first point of each. */
  lines(points: ArrayLike<number>, stroke: Stroke, starts?: ArrayLike<number>): void;
  /** Rectangles: x, y, width and height in turn. */
  boxes(boxes: ArrayLike<number>, fill: string): void;
  /** Circles: x and y in turn; hollow without a fill. */
  dots(points: ArrayLike<number>, radius: number, style: { readonly fill?: string; readonly stroke?: string }): void;
  text(x: number, y: number, text: string, style: TextStyle): void;
  /** Pixels, four bytes each, row by row from the top, stretched smoothly over a rectangle. */
  image(pixels: { readonly columns: number; readonly rows: number; readonly bytes: Uint8ClampedArray<ArrayBuffer> }, box: Box): void;
  /** Draws nothing outside of a rectangle. */
  within(box: Box, draw: () => void): void;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Stroke {
  readonly color: string;
  readonly width: number;
  readonly dash?: readonly number[];
}

export interface TextStyle {
  readonly color: string;
  readonly size?: number;
  readonly align?: 'left' | 'center' | 'right';
  readonly isBold?: boolean;
}

/** Colours of the drawings; the words are chosen for 4.5 : 1 on the ground. */
export interface Colors {
  readonly ground: string;
  readonly ink: string;
  readonly soft: string;
  readonly grid: string;
  readonly train: string;
  readonly test: string;
  readonly bad: string;
  /** Classes: the first two are those of the plane. */
  readonly classes: readonly [string, string];
  /** Red, green and blue of the two sides of the heat, and of the middle. */
  readonly heat: readonly [readonly number[], readonly number[], readonly number[]];
  /** Lightness of what is coloured by layer, in per cent. */
  readonly lightness: number;
}

export const lightColors: Colors = {
  ground: '#ffffff',
  ink: '#1b1f24',
  soft: '#54606b',
  grid: '#e3e6e9',
  train: '#0b5c91',
  test: '#b3470a',
  bad: '#a3260f',
  classes: ['#c2500a', '#0b5c91'],
  heat: [
    [249, 188, 140],
    [255, 255, 255],
    [150, 200, 238],
  ],
  lightness: 40,
};

export const darkColors: Colors = {
  ground: '#1d2125',
  ink: '#e8eaec',
  soft: '#a9b3bc',
  grid: '#343b42',
  train: '#6fb8e8',
  test: '#ffb07c',
  bad: '#ff9c85',
  classes: ['#ffb07c', '#8fcbf5'],
  heat: [
    [118, 66, 28],
    [29, 33, 37],
    [22, 76, 114],
  ],
  lightness: 68,
};

/** A colour for each layer, from 1: from violet over green to red, as many steps as there are layers. */
export const layerColor = (layer: number, layers: number, { lightness }: Colors): string =>
  `hsl(${Math.round(275 - (275 * (layer - 1)) / Math.max(1, layers - 1))}, 80%, ${lightness}%)`;

/** A pen that writes an SVG; pixels become whatever address `encode` makes of them. */
export function svgPen(
  width: number,
  height: number,
  ground: string,
  encode: (columns: number, rows: number, bytes: Uint8ClampedArray<ArrayBuffer>) => string,
): Pen & { readonly svg: () => string } {
  const parts: string[] = [];
  let clips = 0;
  const number = (value: number): string => String(Math.round(value * 100) / 100);
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return {
    width,
    height,
    lines(points, { color, width: thickness, dash }, starts = [0]) {
      let path = '';
      for (let line = 0; line < starts.length; line++) {
        const end = line + 1 < starts.length ? starts[line + 1]! : points.length / 2;
        for (let i = starts[line]!; i < end; i++) path += `${i === starts[line] ? 'M' : 'L'}${number(points[2 * i]!)} ${number(points[2 * i + 1]!)}`;
      }
      const dashes = dash === undefined ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
      parts.push(`<path d="${path}" fill="none" stroke="${color}" stroke-width="${thickness}" stroke-linejoin="round"${dashes}/>`);
    },
    boxes(boxes, fill) {
      let path = '';
      for (let i = 0; i + 3 < boxes.length; i += 4)
        path += `M${number(boxes[i]!)} ${number(boxes[i + 1]!)}h${number(boxes[i + 2]!)}v${number(boxes[i + 3]!)}h${number(-boxes[i + 2]!)}z`;
      parts.push(`<path d="${path}" fill="${fill}"/>`);
    },
    dots(points, radius, { fill = 'none', stroke = 'none' }) {
      for (let i = 0; i + 1 < points.length; i += 2)
        parts.push(`<circle cx="${number(points[i]!)}" cy="${number(points[i + 1]!)}" r="${radius}" fill="${fill}" stroke="${stroke}"/>`);
    },
    text(x, y, text, { color, size = 12, align = 'left', isBold = false }) {
      const anchor = { left: 'start', center: 'middle', right: 'end' }[align];
      parts.push(
        `<text x="${number(x)}" y="${number(y)}" fill="${color}" font-size="${size}" text-anchor="${anchor}" font-weight="${isBold ? 700 : 400}">${escaped(text)}</text>`,
      );
    },
    image({ columns, rows, bytes }, { left, top, width: w, height: h }) {
      parts.push(
        `<image x="${number(left)}" y="${number(top)}" width="${number(w)}" height="${number(h)}" preserveAspectRatio="none" href="${encode(columns, rows, bytes)}"/>`,
      );
    },
    within({ left, top, width: w, height: h }, draw) {
      const id = `clip${clips++}`;
      parts.push(
        `<clipPath id="${id}"><rect x="${number(left)}" y="${number(top)}" width="${number(w)}" height="${number(h)}"/></clipPath>`,
        `<g clip-path="url(#${id})">`,
      );
      draw();
      parts.push('</g>');
    },
    svg: () =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif"><rect width="100%" height="100%" fill="${ground}"/>${parts.join('')}</svg>\n`,
  };
}
