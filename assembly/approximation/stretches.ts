/**
 * The stretches of an interval on which a function is analytic and convex or concave: between its kinks, where the argument of an |.| passes 0, and its inflections.
 *
 * Cells are halved until intervals settle what is asked: that f, f' and f'' are finite; that no |.| has both signs; that f'' has one sign, or f''' has, so that
 * f'' has at most one zero, which is then found by halving to the last place. Nothing is sampled, and no inflection is missed, but for those of cells narrower than
 * 2^-30 of the interval, and where f is straight to 2^-50 of itself.
 */
import { Interval } from "./interval";
import { at, Branch, coefficient, CUTS, expandAt, expandOver, functionCuts, put } from "./series";

/** Exported by name: TypeScript looks them up there. */
export enum Smoothness {
  Smooth,
  /** f itself is not finite or not defined at a place. */
  NotFinite,
  /** f' or f'' is not. */
  NotSmooth,
  /** More cuts than there is room for, or more cells than can be looked at. */
  TooRough,
}

const NARROWEST_KINK: i32 = 44;
const NARROWEST_TURN: i32 = 30;
const NARROWEST_BOUND: i32 = 14;
const STRAIGHT: f64 = 8.881784197001252e-16; // 2^-50
const CELLS: i32 = 65536;

/** What a walk over the cells has found so far. */
class Walk {
  static f: usize = 0;
  static cells: i32 = 0;
  static cuts: i32 = 0;
  /** Adjacent cells that may hold a kink; then the stretch at hand. */
  static from: f64 = 0;
  static to: f64 = 0;
  /** Sign of f'' to the left. */
  static sign: i32 = 0;
  static most: f64 = 0;
}

export function cutCount(f: usize): i32 {
  return <i32>at(f, 4);
}

export function cutAt(f: usize, k: i32): f64 {
  return at(f, functionCuts() + k);
}

/** The right end of stretch k of cutCount(f) + 1. */
export function stretchEnd(f: usize, k: i32): f64 {
  return k < cutCount(f) ? cutAt(f, k) : at(f, 3);
}

export function stretchStart(f: usize, k: i32): f64 {
  return k > 0 ? cutAt(f, k - 1) : at(f, 2);
}

/** Keeps the signs of |.| as they are in the middle of [from, to], so that f is the same analytic function all over it, ends included. */
export function hold(f: usize, from: f64, to: f64): void {
  Branch.held = false;
  Branch.signs = signsAt(f, 0.5 * (from + to));
  Branch.held = true;
}

export function release(): void {
  Branch.held = false;
}

/** Sets the interval of f, and finds its cuts; the place of what is wrong, if something is, stands in number 6. */
export function examine(f: usize, from: f64, to: f64): Smoothness {
  assert(from < to, "examine: an interval");
  release();
  put(f, 2, from);
  put(f, 3, to);
  put(f, 4, 0);
  put(f, 5, 0);
  Walk.f = f;
  Walk.cells = 0;
  Walk.cuts = 0;
  Walk.from = NaN;
  const trouble = smooth(from, to, 0);
  if (trouble != Smoothness.Smooth) return trouble;
  closeKink();
  const kinks = Walk.cuts;
  // moved to the end of the room, then merged with the inflections of each stretch
  const kept = CUTS - kinks;
  const cuts = functionCuts();
  for (let k = kinks - 1; k >= 0; k--) put(f, cuts + kept + k, at(f, cuts + k));
  Walk.cuts = 0;
  for (let k = 0; k <= kinks; k++) {
    const left = k > 0 ? at(f, cuts + kept + k - 1) : from;
    const right = k < kinks ? at(f, cuts + kept + k) : to;
    hold(f, left, right);
    Walk.sign = 0;
    Walk.from = left;
    Walk.to = right;
    const fits = turns(left, right, 0, kept + k);
    release();
    if (!fits || (k < kinks && !cut(right, kept + k + 1))) {
      put(f, 6, left);
      return Smoothness.TooRough;
    }
  }
  put(f, 4, Walk.cuts);
  put(f, 5, kinks);
  return Smoothness.Smooth;
}

/** The largest |f'| on the interval: f' is monotone on a stretch, so that it stands at an end of one. */
export function steepest(f: usize): f64 {
  let most: f64 = 0;
  for (let k = 0; k <= cutCount(f); k++) {
    const left = stretchStart(f, k);
    const right = stretchEnd(f, k);
    hold(f, left, right);
    most = max(most, max(abs(at(expandAt(f, left, 1), 1)), abs(at(expandAt(f, right, 1), 1))));
  }
  release();
  return most;
}

/** A bound on |f^(order)| / order! over the interval, at most about 1 % above its largest value, or what cells of 2^-14 of the interval give; of each stretch by itself, if order is more than 1. */
export function largest(f: usize, order: i32): f64 {
  let bound: f64 = 0;
  Walk.f = f;
  Walk.most = 0;
  if (order < 2) return above(at(f, 2), at(f, 3), order, 0);
  for (let k = 0; k <= cutCount(f); k++) {
    hold(f, stretchStart(f, k), stretchEnd(f, k));
    bound = max(bound, above(stretchStart(f, k), stretchEnd(f, k), order, 0));
  }
  release();
  return bound;
}

