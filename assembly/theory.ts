/**
 * The exports of the larger module, which knows the lecture's mathematics too: everything of `index.ts`, and the kernels of exact pieces and
 * of the experiments. A page that only trains loads the small one.
 */
import { quietUnits as unitsQuiet } from "./activation-census";
import { compareDoubles as comparisonOfDoubles, compareSingles as comparisonOfSingles, comparisonScratch as scratchOfComparison, doublePoints as pointsOfDoubles, singlePoints as pointsOfSingles } from "./activation-errors";
import { peak, saturation, survey, surveyNumbers, surveyScratch } from "./activation-facts";
import { bumpKnots as bumpKnotsOf, bumpTable as bumpTableOf, evaluateBumps, hatKnots as hatKnotsOf } from "./approximation/bumps";
import { certify as certifyOf } from "./approximation/certificate";
import { bestKnots as bestKnotsOf } from "./approximation/equal-error";
import { piecewiseError as piecewiseErrorOf } from "./approximation/piecewise-error";
import { DEGREE, enclose as encloseOf, evaluateTarget as evaluateTargetOf, functionCode as functionCodeOf, functionCuts as functionCutsOf, functionNumbers as functionNumbersOf } from "./approximation/series";
import { examine as examineOf, largest as largestOf, steepest as steepestOf } from "./approximation/stretches";
import { ballPoints as pointsOfBall, barronBytes as bytesOfBarron, barronGreedy as greedyUnits, barronSampling as samplingErrors, barronTarget as targetValues } from "./barron";
import { chainNumbers as numbersOfChain, sweep as sweepChains, sweepBytes, tape } from "./chain";
import { climb, search, supremumBytes } from "./chain-supremum";
import { formulaClasses as classesOfFormula, formulaGraph as graphOfFormula } from "./formula-data";
import { gaps as gapsOf } from "./gaps";
import { largestDifference as differenceOf, memorize as memorizePoints, memorizeBytes as bytesToMemorize, memorizedValues as valuesMemorized, plainResidual, projectedGap as gapOf } from "./memorize";
import { meanFieldNumbers as numbersOfMeanField, moments as momentsOf, pairMoments as momentsOfPair, propagatePair as pairPropagated } from "./mean-field";
import { memorizeDeep as layMemorizer } from "./memorize-deep";
import { lemmaCells as lemmaCellsOf, lemmaNumbers as lemmaNumbersOf, linearPieces as linearPiecesOf, randomValues, sweepLemmas as sweepLemmasOf } from "./piece-lemmas";
import { Network } from "./network";
import { bends, compact, weightMasks } from "./pieces/bends";
import { forward, forwardScratch, normScratch, spectralNorm } from "./pieces/forward";
import { outline } from "./pieces/outline";
import { activate } from "./piecewise/activate";
import { largest } from "./piecewise/largest";
import { level as levelPointsOf } from "./piecewise/level";
import { lines } from "./piecewise/lines";
import { samples } from "./piecewise/samples";
import { sums } from "./piecewise/sums";
import { plainForward, plainOutline, widen } from "./pieces/plain";
import { plainSplit, plainSplitScratch } from "./pieces/plain-split";
import { classify, findTwins, split, splitScratch } from "./pieces/split";
import { cut, level, nextLayer, signs } from "./regions";
import { firstLayerKinks as kinksOf, survivingSignals as signalsOf } from "./signal-death";
import { sampledAutocorrelation as sampledAutocorrelationOf, stepAutocorrelation as stepAutocorrelationOf } from "./shattered/autocorrelation";
import { drawLayer, drawNoise } from "./shattered/draw";
import { countCrossings, cut as cutKnots, normalize, rectify, slopes } from "./shattered/pieces";
import { meanCosine as meanCosineOf, rectifyTangents as rectifyTangentsOf } from "./shattered/tangents";
import { sineClasses } from "./sine-classes";
import { layerJacobian as jacobianOf, ORTHOGONAL, singularSweep as sweepOf } from "./singular-values";
import { sortBytes as bytesToSort } from "./sort";
import { describe, STATISTICS } from "./statistics";
import { census, CENSUS } from "./unit-census";
import { createPlane as newPlane, createSubdivision as newSubdivision, freeSubdivision as dropSubdivision, Subdivision } from "./subdivision";
import { approximateWave as approximateWaveOf, waveWorkspace as waveWorkspaceOf } from "./wave-approximation";
import { waveBounds as waveBoundsOf, waveBoundWorkspace as waveBoundWorkspaceOf } from "./wave-bound";
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

