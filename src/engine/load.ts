import { type ASUtil, instantiate as instantiateModule } from '@assemblyscript/loader';
import { enableRelaxedSimd, readWasm, shipped } from '#source';
import type { instantiate } from '../../wasm/fathom.simd.js';
import { options as checkKeys } from './check.js';
import { ArgumentError, EngineError } from './errors.js';
import { isDetached } from './matrix.js';
import { responseBytes, type WasmBytes } from './response.js';

/** The builds of the engine, in the order of the numbers that a module's own `buildId()` returns. */
export const builds = ['debug', 'simd', 'relaxed'] as const;
export type Build = (typeof builds)[number];

/** Where a module may come from instead of the package's own files. A string is a URL, or in Node a path. */
export type WasmSource = Unread | WebAssembly.Module;
type Unread = URL | string | ArrayBuffer | ArrayBufferView | Response;

export interface LoadOptions {
  /** `simd` (deterministic, the default), `relaxed` (fused multiply-add, where the runtime has it), `debug` (with assertions). */
  readonly build?: Build | undefined;
  /** The module, when it is not to be read from the package's own files. It knows its build, so `build` need not be given. */
  readonly wasm?: WasmSource | undefined;
}

/** What the module exports, as asc typed it: pointers in, numbers out. */
export type RawExports = Awaited<ReturnType<typeof instantiate>>;

export interface LoadedModule {
  /** The build that the module itself says it is. */
  readonly build: Build;
  /** Compiled once; hand it to workers as their `wasm`. */
  readonly module: WebAssembly.Module;
  readonly exports: RawExports;
}

/** The meaning of the exports that this code was written for; a module says its own by `abiVersion()`. */
const abiVersion = 1;

/**
 * Loads one build of the engine. Every failure is an `ArgumentError` (what was asked for is impossible) or an
 * `EngineError` whose code and message say what is wrong and what to do; no other build is ever taken instead.
 */
export async function loadModule(options: LoadOptions = {}): Promise<LoadedModule> {
  const { build, wasm } = checkOptions(options);
  requireSimd();
  if (build === 'relaxed') requireRelaxedSimd();
  if (isModule(wasm)) return start(wasm as WebAssembly.Module, build, 'the given WebAssembly.Module');
  const source = wasm === undefined ? await readWasm(shipped[build ?? 'simd']) : await bytesOf(wasm as Unread);
  return start(await compile(source), build ?? (wasm === undefined ? 'simd' : undefined), source.from);
}

function checkOptions(options: LoadOptions): LoadOptions {
  const { build, wasm } = checkKeys('options', options, ['build', 'wasm']);
  if (build !== undefined && !builds.includes(build)) throw new ArgumentError('build', "'simd', 'relaxed' or 'debug'", build);
  if (wasm !== undefined && !isSource(wasm)) {
    throw new ArgumentError('wasm', 'a URL, a non-empty string, an ArrayBuffer or a view of one (not detached), a Response or a WebAssembly.Module', wasm);
  }
  return { build, wasm };
}

function isSource(wasm: unknown): boolean {
  if (typeof wasm === 'string') return wasm !== '';
  if (wasm instanceof ArrayBuffer || ArrayBuffer.isView(wasm)) return !isDetached(wasm);
  return wasm instanceof URL || isResponse(wasm) || isModule(wasm);
}

/** Not a type guard: WebAssembly.Module has no members, so that every object would pass for one. */
const isModule = (value: unknown): boolean => typeof WebAssembly === 'object' && value instanceof WebAssembly.Module;

const isResponse = (value: unknown): value is Response => typeof Response === 'function' && value instanceof Response;

async function bytesOf(wasm: Unread): Promise<WasmBytes> {
  if (typeof wasm === 'string' || wasm instanceof URL) return readWasm(wasm);
  if (isResponse(wasm)) return responseBytes(wasm);
  return { bytes: wasm, from: 'the given data' };
}

// (module (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt))
const simdProbe = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11);

// (module (func (result v128) i32.const 1 i8x16.splat i32.const 2 i8x16.splat i8x16.relaxed_swizzle))
const relaxedProbe = Uint8Array.of(
  0,
  97,
  115,
  109,
  1,
  0,
  0,
  0,
  1,
  5,
  1,
  96,
  0,
  1,
  123,
  3,
  2,
  1,
  0,
  10,
  15,
  1,
  13,
  0,
  65,
  1,
  253,
  15,
  65,
  2,
  253,
  15,
  253,
  128,
  2,
  11,
);

