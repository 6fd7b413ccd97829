import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What the page may do: run its own scripts and WebAssembly, and nothing that comes from elsewhere. */
export const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache', // asked for again each time; the answer is mostly 304
  vary: 'accept-encoding',
};

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

type Encoding = 'br' | 'gzip' | 'identity';

/** One file as it is answered: read once; its `.br` is the build's, if it made one. */
interface Entry {
  readonly type: string;
  readonly etag: string;
  readonly bodies: Readonly<Record<Encoding, Buffer>>;
}

/** What may be asked for, by its path as it stands in a request: nothing is decoded, joined or looked up on the disk. */
type Files = ReadonlyMap<string, Entry>;

/**
 * A server of the built lab, not yet listening. It answers GET and HEAD of the files that were in the directory when it was made, to
 * whoever names it by a loopback name: a page of another site whose name was pointed here is refused (DNS rebinding).
 */
export async function createLabServer(directory: string): Promise<Server> {
  const files = await readFiles(directory);
  const server = createServer(
    {
      maxHeaderSize: 8 * 1024,
      headersTimeout: 5_000,
      requestTimeout: 10_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 1_000,
      requireHostHeader: true,
    },
    (request, response) => answer(files, request, response),
  );
  server.maxConnections = 512;
  server.setTimeout(30_000, (socket) => socket.destroy()); // a reader that takes nothing
  return server;
}

async function readFiles(directory: string): Promise<Files> {
  const found = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && extname(entry.name) in mimeTypes);
  const entries = await Promise.all(
    found.map(async (file) => {
      const path = join(file.parentPath ?? file.path, file.name);
      return [`/${relative(directory, path).split(sep).join('/')}`, await entryOf(path)] as const;
    }),
  );
  const files = new Map(entries);
  const index = files.get('/index.html');
  if (index === undefined) throw new Error(`the lab's files are not in ${directory}: install fathom-nn again, or run \`npm run build\` in a checkout`);
  return files.set('/', index);
}

async function entryOf(path: string): Promise<Entry> {
  const identity = readFileSync(path);
  const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
  const made = existsSync(`${path}.br`) ? readFileSync(`${path}.br`) : promisify(brotliCompress)(identity, quick);
  const [br, zipped] = await Promise.all([made, promisify(gzip)(identity)]);
  return {
    type: mimeTypes[extname(path)]!,
    etag: `"${createHash('sha256').update(identity).digest('base64url').slice(0, 27)}"`,
    bodies: { br, gzip: zipped, identity },
  };
}

function answer(files: Files, request: IncomingMessage, response: ServerResponse): void {
  const { method, url = '', headers: asked } = request;
  const entry = files.get(url.split('?', 1)[0]!);
  const refusal = refusalOf(request) ?? (entry === undefined ? { status: 404, reason: 'there is no such file' } : undefined);
  if (entry === undefined || refusal !== undefined) {
    const { status, reason } = refusal!;
    send(response, status, status === 405 ? { allow: 'GET, HEAD' } : {}, 'text/plain; charset=utf-8', Buffer.from(`${reason}\n`), method);
    return;
  }
  const encoding = chooseEncoding(asked['accept-encoding']);
  const etag = encoding === 'identity' ? entry.etag : entry.etag.replace(/"$/, `-${encoding}"`);
  if (asked['if-none-match'] === etag) {
    response.writeHead(304, { ...headers, etag }).end();
    return;
  }
  const extra = encoding === 'identity' ? { etag } : { etag, 'content-encoding': encoding };
  send(response, 200, extra, entry.type, entry.bodies[encoding], method);
}

/** Why a request is not looked at any further. */
function refusalOf({ method, headers: { host, origin }, socket }: IncomingMessage): { readonly status: number; readonly reason: string } | undefined {
  const names = ['127.0.0.1', 'localhost'].map((name) => `${name}:${socket.localPort}`);
  if (!names.includes(host?.toLowerCase() ?? '')) return { status: 403, reason: 'this server answers by its loopback name alone' };
  if (origin !== undefined && !names.some((name) => origin === `http://${name}`)) return { status: 403, reason: 'this server answers its own page alone' };
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, reason: 'GET or HEAD' };
  return undefined;
}

function send(response: ServerResponse, status: number, extra: Readonly<Record<string, string>>, type: string, body: Buffer, method: string | undefined): void {
  response.writeHead(status, { ...headers, ...extra, 'content-type': type, 'content-length': body.length });
  if (method === 'HEAD') response.end();
  else response.end(body);
}

/** The best encoding that the client takes; one that it gives the weight 0 it does not take. */
function chooseEncoding(accepted: string | string[] | undefined): Encoding {
  const taken = new Set(
    String(accepted ?? '')
      .split(',')
      .map((part) =>
        part
          .trim()
          .toLowerCase()
          .split(/\s*;\s*/),
      )
      .filter(([, weight = 'q=1']) => !/^q=0(\.0*)?$/.test(weight))
      .map(([name]) => name),
  );
  return taken.has('br') ? 'br' : taken.has('gzip') ? 'gzip' : 'identity';
}
