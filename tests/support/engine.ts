import { type Engine, loadEngine } from '../../src/index.js';
import { type Build, builds } from './engines.js';

/** One engine a build for a whole test file: loading is cheap, but not for every case of a property. */
export async function loadEngines(): Promise<readonly (readonly [Build, Engine])[]> {
  return Promise.all(builds.map(async (build) => [build, await loadEngine({ build })] as const));
}

/** The same of the builds that hold the lecture's mathematics: debug, and the larger module of the simd build. */
export async function loadTheoryEngines(): Promise<readonly (readonly [Build, Engine])[]> {
  return Promise.all((['debug', 'simd'] as const).map(async (build) => [build, await loadEngine({ build, theory: true })] as const));
}
