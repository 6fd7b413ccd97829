import { fetchBytes, type WasmBytes } from '../../src/engine/response.js';

/** Stands for src/engine/source.web.ts in the lab, which ships the one module that it needs, whatever is asked for. */
const theory = new URL('../../wasm/fathom.theory.wasm', import.meta.url);

export const shipped = { simd: theory, theory, relaxed: theory, debug: theory } as const;

export function readWasm(location: URL | string): Promise<WasmBytes> {
  return fetchBytes(new URL(location, globalThis.location.href));
}

export function enableRelaxedSimd(): void {}
