import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { EngineError } from './errors.js';
import { fetchBytes, type WasmBytes } from './response.js';

/** The modules of this package, as URLs that bundlers can follow: literal, one a build, and the larger one of the simd build. */
export const shipped = {
  simd: new URL('../../wasm/fathom.simd.wasm', import.meta.url),
  theory: new URL('../../wasm/fathom.theory.wasm', import.meta.url),
  relaxed: new URL('../../wasm/fathom.relaxed.wasm', import.meta.url),
  debug: new URL('../../wasm/fathom.debug.wasm', import.meta.url),
} as const;

/** Reads a module from a path, a file: URL, or over the network. */
export async function readWasm(location: URL | string): Promise<WasmBytes> {
  const url = typeof location === 'string' ? parseUrl(location) : location;
  if (url !== undefined && url.protocol !== 'file:') return fetchBytes(url);
  const path = url === undefined ? resolve(String(location)) : fileURLToPath(url);
  try {
    return { bytes: await readFile(path), from: path };
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new EngineError(
      'not-found',
      `cannot read ${path} (${code}): install fathom-nn again, run \`npm run build\` in a checkout, or pass the module as \`wasm\``,
      { cause },
    );
  }
}

/**
 * V8 11 (Node 20) runs relaxed SIMD only behind a flag that later versions do not know; it can be set while running,
 * before the first module that needs it, and reaches worker threads that start afterwards.
 */
export function enableRelaxedSimd(): void {
  if (Number(process.versions.node.split('.')[0]) < 22) setFlagsFromString('--experimental-wasm-relaxed-simd');
}

/** Undefined for a plain path; a single letter before the colon is a Windows drive. */
function parseUrl(text: string): URL | undefined {
  return /^[a-z][a-z0-9+.-]+:/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}
