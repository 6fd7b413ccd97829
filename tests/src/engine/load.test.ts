import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ArgumentError, EngineError, type EngineErrorCode } from '../../../src/engine/errors.js';
import { builds, type LoadOptions, loadModule } from '../../../src/engine/load.js';
import * as web from '../../../src/engine/source.web.js';

const simd = readFileSync(new URL('../../../wasm/fathom.simd.wasm', import.meta.url));
const debug = readFileSync(new URL('../../../wasm/fathom.debug.wasm', import.meta.url));

const fails = async (options: unknown, code: EngineErrorCode, message: RegExp): Promise<void> => {
  const error = await loadModule(options as LoadOptions).catch((reason) => reason);
  expect(error).toBeInstanceOf(EngineError);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
};

/** A server on loopback for the time of one body. */
const serving = async (answer: RequestListener, body: (url: string) => Promise<void>): Promise<void> => {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}/fathom.wasm`);
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
};

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('what is loaded', () => {
  it.each(builds)('build %s is the build asked for, and says so itself', async (build) => {
    const loaded = await loadModule({ build });
    expect(loaded.build).toBe(build);
    expect(builds[loaded.exports.buildId()]).toBe(build);
    expect(loaded.module).toBeInstanceOf(WebAssembly.Module);
  });

  it('without options it is the simd build', async () => {
    expect((await loadModule()).build).toBe('simd');
  });

  it('every kind of source gives a working engine whose build is known', async () => {
    const { module } = await loadModule();
    const path = fileURLToPath(new URL('../../../wasm/fathom.simd.wasm', import.meta.url));
    const exact = simd.buffer.slice(simd.byteOffset, simd.byteOffset + simd.byteLength);
    const shifted = new Uint8Array(simd.length + 3).subarray(3);
    shifted.set(simd);
    const sources = [
      module,
      exact,
      simd,
      shifted,
      new DataView(exact),
      path,
      new URL(`file://${path}`),
      `data:application/wasm;base64,${simd.toString('base64')}`,
      new Response(simd),
    ];
    for (const wasm of sources) {
      const { build, exports } = await loadModule({ wasm });
      expect(build).toBe('simd');
      const pointer = exports.allocate(64);
      expect(pointer).toBeGreaterThan(0);
      exports.release(pointer);
    }
    expect((await loadModule({ wasm: debug })).build).toBe('debug');
  });

  it('two engines from one module have memories of their own', async () => {
    const { module, exports } = await loadModule();
    const other = (await loadModule({ wasm: module })).exports;
    expect(other.memory).not.toBe(exports.memory);
  });

  it('a server with a wrong MIME type, or none, is no hindrance', async () => {
    for (const type of ['application/octet-stream', 'text/plain', undefined]) {
      await serving(
        (_request, response) => response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end(simd),
        async (url) => expect((await loadModule({ wasm: url })).build).toBe('simd'),
      );
    }
  });

  it('the larger module where it is asked for, as the simd build; the relaxed build has none', async () => {
    const { build, exports } = await loadModule({ theory: true });
    expect(build).toBe('simd');
    expect(exports.theoryKernels()).toBe(1);
    expect('theoryKernels' in (await loadModule()).exports).toBe(false);
    await expect(loadModule({ build: 'relaxed', theory: true })).rejects.toThrow(/^theory: expected false with build 'relaxed'/);
    await expect(loadModule({ theory: 1 } as unknown as LoadOptions)).rejects.toThrow(/^theory: expected true or false, got 1$/);
  });

  it('the web source reads the same modules by fetch', async () => {
    await serving(
      (_request, response) => response.end(simd),
      async (url) => expect(Buffer.from((await web.readWasm(url)).bytes as ArrayBuffer).equals(simd)).toBe(true),
    );
    expect(Object.values(web.shipped).map(String)).toEqual(
      ['simd', 'theory', 'relaxed', 'debug'].map((name) => new URL(`../../../wasm/fathom.${name}.wasm`, import.meta.url).href),
    );
    await expect(web.readWasm('fathom.wasm')).rejects.toBeInstanceOf(ArgumentError); // no page, no base
  });
});

const transferred = new Uint8Array(8);
structuredClone(transferred.buffer, { transfer: [transferred.buffer] });

