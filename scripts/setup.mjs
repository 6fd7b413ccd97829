// Makes a checkout ready to run and to test: installs what package-lock.json names, compiles assembly/ and src/, builds web/.
// Each step runs only when what it is made from has changed, and only then prints a line (to stderr: stdout is for data).
// It runs before anything is installed, hence only node: modules.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

const steps = [
  { name: 'installing dependencies', isFresh: isInstalled, run: install },
  built('compiling the engine', {
    script: 'build-wasm.mjs',
    from: ['assembly', 'asconfig.json', 'scripts/build-wasm.mjs'],
    to: ['wasm/fathom.debug.wasm', 'wasm/fathom.simd.wasm', 'wasm/fathom.theory.wasm', 'wasm/fathom.relaxed.wasm'],
  }),
  built('compiling the library and the command', {
    script: 'build-dist.mjs',
    from: ['src', 'wasm/fathom.simd.wasm', 'tsconfig.json', 'scripts/build-dist.mjs', 'scripts/bundle-command.mjs', 'scripts/library-files.mjs'],
    to: ['dist/index.js', 'dist/command/main.js'],
  }),
  built('building the lab', {
    script: 'build-lab.mjs',
    from: ['web', 'src', 'assembly', 'asconfig.json', 'scripts/build-lab.mjs', 'scripts/build-wasm.mjs'],
    to: ['dist/lab/index.html'],
  }),
];

/** Brings everything up to date; throws an Error whose message is for people. */
export function setup() {
  requireNode();
  if (steps.every((step) => step.isFresh())) return;
  const release = acquireLock();
  try {
    for (const step of steps) {
      if (step.isFresh()) continue; // also where another setup did it meanwhile
      console.error(`fathom: ${step.name}`);
      step.run();
    }
  } finally {
    release();
  }
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Error(`fathom needs Node 20.19 or newer, and this is Node ${process.versions.node}: see https://nodejs.org`);
}

function isInstalled() {
  const installed = statSync(at('node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  return installed !== undefined && installed.mtimeMs >= statSync(at('package-lock.json')).mtimeMs;
}

function install() {
  // Under npm, the npm that runs us; its file, so that no shell is needed.
  const { npm_execpath: npm = '' } = process.env;
  const [command, first] = /npm-cli\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []];
  const options = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  execute(command, [...first, ...options], 'npm ci', { shell: command === 'npm' && process.platform === 'win32' });
}

/** A step that runs one of these scripts and stamps the directory it fills with the hash of what that was made from. */
function built(name, { script, from, to }) {
  const stamp = at(dirname(to[0]), '.stamp');
  const state = () => hashOf([...from, 'package-lock.json']);
  return {
    name,
    isFresh: () => [stamp, ...to.map((file) => at(file))].every((file) => existsSync(file)) && readFileSync(stamp, 'utf8') === state(),
    run() {
      const before = state();
      execute(process.execPath, [at('scripts', script)], `scripts/${script}`);
      writeFileSync(stamp, before); // of before the run: what changed during it is built next time
    },
  };
}

/** Of the names and contents of files and of whole directories; package-lock.json stands for the compilers' versions. */
function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const isDirectory = statSync(at(path)).isDirectory();
    const files = isDirectory ? readdirSync(at(path), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()) : [];
    const names = isDirectory ? files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort() : [at(path)];
    for (const name of names)
      hash
        .update(`${name.slice(root.length)}\0`)
        .update(readFileSync(name))
        .update('\0');
  }
  return hash.digest('hex');
}

function execute(command, args, title, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (error !== undefined) throw new Error(`${title} did not start: ${error.message}`);
  if (status !== 0) throw new Error(`${title} failed (${signal ?? `exit ${status}`})`);
}

/** One setup at a time in a checkout. A lock whose owner is gone is taken over. */
function acquireLock() {
  const lock = join(tmpdir(), `fathom-setup-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`);
  for (let waited = 0; ; waited++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = ownerOf(lock);
    if (owner === undefined ? waited > 50 : !isRunning(owner)) rmSync(lock, { force: true });
    else if (waited === 0) console.error(`fathom: waiting for another setup of this checkout (process ${owner ?? 'unknown'})`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

/** Undefined when the lock has just been given back, or has been made and not yet written. */
function ownerOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) {
  try {
    setup();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
