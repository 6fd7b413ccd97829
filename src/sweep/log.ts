import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { encode } from './codec.js';
import type { RunRecord } from './configuration.js';

/**
 * A result log: JSON lines, one a finished run, each with everything that made it. Lines are appended whole, in the order in which
 * runs end; `index` is a run's place in the grid. What stands in the file is finished, whatever happens next.
 */
export class ResultLog {
  private constructor(
    private readonly descriptor: number,
    readonly path: string,
  ) {}

  /** Opens a log. One that holds something is replaced with `overwrite`, and is an error (EEXIST) without it. */
  static create(path: string, { overwrite = false } = {}): ResultLog {
    const descriptor = openSync(path, overwrite ? 'w' : 'a');
    if (fstatSync(descriptor).size > 0) {
      closeSync(descriptor);
      throw Object.assign(new Error(`EEXIST: file exists already, open '${path}'`), { code: 'EEXIST' });
    }
    return new ResultLog(descriptor, path);
  }

  /** Appends a whole line; where that fails (a full disk), what was written of it is taken back. */
  append(record: RunRecord): void {
    const line = Buffer.from(`${encode(record)}\n`);
    const { size } = fstatSync(this.descriptor);
    try {
      for (let written = 0; written < line.length; ) written += writeSync(this.descriptor, line, written);
    } catch (error) {
      ftruncateSync(this.descriptor, size);
      throw error;
    }
  }

  /** Waits until the lines are on the disk. */
  close(): void {
    fsyncSync(this.descriptor);
    closeSync(this.descriptor);
  }
}
