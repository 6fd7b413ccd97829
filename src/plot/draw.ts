import * as Plot from '@observablehq/plot';
import { type ColourScale, cellEdges, cellMarks, colourScale } from './cells.js';
import type { Axis, Panel, PlotSpecification, Point, Series } from './specification.js';

/** Okabe and Ito's colours, told apart with any colour vision, darkened to 3:1 or more on white; each with a dash of its own. */
const styles = [
  { colour: '#0067a5', dash: '' },
  { colour: '#b84a00', dash: '7 3' },
  { colour: '#00795c', dash: '2 3' },
  { colour: '#a3427e', dash: '9 3 2 3' },
  { colour: '#5c5c5c', dash: '4 2' },
  { colour: '#8a6d00', dash: '12 4' },
  { colour: '#7b5cd6', dash: '1 4' },
  { colour: '#111111', dash: '6 2 1 2 1 2' },
] as const;

interface Style {
  readonly colour: string;
  readonly dash: string;
}

const ink = '#1b1f24';
const paper = '#ffffff';
const font = 'DejaVu Sans, Verdana, Helvetica, Arial, sans-serif';
const panelWidth = 340;
const panelHeight = 240;
const margin = { top: 30, right: 14, bottom: 40, left: 58 } as const;
/** Right margin of a panel with a colour scale, and the width of its strip. */
const scaleMargin = 62;
const stripWidth = 12;
/** Height of a panel's title, above its axes. */
const panelTitle = 18;
const gap = 16;
const titleHeight = 34;
const legendLine = 22;
/** Advance width of a letter at 12 px, on the safe side for the fonts named above. */
const letter = 7.7;

/** Draws a specification as a standalone SVG text: on its own white ground, so that it reads the same on light and dark pages. */
export function drawSvg(specification: PlotSpecification, document: Document): string {
  const { panels, title, description } = specification;
  const columns = Math.min(specification.columns, panels.length);
  const width = gap + columns * (panelWidth + gap);
  const names = [...new Set(panels.flatMap((panel) => panel.series.filter(({ mark }) => mark !== 'cells').map((series) => series.name)))];
  const legend = names.length > 1 ? layOutLegend(names, width - 2 * gap) : { rows: 0, entries: [] };
  const top = gap + titleHeight + legend.rows * legendLine;
  const height = top + Math.ceil(panels.length / columns) * (panelTitle + panelHeight + gap);

  const svg = element(document, 'svg', {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-labelledby': 'title description',
    'font-family': font,
    'font-size': 12,
    fill: ink,
  });
  svg.append(text(document, 'title', { id: 'title' }, title), text(document, 'desc', { id: 'description' }, description));
  svg.append(element(document, 'rect', { width, height, fill: paper }));
  svg.append(text(document, 'text', { x: gap, y: gap + 16, 'font-size': 17, 'font-weight': 'bold' }, title));
  const isDotted = (name: string) => panels.every((panel) => panel.series.every((series) => series.name !== name || series.mark === 'points'));
  for (const { name, x, row } of legend.entries) {
    svg.append(legendEntry(document, name, styleOf(names, name), isDotted(name), gap + x, gap + titleHeight + row * legendLine));
  }
  for (const [i, panel] of panels.entries()) {
    const x = gap + (i % columns) * (panelWidth + gap);
    const y = top + Math.floor(i / columns) * (panelTitle + panelHeight + gap);
    const group = element(document, 'g', { transform: `translate(${x},${y})` });
    group.append(
      text(document, 'text', { x: 4, y: 12, 'font-size': fitting(panel.title), 'font-weight': 'bold' }, panel.title),
      drawPanel(panel, names, document),
    );
    const scale = colourScale(panel);
    if (scale !== undefined) group.append(scaleLegend(document, scale));
    svg.append(group);
  }
  return `${svg.outerHTML}\n`;
}

