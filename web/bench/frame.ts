/** What the worker tells of a network between two stretches of training: plain data, ready to be drawn. */

/** The bench's data, for drawing; sent once, when it is opened. */
export interface BenchData {
  /** `plane`: two inputs, two classes; `line`: one input, one output; `many`: more inputs than can be drawn. */
  readonly kind: 'plane' | 'line' | 'many';
  readonly features: number;
  readonly classes: number;
  readonly train: Points;
  readonly test: Points;
  /** What the axes show: [left, right, bottom, top]; of a line [left, right] and the range of its values. */
  readonly frame: readonly [number, number, number, number];
}

/** Coordinates row by row; `labels` are classes, or the values of a line. Empty for `many`. */
export interface Points {
  readonly count: number;
  readonly coordinates: Float64Array;
  readonly labels: Float64Array;
}

/** Which views are on the screen, so that the worker computes no other. */
export interface Views {
  readonly boundary: boolean;
  readonly heat: boolean;
  readonly line: boolean;
  readonly layers: boolean;
}

export interface Frame {
  readonly step: number;
  readonly status: 'ready' | 'trained' | 'diverged';
  /** Loss of every step since the frame before. */
  readonly losses: Float64Array;
  readonly trainLoss: number;
  readonly testLoss: number;
  /** Shares of right answers; NaN for a line. */
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
  /** A hash of the parameters: the same state has the same. */
  readonly fingerprint: string;
  readonly layers?: readonly LayerFrame[];
  readonly line?: LineFrame;
  readonly boundary?: BoundaryFrame;
  readonly heat?: HeatFrame;
}

/** One hidden layer over the training points. */
export interface LayerFrame {
  readonly units: number;
  readonly activations: Histogram;
  /** Of dL/dz. */
  readonly gradients: Histogram;
  /** Root mean square of dL/dz. */
  readonly gradientNorm: number;
  /** Units that pass no gradient for any point. */
  readonly dead: number;
}

export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: Float64Array;
  readonly mean: number;
  readonly deviation: number;
}

/** The function of a network of one input: exact pieces where its activations are piecewise linear, else samples. */
export interface LineFrame {
  readonly isExact: boolean;
  /** Ends and breakpoints, or the places of the samples. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** For each x which layer made the breakpoint, from 1; 0 at the ends and for samples. */
  readonly layer: Uint8Array;
  /** Linear pieces; NaN for samples. */
  readonly pieces: number;
  /** The product of (n + 1), as text: it may be huge. */
  readonly bound: string;
}

/** Where the network's output is 0, exactly, for piecewise linear activations; undefined otherwise. */
export interface BoundaryFrame {
  readonly regions: number;
  readonly pieces: number;
  /** Polylines one after the other: x, y, x, y, ...; `starts` has the index of each one's first point. */
  readonly points: Float64Array;
  readonly starts: Uint32Array;
}

/** The output on a grid over the frame, row by row from the bottom: the probability of class 1. */
export interface HeatFrame {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}
