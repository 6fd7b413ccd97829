/** Networks that are written down, not trained. Every weight is a dyadic number, so that they are what they say in f32 and f64 alike. */
import { integer } from '../engine/check.js';
import { ArgumentError } from '../engine/errors.js';
import { deepest, type LayerInput } from '../network/specification.js';

/**
 * The triangle wave by `depth` hidden layers of 2 units: on [0, 1] it has 2^depth pieces of length 2^-depth, hence period 2^(1 - depth).
 * Each layer composes with T(x) = 2 relu(x) - 4 relu(x - 1/2).
 *
 * @throws {ArgumentError} depth: 1 to 1000
 * @example
 * new Network(engine, { layers: triangleWave(3), precision: 'f64' }) // widths 1, 2, 2, 2, 1
 */
export function triangleWave(depth: number): LayerInput[] {
  integer('depth', depth, 1, deepest);
  return composed(depth, { weights: [1, 1], bias: [0, -0.5], read: [2, -4], offset: 0 });
}

/**
 * The zigzag 0-1-0-1-0 composed with itself, by `depth` hidden layers of 3 units: 4^depth pieces on [0, 1], the most that width 3 can have.
 * One tooth is 4 - 12 relu(x - 1/6) + 9 relu(x - 1/3) - 6 relu(2/3 - x); the units are scaled by 6, 3 and 3 to have integer weights.
 *
 * @throws {ArgumentError} depth: 1 to 1000
 * @example
 * countPieces(new Network(engine, { layers: zigzag(5), precision: 'f64' }), [0, 1]).count // 1024
 */
export function zigzag(depth: number): LayerInput[] {
  integer('depth', depth, 1, deepest);
  return composed(depth, { weights: [6, 3, -3], bias: [-1, -1, 2], read: [-2, 3, -2], offset: 4 });
}

/**
 * A network whose layers of `widths` units (3 or more each) reach the bound: the product of (width + 1) pieces on [0, 1].
 * A layer of n units is a zigzag 0-1-0-... whose piece i has length w_i / (n + 3), w = 1, 1, 2, 2, 1, 1, 1, ...; its units are relu(x - t_i) at the
 * inner ends t_i, but for the third, which is relu(t_3 - x) and so supplies the first slope. They are scaled by n + 3, so that all weights are dyadic.
 *
 * @throws {ArgumentError} naming the width that does not fit.
 * @example
 * countPieces(new Network(engine, { layers: extremal([7, 5, 3]), precision: 'f64' }), [0, 1]).count // 192
 */
export function extremal(widths: readonly number[]): LayerInput[] {
  if (!Array.isArray(widths) || widths.length === 0 || widths.length > deepest) throw new ArgumentError('widths', `an array of 1 to ${deepest} widths`, widths);
  const teeth = Array.from(widths, (width, layer) => tooth(integer(`widths[${layer}]`, width, 3, 4096)));
  return chain(teeth);
}

/** One hidden layer as a function of one number: read . relu(weights x + bias) + offset. */
interface Tooth {
  readonly weights: readonly number[];
  readonly bias: readonly number[];
  readonly read: readonly number[];
  readonly offset: number;
}

const composed = (depth: number, one: Tooth): LayerInput[] => chain(Array<Tooth>(depth).fill(one));

/** Each tooth reads the one before: the affine maps between are multiplied out. */
function chain(teeth: readonly Tooth[]): LayerInput[] {
  const layers: LayerInput[] = teeth.map(({ weights, bias }, layer) => {
    const before = teeth[layer - 1];
    if (before === undefined) return { weights: weights.map((weight) => [weight]), bias };
    return {
      weights: weights.map((weight) => before.read.map((value) => weight * value)),
      bias: bias.map((value, unit) => value + (weights[unit] as number) * before.offset),
    };
  });
  const { read, offset } = teeth.at(-1) as Tooth;
  return [...layers, { weights: [read], bias: [offset] }];
}

function tooth(units: number): Tooth {
  const lengths = Array.from({ length: units + 1 }, (_, piece) => (piece === 2 || piece === 3 ? 2 : 1));
  // The slope of piece i is (-1)^i (total / length), in x times total: 1 / length.
  const slopes = lengths.map((length, piece) => (piece % 2 === 0 ? 1 : -1) / length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let end = 0;
  const ends = lengths.slice(0, units).map((length) => {
    end += length;
    return end;
  });
  const turned = 2;
  const changes = ends.map((_, unit) => (slopes[unit + 1] as number) - (slopes[unit] as number));
  const side = (unit: number) => (unit === turned ? -1 : 1);
  return {
    weights: ends.map((_, unit) => side(unit) * total),
    bias: ends.map((at, unit) => -side(unit) * at),
    read: changes,
    offset: -(changes[turned] as number) * (ends[turned] as number),
  };
}
