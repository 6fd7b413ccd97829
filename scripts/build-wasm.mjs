// Compiles assembly/ into every target of asconfig.json. asc turns an unknown target into an unoptimised module with
// exit code 0, and an unknown option into a warning: so the names come from the file, and any warning is an error.
// Every file is written under another name and renamed when all of them are good, so that no run sees half a module.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const asc = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
const { targets } = JSON.parse(readFileSync(join(root, 'asconfig.json'), 'utf8'));

// What each target holds: training alone, or the lecture's mathematics too. asconfig.json has no place for it.
const entries = { debug: 'assembly/theory.ts', simd: 'assembly/index.ts', theory: 'assembly/theory.ts', relaxed: 'assembly/index.ts' };

const run = (target, outFile) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [asc, entries[target], '--target', target, '--outFile', relative(root, outFile)], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 && !/WARNING|ERROR/.test(output)) resolve();
      else reject(new Error(`asc --target ${target} (exit ${code})\n${output}`));
    });
  });

// Node 20 validates relaxed instructions only behind a flag; asc itself has checked that module.
const isWhole = (target, bytes) => bytes.length > 8 && (target === 'relaxed' || WebAssembly.validate(bytes));

mkdirSync(join(root, 'wasm'), { recursive: true });
const temporary = mkdtempSync(join(root, '.build-wasm-'));
try {
  const outcomes = await Promise.allSettled(
    Object.entries(targets).map(async ([target, { outFile }]) => {
      const written = join(temporary, basename(outFile));
      await run(target, written);
      if (!isWhole(target, readFileSync(written))) throw new Error(`asc --target ${target} wrote a module that is not valid`);
    }),
  );
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  for (const { outFile } of Object.values(targets)) {
    // Of the bindings only the types are used: the loader makes the rest.
    for (const ending of ['.wasm', '.d.ts']) {
      const name = outFile.replace(/\.wasm$/, ending);
      renameSync(join(temporary, basename(name)), join(root, name));
    }
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
