/** A part of the plane, edges included. */
export interface Frame {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

type Position = readonly [x: number, y: number];

export function isWithin([x, y]: Position, frame: Frame): boolean {
  return x >= frame.x[0] && x <= frame.x[1] && y >= frame.y[0] && y <= frame.y[1];
}

/** The part of a frame, `share` of its width and height, that holds the most of the points: about one of them, or about the middle. */
export function closeUp(points: readonly Position[], frame: Frame, share: Position): Frame {
  const side = ([low, high]: readonly [number, number], at: number, part: number): [number, number] => {
    const half = ((high - low) * part) / 2;
    const middle = Math.min(Math.max(at, low + half), high - half);
    return [middle - half, middle + half];
  };
  const about = ([x, y]: Position): Frame => ({ x: side(frame.x, x, share[0]), y: side(frame.y, y, share[1]) });
  const frames = [...points, [(frame.x[0] + frame.x[1]) / 2, (frame.y[0] + frame.y[1]) / 2] as const].map(about);
  const count = (candidate: Frame) => points.filter((point) => isWithin(point, candidate)).length;
  return frames.reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best));
}
