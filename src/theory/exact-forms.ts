/** An affine form a x + b y + c with integer coefficients, known up to one positive factor for all forms of a layer. */
export type ExactForm = readonly [a: bigint, b: bigint, c: bigint];

/** Smallest and largest size of a parameter other than 0, as powers of two: products over a few layers neither underflow nor overflow. */
export const smallest = -150;
export const largest = 150;
/** A double of at least 2^smallest is a whole multiple of 2^(smallest - 52). */
const shift = 52 - smallest;

/** One layer of a network with two inputs. */
export interface ExactLayer {
  /** [outputs][inputs], and a bias each. */
  readonly weights: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
  readonly inputs: number;
  /** Of an inactive unit of the layer before. */
  readonly slope: number;
  /** For each region of the layer before, its own base there and the pattern of its active units: 1 + words numbers of 32 bits. */
  readonly trail: Int32Array;
  readonly words: number;
}

/** The exact forms of a network's units on its regions: sums of products of doubles are whole numbers once they are scaled by a power of two. */
export class ExactForms {
  readonly #layers: ExactLayer[] = [];
  readonly #sides: readonly ExactForm[];
  readonly #known = new Map<string, ExactForm>();

  /** The sides of the rectangle are the forms of layer -1. */
  constructor([left, bottom, right, top]: readonly [number, number, number, number]) {
    const one = 1n << BigInt(shift);
    this.#sides = [
      [one, 0n, -scaled(left)],
      [0n, one, -scaled(bottom)],
      [one, 0n, -scaled(right)],
      [0n, one, -scaled(top)],
    ];
  }

  add(layer: ExactLayer): void {
    this.#layers.push(layer);
  }

  /** The form of a unit on a region of the layer before. Layer 0 has the two coordinates for units. */
  form(layer: number, base: number, unit: number): ExactForm {
    if (layer < 0) return this.#sides[unit] as ExactForm;
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
    const entry = base * (words + 1);
    const below = trail[entry] as number;
    const inactive = scaled(slope);
    // a layer multiplies the factor of the forms by 2^shift for its weights and 2^shift for the slope
    let [a, b, c]: [bigint, bigint, bigint] = [0n, 0n, scaled(bias[unit] as number) << BigInt(shift + 2 * shift * (layer - 1))];
    for (let k = 0; k < inputs; k++) {
      const isActive = (((trail[entry + 1 + (k >> 5)] as number) >>> (k & 31)) & 1) === 1;
      const weight = weights[unit * inputs + k] as number;
      if (weight === 0 || (!isActive && slope === 0)) continue;
      const [p, q, r] = this.form(layer - 1, below, k);
      const w = isActive ? scaled(weight) << BigInt(shift) : scaled(weight) * inactive;
      a += w * p;
      b += w * q;
      c += w * r;
    }
    return [a, b, c];
  }
}

/** The point where two lines that are not parallel meet, as (X, Y, W) with W > 0 for (X / W, Y / W). */
export function meet([a, b, c]: ExactForm, [p, q, r]: ExactForm): ExactForm {
  const w = a * q - p * b;
  const [x, y] = [b * r - q * c, c * p - r * a];
  return w > 0n ? [x, y, w] : [-x, -y, -w];
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

/** x 2^shift, which is whole for 0 and for every double of at least 2^smallest. */
function scaled(x: number): bigint {
  if (x === 0) return 0n;
  bits.setFloat64(0, x);
  const word = bits.getBigUint64(0);
  const exponent = Number((word >> 52n) & 0x7ffn);
  const mantissa = (word & 0xfffffffffffffn) | (1n << 52n);
  const magnitude = mantissa << BigInt(exponent - 1075 + shift);
  return x < 0 ? -magnitude : magnitude;
}