function above(from: f64, to: f64, order: i32, depth: i32): f64 {
  const middle = 0.5 * (from + to);
  Walk.most = max(Walk.most, abs(at(expandAt(Walk.f, middle, order), order)));
  const bound = Interval.magnitude(coefficient(expandOver(Walk.f, from, to, order), order));
  if (bound <= 1.01 * Walk.most || depth == NARROWEST_KINK || (depth >= NARROWEST_BOUND && bound < Infinity)) return bound;
  return max(above(from, middle, order, depth + 1), above(middle, to, order, depth + 1));
}

/** Whether f, f' and f'' are finite on a cell; what may be a kink is noted. */
function smooth(from: f64, to: f64, depth: i32): Smoothness {
  const f = Walk.f;
  if (++Walk.cells > CELLS) {
    put(f, 6, from);
    return Smoothness.TooRough;
  }
  const series = expandOver(f, from, to, 2);
  const value = Interval.isFinite(coefficient(series, 0));
  const finite = value && Interval.isFinite(coefficient(series, 1)) && Interval.isFinite(coefficient(series, 2));
  if (finite && !Branch.open) return Smoothness.Smooth;
  if (depth == NARROWEST_KINK) {
    if (finite) {
      if (Walk.to != from && !closeKink()) return Smoothness.TooRough;
      if (isNaN(Walk.from)) Walk.from = from;
      Walk.to = to;
      return Smoothness.Smooth;
    }
    const atStart = expandAt(f, from, 1);
    put(f, 6, isFinite(at(atStart, 0)) && isFinite(at(atStart, 1)) ? to : from);
    return value ? Smoothness.NotSmooth : Smoothness.NotFinite;
  }
  const middle = 0.5 * (from + to);
  const left = smooth(from, middle, depth + 1);
  return left != Smoothness.Smooth ? left : smooth(middle, to, depth + 1);
}

/** Finds the kink of the noted cells, if it is inside the interval; false if there is no room for it. */
function closeKink(): bool {
  let left = Walk.from;
  let right = Walk.to;
  Walk.from = NaN;
  const f = Walk.f;
  if (isNaN(left) || left == at(f, 2) || right == at(f, 3)) return true;
  const signs = signsAt(f, left);
  if (signsAt(f, right) == signs) right = 0.5 * (left + right);
  else {
    for (let middle = 0.5 * (left + right); left < middle && middle < right; middle = 0.5 * (left + right)) {
      if (signsAt(f, middle) == signs) left = middle;
      else right = middle;
    }
  }
  return cut(right, CUTS / 2);
}

function signsAt(f: usize, x: f64): u32 {
  expandAt(f, x, 0);
  return Branch.seen;
}

/** Finds the inflections of a cell, in order; false if there is no room for them. */
function turns(from: f64, to: f64, depth: i32, room: i32): bool {
  if (++Walk.cells > CELLS) return false;
  const series = expandOver(Walk.f, from, to, 3);
  const second = coefficient(series, 2);
  let sign = Interval.sign(second);
  if (sign != 0) return turn(sign, from, room);
  const width = to - from;
  if (Interval.magnitude(second) * width * width <= STRAIGHT * Interval.magnitude(coefficient(series, 0))) return true;
  const middle = 0.5 * (from + to);
  if (depth < NARROWEST_TURN && Interval.sign(coefficient(series, 3)) == 0) return turns(from, middle, depth + 1, room) && turns(middle, to, depth + 1, room);
  sign = curvature(from);
  const after = curvature(to);
  if (sign != 0 && !turn(sign, from, room)) return false;
  if (sign * after >= 0) return after == 0 || turn(after, from, room);
  let left = from;
  let right = to;
  for (let point = middle; left < point && point < right; point = 0.5 * (left + right)) {
    if (curvature(point) == sign) left = point;
    else right = point;
  }
  return turn(after, right, room);
}

/** From `x` on f'' has this sign. */
function turn(sign: i32, x: f64, room: i32): bool {
  const turned = Walk.sign * sign < 0;
  Walk.sign = sign;
  // f'' may be 0 at a kink itself: what rounding makes of that is no inflection
  const near = 1e-14 * (at(Walk.f, 3) - at(Walk.f, 2));
  return !turned || x - Walk.from < near || Walk.to - x < near || cut(x, room);
}

function curvature(x: f64): i32 {
  const value = at(expandAt(Walk.f, x, 2), 2);
  return <i32>(value > 0) - <i32>(value < 0);
}

function cut(x: f64, room: i32): bool {
  if (Walk.cuts >= room) return false;
  put(Walk.f, functionCuts() + Walk.cuts++, x);
  return true;
}
