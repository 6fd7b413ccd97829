/** A ReLU network with mean squared error and SGD as one writes it in TypeScript: typed arrays, a sample at a time within a batch. */
export class PlainNetwork {
  readonly #widths: readonly number[];
  readonly #weights: Float64Array[];
  readonly #biases: Float64Array[];
  readonly #activations: Float64Array[];
  readonly #deltas: Float64Array[];
  readonly #weightGradients: Float64Array[];
  readonly #biasGradients: Float64Array[];

  /** parameters: W [outputs][inputs] and b of each layer in turn. */
  constructor(widths: readonly number[], parameters: ArrayLike<number>) {
    this.#widths = widths;
    const pairs = widths.slice(1).map((outputs, l) => [outputs, widths[l] as number] as const);
    let at = 0;
    const take = (count: number): Float64Array => Float64Array.from({ length: count }, () => parameters[at++] as number);
    this.#weights = [];
    this.#biases = [];
    for (const [outputs, inputs] of pairs) {
      this.#weights.push(take(outputs * inputs));
      this.#biases.push(take(outputs));
    }
    this.#activations = widths.map((width) => new Float64Array(width));
    this.#deltas = widths.map((width) => new Float64Array(width));
    this.#weightGradients = this.#weights.map(({ length }) => new Float64Array(length));
    this.#biasGradients = this.#biases.map(({ length }) => new Float64Array(length));
  }

  /** Outputs of one sample that begins at inputs[from]. */
  forward(inputs: ArrayLike<number>, from: number): Float64Array {
    const last = this.#widths.length - 1;
    const first = this.#activations[0] as Float64Array;
    for (let i = 0; i < first.length; i++) first[i] = inputs[from + i] as number;
    for (let l = 0; l < last; l++) {
      const [w, b, x, y] = [this.#weights[l], this.#biases[l], this.#activations[l], this.#activations[l + 1]] as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      for (let o = 0; o < y.length; o++) {
        let z = b[o] as number;
        for (let i = 0; i < x.length; i++) z += (w[o * x.length + i] as number) * (x[i] as number);
        y[o] = l < last - 1 && z < 0 ? 0 : z;
      }
    }
    return this.#activations[last] as Float64Array;
  }

  /** One step of SGD on a batch; the loss before it. */
  step(inputs: ArrayLike<number>, targets: ArrayLike<number>, batch: number, rate: number): number {
    const last = this.#widths.length - 1;
    let loss = 0;
    for (const gradient of [...this.#weightGradients, ...this.#biasGradients]) gradient.fill(0);
    for (let sample = 0; sample < batch; sample++) {
      const y = this.forward(inputs, sample * (this.#widths[0] as number));
      const top = this.#deltas[last] as Float64Array;
      for (let o = 0; o < y.length; o++) {
        const error = (y[o] as number) - (targets[sample * y.length + o] as number);
        loss += (error * error) / (batch * y.length);
        top[o] = (2 * error) / (batch * y.length);
      }
      for (let l = last - 1; l >= 0; l--) this.#backward(l);
    }
    this.#weights.forEach((w, l) => this.#update(w, this.#weightGradients[l] as Float64Array, rate));
    this.#biases.forEach((b, l) => this.#update(b, this.#biasGradients[l] as Float64Array, rate));
    return loss;
  }

  #backward(l: number): void {
    const [w, x, dz, dx] = [this.#weights[l], this.#activations[l], this.#deltas[l + 1], this.#deltas[l]] as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const [dw, db] = [this.#weightGradients[l], this.#biasGradients[l]] as [Float64Array, Float64Array];
    dx.fill(0);
    for (let o = 0; o < dz.length; o++) {
      const d = dz[o] as number;
      db[o] = (db[o] as number) + d;
      for (let i = 0; i < x.length; i++) {
        const at = o * x.length + i;
        dw[at] = (dw[at] as number) + d * (x[i] as number);
        dx[i] = (dx[i] as number) + d * (w[at] as number);
      }
    }
    if (l > 0) for (let i = 0; i < x.length; i++) if (!((x[i] as number) > 0)) dx[i] = 0;
  }

  #update(values: Float64Array, gradients: Float64Array, rate: number): void {
    for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) - rate * (gradients[i] as number);
  }
}
