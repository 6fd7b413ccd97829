/**
 * Trains a small network of every activation, in both precisions, and gives the fingerprints of their parameters: a line
 * each. The same build must print the same lines in every runtime. Self-contained, so that it can be sent into a page.
 *
 * @param {typeof import('../../src/index.js')} fathom
 * @param {import('../../src/index.js').LoadOptions} options
 * @returns {Promise<string[]>}
 */
export async function fingerprints(fathom, options) {
  const engine = await fathom.loadEngine(options);
  const lines = [];
  const inputs = Array.from({ length: 37 }, (_, i) => [((i * 7) % 37) / 37 - 0.5, ((i * 11) % 37) / 37 - 0.5]);
  const targets = inputs.map(([x, y]) => [x * y]);
  for (const precision of ['f32', 'f64']) {
    const data = new fathom.Dataset(engine, { inputs, targets, precision });
    for (const activation of fathom.activationNames) {
      const network = new fathom.Network(engine, { widths: [2, 9, 6, 1], activation, precision, seed: 1 });
      const { status } = fathom.train(network, { data, loss: 'mse', steps: 40, batch: 8, seed: 2, optimizer: { name: 'adam', learningRate: 0.01 } });
      lines.push(`${precision} ${activation} ${status} ${network.fingerprint()}`);
      network.dispose();
    }
    data.dispose();
  }
  engine.dispose();
  return lines;
}
