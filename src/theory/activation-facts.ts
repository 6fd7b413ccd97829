import type { Engine } from '../engine/engine.js';
import { type ActivationName, activationId } from '../network/activation.js';

/** A point of the line with what was found there. */
export interface Extreme {
  readonly at: number;
  readonly value: number;
}

/** What an activation does on [-reach, reach], measured by the engine's f64 kernels. */
export interface ActivationFacts {
  readonly points: number;
  readonly values: { readonly least: Extreme; readonly greatest: Extreme };
  readonly slopes: { readonly least: Extreme; readonly greatest: Extreme };
  /** First and last z with |slope| >= tolerance; an infinity where that is the end of the interval, NaN where there is none. */
  readonly felt: { readonly first: number; readonly last: number };
  /** Length of {|slope| >= tolerance} on the interval, to a step of the grid. */
  readonly length: number;
  /** Points with the greatest slope found, and points whose slope is neither `low` nor 1. */
  readonly steepest: number;
  readonly others: number;
}

/** A power of two: points are exact, and 0 and whole numbers are among them. */
const step = 2 ** -10;
export const surveyReach = 64;

/**
 * Surveys an activation on [-64, 64] on a grid of step 2^-10, and refines extremes and saturation between its points: slopes to the last digit or two, places of smooth
 * extremes to about 1e-8, where the function is flat.
 */
export function surveyActivation(engine: Engine, name: ActivationName, alpha: number, tolerance: number, low: number): ActivationFacts {
  const { exports, memory } = engine;
  const id = activationId(engine, name);
  const [numbers, scratchNumbers] = [exports.surveyActivationNumbers(), exports.surveyActivationScratch()];
  const points = (2 * surveyReach) / step + 1;
  return memory.scratch(`a survey of ${name}`, 8 * (numbers + scratchNumbers), (result) =>
    engine.run(`a survey of ${name}`, () => {
      const scratch = result + 8 * numbers;
      exports.surveyActivation(id, alpha, -surveyReach, step, points, tolerance, low, result, scratch);
      const found = [...memory.floats('f64', result, numbers)] as number[];
      const refined = (slopes: boolean, sign: number, place: number): Extreme => {
        const [value, at] = [found[place] as number, found[place + 1] as number];
        if (Math.abs(at) === surveyReach) return { at, value };
        exports.peakOfActivation(id, alpha, slopes ? 1 : 0, sign, at - step, at + step, result, scratch);
        const [peak, most] = memory.floats('f64', result, 2) as unknown as [number, number];
        return sign * most > sign * value ? { at: peak, value: most } : { at, value };
      };
      const edge = (place: number, outwards: number): number => {
        const inside = found[place] as number;
        if (Number.isNaN(inside)) return inside;
        if (Math.abs(inside) === surveyReach) return outwards * Number.POSITIVE_INFINITY;
        return exports.saturationOfActivation(id, alpha, tolerance, inside, inside + outwards * step, scratch);
      };
      return {
        points,
        values: { least: refined(false, -1, 0), greatest: refined(false, 1, 2) },
        slopes: { least: refined(true, -1, 4), greatest: refined(true, 1, 6) },
        felt: { first: edge(8, -1), last: edge(9, 1) },
        length: (found[10] as number) * step,
        steepest: found[11] as number,
        others: found[12] as number,
      };
    }),
  );
}