function drawPanel(panel: Panel, names: readonly string[], document: Document): Element {
  const scale = colourScale(panel);
  const edges = (axis: Axis, key: 'x' | 'y') => panel.series.flatMap((series) => (series.mark === 'cells' ? cellEdges(series, axis.scale, key) : []));
  const vertical = finished(
    panel.y,
    panel.series.flatMap((series) => (series.mark === 'cells' ? [] : series.points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]))),
    edges(panel.y, 'y'),
  );
  const horizontal = finished(
    panel.x,
    panel.series.flatMap((series) => (series.mark === 'cells' ? [] : series.points.map((point) => point.x))),
    edges(panel.x, 'x'),
  );
  const isEqual = panel.equalAspect === true && panel.x.scale === 'linear' && panel.y.scale === 'linear';
  const [{ floor: _, ...x }, { floor, ...y }] = isEqual
    ? equalized(horizontal, vertical, scale === undefined ? margin.right : scaleMargin)
    : [horizontal, vertical];
  const cells = scale === undefined ? [] : panel.series.filter(({ mark }) => mark === 'cells').flatMap((series) => cellMarks(series, panel, scale));
  const others = panel.series
    .filter(({ mark }) => mark !== 'cells')
    .map((series) => (scale !== undefined && series.mark === 'line' && y.type !== 'band' ? { ...series, points: within(series.points, y) } : series));
  const marks = others.flatMap((series) => [
    ...(scale === undefined ? [] : draw(series, { colour: paper, dash: '' }, panel, floor, 5)),
    ...draw(series, styleOf(names, series.name), panel, floor, 2),
  ]);
  const plot = Plot.plot({
    document,
    width: panelWidth,
    height: panelHeight,
    marginTop: margin.top,
    marginLeft: margin.left,
    marginRight: scale === undefined ? margin.right : scaleMargin,
    marginBottom: margin.bottom,
    style: { fontSize: '12px', fontFamily: font, background: paper, color: ink },
    x: {
      ...x,
      label: panel.x.label,
      labelAnchor: 'center',
      labelArrow: 'none',
      ...(panel.x.scale === 'linear' ? { ticks: 5 } : panel.x.scale === 'log' ? { ticks: 5, tickFormat: powerOfTen } : {}),
    } as Plot.ScaleOptions,
    y: {
      ...y,
      label: panel.y.label,
      labelArrow: 'none',
      grid: true,
      ...(panel.y.scale === 'log' ? { ticks: 5, tickFormat: powerOfTen } : { ticks: 5, ...(isLong(y.domain) ? { tickFormat: '~s' } : {}) }),
    } as Plot.ScaleOptions,
    marks: [...cells, ...(panel.y.scale === 'band' ? [] : [Plot.ruleY([floor], { stroke: ink, strokeOpacity: 0.5 })]), ...marks],
  });
  // A plot stands alone in a page; within ours it is a picture at a place, without the style sheet and the name of its own.
  for (const child of [...plot.childNodes]) if (child.nodeName === 'style') plot.removeChild(child);
  plot.removeAttribute('class');
  plot.setAttribute('y', String(panelTitle));
  return plot as Element;
}

