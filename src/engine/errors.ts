/** A bad argument: the message names it, what was given and what is allowed. Thrown before any memory is touched. */
export class ArgumentError extends RangeError {
  override readonly name = 'ArgumentError';

  constructor(
    /** Where the value stood, for example `widths[2]`. */
    readonly argument: string,
    /** What is allowed there. */
    readonly expected: string,
    /** What was given. */
    readonly given: unknown,
  ) {
    super(`${argument}: expected ${expected}, got ${describe(given)}`);
  }
}

/** What went wrong with the engine itself, for programs; the message is for people. */
export type EngineErrorCode =
  | 'no-simd'
  | 'not-found'
  | 'not-wasm'
  | 'corrupt'
  | 'blocked'
  | 'wrong-version'
  | 'out-of-memory'
  | 'too-large'
  | 'stopped'
  | 'disposed'
  | 'busy';

/** The engine could not be loaded, could not get memory, or was used after its end. The message says what to do. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    readonly code: EngineErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A value as an error message shows it: short, on one line, never a whole array. */
function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return `the error ${JSON.stringify(value.message)}`;
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${'length' in value ? value.length : value.byteLength}`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : `an array of ${value.length}`;
  return `a ${value.constructor?.name ?? 'null-prototype object'}`;
}
