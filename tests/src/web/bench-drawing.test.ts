import { describe, expect, it } from 'vitest';
import { brief, powers, ticks } from '../../../web/bench/axes.js';
import { drawCurve } from '../../../web/bench/curve.js';
import { History } from '../../../web/bench/history.js';
import { drawLayers, layersHeight, layersInWords } from '../../../web/bench/layers.js';
import { drawLine, lineInWords } from '../../../web/bench/line.js';
import { darkColors, lightColors, svgPen } from '../../../web/bench/pen.js';
import { drawPlane, planeInWords } from '../../../web/bench/plane.js';
import { defaults, withDepth } from '../../../web/bench/route.js';
import { FakeBench } from '../../support/fake-bench.js';

const views = { boundary: true, heat: true, line: true, layers: true };

async function pictures(settings: typeof defaults) {
  const bench = new FakeBench();
  const opened = await bench.openBench(settings);
  if ('refusal' in opened) throw new Error(opened.refusal);
  return { data: opened.data, frame: await bench.frameBench(views) };
}

describe('the drawings of the bench', () => {
  it.each([0, 1, 8, 20, 50])('of a network of %i layers are whole SVGs with no number that is none, at a phone’s width too', async (depth) => {
    for (const data of ['moons', 'function'] as const) {
      const { data: shown, frame } = await pictures({ ...defaults, data, ...withDepth(defaults, depth) });
      const history = new History();
      history.add(frame);
      for (const [width, colors] of [
        [330, lightColors],
        [900, darkColors],
      ] as const)
        for (const draw of ['picture', 'curve', 'layers'] as const) {
          const pen = svgPen(width, draw === 'layers' ? layersHeight(depth) : 400, colors.ground, () => 'data:,');
          if (draw === 'curve') drawCurve(pen, colors, history.rows);
          else if (draw === 'layers') drawLayers(pen, colors, frame.layers!);
          else if (data === 'moons') drawPlane(pen, colors, shown, frame);
          else drawLine(pen, colors, shown, frame, depth);
          expect(pen.svg()).toMatch(/^<svg .*<\/svg>\n$/s);
          expect(pen.svg()).not.toMatch(/NaN|Infinity|undefined/);
        }
    }
  });

  it('say their numbers in words', async () => {
    const plane = await pictures(defaults);
    expect(planeInWords(plane.data, plane.frame)).toContain('boundary of 12 straight pieces; the network cuts the plane into 40 linear regions');
    expect(lineInWords(plane.frame)).toContain('29 linear pieces, of at most 6561');
    expect(layersInWords(plane.frame.layers!)).toContain('3 hidden layers. Gradient size 1 in the first and 0.1 in the last');
  });

  it('mark a gradient of exactly 0 as such', async () => {
    const { frame } = await pictures({ ...defaults, ...withDepth(defaults, 7) });
    const pen = svgPen(900, layersHeight(7), '#fff', () => '');
    drawLayers(pen, lightColors, frame.layers!);
    expect(pen.svg()).toContain('all exactly 0');
  });

  it('ticks are round and stay within', () => {
    expect(ticks(-1.2, 1.2, 5)).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(powers(-16.5, 0.2, 4)).toEqual([-15, -10, -5, 0]);
    expect([0, 0.012345, 1e-9, 123456, Number.NaN, Number.POSITIVE_INFINITY].map(brief)).toEqual(['0', '0.0123', '1e-9', '1.2e+5', '–', '∞']);
  });
});
