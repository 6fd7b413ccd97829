/**
 * Data about a function f of one variable, by its formula (approximation/series.ts): points of a square in two classes, and points of the graph.
 *
 * Row i of a square takes the numbers 2 (n + i) and 2 (n + i) + 1 of the stream for its place and 2 i, 2 i + 1 for its noise; row i of a graph takes number n + (n & 1) + i
 * and number i: two numbers come from one block of the generator, and no block serves both. Everything is computed in f64 and rounded once.
 */
import { evaluateTarget } from "./approximation/series";
import { bytes, write } from "./element";
import { normal, Purpose, uniform } from "./random";

/** n points spread evenly over [from, to]^2, of class 1 where y > f(x), which is decided before N(0, noise^2) moves the point. `work` holds n doubles. */
export function formulaClasses(
  size: i32,
  f: usize,
  n: i32,
  from: f64,
  to: f64,
  noise: f64,
  seedLow: u32,
  seedHigh: u32,
  stream: u32,
  inputs: usize,
  labels: usize,
  work: usize,
): void {
  for (let i = 0; i < n; i++) store<f64>(work + ((<usize>i) << 3), place(from, to, seedLow, seedHigh, stream, 2 * (n + i)));
  for (let i = 0; i < n; i++) {
    const at = work + ((<usize>i) << 3);
    const point = inputs + bytes(size, 2 * i);
    const x = load<f64>(at);
    const y = place(from, to, seedLow, seedHigh, stream, 2 * (n + i) + 1);
    evaluateTarget(f, 0, 1, at, at);
    store<i32>(labels + ((<usize>i) << 2), <i32>(y > load<f64>(at)));
    write(size, point, x + error(noise, seedLow, seedHigh, stream, 2 * i));
    write(size, point + <usize>size, y + error(noise, seedLow, seedHigh, stream, 2 * i + 1));
  }
}

/** n points (x, f(x) + error), x spread evenly over [from, to], errors N(0, noise^2). `work` holds a double. */
export function formulaGraph(
  size: i32,
  f: usize,
  n: i32,
  from: f64,
  to: f64,
  noise: f64,
  seedLow: u32,
  seedHigh: u32,
  stream: u32,
  inputs: usize,
  targets: usize,
  work: usize,
): void {
  for (let i = 0; i < n; i++) {
    const x = place(from, to, seedLow, seedHigh, stream, n + (n & 1) + i);
    store<f64>(work, x);
    evaluateTarget(f, 0, 1, work, work);
    write(size, inputs + bytes(size, i), x);
    write(size, targets + bytes(size, i), load<f64>(work) + error(noise, seedLow, seedHigh, stream, i));
  }
}

function place(from: f64, to: f64, seedLow: u32, seedHigh: u32, stream: u32, index: u32): f64 {
  return from + (to - from) * uniform(seedLow, seedHigh, Purpose.Data, stream, index);
}

function error(noise: f64, seedLow: u32, seedHigh: u32, stream: u32, index: u32): f64 {
  return noise > 0 ? noise * normal(seedLow, seedHigh, Purpose.Data, stream, index) : 0;
}
