import type { Engine } from '../engine/engine.js';
import type { Precision } from '../engine/memory.js';
import { uniform } from '../engine/random.js';
import { Dataset } from '../network/dataset.js';
import { Network } from '../network/network.js';
import { triangleWave } from './constructions.js';

/** Points drawn uniformly from [0, 1), with the values of the triangle wave of a depth: what networks are trained on to approximate it. */
export function waveExamples(engine: Engine, depth: number, { samples, seed, precision }: { samples: number; seed: number; precision: Precision }): Dataset {
  using wave = new Network(engine, { layers: triangleWave(depth), precision });
  const inputs = { rows: samples, columns: 1, data: uniform(engine, { count: samples, seed, precision }) };
  return new Dataset(engine, { inputs, targets: wave.forward(inputs), precision });
}
