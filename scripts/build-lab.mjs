// web/ -> dist/lab: the page as static files. Built aside and renamed whole; dist/command must be there, which lists the experiments.
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

const temporary = mkdtempSync(join(root, '.build-lab-'));
try {
  await build({ root: join(root, 'web'), configFile: join(root, 'web', 'vite.config.ts'), logLevel: 'error', build: { outDir: join(temporary, 'lab') } });
  mkdirSync(join(root, 'dist'), { recursive: true });
  rmSync(join(root, 'dist', 'lab'), { recursive: true, force: true });
  renameSync(join(temporary, 'lab'), join(root, 'dist', 'lab'));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