/** The marks of one series: its band, its line, points or bars, and marks at the edge for what a log axis cannot show. */
function draw(series: Series, { colour, dash }: Style, { y }: Panel, floor: number, strokeWidth: number): Plot.Markish[] {
  const isShown = (value: number) => Number.isFinite(value) && (y.scale !== 'log' || value > 0);
  const shown = (value: number) => (isShown(value) ? Math.max(value, y.scale === 'log' ? floor : value) : Number.NaN);
  const points = series.points.map((point) => ({ ...point, y: shown(point.y) }));
  if (series.mark === 'bars') return [Plot.barY(points, { x: 'x', y: 'y', fill: colour })];
  if (series.mark === 'points') return [Plot.dot(points, { x: 'x', y: 'y', fill: colour, r: 2.5 })];
  const bands = series.points.filter((point): point is Required<Point> => isShown(point.low ?? Number.NaN) && isShown(point.high ?? Number.NaN));
  const zeros = y.scale === 'log' ? series.points.filter((point) => point.y <= 0) : [];
  return [
    ...(bands.length > 1 ? [Plot.areaY(bands, { x: 'x', y1: (point: Required<Point>) => shown(point.low), y2: 'high', fill: colour, fillOpacity: 0.13 })] : []),
    Plot.line(points, { x: 'x', y: 'y', stroke: colour, strokeWidth, strokeLinejoin: 'round', ...(dash === '' ? {} : { strokeDasharray: dash }) }),
    ...(points.length <= 5 ? [Plot.dot(points, { x: 'x', y: 'y', fill: colour, r: 2.5 })] : []),
    ...(zeros.length > 0 ? [Plot.dot(zeros, { x: 'x', y: () => floor, symbol: 'triangle', rotate: 180, stroke: colour, fill: paper, r: 4 })] : []),
  ];
}

/** A line cut where it leaves the axes, as cells fill them: a point at the edge, and a gap. */
function within(points: readonly Point[], { type, domain }: Pick<Scale, 'type' | 'domain'>): Point[] {
  const to = type === 'log' ? Math.log : (value: number) => value;
  const [low, high] = [Number(domain[0]), Number(domain[1])];
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    if (typeof point.x !== 'number' || before === undefined || typeof before.x !== 'number') return [inside(point, low, high)];
    const { x, y } = before;
    const crossings = [low, high]
      .filter((edge) => (y < edge && edge < point.y) || (point.y < edge && edge < y))
      .map((edge) => {
        const share = (to(edge) - to(y)) / (to(point.y) - to(y));
        return { x: x + share * ((point.x as number) - x), y: edge, share };
      })
      .filter(({ share }) => Number.isFinite(share))
      .sort((a, b) => a.share - b.share);
    return [...crossings.map((crossing) => ({ x: crossing.x, y: crossing.y })), inside(point, low, high)];
  });
}

const inside = (point: Point, low: number, high: number): Point => (point.y >= low && point.y <= high ? point : { x: point.x, y: Number.NaN });

interface Scale {
  readonly type: Axis['scale'];
  readonly domain: (number | string)[];
  readonly floor: number;
}

/** Two linear scales of one length a unit: the domain that is short for its side is widened about its middle. */
function equalized(x: Scale, y: Scale, right: number): readonly [Scale, Scale] {
  const span = ({ domain }: Scale) => Number(domain[1]) - Number(domain[0]);
  const [width, height] = [panelWidth - margin.left - right, panelHeight - margin.top - margin.bottom];
  const unit = Math.max(span(x) / width, span(y) / height);
  const widened = (scale: Scale, length: number): Scale => {
    const more = (unit * length - span(scale)) / 2;
    const domain = [Number(scale.domain[0]) - more, Number(scale.domain[1]) + more];
    return { ...scale, domain, floor: domain[0] as number };
  };
  return [widened(x, width), widened(y, height)];
}

/** The scale with a domain that holds the data, in whole powers of ten on a log axis; where there are cells, they fill it. */
function finished(axis: Axis, values: readonly (number | string)[], edges: readonly (number | string)[]): Scale {
  const domain = axis.domain === undefined && edges.length > 0 && axis.scale !== 'band' ? range(edges.map(Number)) : domainOf(axis, [...edges, ...values]);
  return { type: axis.scale, domain, floor: axis.scale === 'band' ? 0 : Number(domain[0]) };
}

function domainOf(axis: Axis, values: readonly (number | string)[]): (number | string)[] {
  if (axis.scale === 'band') return [...new Set(values)];
  if (axis.domain !== undefined) return [...axis.domain];
  const numbers = values.map(Number).filter((value) => Number.isFinite(value) && (axis.scale !== 'log' || value > 0));
  if (numbers.length === 0) return axis.scale === 'log' ? [1, 10] : [0, 1];
  const [low, high] = range(numbers);
  if (axis.scale === 'log') {
    const first = Math.floor(Math.log10(low));
    return [10 ** first, 10 ** Math.max(first + 1, Math.ceil(Math.log10(high)))];
  }
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

const range = (numbers: readonly number[]): [number, number] => [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))];

