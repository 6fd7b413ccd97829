import { Dataset, loadEngine, Network } from 'fathom-nn/inline';

async function main() {
  const engine = await loadEngine();
  const network = new Network(engine, { widths: [2, 8, 1], activation: 'tanh', seed: 1 });
  const data = new Dataset(engine, {
    inputs: [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    targets: [[0], [1], [1], [0]],
  });
  const { losses } = network.train({ data, loss: 'mse', steps: 500, optimizer: { name: 'adam', learningRate: 0.05 } });
  document.querySelector('output').textContent = losses.at(-1);
}

main();
