import { finite } from '../engine/check.js';
import type { Engine } from '../engine/engine.js';
import { ArgumentError } from '../engine/errors.js';
import { Network } from '../network/network.js';
import { areParallel, ExactForms, largest, meet, signAt, smallest } from './exact-forms.js';

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

export interface Regions {
  /** Convex regions of the rectangle with one pattern of active units each: exact. */
  readonly regions: number;
  /** Where the output changes its sign. Neighbouring pieces have different directions, exactly. */
  readonly boundary: readonly Polyline[];
  /** Straight pieces of the boundary: exact. */
  readonly pieces: number;
  /** Of the boundary. */
  readonly length: number;
  /** Whether the output is zero on a whole region. */
  readonly flat: boolean;
  /** Largest |f| at the vertices of the boundary, as doubles evaluate it; 0 without a boundary. */
  readonly residual: number;
  /** Signs that rounding could have changed and that rational arithmetic decided. */
  readonly exactDecisions: number;
  /** Every sign is proved, by an error bound or exactly. */
  readonly certified: true;
}

/** Activations that are affine on each side of 0. */
const piecewise = ['relu', 'leaky-relu'];
/** Most hidden layers: 2^(smallest * (deepest + 1)) is still a double. */
const deepest = 5;

/** Words of the header in assembly/subdivision.ts, and sizes in bytes. */
const header = { vertexCount: 0, faceCount: 2, vertices: 5, lines: 6, list: 7, words: 8 } as const;
const vertexBytes = 40;
const lineBytes = 72;
const formBytes = 48;

/**
 * Subdivides a rectangle into the regions on which a network with two inputs is affine, and finds where its output is zero.
 *
 * @throws {ArgumentError} if the network does not have two inputs, one output, and hidden layers of ReLU or leaky ReLU.
 * @throws {EngineError} `too-large`, `out-of-memory`
 */
