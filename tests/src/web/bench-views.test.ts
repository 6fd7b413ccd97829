import { describe, expect, it } from 'vitest';
import { loadEngine } from '../../../src/engine/engine.js';
import { activate, activationNames, activations } from '../../../src/network/activation.js';
import { Dataset } from '../../../src/network/dataset.js';
import { Network } from '../../../src/network/network.js';
import { layerStatistics } from '../../../src/theory/layer-statistics.js';
import { countPieces, tracePieces } from '../../../src/theory/pieces.js';
import { findRegions } from '../../../src/theory/regions.js';
import { BenchSession } from '../../../web/bench/session.js';
import type { BenchSettings } from '../../../web/bench/settings.js';
import { lineView } from '../../../web/bench/worker/line-view.js';
import { Paced } from '../../../web/bench/worker/pace.js';
import { everyView, noViews, small } from './bench-settings.js';

const engine = await loadEngine({ theory: true });
const open = (given: Partial<BenchSettings> = {}, csv?: string) => BenchSession.open(engine, small(given), csv);
const piecewise = activationNames.filter((name) => activations[name].piecewiseLinear);

/** The network of a session, by way of its file. */
const networkOf = (session: BenchSession): Network => Network.load(engine, session.export('safetensors'));

describe('the line', () => {
  it('has the ends, breakpoints, values and count of countPieces', async () => {
    for (const name of piecewise) {
      using session = await open({ data: 'function', widths: [7, 5, 4], activations: [name, name, name] });
      const { line } = session.advance({ steps: 30 }, everyView);
      using network = networkOf(session);
      const [left, right] = session.opened.data.frame;
      const pieces = countPieces(network, [left, right]);
      expect([...line!.x]).toEqual([left, ...pieces.breakpoints, right]);
      expect([...line!.y]).toEqual([...pieces.values]);
      expect([line!.isExact, line!.pieces]).toEqual([true, pieces.count]);
      expect(pieces.count).toBeLessThanOrEqual(Number(line!.bound));
      expect(line!.layer).toHaveLength(line!.x.length);
      expect([line!.layer[0], line!.layer.at(-1)]).toEqual([0, 0]);
    }
  });

  it('a breakpoint is of the first layer that bends there: a network cut off after that layer bends there, and not one that is cut off before', () => {
    for (let seed = 0; seed < 12; seed++) {
      for (const name of piecewise) {
        using network = new Network(engine, { widths: [1, 5, 4, 3, 1], activation: name, init: { name: 'mean-field', sigmaW: 1.6, sigmaB: 0.5 }, seed });
        const traced = tracePieces(network, [-1, 1], 2 ** 14, 256)!;
        const bendsOf = (layers: number): Set<number> => {
          const kept = network.layers.slice(0, layers);
          const units = kept.at(-1)!.bias.length;
          const sum = { weights: [Array.from({ length: units }, (_, unit) => 1 / (unit + 1.25))], bias: [0] }; // weights under which bends do not cancel
          using cut = new Network(engine, { layers: [...kept.map(({ weights, ...rest }) => ({ weights, ...rest })), sum], precision: 'f32' });
          return new Set(countPieces(cut, [-1, 1]).breakpoints);
        };
        const [one, two, three] = [bendsOf(1), bendsOf(2), bendsOf(3)];
        const wanted = Array.from(traced.breakpoints, (x) => (one.has(x) ? 1 : two.has(x) ? 2 : three.has(x) ? 3 : 0));
        expect([...traced.madeBy]).toEqual(wanted);
      }
    }
  });

  it('exact arithmetic tells the same layers as doubles do', () => {
    // a bias of 1e-100 is beyond what the bounds of the doubles are made for, and moves no breakpoint
    for (let seed = 0; seed < 5; seed++) {
      using network = new Network(engine, { widths: [1, 6, 5, 1], init: { name: 'mean-field', sigmaW: 1.6, sigmaB: 0.5 }, precision: 'f64', seed });
      const given = tracePieces(network, [-1, 1], 1000, 1000)!;
      const layers = network.layers.map(({ weights, bias, ...rest }) => ({
        weights: { ...weights, data: weights.data.slice() },
        bias: bias.slice(),
        ...rest,
      }));
      layers[2]!.bias[0] = 1e-100;
      using odd = new Network(engine, { layers, precision: 'f64' });
      const exact = tracePieces(odd, [-1, 1], 1000, 1000)!;
      expect(exact.exactDecisions).toBeGreaterThan(0);
      expect([...exact.madeBy]).toEqual([...given.madeBy]);
      expect([...exact.breakpoints]).toEqual([...given.breakpoints]);
      expect(tracePieces(odd, [-1, 1], 1000, 0)).toBeUndefined();
    }
  });

  it('smooth activations and networks that are too large are sampled', () => {
    using smooth = new Network(engine, { widths: [1, 8, 1], activation: 'tanh' });
    const line = lineView(smooth, [-1, 1]);
    expect([line.isExact, line.pieces, line.bound]).toEqual([false, Number.NaN, '']);
    expect(line.layer.every((layer) => layer === 0)).toBe(true);
    const inputs = { rows: line.x.length, columns: 1, data: Float32Array.from(line.x) };
    expect([...line.y]).toEqual([...smooth.forward(inputs).data]);
    using wild = new Network(engine, { widths: [1, ...Array<number>(40).fill(24), 1], init: { name: 'mean-field', sigmaW: 3, sigmaB: 1 } });
    expect(lineView(wild, [-1, 1]).isExact).toBe(false);
  });
});