// Integrals, distances and levels of piecewise-linear functions: f64; see piecewise/lines.ts for what a line is.
export function lineSamples(pieces: i32, xs: usize, inputs: i32, from: usize, to: usize, state: usize): i32 { return <i32>samples(pieces, xs, inputs, from, to, state); }
export function lineActivate(kind: i32, alpha: f64, units: i32, points: i32, ld: i32, state: usize): i32 { return <i32>activate(kind, alpha, units, points, ld, state); }
export function pieceLines(pieces: i32, state: usize, table: usize): void { lines(pieces, state, table); }
export function lineSums(n: i32, xs: usize, f: usize, m: i32, ys: usize, g: usize, result: usize, work: usize): void { sums(n, xs, f, m, ys, g, result, work); }
export function lineLargest(n: i32, xs: usize, f: usize, m: i32, ys: usize, g: usize, result: usize): void { largest(n, xs, f, m, ys, g, result); }
export function levelPoints(points: i32, xs: usize, values: usize, touches: usize, stretches: usize, counts: usize): void { levelPointsOf(points, xs, values, touches, stretches, counts); }

// The triangle wave.
export function waveWorkspace(segments: i32, most: i32): usize { return waveWorkspaceOf(segments, most); }
export function approximateWave(segments: i32, most: i32, workspace: usize, knots: usize, errors: usize): void { approximateWaveOf(segments, most, workspace, knots, errors); }
export function waveBoundWorkspace(segments: i32, grid: i32): usize { return waveBoundWorkspaceOf(segments, grid); }
export function waveBounds(segments: i32, grid: i32, workspace: usize, bounds: usize): void { waveBoundsOf(segments, grid, workspace, bounds); }
export function gaps(count: i32, points: usize, out: usize): void { gapsOf(count, points, out); }

export { BumpForm } from "./approximation/bumps";
export { Operation } from "./approximation/series";
export { Smoothness } from "./approximation/stretches";

// Approximation of functions by bumps, hats and best pieces: f64; f is a function in memory (approximation/series.ts), examined before all else.
export function taylorNumbers(): i32 { return DEGREE + 1; }
export function functionNumbers(instructions: i32, depth: i32): i32 { return functionNumbersOf(instructions, depth); }
export function functionCuts(): i32 { return functionCutsOf(); }
export function functionCode(): i32 { return functionCodeOf(); }
export function examineFunction(f: usize, from: f64, to: f64): i32 { return examineOf(f, from, to); }
export function steepestSlope(f: usize): f64 { return steepestOf(f); }
export function largestDerivative(f: usize, order: i32): f64 { return largestOf(f, order); }
export function evaluateTarget(f: usize, order: i32, n: i32, x: usize, y: usize): void { evaluateTargetOf(f, order, n, x, y); }
export function encloseTarget(f: usize, order: i32, n: i32, x: usize, to: usize, out: usize): void { encloseOf(f, order, n, x, to, out); }
/** `scratch` has room for taylorNumbers() numbers, also in bestKnots. */
export function piecewiseError(f: usize, n: i32, x: usize, y: usize, result: usize, scratch: usize): void { piecewiseErrorOf(f, n, x, y, result, scratch); }
export function bestKnots(f: usize, pieces: i32, x: usize, y: usize, error: usize, scratch: usize): i32 { return bestKnotsOf(f, pieces, x, y, error, scratch); }
export function evaluateBumps_f32(form: i32, count: i32, start: f64, step: f64, bumps: i32, table: usize, eps: f64, f: usize, from: f64, to: f64, out: usize, result: usize): void { evaluateBumps(4, form, count, start, step, bumps, table, eps, f, from, to, out, result); }
export function evaluateBumps_f64(form: i32, count: i32, start: f64, step: f64, bumps: i32, table: usize, eps: f64, f: usize, from: f64, to: f64, out: usize, result: usize): void { evaluateBumps(8, form, count, start, step, bumps, table, eps, f, from, to, out, result); }
export function bumpTable(f: usize, origin: f64, step: f64, first: i32, last: i32, table: usize): void { bumpTableOf(f, origin, step, first, last, table); }
export function bumpKnots(bumps: i32, table: usize, eps: f64, x: usize, y: usize): void { bumpKnotsOf(bumps, table, eps, x, y); }
export function hatKnots(f: usize, from: f64, to: f64, n: i32, x: usize, y: usize): void { hatKnotsOf(f, from, to, n, x, y); }
/** q even; z has room for q numbers. */
export function certify(activation: i32, q: i32, w: usize, b: usize, v: usize, constant: f64, f: usize, lipschitz: f64, eps: f64, z: usize, result: usize): void { certifyOf(activation, q, w, b, v, constant, f, lipschitz, eps, z, result); }

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

