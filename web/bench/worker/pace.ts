/** What a view may take of every frame, on average, in milliseconds. */
const share = 10;

/** A view that may take longer than a frame: computed every n-th frame then, and shown as it was in between. */
export class Paced<View> {
  #last: { readonly view: View; readonly step: number } | undefined;
  #wait = 0;
  readonly #compute: () => View;

  constructor(compute: () => View) {
    this.#compute = compute;
  }

  /** `isLive`: frames follow each other, so that one may be left out. */
  at(step: number, isLive: boolean): View {
    if (this.#last && (this.#last.step === step || (isLive && this.#wait > 0))) {
      this.#wait--;
      return this.#last.view;
    }
    const start = performance.now();
    const view = this.#compute();
    this.#wait = Math.floor((performance.now() - start) / share);
    this.#last = { view, step };
    return view;
  }

  /** Forgets what was shown: the network is another. */
  forget(): void {
    this.#last = undefined;
    this.#wait = 0;
  }
}
