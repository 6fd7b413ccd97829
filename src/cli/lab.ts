import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { parseInteger } from '../sweep/numbers.js';
import { systemReason, UsageError } from './failure.js';
import { listenForInterrupt } from './interrupt.js';
import { createLabServer } from './lab-server.js';
import { optionText, type RawOptions, refuseRepeats } from './options.js';
import { print, say } from './terminal.js';

/** Fixed, so that a link into the lab goes on working from one day to the next. */
const standardPort = 8650;

const example = `
Listens on 127.0.0.1 alone: no other machine can reach it. Ctrl-C ends it.

Examples:
  fathom lab --open
  fathom lab --port 0`;

/** `fathom lab`: the interactive page, on loopback. */
export function labCommand(): Command {
  const command = new Command('lab')
    .summary('the interactive page, served on loopback')
    .description('Serves the lab, a page with every experiment and a bench of networks, to the browsers of this machine, and prints its address.')
    .option('--port <n>', `port, 0 for any that is free (default: ${standardPort})`)
    .option('--open', 'open it in the browser')
    .addHelpText('after', example)
    .action(async (raw: RawOptions) => {
      process.exitCode = await lab(raw);
    });
  refuseRepeats(command);
  return command;
}

async function lab(raw: RawOptions): Promise<number> {
  const port = parseInteger('--port', optionText(raw, 'port') ?? String(standardPort), 0, 65535);
  const server = await createLabServer(fileURLToPath(new URL('../lab/', import.meta.url))); // as seen from dist/command/
  await listen(server, port);
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  using interrupt = listenForInterrupt('the lab is closed');
  await print(address);
  if (raw['open'] === true) open(address);
  if (!interrupt.signal.aborted) await once(interrupt.signal, 'abort');
  server.close();
  server.closeAllConnections();
  return interrupt.exitCode!;
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'it is taken, perhaps by another lab' : systemReason(error);
    throw new UsageError(`--port ${port}: ${reason}; choose another, or 0 for any that is free`);
  }
}

/** By the platform's own opener. That there is none is no reason to end. */
function open(address: string): void {
  const [program, ...first] = { darwin: ['open'], win32: ['cmd', '/c', 'start', '""'] }[process.platform as string] ?? ['xdg-open'];
  const opener = spawn(program!, [...first, address], { stdio: 'ignore', detached: true });
  const told = () => say('no browser could be opened: open the address yourself');
  opener.on('error', told);
  opener.on('exit', (code) => code !== 0 && told());
  opener.unref();
}
