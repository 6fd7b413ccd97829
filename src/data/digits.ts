import type { Engine } from '../engine/engine.js';
import type { Precision } from '../engine/memory.js';
import { type DataDefinition, refuseOptions, type Split, written } from './dataset.js';

/** Images of the whole set, and how many of them, the last, are the test set. */
const images = 1797;
const testImages = 360;
const pixels = 64;

/** One line of the packed text: the pixels, the label, the line end. */
const lineLength = pixels + 2;

/** UCI's Optical Recognition of Handwritten Digits (E. Alpaydin and C. Kaynak, 1998, CC BY 4.0): ink from 0 to 1, in sixteenths. */
export const digits: DataDefinition = {
  title: 'handwritten digits, 1797 images of 8 x 8 (Alpaydin and Kaynak, UCI, CC BY 4.0)',
  features: pixels,
  classes: 10,
  defaults: undefined,
  async load(engine, options) {
    refuseOptions('digits', options);
    // Loaded when it is asked for: who trains on other data does not carry 119 kB of images.
    const { digitsImages } = await import('./digits-images.js');
    const text = new TextEncoder().encode(digitsImages.trimStart());
    const precision = options.precision ?? 'f32';
    const train = images - testImages;
    return {
      name: 'digits',
      features: pixels,
      classes: 10,
      train: unpack(engine, precision, text.subarray(0, train * lineLength), train),
      test: unpack(engine, precision, text.subarray(train * lineLength), testImages),
    };
  },
};

function unpack(engine: Engine, precision: Precision, text: Uint8Array, rows: number): Split {
  const words = Math.ceil(text.length / 4);
  const padded = new Uint8Array(4 * words);
  padded.set(text);
  return written(engine, 'digits', precision, rows, pixels, padded.length, ({ inputs, labels, extra }) => {
    engine.memory.integers(extra, words).set(new Int32Array(padded.buffer));
    engine.kernels(precision).images(rows, pixels, extra, inputs, labels);
  });
}
