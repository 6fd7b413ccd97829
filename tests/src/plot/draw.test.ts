import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { PlotSpecification, Series } from '../../../src/plot/specification.js';
import { renderSvg } from '../../../src/plot/svg.js';

const lines: Series[] = ['relu', 'tanh'].map((name, i) => ({
  name,
  mark: 'line',
  points: [1, 2, 3].map((x) => ({ x, y: 10 ** -(x * (i + 1)), low: 10 ** -(x * (i + 1) + 1), high: 10 ** -(x * (i + 1) - 1) })),
}));
const specification: PlotSpecification = {
  title: 'Depth & gradients <1>',
  description: 'Two lines fall.',
  columns: 2,
  panels: [
    { title: 'Log', x: { label: 'depth', scale: 'linear' }, y: { label: 'ratio', scale: 'log' }, series: lines },
    {
      title: 'Bars',
      x: { label: 'kind', scale: 'band' },
      y: { label: 'count', scale: 'linear', domain: [0, 3] },
      series: [
        {
          name: 'relu',
          mark: 'bars',
          points: [
            { x: 'a', y: 1 },
            { x: 'b', y: 3 },
          ],
        },
      ],
    },
    {
      title: 'Points',
      x: { label: 'x', scale: 'linear' },
      y: { label: 'y', scale: 'linear' },
      series: [
        {
          name: 'relu',
          mark: 'points',
          points: [
            { x: 0, y: Number.NaN },
            { x: 1, y: 2 },
          ],
        },
      ],
    },
  ],
};
const parse = (svg: string) => parseHTML(`<!doctype html><body>${svg}</body>`).document.querySelector('svg')!;
const withSeries = (series: Series[]): PlotSpecification => ({ ...specification, panels: [{ ...specification.panels[0]!, series }] });

describe('a drawing', () => {
  const text = renderSvg(specification);
  const svg = parse(text);

  it('is a standalone SVG that names and describes itself', () => {
    expect(svg.getAttribute('xmlns')).toBe('http://www.w3.org/2000/svg');
    expect(svg.getAttribute('role')).toBe('img');
    expect(svg.querySelector('title')!.textContent).toBe(specification.title);
    expect(svg.querySelector('desc')!.textContent).toBe(specification.description);
    expect(
      svg
        .getAttribute('aria-labelledby')!
        .split(' ')
        .map((id) => svg.querySelector(`#${id}`)?.tagName.toLowerCase()),
    ).toEqual(['title', 'desc']);
    expect(text).not.toMatch(/<(?:script|style|figure|foreignObject|image)|href|url\(/);
  });

  it('shows every panel with its title and axes, and every series in the legend', () => {
    const words = [...svg.querySelectorAll('text')].map((node) => node.textContent);
    expect(words).toEqual(expect.arrayContaining([specification.title, 'Log', 'Bars', 'Points', 'depth', 'ratio', 'kind', 'count', 'relu', 'tanh', '1e-5']));
  });

  it('has its own ground, so that it reads on light and dark pages', () => {
    const [width, height] = svg.getAttribute('viewBox')!.split(' ').slice(2);
    const ground = svg.querySelector('rect')!;
    expect([ground.getAttribute('width'), ground.getAttribute('height'), ground.getAttribute('fill')]).toEqual([width, height, '#ffffff']);
    for (const plot of svg.querySelectorAll('svg')) expect(plot.getAttribute('style')).toMatch(/background: ?#ffffff;.*color: ?#1b1f24/); // of what Plot draws in the current colour
  });

  it('one series has one colour everywhere, and no two series have one', () => {
    const strokes = [...svg.querySelectorAll('[stroke^="#"]')].map((node) => node.getAttribute('stroke'));
    expect(new Set(strokes).size).toBeGreaterThanOrEqual(2);
    expect(svg.querySelectorAll('[fill="#0067a5"]').length).toBeGreaterThan(0);
  });

  it('twenty series have twenty looks, and the longest title stays in its panel', () => {
    const many = Array.from(
      { length: 20 },
      (_, i): Series => ({
        name: `s${i}`,
        mark: 'line',
        points: [
          { x: 0, y: 1 },
          { x: 1, y: i + 1 },
        ],
      }),
    );
    const drawn = parse(renderSvg({ ...specification, panels: [{ ...specification.panels[0]!, title: 'm'.repeat(80), series: many }] }));
    const looks = [...drawn.querySelectorAll('g > line[stroke-width="2.5"]')].map(
      (line) => `${line.getAttribute('stroke')} ${line.getAttribute('stroke-dasharray')}`,
    );
    expect([looks.length, new Set(looks).size]).toEqual([20, 20]);
    const title = [...drawn.querySelectorAll('text')].find((node) => node.textContent === 'm'.repeat(80))!;
    expect(80 * 0.75 * Number(title.getAttribute('font-size'))).toBeLessThanOrEqual(340);
  });

  it('is the same text every time', () => {
    expect(renderSvg(specification)).toBe(text);
  });

  it('no coordinate is NaN or infinite, whatever the numbers', () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -1, 5e-324, 1e308];
    for (const y of odd) {
      const drawn = renderSvg(
        withSeries([
          {
            name: 'a',
            mark: 'line',
            points: [
              { x: 0, y: 1 },
              { x: 1, y },
              { x: 2, y: 3, low: y, high: y },
            ],
          },
        ]),
      );
      expect(drawn).not.toMatch(/NaN|Infinity|undefined/);
    }
    expect(renderSvg(withSeries([]))).toContain('Log');
    expect(renderSvg(withSeries([{ name: 'a', mark: 'line', points: [] }]))).not.toMatch(/NaN/);
  });

  it('a zero on a log axis is a mark at the lower edge, not a gap and not a point of the line', () => {
    const zero = parse(
      renderSvg(
        withSeries([
          {
            name: 'a',
            mark: 'line',
            points: [
              { x: 1, y: 1 },
              { x: 2, y: 0.1 },
              { x: 3, y: 0 },
            ],
          },
        ]),
      ),
    );
    const marks = [...zero.querySelectorAll('g[aria-label="dot"] path')];
    expect(marks).toHaveLength(1);
    expect(zero.querySelector('g[aria-label="line"] path')!.getAttribute('d')!.match(/[ML]/g)).toHaveLength(2);
  });
});

