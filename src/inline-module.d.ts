/** wasm/fathom.simd.wasm; scripts/build-dist.mjs writes the file. */
export declare const base64: string;