describe('the plane', () => {
  it('has the regions and the boundary of findRegions, closed lines with their first point again', async () => {
    for (const data of ['circles', 'xor', 'formula'] as const) {
      using session = await open({ data, widths: [8, 6] });
      const { boundary } = session.advance({ steps: 200 }, everyView);
      using network = networkOf(session);
      const [left, right, bottom, top] = session.opened.data.frame;
      const found = findRegions(network, { x: [left, right], y: [bottom, top] });
      expect([boundary!.regions, boundary!.pieces]).toEqual([found.regions, found.pieces]);
      const lines = [...boundary!.starts].map((start, index, all) => boundary!.points.subarray(2 * start, 2 * (all[index + 1] ?? boundary!.points.length / 2)));
      expect(lines.map((line) => [...line])).toEqual(found.boundary.map(({ vertices, closed }) => [...vertices, ...(closed ? [vertices[0]!] : [])].flat()));
    }
  });

  it('the heat map is the probability of class 1 at the middles of its cells, from the bottom', async () => {
    using session = await open({ widths: [6], activations: ['tanh'] });
    const { heat, boundary } = session.advance({ steps: 20 }, everyView);
    expect(boundary).toBeUndefined();
    using network = networkOf(session);
    const [left, right, bottom, top] = session.opened.data.frame;
    for (const cell of [0, 63, 64 * 5 + 40, 64 * 63]) {
      const [row, column] = [Math.floor(cell / 64), cell % 64];
      const place = Float32Array.of(left + ((right - left) * (column + 0.5)) / 64, bottom + ((top - bottom) * (row + 0.5)) / 64);
      const { data } = network.forward({ rows: 1, columns: 2, data: place });
      expect(heat!.values[cell]).toBe(activate(engine, 'sigmoid', data)[0]);
    }
    expect([heat!.columns, heat!.rows, heat!.values.length]).toEqual([64, 64, 4096]);
  });
});

describe('the layers', () => {
  it('have the means, deviations and gradient norms of layerStatistics, and count every number', async () => {
    for (const data of ['moons', 'digits', 'function'] as const) {
      using session = await open({ data, widths: [9, 6, 3], samples: 40 });
      const { layers } = session.advance({ steps: 10 }, everyView);
      for (const { activations: a, gradients: g } of layers!) for (const { from, to } of [a, g]) expect(from).toBeLessThan(to);
      if (data === 'digits') continue; // more points than the layers look at
      using network = networkOf(session);
      const { train } = session.opened.data;
      const inputs = { rows: train.count, columns: data === 'moons' ? 2 : 1, data: Float32Array.from(train.coordinates) };
      const targets = { rows: train.count, columns: 1, data: Float32Array.from(train.labels) };
      using set = new Dataset(engine, { inputs, targets });
      const loss = data === 'moons' ? 'bce' : 'mse';
      const wanted = layerStatistics(network, set, loss, { bins: 4, activations: { range: [-1, 1], saturated: [-1, 1] }, gradientRange: 3 }).layers;
      for (const [index, layer] of layers!.entries()) {
        const { activations: a, gradients: g } = wanted[index]!;
        expect([layer.activations.mean, layer.activations.deviation, layer.activations.from, layer.activations.to]).toEqual([
          a.mean,
          a.deviation,
          a.least,
          a.greatest,
        ]);
        expect([layer.gradients.mean, layer.gradients.deviation, layer.gradientNorm]).toEqual([g.mean, g.deviation, g.rootMeanSquare]);
        for (const { counts } of [layer.activations, layer.gradients]) expect(counts.reduce((sum, count) => sum + count, 0)).toBe(layer.units * train.count);
      }
    }
  });

  it('dead units are those that no gradient reaches for any point', async () => {
    using session = await open({ widths: [4], init: 'zeros' });
    expect(session.frame(everyView).layers![0]!.dead).toBe(4); // relu has slope 0 at 0
    using alive = await open({ widths: [4], activations: ['tanh'], init: 'zeros' });
    expect(alive.frame(everyView).layers![0]).toMatchObject({ dead: 0, gradientNorm: 0 });
  });
});

describe('what is asked for', () => {
  it('no view is computed that is not asked for, nor one that the data do not have', async () => {
    using session = await open();
    const bare = session.frame(noViews);
    expect([bare.layers, bare.line, bare.boundary, bare.heat]).toEqual([undefined, undefined, undefined, undefined]);
    using digits = await open({ data: 'digits' });
    const { layers, line, boundary, heat } = digits.frame(everyView);
    expect([layers?.length, line, boundary, heat]).toEqual([2, undefined, undefined, undefined]);
  });

  it('a costly view is shown again in the frames of a run, and made anew when the run rests', () => {
    let made = 0;
    const costly = new Paced(() => {
      const end = performance.now() + 25;
      while (performance.now() < end);
      return ++made;
    });
    expect([costly.at(0, true), costly.at(1, true), costly.at(2, true)]).toEqual([1, 1, 1]);
    expect([costly.at(3, false), costly.at(3, false)]).toEqual([2, 2]);
    costly.forget();
    expect(costly.at(3, true)).toBe(3);
  });
});
