// Runs engine-check.mjs under every supported major version of Node, each fetched by npx, and compares what they print:
// the same source, seed and build must give the same bits in all of them.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const check = fileURLToPath(new URL('engine-check.mjs', import.meta.url));
const versions = ['22', '24'];

const runs = [
  { name: `Node ${process.versions.node}`, outcome: spawnSync(process.execPath, [check], { encoding: 'utf8' }) },
  ...versions.map((version) => ({
    name: `Node ${version}`,
    outcome: spawnSync('npx', ['--yes', '--package', `node@${version}`, 'node', check], { encoding: 'utf8', shell: process.platform === 'win32' }),
  })),
];

const [{ outcome: expected }] = runs;
for (const { name, outcome } of runs) {
  const passed = outcome.status === 0 && outcome.stdout !== '' && outcome.stdout === expected.stdout;
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name}`);
  if (passed) continue;
  process.exitCode = 1;
  console.log(`  printed: ${outcome.stdout}\n  expected: ${expected.stdout}\n  ${outcome.stderr}${outcome.error ?? ''}`);
}