// Data about a formula; `size` is the bytes of a number.
export function formulaClasses(
  size: i32, f: usize, n: i32, from: f64, to: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, labels: usize, work: usize,
): void { classesOfFormula(size, f, n, from, to, noise, seedLow, seedHigh, stream, inputs, labels, work); }
export function formulaGraph(
  size: i32, f: usize, n: i32, from: f64, to: f64, noise: f64, seedLow: u32, seedHigh: u32, stream: u32, inputs: usize, targets: usize, work: usize,
): void { graphOfFormula(size, f, n, from, to, noise, seedLow, seedHigh, stream, inputs, targets, work); }

// Mean-field theory; doubles throughout. `work` has room for meanFieldNumbers() numbers, for propagatePair for 4 width.
export function meanFieldNumbers(): i32 { return numbersOfMeanField(); }
export function gaussianMoments(id: i32, alpha: f64, q: f64, result: usize, work: usize): void { momentsOf(id, alpha, q, result, work); }
export function pairMoments(id: i32, alpha: f64, q: f64, c: f64, result: usize, work: usize): void { momentsOfPair(id, alpha, q, c, result, work); }
export function propagatePair(
  id: i32, alpha: f64, sw2: f64, sb2: f64, width: i32, layers: i32, q: f64, c: f64, seedLow: u32, seedHigh: u32, stream: u32,
  variances: usize, correlations: usize, work: usize,
): void {
  pairPropagated(id, alpha, sw2, sb2, width, layers, q, c, seedLow, seedHigh, stream, variances, correlations, work);
}

// Regions of the plane: `subdivision` is what createSubdivision returned; all numbers are f64.
export function createSubdivision(left: f64, bottom: f64, right: f64, top: f64): usize { return newSubdivision(left, bottom, right, top); }
export function createPlane(): usize { return newPlane(); }
export function freeSubdivision(subdivision: usize): void { dropSubdivision(changetype<Subdivision>(subdivision)); }
export function subdivisionLayer(subdivision: usize, units: i32, weights: usize, bias: usize, slope: f64, knots: i32, trail: usize): void { nextLayer(changetype<Subdivision>(subdivision), units, weights, bias, slope, knots, trail); }
export function subdivisionSigns(subdivision: usize, cut: i32): i32 { return signs(changetype<Subdivision>(subdivision), cut); }
export function subdivisionCut(subdivision: usize, unit: i32): void { cut(changetype<Subdivision>(subdivision), unit); }
export function subdivisionLevel(subdivision: usize): i32 { return level(changetype<Subdivision>(subdivision)); }

