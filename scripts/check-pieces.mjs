/**
 * npm run check:pieces -- [--nets 100000] [--invariants 20000]: the tests of exact piece counting with more random nets than `npm test` takes.
 * The invariants' runs are shared among the six of them.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { nets: { type: 'string', default: '100000' }, invariants: { type: 'string', default: '20000' } } });
const count = (name) => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= 1) return value;
  console.error(`--${name}: expected an integer from 1, got ${values[name]}`);
  process.exit(2);
};

const env = { ...process.env, PIECES_NETS: String(count('nets')), PIECES_INVARIANTS: String(Math.ceil(count('invariants') / 6)) };
const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const tests = ['tests/theorems/pieces-oracle.test.ts', 'tests/theorems/pieces-invariants.test.ts'];
process.exit(spawnSync(process.execPath, [vitest, 'run', '--testTimeout', '3600000', ...tests], { cwd: root, env, stdio: 'inherit' }).status ?? 1);
