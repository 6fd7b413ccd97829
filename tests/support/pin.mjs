// Writes tests/reference/fingerprints.json from the built package, or prints what it would write: node tests/support/pin.mjs [--print]
import { writeFileSync } from 'node:fs';
import * as fathom from '../../dist/index.js';
import { fingerprints } from './fingerprints.mjs';

const text = `${JSON.stringify(await fingerprints(fathom, { build: 'simd' }), null, 2)}\n`;
if (process.argv.includes('--print')) process.stdout.write(text);
else writeFileSync(new URL('../reference/fingerprints.json', import.meta.url), text);