// Activations and gradients of the layers of a network after its last pass.
/** Numbers of describe's result before the counts of the intervals. */
export function statisticsNumbers(): i32 { return STATISTICS; }
export function describe_f32(rows: i32, batch: i32, ld: i32, values: usize, low: f64, high: f64, bins: i32, from: f64, to: f64, result: usize): void { describe<f32>(rows, batch, ld, values, low, high, bins, from, to, result); }
export function describe_f64(rows: i32, batch: i32, ld: i32, values: usize, low: f64, high: f64, bins: i32, from: f64, to: f64, result: usize): void { describe<f64>(rows, batch, ld, values, low, high, bins, from, to, result); }
/** Numbers of unitCensus's result before the counts of the intervals. */
export function censusNumbers(): i32 { return CENSUS; }
export function unitCensus(network: usize, layer: i32, bins: i32, result: usize, work: usize): void { census(changetype<Network>(network), layer, bins, result, work); }
export function survivingSignals(width: i32, depth: i32, first: i32, trials: i32, seedLow: u32, seedHigh: u32, result: usize, work: usize): void { signalsOf(width, depth, first, trials, seedLow, seedHigh, result, work); }
export function firstLayerKinks(units: i32, sigmaW: f64, sigmaB: f64, seedLow: u32, seedHigh: u32, result: usize): void { kinksOf(units, sigmaW, sigmaB, seedLow, seedHigh, result); }
export function layerJacobian(network: usize, layer: i32, sample: i32, matrix: usize, work: usize): void { jacobianOf(changetype<Network>(network), layer, sample, matrix, work); }
/** Cosine at or below which rows count as orthogonal. */
export function orthogonalCosine(): f64 { return ORTHOGONAL; }
export function singularSweep(rows: i32, columns: i32, matrix: usize, norms: usize): f64 { return sweepOf(rows, columns, matrix, norms); }
export { ChainWeights } from "./chain";

// Activations and their slopes; `scratch` has the numbers (f64) that its function of scratch says.
export function surveyActivationNumbers(): i32 { return surveyNumbers(); }
export function surveyActivationScratch(): i32 { return surveyScratch(); }
export function surveyActivation(id: i32, alpha: f64, from: f64, step: f64, count: i32, tolerance: f64, low: f64, result: usize, scratch: usize): void { survey(id, alpha, from, step, count, tolerance, low, result, scratch); }
export function peakOfActivation(id: i32, alpha: f64, slopes: i32, sign: f64, low: f64, high: f64, result: usize, scratch: usize): void { peak(id, alpha, slopes != 0, sign, low, high, result, scratch); }
export function saturationOfActivation(id: i32, alpha: f64, tolerance: f64, inside: f64, outside: f64, scratch: usize): f64 { return saturation(id, alpha, tolerance, inside, outside, scratch); }
export function comparisonScratch(): i32 { return scratchOfComparison(); }
export function activationErrors_f32(id: i32, alpha: f64, n: i32, z: usize, a: usize, d: usize, rootFrom: f64, rootTo: f64, floor: f64, valueHasRoot: i32, result: usize, scratch: usize): void { comparisonOfSingles(id, alpha, n, z, a, d, rootFrom, rootTo, floor, valueHasRoot != 0, result, scratch); }
export function activationErrors_f64(id: i32, alpha: f64, n: i32, z: usize, a: usize, d: usize, rootFrom: f64, rootTo: f64, floor: f64, valueHasRoot: i32, result: usize, scratch: usize): void { comparisonOfDoubles(id, alpha, n, z, a, d, rootFrom, rootTo, floor, valueHasRoot != 0, result, scratch); }
export function errorPoints_f32(n: i32, seedLow: u32, seedHigh: u32, z: usize): void { pointsOfSingles(n, seedLow, seedHigh, z); }
export function errorPoints_f64(n: i32, seedLow: u32, seedHigh: u32, z: usize): void { pointsOfDoubles(n, seedLow, seedHigh, z); }
/** `slopes` has room for a row of the last batch. */
export function quietUnits(network: usize, tolerance: f64, slopes: usize): i32 { return unitsQuiet(changetype<Network>(network), tolerance, slopes); }

