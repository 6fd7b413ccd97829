/** A plot as plain data: what is drawn, not how. It can be stored, compared, and drawn in a page or in Node. */
export interface PlotSpecification {
  readonly title: string;
  /** What the picture shows, in one or two sentences, for those who do not see it. */
  readonly description: string;
  /** Panels side by side before the next row begins. */
  readonly columns: number;
  readonly panels: readonly Panel[];
}

/** One pair of axes. A series of one name has one colour in every panel. */
export interface Panel {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  /** One unit has one length on both axes: the shorter domain is widened. For linear axes only. */
  readonly equalAspect?: boolean;
  readonly series: readonly Series[];
}

export interface Axis {
  readonly label: string;
  /** `band` puts one slot per distinct x, for bars. On a log axis a value of 0 or less stands at the lower edge, marked. */
  readonly scale: 'linear' | 'log' | 'band';
  /** Lowest and highest value; from the data where it is missing. */
  readonly domain?: readonly [number, number];
}

export interface Series {
  readonly name: string;
  /** `cells`: a grid of rectangles about their points, coloured by `value`; they reach half way to their neighbours, and other series are drawn over them. */
  readonly mark: 'line' | 'points' | 'bars' | 'cells';
  readonly points: readonly Point[];
  /** Of cells: the values at the ends of the colour scale; the least and the greatest unless said. */
  readonly domain?: readonly [number, number];
}

/** Non-finite values are gaps. `low` and `high` draw a band about a line, `value` is the colour of a cell. */
export interface Point {
  readonly x: number | string;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
  readonly value?: number;
}
