import type { BenchData, Frame, Views } from './frame.js';
import type { BenchSettings } from './settings.js';

/** How much to train before the next frame. */
export type Stretch = { readonly milliseconds: number } | { readonly steps: number };

export type ExportFormat = 'json' | 'safetensors' | 'onnx' | 'pytorch';

interface Refusal {
  readonly refusal: string;
}

interface Imported {
  readonly data: BenchData;
  readonly parameters: number;
  /** Inputs, hidden layers, outputs. */
  readonly widths: readonly number[];
  /** Of the hidden layers first. */
  readonly activations: readonly string[];
}

/** What the bench asks of its worker; a refusal is an answer, for errors lose their class on the way between threads. */
export interface BenchRemote {
  openBench(settings: BenchSettings, csv?: string): Promise<{ readonly data: BenchData; readonly parameters: number } | Refusal>;
  advanceBench(stretch: Stretch, views: Views): Promise<Frame | Refusal>;
  rewindBench(views: Views): Promise<Frame>;
  frameBench(views: Views): Promise<Frame>;
  exportBench(format: ExportFormat): Promise<string | Uint8Array | Refusal>;
  /** Puts the network of a file in; data and training stay. */
  importBench(file: string | Uint8Array): Promise<Imported | Refusal>;
}

/** A worker that answers, until it fails or is ended. */
export interface Connection extends Disposable {
  readonly worker: BenchRemote;
  /** Rejects when the worker's script fails. */
  readonly failure: Promise<never>;
}