/** Whether an axis has numbers that would not fit its margin: 150,000 is then 150k. */
const isLong = (domain: readonly (number | string)[]): boolean => domain.some((end) => Math.abs(Number(end)) >= 20_000);

/** 1, 10, 100 and 10 with a raised exponent beyond, as text that every font has. */
function powerOfTen(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (Math.abs(Math.log10(value) - exponent) > 1e-6) return '';
  return exponent >= 0 && exponent <= 2 ? String(10 ** exponent) : `1e${exponent}`;
}

/** The style of a series by its place among the names. Beyond the last colour the colours come again, with other dashes. */
function styleOf(names: readonly string[], name: string): Style {
  const i = names.indexOf(name);
  return { colour: styles[i % styles.length]!.colour, dash: styles[(i + Math.floor(i / styles.length)) % styles.length]!.dash };
}

/** The size at which a panel's title fits its panel: bold letters are at most 0.75 of their size wide. */
const fitting = (title: string): number => Math.min(13, Math.floor((10 * (panelWidth - 8)) / (0.75 * title.length)) / 10);

/** Places of the legend's entries, in as many rows as they need. */
function layOutLegend(names: readonly string[], width: number) {
  let x = 0;
  let row = 0;
  const entries = names.map((name) => {
    const size = 40 + name.length * letter;
    if (x > 0 && x + size > width) {
      x = 0;
      row++;
    }
    const entry = { name, x, row };
    x += size;
    return entry;
  });
  return { rows: row + 1, entries };
}

/** A name beside a stroke of its line, or beside a point where it is drawn in points alone. */
function legendEntry(document: Document, name: string, { colour, dash }: Style, isDotted: boolean, x: number, y: number): Element {
  const group = element(document, 'g', { transform: `translate(${x},${y})` });
  group.append(
    isDotted
      ? element(document, 'circle', { cx: 20, cy: 8, r: 3, fill: colour })
      : element(document, 'line', { x1: 0, y1: 8, x2: 26, y2: 8, stroke: colour, 'stroke-width': 2.5, ...(dash === '' ? {} : { 'stroke-dasharray': dash }) }),
  );
  group.append(text(document, 'text', { x: 32, y: 12 }, name));
  return group;
}

/** A strip of the colours right of a panel's axes, with its ends, its middle, and its name above. */
function scaleLegend(document: Document, { name, domain, colour }: ColourScale): Element {
  const [low, high] = domain;
  const [steps, height] = [64, panelHeight - margin.top - margin.bottom];
  const at = (share: number) => low + share * (high - low);
  const group = element(document, 'g', { transform: `translate(${panelWidth - scaleMargin + 10},${panelTitle + margin.top})` });
  for (let step = 0; step < steps; step++) {
    const y = height * (1 - (step + 1) / steps);
    group.append(element(document, 'rect', { x: 0, y, width: stripWidth, height: height / steps + 0.5, fill: colour(at((step + 0.5) / steps)) }));
  }
  for (const share of [0, 0.5, 1]) {
    group.append(text(document, 'text', { x: stripWidth + 4, y: height * (1 - share) + 4, 'font-size': 11 }, String(Number(at(share).toPrecision(3)))));
  }
  group.append(text(document, 'text', { x: scaleMargin - 14, y: -14, 'text-anchor': 'end', 'font-size': 12 }, name));
  return group;
}

function element(document: Document, name: string, attributes: Record<string, string | number>): Element {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) node.setAttribute(attribute, String(value));
  return node;
}

function text(document: Document, name: string, attributes: Record<string, string | number>, content: string): Element {
  const node = element(document, name, attributes);
  node.textContent = content;
  return node;
}
