/**
 * The exports of the larger module, which knows the lecture's mathematics too: everything of `index.ts`, and the kernels of exact pieces and
 * of the experiments. A page that only trains loads the small one.
 */
import { bumpKnots as bumpKnotsOf, bumpTable as bumpTableOf, evaluateBumps, hatKnots as hatKnotsOf } from "./approximation/bumps";
import { certify as certifyOf } from "./approximation/certificate";
import { bestKnots as bestKnotsOf, bestKnotsScratch as bestKnotsScratchOf } from "./approximation/equal-error";
import { piecewiseError as piecewiseErrorOf } from "./approximation/piecewise-error";
import { DEGREE, evaluateTarget as evaluateTargetOf, inflections as inflectionsOf } from "./approximation/target";
import { ballPoints as pointsOfBall, barronBytes as bytesOfBarron, barronGreedy as greedyUnits, barronSampling as samplingErrors, barronTarget as targetValues } from "./barron";
import { gaps as gapsOf } from "./gaps";
import { largestDifference as differenceOf, memorize as memorizePoints, memorizeBytes as bytesToMemorize, memorizedValues as valuesMemorized, plainResidual, projectedGap as gapOf } from "./memorize";
import { memorizeDeep as layMemorizer } from "./memorize-deep";
import { lemmaCells as lemmaCellsOf, lemmaNumbers as lemmaNumbersOf, linearPieces as linearPiecesOf, randomValues, sweepLemmas as sweepLemmasOf } from "./piece-lemmas";
import { bends, compact, weightMasks } from "./pieces/bends";
import { forward, forwardScratch, normScratch, spectralNorm } from "./pieces/forward";
import { outline } from "./pieces/outline";
import { plainForward, plainOutline, widen } from "./pieces/plain";
import { plainSplit, plainSplitScratch } from "./pieces/plain-split";
import { classify, findTwins, split, splitScratch } from "./pieces/split";
import { cut, level, nextLayer, signs } from "./regions";
import { sineClasses } from "./sine-classes";
import { sortBytes as bytesToSort } from "./sort";
import { createSubdivision as newSubdivision, freeSubdivision as dropSubdivision, Subdivision } from "./subdivision";
import { approximateWave as approximateWaveOf, waveWorkspace as waveWorkspaceOf } from "./wave-approximation";
export * from "./index";

/** That this is the larger module: the smaller one lacks this export. */
export function theoryKernels(): i32 { return 1; }

// Linear pieces: a state is what pieces/state.ts says, in f64.
export function piecesNormScratch(outputs: i32, inputs: i32): usize { return normScratch(outputs, inputs); }
export function piecesNorm(outputs: i32, inputs: i32, w: usize, scratch: usize): f64 { return spectralNorm(outputs, inputs, w, scratch); }
export function piecesForwardScratch(outputs: i32, inputs: i32): usize { return forwardScratch(outputs, inputs); }
export function piecesForward(outputs: i32, inputs: i32, points: i32, ld: i32, w: usize, bias: usize, norm: f64, from: usize, to: usize, scratch: usize): i32 { return <i32>forward(outputs, inputs, points, ld, w, bias, norm, from, to, scratch); }
export function piecesClassify(units: i32, points: i32, ld: i32, knots: i32, z: usize, codes: usize): i32 { return classify(units, points, ld, knots, z, codes); }
export function piecesTwins(outputs: i32, inputs: i32, knots: i32, w: usize, bias: usize, twins: usize): void { findTwins(outputs, inputs, knots, w, bias, twins); }
export function piecesSplitScratch(units: i32): usize { return splitScratch(units); }
export function piecesSplit(
  units: i32, points: i32, ld: i32, knots: i32, alpha: f64, z: usize, codes: usize, toLd: i32, h: usize, origins: usize, bits: usize,
  twins: usize, scratch: usize,
): i32 {
  return split(units, points, ld, knots, alpha, z, codes, toLd, h, origins, bits, twins, scratch);
}
export function piecesMasks(outputs: i32, inputs: i32, w: usize, masks: usize): void { weightMasks(outputs, inputs, w, masks); }
export function piecesBends(
  units: i32, inputs: i32, points: i32, ld: i32, h: usize, origins: usize, bits: usize, oldLd: i32, oldBits: usize, masks: usize, codes: usize,
  knots: i32, alpha: f64, counts: usize, keep: usize,
): i32 {
  return bends(units, inputs, points, ld, h, origins, bits, oldLd, oldBits, masks, codes, knots, alpha, counts, keep);
}
export function piecesCompact(rows: i32, ld: i32, kept: i32, keep: usize, table: usize): void { compact(rows, ld, kept, keep, table); }
export function piecesOutline(points: i32, ld: i32, state: usize, xs: usize, values: usize, slopes: usize, zeros: usize, open: usize): i32 { return outline(points, ld, state, xs, values, slopes, zeros, open); }
export function piecesPlainForward(outputs: i32, inputs: i32, points: i32, ld: i32, w: usize, bias: usize, knots: i32, from: usize, z: usize): i32 { return plainForward(outputs, inputs, points, ld, w, bias, knots, from, z); }
export function piecesPlainSplitScratch(units: i32): usize { return plainSplitScratch(units); }
export function piecesPlainSplit(
  units: i32, inputs: i32, points: i32, ld: i32, knots: i32, alpha: f64, z: usize, x: usize, oldBits: usize, masks: usize, toLd: i32, h: usize,
  bits: usize, counts: usize, scratch: usize,
): i32 {
  return plainSplit(units, inputs, points, ld, knots, alpha, z, x, oldBits, masks, toLd, h, bits, counts, scratch);
}
export function piecesPlainOutline(points: i32, ld: i32, state: usize, slopes: usize, zeros: usize): i32 { return plainOutline(points, ld, state, slopes, zeros); }
export function piecesWiden(units: i32, ld: i32, plain: usize, state: usize): void { widen(units, ld, plain, state); }

