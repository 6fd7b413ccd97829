import { ArgumentError } from './errors.js';
import { fetchBytes, type WasmBytes } from './response.js';

/**
 * The modules of this package, as URLs that bundlers can follow: literal, one a build, and the larger one of the simd build. Made when asked for:
 * in a classic script, where a bundle may run that carries its module (fathom-nn/inline), there is nothing that they are relative to.
 */
export const shipped = {
  get simd() {
    return new URL('../../wasm/fathom.simd.wasm', import.meta.url);
  },
  get theory() {
    return new URL('../../wasm/fathom.theory.wasm', import.meta.url);
  },
  get relaxed() {
    return new URL('../../wasm/fathom.relaxed.wasm', import.meta.url);
  },
  get debug() {
    return new URL('../../wasm/fathom.debug.wasm', import.meta.url);
  },
} as const;

/** Fetches a module; a relative URL is relative to the page, or to the worker's script. */
export async function readWasm(location: URL | string): Promise<WasmBytes> {
  const base = typeof document === 'undefined' ? globalThis.location?.href : document.baseURI;
  if (!URL.canParse(location, base)) throw new ArgumentError('wasm', 'a URL that can be resolved', location);
  return fetchBytes(new URL(location, base));
}

/** A page cannot change its engine: the browser has relaxed SIMD or it has not. */
export function enableRelaxedSimd(): void {}
