import { options as checkOptions, oneOf } from '../engine/check.js';
import { checkEngine, type Engine } from '../engine/engine.js';
import { precisions } from '../engine/memory.js';
import { circles } from './circles.js';
import type { DataDefinition, DataOptions, DataSet } from './dataset.js';
import { digits } from './digits.js';
import { gaussians } from './gaussians.js';
import { moons } from './moons.js';
import { spirals } from './spirals.js';
import { xor } from './xor.js';

export type { DataDefinition, DataOptions, DataSet, Split } from './dataset.js';

/** One row a data set. */
export const dataSets = { digits, moons, circles, spirals, xor, gaussians } as const satisfies Record<string, DataDefinition>;

export type DataSetName = keyof typeof dataSets;
export const dataSetNames = Object.keys(dataSets) as DataSetName[];

/**
 * Makes a data set: real images (`digits`), or points of the plane that depend on the seed alone.
 *
 * @throws {ArgumentError} naming the option that is wrong.
 * @example
 * const { train, test } = await loadDataSet(engine, 'moons', { samples: 200, noise: 0.3, seed: 5 });
 */
export async function loadDataSet(engine: Engine, name: DataSetName, options: DataOptions = {}): Promise<DataSet> {
  oneOf('data', name, dataSetNames);
  checkOptions('options', options, ['precision', 'samples', 'noise', 'seed']);
  if (options.precision !== undefined) oneOf('precision', options.precision, precisions);
  return dataSets[name].load(checkEngine(engine), options);
}