// The triangle wave.
export function waveWorkspace(segments: i32, most: i32): usize { return waveWorkspaceOf(segments, most); }
export function approximateWave(segments: i32, most: i32, workspace: usize, knots: usize, errors: usize): void { approximateWaveOf(segments, most, workspace, knots, errors); }
export function gaps(count: i32, points: usize, out: usize): void { gapsOf(count, points, out); }

export { BumpForm } from "./approximation/bumps";
export { TargetId } from "./approximation/target";

// Approximation of functions by bumps, hats and best pieces: f64; `scratch` has room for taylorNumbers() numbers unless said.
export function taylorNumbers(): i32 { return DEGREE + 1; }
export function evaluateTarget(id: i32, order: i32, n: i32, x: usize, y: usize, scratch: usize): void { evaluateTargetOf(id, order, n, x, y, scratch); }
export function inflections(id: i32, from: f64, to: f64, room: i32, out: usize, scratch: usize): i32 { return inflectionsOf(id, from, to, room, out, scratch); }
export function piecewiseError(id: i32, n: i32, x: usize, y: usize, result: usize, scratch: usize): void { piecewiseErrorOf(id, n, x, y, result, scratch); }
export function evaluateBumps_f32(form: i32, count: i32, start: f64, step: f64, bumps: i32, table: usize, eps: f64, id: i32, from: f64, to: f64, out: usize, result: usize, scratch: usize): void { evaluateBumps(4, form, count, start, step, bumps, table, eps, id, from, to, out, result, scratch); }
export function evaluateBumps_f64(form: i32, count: i32, start: f64, step: f64, bumps: i32, table: usize, eps: f64, id: i32, from: f64, to: f64, out: usize, result: usize, scratch: usize): void { evaluateBumps(8, form, count, start, step, bumps, table, eps, id, from, to, out, result, scratch); }
export function bumpTable(id: i32, origin: f64, step: f64, first: i32, last: i32, table: usize, scratch: usize): void { bumpTableOf(id, origin, step, first, last, table, scratch); }
export function bumpKnots(bumps: i32, table: usize, eps: f64, x: usize, y: usize): void { bumpKnotsOf(bumps, table, eps, x, y); }
export function hatKnots(id: i32, from: f64, to: f64, n: i32, x: usize, y: usize, scratch: usize): void { hatKnotsOf(id, from, to, n, x, y, scratch); }
/** `scratch` has room for bestKnotsScratch() numbers. */
export function bestKnots(id: i32, from: f64, to: f64, pieces: i32, x: usize, y: usize, error: usize, scratch: usize): i32 { return bestKnotsOf(id, from, to, pieces, x, y, error, scratch); }
export function bestKnotsScratch(): i32 { return bestKnotsScratchOf(); }
/** q even; z has room for q numbers. */
export function certify(activation: i32, q: i32, w: usize, b: usize, v: usize, constant: f64, target: i32, scale: f64, lipschitz: f64, eps: f64, z: usize, series: usize, result: usize): void { certifyOf(activation, q, w, b, v, constant, target, scale, lipschitz, eps, z, series, result); }

// Lemmas on linear pieces: integers; lemmaNumbers() of them in `result`, 3 (lemmaCells() + 1) in `scratch`.
export function lemmaCells(): i32 { return lemmaCellsOf(); }
export function lemmaNumbers(): i32 { return lemmaNumbersOf(); }
export function linearPieces(cells: i32, values: usize, clipped: i32): i32 { return linearPiecesOf(cells, values, clipped != 0); }
export function lemmaFunction(index: u32, seedLow: u32, seedHigh: u32, values: usize): void { randomValues(index, seedLow, seedHigh, values); }
export function sweepLemmas(first: i32, trials: i32, seedLow: u32, seedHigh: u32, result: usize, scratch: usize): void { sweepLemmasOf(first, trials, seedLow, seedHigh, result, scratch); }

