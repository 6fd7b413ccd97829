/**
 * How large |dy/dw_1| / |x| of a chain can be over all w_1 and |w_2|, ..., |w_L| <= reach.
 *
 * With F_0 = 1 and F_k(a) = max over |w| <= reach of |w f'(w a)| F_{k-1}(f(w a)) it is max over u_1 of |f'(u_1)| F_{L-1}(f(u_1)): a dynamic programme over one number a (Bellman 1957). It is solved on a grid, with F linear
 * between, and its weights are then improved one at a time on the chain itself, so that the supremum that is reported is attained.
 */
import { activate, multiplyBySlope } from "./activations/index";
import { value } from "./chain";

/** Points of the grid of a, less one; of w and of u_1 (even, for the vectors). */
const CELLS: i32 = 512;
const CHOICES: i32 = 258;
/** u_1 is looked for in [-START, START]. */
const START: f64 = 8;
const GOLDEN_STEPS: i32 = 48;
const GOLDEN: f64 = 0.6180339887498949;
const SWEEPS: i32 = 4;

/** Bytes of search()'s work for so many layers. */
export function supremumBytes(layers: i32): usize {
  const table = <usize>((CELLS + 1) * CHOICES);
  return 8 * (2 * table + <usize>(layers + 1) * (CELLS + 1) + 3 * CHOICES);
}

/** Fills `work` with F_0, ..., F_{layers-1}, for activations f with values from `low` to `high`. */
export function search(id: i32, alpha: f64, layers: i32, reach: f64, low: f64, high: f64, work: usize): void {
  const table = (<usize>((CELLS + 1) * CHOICES)) << 3;
  const gains = work;
  const images = gains + table;
  const best = images + table;
  const z = best + ((<usize>((layers + 1) * (CELLS + 1))) << 3);
  const values = z + 8 * CHOICES;
  const slopes = values + 8 * CHOICES;
  const step = (high - low) / <f64>CELLS;
  for (let cell = 0; cell <= CELLS; cell++) {
    const a = low + <f64>cell * step;
    for (let j = 0; j < CHOICES; j++) store<f64>(z + ((<usize>j) << 3), choice(j, reach) * a);
    activate<f64>(id, CHOICES, alpha, z, values);
    for (let j = 0; j < CHOICES; j++) store<f64>(slopes + ((<usize>j) << 3), abs(choice(j, reach)));
    multiplyBySlope<f64>(id, CHOICES, alpha, z, values, slopes);
    for (let j = 0; j < CHOICES; j++) {
      const at = (<usize>(cell * CHOICES + j)) << 3;
      store<f64>(gains + at, abs(load<f64>(slopes + ((<usize>j) << 3))));
      store<f64>(images + at, (load<f64>(values + ((<usize>j) << 3)) - low) / step);
    }
    store<f64>(best + ((<usize>cell) << 3), 1);
  }
  for (let k = 1; k < layers; k++) {
    const before = best + ((<usize>((k - 1) * (CELLS + 1))) << 3);
    for (let cell = 0; cell <= CELLS; cell++) {
      let most: f64 = 0;
      for (let j = 0; j < CHOICES; j++) {
        const at = (<usize>(cell * CHOICES + j)) << 3;
        most = max(most, load<f64>(gains + at) * between(before, load<f64>(images + at)));
      }
      store<f64>(before + ((<usize>(CELLS + 1 + cell)) << 3), most);
    }
  }
}

/**
 * The best chain of `layers` layers that search() leads to, improved: parameters holds u_1, w_2, ..., w_layers, result the grid's supremum and the chain's own |dy/dw_1| / |x|.
 * scratch has room for 6 numbers.
 */
export function climb(id: i32, alpha: f64, layers: i32, reach: f64, low: f64, high: f64, work: usize, parameters: usize, result: usize, scratch: usize): void {
  const best = work + ((<usize>((CELLS + 1) * CHOICES)) << 4);
  const scale = <f64>CELLS / (high - low);
  const functions = best + ((<usize>((layers - 1) * (CELLS + 1))) << 3);
  let most: f64 = -1;
  for (let j = 0; j < CHOICES; j++) {
    const u = choice(j, START);
    const a = value(id, alpha, u, scratch);
    const size = abs(load<f64>(scratch, 32)) * between(functions, (a - low) * scale);
    if (size > most) {
      most = size;
      store<f64>(parameters, u);
    }
  }
  store<f64>(result, most);

  let a = value(id, alpha, load<f64>(parameters), scratch);
  for (let l = 1; l < layers; l++) {
    const after = best + ((<usize>((layers - 1 - l) * (CELLS + 1))) << 3);
    let greatest: f64 = -1;
    let next: f64 = 0;
    for (let j = 0; j < CHOICES; j++) {
      const w = choice(j, reach);
      const image = value(id, alpha, w * a, scratch);
      const size = abs(w * load<f64>(scratch, 32)) * between(after, (image - low) * scale);
      if (size > greatest) {
        greatest = size;
        next = image;
        store<f64>(parameters + ((<usize>l) << 3), w);
      }
    }
    a = next;
  }
  let size = chain(id, alpha, layers, parameters, scratch);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let l = 0; l < layers; l++) size = improve(id, alpha, layers, parameters, l, l == 0 ? START : reach, size, scratch);
  }
  store<f64>(result, size, 8);
}

/** Moves one parameter to the greatest |dy/dw_1| by golden section about where it is, within the box; keeps it where that is no better. */
function improve(id: i32, alpha: f64, layers: i32, parameters: usize, l: i32, reach: f64, size: f64, scratch: usize): f64 {
  const place = parameters + ((<usize>l) << 3);
  const old = load<f64>(place);
  const width = (4 * reach) / <f64>CHOICES;
  let low = max(-reach, old - width);
  let high = min(reach, old + width);
  let best = old;
  for (let step = 0; step < GOLDEN_STEPS; step++) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    const atLeft = tried(id, alpha, layers, parameters, place, left, scratch);
    const atRight = tried(id, alpha, layers, parameters, place, right, scratch);
    if (atLeft > size) {
      size = atLeft;
      best = left;
    }
    if (atRight > size) {
      size = atRight;
      best = right;
    }
    if (atLeft >= atRight) high = right;
    else low = left;
  }
  store<f64>(place, best);
  return size;
}

function tried(id: i32, alpha: f64, layers: i32, parameters: usize, place: usize, parameter: f64, scratch: usize): f64 {
  store<f64>(place, parameter);
  return chain(id, alpha, layers, parameters, scratch);
}

/** |dy/dw_1| / |x| of the chain u_1, w_2, ..., w_layers. */
function chain(id: i32, alpha: f64, layers: i32, parameters: usize, scratch: usize): f64 {
  let a = value(id, alpha, load<f64>(parameters), scratch);
  let size = load<f64>(scratch, 32);
  for (let l = 1; l < layers; l++) {
    const w = load<f64>(parameters + ((<usize>l) << 3));
    a = value(id, alpha, w * a, scratch);
    size *= w * load<f64>(scratch, 32);
  }
  return abs(size);
}

/** The j-th of CHOICES numbers from -reach to reach, both among them. */
function choice(j: i32, reach: f64): f64 {
  return reach * (<f64>(2 * j) / <f64>(CHOICES - 1) - 1);
}

/** A function on the grid at a position, linear between its points. */
function between(values: usize, position: f64): f64 {
  const cell = min(CELLS - 1, max(0, <i32>position));
  const at = values + ((<usize>cell) << 3);
  const share = position - <f64>cell;
  return load<f64>(at) + share * (load<f64>(at, 8) - load<f64>(at));
}
