// Compiles assembly/ into every target of asconfig.json. asc turns an unknown target into an unoptimised module with
// exit code 0, and an unknown option into a warning: so the names come from the file, and any warning is an error.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';

const asc = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
const { targets } = JSON.parse(readFileSync('asconfig.json', 'utf8'));

const compile = (target) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [asc, '--target', target], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => { output += chunk; });
    child.stderr.on('data', (chunk) => { output += chunk; });
    child.on('error', reject);
    child.on('close', (code) => {
      const { outFile } = targets[target];
      if (code !== 0 || /WARNING|ERROR/.test(output)) return reject(new Error(`asc --target ${target} (exit ${code})\n${output}`));
      if (!WebAssembly.validate(readFileSync(outFile)) && target !== 'relaxed') return reject(new Error(`${outFile} is not a valid module`));
      rmSync(outFile.replace(/wasm$/, 'js'), { force: true }); // only the generated types are used
      resolve();
    });
  });

await Promise.all(Object.keys(targets).map(compile));
