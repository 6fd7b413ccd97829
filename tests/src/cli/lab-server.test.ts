import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { get, type IncomingHttpHeaders, type RequestOptions, request, type Server } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLabServer, policy } from '../../../src/cli/lab-server.js';

const { setup } = await import(new URL('../../../scripts/setup.mjs', import.meta.url).href);
setup(); // dist/lab is what is served
const directory = fileURLToPath(new URL('../../../dist/lab/', import.meta.url));
const command = fileURLToPath(new URL('../../../dist/command/main.js', import.meta.url));
const index = readFileSync(`${directory}index.html`);
const files = readdirSync(`${directory}assets`)
  .filter((name) => !name.endsWith('.br'))
  .map((name) => `/assets/${name}`);
const ending = (pattern: RegExp) => files.find((path) => pattern.test(path))!;

let server: Server;
let port: number;
beforeAll(async () => {
  server = await createLabServer(directory);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const ask = (path: string, options: RequestOptions = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    asked.on('error', reject);
    asked.end();
  });

/** Sends bytes as they are, and gives all that comes back until the server closes. */
const sendRaw = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(text));
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve(text) : reject(error)));
  });

const rawGet = (path: string) => sendRaw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);

describe('the server of the lab', () => {
  it('answers every file of the build with its bytes, its type and the headers that keep the page to itself', async () => {
    const types: Record<string, string> = {
      js: 'text/javascript; charset=utf-8',
      css: 'text/css; charset=utf-8',
      svg: 'image/svg+xml',
      wasm: 'application/wasm',
      html: 'text/html; charset=utf-8',
    };
    for (const path of ['/', '/index.html', ...files]) {
      const { status, headers, body } = await ask(path);
      expect([path, status]).toEqual([path, 200]);
      expect(body.equals(path === '/' ? index : readFileSync(directory + path))).toBe(true);
      expect(headers).toMatchObject({
        'content-type': types[path === '/' ? 'html' : path.split('.').at(-1)!],
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('its policy allows nothing inline, no evaluation of text, and no other site', () => {
    expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
    expect(index.toString()).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });

  it.each([
    ['br', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['gzip;q=0.5, br', 'br', brotliDecompressSync],
    ['br;q=0, gzip', 'gzip', gunzipSync],
  ])('a client that takes %s gets %s, which unpacks to the file', async (accepted, encoding, unpack) => {
    for (const path of ['/', ending(/\.wasm$/)]) {
      const { headers, body } = await ask(path, { headers: { 'accept-encoding': accepted } });
      expect(headers['content-encoding']).toBe(encoding);
      expect(headers.vary).toBe('accept-encoding');
      expect(unpack(body).equals(path === '/' ? index : readFileSync(directory + path))).toBe(true);
    }
  });

  it.each(['', 'identity', 'deflate', 'br;q=0', 'gzip;q=0.0', '*;q=0', 'brotli'])('a client that takes %j gets the file as it is', async (accepted) => {
    const { headers, body } = await ask('/', { headers: { 'accept-encoding': accepted } });
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.equals(index)).toBe(true);
  });

  it('answers HEAD with the headers of GET and no body, and a known ETag with 304', async () => {
    const got = await ask('/');
    const head = await ask('/', { method: 'HEAD' });
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, String(index.length), 0]);
    expect(head.headers.etag).toBe(got.headers.etag);
    const again = await ask('/', { headers: { 'if-none-match': got.headers.etag! } });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    const packed = await ask('/', { headers: { 'if-none-match': got.headers.etag!, 'accept-encoding': 'gzip' } });
    expect(packed.status).toBe(200);
    expect((await ask('/missing', { method: 'HEAD' })).body.length).toBe(0);
  });

  it('takes a query, which is the page’s own business', async () => {
    expect((await ask('/?a=/../../package.json')).status).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])('refuses %s', async (method) => {
    const { status, headers } = await ask('/', { method });
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  it('refuses CONNECT by hanging up', async () => {
    expect(await sendRaw(`CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)).not.toMatch(/200/);
  });
});

describe('who may ask', () => {
  const strangers = [
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost',
    'localhost.evil.example:PORT',
    '127.0.0.1.evil.example:PORT',
    'localhost:PORT.evil.example',
    'localhost:PORT@evil.example',
    'user@localhost:PORT',
    '0.0.0.0:PORT',
    '127.1:PORT',
    '2130706433:PORT',
    '0x7f000001:PORT',
    '[::1]:PORT',
    '[::ffff:127.0.0.1]:PORT',
    '169.254.169.254',
    'localhost.:PORT',
    '',
    ' ',
    '*',
    'null',
    'http://localhost:PORT',
    'localhost:PORT, evil.example',
  ];
  it.each(strangers)('a request for the host %j is refused', async (host) => {
    const answer = await sendRaw(`GET / HTTP/1.1\r\nHost: ${host.replace('PORT', String(port))}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).not.toContain('<html');
  });

  it('a request without a host, or with two, is refused', async () => {
    expect(await sendRaw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await sendRaw('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
    const both = (first: string, second: string) => sendRaw(`GET / HTTP/1.1\r\nHost: ${first}\r\nHost: ${second}\r\nConnection: close\r\n\r\n`);
    expect(await both('evil.example', `127.0.0.1:${port}`)).toMatch(/^HTTP\/1\.1 40[03] /);
  });

  it.each(['LOCALHOST:PORT', 'localhost:PORT', '127.0.0.1:PORT'])('a request for %s is answered', async (host) => {
    expect((await ask('/', { headers: { host: host.replace('PORT', String(port)) } })).status).toBe(200);
  });

  it.each(['http://evil.example', 'null', 'https://127.0.0.1:PORT', 'http://127.0.0.1', 'http://127.0.0.1:1', 'http://localhost:PORT.evil.example', 'file://'])(
    'a request that comes from %s is refused',
    async (origin) => {
      expect((await ask('/', { headers: { origin: origin.replace('PORT', String(port)) } })).status).toBe(403);
    },
  );

  it('a request of its own page is answered', async () => {
    for (const name of ['127.0.0.1', 'localhost']) expect((await ask('/', { headers: { origin: `http://${name}:${port}` } })).status).toBe(200);
  });

  it('it listens on 127.0.0.1 alone', async () => {
    const others = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal));
    for (const { address } of others) {
      const outcome = await new Promise((resolve) => {
        const socket = connect(port, address, () => resolve('connected'));
        socket.on('error', () => resolve('refused'));
      });
      expect(outcome).toBe('refused');
    }
    expect((server.address() as AddressInfo).address).toBe('127.0.0.1');
  });
});

describe('paths', () => {
  const dots = ['..', '%2e%2e', '%2E%2E', '.%2e', '%2e.', '%252e%252e', '..;', '%c0%ae%c0%ae', '%uff0e%uff0e', '..%00', '....', '. .', '%2e%2e%3b'];
  const slashes = ['/', '//', '%2f', '%2F', '%252f', '\\', '%5c', '/./', '%c0%af', '/%00/'];
  const targets = ['package.json', 'command/main.js', '../package.json', 'etc/passwd', 'lab/index.html'];
  const tricks = dots.flatMap((dot) => slashes.flatMap((slash) => targets.map((target) => `/${dot}${slash}${dot}${slash}${target}`)));
  const others = [
    '//',
    '//index.html',
    '/./index.html',
    '/assets',
    '/assets/',
    '/assets/..',
    '/assets/../index.html',
    '/index.html/',
    '/index.html.',
    '/index.html%20',
    '/index.html%00',
    '/index.html;a',
    '/INDEX.HTML',
    '/Index.html',
    '/index',
    '/index.html.br',
    '/index%2ehtml',
    '/%69ndex.html',
    '/.stamp',
    '/assets/.stamp',
    '/constructor',
    '/__proto__',
    '/toString',
    '//evil.example/',
    'http://evil.example/',
    'http://127.0.0.1/../package.json',
    'file:///etc/passwd',
    '*',
    '/C:/Windows/win.ini',
    '/\\\\server\\share',
    '/favicon.ico',
    '/%',
    '/%zz',
    `/${'a'.repeat(4000)}`,
  ];

  it(`${tricks.length + others.length} ways out of the directory, or to a file by another name, find nothing`, async () => {
    const found: string[] = [];
    for (const path of [...tricks, ...others]) {
      const answer = await rawGet(path);
      if (!/^HTTP\/1\.1 40[04] /.test(answer) || /root:|"name"|import /.test(answer)) found.push(`${path}: ${answer.slice(0, 40)}`);
    }
    expect(found).toEqual([]);
  });
});

describe('clients that behave badly', () => {
  it.each([
    ['rubbish', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', /^HTTP\/1\.1 400 |^$/],
    ['no method', ' / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a bad version', 'GET / HTTP/9.9\r\nHost: a\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a space in a header’s name', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a bare line feed in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\nY\x00: b\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', /^HTTP\/1\.1 400 /],
    ['a length and chunks', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a header too long', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(9000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
    ['a path too long', `GET /${'x'.repeat(9000)} HTTP/1.1\r\nHost: a\r\n\r\n`, /^HTTP\/1\.1 431 /],
  ])('%s is refused, and the connection closed', async (_, bytes, expected) => {
    expect(await sendRaw(bytes)).toMatch(expected);
    expect((await ask('/')).status).toBe(200);
  });

  it('forty clients that never finish their request do not keep the others waiting, and are cut off', async () => {
    const slow: Socket[] = Array.from({ length: 40 }, () => connect(port, '127.0.0.1'));
    const closed = Promise.all(
      slow.map(
        (socket) =>
          new Promise<void>((done) => {
            socket.on('connect', () => socket.write('GET / HTTP/1.1\r\nHost: '));
            socket.on('error', () => {});
            socket.on('close', () => done());
            socket.resume();
          }),
      ),
    );
    for (let i = 0; i < 20; i++) expect((await ask('/')).status).toBe(200);
    await closed; // within headersTimeout, or the test's own time runs out
    expect((await ask('/')).status).toBe(200);
  }, 30_000);

  it('a client that hangs up in the middle does no harm', async () => {
    for (let i = 0; i < 50; i++) {
      await new Promise<void>((done) => {
        const asked = get({ host: '127.0.0.1', port, path: ending(/\.wasm$/) }, (response) => {
          response.destroy();
          done();
        });
        asked.on('error', () => done());
      });
    }
    expect((await ask('/')).status).toBe(200);
  });
});

describe('fathom lab', () => {
  const start = (...args: string[]) => {
    const child = spawn(process.execPath, [command, 'lab', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const address = new Promise<string>((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk))));
    const code = new Promise<number | null>((resolve) => child.on('close', resolve));
    return { child, address, code, said: () => said };
  };

  it('prints its address, answers there, and ends by Ctrl-C with 130 though a client is connected', async () => {
    const { child, address, code, said } = start('--port', '0');
    const url = await address;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\n$/);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => {});
    expect(await (await fetch(url)).text()).toBe(index.toString());
    child.kill('SIGINT');
    expect(await code).toBe(130);
    expect(said()).toBe('\nthe lab is closed\n');
    socket.destroy();
  });

  it('a port that is taken is said to be so, with what to do', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const taken = (other.address() as AddressInfo).port;
    const { code, said } = start('--port', String(taken));
    expect(await code).toBe(2);
    expect(said()).toContain(`--port ${taken}: it is taken, perhaps by another lab; choose another, or 0 for any that is free`);
    other.close();
  });

  it('a directory without the page is refused, with what to do', async () => {
    await expect(createLabServer(fileURLToPath(new URL('.', import.meta.url)))).rejects.toThrow(/the lab's files are not in .*npm run build/);
  });
});
