/**
 * The exports of the larger module, which knows the lecture's mathematics too: everything of `index.ts`, and the kernels of exact pieces and
 * of the experiments. A page that only trains loads the small one.
 */
import { gaps as gapsOf } from "./gaps";
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
