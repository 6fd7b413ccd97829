import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { lessons } from '../src/report/lessons.js';
import { typeset } from '../src/report/text.js';

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

/**
 * What is claimed, typeset here, so that the page carries no typesetter. The policy of the page allows no style attributes; what MathML
 * has in them here is the size of small fractions.
 */
const typesetLessons = (): Plugin => ({
  name: 'lessons',
  resolveId: (id) => (id === 'virtual:lessons' ? '\0lessons' : null),
  load(id) {
    if (id !== '\0lessons') return null;
    const html = Object.entries(lessons).map(([name, paragraphs]) => [name, paragraphs.map((text) => typeset(text).replace(/ style="[^"]*"/g, ''))]);
    return `export const lessons = ${JSON.stringify(Object.fromEntries(html))};`;
  },
});

/** The lab as static files in dist/lab/: relative URLs, so that it works from any sub-path, and nothing inlined, so that a strict policy is enough. */
export default defineConfig({
  root: file('.'),
  base: './',
  resolve: { alias: { '#source': file('./engine/source.ts') } },
  plugins: [catalogue(), typesetLessons()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: { outDir: file('../dist/lab'), emptyOutDir: true, assetsInlineLimit: 0, target: 'es2022', modulePreload: { polyfill: false } },
});
