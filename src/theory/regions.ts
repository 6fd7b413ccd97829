import { finite } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import { Network } from '../network/network.js';
import { areParallel, ExactForms, type ExactLayer, inQuadrantOf, meet, nearest, shiftFor, signAt } from './exact-forms.js';

/** A part of the plane, edges included. */
export interface Rectangle {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

/** A chain of straight pieces; a closed one does not repeat its first vertex. */
export interface Polyline {
  readonly vertices: readonly (readonly [x: number, y: number])[];
  readonly closed: boolean;
}

/** What is counted, in a rectangle or in the whole plane. All of it is exact: every sign is proved, by an error bound or in whole numbers. */
export interface RegionCounts {
  /** Convex regions with one pattern of bends each. */
  readonly regions: number;
  /** Straight pieces of the boundary, where the output changes its sign. */
  readonly pieces: number;
  /** Whether the output is zero on a whole region. */
  readonly flat: boolean;
  /** Signs that rounding could have changed and that rational arithmetic decided. */
  readonly exactDecisions: number;
  readonly certified: true;
}

export interface Regions extends RegionCounts {
  /** Where the output changes its sign. Neighbouring pieces have different directions, exactly. */
  readonly boundary: readonly Polyline[];
  /** Of the boundary. */
  readonly length: number;
  /** Largest |f| at the vertices of the boundary, as doubles evaluate it; 0 without a boundary. */
  readonly residual: number;
}

/** Activations of straight pieces: the bends, at 0 or at -1 and 1, and the slope below a single one. */
const piecewise: Readonly<Record<string, { readonly knots: number; readonly slope?: number }>> = {
  relu: { knots: 1, slope: 0 },
  'leaky-relu': { knots: 1 },
  abs: { knots: 1, slope: -1 },
  'hard-tanh': { knots: 2, slope: 1 },
  identity: { knots: 0, slope: 1 },
};
/** Sizes of coordinates and parameters, and of products over the layers, as powers of two: what is computed with them neither underflows nor overflows. */
const mostOfOne = 150;
const mostOfAll = 220;

/** Words of the header in assembly/subdivision.ts, and sizes in bytes. */
const header = { vertexCount: 0, faceCount: 2, vertices: 5, lines: 6, list: 7, words: 8 } as const;
const vertexBytes = 40;
const lineBytes = 72;
const formBytes = 48;

/**
 * Subdivides a rectangle into the regions on which a network with two inputs is affine, and finds where its output is zero.
 *
 * @throws {ArgumentError} if the network does not have two inputs, one output, and hidden layers of straight pieces: ReLU, leaky ReLU, abs, hard tanh, identity.
 * @throws {EngineError} `too-large`, `out-of-memory`
 */
export function findRegions(network: Network, rectangle: Rectangle): Regions {
  return subdivide(network, rectangle, (subdivision, regions) => {
    const { chains, flat, pieces } = subdivision.zeros();
    const boundary = chains.map(({ vertices, closed }) => ({ closed, vertices: vertices.map((vertex) => subdivision.position(vertex)) }));
    const { exactDecisions } = subdivision;
    return { regions, pieces, flat, boundary, length: lengthOf(boundary), residual: residual(network, boundary), exactDecisions, certified: true };
  });
}

/** Counts the regions of the whole plane, the unbounded ones included, and the straight pieces of the boundary; throws as `findRegions` does. */
export function countRegions(network: Network): RegionCounts {
  return subdivide(network, undefined, (subdivision, regions) => {
    const { flat, pieces } = subdivision.zeros();
    return { regions, pieces, flat, exactDecisions: subdivision.exactDecisions, certified: true };
  });
}

/** Subdivides, and reports what there is after the last cut, that of the output; `regions` are those before it. */
function subdivide<Report>(network: Network, rectangle: Rectangle | undefined, report: (subdivision: Subdivision, regions: number) => Report): Report {
  const smallest = check(network, rectangle);
  const { engine, layers, activations } = network;
  const subdivision = new Subdivision(engine, rectangle, shiftFor(smallest));
  try {
    let regions = 1;
    for (const [index, { weights, bias }] of layers.entries()) {
      const isLast = index + 1 === layers.length;
      const knots = isLast ? 1 : knotsOf(activations[index]?.activation);
      const slope = index === 0 ? 1 : slopeOf(activations[index - 1]);
      regions = subdivision.faces;
      subdivision.enter({ weights: weights.data, bias, inputs: weights.columns, slope, knots });
      for (let cut = 0; cut < knots * weights.rows; cut++) subdivision.cut(cut);
    }
    return report(subdivision, regions);
  } finally {
    subdivision.dispose();
  }
}

const knotsOf = (activation: string | undefined): number => piecewise[activation as string]?.knots as number;
const slopeOf = (given: Network['activations'][number] | undefined): number => piecewise[given?.activation as string]?.slope ?? (given?.alpha as number);

function lengthOf(boundary: readonly Polyline[]): number {
  return boundary.reduce((sum, { vertices, closed }) => {
    const ends = closed ? [...vertices.slice(1), ...vertices.slice(0, 1)] : vertices.slice(1);
    return ends.reduce((total, [x, y], index) => {
      const [px, py] = vertices[index] as readonly [number, number];
      return total + Math.sqrt((x - px) ** 2 + (y - py) ** 2);
    }, sum);
  }, 0);
}

/** Largest |f| at the vertices, from the network's own parameters in f64. */
function residual(network: Network, boundary: readonly Polyline[]): number {
  const points = boundary.flatMap(({ vertices }) => vertices);
  if (points.length === 0) return 0;
  const { engine, widths, activations } = network;
  const hidden = activations.slice(0, -1).map(({ activation }) => activation);
  const wide = new Network(engine, { widths, precision: 'f64', activation: hidden, alpha: activations.map(({ alpha }) => alpha), init: 'zeros' });
  wide.setParameters(Float64Array.from(network.parameters()));
  try {
    return (wide.forward(points).data as Float64Array).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  } finally {
    wide.dispose();
  }
}

/** A subdivision in the engine's memory, and what is needed to decide a sign of it exactly. */
class Subdivision {
  readonly #engine: Engine;
  readonly #address: number;
  readonly #exact: ExactForms;
  #layer = 0;
  exactDecisions = 0;

