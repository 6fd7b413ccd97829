// Bundles the command and its workers with the libraries that only they use, so that the package's one dependency stays
// the loader. What the public library already holds stays where it is and is shared: one engine, one errors module, and
// the modules' URLs (../../wasm/ as seen from dist/engine/) stay true.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { rolldown } from 'rolldown';
import { libraryFiles } from './library-files.mjs';

/** The command's entries by the name that each gets in dist/command/; the workers are started by these names. */
export const commandEntries = { main: 'cli/main.js', worker: 'sweep/worker.js' };

/**
 * @param {string} dist compiled library, where entries are looked up
 * @param {string} outDir dist/command
 * @param {Record<string, string>} entries
 */
export async function bundleCommand(dist, outDir, entries = commandEntries) {
  const library = libraryFiles(dist);
  const input = Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(dist, path)]));
  const missing = Object.values(input).find((path) => !existsSync(path));
  if (missing !== undefined) throw new Error(`the command's entry ${relative(dist, missing)} is not in ${dist}`);
  const bundle = await rolldown({
    input: { ...input, 'piscina-worker': join(dirname(createRequire(import.meta.url).resolve('piscina')), 'worker.js') },
    platform: 'node',
    cwd: dist,
    // Optional accelerators that their users try to load and do without.
    external: ['canvas', '@napi-rs/nice'],
    plugins: [shareLibrary(library, outDir), piscinaInOneDirectory],
    onLog(level, log, next) {
      if (level === 'warn' && log.code === 'EVAL') return; // in linkedom, never called here
      if (level === 'warn') throw new Error(`bundling the command: ${log.message}`);
      next(level, log);
    },
  });
  const { output } = await bundle.write({
    dir: outDir,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    minify: 'dce-only', // whole names in stack traces; the size is no matter on a disk
    comments: { legal: false, jsdoc: false },
  });
  await bundle.close();
  const packages = packagesOf(output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : [])));
  writeFileSync(join(outDir, 'LICENSES.txt'), licencesOf(packages));
}

/** Leaves imports of the public library's own files standing, relative to the bundle. */
const shareLibrary = (library, outDir) => ({
  name: 'share-library',
  resolveId(specifier, importer) {
    if (importer === undefined || !specifier.startsWith('.')) return null;
    const file = resolve(dirname(importer), specifier);
    if (!library.has(file)) return null;
    return { id: relative(outDir, file).split(sep).join('/'), external: 'relative' };
  },
});

/**
 * piscina starts `worker.js` beside its own file, and loads a task's file first by require() and then by import.
 * Bundled, the first is an entry of ours, and the second need not be tried: every worker here is a module.
 */
const piscinaInOneDirectory = {
  name: 'piscina-in-one-directory',
  transform(code, id) {
    const file = id.split(sep).join('/');
    if (file.endsWith('/piscina/dist/index.js')) {
      return replaceOnce(code, "(0, node_path_1.resolve)(__dirname, 'worker.js')", "new URL('./piscina-worker.js', import.meta.url)");
    }
    if (file.endsWith('/piscina/dist/worker.js')) {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is piscina's text
      return replaceOnce(code, 'handler = await Promise.resolve(`${filename}`).then(s => __importStar(require(s)));', '');
    }
    return null;
  },
};

function replaceOnce(code, from, to) {
  if (code.split(from).length !== 2) throw new Error(`piscina has changed: expected once in it: ${from}`);
  return code.replace(from, () => to);
}

/** The third-party packages of the bundle, by directory, sorted. */
function packagesOf(ids) {
  const directories = ids.map((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0]).filter((directory) => directory !== undefined);
  return [...new Set(directories)].sort();
}

function licencesOf(directories) {
  const notices = directories.map((directory) => {
    const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    const file = readdirSync(directory).find((entry) => /^(licen[cs]e|copying)(\.|-|$)/i.test(entry));
    if (license === undefined && file === undefined) throw new Error(`${name} states no licence`);
    const text = file === undefined ? 'No licence text is in the package.' : readFileSync(join(directory, file), 'utf8').trim();
    return `${name} ${version} (${license ?? 'see below'})\n\n${text}\n`;
  });
  return `The command \`fathom\` holds code of these packages.\n\n${notices.join(`\n${'-'.repeat(78)}\n\n`)}`;
}
