/**
 * The exports of the larger module, which knows the lecture's mathematics too: everything of `index.ts`, and the kernels of exact pieces and
 * of the experiments. A page that only trains loads the small one.
 */
import { bumpKnots as bumpKnotsOf, bumpTable as bumpTableOf, evaluateBumps, hatKnots as hatKnotsOf } from "./approximation/bumps";
import { certify as certifyOf } from "./approximation/certificate";
import { bestKnots as bestKnotsOf, bestKnotsScratch as bestKnotsScratchOf } from "./approximation/equal-error";
import { piecewiseError as piecewiseErrorOf } from "./approximation/piecewise-error";
import { DEGREE, evaluateTarget as evaluateTargetOf, inflections as inflectionsOf } from "./approximation/target";
import { gaps as gapsOf } from "./gaps";
import { lemmaCells as lemmaCellsOf, lemmaNumbers as lemmaNumbersOf, linearPieces as linearPiecesOf, randomValues, sweepLemmas as sweepLemmasOf } from "./piece-lemmas";
import { bends, compact, weightMasks } from "./pieces/bends";
import { forward, forwardScratch, normScratch, spectralNorm } from "./pieces/forward";
import { outline } from "./pieces/outline";
import { classify, split, splitScratch } from "./pieces/split";
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
export function piecesSplitScratch(units: i32): usize { return splitScratch(units); }
export function piecesSplit(
  units: i32, points: i32, ld: i32, knots: i32, alpha: f64, z: usize, codes: usize, toLd: i32, h: usize, origins: usize, bits: usize, scratch: usize,
): i32 {
  return split(units, points, ld, knots, alpha, z, codes, toLd, h, origins, bits, scratch);
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
