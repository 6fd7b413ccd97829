import { type Remote, releaseProxy, wrap } from 'comlink';
import { loadModule } from '../../src/engine/load.js';
import type { LabWorker, News } from './worker.js';

/** The larger module, compiled once for the page; its workers are handed it. A failed load can be tried again. */
let compiled: Promise<WebAssembly.Module> | undefined;

function compiledModule(): Promise<WebAssembly.Module> {
  compiled ??= loadModule({ theory: true }).then(
    ({ module }) => module,
    (error: unknown) => {
      compiled = undefined;
      throw error;
    },
  );
  return compiled;
}

/** A worker with an engine of its own. */
export interface Session extends Disposable {
  readonly worker: Remote<LabWorker>;
  readonly version: string;
  readonly build: string;
  /** Rejects when the worker's script fails, which would leave every call to it waiting. */
  readonly failure: Promise<never>;
}

/** Starts a worker, whose news of how far it is go to `onProgress`. `Symbol.dispose` ends it at once, whatever it is doing. */
export async function startSession(onProgress: (share: number) => void = () => {}): Promise<Session> {
  const module = await compiledModule();
  const thread = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const failure = new Promise<never>((_, reject) => {
    thread.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message || 'the worker could not be started: its script was blocked or is missing'));
    };
    thread.onmessageerror = () => reject(new Error('a message of the worker could not be read'));
  });
  failure.catch(() => {}); // told by whoever waits for an answer
  thread.addEventListener('message', ({ data }: MessageEvent<Partial<News> | null>) => {
    if (data?.progress !== undefined) onProgress(data.progress);
  });
  const worker = wrap<LabWorker>(thread);
  let isEnded = false;
  const end = () => {
    if (!isEnded) worker[releaseProxy]();
    isEnded = true;
    thread.terminate();
  };
  try {
    const { version, build } = await Promise.race([worker.start(module), failure]);
    return { worker, version, build, failure, [Symbol.dispose]: end };
  } catch (error) {
    end();
    throw error;
  }
}
