/**
 * The line of every piece of a function, in the module's memory: from its values at two points inside each piece, which the engine computes in
 * double-double with a bound (assembly/piecewise/). No decision is taken on the way, so that nothing is left open but how wide a bound is.
 */
import type { Layer } from '../network/network.js';
import type { Pieces } from './pieces.js';
import type { Task } from './piecewise.js';

/** Lines that live as long as the call that they are made for. */
export interface Lines {
  readonly count: number;
  /** count + 1 ends of pieces, f64. */
  readonly ends: number;
  /** count records: see assembly/piecewise/lines.ts. */
  readonly table: number;
}

const recordBytes = 64;
/** Samples times units that are computed at a time: they stay in the cache. */
const samplesTimesUnits = 2 ** 17;

/** Calls `body` with the lines; undefined where a piece is too narrow, a number out of range, or the breakpoints themselves are not proven. */
export function withLines<Result>(task: Task, pieces: Pieces, body: (lines: Lines) => Result): Result | undefined {
  if (pieces.open > 0) return undefined;
  const { memory } = task.network.engine;
  const { count, breakpoints } = pieces;
  const what = `the lines of ${count} pieces`;
  return memory.scratch(what, 8 * (count + 1), (ends) =>
    memory.scratch(what, recordBytes * count, (table) => {
      const view = memory.floats('f64', ends, count + 1);
      view[0] = task.lo;
      view.set(breakpoints, 1);
      view[count] = task.hi;
      return fill(task, { count, ends, table }) ? body({ count, ends, table }) : undefined;
    }),
  );
}

/** A layer in memory. */
interface Stored {
  readonly units: number;
  readonly inputs: number;
  readonly weights: number;
  readonly bias: number;
  readonly norm: number;
  readonly kind: number;
  readonly alpha: number;
}

/** All layers' weights, the segment, and room for two states: as many numbers as that. */
function fill(task: Task, lines: Lines): boolean {
  const { network, layers, segment } = task;
  const { memory, exports } = network.engine;
  const inputs = segment?.from.length ?? 1;
  const widest = Math.max(inputs, ...layers.map(({ bias }) => bias.length));
  const chunk = Math.max(1, Math.min(lines.count, Math.floor(samplesTimesUnits / widest / 2)));
  const stateNumbers = (3 * (widest + 1) + 1) * 2 * chunk;
  const numbers = layers.reduce((sum, { weights, bias }) => sum + weights.data.length + bias.length, 2 * inputs);
  const work = Math.max(...layers.map(({ weights: { rows, columns } }) => exports.piecesForwardScratch(rows, columns)));
  const what = `the values of ${2 * chunk} points`;
  return memory.scratch(what, 8 * (numbers + 2 * stateNumbers) + 16, (base) =>
    memory.scratch(what, work, (scratch) => {
      let next = base;
      const place = (values: ArrayLike<number>): number => {
        memory.floats('f64', next, values.length).set(values);
        next += 8 * values.length;
        return next - 8 * values.length;
      };
      const [from, to] = segment ? [place(segment.from), place(segment.to)] : [0, 0];
      const stored = layers.map((layer) => store(task, layer, place));
      if (stored.some(({ kind }) => kind < 0)) return false;
      const states: readonly [number, number] = [(next + 15) & ~15, ((next + 15) & ~15) + 8 * stateNumbers];
      for (let first = 0; first < lines.count; first += chunk) {
        const count = Math.min(chunk, lines.count - first);
        if (!evaluate(task, stored, { count, ends: lines.ends + 8 * first, table: lines.table + recordBytes * first }, [from, to], states, scratch))
          return false;
      }
      return true;
    }),
  );
}

function store({ network }: Task, { weights: { rows, columns, data }, bias, activation, alpha }: Layer, place: (values: ArrayLike<number>) => number): Stored {
  const { memory, exports } = network.engine;
  const weights = place(data);
  const what = `the norm of ${rows} x ${columns} weights`;
  const norm = memory.scratch(what, exports.piecesNormScratch(rows, columns), (work) =>
    memory.attempt(what, 0, () => exports.piecesNorm(rows, columns, weights, work)),
  );
  const kinds: Readonly<Record<string, number>> = { identity: 0, relu: 1, 'leaky-relu': 2, abs: 2, 'hard-tanh': 3, 'hard-sigmoid': 4 };
  const slope = activation === 'abs' ? -1 : alpha;
  const isTiny = activation === 'leaky-relu' && alpha !== 0 && alpha < 1e-30; // products with it would leave the module's range
  return { units: rows, inputs: columns, weights, bias: place(bias), norm, kind: isTiny ? -1 : (kinds[activation] ?? -1), alpha: slope };
}

/** The lines of some pieces. */
function evaluate(
  { network: { engine }, segment }: Task,
  layers: readonly Stored[],
  { count, ends, table }: Lines,
  [from, to]: readonly [number, number],
  [one, two]: readonly [number, number],
  scratch: number,
): boolean {
  const { exports } = engine;
  const points = 2 * count;
  const inputs = segment?.from.length ?? 1;
  return engine.run('pieceLines', () => {
    if (!exports.lineSamples(count, ends, inputs, from, to, one)) return false;
    if (!exports.lineActivate(0, 0, inputs, points, points, one)) return false;
    let [state, other] = [one, two];
    for (const [index, { units, inputs: reads, weights, bias, norm, kind, alpha }] of layers.entries()) {
      if (!exports.piecesForward(units, reads, points, points, weights, bias, norm, state, other, scratch)) return false;
      const isDone = kind === 0 && index === layers.length - 1;
      if (!isDone && !exports.lineActivate(kind, alpha, units, points, points, other)) return false;
      [state, other] = [other, state];
    }
    exports.pieceLines(count, state, table);
    return true;
  });
}