// The chain of single units; `scratch` has room for 6 numbers.
export function chainTape(id: i32, alpha: f64, layers: i32, weights: usize, x: f64, out: usize, scratch: usize): void { tape(id, alpha, layers, weights, x, out, scratch); }
export function chainNumbers(): i32 { return numbersOfChain(); }
export function chainSweepBytes(draws: i32): usize { return sweepBytes(draws); }
export function chainSweep_f32(id: i32, alpha: f64, layers: i32, draws: i32, law: i32, sigma: f64, x: f64, seedLow: u32, seedHigh: u32, most: f64, least: f64, out: usize, work: usize): void { sweepChains<f32>(id, alpha, layers, draws, law, sigma, x, seedLow, seedHigh, most, least, out, work); }
export function chainSweep_f64(id: i32, alpha: f64, layers: i32, draws: i32, law: i32, sigma: f64, x: f64, seedLow: u32, seedHigh: u32, most: f64, least: f64, out: usize, work: usize): void { sweepChains<f64>(id, alpha, layers, draws, law, sigma, x, seedLow, seedHigh, most, least, out, work); }
export function chainSupremumBytes(layers: i32): usize { return supremumBytes(layers); }
export function chainSearch(id: i32, alpha: f64, layers: i32, reach: f64, low: f64, high: f64, work: usize): void { search(id, alpha, layers, reach, low, high, work); }
export function chainClimb(id: i32, alpha: f64, layers: i32, reach: f64, low: f64, high: f64, work: usize, parameters: usize, result: usize, scratch: usize): void { climb(id, alpha, layers, reach, low, high, work, parameters, result, scratch); }
export { Normalization } from "./shattered/pieces";

// Shattered gradients: a network of one input as a function of it, layer by layer; f64.
export function shatteredDraw(units: i32, inputs: i32, deviation: f64, biasDeviation: f64, mirrored: i32, seedLow: u32, seedHigh: u32, stream: u32, w: usize, b: usize): void { drawLayer(units, inputs, deviation, biasDeviation, mirrored != 0, seedLow, seedHigh, stream, w, b); }
export function shatteredNoise(count: i32, brown: i32, seedLow: u32, seedHigh: u32, stream: u32, out: usize): void { drawNoise(count, brown != 0, seedLow, seedHigh, stream, out); }
export function shatteredNormalize(units: i32, points: i32, ld: i32, x: usize, z: usize, normalization: i32, means: usize, scales: usize): void { normalize(units, points, ld, x, z, normalization, means, scales); }
export function shatteredCrossings(units: i32, points: i32, ld: i32, z: usize, means: usize, first: usize): i32 { return countCrossings(units, points, ld, z, means, first); }
export function shatteredCut(
  units: i32, points: i32, ld: i32, x: usize, z: usize, means: usize, first: usize, list: usize, toX: usize, places: usize, origins: usize,
): i32 {
  return cutKnots(units, points, ld, x, z, means, first, list, toX, places, origins);
}
export function shatteredRectify(
  units: i32, points: i32, ld: i32, z: usize, means: usize, scales: usize, knots: i32, toLd: i32, places: usize, origins: usize, mirrored: i32, h: usize, kept: usize,
): void {
  rectify(units, points, ld, z, means, scales, knots, toLd, places, origins, mirrored != 0, h, kept);
}
export function shatteredSlopes(points: i32, x: usize, y: usize, out: usize): i32 { return slopes(points, x, y, out); }
export function stepAutocorrelation(pieces: i32, x: usize, s: usize, centred: i32, lags: i32, lag: usize, out: usize, facts: usize): void { stepAutocorrelationOf(pieces, x, s, centred != 0, lags, lag, out, facts); }
export function sampledAutocorrelation(count: i32, s: usize, centred: i32, lags: i32, lag: usize, out: usize): void { sampledAutocorrelationOf(count, s, centred != 0, lags, lag, out); }
export function rectifyTangents(units: i32, points: i32, ld: i32, z: usize, dz: usize, normalization: i32, mirrored: i32, h: usize, dh: usize): void { rectifyTangentsOf(units, points, ld, z, dz, normalization, mirrored != 0, h, dh); }
export function meanCosine(rows: i32, points: i32, ld: i32, d: usize): f64 { return meanCosineOf(rows, points, ld, d); }