describe('arguments that cannot be meant are refused with the list of what can', () => {
  it.each([
    [{ build: 'scalar' }, "build: expected 'simd', 'relaxed' or 'debug', got \"scalar\""],
    [{ build: null }, "build: expected 'simd', 'relaxed' or 'debug', got null"],
    [{ build: ['simd'] }, /^build: .* got an array of 1$/],
    [{ wasm: 3 }, /^wasm: expected a URL, .* got 3$/],
    [{ wasm: null }, /^wasm: .* got null$/],
    [{ wasm: '' }, /^wasm: .* a non-empty string.* got ""$/],
    [{ wasm: {} }, /^wasm: .* got a Object$/],
    [{ wasm: Promise.resolve() }, /^wasm: .* got a Promise$/],
    [{ build: 'debug', wasm: simd }, 'build: expected \'simd\', the build of the given data, got "debug"'],
    [null, 'options: expected an object with build, wasm, theory, got null'],
    ['simd', 'options: expected an object with build, wasm, theory, got "simd"'],
    [{ bild: 'debug' }, 'options: expected no option "bild" (did you mean build?), got "bild"'],
    [{ location: 'fathom.wasm' }, 'options: expected only the options build, wasm, theory, got "location"'],
    [{ wasm: transferred }, /^wasm: .*\(not detached\).* got a Uint8Array of 0$/],
    [{ wasm: transferred.buffer }, /^wasm: .*\(not detached\).* got a ArrayBuffer$/],
  ])('%o', async (options, message) => {
    const error = await loadModule(options as LoadOptions).catch((reason) => reason);
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });
});

describe('what is not there', () => {
  it('a missing file is named with its whole path', async () => {
    await fails({ wasm: 'no/such.wasm' }, 'not-found', /cannot read \/.*no\/such\.wasm \(ENOENT\)/);
    await fails({ wasm: new URL('file:///no/such.wasm') }, 'not-found', /\/no\/such\.wasm \(ENOENT\)/);
    await fails({ wasm: fileURLToPath(new URL('.', import.meta.url)) }, 'not-found', /\(EISDIR\)/);
  });

  it('an answer that is not 200 is named with its URL and status', async () => {
    for (const status of [403, 404, 500]) {
      await serving(
        (_request, response) => response.writeHead(status).end('no'),
        (url) => fails({ wasm: url }, 'not-found', new RegExp(`^${url}: the server answered ${status}`)),
      );
    }
  });

  it('a server that cannot be reached is named', async () => {
    let gone = '';
    await serving(
      () => {},
      async (url) => {
        gone = url;
      },
    );
    await fails({ wasm: gone }, 'not-found', new RegExp(`cannot fetch ${gone}: .*cannot be reached`));
  });

  it('a transfer that breaks off rejects', async () => {
    await serving(
      (_request, response) => {
        response.writeHead(200, { 'content-length': simd.length });
        response.write(simd.subarray(0, 100), () => response.destroy());
      },
      (url) => fails({ wasm: url }, 'corrupt', /the transfer broke off/),
    );
  });

  it('a Response that was read before says so', async () => {
    const response = new Response(simd);
    await response.arrayBuffer();
    await fails({ wasm: response }, 'corrupt', /already read/);
  });
});

