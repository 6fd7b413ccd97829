/**
 * Trains a small network of every activation, in both precisions, under every loss and update rule in turn, and says how each ended: a line each,
 * with the fingerprint of its parameters. The same build must print the same lines in every runtime. Self-contained, so that it can be sent into a page.
 *
 * @param {typeof import('../../src/index.js')} fathom
 * @param {import('../../src/index.js').LoadOptions} options
 * @returns {Promise<string[]>}
 */
export async function fingerprints(fathom, options) {
  const { activationNames, Dataset, lossNames, Network, normal, optimizerNames } = fathom;
  const engine = await fathom.loadEngine(options);
  const lines = [];
  for (const precision of ['f32', 'f64']) {
    for (const [index, activation] of activationNames.entries()) {
      const data = normal(engine, { count: 3 * 40, seed: index + 1, precision });
      const labels = Array.from({ length: 40 }, (_, sample) => Number(data[3 * sample] * data[3 * sample + 1] > 0));
      const samples = new Dataset(engine, { inputs: { rows: 40, columns: 3, data }, labels, classes: 2, precision });
      const network = new Network(engine, {
        widths: [3, 9, 8, 5, 2],
        activation: [activation, 'tanh', activation],
        init: 'lecun-normal',
        seed: index,
        precision,
      });
      const loss = lossNames[index % lossNames.length];
      const optimizer = { name: optimizerNames[index % optimizerNames.length], learningRate: 0.01, clipNorm: 1 };
      const { status } = network.train({ data: samples, loss, steps: 60, batch: 7, optimizer, schedule: { name: 'cosine', warmup: 5 }, seed: index });
      lines.push(`${precision} ${activation} ${loss} ${optimizer.name} ${status} ${network.evaluate({ data: samples, loss }).loss} ${network.fingerprint()}`);
      network.dispose();
      samples.dispose();
    }
  }
  engine.dispose();
  return lines;
}
