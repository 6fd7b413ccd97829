import type { Engine } from '../engine/engine.js';
import type { Precision } from '../engine/memory.js';
import { uniform } from '../engine/random.js';
import { Dataset } from '../network/dataset.js';
import { Network } from '../network/network.js';
import { triangleWave } from './constructions.js';
import { shifted } from './shifted.js';

export interface WaveExamples {
  readonly samples: number;
  readonly seed: number;
  readonly precision: Precision;
  /** Added to the wave; 0 unless said. */
  readonly offset?: number;
}

/** Points drawn uniformly from [0, 1), with the values of the triangle wave of a depth: what networks are trained on to approximate it. */
export function waveExamples(engine: Engine, depth: number, { samples, seed, precision, offset = 0 }: WaveExamples): Dataset {
  using wave = new Network(engine, { layers: shifted(triangleWave(depth), offset), precision });
  const inputs = { rows: samples, columns: 1, data: uniform(engine, { count: samples, seed, precision }) };
  return new Dataset(engine, { inputs, targets: wave.forward(inputs), precision });
}