function requireSimd(): void {
  if (typeof WebAssembly !== 'object') {
    throw new EngineError(
      'no-simd',
      'this runtime has no WebAssembly: it is switched off (lockdown mode, --jitless) or too old; Node 20.19 or a browser from 2023 on has it',
    );
  }
  if (!WebAssembly.validate(simdProbe)) {
    throw new EngineError(
      'no-simd',
      'this runtime has WebAssembly without SIMD, which the engine is built on; Chrome 91, Firefox 89, Safari 16.4 and Node 20.19 have it',
    );
  }
}

function requireRelaxedSimd(): void {
  if (WebAssembly.validate(relaxedProbe)) return;
  enableRelaxedSimd();
  if (WebAssembly.validate(relaxedProbe)) return;
  throw new EngineError('no-simd', "this runtime has no relaxed SIMD, so it cannot run build 'relaxed'; ask for build 'simd', which runs everywhere");
}

async function compile({ bytes, from, contentType }: WasmBytes): Promise<WebAssembly.Module> {
  const view = ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
  const what = contentType === undefined ? from : `${from} (content-type ${contentType})`;
  if (view.length === 0) throw new EngineError('corrupt', `${what} is empty; copy the module again`);
  if (view[0] !== 0 || view[1] !== 0x61 || view[2] !== 0x73 || view[3] !== 0x6d) {
    const page = /^\s*</.test(new TextDecoder().decode(view.subarray(0, 64)));
    const reason = page ? ": it is a page, as servers send for a missing file; put the package's wasm/ directory there, or pass its URL as `wasm`" : '';
    throw new EngineError('not-wasm', `${what} is not a WebAssembly file${reason}`);
  }
  try {
    return await WebAssembly.compile(view);
  } catch (cause) {
    // A policy refuses modules that are whole; the wording is each browser's own.
    if (/content.security|\bCSP\b|unsafe-eval/i.test(String(cause))) {
      throw new EngineError('blocked', "the page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src", { cause });
    }
    // V8's wording, where the relaxed build is handed over without being asked for by name.
    if (/relaxed.simd/i.test(String(cause)) && !WebAssembly.validate(relaxedProbe)) {
      throw new EngineError(
        'no-simd',
        `${what} needs relaxed SIMD, which this runtime lacks or has switched off: ask for it by build 'relaxed', or take build 'simd'`,
        { cause },
      );
    }
    throw new EngineError('corrupt', `${what} is damaged or cut short (${view.length} bytes): ${messageOf(cause)}; copy the module again`, { cause });
  }
}

async function start(module: WebAssembly.Module, asked: Build | undefined, from: string): Promise<LoadedModule> {
  const differs = (what: string, cause?: unknown) =>
    new EngineError('wrong-version', `${from} ${what}; use the wasm/ directory and the JavaScript of one and the same fathom-nn`, { cause });
  let running: (ASUtil & RawExports) | undefined;
  const abort = (message: number, file: number, line: number, column: number): never => {
    const text = (pointer: number) => (running === undefined || pointer === 0 ? 'unknown' : running.__getString(pointer));
    throw new EngineError('stopped', `${text(message)} (${text(file)}:${line}:${column})`);
  };
  try {
    // Only the debug build imports anything: `abort`, where its assertions end.
    running = (await instantiateModule<RawExports>(module, { env: { abort } })).exports;
  } catch (cause) {
    throw differs(`does not start: ${messageOf(cause)}`, cause);
  }
  if (typeof running.abiVersion !== 'function' || typeof running.buildId !== 'function') throw differs('is not an engine of Fathom');
  const version = running.abiVersion();
  if (version !== abiVersion) throw differs(`has interface version ${version}, and this code needs ${abiVersion}`);
  const build = builds[running.buildId()];
  if (build === undefined) throw differs('is of an unknown build');
  if (asked !== undefined && asked !== build) throw new ArgumentError('build', `'${build}', the build of ${from}`, asked);
  return { build, module, exports: running };
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
