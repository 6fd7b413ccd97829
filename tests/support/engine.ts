import { type Build, type Engine, loadEngine } from '../../src/index.js';
import { builds } from './engines.js';

/** One engine a build for a whole test file: loading is cheap, but not for every case of a property. */
export async function loadEngines(): Promise<readonly (readonly [Build, Engine])[]> {
  return Promise.all(builds.map(async (build) => [build, await loadEngine({ build })] as const));
}
