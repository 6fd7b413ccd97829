import { EngineError } from './errors.js';

/** The bytes of a would-be module and where they came from, for the messages. */
export interface WasmBytes {
  readonly bytes: ArrayBuffer | ArrayBufferView;
  /** A URL or path, or what the caller handed over. */
  readonly from: string;
  /** As the server named it; undefined where no server was asked. */
  readonly contentType?: string | undefined;
}

/** Fetches a module. A failure names the URL and what usually stands behind it. */
export async function fetchBytes(url: URL): Promise<WasmBytes> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    const reason =
      url.protocol === 'file:'
        ? 'a page opened from a file cannot read other files: serve it over http (the command `fathom lab` serves the lab), or pass the bytes as `wasm`'
        : "the server cannot be reached, or the page's Content-Security-Policy (connect-src) or the server's CORS headers forbid it";
    throw new EngineError('not-found', `cannot fetch ${shorten(url.href)}: ${reason}`, { cause });
  }
  return responseBytes(response, url.href);
}

/**
 * The whole body. Compiling while the body streams in would save nothing on a module this small, and would refuse a
 * server that sends another MIME type than application/wasm; the bytes themselves say better what arrived.
 */
export async function responseBytes(response: Response, url = response.url): Promise<WasmBytes> {
  const from = shorten(url || 'the given Response');
  if (!response.ok) {
    throw new EngineError(
      'not-found',
      `${from}: the server answered ${response.status}; put the package's wasm/ directory there, or pass its URL or bytes as \`wasm\``,
    );
  }
  if (response.bodyUsed) throw new EngineError('corrupt', `${from}: the body of the Response was already read; pass a fresh Response or its bytes`);
  try {
    return { bytes: await response.arrayBuffer(), from, contentType: response.headers.get('content-type') ?? 'none' };
  } catch (cause) {
    throw new EngineError('corrupt', `${from}: the transfer broke off; try again`, { cause });
  }
}

/** data: URLs can be as long as the module. */
const shorten = (url: string): string => (url.length > 300 ? `${url.slice(0, 100)}...` : url);