describe('what is not the engine', () => {
  it('a page served with 200 in place of the module is named with its content type', async () => {
    await serving(
      (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Not found</title>'),
      (url) => fails({ wasm: url }, 'not-wasm', new RegExp(`${url} \\(content-type text/html\\) is not a WebAssembly file: it is a page`)),
    );
    await fails({ wasm: new TextEncoder().encode('hello') }, 'not-wasm', /^the given data is not a WebAssembly file$/);
  });

  it('nothing, and a module cut at any byte, are corrupt', async () => {
    await fails({ wasm: new Uint8Array() }, 'corrupt', /empty/);
    for (let length = 8 + 1; length < simd.length; length += 37)
      await fails({ wasm: simd.subarray(0, length) }, 'corrupt', new RegExp(`\\(${length} bytes\\)`));
  });

  it('a flipped byte in the header is refused; anywhere else it gives an engine or one of our errors, and always settles', async () => {
    for (let at = 0; at < simd.length; at += at < 12 ? 1 : 23) {
      const bytes = Uint8Array.from(simd);
      bytes[at]! ^= 0x40;
      const outcome = await loadModule({ wasm: bytes }).catch((error) => error);
      if (at < 12 || outcome instanceof Error) expect(outcome).toSatisfy((error) => error instanceof EngineError || error instanceof ArgumentError);
    }
  });

  it('a whole module that is no engine, or one of another interface version, is a wrong version', async () => {
    // (module), the smallest there is
    await fails({ wasm: Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0) }, 'wrong-version', /is not an engine of Fathom/);
    // (module (func (export "abiVersion") (export "buildId") (result i32) i32.const 99))
    await fails({ wasm: sayingBoth(99) }, 'wrong-version', /interface version 99, and this code needs 1;/);
    // (module (import "env" "missing" (func)))
    const needy = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 15, 1, 3, 101, 110, 118, 7, 109, 105, 115, 115, 105, 110, 103, 0, 0);
    expect(WebAssembly.validate(needy)).toBe(true);
    await fails({ wasm: needy }, 'wrong-version', /does not start/);
  });
});

/** A module whose abiVersion() and buildId() both return one small number. */
const sayingBoth = (number: number): Uint8Array<ArrayBuffer> => {
  const name = (text: string) => [text.length, ...new TextEncoder().encode(text), 0, 0];
  const exported = [2, ...name('abiVersion'), ...name('buildId')];
  const signed = [(number & 0x7f) | 0x80, 0]; // signed LEB128 of 64 to 127
  return Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, exported.length, ...exported, 10, 7, 1, 5, 0, 65, ...signed, 11);
};

describe('runtimes that cannot run the engine', () => {
  it('one without WebAssembly is told so', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    await fails({}, 'no-simd', /has no WebAssembly/);
    await fails({ wasm: simd }, 'no-simd', /has no WebAssembly/);
  });

  it('one without SIMD is told so', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    await fails({}, 'no-simd', /WebAssembly without SIMD/);
  });

  it('one without relaxed SIMD refuses the relaxed build and runs the others', async () => {
    const validate = WebAssembly.validate;
    // The one probe that holds relaxed_swizzle (0xfd 0x80 0x02).
    vi.spyOn(WebAssembly, 'validate').mockImplementation((bytes) => !Buffer.from(bytes as Uint8Array).includes(Buffer.of(253, 128, 2)) && validate(bytes));
    await fails({ build: 'relaxed' }, 'no-simd', /no relaxed SIMD.*ask for build 'simd'/);
    expect((await loadModule()).build).toBe('simd');
  });

  it('one that has relaxed SIMD switched off says how to switch it on, where the module comes without its name', async () => {
    const validate = WebAssembly.validate;
    vi.spyOn(WebAssembly, 'validate').mockImplementation((bytes) => !Buffer.from(bytes as Uint8Array).includes(Buffer.of(253, 128, 2)) && validate(bytes));
    const wording = 'WebAssembly.compile(): Compiling function #1 failed: simd opcode not available, enable with --experimental-relaxed-simd @+51';
    vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new WebAssembly.CompileError(wording));
    await fails({ wasm: simd }, 'no-simd', /^the given data needs relaxed SIMD.*ask for it by build 'relaxed'/);
  });

  it.each([
    "WebAssembly.compile(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive because 'unsafe-eval' is not allowed",
    'call to WebAssembly.compile() blocked by CSP',
  ])('a Content-Security-Policy that forbids it is named: %s', async (wording) => {
    vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new WebAssembly.CompileError(wording));
    await fails({}, 'blocked', /'wasm-unsafe-eval'/);
  });
});

describe('an assertion of a kernel', () => {
  it('becomes an error with its words and its place in the source', async () => {
    const { exports } = await loadModule({ build: 'debug' });
    const error = catching(() => exports.allocate(2 ** 31 - 1));
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ code: 'stopped', message: expect.stringMatching(/^Allocation too large \(~lib\/rt\/tlsf\.ts:\d+:\d+\)$/) });
  });
});

const catching = (body: () => unknown): unknown => {
  try {
    return body();
  } catch (error) {
    return error;
  }
};
