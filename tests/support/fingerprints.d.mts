import type * as fathom from '../../src/index.js';

export declare function fingerprints(library: typeof fathom, options: fathom.LoadOptions): Promise<string[]>;