export { BarronTarget } from "./barron";

// Networks through any points; doubles throughout but for the arithmetic of memorizedPlainly.
export function memorizeBytes(points: i32): usize { return bytesToMemorize(points); }
export function sortBytes(count: i32): usize { return bytesToSort(count); }
export function projectedGap(points: i32, n: i32, x: usize, a: usize, order: usize, work: usize): f64 { return gapOf(points, n, x, a, order, work); }
export function memorize(points: i32, n: i32, x: usize, y: usize, a: usize, t: f64, single: i32, order: usize, b: usize, w: usize, facts: usize, work: usize): i32 { return memorizePoints(points, n, x, y, a, t, single, order, b, w, facts, work); }
export function memorizedValues(units: i32, b: usize, w: usize, points: i32, n: i32, x: usize, y: usize, a: usize, single: i32, out: usize, work: usize): f64 { return valuesMemorized(units, b, w, points, n, x, y, a, single, out, work); }
export function memorizedPlainly_f32(units: i32, b: usize, w: usize, points: i32, n: i32, x: usize, y: usize, a: usize, stride: i32): f64 { return plainResidual<f32>(units, b, w, points, n, x, y, a, stride); }
export function memorizedPlainly_f64(units: i32, b: usize, w: usize, points: i32, n: i32, x: usize, y: usize, a: usize, stride: i32): f64 { return plainResidual<f64>(units, b, w, points, n, x, y, a, stride); }
export function memorizeDeep(points: i32, n: i32, z: usize, y: usize, order: usize, a: usize, intervals: i32, shared: i32, parameters: usize): i32 { return layMemorizer(points, n, z, y, order, a, intervals, shared, parameters); }
export function largestDifference(count: i32, p: usize, q: usize): f64 { return differenceOf(count, p, q); }

// Barron's theorem; doubles throughout.
export function ballPoints(points: i32, n: i32, radius: f64, seedLow: u32, seedHigh: u32, stream: u32, x: usize): void { pointsOfBall(points, n, radius, seedLow, seedHigh, stream, x); }
export function barronTarget(
  target: i32, points: i32, n: i32, x: usize, terms: i32, frequencies: usize, phases: usize, amplitudes: usize,
  offset: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, y: usize,
): void {
  targetValues(target, points, n, x, terms, frequencies, phases, amplitudes, offset, noise, seedLow, seedHigh, stream, y);
}
export function barronBytes(fitted: i32): usize { return bytesOfBarron(fitted); }
export function barronGreedy(
  points: i32, fitted: i32, n: i32, x: usize, h: usize, u: usize, reach: f64, count: i32, directions: usize, first: i32, candidates: i32,
  done: i32, steps: i32, units: usize, errors: usize, work: usize,
): void {
  greedyUnits(points, fitted, n, x, h, u, reach, count, directions, first, candidates, done, steps, units, errors, work);
}
export function barronSampling(n: i32, frequency: i32, units: i32, repetitions: i32, points: i32, seedLow: u32, seedHigh: u32, errors: usize, work: usize): void { samplingErrors(n, frequency, units, repetitions, points, seedLow, seedHigh, errors, work); }

export function sineClasses_f32(n: i32, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { sineClasses(4, n, seedLow, seedHigh, stream, inputs, labels); }
export function sineClasses_f64(n: i32, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize): void { sineClasses(8, n, seedLow, seedHigh, stream, inputs, labels); }

// Regions of the plane: `subdivision` is what createSubdivision returned; all numbers are f64.
export function createSubdivision(left: f64, bottom: f64, right: f64, top: f64): usize { return newSubdivision(left, bottom, right, top); }
export function freeSubdivision(subdivision: usize): void { dropSubdivision(changetype<Subdivision>(subdivision)); }
export function subdivisionLayer(subdivision: usize, units: i32, weights: usize, bias: usize, slope: f64, trail: usize): void { nextLayer(changetype<Subdivision>(subdivision), units, weights, bias, slope, trail); }
export function subdivisionSigns(subdivision: usize, unit: i32): i32 { return signs(changetype<Subdivision>(subdivision), unit); }
export function subdivisionCut(subdivision: usize, unit: i32): void { cut(changetype<Subdivision>(subdivision), unit); }
export function subdivisionLevel(subdivision: usize): i32 { return level(changetype<Subdivision>(subdivision)); }
