import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A stop asked for by a signal: what hears of it, and the exit code that tells of it. */
export interface Interrupt extends Disposable {
  readonly signal: AbortSignal;
  /** 128 plus the signal's number; undefined while none has come. */
  readonly exitCode: number | undefined;
}

/** Hears the first Ctrl-C (or SIGTERM, SIGHUP) as a request to stop, with a word to the user; the second ends the process at once. */
export function listenForInterrupt(message: string): Interrupt {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const stop = (name: NodeJS.Signals) => {
    const code = 128 + constants.signals[name];
    if (exitCode !== undefined) process.exit(code);
    exitCode = code;
    controller.abort();
    process.stderr.write(`\n${message}\n`);
  };
  for (const name of signals) process.on(name, stop);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    [Symbol.dispose]() {
      for (const name of signals) process.off(name, stop);
    },
  };
}
