import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

const mimeTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string | Uint8Array;
}

export interface SiteOptions {
  /** Served files are looked up below this directory; the project's own root unless given. */
  readonly directory?: string;
  /** The Content-Security-Policy of every answer. */
  readonly policy?: string;
  /** Pages and scripts that are no files, and faults: what is left out of an answer comes from the file. */
  readonly answers?: Readonly<Record<string, Answer>>;
}

export interface Site {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves files on loopback, with the right MIME types unless told otherwise. */
export async function serve(options: SiteOptions = {}): Promise<Site> {
  const { directory = root, policy, answers = {} } = options;
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://loopback').pathname);
    const { status = 200, type, body } = answers[path] ?? {};
    const file = resolve(directory, `.${path}`);
    const content = body ?? (file.startsWith(directory.replace(/[\\/]$/, '') + sep) ? await readFile(file).catch(() => undefined) : undefined);
    if (policy !== undefined) response.setHeader('content-security-policy', policy);
    if (content === undefined) response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    else response.writeHead(status, { 'content-type': type ?? mimeTypes[extname(path)] ?? 'application/octet-stream' }).end(content);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
