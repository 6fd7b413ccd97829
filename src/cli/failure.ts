import { CommanderError } from 'commander';
import pc from 'picocolors';
import { ArgumentError } from '../engine/errors.js';

/** How the command ends. A signal adds its number to 128, as shells do. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;

/** What was asked for cannot be understood or begun: nothing has been done yet. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Tells what went wrong on standard error, in one line where it can, and returns the exit code. */
export function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage; // commander has told
  const { red } = pc.createColors(hasColor(process.stderr));
  process.stderr.write(`${red('error:')} ${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError || error instanceof ArgumentError) {
    process.stderr.write('Run `fathom help` or `fathom help <command>` for usage.\n');
    return exitCodes.usage;
  }
  return exitCodes.failed;
}

/** Colour is for terminals, and only for those who have not refused it. */
export function hasColor(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR: refused = '', TERM: terminal } = process.env;
  return stream.isTTY === true && refused === '' && terminal !== 'dumb';
}

/** The reason of a failed system call, for people: `permission denied (EACCES)`. */
export function systemReason(error: unknown): string {
  const { code = 'unknown error', message = '' } = error as NodeJS.ErrnoException;
  const text = /^[A-Z0-9]+: ([^,]+)/.exec(message)?.[1];
  return text === undefined ? code : `${text} (${code})`;
}
