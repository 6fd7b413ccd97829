import { EngineError } from '../../../src/engine/errors.js';

/** Whether something was asked for that has no room: a plain answer to a large network, after which the engine works on. */
export const isTooMuch = (error: unknown): error is EngineError =>
  error instanceof EngineError && (error.code === 'too-large' || error.code === 'out-of-memory');
