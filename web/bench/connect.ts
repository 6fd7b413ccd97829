import { startSession } from '../engine/client.js';
import type { Connection } from './remote.js';

/** A worker of the lab, as the bench speaks to it. */
export async function connect(): Promise<Connection> {
  const session = await startSession();
  return { worker: session.worker, failure: session.failure, [Symbol.dispose]: () => session[Symbol.dispose]() };
}