describe('a panel of equal aspect', () => {
  const ticksOf = (svg: Element, axis: 'x' | 'y') =>
    [...svg.querySelectorAll(`g[aria-label="${axis}-axis tick label"] text`)].map((node) => {
      const [, x, y] = node.getAttribute('transform')!.match(/translate\(([-\d.]+),([-\d.]+)\)/)!;
      return { value: Number(node.textContent!.replace('−', '-')), at: Number(axis === 'x' ? x : y) };
    });
  const perUnit = (svg: Element, axis: 'x' | 'y') => {
    const [first, last] = [ticksOf(svg, axis).at(0)!, ticksOf(svg, axis).at(-1)!];
    return Math.abs((last.at - first.at) / (last.value - first.value));
  };

  it('has one length for a unit of x and of y, whatever the domains', () => {
    for (const [width, height] of [
      [2, 2],
      [20, 1],
      [1, 3],
    ] as const) {
      const axis = (size: number) => ({ label: 'x', scale: 'linear', domain: [0, size] }) as const;
      const panel = { title: 'Plane', x: axis(width), y: axis(height), equalAspect: true, series: [] };
      const svg = parse(renderSvg({ ...specification, panels: [panel] }));
      expect(perUnit(svg, 'x') / perUnit(svg, 'y')).toBeCloseTo(1, 2);
    }
  });

  it('a series of points alone has a point in the legend', () => {
    const svg = parse(
      renderSvg({ ...specification, panels: [specification.panels[2]!, { ...specification.panels[0]!, series: [{ ...lines[0]!, name: 'line' }] }] }),
    );
    expect(svg.querySelectorAll('g > circle[r="3"]').length).toBe(1);
    expect(svg.querySelectorAll('g > line[stroke-width="2.5"]').length).toBe(1);
  });
});

