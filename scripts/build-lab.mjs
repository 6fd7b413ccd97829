// web/ -> dist/lab: the page as static files, each with its best compression beside it, which takes too long to be made when they are served. Built aside and renamed whole; dist/command must be there, which lists the experiments.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

const temporary = mkdtempSync(join(root, '.build-lab-'));
try {
  await build({ root: join(root, 'web'), configFile: join(root, 'web', 'vite.config.ts'), logLevel: 'error', build: { outDir: join(temporary, 'lab') } });
  const files = readdirSync(join(temporary, 'lab'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  await Promise.all(
    files.map(async ({ parentPath, path, name }) => {
      const file = join(parentPath ?? path, name);
      writeFileSync(`${file}.br`, await promisify(brotliCompress)(readFileSync(file))); // at its highest quality
    }),
  );
  mkdirSync(join(root, 'dist'), { recursive: true });
  rmSync(join(root, 'dist', 'lab'), { recursive: true, force: true });
  renameSync(join(temporary, 'lab'), join(root, 'dist', 'lab'));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
