import { options as checkKeys } from './engine/check.js';
import { type Engine, loadEngine as loadOrdinary } from './engine/engine.js';
import type { LoadOptions } from './engine/load.js';
import { base64 } from './inline-module.js';

export * from './index.js';

/**
 * Loads the engine from the `simd` module that this entry carries, without fetching anything. What it does not carry, the other builds and the
 * larger module (`theory`), is loaded as by `fathom-nn` itself, or from `wasm`.
 *
 * @throws {ArgumentError} @throws {EngineError} as `loadEngine` of `fathom-nn`.
 * @example
 * import { loadEngine, Network } from 'fathom-nn/inline';
 * const engine = await loadEngine();
 */
export async function loadEngine(options: LoadOptions = {}): Promise<Engine> {
  const { build, wasm, theory } = checkKeys('options', options, ['build', 'wasm', 'theory']);
  const isCarried = wasm === undefined && !theory && (build === undefined || build === 'simd');
  return loadOrdinary(isCarried ? { theory, wasm: Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)) } : { build, wasm, theory });
}
