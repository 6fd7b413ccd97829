import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import * as fathom from '../../src/index.js';
import { fingerprints } from '../support/fingerprints.mjs';

// Made by `node tests/support/pin.mjs`; changes only when the engine's arithmetic is meant to.
const pinned = JSON.parse(readFileSync(new URL('../reference/fingerprints.json', import.meta.url), 'utf8'));

it.each(['simd', 'debug'] as const)('the %s build trains to the pinned bits', async (build) => {
  expect(await fingerprints(fathom, { build })).toEqual(pinned);
});

it('an engine whose compiled module came from another trains to the pinned bits', async () => {
  const { module } = await fathom.loadEngine();
  expect(await fingerprints(fathom, { wasm: module })).toEqual(pinned);
});

it.each(['--liftoff-only', '--no-liftoff'])('V8 with %s trains to the pinned bits', async (flag) => {
  const script = fileURLToPath(new URL('../support/pin.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [flag, script, '--print'], { maxBuffer: 1e7 });
  expect(JSON.parse(stdout)).toEqual(pinned);
});
