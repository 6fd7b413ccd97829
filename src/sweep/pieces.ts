import type { Engine } from '../engine/engine.js';
import { Network } from '../network/network.js';
import { type Distance, distance, integral } from '../theory/distance.js';
import { crossings, type LevelSet } from '../theory/level-set.js';
import { countPieces, type Pieces } from '../theory/pieces.js';
import { checkTask } from '../theory/piecewise.js';

/** A saved network, and what is wanted of it on an interval. */
export interface PiecesRequest {
  readonly model: string | Uint8Array;
  readonly interval: readonly [number, number];
  /** Another saved network, to measure the distance to. */
  readonly other: string | Uint8Array | undefined;
  readonly level: number | undefined;
  readonly integral: boolean;
}

export interface PiecesResult {
  readonly widths: readonly number[];
  readonly pieces: Pieces;
  readonly distance: Distance | undefined;
  readonly level: LevelSet | undefined;
  readonly integral: number | undefined;
}

/** Both networks are checked before the first is counted. */
export function measurePieces(engine: Engine, { model, interval, other, level, integral: wantsIntegral }: PiecesRequest): PiecesResult {
  using network = Network.load(engine, model);
  checkTask('model', network, interval);
  using second = other === undefined ? undefined : Network.load(engine, other);
  if (second !== undefined) checkTask('--distance', second, interval);
  return {
    widths: network.widths,
    pieces: countPieces(network, interval),
    distance: second && distance(network, second, interval),
    level: level === undefined ? undefined : crossings(network, level, interval),
    integral: wantsIntegral ? integral(network, interval) : undefined,
  };
}
