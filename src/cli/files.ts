import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { systemReason, UsageError } from './failure.js';

/** A path as messages show it: quoted, with everything that could disturb a terminal escaped. */
export const shown = (path: string): string => JSON.stringify(path);

/**
 * Refuses, before any work is done, a place where a result could not be written: a directory, a device, a missing or
 * read-only directory, a name that is too long. `existing` says whether a file that is there may be replaced.
 */
export function checkOutput(flag: string, path: string, existing: 'replace' | 'refuse'): void {
  if (path === '') throw new UsageError(`${flag}: expected a file name, got ""`);
  if (path === '-') throw new UsageError(`${flag}: expected a file name, got "-"; standard output takes --json, and ./- is a file`);
  const found = look(flag, path);
  if (found?.isDirectory()) throw new UsageError(`${flag}: ${shown(path)} is a directory; give a file name`);
  if (found !== undefined && !found.isFile()) throw new UsageError(`${flag}: ${shown(path)} is not a regular file`);
  if (found !== undefined && found.size > 0 && existing === 'refuse') {
    throw new UsageError(`${flag}: ${shown(path)} exists already; give another name, or --overwrite to replace it`);
  }
  if (found !== undefined) attempt(flag, path, () => accessSync(path, constants.W_OK));
  const directory = dirname(resolve(path));
  const parent = look(flag, directory);
  if (parent === undefined) throw new UsageError(`${flag}: there is no directory ${shown(directory)} to write ${shown(path)} in (ENOENT); make it first`);
  if (!parent.isDirectory()) throw new UsageError(`${flag}: ${shown(directory)} is not a directory (ENOTDIR)`);
  // Only an attempt tells: permissions, read-only file systems and quotas have no common test.
  attempt(flag, path, () => rmSync(reserve(directory)));
}

/** Two results in one file would destroy each other. */
export function checkDistinct(outputs: Readonly<Record<string, string | undefined>>): void {
  const seen = new Map<string, string>();
  for (const [flag, path] of Object.entries(outputs)) {
    if (path === undefined) continue;
    const other = seen.get(resolve(path));
    if (other !== undefined) throw new UsageError(`${other} and ${flag} both name ${shown(path)}`);
    seen.set(resolve(path), flag);
  }
}

/** Writes a file whole or not at all: beside its place, to the disk, then renamed over it. A link is followed. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const target = look('output', path) === undefined ? resolve(path) : realpathSync(path);
  const temporary = reserve(dirname(target));
  try {
    writeFileSync(temporary, content);
    const descriptor = openSync(temporary, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Error(`cannot write ${shown(path)}: ${systemReason(error)}`, { cause: error });
  }
}

/** Makes a directory that results go to, with those above it. */
export function makeDirectory(flag: string, path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UsageError(`${flag}: cannot make the directory ${shown(path)}: ${systemReason(error)}`, { cause: error });
  }
}

/** Writes an experiment's drawings, one file each, and gives their paths. */
export function writePictures(directory: string, experiment: string, pictures: readonly string[]): string[] {
  return pictures.map((picture, index) => {
    const path = join(directory, `${experiment}${pictures.length > 1 ? `-${index + 1}` : ''}.svg`);
    writeWhole(path, picture);
    return path;
  });
}

/** A new empty file of a name that nobody has. */
function reserve(directory: string): string {
  const path = join(directory, `.fathom-${randomBytes(6).toString('hex')}.tmp`);
  closeSync(openSync(path, 'wx'));
  return path;
}

function look(flag: string, path: string): Stats | undefined {
  return attempt(flag, path, () => {
    const link = lstatSync(path, { throwIfNoEntry: false });
    if (!link?.isSymbolicLink()) return link;
    const target = statSync(path, { throwIfNoEntry: false });
    if (target === undefined) throw new UsageError(`${flag}: ${shown(path)} is a link to nowhere`);
    return target;
  });
}

function attempt<T>(flag: string, path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${flag}: cannot write ${shown(path)}: ${systemReason(error)}`, { cause: error });
  }
}
