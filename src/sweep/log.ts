import { closeSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs';
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

  /** Opens a new log; `overwrite` empties one that is there, without it that is an error (code EEXIST). */
  static create(path: string, { overwrite = false } = {}): ResultLog {
    return new ResultLog(openSync(path, overwrite ? 'w' : 'wx'), path);
  }

  append(record: RunRecord): void {
    const line = Buffer.from(`${encode(record)}\n`);
    for (let written = 0; written < line.length; ) written += writeSync(this.descriptor, line, written);
  }

  /** Waits until the lines are on the disk. */
  close(): void {
    if (fstatSync(this.descriptor).isFile()) fsyncSync(this.descriptor);
    closeSync(this.descriptor);
  }
}
