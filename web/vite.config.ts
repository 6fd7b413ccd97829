import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What the page knows of the experiments without their code, which only its workers load: names, questions and parameters. */
const catalogue = (): Plugin => ({
  name: 'catalogue',
  resolveId: (id) => (id === 'virtual:catalogue' ? '\0catalogue' : null),
  load(id) {
    if (id !== '\0catalogue') return null;
    const list = execFileSync(process.execPath, [file('../dist/command/main.js'), 'list', '--json'], { encoding: 'utf8' });
    return `export const catalogue = ${list};`;
  },
});

/** The lab as static files in dist/lab/: relative URLs, so that it works from any sub-path, and nothing inlined, so that a strict policy is enough. */
export default defineConfig({
  root: file('.'),
  base: './',
  resolve: { alias: { '#source': file('../src/engine/source.web.ts') } },
  plugins: [catalogue()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: { outDir: file('../dist/lab'), emptyOutDir: true, assetsInlineLimit: 0, target: 'es2022', modulePreload: { polyfill: false } },
});
