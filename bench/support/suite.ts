import type { Build, Precision, RawEngine } from '../../tests/support/engines.js';

/** One thing to time. */
export interface Row {
  /** What is done and to what sizes: `matmul 96 nt`. */
  readonly name: string;
  readonly precision: Precision;
  /** How much of `unit` one run does; a multiply-add is two flop. */
  readonly work: number;
  readonly unit: 'flop' | 'element' | 'run';
  /** Throws unless run() gives what an independent way gives. Called before anything is timed. */
  verify(): void;
  run(): void;
  /** The same work as one would write it in plain TypeScript over typed arrays. */
  plain?(): void;
}

/** What a `*.bench.ts` file exports by default. */
export interface Suite {
  readonly name: string;
  /** Where the data are (which cache), and whatever else a reader of the figures must know. */
  readonly about: string;
  /** Whether the rows need the larger module. */
  readonly theory?: boolean;
  rows(engine: RawEngine, build: Build): readonly Row[];
}

export const defineSuite = (suite: Suite): Suite => suite;