  constructor(engine: Engine, rectangle: Rectangle | undefined, shift: number) {
    const { memory, exports } = engine;
    this.#engine = engine;
    if (rectangle === undefined) {
      this.#address = memory.attempt('a plane', 2 ** 16, () => exports.createPlane());
      this.#exact = new ExactForms(planeLines, shift);
    } else {
      const { x, y } = rectangle;
      this.#address = memory.attempt('a rectangle', 2 ** 16, () => exports.createSubdivision(x[0], y[0], x[1], y[1]));
      this.#exact = new ExactForms(sidesOf(rectangle), shift);
    }
  }

  get faces(): number {
    return this.#word('faceCount');
  }

  /** Goes to the next layer. */
  enter({ weights, bias, inputs, slope, knots }: Omit<ExactLayer, 'trail' | 'words'>): void {
    const { memory, exports } = this.#engine;
    const [faces, words, units] = [this.faces, this.#word('words'), bias.length];
    const numbers = weights.length + units;
    const entries = faces * (words + 1);
    memory.fits(`${faces} regions of ${units} units`, faces * units * formBytes);
    const trail = memory.scratch(`${faces} regions`, 8 * numbers + 4 * entries, (pointer) => {
      const target = memory.floats('f64', pointer, numbers);
      target.set(weights);
      target.set(bias, weights.length);
      const trailAt = pointer + 8 * numbers;
      memory.attempt(`${faces} regions of ${units} units`, faces * units * formBytes, () =>
        exports.subdivisionLayer(this.#address, units, pointer, pointer + 8 * weights.length, slope, knots, trailAt),
      );
      return memory.integers(trailAt, entries).slice();
    });
    this.#exact.add({ weights, bias, inputs, slope, knots, trail, words });
    this.#layer++;
  }

  /** Cuts along a bend of the layer: that of a unit, or where units have two, the first of unit number / 2 and the second. */
  cut(number: number): void {
    const { memory, exports } = this.#engine;
    const address = this.#address;
    const doubtful = memory.attempt('signs', 8 * this.#word('vertexCount'), () => exports.subdivisionSigns(address, number));
    this.exactDecisions += doubtful;
    const list = memory.integers(this.#word('list'), 2 * doubtful).slice();
    for (let i = 0; i < doubtful; i++) this.#decide(list[2 * i] as number, list[2 * i + 1] as number, number);
    memory.attempt(`more than ${this.faces} regions`, 3 * vertexBytes * this.faces, () => exports.subdivisionCut(address, number));
  }

  /** After the output was cut: the edges where it is zero, chained. */
  zeros(): { readonly chains: readonly Chain[]; readonly pieces: number; readonly flat: boolean } {
    const { memory, exports } = this.#engine;
    const found = memory.attempt('a boundary', 2 ** 16, () => exports.subdivisionLevel(this.#address));
    const list = memory.integers(this.#word('list'), 3 * (found >> 1));
    const edges = Array.from(
      { length: found >> 1 },
      (_, i): Edge => ({ ends: [list[3 * i] as number, list[3 * i + 1] as number], line: list[3 * i + 2] as number }),
    );
    const chains = chain(
      edges,
      (one, other) => this.#areParallel(one.line, other.line),
      (vertex) => this.#record(vertex)[3] === 1,
    );
    return { chains, flat: found % 2 === 1, pieces: chains.reduce((sum, { vertices, closed }) => sum + vertices.length - (closed ? 0 : 1), 0) };
  }

  position(vertex: number): readonly [number, number] {
    const [x, y] = this.#engine.memory.floats('f64', this.#word('vertices') + vertexBytes * vertex, 2) as unknown as [number, number];
    return [x, y];
  }

  dispose(): void {
    this.#engine.exports.freeSubdivision(this.#address);
  }

  /** Writes the sign of a cut's form at a vertex, which is where two lines meet, or the nearest point of one to the origin. */
  #decide(vertex: number, base: number, number: number): void {
    const record = this.#record(vertex);
    const [first, second, , isIdeal] = record as unknown as [number, number, number, number];
    let point = first === second ? nearest(this.#form(first)) : meet(this.#form(first), this.#form(second));
    if (isIdeal === 1) point = inQuadrantOf(...this.position(vertex), point);
    record[2] = signAt(this.#exact.cut(this.#layer, base, number), point);
  }

  /** Whether two lines have one direction: by the rounding errors of their forms where these tell them apart, else exactly. */
  #areParallel(one: number, other: number): boolean {
    const [r, a, absA, b, absB] = this.#numbers(one);
    const [s, p, absP, q, absQ] = this.#numbers(other);
    const error = (r + s + 8 * Number.EPSILON) * (absA * absQ + absP * absB);
    if (Math.abs(a * q - p * b) > error) return false;
    return areParallel(this.#form(one), this.#form(other));
  }

  /** Of a line: its relative error, and the two coefficients of its direction, each with its sum of absolute values. */
  #numbers(line: number) {
    return this.#engine.memory.floats('f64', this.#word('lines') + lineBytes * line + 16, 5) as unknown as [number, number, number, number, number];
  }

  #form(line: number) {
    const [layer, base, number] = this.#engine.memory.integers(this.#word('lines') + lineBytes * line, 3) as unknown as [number, number, number];
    return this.#exact.cut(layer, base, number);
  }

  /** Of a vertex: its two lines, its sign, whether it is ideal. */
  #record(vertex: number): Int32Array {
    return this.#engine.memory.integers(this.#word('vertices') + vertexBytes * vertex + 24, 4);
  }

  #word(name: keyof typeof header): number {
    return (this.#engine.memory.integers(this.#address, 9)[header[name]] as number) >>> 0;
  }
}

/** The lines that assembly/subdivision.ts begins with: that at infinity and the axes, or a rectangle's sides. */
const planeLines = [
  [0, 0, 1],
  [1, 0, 0],
  [0, 1, 0],
] as const;
const sidesOf = ({ x, y }: Rectangle) =>
  [
    [1, 0, -x[0]],
    [0, 1, -y[0]],
    [1, 0, -x[1]],
    [0, 1, -y[1]],
  ] as const;

interface Chain {
  readonly vertices: readonly number[];
  readonly closed: boolean;
}

interface Edge {
  readonly ends: readonly [number, number];
  readonly line: number;
}

/** Joins edges at points where exactly two of them meet, and drops the points where they go straight on; parallel rays do not meet at their ideal point. */
function chain(edges: readonly Edge[], isStraight: (one: Edge, other: Edge) => boolean, isIdeal: (vertex: number) => boolean): Chain[] {
  const at = new Map<number, Edge[]>();
  for (const edge of edges) for (const end of edge.ends) at.set(end, [...(at.get(end) ?? []), edge]);
  const isInner = (vertex: number) => at.get(vertex)?.length === 2 && !isIdeal(vertex);
  const left = new Set(edges);
  const chains: Chain[] = [];
  const follow = (first: Edge, start: number) => {
    const vertices = [start];
    let edge = first;
    let vertex = start;
    for (;;) {
      left.delete(edge);
      vertex = edge.ends[0] === vertex ? edge.ends[1] : edge.ends[0];
      const next = isInner(vertex) ? at.get(vertex)?.find((other) => other !== edge) : undefined;
      if (vertex === start && next !== undefined) {
        // a loop: its first vertex too may lie on a straight piece
        if (isStraight(edge, first)) vertices.shift();
        chains.push({ vertices, closed: true });
        return;
      }
      if (next === undefined) {
        chains.push({ vertices: [...vertices, vertex], closed: false });
        return;
      }
      if (!isStraight(edge, next)) vertices.push(vertex);
      edge = next;
    }
  };
  for (const edge of edges) {
    const start = edge.ends.find((end) => !isInner(end));
    if (left.has(edge) && start !== undefined) follow(edge, start);
  }
  for (const edge of edges) if (left.has(edge)) follow(edge, edge.ends[0]);
  return chains;
}

/** Refuses what does not fit; returns the least size other than 0 of all the numbers that forms are made of. */
function check(network: Network, rectangle: Rectangle | undefined): number {
  network.alive();
  const { widths, layers, activations } = network;
  if (widths[0] !== 2 || widths.at(-1) !== 1) throw new ArgumentError('network', 'two inputs and one output', widths.join('-'));
  const names = activations.map(({ activation }) => activation);
  const known = Object.keys(piecewise);
  if (names.slice(0, -1).some((name) => !known.includes(name))) throw new ArgumentError('network', `hidden layers of ${known.join(' or ')}`, names);
  if (names.at(-1) !== 'identity') throw new ArgumentError('network', 'an output layer without activation', names.at(-1));
  const isFit = (value: number) => value === 0 || (Math.abs(value) >= 2 ** -mostOfOne && Math.abs(value) <= 2 ** mostOfOne);
  const sizes = [1];
  let [low, high] = [1, 1];
  for (const [index, { weights, bias }] of layers.entries()) {
    const numbers = [...weights.data, ...bias, ...(index === 0 ? [] : [slopeOf(activations[index - 1])])];
    const bad = numbers.find((value) => !isFit(value));
    if (bad !== undefined) throw new ArgumentError('network', `parameters that are 0 or of size 2^-${mostOfOne} to 2^${mostOfOne}`, bad);
    const own = numbers.map(Math.abs).filter((value) => value > 0);
    const least = own.reduce((a, b) => Math.min(a, b), 1);
    sizes.push(least);
    low *= least;
    high *= own.reduce((a, b) => Math.max(a, b), 1) * (weights.columns + 1);
  }
  // a weight and a slope of a layer may both be the extreme one
  if (low < 2 ** -mostOfAll || high > 2 ** mostOfAll) {
    const expected = `layers whose smallest, and whose largest, parameters other than 0 have a product of size 2^-${mostOfAll} to 2^${mostOfAll}`;
    throw new ArgumentError('network', expected, `${low} and ${high}`);
  }
  if (rectangle === undefined) return Math.min(...sizes);
  const range = (name: string, [from, to]: readonly [number, number]) => {
    finite(`${name}[0]`, from, 'a number of size 2^-150 to 2^150, or 0', isFit);
    finite(`${name}[1]`, to, 'a number above the first, of size 2^-150 to 2^150, or 0', (value) => value > from && isFit(value));
    sizes.push(...[from, to].filter((value) => value !== 0).map(Math.abs));
  };
  range('x', rectangle.x);
  range('y', rectangle.y);
  return Math.min(...sizes);
}