describe('cells', () => {
  const sides = ['linear', 'log', 'band'] as const;
  const grid = (x: (typeof sides)[number], y: (typeof sides)[number], more: Partial<Series> = {}, lines: Series[] = []): PlotSpecification => ({
    ...specification,
    panels: [
      {
        title: 'Heat',
        x: { label: 'width', scale: x },
        y: { label: 'depth', scale: y },
        series: [{ name: 'accuracy', mark: 'cells', points: [1, 2, 8].flatMap((a) => [1, 10].map((b) => ({ x: a, y: b, value: a * b }))), ...more }, ...lines],
      },
    ],
  });
  const cellsOf = (svg: Element) => [...svg.querySelectorAll('g[aria-label="rect"] rect, g[aria-label="cell"] rect, g[aria-label="bar"] rect')];
  const lightness = (colour: string) => {
    const [r, g, b] = colour.startsWith('#') ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) : colour.match(/\d+/g)!.map(Number);
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };

  it('fill the axes without gaps on every pair of scales, and are lighter the greater their value', () => {
    for (const x of sides)
      for (const y of sides) {
        const cells = cellsOf(parse(renderSvg(grid(x, y))));
        expect(cells.length, `${x} ${y}`).toBe(6);
        const area = cells.reduce((sum, cell) => sum + Number(cell.getAttribute('width')) * Number(cell.getAttribute('height')), 0);
        if (x !== 'band' && y !== 'band') expect(area / ((340 - 58 - 62) * (240 - 30 - 40))).toBeCloseTo(1, 1);
        const byValue = [1, 10, 2, 20, 8, 80]
          .map((value, index) => ({ value, shade: lightness(cells[index]!.getAttribute('fill')!) }))
          .sort((a, b) => a.value - b.value);
        byValue.slice(1).forEach(({ shade }, index) => expect(shade).toBeGreaterThan(byValue[index]!.shade));
      }
  });

  it('meet half way between their values, in the logarithm on a log axis', () => {
    const edges = (scale: 'linear' | 'log') =>
      cellsOf(parse(renderSvg(grid(scale, 'linear')))).map((cell) => Number(cell.getAttribute('x')) + Number(cell.getAttribute('width')));
    const share = (scale: 'linear' | 'log') => (edges(scale)[0]! - 58) / (340 - 58 - 62);
    expect(share('linear')).toBeCloseTo(1 / (1 + 3.5 + 6), 1); // from 0.5 to 1.5 of 0.5 to 11
    expect(share('log')).toBeCloseTo(1 / 4.5, 1); // in octaves: 1 of 1 + 1.5 + 2 + ...
  });

  it('have a scale of their own with its name and ends, and no place in the legend', () => {
    const svg = parse(renderSvg(grid('linear', 'linear', { domain: [0, 100] })));
    const words = [...svg.querySelectorAll('text')].map((node) => node.textContent);
    expect(words).toEqual(expect.arrayContaining(['accuracy', '0', '50', '100']));
    expect(words.filter((word) => word === 'accuracy').length).toBe(1);
  });

  it('without a finite value are left open, and a line is drawn over them with a rim', () => {
    const points = [1, 2, 3].map((x) => ({ x, y: 1, value: x === 2 ? Number.NaN : x }));
    const line: Series = { name: 'limit', mark: 'line', points: [1, 2, 3].map((x) => ({ x, y: x / 2 })) };
    const svg = parse(renderSvg(grid('linear', 'linear', { points }, [line])));
    expect(cellsOf(svg).length).toBe(2);
    const strokes = [...svg.querySelectorAll('g[aria-label="line"]')].map((group) => [group.getAttribute('stroke'), group.getAttribute('stroke-width')]);
    expect(strokes).toEqual([
      ['#ffffff', '5'],
      ['#0067a5', '2'],
    ]);
  });

  it('a line that leaves their axes is cut at the edge, on linear and log axes', () => {
    for (const scale of ['linear', 'log'] as const) {
      const line: Series = { name: 'limit', mark: 'line', points: [1, 2, 4, 8].map((x) => ({ x, y: x ** 3 })) };
      const text = renderSvg(grid('linear', scale, {}, [line]));
      expect(text).not.toMatch(/url\(/);
      const heights = [...parse(text).querySelectorAll('g[aria-label="line"] path')].flatMap((path) =>
        [...path.getAttribute('d')!.matchAll(/,(-?[\d.]+)/g)].map(([, y]) => Number(y)),
      );
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(29.5);
      expect(Math.min(...heights)).toBeLessThanOrEqual(31);
    }
  });

  it('no coordinate is NaN, whatever the values', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 0, 5e-324])
      expect(
        renderSvg(
          grid('log', 'linear', {
            points: [
              { x: 1, y: 0, value },
              { x: 0, y: 1, value: 1 },
            ],
          }),
        ),
      ).not.toMatch(/NaN|Infinity|undefined/);
    expect(renderSvg(grid('linear', 'linear', { points: [] }))).not.toMatch(/NaN|Infinity|undefined/);
  });
});
