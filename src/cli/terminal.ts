import cliProgress from 'cli-progress';

/** Letters a line of standard output: the terminal's own width, COLUMNS where there is none, 80 where neither is usable. */
export function lineWidth(): number {
  const { COLUMNS: columns = '' } = process.env;
  if (process.stdout.columns > 0) return process.stdout.columns;
  return /^[1-9][0-9]{0,4}$/.test(columns) ? Number(columns) : 80;
}

/** A text broken between words where a terminal is narrower than it; in a file or a pipe it stays on one line. */
export function wrap(text: string, width = process.stdout.isTTY === true ? lineWidth() : Number.POSITIVE_INFINITY): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

export interface Progress {
  update(done: number, note?: string): void;
  stop(): void;
}

/** A progress bar on standard error, where that is a terminal; elsewhere nothing. `unit` is what is counted. */
export function startProgress(total: number, unit: string): Progress {
  if (process.stderr.isTTY !== true) return { update() {}, stop() {} };
  const room = (process.stderr.columns || 80) - `100% ${total}/${total} ${unit}, 99m59s left`.length - 4;
  const bar = new cliProgress.SingleBar({
    format: `${room >= 5 ? '{bar} ' : ''}{percentage}% {value}/{total} ${unit}, {eta_formatted} left{note}`,
    barCompleteChar: '#',
    barIncompleteChar: '-',
    barsize: Math.max(1, Math.min(30, room)),
    hideCursor: true,
    fps: 8,
    clearOnComplete: true,
    stream: process.stderr,
    gracefulExit: false, // signals are the command's own business
    etaBuffer: 50,
  });
  bar.start(total, 0, { note: '' });
  return {
    // After its stop the bar would be drawn over what was written since.
    update: (done, note = '') => bar.isActive && bar.update(done, { note: room >= 5 + note.length ? note : '' }),
    stop: () => bar.isActive && bar.stop(),
  };
}

/** A word on standard error while something takes longer than a second, where that is a terminal; gone when it stops. */
export function startWaiting(what: string): { stop(): void } {
  if (process.stderr.isTTY !== true) return { stop() {} };
  const start = performance.now();
  let isShown = false;
  const timer = setInterval(() => {
    isShown = true;
    process.stderr.write(`\r${what}: ${Math.floor((performance.now() - start) / 1000)} s`);
  }, 1000);
  return {
    stop() {
      clearInterval(timer);
      if (isShown) process.stderr.write('\r\x1b[K');
      isShown = false;
    },
  };
}

/** Whether standard output can take no more: its reader has gone away, as `head` does, or its disk is full. */
let isClosed = false;

/**
 * A pipe that is closed early is no error: what would be written to it is not wanted any more. Any other failure of
 * standard output is told and makes the exit code 1. Either way what is written to files is not touched by it.
 */
export function tolerateClosedOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    isClosed = true;
    if (error.code === 'EPIPE') return;
    say(`error: cannot write to standard output: ${error.code}`);
    process.on('exit', () => {
      process.exitCode ||= 1; // whatever the work itself ended with
    });
  });
  process.stderr.on('error', () => {}); // nobody is left to be told
}

/** Data goes to standard output, whole, before the process ends. */
export function print(text: string): Promise<void> {
  if (isClosed) return Promise.resolve();
  return new Promise((resolve) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`, () => resolve()));
}

/** Words go to standard error. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
