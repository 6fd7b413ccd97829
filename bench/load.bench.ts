import { readFileSync } from 'node:fs';
import { instantiateSync } from '@assemblyscript/loader';
import type { RawEngine } from '../tests/support/engines.js';
import { defineSuite, type Row } from './support/suite.js';

/** From the file to an engine that answers: read, compile, instantiate. A cold process adds Node's own start. */
export default defineSuite({
  name: 'load',
  about: 'Read, compile and instantiate the module of the build; the file is in cache.',
  rows: (_engine, build): Row[] => {
    const file = new URL(`../wasm/fathom.${build}.wasm`, import.meta.url);
    const load = (): RawEngine => instantiateSync(readFileSync(file)).exports as unknown as RawEngine;
    return [
      {
        name: `load ${build}, ${readFileSync(file).length} bytes`,
        precision: 'f32',
        work: 1,
        unit: 'run',
        run: () => void load(),
        verify: () => {
          if (load().abiVersion() !== 1) throw new Error(`${file} is of another version`);
        },
      },
    ];
  },
});
