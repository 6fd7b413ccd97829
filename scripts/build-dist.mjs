// src/ -> dist/: the library by tsc, file by file, and the command bundled. Built aside and renamed whole.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleCommand } from './bundle-command.mjs';
import { libraryFiles } from './library-files.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

const temporary = mkdtempSync(join(root, '.build-dist-'));
try {
  const dist = join(temporary, 'dist');
  // tsc maps `#source` from dist/ back to src/ only where dist/ is its output: here it is told to look in src/ itself.
  const { status } = spawnSync(process.execPath, [tsc, '-p', root, '--outDir', dist, '--customConditions', 'fathom-source'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('tsc found errors in src/');
  // fathom-nn/inline carries its module as text. Nothing but inline.js imports it.
  const module = readFileSync(join(root, 'wasm', 'fathom.simd.wasm')).toString('base64');
  writeFileSync(join(dist, 'inline-module.js'), `export const base64 = '${module}';\n`);
  await bundleCommand(dist, join(dist, 'command'));
  // What is now in the bundle alone would be dead weight, and import libraries that are not installed with the package.
  const library = libraryFiles(dist);
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !library.has(file) && !file.startsWith(join(dist, 'command'))) rmSync(file);
  }
  for (const { name } of readdirSync(dist, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    if (readdirSync(join(dist, name)).length === 0) rmSync(join(dist, name), { recursive: true });
  }
  if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), join(temporary, 'old'));
  renameSync(dist, join(root, 'dist'));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
