// Runs engine-check.mjs and a small sweep of the command under every supported major version of Node, each fetched by npx,
// and compares what they print: the same source, seed and build must give the same bits in all of them.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const programs = [
  { what: 'trained networks', args: [path('engine-check.mjs')] },
  { what: 'fathom sweep', args: [path('../../bin/fathom.js'), ...'sweep --depth 1:3 --width 8 --activation relu,tanh --steps 20 --jobs 2 --json'.split(' ')] },
];
const versions = ['22', '24'];

const here = (args) => spawnSync(process.execPath, args, { encoding: 'utf8' });
const under = (version, args) =>
  spawnSync('npx', ['--yes', '--package', `node@${version}`, 'node', ...args], { encoding: 'utf8', shell: process.platform === 'win32' });

for (const { what, args } of programs) {
  const expected = here(args);
  const runs = [[process.versions.node, expected], ...versions.map((version) => [version, under(version, args)])];
  for (const [version, outcome] of runs) {
    const passed = outcome.status === 0 && outcome.stdout !== '' && outcome.stdout === expected.stdout;
    console.log(`${passed ? 'passed' : 'FAILED'}  ${what} under Node ${version}`);
    if (passed) continue;
    process.exitCode = 1;
    console.log(`  printed: ${outcome.stdout}\n  expected: ${expected.stdout}\n  ${outcome.stderr}${outcome.error ?? ''}`);
  }
}
