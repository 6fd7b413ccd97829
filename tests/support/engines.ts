import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { instantiateSync } from '@assemblyscript/loader';
import type { instantiate } from '../../wasm/fathom.theory.js';

/** What the module exports, as asc typed it. */
export type RawEngine = Awaited<ReturnType<typeof instantiate>>;
export type Build = 'debug' | 'simd' | 'relaxed';
/** A file of wasm/: a build, or the larger module of the simd build. */
export type ModuleName = Build | 'theory';
export type Precision = 'f32' | 'f64';
export const precisions = ['f32', 'f64'] as const;

const bytesOf = (build: ModuleName) => readFileSync(new URL(`../../wasm/fathom.${build}.wasm`, import.meta.url));

// V8 11 (Node 20) has relaxed SIMD behind a flag that later versions refuse.
if (Number(process.versions.node.split('.')[0]) < 22) setFlagsFromString('--experimental-wasm-relaxed-simd');

/** A fresh instance of one build, without the TypeScript face: kernels are tested at the level of pointers. */
export const loadRaw = (build: ModuleName): RawEngine => instantiateSync(bytesOf(build)).exports as unknown as RawEngine;

/** Every build that this runtime can run; debug has the kernels' own assertions switched on. */
export const builds: readonly Build[] = (['debug', 'simd', 'relaxed'] as const).filter((build) => WebAssembly.validate(bytesOf(build)));

/** The builds that hold the lecture's mathematics: `theory` is the larger module of the simd build. */
export const theoryBuilds: readonly ModuleName[] = ['debug', 'theory'];