export function findRegions(network: Network, rectangle: Rectangle): Regions {
  const corners = check(network, rectangle);
  const { engine } = network;
  const subdivision = new Subdivision(engine, corners);
  try {
    const last = network.depth + 1;
    const { layers } = network;
    for (const [index, { weights, bias }] of layers.entries()) {
      const slope = network.activations[index - 1]?.activation === 'leaky-relu' ? (network.activations[index - 1]?.alpha as number) : 0;
      subdivision.enter(weights.data, bias, weights.columns, slope);
      if (index + 1 < last) for (let unit = 0; unit < weights.rows; unit++) subdivision.cut(unit);
    }
    const regions = subdivision.faces;
    subdivision.cut(0);
    const found = subdivision.boundary();
    return {
      regions,
      ...found,
      length: lengthOf(found.boundary),
      residual: residual(network, found.boundary),
      exactDecisions: subdivision.exactDecisions,
      certified: true,
    };
  } finally {
    subdivision.dispose();
  }
}

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

  constructor(engine: Engine, corners: readonly [number, number, number, number]) {
    this.#engine = engine;
    this.#address = engine.memory.attempt('a rectangle', 2 ** 16, () => engine.exports.createSubdivision(...corners));
    this.#exact = new ExactForms(corners);
  }

  get faces(): number {
    return this.#word('faceCount');
  }

  /** Goes to the next layer, whose inputs have `slope` where they are not active. */
  enter(weights: ArrayLike<number>, bias: ArrayLike<number>, inputs: number, slope: number): void {
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
        exports.subdivisionLayer(this.#address, units, pointer, pointer + 8 * weights.length, slope, trailAt),
      );
      return memory.integers(trailAt, entries).slice();
    });
    this.#exact.add({ weights, bias, inputs, slope, trail, words });
    this.#layer++;
  }

  /** Cuts along the zero of one unit of the layer. */
  cut(unit: number): void {
    const { memory, exports } = this.#engine;
    const address = this.#address;
    const doubtful = memory.attempt('signs', 8 * this.#word('vertexCount'), () => exports.subdivisionSigns(address, unit));
    this.exactDecisions += doubtful;
    const list = memory.integers(this.#word('list'), 2 * doubtful).slice();
    for (let i = 0; i < doubtful; i++) this.#decide(list[2 * i] as number, list[2 * i + 1] as number, unit);
    memory.attempt(`more than ${this.faces} regions`, 2 * vertexBytes * this.faces, () => exports.subdivisionCut(address, unit));
  }

  /** After the output was cut: the edges where it is zero, chained. */
  boundary(): Pick<Regions, 'boundary' | 'pieces' | 'flat'> {
    const { memory, exports } = this.#engine;
    const found = memory.attempt('a boundary', 2 ** 16, () => exports.subdivisionLevel(this.#address));
    const list = memory.integers(this.#word('list'), 3 * (found >> 1));
    const edges = Array.from(
      { length: found >> 1 },
      (_, i): Edge => ({ ends: [list[3 * i] as number, list[3 * i + 1] as number], line: list[3 * i + 2] as number }),
    );
    const chains = chain(edges, (one, other) => this.#areParallel(one.line, other.line));
    return {
      flat: found % 2 === 1,
      pieces: chains.reduce((sum, { vertices, closed }) => sum + vertices.length - (closed ? 0 : 1), 0),
      boundary: chains.map(({ vertices, closed }) => ({ closed, vertices: vertices.map((vertex) => this.#position(vertex)) })),
    };
  }

  dispose(): void {
    this.#engine.exports.freeSubdivision(this.#address);
  }

  /** Writes the sign of a unit at a vertex, which is where two lines meet. */
  #decide(vertex: number, base: number, unit: number): void {
    const record = this.#engine.memory.integers(this.#word('vertices') + vertexBytes * vertex + 24, 3);
    const point = meet(this.#form(record[0] as number), this.#form(record[1] as number));
    record[2] = signAt(this.#exact.form(this.#layer, base, unit), point);
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
    const [layer, base, unit] = this.#engine.memory.integers(this.#word('lines') + lineBytes * line, 3) as unknown as [number, number, number];
    return this.#exact.form(layer, base, unit);
  }

  #position(vertex: number): readonly [number, number] {
    const [x, y] = this.#engine.memory.floats('f64', this.#word('vertices') + vertexBytes * vertex, 2) as unknown as [number, number];
    return [x, y];
  }

  #word(name: keyof typeof header): number {
    return (this.#engine.memory.integers(this.#address, 9)[header[name]] as number) >>> 0;
  }
}

interface Edge {
  readonly ends: readonly [number, number];
  readonly line: number;
}

/** Joins edges at vertices where exactly two of them meet, and drops the vertices where they go straight on. */
function chain(edges: readonly Edge[], isStraight: (one: Edge, other: Edge) => boolean): { vertices: number[]; closed: boolean }[] {
  const at = new Map<number, Edge[]>();
  for (const edge of edges) for (const end of edge.ends) at.set(end, [...(at.get(end) ?? []), edge]);
  const isInner = (vertex: number) => at.get(vertex)?.length === 2;
  const left = new Set(edges);
  const chains: { vertices: number[]; closed: boolean }[] = [];
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

function check(network: Network, { x, y }: Rectangle): readonly [number, number, number, number] {
  network.alive();
  const { widths, depth, activations } = network;
  if (widths[0] !== 2 || widths.at(-1) !== 1) throw new ArgumentError('network', 'two inputs and one output', widths.join('-'));
  if (depth > deepest) throw new ArgumentError('network', `at most ${deepest} hidden layers`, depth);
  const names = activations.map(({ activation }) => activation);
  if (names.slice(0, -1).some((name) => !piecewise.includes(name))) throw new ArgumentError('network', `hidden layers of ${piecewise.join(' or ')}`, names);
  if (names.at(-1) !== 'identity') throw new ArgumentError('network', 'an output layer without activation', names.at(-1));
  const isFit = (value: number) => value === 0 || (Math.abs(value) >= 2 ** smallest && Math.abs(value) <= 2 ** largest);
  const parameters = [...network.parameters(), ...activations.map(({ alpha }) => alpha)];
  const bad = parameters.find((value) => !isFit(value));
  if (bad !== undefined) throw new ArgumentError('network', `parameters that are 0 or of size 2^${smallest} to 2^${largest}`, bad);
  const range = (name: string, [low, high]: readonly [number, number]) => {
    finite(`${name}[0]`, low, 'a number of size 2^-150 to 2^150, or 0', isFit);
    finite(`${name}[1]`, high, 'a number above the first, of size 2^-150 to 2^150, or 0', (value) => value > low && isFit(value));
  };
  range('x', x);
  range('y', y);
  return [x[0], y[0], x[1], y[1]];
}
