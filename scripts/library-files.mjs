// The files of dist/ that the public library consists of: what index.js, inline.js and their .d.ts lead to.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** `from './x.js'`, `import './x.js'`, `import('./x.js')` and `new URL('./x.js', import.meta.url)`; tsc leaves them as literals. */
const references = /\b(?:from|import|URL)\s*\(?\s*['"](\.[^'"]+\.js)['"]/g;

/** `#source` is a file by platform, so that no import names them by path. */
const platforms = ['engine/source.node.js', 'engine/source.web.js'];

/** @returns {Set<string>} absolute paths of .js and .d.ts files */
export function libraryFiles(dist) {
  const found = new Set();
  const visit = (file) => {
    for (const name of [file, file.replace(/\.js$/, '.d.ts')]) {
      if (found.has(name) || !existsSync(name)) continue;
      found.add(name);
      for (const [, specifier] of readFileSync(name, 'utf8').matchAll(references)) visit(resolve(dirname(name), specifier));
    }
  };
  for (const entry of ['index.js', 'inline.js', ...platforms]) visit(join(dist, entry));
  return found;
}
