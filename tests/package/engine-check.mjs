// What must be the same in every runtime, a line each: run by nodes.mjs in several versions of Node.
import * as fathom from '../../dist/index.js';
import { fingerprints } from '../support/fingerprints.mjs';

const lines = await fingerprints(fathom, { build: 'simd' });
if (lines.join() !== (await fingerprints(fathom, { build: 'debug' })).join()) throw new Error('the debug build has other bits than the simd build');
for (const line of lines) console.log(line);

const relaxed = await fathom.loadEngine({ build: 'relaxed' });
console.log(`relaxed ${relaxed.build}`); // its bits are each machine's own
