import { bitLength, dyadic } from './dyadic.js';

/** An affine form a x + b y + c with integer coefficients, known up to one positive factor for all forms of a layer. */
export type ExactForm = readonly [a: bigint, b: bigint, c: bigint];

/** One layer of a network with two inputs. */
export interface ExactLayer {
  /** [outputs][inputs], and a bias each. */
  readonly weights: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
  readonly inputs: number;
  /** Of a unit of the layer before, below its one bend. */
  readonly slope: number;
  /** Bends of this layer's activation: 0, 1 (at 0) or 2 (at -1 and 1). */
  readonly knots: number;
  /** For each region of the layer before, its own base there and the pattern of its units: 1 + words numbers of 32 bits. */
  readonly trail: Int32Array;
  readonly words: number;
}

/** The exact forms of a network's units on its regions: sums of products of doubles are whole numbers once they are scaled by a power of two. */
export class ExactForms {
  readonly #layers: ExactLayer[] = [];
  /** Of layers 0, 1, ...: its forms are whole multiples of 2^-factor, and kept as such. */
  readonly #factors = [0n];
  readonly #sides: readonly ExactForm[];
  readonly #shift: number;
  readonly #known = new Map<string, ExactForm>();

  /** Forms of layer -1 are the `sides`; all numbers, theirs and the layers', are whole multiples of 2^-shift. */
  constructor(sides: readonly (readonly [a: number, b: number, c: number])[], shift: number) {
    this.#shift = shift;
    this.#sides = sides.map(([a, b, c]) => [this.#scaled(a), this.#scaled(b), this.#scaled(c)]);
  }

  add(layer: ExactLayer): void {
    const below = this.#factors.at(-1) as bigint;
    this.#layers.push(layer);
    this.#factors.push(below + BigInt(Number.isInteger(layer.slope) ? this.#shift : 2 * this.#shift));
  }

  /** The form of a cut, a unit's bend, on a region of the layer before. */
  cut(layer: number, base: number, number: number): ExactForm {
    if (layer < 0) return this.#sides[number] as ExactForm;
    const { knots } = this.#layers[layer - 1] as ExactLayer;
    if (knots !== 2) return this.#form(layer, base, number);
    const [a, b, c] = this.#form(layer, base, number >> 1);
    const one = 1n << (this.#factors[layer] as bigint);
    return [a, b, number % 2 === 0 ? c + one : c - one];
  }

  /** The form of a unit. Layer 0 has the two coordinates for units. */
  #form(layer: number, base: number, unit: number): ExactForm {
    if (layer === 0) return unit === 0 ? [1n, 0n, 0n] : [0n, 1n, 0n];
    const key = `${layer} ${base} ${unit}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const form = this.#sum(layer, base, unit);
    this.#known.set(key, form);
    return form;
  }

  #sum(layer: number, base: number, unit: number): ExactForm {
    const { weights, bias, inputs, slope, trail, words } = this.#layers[layer - 1] as ExactLayer;
    const bends = this.#layers[layer - 2]?.knots ?? 0;
    const entry = base * (words + 1);
    const below = trail[entry] as number;
    const isSet = (bit: number) => (((trail[entry + 1 + (bit >> 5)] as number) >>> (bit & 31)) & 1) === 1;
    const factor = this.#factors[layer] as bigint;
    const lower = this.#factors[layer - 1] as bigint;
    const isWhole = Number.isInteger(slope);
    const inactive = isWhole ? BigInt(slope) : this.#scaled(slope);
    const active = isWhole ? 1n : 1n << BigInt(this.#shift);
    let [a, b, c]: [bigint, bigint, bigint] = [0n, 0n, this.#scaled(bias[unit] as number) << (factor - BigInt(this.#shift))];
    for (let k = 0; k < inputs; k++) {
      const w = this.#scaled(weights[unit * inputs + k] as number);
      if (w === 0n) continue;
      if (bends === 2 && isSet(2 * k) === isSet(2 * k + 1)) {
        // 1 above both bends, -1 below both
        c += (isSet(2 * k) ? w * active : -w * active) << lower;
        continue;
      }
      const share = bends === 1 && !isSet(k) ? inactive : active;
      if (share === 0n) continue;
      const [p, q, r] = this.#form(layer - 1, below, k);
      a += w * share * p;
      b += w * share * q;
      c += w * share * r;
    }
    return [a, b, c];
  }

  /** x 2^shift. */
  #scaled(x: number): bigint {
    if (x === 0) return 0n;
    bits.setFloat64(0, x);
    const word = bits.getBigUint64(0);
    const exponent = Number((word >> 52n) & 0x7ffn);
    const mantissa = (word & 0xfffffffffffffn) | (1n << 52n);
    const magnitude = mantissa << BigInt(exponent - 1075 + this.#shift);
    return x < 0 ? -magnitude : magnitude;
  }
}

/** The least shift that makes a whole number of every double of at least `size`. */
export function shiftFor(size: number): number {
  const { mantissa, exponent } = dyadic(size);
  return Math.max(0, 52 - (bitLength(mantissa) - 1 + exponent));
}

/** The point (X, Y, W), W >= 0, where two lines meet, the one at infinity included; of a direction, W = 0, it is one of the two. */
export function meet([a, b, c]: ExactForm, [p, q, r]: ExactForm): ExactForm {
  const w = a * q - p * b;
  const [x, y] = [b * r - q * c, c * p - r * a];
  return w < 0n ? [-x, -y, -w] : [x, y, w];
}

/** The point of a line that is nearest to the origin. */
export function nearest([a, b, c]: ExactForm): ExactForm {
  return [-a * c, -b * c, a * a + b * b];
}

/** Of a direction and its opposite the one in the quadrant of (x, y). */
export function inQuadrantOf(x: number, y: number, [p, q, w]: ExactForm): ExactForm {
  return Number(p > 0n ? x : -x) * Number(p !== 0n) + Number(q > 0n ? y : -y) * Number(q !== 0n) < 0 ? [-p, -q, w] : [p, q, w];
}

/** The sign of a form at such a point. */
export function signAt([a, b, c]: ExactForm, [x, y, w]: ExactForm): -1 | 0 | 1 {
  const value = a * x + b * y + c * w;
  return value > 0n ? 1 : value < 0n ? -1 : 0;
}

/** Whether two lines have one direction. */
export function areParallel([a, b]: ExactForm, [p, q]: ExactForm): boolean {
  return a * q === p * b;
}

const bits = new DataView(new ArrayBuffer(8));
